/**
 * The virtual module `quiet` of a reorder stage: whether the stages behind it can do without the current frame (`quiet`)
 * or the current single event (`calm`), because nothing in it changes their state or gives a result. It exists
 * (`QUIET`) when the reorder stage reads the input and all stages behind it can tell.
 */
import { INPUT, type PatternStage, type Stage } from '../../shared/pipeline/pipeline.ts'
import type { Expr } from '../../shared/pipeline/expr/ast.ts'
import { looksBack } from '../../shared/pipeline/expr/looks-back.ts'
import { fieldsOf, stageModule, waits, type Bindings } from './bindings.ts'
import { condition, type Names } from './expression.ts'
import { never, type ScreenNames } from './screen.ts'
import { conditionsOf, sequenceOf, sequenceScreen } from './sequence.ts'

const ARITHMETIC = './firmware/runtime/arithmetic.ts'
const NONE = 'export const QUIET=false\nexport function quiet(){return false}\nexport function calm(){return false}'

type Detect = Extract<Stage, { kind: 'detect' }>

/** The stages that wait behind a source, when all of them can tell quiet frames; otherwise none. */
export function screened(bindings: Bindings, source: number): (Detect | PatternStage)[] {
  const { pipeline } = bindings
  if (source !== INPUT) return []
  const waiting = bindings.readers(source).filter((s) => waits(pipeline, s))
  const known = waiting.filter((s) => s.kind === 'detect' || s.kind === 'pattern').filter((s) => isPlain(bindings, s))
  return known.length === waiting.length ? known : []
}

/** Whether the stage's conditions look at nothing but the event, and at least the first can be told for whole frames. */
function isPlain(bindings: Bindings, stage: Detect | PatternStage): boolean {
  const conditions = asked(bindings, stage)
  if (conditions.length === 0 || conditions.some((c) => looksBack(c) || looksIntoTexts(c))) return false
  return never(conditions[0], new Imports(bindings)) !== undefined
}

/** The conditions of a stage, the one that it waits for at rest first; none when it cannot be screened. */
function asked({ pipeline }: Bindings, stage: Detect | PatternStage): readonly Expr[] {
  if (stage.kind === 'detect') return [stage.when, ...(stage.until ? [stage.until] : [])]
  const [first = null, ...others] = conditionsOf(pipeline, stage) ?? []
  return first === null ? [] : [first, ...others.filter((each) => each !== null)]
}

function looksIntoTexts(expr: Expr): boolean {
  switch (expr.kind) {
    case 'textTest':
      return true
    case 'arithmetic':
    case 'order':
    case 'equal':
    case 'logic':
      return looksIntoTexts(expr.left) || looksIntoTexts(expr.right)
    case 'not':
    case 'negate':
      return looksIntoTexts(expr.operand)
    case 'call':
      return expr.args.some(looksIntoTexts)
    default:
      return false
  }
}

/** Input fields whose columns are screened: they need their mean and spread. */
export function screenedFields(bindings: Bindings): Set<string> {
  const fields = new Set<string>()
  for (const source of bindings.reorders.keys())
    for (const stage of screened(bindings, source))
      for (const expr of asked(bindings, stage)) for (const name of fieldsOf(expr)) fields.add(name)
  return fields
}

/** What the expressions refer to: the arriving event and its columns, not what waits. */
class Imports implements Names, ScreenNames {
  readonly lines: string[] = []
  readonly distance = 'd'

  constructor(
    private readonly bindings: Bindings,
    private readonly texts: readonly string[] = [],
  ) {}

  import(module: string, name: string): string {
    const local = `${name}${this.lines.length}`
    const same = this.lines.find((l) => l.startsWith(`import {${name} as `) && l.endsWith(JSON.stringify(module)))
    if (same !== undefined) return / as (\w+)/.exec(same)![1]
    this.lines.push(`import {${name} as ${local}} from ${JSON.stringify(module)}`)
    return local
  }

  column(field: string): { mean: string; spread: string; scale: string } | undefined {
    const { module, field: declared } = this.bindings.after(INPUT, field)
    if (declared.type !== 'double' && declared.type !== 'int') return undefined
    const [mean, spread, scale] = ['M', 'V', 'S'].map((name) => this.import(module, name))
    return { mean, spread, scale }
  }

  field(name: string): string {
    return this.import(this.bindings.after(INPUT, name).module, 'x')
  }

  text(text: string): number {
    return this.texts.indexOf(text)
  }

  helper(name: string): string {
    return this.import(ARITHMETIC, name)
  }

  prev(): string {
    throw new Error('looks back')
  }
  dt(): string {
    throw new Error('looks back')
  }
  textTest(): string {
    throw new Error('looks into texts')
  }
  taken(): string {
    throw new Error('looks at what was taken')
  }
}

/** Text of the module; `texts` are those of expressions, by dictionary number. */
export function quietText(bindings: Bindings, source: number, texts: readonly string[]): string {
  const stages = screened(bindings, source)
  if (!stages.length) return NONE
  const names = new Imports(bindings, texts)
  const key = names.import('./firmware/runtime/input.ts', 'k')
  const parts = stages.map((stage) => {
    if (stage.kind === 'pattern') {
      const sequence = sequenceOf(stage, bindings.pipeline.limits)!
      return sequenceScreen(sequence, stageModule(bindings.pipeline, stage), key, names)
    }
    const phase = names.import(stageModule(bindings.pipeline, stage), 'PHASE')
    const end = stage.until ?? { ...stage.when, kind: 'not', operand: stage.when }
    const rest = stage.peak ? undefined : never(end, names)
    const active = (text: string | undefined): string =>
      text === undefined ? 'false' : `${phase}[${key}]===2&&${text}`
    const frames = `(!${phase}[${key}]?${never(stage.when, names) ?? 'false'}:${active(rest)})`
    const until = stage.until === null ? condition(stage.when, names) : `!${condition(stage.until, names)}`
    const single = `(!${phase}[${key}]?!${condition(stage.when, names)}:${active(stage.peak ? undefined : until)})`
    return { frames, single }
  })
  return `${names.lines.join('\n')}
let d=0
export const QUIET=true
export function quiet(){return ${parts.map((p) => p.frames).join('&&')}}
export function calm(){return ${parts.map((p) => p.single).join('&&')}}`
}
