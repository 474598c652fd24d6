/**
 * The host's state machine of delivery (protocol, section 7): numbers frames, keeps them until the device has taken them,
 * holds back what exceeds the device's window, repeats what was lost, hands on result words exactly once.
 * Knows nothing of ports: lines go out through `write`, come in through `onLine`; time is handed in.
 */
import { RivuletError } from '../error.ts'
import type { Clock } from './clock.ts'
import {
  decodeDevice,
  encodeControl,
  encodeNumbered,
  type ControlFrame,
  type Counters,
  type DeviceFrame,
  type HelloFrame,
  type NumberedFrame,
} from './frames.ts'
import { decodeLine, sealLine, MAX_LINE } from './line.ts'
import { deviceError } from './trouble.ts'

export interface SenderOptions {
  readonly clock: Clock
  /** Sends one line, without its LF. */
  readonly write: (line: string) => void
  /** What the device said at the handshake. */
  readonly hello: Pick<HelloFrame, 'grant' | 'f' | 'n'>
  /** Silence after which everything unacknowledged is repeated; default 2,000 ms. */
  readonly timeoutMs?: number
  /** Repeats in a row without an answer before the device is given up; default 5. */
  readonly retries?: number
  /** How long an unacknowledged frame may rest without the device being asked; default 50 ms. */
  readonly askMs?: number
  /** Result words, each exactly once and in order. */
  readonly onWords: (words: Float64Array) => void
  /** Room for more frames, or everything taken; also when counters or an error came. */
  readonly onChange?: () => void
}

/** What happened on the line so far. */
export interface SenderCounters {
  frames: number
  /** Bytes written, repeats and questions included. */
  bytes: number
  repeats: number
  timeouts: number
  /** Frames that the device asked for again, by its reason. */
  naks: Record<string, number>
  corrupt: number
  /** Result words that came more than once. */
  duplicateWords: number
  acks: number
}

interface Pending {
  readonly f: number
  readonly line: string
  readonly frame: NumberedFrame
}

const LAST_LINES = 5

export class Sender {
  readonly counters: SenderCounters = {
    frames: 0,
    bytes: 0,
    repeats: 0,
    timeouts: 0,
    naks: {},
    corrupt: 0,
    duplicateWords: 0,
    acks: 0,
  }
  /** The counters that the device sent last. */
  deviceCounters: Counters | null = null
  /** The watermark and the next item of the device, as of its last acknowledgement. */
  watermark: number | null = null
  item = 0
  readonly #options: SenderOptions
  readonly #timeoutMs: number
  readonly #retries: number
  readonly #askMs: number
  /** Frames not yet acknowledged; the first `#sent` of them are on their way. */
  #pending: Pending[] = []
  #sent = 0
  #bytesOut = 0
  #next: number
  #word: number
  #failure: RivuletError | null = null
  #silences = 0
  /** Control frames that wait for their answer. */
  #awaited = new Set<'P' | 'S' | 'Q'>()
  #cancelSilence: (() => void) | null = null
  #cancelAsk: (() => void) | null = null
  readonly #lastLines: string[] = []

  constructor(options: SenderOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? 2000
    this.#retries = options.retries ?? 5
    this.#askMs = options.askMs ?? 50
    this.#next = options.hello.f
    this.#word = options.hello.n
  }

  /** Frames that wait for the window. */
  get queued(): number {
    return this.#pending.length - this.#sent
  }

  /** Everything handed in was taken, and everything asked for has come. */
  get settled(): boolean {
    return this.#pending.length === 0 && this.#awaited.size === 0
  }

  /** What ended the run, if anything did. */
  get failure(): RivuletError | null {
    return this.#failure
  }

  /** A frame that is not acknowledged yet: by its number, or the oldest. */
  pending(f?: number): { readonly f: number; readonly frame: NumberedFrame } | null {
    return this.#pending.find((each) => f === undefined || each.f === f) ?? null
  }

