/**
 * A pipeline at work on a device: built, loaded, connected; items in, results out, in pace with the device.
 * The reference engine runs beside it, because it tells where frames may be cut (protocol, section 5); its results are
 * handed out as well. What is held is bounded: the device's window, a few frames that wait, what is not durable, and what
 * was not yet reported.
 *
 * A line that breaks and a device that restarts do not end a run: it goes on from the device's last checkpoint, and from the journal
 * if the host itself was ended.
 */
import { randomInt } from 'node:crypto'
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { mayBeBrief } from '../../shared/protocol/brief.ts'
import { Cutter, type StepInfo } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import { firstFrame, type ControlFrame, type Counters, type HelloFrame } from '../../shared/protocol/frames.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { RecordReader } from '../../shared/protocol/records.ts'
import { Sender, type SenderCounters } from '../../shared/protocol/sender.ts'
import { troubleIn, type Trouble } from '../../shared/protocol/trouble.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Fates, Result } from '../../shared/stream/result.ts'
import { restoreCopy } from '../devices/checkpoint-copy.ts'
import type { Connection, Device, Link } from '../devices/device.ts'
import { upload } from '../devices/uploader.ts'
import type { Journal, Past } from '../journal/journal.ts'
import { CHECKPOINT_MS, Checkpoints, type Copy } from './checkpoints.ts'
import { Delivered, type ItemsAtWork } from './delivered.ts'
import { explained, isMemory, unreported } from './device-trouble.ts'
import { isRecoverable, isWorthAnotherTry, needsRestart, reconnect, tried } from './reconnect.ts'
import { framesOf } from './replay.ts'
import { headerOf, requireSame, requireShort } from './resumable.ts'

export interface SessionOptions {
  /** One event a frame instead of as many as may travel together. */
  readonly single?: boolean
  readonly onReference?: (result: Result) => void
  /** Results of the device; `sn` counts them from 0, in all lives of the host. */
  readonly onDevice?: (result: Result, sn: number) => void
  /** A result that was handed on in an earlier life of the host, when a run is resumed; default: as `onDevice`. */
  readonly onKnown?: (result: Result, sn: number) => void
  readonly onUpload?: (done: number, total: number) => void
  readonly timeoutMs?: number
  /** The number of the run; drawn unless given. */
  readonly run?: number
  /** Where the run is kept, so that it can be resumed; one that holds a run already is resumed. */
  readonly journal?: Journal
  /** Time between checkpoints; default a minute; 0: none. */
  readonly checkpointMs?: number
  /** An idle device is asked whether it is there; default: never. */
  readonly heartbeatMs?: number
  /** The line broke, or the device restarted: what it was, and that it goes on. */
  readonly onRecovery?: (why: RivuletError) => void
}

/** After an error on the console, how long the device's own report of it may take. */
const REPORT_MS = 500
/** Frames that may wait for the device's window before the source has to. */
const MAX_QUEUED = 8
/** Recoveries without a new frame taken or a new result; a lack of memory comes again at the same place. */
const RECOVERIES = 8
const MEMORY_RECOVERIES = 3
/** What a restarting interpreter says of itself. */
const BANNER = /\|_\| espruino\.com/

export class Session {
  readonly run: number
  /** Times that the device was found again. */
  recoveries = 0
  readonly #sender: Sender
  readonly #engine: ReferenceEngine
  readonly #cutter: Cutter
  readonly #records: RecordReader
  readonly #options: SessionOptions
  readonly #delivered: Delivered
  readonly #pipeline: Pipeline
  readonly #checkpoints: Checkpoints
  readonly #first: number
  #link: Link | null = null
  #failure: RivuletError | null = null
  #recovering = false
  #ending = false
  /** Counts handshakes: what was asked before one is not answered after it. */
  #epoch = 0
  #progress = -1
  #fruitless = 0
  #wake: (() => void)[] = []
  #items = 0
  #results = 0
  /** It has been said that checkpoints are in Storage. */
  #weaker = false

