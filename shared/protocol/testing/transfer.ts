/**
 * A transfer over faulty lines, with whoever looks after it: sender and model device, checkpoints now and then, restarts of the device
 * at any moment, and a supervisor that shakes hands again. The device adds up what it is given; its words betray any
 * frame that was left out, taken twice or taken out of order.
 */
import { SimulatedClock } from '../clock.ts'
import { decodeDevice, encodeHandshake, type NumberedFrame } from '../frames.ts'
import { decodeLine, sealLine } from '../line.ts'
import { Sender } from '../sender.ts'
import { chance } from './chance.ts'
import { DeviceModel, type Body } from './device-model.ts'
import { lossy, type Faults } from './lossy.ts'

export interface TransferOptions {
  readonly seed: number
  readonly frames: number
  readonly there: Faults
  readonly back: Faults
  /** Times that the device is restarted. */
  readonly restarts?: number
  /** Time between checkpoints in ms; default: none. */
  readonly checkpointMs?: number
  /** Whether someone finds the device again when the sender gives up; default: no. */
  readonly supervised?: boolean
  /** What arrives of a line, by its number over both directions; `null`: it is lost. */
  readonly pass?: (line: string, n: number, by: Transfer) => string | null
  /** Share of restarts that are noticed at once; default 0.5. The others show when the device stays silent. */
  readonly noticed?: number
}

const HASH = '00abcdef'
const RUN = 99
/** Between two frames that are handed in. */
const PACE_MS = 3
const TICK_MS = 20
const HANDSHAKE_MS = 400
const MAX_STEPS = 400_000

/** What frame `i` gives: none, few or many words, of which each holds the sum so far. */
function wordsOf(i: number, sum: number): number[] {
  const count = i % 7 === 0 ? 8 : i % 3
  return Array.from({ length: count }, (_, n) => sum * 100 + n)
}

/** The words of a run that nothing disturbs. */
export function undisturbed(frames: number): number[] {
  let sum = 0
  return Array.from({ length: frames }, (_, i) => wordsOf(i, (sum += i + 1))).flat()
}

export class Transfer {
  readonly clock = new SimulatedClock()
  readonly words: number[] = []
  /** Numbers of the frames taken, in the order of taking. */
  readonly taken: number[] = []
  readonly sender: Sender
  readonly device: DeviceModel
  /** Everything was taken and reported. */
  done = false
  recoveries = 0
  readonly #options: TransferOptions
  readonly #random: () => number
  readonly #down: (line: string) => void
  #sum = 0
  #lines = 0
  #phase: 'works' | 'rests' | 'asks' | 'ends' | 'recovers' = 'works'
  #due: number

