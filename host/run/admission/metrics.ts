/**
 * What can be measured of a run under way: what was offered and what became of it, how far the device lags behind, how much
 * of its window is free. As a line of `--json` output, and as Prometheus text (CONVENTIONS 6).
 */
import type { Item } from '../../../shared/stream/event.ts'
import type { Admission } from './admission.ts'
import type { Breaker, BreakerCounters, BreakerState } from './breaker.ts'

/** What a session tells of the line; `null`: not known. */
export interface LineState {
  /** Bytes that the device has room for, and of these what no unacknowledged frame takes. */
  readonly grant: number | null
  readonly credit: number | null
  /** Items that the device has acknowledged. */
  readonly acknowledged: number
  readonly watermark: number | null
  /** Frames sent again. */
  readonly retries: number | null
  /** Variables of the interpreter in use. */
  readonly vars: number | null
}

export interface SinkState extends BreakerCounters {
  readonly sink: string
  readonly state: BreakerState
  readonly waiting: number
}

export interface Metrics {
  readonly type: 'metrics'
  /** By the clock of the run, in ms since it began. */
  readonly ms: number
  readonly policy: string
  /** These add up: offered = taken + thinned + shed + waiting. */
  readonly offered: number
  readonly taken: number
  readonly thinned: number
  readonly shed: number
  readonly waiting: number
  readonly waitingBytes: number
  readonly reasons: Readonly<Record<string, number>>
  /** Losses by key, as `[key, thinned, shed]`. */
  readonly losses: readonly (readonly [unknown, number, number])[]
  /** Of each key one event of so many is kept. */
  readonly keepsOneOf: number
  /** Between what was offered and what is acknowledged: items, event time, and the wait of the oldest item. */
  readonly lag: { readonly items: number; readonly eventMs: number; readonly waitMs: number }
  readonly grant: number | null
  readonly credit: number | null
  readonly watermark: number | null
  readonly retries: number | null
  readonly vars: number | null
  readonly sinks: readonly SinkState[]
}

/** Losses that a line of output names one by one. */
const MOST_LOSSES = 100

/** Event times of what was taken and is not acknowledged: as many as the device's window and the cutter hold. */
export class LagMeter {
  #unacknowledged: (number | null)[] = []
  #acknowledged = 0
  #reached: number | null = null

  took(item: Item): void {
    this.#unacknowledged.push(item.kind === 'event' ? item.t : null)
  }

