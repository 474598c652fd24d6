/**
 * A pipeline at work on a device: built, loaded, connected; items in, results out, in pace with the device.
 * The reference engine runs beside it, because it tells where frames may be cut (protocol, section 5); its results are
 * handed out as well. What is held is bounded: the device's window, a few frames that wait, and what was not yet reported.
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { Cutter, type StepInfo } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import type { Counters, HelloFrame } from '../../shared/protocol/frames.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { RecordReader } from '../../shared/protocol/records.ts'
import { Sender, type SenderCounters } from '../../shared/protocol/sender.ts'
import { DeviceError, troubleIn, type Trouble } from '../../shared/protocol/trouble.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Fates, Result } from '../../shared/stream/result.ts'
import type { Device, Link } from '../devices/device.ts'
import { upload } from '../devices/uploader.ts'
import { Delivered, type ItemsAtWork } from './delivered.ts'
import { explain, type Variables } from './failure.ts'

export interface SessionOptions {
  /** One event a frame instead of as many as may travel together. */
  readonly single?: boolean
  readonly onReference?: (result: Result) => void
  readonly onDevice?: (result: Result) => void
  readonly onUpload?: (done: number, total: number) => void
  readonly timeoutMs?: number
}

/** After an error on the console, how long the device's own report of it may take. */
const REPORT_MS = 500
/** Frames that may wait for the device's window before the source has to. */
const MAX_QUEUED = 8

export class Session {
  readonly #sender: Sender
  readonly #link: Link
  readonly #engine: ReferenceEngine
  readonly #cutter: Cutter
  readonly #records: RecordReader
  readonly #options: SessionOptions
  readonly #delivered: Delivered
  readonly #pipeline: Pipeline
  #failure: RivuletError | null = null
  #wake: (() => void) | null = null
  #items = 0

