/**
 * Results as SenML packs (CONVENTIONS 1), one pack a result, so that any consumer of SenML reads their values. Names are
 * `DEVICE/STAGE/OUTPUT`, or `DEVICE/STAGE` where a result is one value; the stage is the stream of whoever reads them as input.
 *
 * | result | records | labels |
 * | --- | --- | --- |
 * | window | an aggregate each | `ws` `we` start and end, `c` the count if there is one, `rv` the pane; `t` is the end minus 1 ms |
 * | moving buffer | an aggregate each | |
 * | dump | `events` and every field, as JSON text | `c` the number of events |
 * | detect | the edge; at the end `durationMs` and `peak` | `ws` since when; at the end `we` |
 * | anomaly | `value`, `score`, `alarm` | |
 * | match, timeout | the events; of a match every step | `c` the number of events, `ws` the first event |
 * | pair | `left`, `right` | |
 * | late, overflow, error | `late`, `overflow`, `error`: the ref, what was done, the message | `c` how many were lost |
 *
 * All have `sn`, the serial number of the result, and `k`, its key. SenML knows no missing value: an aggregate without one is left
 * out, and a result of which nothing remains is `DEVICE/STAGE/none`. Several refs are one text, with spaces between. A result
 * without a time of its own (count windows, buffers) takes that of the input item during which it appeared, where it is known.
 */
import { RivuletError } from '../error.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Key, Value } from './event.ts'
import type { Result } from './result.ts'
import { LEAST_TIME_S, SENML_LIMITS } from './senml.ts'

export interface SenmlResultOptions {
  /** The id of the device. */
  readonly device: string
  /** Tells which aggregate of a stage is its count. */
  readonly pipeline?: Pipeline
  /** The time of the input item with this index, in ms, as far as it is known. */
  readonly timeOf?: (at: number) => number | null
}

/** A record as it is written; times in seconds. */
export interface SenmlResultRecord {
  bn?: string
  bt?: number
  n: string
  v?: number
  vs?: string
  vb?: boolean
  ws?: number
  we?: number
  c?: number
  k?: Exclude<Key, null>
  rv?: number
  sn: number
}

/** What all records of a result share. */
interface Frame {
  readonly t: number | null
  readonly ws?: number
  readonly we?: number
  readonly c?: number
  readonly rv?: number
}

type Outputs = readonly (readonly [output: string, value: Value])[]

/** Writes results in turn, numbering them from 0 where they have no number. */
export class SenmlResults {
  readonly #options: SenmlResultOptions
  /** By stage, the output that counts events. */
  readonly #counts = new Map<string, string>()
  #sn = 0

  constructor(options: SenmlResultOptions) {
    this.#options = options
    for (const stage of options.pipeline?.stages ?? []) {
      const count = 'aggregates' in stage ? stage.aggregates.find(({ fn }) => fn === 'count') : undefined
      if (count !== undefined) this.#counts.set(stage.id, count.out)
    }
  }

