/**
 * A mutation fuzzer: inputs that reach new code, or old code more often, are kept and changed further. A find is an input
 * on which a target throws what it may not throw, or takes too long; so is memory that grows. Repeats exactly for a seed, but
 * for what coverage sees of the engine's own doings.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { chance } from '../../shared/protocol/testing/chance.ts'
import { Coverage } from './coverage.ts'
import { Mutator } from './mutate.ts'

export interface Target {
  readonly name: string
  /** The scripts whose coverage counts, by URL. */
  readonly covers: RegExp
  /** Where to begin; each must pass. */
  readonly seeds: readonly string[]
  /** What else is put into inputs. */
  readonly words?: readonly string[]
  /** Longest input; default 2,000 characters. */
  readonly most?: number
  /** Part of the whole run's inputs, beside others: 1 for a target that takes some µs. Default 1. */
  readonly weight?: number
  /** Real ms that one input may take; default 3,000. */
  readonly limitMs?: number
  /** Throws what is a find. */
  readonly run: (input: string) => void
}

export interface Find {
  readonly target: string
  readonly input: string
  readonly why: string
}

export interface Fuzzed {
  readonly target: string
  readonly inputs: number
  readonly ms: number
  /** Inputs that were kept, and characters of code that were reached. */
  readonly corpus: number
  readonly reached: number
  readonly slowestMs: number
  /** Bytes of the heap after a tenth and at the end, collected. */
  readonly heap: readonly [number, number]
  readonly finds: readonly Find[]
}

export interface FuzzOptions {
  readonly inputs: number
  /** Ends after so many ms as well; default: never. */
  readonly ms?: number
  readonly seed: number
  /** Finds after which it ends; default 3. */
  readonly most?: number
  /** Real ms; default: the clock of this computer. */
  readonly now?: () => number
  /** Called before every input, for whoever watches over hangs. */
  readonly onInput?: (target: string, input: string) => void
}

/** Inputs looked at together, and by themselves only where they reached something new; one of them in any case. */
const BATCH = 256
const MOST_KEPT = 4000
/** What the heap may grow between a tenth and the end, beside the corpus. */
const GROWTH = 24e6

/** Bytes in use after a collection of garbage. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

export function fuzz(target: Target, options: FuzzOptions): Fuzzed {
  return new Run(target, options).all()
}

class Run {
  readonly #target: Target
  readonly #options: FuzzOptions
  readonly #coverage: Coverage
  readonly #mutator: Mutator
  readonly #corpus: string[]
  readonly #finds: Find[] = []
  readonly #reasons = new Set<string>()
  readonly #now: () => number
  #slowest = 0
  #done = 0

  constructor(target: Target, options: FuzzOptions) {
    this.#target = target
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#coverage = new Coverage(target.covers)
    this.#mutator = new Mutator(chance(options.seed), target.words ?? [], target.most ?? 2000)
    this.#corpus = [...target.seeds]
  }

  all(): Fuzzed {
    const { inputs, ms = Infinity, most = 3 } = this.#options
    const began = this.#now()
    this.#coverage.skip()
    for (const seed of this.#corpus) this.#one(seed)
    this.#coverage.news()
    let early: number | null = null
    while (this.#done < inputs && this.#now() - began < ms && this.#finds.length < most) {
      this.#batch(Math.min(BATCH, inputs - this.#done))
      const share = Math.max(this.#done / inputs, (this.#now() - began) / ms)
      if (early === null && share >= 0.1) early = heapUsed() - this.#corpusBytes()
    }
    const late = heapUsed() - this.#corpusBytes()
    const heap = [early ?? late, late] as const
    if (heap[1] - heap[0] > GROWTH) this.#find('', `the heap grew from ${heap[0]} to ${heap[1]} bytes`)
    return {
      target: this.#target.name,
      inputs: this.#done,
      ms: this.#now() - began,
      corpus: this.#corpus.length,
      reached: this.#coverage.size,
      slowestMs: this.#slowest,
      heap,
      finds: this.#finds,
    }
  }

  #batch(size: number): void {
    const inputs = Array.from({ length: size }, () => this.#next())
    this.#search(inputs)
    this.#closer(inputs[0])
    this.#done += size
  }

  /** Finds those that reached something new, by halving. */
  #search(inputs: readonly string[]): void {
    if (inputs.length === 1) return this.#closer(inputs[0])
    this.#coverage.skip()
    for (const input of inputs) this.#one(input)
    if (!this.#coverage.batch()) return
    this.#search(inputs.slice(0, inputs.length >> 1))
    this.#search(inputs.slice(inputs.length >> 1))
  }

  /** Runs an input by itself and keeps it when it reaches something. */
  #closer(input: string): void {
    this.#coverage.skip()
    this.#one(input)
    if (!this.#coverage.news()) return
    if (this.#corpus.length < MOST_KEPT) this.#corpus.push(input)
    else this.#corpus[this.#mutator.below(MOST_KEPT)] = input
  }

  #next(): string {
    // What was found last is the most promising; what is short is quick.
    const recent = this.#mutator.below(3) === 0
    const from = recent ? Math.max(0, this.#corpus.length - 32) : 0
    const pick = (): string => this.#corpus[from + this.#mutator.below(this.#corpus.length - from)]
    return this.#mutator.mutate(pick(), this.#corpus[this.#mutator.below(this.#corpus.length)])
  }

  #one(input: string): void {
    const { name, limitMs = 3000, run } = this.#target
    this.#options.onInput?.(name, input)
    const began = this.#now()
    try {
      run(input)
    } catch (error) {
      this.#find(input, error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
    const took = this.#now() - began
    this.#slowest = Math.max(this.#slowest, took)
    if (took > limitMs) this.#find(input, `it took ${Math.round(took)} ms`)
  }

  /** The same reason at the same place is one find. */
  #find(input: string, why: string): void {
    const place = why.replace(/\d+/g, '#').split('\n').slice(0, 3).join('\n')
    if (this.#reasons.has(place)) return
    this.#reasons.add(place)
    this.#finds.push({ target: this.#target.name, input, why })
  }

  #corpusBytes(): number {
    return this.#corpus.reduce((sum, input) => sum + input.length, 0)
  }
}
