/**
 * How a run takes its input, where flags ask for it: at what rate, what becomes of items that the device cannot take in
 * time, and what is told of that. Without such flags a source waits for the device, and this is not used.
 */
import { writeFileSync, renameSync } from 'node:fs'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { nearest } from '../../shared/pipeline/nearest.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Device } from '../devices/device.ts'
import { systemClock } from '../devices/system-clock.ts'
import type { Journal } from '../journal/journal.ts'
import type { JournalRecord } from '../journal/records.ts'
import { Admission, type Policy } from '../run/admission/admission.ts'
import { admitted } from '../run/admission/feed.ts'
import {
  LagMeter,
  metricsOf,
  prometheus,
  sinkState,
  type LineState,
  type Metrics,
  type SinkState,
} from '../run/admission/metrics.ts'
import { parseSink } from '../run/admission/mqtt-sink.ts'
import { Traces } from '../run/admission/traces.ts'
import type { Session } from '../run/session.ts'
import type { Source } from '../sources/source.ts'
import type { Context } from './context.ts'
import { readWhole } from './flags.ts'
import { ResultSink } from './sinks.ts'

export interface IntakeFlags {
  readonly policy?: Policy
  readonly rate?: number
  readonly queue?: number
  readonly pace?: number
  readonly priority?: string
  readonly metrics?: string
  readonly sink?: string
  readonly spill?: string
}

/** Room for marks of every kind beside events. */
const LEAST_QUEUE = 8
const MOST_QUEUE = 1_000_000
/** Between two reports, by the clock of the run, in ms. */
const EVERY_MS = 1000

export function intakeFlags(command: Command): Command {
  return command
    .addOption(new Option('--policy <policy>', 'what the device cannot take').choices(['wait', 'thin', 'shed']))
    .option('--rate <n>', 'events taken a second at most', readPositive)
    .option('--queue <n>', 'items that may wait', readQueue)
    .option('--pace <factor>', 'play a recording at so many times its own speed', readPositive)
    .option('--priority <field>', 'with shed: events in which this field is lower go first')
    .option('--sink <address>', 'results as SenML to mqtt://HOST/DEVICE/NAME as well')
    .option('--spill <file>', 'keep there what the sink cannot take')
    .option('--metrics <file>', 'keep lag, credit and losses there as Prometheus text')
}

function readPositive(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 1e9) return Number(text)
  throw new InvalidArgumentError('Write a number above 0.')
}

function readQueue(text: string): number {
  const items = readWhole(text)
  if (items >= LEAST_QUEUE && items <= MOST_QUEUE) return items
  throw new InvalidArgumentError(`Write a whole number from ${LEAST_QUEUE} to ${MOST_QUEUE}.`)
}

/** Whether any of the flags is there. */
function isAsked({ policy, rate, queue, pace, priority, metrics, sink, spill }: IntakeFlags): boolean {
  return [policy, rate, queue, pace, priority, metrics, sink, spill].some((flag) => flag !== undefined)
}

/** What takes the input, or `null` where no flag asks for it. The flags were checked by `checkIntake`. */
export function intakeOf(
  context: Context,
  flags: IntakeFlags,
  pipeline: Pipeline,
  source: Source,
  journal?: Journal,
): Intake | null {
  if (!isAsked(flags)) return null
  const drops = flags.policy === 'thin' || flags.policy === 'shed'
  if (drops && source.live !== true && flags.pace === undefined)
    throw usage(
      `${source.name} waits for the device: nothing need be dropped`,
      'play it in its own time with --pace 1, or leave --policy away',
    )
  return new Intake(context, flags, pipeline, source, journal)
}

/** Throws what is wrong with the flags by themselves: before the input is opened. */
export function checkIntake({ priority, sink, spill }: IntakeFlags, pipeline: Pipeline): void {
  if (priority !== undefined) requireNumber(pipeline, priority)
  if (sink !== undefined) parseSink(sink)
  if (spill !== undefined && sink === undefined)
    throw usage('--spill keeps what a sink cannot take', 'name one: --sink mqtt://HOST/DEVICE/NAME')
}

function requireNumber({ fields }: Pipeline, name: string): void {
  const numbers = fields.filter(({ type }) => type === 'int' || type === 'double').map((field) => field.name)
  if (numbers.includes(name)) return
  const near = nearest(name, numbers)
  const cure = near === null ? `its numeric fields: ${numbers.join(', ') || 'none'}` : `did you mean ${near}?`
  throw usage(`--priority: the input has no numeric field '${name}'`, cure)
}

export class Intake {
  readonly #context: Context
  readonly #flags: IntakeFlags
  readonly #source: Source
  readonly #admission: Admission
  readonly #traces: Traces
  readonly #lag = new LagMeter()
  readonly #sink: ResultSink | null
  #session: Session | null = null
  #device: Device | null = null
  #clock: Clock | null = null
  #began = 0
  #told = 0