  private constructor(
    readonly device: Device,
    pipeline: Pipeline,
    readonly build: Build,
    options: SessionOptions,
  ) {
    const dictionary = new Dictionary(build.texts, pipeline.key !== null)
    const positions = new Positions()
    const { clock } = device.port
    this.run = options.journal?.past?.header.run ?? options.run ?? randomInt(2 ** 31, 2 ** 32)
    this.#first = firstFrame(build.hash, this.run)
    this.#options = options
    this.#pipeline = pipeline
    this.#delivered = new Delivered(positions)
    this.#engine = new ReferenceEngine(pipeline)
    this.#cutter = new Cutter(pipeline, { fields: build.fields, dictionary, positions, single: options.single })
    this.#records = new RecordReader(pipeline, dictionary, positions)
    this.#sender = new Sender({
      clock,
      hello: { grant: 0, f: this.#first, n: 0 },
      write: (line) => this.#write(line),
      brief: mayBeBrief(pipeline),
      timeoutMs: options.timeoutMs,
      heartbeatMs: options.heartbeatMs,
      onWords: (words) => this.#report(words),
      onChange: () => this.#changed(),
    })
    this.#sender.suspend()
    const past = options.journal?.past ?? null
    if (past !== null) this.#replay(past)
    this.#checkpoints = new Checkpoints({
      clock,
      sender: this.#sender,
      everyMs: options.checkpointMs ?? CHECKPOINT_MS,
      answered: (question) => this.#answered(question),
      rests: () => this.#until(() => this.#sender.rests),
      onAsk: () => options.journal?.sync(),
      onDurable: (f) => options.journal?.note({ kind: 'durable', f }),
      onCopy: (copy) => this.#keep(copy),
    })
    this.#checkpoints.copy = past?.records.filter((each) => each.kind === 'copy').at(-1) ?? null
  }

  /** Loads the program of a pipeline on an open device and shakes hands; a run that the journal holds goes on where it ended. */
  static async start(device: Device, pipeline: Pipeline, build: Build, options: SessionOptions = {}): Promise<Session> {
    const { journal } = options
    requireSame(journal?.past?.header ?? null, headerOf(0, pipeline, build, options))
    try {
      const session = new Session(device, pipeline, build, options)
      await session.#begin()
      return session
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

  /** Items taken so far, those of the journal included. */
  get items(): number {
    return this.#items
  }

  get counters(): Readonly<SenderCounters> {
    return this.#sender.counters
  }

  /** Where the line stands: bytes of the window that are free, frames that wait, bytes kept because they are not durable; the device's watermark and next item. */
  get line(): { credit: number; grant: number; queued: number; kept: number; w: number | null; item: number } {
    const { credit, grant, queued, kept, watermark: w, item } = this.#sender
    return { credit, grant, queued, kept, w, item }
  }

  /** What became of the inputs of each window stage, as the reference says. */
  fates(): Record<string, Fates> {
    return this.#engine.fates()
  }

  /** Takes the next item; returns when there is room for another. */
  async push(item: Item): Promise<void> {
    requireShort(item, this.#items)
    this.#options.journal?.item(item)
    this.#options.journal?.flush()
    const step = this.#engine.push(item)
    for (const result of step.results) this.#options.onReference?.(result)
    await this.deliver(item, step)
  }

  /** As `push`, for an item that another engine has taken: one reference beside several boards. */
  async deliver(item: Item, step: StepInfo): Promise<void> {
    this.#hand(item, step)
    await this.#until(() => this.#sender.queued <= MAX_QUEUED)
    if (this.#checkpoints.due) await this.checkpoint()
  }

  /** The next item goes to another board; what it means for the watermark reaches this one. */
  pass(item: Item, step: StepInfo): void {
    this.#delivered.add(item)
    for (const frame of this.#cutter.pass(step)) this.#sender.send(frame)
  }

  /** No item is to be expected for a while: what was held back for a fuller frame leaves. */
  flush(): void {
    const frames = this.#cutter.flush()
    if (frames.length === 0) return
    this.#options.journal?.cut()
    this.#options.journal?.flush()
    for (const frame of frames) this.#sender.send(frame)
  }

  /** Makes the device's state durable; whether it is. */
  async checkpoint(): Promise<boolean> {
    return this.#checkpoints.make()
  }

  /** Waits until the device has taken and answered everything; gives its counters. */
  async finish(): Promise<Counters> {
    this.flush()
    while (!(await this.#answered({ type: 'P' })) || !this.#sender.settled);
    if (this.#records.pending > 0) throw incomplete(this.#records.pending)
    return this.counting()
  }

  /** The device's counters now. */
  async counting(): Promise<Counters> {
    while (!(await this.#answered({ type: 'S' })));
    return this.#sender.deviceCounters!
  }

  /** Gives the console back; the device keeps its state. */
  async end(): Promise<void> {
    this.#ending = true
    try {
      await this.#answered({ type: 'Q' })
      this.abandon()
      await this.device.quiet()
    } catch (error) {
      // All results are here: a line that breaks only now takes nothing from them.
      if (!(error instanceof RivuletError) || !isWorthAnotherTry(error)) throw error
      this.device.note(`the device did not give its console back: ${error.message}`)
    }
  }

  /** Leaves the line as it is: the device failed, or will be reset. */
  abandon(): void {
    this.#ending = true
    this.#sender.suspend()
    this.#link?.end()
    this.#link = null
  }

  async #begin(): Promise<void> {
    const { device, build, run } = this
    const { journal, onUpload } = this.#options
    await tried(device, async (tries) => {
      if (journal?.past) return this.#attach(await reconnect(device, build, run, { restart: tries > 1 }))
      if (tries > 1) await device.reset()
      await upload(device, build.code, { onProgress: onUpload })
      return this.#attach(await device.connect(build.hash, run))
    })
    if (!journal?.past) journal?.begin(headerOf(run, this.#pipeline, build, this.#options))
  }

  /** What the journal knows: the same items through the same engine and cutter. */
  #replay({ records }: Past): void {
    const told = records.reduce((most, each) => (each.kind === 'told' ? Math.max(most, each.n) : most), 0)
    const { onDevice, onKnown = onDevice } = this.#options
    for (const record of records) {
      if (record.kind === 'item') {
        const step = this.#engine.push(record.item)
        for (const result of step.results) this.#options.onReference?.(result)
        this.#hand(record.item, step)
      } else if (record.kind === 'cut') for (const frame of this.#cutter.flush()) this.#sender.send(frame)
      else if (record.kind === 'words') {
        this.#sender.remember({ words: record.words.length })
        for (const result of this.#records.push(record.words)) {
          const sn = this.#results++
          if (sn < told) onKnown?.(result, sn)
          else onDevice?.(result, sn)
        }
      } else if (record.kind === 'durable') this.#sender.remember({ durable: record.f })
    }
  }

  #hand(item: Item, step: StepInfo): void {
    this.#items += 1
    this.#delivered.add(item)
    for (const frame of this.#cutter.push(item, step)) this.#sender.send(frame)
  }

  /** A copy of a checkpoint has come. */
  #keep(copy: Copy): void {
    if (copy.slots === 0 && !this.#weaker) {
      this.#weaker = true
      this.device.note(
        'no free pages: checkpoints lie in files of Storage, and power that fails while it is compacted may take them',
      )
    }
    this.#options.journal?.note({ kind: 'copy', ...copy })
  }

  #write(line: string): void {
    if (!this.device.isGone) this.#link?.write(line)
  }

  /** The handshake is done: goes on from where the device stands. */
  async #attach(there: Connection): Promise<void> {
    if (there.hello.f > this.#sender.next) there = await this.#putBack(there)
    let { hello, link } = there
    if (hello.f < this.#sender.first) ({ hello, link } = await this.#bringBack(there))
    this.#link = link
    link.listen(
      (line) => this.#hear(line),
      (error) => this.#trouble(error),
    )
    this.#epoch += 1
    this.#sender.resume(hello)
    this.#changed()
  }

  /** The device has taken what the journal lost with the end of this computer: it goes back to its checkpoint, which is never ahead. */
  async #putBack(there: Connection): Promise<Connection> {
    const { device, build, run } = this
    there.link.end()
    await device.reset()
    const again = await device.connect(build.hash, run)
    if (again.hello.f <= this.#sender.next) return again
    again.link.end()
    throw new RivuletError('E_JOURNAL', 'the device has made durable what the journal does not hold', {
      kind: 'usage',
      cure: 'the file is older than the run, as a copy may be: take the newest, or begin another run with another journal',
    })
  }

  /** The device has lost more than a restart takes: it gets its checkpoint back, or all input once more. */
  async #bringBack(there: Connection): Promise<{ hello: HelloFrame; link: Link }> {
    const { device, build, run } = this
    const { copy } = this.#checkpoints
    // It goes through the console, which a board behind a broker of its own does not have here.
    if (copy !== null && copy.f >= this.#sender.first && device.program === null) {
      there.link.end()
      await device.reset()
      await restoreCopy(device, copy.bytes, copy.slots)
      const again = await device.connect(build.hash, run)
      if (again.hello.f >= this.#sender.first) return again
      there = again
    }
    const { journal } = this.#options
    if (journal !== undefined)
      this.#sender.recall(this.#first, framesOf(journal, this.#pipeline, build, this.#sender.first - this.#first))
    return there
  }

  #hear(line: string): void {
    this.#sender.onLine(line)
    if (BANNER.test(line)) return this.#trouble(restarted())
    const kind = troubleIn(line)
    // Flags alone tell of lost input, which the protocol makes good.
    if (kind === null || kind === 'interpreter') return
    const epoch = this.#epoch
    this.device.port.clock.after(REPORT_MS, () => {
      if (this.#epoch === epoch) this.#trouble(unreported(this.device.told))
    })
  }

  #atWork({ f, at }: Trouble, single: boolean): Omit<ItemsAtWork, 'waited'> | null {
    const pending = this.#sender.pending(f ?? undefined)
    if (pending === null) return null
    const items = this.#delivered.atWork(pending.frame, at, single)
    return { frame: pending.f - this.#first + 1, items }
  }

  #report(words: Float64Array): void {
    try {
      // What makes no sense is not kept: a later host would stumble over it for ever.
      const results = this.#records.push(words)
      this.#options.journal?.note({ kind: 'words', n: this.#sender.word - words.length, words })
      for (const result of results) this.#options.onDevice?.(result, this.#results++)
      this.#options.journal?.note({ kind: 'told', n: this.#results })
    } catch (error) {
      if (!(error instanceof RivuletError)) throw error
      this.#end(error)
    }
  }

  /** Something broke: the device is found again, if that may help. */
  #trouble(error: RivuletError): void {
    if (this.#failure !== null || this.#recovering) return
    if (this.#ending || !isRecoverable(error) || !this.#mayHelp(error)) return this.#end(error)
    this.#recovering = true
    this.#sender.suspend()
    this.#link?.end()
    this.#link = null
    this.#recover(error).catch((fault: unknown) => {
      this.#recovering = false
      this.#end(
        fault instanceof RivuletError ? fault : new RivuletError('E_INTERNAL', String(fault), { kind: 'internal' }),
      )
    })
  }

  /** Whether something was taken or reported since the last recovery; without that a few more are tried. */
  #mayHelp(error: RivuletError): boolean {
    const progress = Math.max(this.#progress, this.#sender.taken + this.#sender.word)
    this.#fruitless = progress > this.#progress ? 0 : this.#fruitless + 1
    this.#progress = progress
    return this.#fruitless < (isMemory(error) ? MEMORY_RECOVERIES : RECOVERIES)
  }

  async #recover(first: RivuletError): Promise<void> {
    this.#options.onRecovery?.(first)
    const { device, build, run } = this
    await tried(device, async (tries) => {
      await this.#attach(await reconnect(device, build, run, { restart: needsRestart(first) || tries > 2 }))
    })
    this.recoveries += 1
    this.#recovering = false
    this.#changed()
  }

  #end(error: RivuletError): void {
    this.#failure ??= error
    this.#sender.suspend()
    this.#changed()
  }

  #changed(): void {
    const { failure } = this.#sender
    if (failure !== null && !this.#recovering && this.#failure === null) this.#trouble(failure)
    for (const wake of this.#wake.splice(0)) wake()
  }

  /** Asks, and waits until all is answered; false when the device was found again meanwhile, and has to be asked again. */
  async #answered(question: ControlFrame): Promise<boolean> {
    await this.#until(() => true)
    const epoch = this.#epoch
    this.#sender.ask(question)
    await this.#until(() => this.#sender.rests || this.#epoch !== epoch)
    return this.#epoch === epoch
  }

  /** Waits for a condition, and for the device when it is being found again. */
  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure
      if (!this.#recovering && condition()) return
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
  }
}

function restarted(): RivuletError {
  return new RivuletError('E_RESTARTED', 'the device restarted by itself', {
    kind: 'device-failed',
    cure: 'look after its power supply; its log tells of a watchdog',
  })
}

function incomplete(words: number): RivuletError {
  return new RivuletError('E_RESULTS_LOST', `the last record of the device is not whole (${words} words of it came)`, {
    kind: 'device-failed',
    cure: 'check the line from the device and run again',
  })
}
