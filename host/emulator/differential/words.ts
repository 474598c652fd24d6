/** Chance, and the names that are in scope: what every part of the grammar builds on. */
import { tree, type Tree } from './tree.ts'

/** Kinds of values that names hold; `fixed` are numbers that cannot be assigned. */
export type Held = 'number' | 'fixed' | 'text' | 'array' | 'typed' | 'object' | 'fn' | 'made'

/** Names that hold values of each kind in the scope under construction; `made` are instances of classes. */
export type Names = Record<Held, string[]>

export type Make = () => Tree

function noNames(): Names {
  return { number: [], fixed: [], text: [], array: [], typed: [], object: [], fn: [], made: [] }
}

export class Words {
  protected names: Names = noNames()
  private count = 0

  /** `random` yields numbers from 0 to 1, 1 not included. */
  constructor(private readonly random: () => number) {}

  protected forgetNames(): void {
    this.names = noNames()
    this.count = 0
  }

  /** Runs `make` with names that are gone afterwards. */
  protected scoped<T>(make: () => T): T {
    const outer = structuredClone(this.names)
    const made = make()
    this.names = outer
    return made
  }

  /** A number that can be read: a variable or a constant. */
  protected readable(): string | undefined {
    return this.known('fixed', 0.3) ?? this.known('number')
  }

  protected known(kind: Held, chance = 1): string | undefined {
    const names = this.names[kind]
    return names.length > 0 && this.chance(chance) ? this.pick(names) : undefined
  }

  /** A name of four characters at most, or now and then a longer one, which takes more memory. */
  protected fresh(letter = 'v'): string {
    return `${letter}${this.count++}${this.chance(0.1) ? 'isLonger' : ''}`
  }

  protected chance(probability: number): boolean {
    return this.random() < probability
  }

  protected below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  protected pick<T>(options: readonly T[]): T {
    return options[this.below(options.length)]
  }

  /** One of several ways to make a part. */
  protected one(options: readonly Make[]): Tree {
    return this.pick(options)()
  }

  protected statement(...parts: (string | Tree)[]): Tree {
    return tree('statement', ...parts)
  }
}