  constructor(context: Context, flags: IntakeFlags, pipeline: Pipeline, source: Source, journal?: Journal) {
    this.#context = context
    const { sink, spill } = flags
    this.#sink = sink === undefined ? null : new ResultSink(context, { sink, spill }, pipeline)
    this.#flags = flags
    this.#source = source
    const traces = (this.#traces = new Traces(pipeline))
    const { policy = 'wait', rate, queue, priority } = flags
    this.#admission = new Admission({
      policy,
      items: queue,
      ...(rate === undefined ? {} : { rate: { perSecond: rate } }),
      ...(priority === undefined ? {} : { priority: (item) => numberIn(item, priority) }),
      onKept: (item) => traces.keep(item),
      onLoss: (item, why, n) => {
        traces.lose(item, why, n)
        journal?.loss(item, why, n)
      },
    })
    for (const record of journal?.past?.records ?? []) this.#recall(record)
  }

  /** What an earlier life of the host took or left out. Kept events close no gap again: a mark may be set too often, never too seldom. */
  #recall(record: JournalRecord): void {
    if (record.kind !== 'item' && record.kind !== 'loss') return
    const { item } = record
    if (record.kind === 'loss') this.#traces.lose(item, record.why, record.n)
    else {
      if (item.kind === 'clock') this.#traces.keep(item)
      this.#sink?.see(item)
    }
    this.#admission.accounts.recall(record.kind === 'loss' ? { item, why: record.why } : null)
  }

  /** What is taken of the source, in the time of a device. */
  async *items(device: Device): AsyncGenerator<Item> {
    // What is live goes by the time of this computer, whatever the device counts.
    const clock = (this.#clock = this.#source.live === true ? systemClock : device.port.clock)
    this.#device = device
    this.#began = this.#told = clock.now()
    const taken = admitted(this.#source.items, this.#admission, { clock, pace: this.#flags.pace })
    for await (const item of this.#sink?.watch(taken) ?? taken) {
      this.#lag.took(item)
      yield item
      this.#tellNow(clock)
    }
  }

  /** The session that takes the items; of several boards there is none to ask. */
  attach(session: Session): void {
    this.#session = session
  }

  /** The line of a result, with what was left out of its input. */
  marked(result: Result, line: string): string {
    const mark = this.#traces.of(result)
    return mark === null ? line : `${line.slice(0, -1)},${JSON.stringify(mark).slice(1)}`
  }

  /** A result has come. */
  take(result: Result, sn?: number): void {
    this.#sink?.take(result, sn)
  }

  /** Tells the figures at the end, however it came; waits for the sink, within a limit. */
  async finish(): Promise<void> {
    if (this.#device === null) return
    const figures = this.#measure()
    await this.#sink?.end()
    const metrics = this.#sink === null ? figures : { ...figures, sinks: this.#sinks() }
    this.#report(metrics)
    const { offered, taken, thinned, shed, waiting } = metrics
    const parts = [
      `${taken} taken`,
      `${thinned} thinned`,
      `${shed} shed`,
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ]
    this.#context.terminal.say(`${offered} items offered: ${parts.join(', ')}`)
  }

  #tellNow(clock: Clock): void {
    if (clock.now() - this.#told < EVERY_MS) return
    this.#told = clock.now()
    this.#report(this.#measure())
  }

  #report(metrics: Metrics): void {
    if (this.#context.json) this.#context.terminal.result(JSON.stringify(metrics))
    const { metrics: file } = this.#flags
    if (file === undefined) return
    // Whoever reads the file never finds half of it.
    writeFileSync(`${file}.new`, prometheus(metrics))
    renameSync(`${file}.new`, file)
  }

  #measure(): Metrics {
    const time = { now: this.#clock!.now(), began: this.#began }
    return metricsOf(this.#admission, this.#lag, this.#line(), this.#sinks(), time)
  }

  #sinks(): SinkState[] {
    return this.#sink === null ? [] : [sinkState(this.#sink.name, this.#sink.breaker)]
  }

  #line(): LineState {
    const vars = this.#device?.figures()?.vars.used ?? null
    const session = this.#session
    if (session === null) {
      const acknowledged = this.#admission.accounts.taken
      return { grant: null, credit: null, acknowledged, watermark: null, retries: null, vars }
    }
    const { grant, credit, item, w } = session.line
    return { grant, credit, acknowledged: item, watermark: w, retries: session.counters.repeats, vars }
  }
}

/** Missing values are the cheapest. */
function numberIn(item: Item, field: string): number {
  const value = item.kind === 'event' ? item.values[field] : null
  return typeof value === 'number' ? value : -Infinity
}

function usage(message: string, cure: string): RivuletError {
  return new RivuletError('E_USAGE', message, { kind: 'usage', cure })
}
