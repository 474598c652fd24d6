/**
 * Two pipelines over the same events laid side by side: a *fast* one that goes by the clock at their arrival, and an *audit* that
 * goes by the time at which they were made. Which alerts they share, which the fast one raised wrongly or missed, and why: how
 * long events were on their way, and in which order they came.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { inputWatermark } from '../../shared/reference/input-watermark.ts'
import type { Item, Key } from '../../shared/stream/event.ts'
import type { MatchResult, Result } from '../../shared/stream/result.ts'

/** Items of a run in order, and what came of them. */
export interface Run {
  readonly pipeline: Pipeline
  readonly items: readonly Item[]
  readonly results: readonly Result[]
}

/**
 * `both`: the same events. `other`: both raised an alert, for events that are partly the same. `wrong`: the fast one alone, and
 * the events lie too far apart. `missed`: the audit alone. `unaudited`: the fast one alone, because an event came too late for
 * the audit.
 */
export type Outcome = 'both' | 'other' | 'wrong' | 'missed' | 'unaudited'

export interface Alert {
  /** Refs in the order taken. */
  readonly events: readonly string[]
  /** From the making of its last event to the alert, by the clock of arrivals; `null` where that is not known. */
  readonly afterMs: number | null
}

export interface Reconciled {
  readonly outcome: Outcome
  readonly key: Key
  /** When the first of its events was made. */
  readonly t: number
  readonly fast: Alert | null
  readonly audit: Alert | null
  readonly why: string
}

export interface Reconciliation {
  readonly alerts: readonly Reconciled[]
  /** Events that came too late for the audit. */
  readonly late: number
  readonly events: number
}

/** How the events of both runs travelled, by ref. */
interface Journeys {
  readonly made: ReadonlyMap<string, number>
  readonly arrived: ReadonlyMap<string, number>
}

export function reconcile(fast: Run, audit: Run): Reconciliation {
  const withinMs = withinOf(audit.pipeline)
  const journeys = { made: madeIn(audit), arrived: arrivedIn(fast) }
  requireSameEvents(journeys)
  const sureRun = watched(audit)
  const late = new Set(audit.results.flatMap((result) => (result.type === 'late' ? [result.ref] : [])))
  const alerts = pairs(matchesOf(fast), matchesOf(audit)).map(([quick, sure]): Reconciled => {
    const outcome = outcomeOf(quick, sure, journeys, withinMs)
    const one = (sure ?? quick)!
    return {
      outcome,
      key: one.key,
      t: Math.min(...timesOf(one, journeys.made)),
      fast: quick && alert(quick, journeys, quick.t),
      audit: sure && alert(sure, journeys, clockAt(sure, sureRun, journeys)),
      why: whyOf(outcome, { quick, sure, journeys, late }),
    }
  })
  return { alerts: alerts.sort((a, b) => a.t - b.t), late: late.size, events: journeys.made.size }
}

function withinOf({ stages, name }: Pipeline): number {
  const patterns = stages.filter((stage) => stage.kind === 'pattern')
  if (patterns.length === 1 && patterns[0].withinMs !== null) return patterns[0].withinMs
  throw new RivuletError('E_RECONCILE', `pipeline '${name}' has not one pattern stage with withinMs`, {
    kind: 'usage',
    cure: 'reconcile two pipelines with one pattern each, such as shared/pipeline/labs/card-fraud-*.pipeline.json',
  })
}

function madeIn({ items }: Run): Map<string, number> {
  return new Map(items.flatMap((item) => (item.kind === 'event' && item.t !== null ? [[item.ref, item.t]] : [])))
}

/** The clock at each event of a run in processing time. */
function arrivedIn({ items, pipeline }: Run): Map<string, number> {
  if (pipeline.time.mode !== 'processing')
    throw new RivuletError('E_RECONCILE', `the fast pipeline '${pipeline.name}' goes by event time`, {
      kind: 'usage',
      cure: 'name the pipeline in processing time first, the audit in event time second',
    })
  const arrived = new Map<string, number>()
  let clock = 0
  for (const item of items) {
    if (item.kind === 'clock') clock = Math.max(clock, item.pt)
    if (item.kind === 'event') arrived.set(item.ref, clock)
  }
  return arrived
}

function requireSameEvents({ made, arrived }: Journeys): void {
  const strange = [...made.keys()].find((ref) => !arrived.has(ref)) ?? [...arrived.keys()].find((ref) => !made.has(ref))
  if (strange === undefined) return
  throw new RivuletError('E_RECONCILE', `event ${strange} is in one of the two runs only`, {
    kind: 'usage',
    cure: 'give every event its t and a ref of its own, and a {"pt": ms} before it that says when it arrived',
  })
}

function matchesOf({ results }: Run): MatchResult[] {
  return results.filter((result) => result.type === 'match')
}

type Pair = readonly [fast: MatchResult, audit: MatchResult | null] | readonly [fast: null, audit: MatchResult]

