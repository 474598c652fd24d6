/**
 * Compares the results of a device with those of the reference engine, as both come (DESIGN, decision 10; SEMANTICS 9.4).
 *
 * Results are multisets: those of one identity (`identity.ts`) are paired in their order, the order between keys is free.
 * What a pair says must be equal, bit for bit, except for outputs marked inexact (`tolerance.ts`). A verdict of a z-score
 * that lies on its threshold is a tie, and so is a dump that it caused. After an overflow record of a stage and key,
 * windows flagged `partial` are left out, and what the device no longer reports of them is lost, not different; when the
 * bound was that of waiting events, nothing of that stage and key is compared any more, and nothing of what reads it ever.
 * Only results without a partner are kept.
 */
import type { Key } from './event.ts'
import { identify, statements } from './identity.ts'
import { Losses } from './losses.ts'
import type { AnomalyResult, Result } from './result.ts'
import { isTie, near, same } from './tolerance.ts'
import { Waiting, type Entry } from './waiting.ts'
import { whyAlone, whyInstead, whyPartial, whyUnequal, type Disagreement } from './why.ts'

export interface CompareOptions {
  /** Outputs as `stage.out` whose additions may differ in order. */
  readonly inexact?: ReadonlySet<string>
  /** For a reference result and an output: the largest magnitude behind a `stddev`, 0 for others. */
  readonly scale?: (reference: Result, out: string) => number
  /** The thresholds of the z-score stages, by stage id. */
  readonly thresholds?: ReadonlyMap<string, number>
  /** For each stage id, the stages whose results reach it, however many lie between. */
  readonly above?: ReadonlyMap<string, readonly string[]>
  /** Patterns with a skip strategy. */
  readonly skipping?: ReadonlySet<string>
  /** How many results one side may be ahead of the other; what waits longer is given up as a difference. */
  readonly maxAhead?: number
}

export interface Difference {
  readonly reference?: Result
  readonly device?: Result
  /** One paragraph for people. */
  readonly why: string
}

export interface Verdict {
  readonly equal: boolean
  /** Results of the reference. */
  readonly results: number
  readonly differ: number
  /** Verdicts within the tolerance of their threshold. */
  readonly ties: number
  /** What the device left out or flagged after an overflow. */
  readonly lost: number
  /** A pattern that skips has dropped threads or matches: the keys concerned are not compared any more (SEMANTICS 9.4). */
  readonly inexact?: true
  /** The first difference in the order of the reference's results. */
  readonly first?: Difference
}

type Side = 'reference' | 'device'

/** Ahead by this many results, a side is taken to have no partner coming. */
const MAX_AHEAD = 1_000_000

export class Comparison {
  readonly #options: CompareOptions
  readonly #waiting = { reference: new Waiting(), device: new Waiting() }
  readonly #losses: Losses
  /** Where ties were seen, as the dumps that they cause name them. */
  readonly #tied = new Set<string>()
  #results = 0
  /** How far the results of the reference have found their partners. */
  #reached = 0
  #differ = 0
  #ties = 0
  #lost = 0
  #first: { place: number; difference: Difference } | null = null

  constructor(options: CompareOptions = {}) {
    this.#options = options
    this.#losses = new Losses(options.above, options.skipping)
  }

  /** The next result of the reference engine. */
  reference(result: Result): void {
    const place = this.#results++
    const partner = this.#waiting.device.take(identify(result))
    if (partner !== undefined) this.#pair(result, partner.result, place)
    else this.#wait('reference', { result, place })
  }

  /** The next result of the device. */
  device(result: Result): void {
    if (result.type === 'overflow') return this.#losses.add(result)
    if (result.type === 'window' && result.partial === true) return this.#partial(result)
    const partner = this.#waiting.reference.take(identify(result))
    if (partner !== undefined) this.#pair(partner.result, result, partner.place)
    else this.#wait('device', { result, place: this.#reached })
  }