  /** The pack of the next result; `sn` is its number where it has one already. */
  pack(result: Result, sn = this.#sn): SenmlResultRecord[] {
    this.#sn = sn + 1
    const stage = result.stage ?? 'pipeline'
    const { outputs, t, ws, we, rv, ...described } = describe(result, this.#options.timeOf ?? ((): null => null))
    const count = outputs.find(([output]) => output === this.#counts.get(stage))?.[1]
    const c = typeof count === 'number' ? count : described.c
    const there = outputs.filter(([, value]) => value !== null)
    const key = 'key' in result ? result.key : null
    const written: Outputs = there.length > 0 ? there : [['none', true]]
    return written.map(([output, value], i) => ({
      ...(i === 0 && { bn: `${this.#options.device}/`, ...(t !== null && { bt: seconds(t, stage) }) }),
      n: this.#name(stage, output),
      ...labelled(value),
      ...(ws !== undefined && { ws: seconds(ws, stage) }),
      ...(we !== undefined && { we: seconds(we, stage) }),
      ...(c !== undefined && { c }),
      ...(key !== null && { k: key }),
      ...(rv !== undefined && { rv }),
      sn,
    }))
  }

  /** The pack as a line of JSON, without the line end. */
  line(result: Result, sn?: number): string {
    return JSON.stringify(this.pack(result, sn))
  }

  #name(stage: string, output: string): string {
    const name = output === '' ? stage : `${stage}/${output}`
    const length = this.#options.device.length + 1 + name.length
    if (length <= SENML_LIMITS.name) return name
    throw new RivuletError('E_SENML', `${this.#options.device}/${name} has ${length} characters`, {
      kind: 'usage',
      place: stage,
      cure: `give device, stage and output names of at most ${SENML_LIMITS.name} characters together`,
    })
  }
}

type Described = Frame & { readonly outputs: Outputs }

function describe(result: Result, timeOf: (at: number) => number | null): Described {
  switch (result.type) {
    case 'window': {
      const { start, end, pane, aggs, at } = result
      const times = start === null || end === null ? { t: timeOf(at) } : { t: end - 1, ws: start, we: end }
      return { ...times, rv: pane, outputs: Object.entries(aggs) }
    }
    case 'buffer':
      if ('aggs' in result) return { t: timeOf(result.at), outputs: Object.entries(result.aggs) }
      return { t: result.t, c: result.events.length, outputs: dumped(result.events, result.values) }
    case 'detect': {
      const { t, since, edge, durationMs, peak } = result
      const ended = edge === 'end'
      const more: Outputs = ended
        ? [
            ['durationMs', durationMs ?? null],
            ['peak', peak ?? null],
          ]
        : []
      return { t, ws: since, ...(ended && { we: t }), outputs: [['', edge], ...more] }
    }
    case 'anomaly': {
      const { t, value, score, alarm } = result
      return {
        t,
        outputs: [
          ['value', value],
          ['score', score],
          ['alarm', alarm],
        ],
      }
    }
    case 'match': {
      const { t, start, events, steps } = result
      const each = Object.entries(steps).map(([step, refs]) => [step, refs.join(' ')] as const)
      return { t, ws: start, c: events.length, outputs: [['', events.join(' ')], ...each] }
    }
    case 'timeout':
      return { t: result.t, c: result.events.length, outputs: [['timeout', result.events.join(' ')]] }
    case 'pair':
      return {
        t: result.t,
        outputs: [
          ['left', result.left],
          ['right', result.right],
        ],
      }
    case 'late':
      return { t: result.t, outputs: [['late', result.ref]] }
    case 'overflow':
      // Before the first watermark there is no time but the least.
      return {
        t: result.t < 1000 * LEAST_TIME_S ? null : result.t,
        c: result.lost,
        outputs: [['overflow', `${result.overflow}: ${result.action}`]],
      }
    case 'error':
      return { t: null, outputs: [['error', result.message]] }
  }
}

function dumped(events: readonly string[], values: Readonly<Record<string, readonly Value[]>>): Outputs {
  const fields = Object.entries(values).map(([field, each]) => [field, JSON.stringify(each)] as const)
  return [['events', events.join(' ')], ...fields]
}

function labelled(value: Value): Pick<SenmlResultRecord, 'v' | 'vs' | 'vb'> {
  switch (typeof value) {
    case 'number':
      return { v: value }
    case 'boolean':
      return { vb: value }
    default:
      return { vs: String(value) }
  }
}

/** A time in seconds, with up to three decimals. */
function seconds(ms: number, place: string): number {
  const value = ms / 1000
  if (value >= LEAST_TIME_S) return value
  throw new RivuletError('E_SENML', `${value} s lies before 2^28 s, which SenML reads as relative to now`, {
    kind: 'usage',
    place,
    cure: 'let the times of the input be ms since 1970, or leave out --senml',
  })
}