  constructor(options: TransferOptions) {
    const { there, back, seed, checkpointMs = Infinity } = options
    this.#options = options
    this.#random = chance(seed)
    this.#due = checkpointMs
    const up = this.#passing(lossy(this.clock, this.#random, back, (line) => this.#hear(line)))
    this.device = new DeviceModel({
      hash: HASH,
      write: (line) => up(line),
      take: (body) => this.#take(body),
      save: () => this.#sum,
      restore: (kept) => (this.#sum = (kept as number | undefined) ?? 0),
    })
    this.device.handshake(HASH, RUN)
    this.#down = this.#passing(lossy(this.clock, this.#random, there, (line) => this.device.receive(line + '\n')))
    const { hello } = this.device
    this.sender = new Sender({
      ...{ clock: this.clock, hello, retries: options.supervised ? 5 : 50 },
      onWords: (list) => this.words.push(...list),
      write: this.#down,
    })
  }

  /** Until it is done, or nothing more can happen. */
  run(): this {
    const { frames, restarts = 0, supervised, checkpointMs } = this.#options
    for (let i = 0; i < frames; i++) this.clock.after(i * PACE_MS, () => this.sender.send(this.#frame(i)))
    const span = frames * PACE_MS * 2
    for (let i = 0; i < restarts; i++) this.clock.after(this.#random() * span, () => this.#restart())
    if (supervised || checkpointMs !== undefined) this.#tick()
    let steps = 0
    while (!this.done && this.clock.step()) {
      if (++steps > MAX_STEPS) throw new Error(`no end in sight, seed ${this.#options.seed}`)
    }
    this.done ||= this.sender.failure === null && this.sender.settled
    return this
  }

  /** Power off and on as soon as what is going on has ended; noticed at once. */
  cut(): void {
    this.clock.after(0, () => {
      this.device.restart()
      this.#recover()
    })
  }

  #passing(to: (line: string) => void): (line: string) => void {
    const { pass } = this.#options
    if (pass === undefined) return to
    return (line) => {
      const arrives = pass(line, this.#lines++, this)
      if (arrives !== null) to(arrives)
    }
  }

  #frame(i: number): NumberedFrame {
    return { type: 'D', of: 't', i, text: 'x'.repeat(Math.floor(this.#random() * 400)) }
  }

  #take([, f, , i]: Body): number[] {
    this.taken.push((f as number) - parseInt(HASH.slice(0, 6), 16))
    return wordsOf(i as number, (this.#sum += (i as number) + 1))
  }

  /** At once, or in the middle of the next checkpoint; noticed at once, or when it stays silent. */
  #restart(): void {
    if (this.#random() < 0.3 && this.#options.checkpointMs !== undefined) this.device.tear = true
    else this.device.restart()
    if (this.#random() < (this.#options.noticed ?? 0.5)) this.#recover()
  }

  #recover(): void {
    this.recoveries += 1
    this.sender.suspend()
    this.#phase = 'recovers'
    this.#due = this.clock.now() + this.#random() * HANDSHAKE_MS
  }

  #hear(line: string): void {
    if (this.#phase !== 'recovers') return this.sender.onLine(line)
    const decoded = decodeLine(line)
    const hello = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
    if (hello?.type !== 'H') return
    try {
      this.sender.resume(hello)
    } catch {
      // A greeting of long ago, for which too much is forgotten: another will come.
      return
    }
    this.#phase = 'works'
    this.#due = this.clock.now() + (this.#options.checkpointMs ?? Infinity)
  }

  #tick(): void {
    this.#look()
    if (!this.done) this.clock.after(TICK_MS, () => this.#tick())
  }

  #look(): void {
    const { sender } = this
    const now = this.clock.now()
    if (this.#phase === 'recovers') {
      if (now < this.#due) return
      this.#due = now + HANDSHAKE_MS
      return this.#down(sealLine(encodeHandshake(HASH, RUN)))
    }
    if (sender.failure !== null) {
      if (!this.#options.supervised) this.done = true
      else {
        if (sender.failure.code === 'E_RESULTS_LOST') this.device.restart()
        this.#recover()
      }
    } else if (this.#phase === 'works') this.#work(now)
    else if (sender.rests) this.#answered()
  }

  #work(now: number): void {
    if (now >= this.#due) {
      this.sender.hold(true)
      this.#phase = 'rests'
    } else if (this.sender.settled && this.sender.next - this.#first === this.#options.frames) {
      this.sender.ask({ type: 'P' })
      this.#phase = 'ends'
    }
  }

  get #first(): number {
    return parseInt(HASH.slice(0, 6), 16)
  }

  /** What was waited for has come. */
  #answered(): void {
    const { sender } = this
    if (this.#phase === 'rests') {
      sender.ask({ type: 'K', n: sender.word })
      this.#phase = 'asks'
      return
    }
    if (this.#phase === 'asks') {
      if (sender.checkpoint !== null && sender.checkpoint.serial > 0) sender.forget(sender.checkpoint.f)
      sender.hold(false)
      this.#due = this.clock.now() + this.#options.checkpointMs!
    }
    this.done = this.#phase === 'ends' && sender.settled
    this.#phase = 'works'
  }
}