  /** Everything that still waits has no partner. */
  finish(): Verdict {
    const rest = (['reference', 'device'] as const).flatMap((side) =>
      this.#waiting[side].drain().map((waiting) => ({ side, ...waiting })),
    )
    const reportsFirst = [...rest].sort((a, b) => Number(isAnomaly(b.result)) - Number(isAnomaly(a.result)))
    for (const { side, result, place } of reportsFirst) this.#giveUp(side, result, place)
    const counts = { results: this.#results, differ: this.#differ, ties: this.#ties, lost: this.#lost }
    const inexact = this.#losses.inexact ? ({ inexact: true } as const) : {}
    const verdict = { equal: this.#differ === 0, ...counts, ...inexact }
    return this.#first === null ? verdict : { ...verdict, first: withInstead(this.#first.difference, rest) }
  }

  #wait(side: Side, entry: Entry): void {
    const waiting = this.#waiting[side]
    waiting.add(identify(entry.result), entry)
    if (waiting.size <= (this.#options.maxAhead ?? MAX_AHEAD)) return
    const oldest = waiting.takeOldest()
    this.#giveUp(side, oldest.result, oldest.place)
  }

  #pair(reference: Result, device: Result, place: number): void {
    this.#reached = Math.max(this.#reached, place)
    const wrong = this.#disagreements(reference, device)
    if (wrong.length === 0) return
    if (this.#losses.stopped(reference)) this.#lost += 1
    else if (this.#isTie(reference) && wrong.every(({ name }) => name === 'alarm')) this.#tie(reference)
    else this.#differs(place, { reference, device, why: whyUnequal(reference, wrong) })
  }

  #disagreements(reference: Result, device: Result): Disagreement[] {
    const said = new Map(statements(device))
    const expected = statements(reference)
    const surplus = [...said.keys()].filter((name) => !expected.some(([known]) => known === name))
    const wrong = expected.flatMap(([name, value]) => {
      const allowed = this.#scale(reference, name)
      const agrees = allowed === null ? same(value, said.get(name)) : near(value, said.get(name), allowed)
      return agrees && said.has(name) ? [] : [{ name, reference: value, device: said.get(name), scale: allowed }]
    })
    return [...wrong, ...surplus.map((name) => ({ name, reference: undefined, device: said.get(name), scale: null }))]
  }

  /** `null` for an exact output; otherwise the magnitude that sets its absolute tolerance. */
  #scale(reference: Result, name: string): number | null {
    // A dump states its values one by one: `field[3]`.
    const out = name.replace(/\[\d+\]$/, '')
    const inexact = this.#options.inexact?.has(`${reference.stage}.${out}`) ?? false
    return inexact ? (this.#options.scale?.(reference, name) ?? 0) : null
  }

  /** A result of the device that says of itself that it is not whole (SEMANTICS 9.2). */
  #partial(result: Result): void {
    if (this.#losses.touch(result)) this.#lost += 1
    else this.#differs(this.#reached, { device: result, why: whyPartial(result) })
  }

  #giveUp(side: Side, result: Result, place: number): void {
    if (this.#losses.stopped(result) || (side === 'reference' && this.#losses.touch(result))) this.#lost += 1
    else if (this.#isTie(result)) this.#tie(result)
    else if (!this.#followsTie(result)) this.#differs(place, { [side]: result, why: whyAlone(side, result) })
  }

  #isTie(result: Result): boolean {
    if (!isAnomaly(result)) return false
    const threshold = this.#options.thresholds?.get(result.stage)
    return threshold !== undefined && isTie(result.score, threshold)
  }

  #tie(result: Result): void {
    this.#ties += 1
    if (isAnomaly(result)) this.#tied.add(reportName(result.stage, result.key, result.t))
  }

  #followsTie(result: Result): boolean {
    return result.type === 'buffer' && 'by' in result && this.#tied.has(reportName(result.by, result.key, result.t))
  }

  #differs(place: number, difference: Difference): void {
    this.#differ += 1
    if (this.#first === null || place < this.#first.place) this.#first = { place, difference }
  }
}

/** A difference with one side only also names what the other side has of the same stage and key without a partner. */
function withInstead(difference: Difference, rest: readonly { side: Side; result: Result }[]): Difference {
  const { reference, device, why } = difference
  const alone = reference ?? device
  if (alone === undefined || (reference !== undefined && device !== undefined)) return difference
  const other: Side = reference === undefined ? 'reference' : 'device'
  const instead = rest.find(({ side, result }) => side === other && sameSource(result, alone))
  return instead === undefined ? difference : { ...difference, why: `${why} ${whyInstead(other, instead.result)}` }
}

function sameSource(a: Result, b: Result): boolean {
  if (a.type !== b.type || a.stage !== b.stage) return false
  return a.type === 'error' || b.type === 'error' || a.key === b.key
}

function isAnomaly(result: Result): result is AnomalyResult {
  return result.type === 'anomaly'
}

function reportName(stage: string, key: Key, t: number): string {
  return JSON.stringify([stage, key, t])
}