  /** The device has taken so many items in all. */
  acknowledged(items: number): void {
    const more = Math.min(items - this.#acknowledged, this.#unacknowledged.length)
    if (more <= 0) return
    for (const t of this.#unacknowledged.splice(0, more))
      if (t !== null && (this.#reached === null || t > this.#reached)) this.#reached = t
    this.#acknowledged += more
  }

  /** Items on their way. */
  get items(): number {
    return this.#unacknowledged.length
  }

  /** How far the newest event offered is ahead of the newest one acknowledged, in ms of event time. */
  eventMs(newest: number | null): number {
    return newest === null || this.#reached === null ? 0 : Math.max(0, newest - this.#reached)
  }
}

export function metricsOf(
  admission: Admission,
  lag: LagMeter,
  line: LineState,
  sinks: readonly SinkState[],
  time: { readonly now: number; readonly began: number },
): Metrics {
  const { offered, taken, thinned, shed, reasons } = admission.accounts
  const { items: waiting, bytes: waitingBytes } = admission.waiting
  lag.acknowledged(line.acknowledged)
  return {
    type: 'metrics',
    ms: Math.round(time.now - time.began),
    policy: admission.policy,
    ...{ offered, taken, thinned, shed, waiting, waitingBytes },
    reasons: { ...reasons },
    losses: lossesOf(admission),
    keepsOneOf: admission.n,
    lag: {
      items: waiting + lag.items,
      eventMs: waiting + lag.items === 0 ? 0 : lag.eventMs(admission.newest),
      waitMs: Math.round(admission.ageMs(time.now)),
    },
    ...{ grant: line.grant, credit: line.credit, watermark: line.watermark, retries: line.retries, vars: line.vars },
    sinks,
  }
}

/** What a breaker tells of its sink. */
export function sinkState(sink: string, breaker: Pick<Breaker<never>, 'state' | 'waiting' | 'counters'>): SinkState {
  const { state, waiting, counters } = breaker
  return { sink, state, waiting, ...counters }
}

function lossesOf({ accounts }: Admission): Metrics['losses'] {
  const { keys, others } = accounts.byKey()
  const named = [...keys].sort(([, a], [, b]) => b.thinned + b.shed - (a.thinned + a.shed))
  const rest = named.slice(MOST_LOSSES).map(([, lost]) => lost)
  const sum = (of: 'thinned' | 'shed'): number => rest.reduce((total, lost) => total + lost[of], others[of])
  const shown = named.slice(0, MOST_LOSSES).map(([key, { thinned, shed }]) => [key, thinned, shed] as const)
  return sum('thinned') + sum('shed') === 0 ? shown : [...shown, ['…', sum('thinned'), sum('shed')]]
}

type Row = readonly [labels: Readonly<Record<string, string>>, value: number | null]

/** As Prometheus reads it. What is not known is left out. */
export function prometheus(metrics: Metrics): string {
  const { lag, sinks } = metrics
  const one = (value: number | null): Row[] => [[{}, value]]
  const each = (of: (sink: SinkState) => number): Row[] => sinks.map((sink) => [{ sink: sink.sink }, of(sink)])
  const reasons = Object.entries(metrics.reasons).map(([reason, n]): Row => [{ reason }, n])
  return [
    family('rivulet_offered_total', 'counter', 'Items that the source offered', one(metrics.offered)),
    family('rivulet_taken_total', 'counter', 'Items taken towards the device', one(metrics.taken)),
    family('rivulet_thinned_total', 'counter', 'Events left out by keeping one of n', one(metrics.thinned)),
    family('rivulet_shed_total', 'counter', 'Items dropped, by reason', reasons),
    family('rivulet_keeps_one_of', 'gauge', 'Of each key one event of so many is kept', one(metrics.keepsOneOf)),
    family('rivulet_waiting_items', 'gauge', 'Items that wait before the device', one(metrics.waiting)),
    family('rivulet_waiting_bytes', 'gauge', 'Bytes that wait before the device', one(metrics.waitingBytes)),
    family('rivulet_lag_items', 'gauge', 'Items offered and not acknowledged', one(lag.items)),
    family('rivulet_lag_event_ms', 'gauge', 'Event time between offered and acknowledged', one(lag.eventMs)),
    family('rivulet_lag_wait_ms', 'gauge', 'How long the oldest item has waited', one(lag.waitMs)),
    family('rivulet_link_grant_bytes', 'gauge', 'Window of the device', one(metrics.grant)),
    family('rivulet_link_credit_bytes', 'gauge', 'Window of the device that is free', one(metrics.credit)),
    family('rivulet_link_retries_total', 'counter', 'Frames sent again', one(metrics.retries)),
    family('rivulet_watermark_ms', 'gauge', 'Watermark that the device acknowledged', one(metrics.watermark)),
    family('rivulet_vars_used', 'gauge', 'Variables of the interpreter in use', one(metrics.vars)),
    family(
      'rivulet_sink_open',
      'gauge',
      '0 closed, 0.5 half open, 1 open',
      each(({ state }) => OPENNESS[state]),
    ),
    family(
      'rivulet_sink_waiting',
      'gauge',
      'Results kept for a sink',
      each(({ waiting }) => waiting),
    ),
    family(
      'rivulet_sink_delivered_total',
      'counter',
      'Results delivered',
      each(({ delivered }) => delivered),
    ),
    family(
      'rivulet_sink_dropped_total',
      'counter',
      'Results dropped for want of room',
      each(({ dropped }) => dropped),
    ),
  ].join('')
}

const OPENNESS: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 0.5, open: 1 }

function family(name: string, type: 'counter' | 'gauge', help: string, rows: readonly Row[]): string {
  const known = rows.filter(([, value]) => value !== null)
  if (known.length === 0) return ''
  const lines = known.map(([labels, value]) => `${name}${labelsOf(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, escaped)}"`)
  return texts.length === 0 ? '' : `{${texts.join(',')}}`
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\${character}`
}