/** Alerts of the same events first, then those that share some. */
function pairs(fast: readonly MatchResult[], audit: readonly MatchResult[]): Pair[] {
  const open = new Set(audit)
  const found = new Map<MatchResult, MatchResult>()
  for (const fits of [sameEvents, sharesEvents]) {
    for (const quick of fast) {
      if (found.has(quick)) continue
      const sure = [...open].find((each) => fits(quick, each))
      if (sure === undefined) continue
      found.set(quick, sure)
      open.delete(sure)
    }
  }
  return [
    ...fast.map((quick) => [quick, found.get(quick) ?? null] as const),
    ...[...open].map((sure) => [null, sure] as const),
  ]
}

function sameEvents(a: MatchResult, b: MatchResult): boolean {
  return a.events.length === b.events.length && a.events.every((ref) => b.events.includes(ref))
}

function sharesEvents(a: MatchResult, b: MatchResult): boolean {
  return a.events.some((ref) => b.events.includes(ref))
}

function outcomeOf(quick: MatchResult | null, sure: MatchResult | null, { made }: Journeys, withinMs: number): Outcome {
  if (quick === null) return 'missed'
  if (sure !== null) return sameEvents(quick, sure) ? 'both' : 'other'
  return spanOf(timesOf(quick, made)) >= withinMs ? 'wrong' : 'unaudited'
}

function timesOf({ events }: MatchResult, times: ReadonlyMap<string, number>): number[] {
  return events.map((ref) => times.get(ref)!)
}

function spanOf(times: readonly number[]): number {
  return Math.max(...times) - Math.min(...times)
}

function alert(match: MatchResult, { made }: Journeys, clock: number | null): Alert {
  const last = Math.max(...timesOf(match, made))
  return { events: match.events, afterMs: clock === null ? null : clock - last }
}

/** When the item arrived that raised the audit's watermark to the time of the match; `null`: the end of the input did. */
function clockAt({ t }: MatchResult, { items, watermarks }: Watched, { arrived }: Journeys): number | null {
  const item = items[watermarks.findIndex((watermark) => watermark >= t)]
  return item.kind === 'event' ? arrived.get(item.ref)! : null
}

interface Watched extends Run {
  /** After each item. */
  readonly watermarks: readonly number[]
}

/** What a device says of when it found a match is the frame that brought it: the watermark tells more. */
function watched(run: Run): Watched {
  const watermark = inputWatermark(run.pipeline.time, false)
  const watermarks = run.items.map((item) => {
    if (item.kind === 'watermark') watermark.mark(item.wm, undefined)
    if (item.kind === 'event' && item.t !== null) watermark.event(item.t, undefined)
    return watermark.value
  })
  return { ...run, watermarks }
}

interface Circumstances {
  readonly quick: MatchResult | null
  readonly sure: MatchResult | null
  readonly journeys: Journeys
  readonly late: ReadonlySet<string>
}

function whyOf(outcome: Outcome, { quick, sure, journeys, late }: Circumstances): string {
  const spans = (match: MatchResult, [far, near]: readonly string[], culprit: string): string =>
    `made ${far} ${clockText(spanOf(timesOf(match, journeys.made)))}, ` +
    `arrived ${near} ${clockText(spanOf(timesOf(match, journeys.arrived)))}: ${took(culprit, journeys)}`
  switch (outcome) {
    case 'both':
      return ''
    case 'wrong':
      // What was made first came late, and so nearer to the others.
      return spans(quick!, ['over', 'within'], extreme(quick!.events, journeys.made, -1))
    case 'missed':
      return spans(sure!, ['within', 'over'], extreme(sure!.events, journeys.arrived, 1))
    case 'other': {
      const strange = [...quick!.events, ...sure!.events].filter(
        (ref) => !(quick!.events.includes(ref) && sure!.events.includes(ref)),
      )
      return `the audit took ${sure!.events.join(' ')}: ${slowest(strange, journeys)}`
    }
    case 'unaudited': {
      const aside = quick!.events.filter((ref) => late.has(ref))
      if (aside.length === 0) return 'the audit has these events in no match'
      return `too late for the audit: ${slowest(aside, journeys)}`
    }
  }
}

/** The event that was longest on its way. */
function slowest(refs: readonly string[], journeys: Journeys): string {
  const { made, arrived } = journeys
  return took(extreme(refs, new Map(refs.map((ref) => [ref, arrived.get(ref)! - made.get(ref)!])), 1), journeys)
}

/** The event whose time is the last (`sign` 1) or the first (-1). */
function extreme(refs: readonly string[], times: ReadonlyMap<string, number>, sign: 1 | -1): string {
  return refs.reduce((best, ref) => (sign * (times.get(ref)! - times.get(best)!) > 0 ? ref : best))
}

function took(ref: string, { made, arrived }: Journeys): string {
  return `${ref} took ${clockText(arrived.get(ref)! - made.get(ref)!)}`
}

/** A stretch of time: `4:59.2`, `0:03.5`. */
export function clockText(ms: number): string {
  const tenths = Math.round(ms / 100)
  const seconds = String(Math.floor(tenths / 10) % 60).padStart(2, '0')
  return `${Math.floor(tenths / 600)}:${seconds}.${tenths % 10}`
}