  private constructor(
    readonly device: Device,
    pipeline: Pipeline,
    readonly build: Build,
    readonly hello: HelloFrame,
    link: Link,
    options: SessionOptions,
  ) {
    const dictionary = new Dictionary(build.texts, pipeline.key !== null)
    const positions = new Positions()
    this.#options = options
    this.#pipeline = pipeline
    this.#delivered = new Delivered(positions)
    this.#link = link
    this.#engine = new ReferenceEngine(pipeline)
    this.#cutter = new Cutter(pipeline, { fields: build.fields, dictionary, positions, single: options.single })
    this.#records = new RecordReader(pipeline, dictionary, positions)
    this.#sender = new Sender({
      clock: device.port.clock,
      hello,
      write: (line) => link.write(line),
      timeoutMs: options.timeoutMs,
      onWords: (words) => this.#report(words),
      onChange: () => this.#changed(),
    })
    link.listen(
      (line) => this.#hear(line),
      (error) => this.#fail(error),
    )
  }

  /** Loads the program of a pipeline on an open device and shakes hands. */
  static async start(device: Device, pipeline: Pipeline, build: Build, options: SessionOptions = {}): Promise<Session> {
    try {
      await upload(device, build.code, { onProgress: options.onUpload })
      const { hello, link } = await device.connect(build.hash)
      return new Session(device, pipeline, build, hello, link, options)
    } catch (error) {
      throw await explained(error, device, { pipeline, build, items: null })
    }
  }

  /** An error that ended this run, with all that can be told of it; a device that failed is restarted to learn why. */
  async explain(error: unknown): Promise<unknown> {
    const items = (trouble: Trouble, single: boolean): Omit<ItemsAtWork, 'waited'> | null =>
      this.#atWork(trouble, single)
    return explained(error, this.device, { pipeline: this.#pipeline, build: this.build, items })
  }

  /** Items taken so far. */
  get items(): number {
    return this.#items
  }

  get counters(): Readonly<SenderCounters> {
    return this.#sender.counters
  }

  /** What became of the inputs of each window stage, as the reference says. */
  fates(): Record<string, Fates> {
    return this.#engine.fates()
  }

  /** Takes the next item; returns when there is room for another. */
  async push(item: Item): Promise<void> {
    const step = this.#engine.push(item)
    for (const result of step.results) this.#options.onReference?.(result)
    await this.deliver(item, step)
  }

  /** As `push`, for an item that another engine has taken: one reference beside several boards. */
  async deliver(item: Item, step: StepInfo): Promise<void> {
    this.#items += 1
    this.#delivered.add(item)
    for (const frame of this.#cutter.push(item, step)) this.#sender.send(frame)
    await this.#until(() => this.#sender.queued <= MAX_QUEUED)
  }

  /** The next item goes to another board; what it means for the watermark reaches this one. */
  pass(item: Item, step: StepInfo): void {
    this.#delivered.add(item)
    for (const frame of this.#cutter.pass(step)) this.#sender.send(frame)
  }

  /** Waits until the device has taken and answered everything; gives its counters. */
  async finish(): Promise<Counters> {
    for (const frame of this.#cutter.flush()) this.#sender.send(frame)
    this.#check()
    this.#sender.ask('P')
    await this.#until(() => this.#sender.settled)
    if (this.#records.pending > 0) throw incomplete(this.#records.pending)
    return this.counting()
  }

  /** The device's counters now. */
  async counting(): Promise<Counters> {
    this.#sender.ask('S')
    await this.#until(() => this.#sender.settled)
    return this.#sender.deviceCounters!
  }

  /** Gives the console back; the device keeps its state. */
  async end(): Promise<void> {
    this.#sender.ask('Q')
    await this.#until(() => this.#sender.settled)
    this.abandon()
    await this.device.quiet()
  }

  /** Leaves the line as it is: the device failed, or will be reset. */
  abandon(): void {
    this.#sender.stop()
    this.#link.end()
  }

  #hear(line: string): void {
    this.#sender.onLine(line)
    const kind = troubleIn(line)
    // Flags alone tell of lost input, which the protocol makes good.
    if (kind === null || kind === 'interpreter') return
    const { clock } = this.device.port
    clock.after(REPORT_MS, () => this.#fail(unreported(this.device.told)))
  }

  #atWork({ f, at }: Trouble, single: boolean): Omit<ItemsAtWork, 'waited'> | null {
    const pending = this.#sender.pending(f ?? undefined)
    if (pending === null) return null
    const items = this.#delivered.atWork(pending.frame, at, single)
    return { frame: pending.f - this.hello.f + 1, items }
  }

  #report(words: Float64Array): void {
    try {
      for (const result of this.#records.push(words)) this.#options.onDevice?.(result)
    } catch (error) {
      if (!(error instanceof RivuletError)) throw error
      this.#fail(error)
    }
  }

  #fail(error: RivuletError): void {
    this.#failure ??= this.#sender.failure ?? error
    this.#sender.stop()
    this.#changed()
  }

  #changed(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }

  #check(): void {
    const failure = this.#failure ?? this.#sender.failure
    if (failure !== null) throw failure
  }

  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      this.#check()
      if (condition()) return
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}

/** An error that the device printed and did not report. */
function unreported(told: readonly string[]): DeviceError {
  const kind = told.map(troubleIn).find((each) => each !== null) ?? 'exception'
  const trouble = { kind, message: told[0], printed: told.join('\n'), f: null, at: null }
  return new DeviceError(trouble, `the device reports: ${told.join('\n')}`)
}

async function explained(
  error: unknown,
  device: Device,
  circumstances: Omit<Parameters<typeof explain>[1], 'told' | 'variables'>,
): Promise<unknown> {
  if (!(error instanceof DeviceError)) return error
  const told = [...device.told]
  const variables = isMemory(error, told) ? await variablesOf(device) : null
  return explain(error, { ...circumstances, told, variables })
}

function isMemory({ trouble }: DeviceError, told: readonly string[]): boolean {
  return trouble.kind === 'memory' || told.some((line) => troubleIn(line) === 'memory')
}

/** How much the program needs at rest and how much there is, after a restart; what a simulated device counts; or `null`. */
async function variablesOf(device: Device): Promise<Variables | null> {
  try {
    await device.reset()
    return await device.memory()
  } catch {
    return device.figures()?.vars ?? null
  }
}

function incomplete(words: number): RivuletError {
  return new RivuletError('E_RESULTS_LOST', `the last record of the device is not whole (${words} words of it came)`, {
    kind: 'device-failed',
    cure: 'check the line from the device and run again',
  })
}