  /** Hands in the next frame. */
  send(frame: NumberedFrame): void {
    if (this.#failure !== null) throw this.#failure
    const f = this.#next
    const line = sealLine(encodeNumbered(f, frame))
    if (line.length + 1 > MAX_LINE) throw tooLong(frame, line.length + 1)
    this.#next += 1
    this.#pending.push({ f, line, frame })
    this.#pump()
  }

  /** Asks for an acknowledgement, for the counters, or ends; answered when `settled`. */
  ask(type: ControlFrame['type']): void {
    if (this.#failure !== null) throw this.#failure
    this.#awaited.add(type)
    this.#control(type)
    this.#watch()
  }

  /** Stops all timers; nothing is sent any more. */
  stop(): void {
    this.#cancelSilence?.()
    this.#cancelAsk?.()
    this.#cancelSilence = this.#cancelAsk = null
  }

  /** A line from the device, without its LF. Lines that are no frames are none of the sender's business. */
  onLine(line: string): void {
    if (this.#failure !== null) return
    this.#lastLines.push(line)
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift()
    const decoded = decodeLine(line)
    if (decoded.kind === 'text') return
    if (decoded.kind === 'corrupt') {
      this.counters.corrupt += 1
      return
    }
    const frame = decodeDevice(decoded.body)
    if (frame !== null) this.#take(frame)
  }

  #take(frame: DeviceFrame): void {
    const before = this.#progress()
    switch (frame.type) {
      case 'A':
        if (frame.n > this.#word) return this.#lost(frame.n)
        this.#acknowledged(frame.f)
        this.watermark = frame.w
        this.item = frame.q
        this.counters.acks += 1
        this.#awaited.delete('P')
        this.#awaited.delete('Q')
        break
      case 'N':
        this.#again(frame.f, frame.why)
        break
      case 'R':
        this.#words(frame.n, frame.words)
        break
      case 'S':
        this.deviceCounters = frame.counters
        this.#awaited.delete('S')
        break
      case 'X':
        this.#fail(deviceError(frame))
        break
      case 'H':
        break
    }
    if (this.#failure !== null) return
    // A device that speaks but neither takes nor answers must not be waited for without end.
    if (this.#progress() !== before) this.#silences = 0
    this.#pump()
    this.#watch()
    this.#options.onChange?.()
  }

  /** Grows with every frame taken, every answer and every result word. */
  #progress(): number {
    return this.#word - this.#pending.length - this.#awaited.size
  }

  /** Everything before frame `f` is taken. A number beyond what was sent means nothing. */
  #acknowledged(f: number): void {
    const [first] = this.#pending
    if (first === undefined || f <= first.f) return
    const taken = Math.min(f - first.f, this.#sent)
    for (const { line } of this.#pending.splice(0, taken)) this.#bytesOut -= line.length + 1
    this.#sent -= taken
  }

  #again(f: number, why: string): void {
    this.counters.naks[why] = (this.counters.naks[why] ?? 0) + 1
    this.#acknowledged(f)
    const [first] = this.#pending
    if (first === undefined || f !== first.f) return
    this.#repeat()
  }

  /** Sends everything unacknowledged again, byte for byte and in order. */
  #repeat(): void {
    for (const { line } of this.#pending.slice(0, this.#sent)) {
      this.counters.repeats += 1
      this.#write(line)
    }
  }

  #words(n: number, words: Float64Array): void {
    if (n > this.#word) return this.#lost(n)
    const known = Math.min(this.#word - n, words.length)
    this.counters.duplicateWords += known
    if (known === words.length) return
    this.#word += words.length - known
    this.#options.onWords(words.subarray(known))
  }

  /** The device has sent all words before `n`, and some of them never came. */
  #lost(n: number): void {
    const said = `result words ${this.#word} to ${n - 1} never came`
    const cure = 'check the line from the device and run again'
    this.#fail(new RivuletError('E_RESULTS_LOST', said, { kind: 'device-failed', cure }))
  }

  #pump(): void {
    const { grant } = this.#options.hello
    while (this.#sent < this.#pending.length) {
      const { line } = this.#pending[this.#sent]
      if (this.#bytesOut > 0 && this.#bytesOut + line.length + 1 > grant) break
      this.#sent += 1
      this.#bytesOut += line.length + 1
      this.counters.frames += 1
      this.#write(line)
    }
    this.#watch()
  }

  /** Keeps both timers in step with what is awaited. */
  #watch(): void {
    const waits = this.#sent > 0 || this.#awaited.size > 0
    this.stop()
    if (!waits || this.#failure !== null) return
    this.#cancelSilence = this.#options.clock.after(this.#timeoutMs, () => this.#silent())
    // A full window makes the device acknowledge by itself; the last frames need a question.
    if (this.queued > 0 || this.#awaited.size > 0) return
    this.#cancelAsk = this.#options.clock.after(this.#askMs, () => this.ask('P'))
  }

  #silent(): void {
    this.counters.timeouts += 1
    this.#silences += 1
    if (this.#silences > this.#retries) return this.#fail(this.#givenUp())
    this.#repeat()
    // The answer to P must not pass for the one to Q, which is an acknowledgement too.
    if (!this.#awaited.has('Q')) this.#control('P')
    for (const type of this.#awaited) if (type !== 'P') this.#control(type)
    this.#watch()
  }

  #control(type: ControlFrame['type']): void {
    this.#write(sealLine(encodeControl({ type })))
  }

  #write(line: string): void {
    this.counters.bytes += line.length + 1
    this.#options.write(line)
  }

  #givenUp(): RivuletError {
    const first = this.#pending[0]
    const awaited =
      first === undefined ? `the answer to ${[...this.#awaited].join(', ')}` : `frame ${first.f} to be taken`
    const last = this.#lastLines.length === 0 ? 'none' : `\n  ${this.#lastLines.join('\n  ')}`
    return new RivuletError('E_SILENT', `the device is silent: awaited ${awaited}; last lines received: ${last}`, {
      kind: 'no-device',
      cure: 'reset the device; if it stays silent, check cable and power',
    })
  }

  #fail(error: RivuletError): void {
    this.#failure = error
    this.stop()
    this.#options.onChange?.()
  }
}

function tooLong(frame: NumberedFrame, length: number): RivuletError {
  return new RivuletError(
    'E_TOO_LONG',
    `a frame of type ${frame.type} needs a line of ${length} characters; ${MAX_LINE} are allowed`,
    {
      kind: 'usage',
      cure: frame.type === 'D' ? 'use shorter keys and texts' : 'use fewer fields',
    },
  )
}
