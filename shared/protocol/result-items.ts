/**
 * With which input item each result appeared (`at`), where patterns read results: a match names those that it took by their numbers only.
 * Told by what the results say, never by what else is under way on the link: what is printed depends on input and pipeline alone.
 */
import { RivuletError } from '../error.ts'
import type { Pipeline, Stage } from '../pipeline/pipeline.ts'
import { DEFAULT_CAPACITY } from './positions.ts'

export class ResultItems {
  readonly #stages: ReadonlySet<number>
  readonly #capacity: number
  /** Results so far, by stage and key. */
  readonly #counts = new Map<string, number>()
  /** Items of the last `capacity` results of all stages and keys, oldest first. */
  readonly #items = new Map<string, number>()

  constructor(pipeline: Pipeline, capacity = DEFAULT_CAPACITY) {
    this.#stages = stagesAsked(pipeline)
    this.#capacity = capacity
  }

  /** Whether anybody asks for the items of this stage's results. */
  has(stage: number): boolean {
    return this.#stages.has(stage)
  }

  /** The next result of a stage and key number appeared with item `at`. */
  add(stage: number, key: number, at: number): void {
    const of = `${stage} ${key}`
    const n = this.#counts.get(of) ?? 0
    this.#counts.set(of, n + 1)
    const name = `${of} ${n}`
    // A key number that has got its next key counts from 0 again.
    this.#items.delete(name)
    this.#items.set(name, at)
    if (this.#items.size > this.#capacity) this.#items.delete(this.#items.keys().next().value!)
  }

  /** The item of the n-th result; `null`: there was none. */
  of(stage: number, key: number, n: number): number | null {
    const of = `${stage} ${key}`
    const given = Number.isInteger(n) && n >= 0 && n < (this.#counts.get(of) ?? 0)
    if (!given) return null
    const at = this.#items.get(`${of} ${n}`)
    if (at === undefined) throw forgotten(n)
    return at
  }

  /** A key number stands for its next key. */
  forget(key: number): void {
    for (const stage of this.#stages) this.#counts.delete(`${stage} ${key}`)
  }
}

/** Stages that patterns read, and those read by stages whose results appear with the event that they name, up to where it is a measurement. */
function stagesAsked({ stages }: Pipeline): Set<number> {
  const asked = new Set<number>()
  const ask = (source: number): void => {
    const stage: Stage | undefined = stages[source]
    if (stage === undefined || asked.has(source)) return
    asked.add(source)
    if (!APPEAR_BY_THEMSELVES.includes(stage.kind)) stage.sources.forEach(ask)
  }
  for (const stage of stages) if (stage.kind === 'pattern') stage.sources.forEach(ask)
  return asked
}

/** Kinds whose results tell their item. */
const APPEAR_BY_THEMSELVES: readonly Stage['kind'][] = [
  ...(['timeWindow', 'sessionWindow', 'countWindow', 'buffer', 'intervalJoin', 'windowJoin'] as const),
]

function forgotten(n: number): RivuletError {
  return new RivuletError(
    'E_ITEM_FORGOTTEN',
    `a match names result ${n} of its key, longer ago than the host remembers`,
    {
      kind: 'internal',
      cure: 'bound the time of the pattern (withinMs), or set limits.ttlMs',
    },
  )
}
