/**
 * Where rules put what they find. A rule never throws for a fault in a pipeline.
 */
import { compileCondition, compileExpression, type Compiled } from './expr/type.ts'
import type { Scope } from './expr/scope.ts'
import { pathOf, placed, type Fault } from './fault.ts'

export type Keys = readonly (string | number)[]

export class Report {
  readonly faults: Fault[] = []

  /** Notes a fault at the place that the keys lead to. */
  add(keys: Keys, message: string, cure: string): void {
    this.faults.push({ path: pathOf(keys), message, cure })
  }

  /** Checks a condition; what is wrong with it is noted at its place. */
  condition(keys: Keys, text: string, scope: Scope): Compiled {
    return this.noted(keys, text, compileCondition(text, scope))
  }

  /** Checks an expression of any type. */
  expression(keys: Keys, text: string, scope: Scope): Compiled {
    return this.noted(keys, text, compileExpression(text, scope))
  }

  private noted(keys: Keys, text: string, compiled: Compiled): Compiled {
    const path = pathOf(keys)
    this.faults.push(...compiled.faults.map((fault) => placed(path, text, fault)))
    return compiled
  }
}
