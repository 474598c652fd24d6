/**
 * The host's state machine of delivery (protocol, section 7): numbers frames, keeps them until they are durable on the device,
 * holds back what exceeds the device's window, repeats what was lost, asks for lost results again and hands on result words
 * exactly once; asks for checkpoints. After a restart of the device it goes on from where that stands (`resume`).
 * Knows nothing of ports: lines go out through `write`, come in through `onLine`; time is handed in.
 */
import { RivuletError } from '../error.ts'
import { encodeBehind } from './brief.ts'
import type { Clock } from './clock.ts'
import {
  decodeDevice,
  encodeControl,
  encodeNumbered,
  harmless,
  type AckFrame,
  type CheckpointFrame,
  type ControlFrame,
  type Counters,
  type DeviceFrame,
  type HelloFrame,
  type NumberedFrame,
} from './frames.ts'
import { decodeLine, sealLine, MAX_LINE } from './line.ts'
import { Outbox, type Kept } from './outbox.ts'
import { deviceError } from './trouble.ts'

/** Where a device stands, as it says at the handshake. Without `boot` acknowledgements of before a restart cannot be told from later ones. */
export type Standing = Pick<HelloFrame, 'grant' | 'f' | 'n'> & Partial<Pick<HelloFrame, 'boot'>>

export interface SenderOptions {
  readonly clock: Clock
  /** Sends one line, without its LF. */
  readonly write: (line: string) => void
  readonly hello: Standing
  /** The number of the first frame handed in, and of the first result word not known yet; default: where the device stands. */
  readonly from?: { readonly f: number; readonly n: number }
  /** Silence after which everything unacknowledged is repeated; default 2,000 ms. */
  readonly timeoutMs?: number
  /** Repeats in a row without an answer before the device is given up; default 5. */
  readonly retries?: number
  /** Frames may be brief (`mayBeBrief`). */
  readonly brief?: boolean
  /** How long an unacknowledged frame may rest without the device being asked; default 50 ms. */
  readonly askMs?: number
  /** Rest after which an idle device is asked whether it is there; default: never. */
  readonly heartbeatMs?: number
  /** Result words, each exactly once and in order. */
  readonly onWords: (words: Float64Array) => void
  /** Room for more frames, or everything taken; also when counters, a checkpoint or an error came. */
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
  /** Times that result words were asked for again. */
  wordGaps: number
  acks: number
  checkpoints: number
}

type Question = ControlFrame['type']

const LAST_LINES = 5

/** Why a device asks again; whatever else one may say is counted together. */
const REASONS: readonly string[] = ['crc', 'gap', 'long', 'json', 'head']

export class Sender {
  readonly counters: SenderCounters = {
    frames: 0,
    bytes: 0,
    repeats: 0,
    timeouts: 0,
    naks: {},
    corrupt: 0,
    duplicateWords: 0,
    wordGaps: 0,
    acks: 0,
    checkpoints: 0,
  }
  /** The counters, the checkpoint and the piece of a checkpoint that the device sent last. */
  deviceCounters: Counters | null = null
  checkpoint: CheckpointFrame | null = null
  copied: { readonly at: number; readonly bytes: Uint8Array } | null = null
  /** The watermark and the next item of the device, as of its last acknowledgement. */
  watermark: number | null = null
  item = 0
  readonly #options: SenderOptions
  readonly #timeoutMs: number
  readonly #retries: number
  readonly #askMs: number
  readonly #outbox: Outbox
  #grant: number
  #boot: number | undefined
  #word: number
  /** The number of the next word of the device, as far as it has told since it started. */
  #told: number
  #failure: RivuletError | null = null
  #silences = 0
  #held = false
  /** The frame that was handed in last. */
  #last: NumberedFrame | null = null
  /** The line is broken: nothing is sent or heard until `resume`. */
  #suspended = false
  /** Questions that wait for their answer. */
  readonly #awaited = new Map<Question, ControlFrame>()
  #cancelSilence: (() => void) | null = null
  #cancelAsk: (() => void) | null = null
  readonly #lastLines: string[] = []

  constructor(options: SenderOptions) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? 2000
    this.#retries = options.retries ?? 5
    this.#askMs = options.askMs ?? 50
    this.#grant = options.hello.grant
    this.#boot = options.hello.boot
    this.#told = options.hello.n
    this.#outbox = new Outbox(options.from?.f ?? options.hello.f)
    this.#word = options.from?.n ?? options.hello.n
    this.#watch()
  }

  /** Frames that wait for the window. */
  get queued(): number {
    return this.#outbox.queued
  }

  /** Bytes of the device's window that are free. */
  get credit(): number {
    return Math.max(0, this.#grant - this.#outbox.bytesOut)
  }

  get grant(): number {
    return this.#grant
  }

  /** Bytes of all frames that are kept, because they are not durable on the device. */
  get kept(): number {
    return this.#outbox.bytes
  }

  /** The number of the next frame that is handed in, of the first that is not taken, and of the next result word. */
  get next(): number {
    return this.#outbox.next
  }

  get taken(): number {
    return this.#outbox.taken
  }

  get word(): number {
    return this.#word
  }

  /** Everything that was sent is taken, and everything asked for has come. */
  get rests(): boolean {
    return this.#outbox.underWay === 0 && this.#awaited.size === 0
  }

  /** Everything handed in was taken, and everything asked for has come. */
  get settled(): boolean {
    return this.rests && this.queued === 0
  }

  /** What ended the run, if anything did. */
  get failure(): RivuletError | null {
    return this.#failure
  }

  /** A frame that is not acknowledged yet: by its number, or the oldest. */
  pending(f?: number): Kept | null {
    return this.#outbox.pending(f)
  }

  /** Hands in the next frame. */
  send(frame: NumberedFrame): void {
    const f = this.#outbox.next
    const line = sealLine(this.#options.brief ? encodeBehind(this.#last, f, frame) : encodeNumbered(f, frame))
    this.#last = frame
    if (line.length + 1 > MAX_LINE) throw tooLong(frame, line.length + 1)
    this.#outbox.add(line, frame)
    this.#pump()
  }

  /** Asks for something; answered when it `rests`. */
  ask(question: ControlFrame): void {
    if (this.#failure !== null) throw this.#failure
    this.#awaited.set(question.type, question)
    this.#control(question)
    this.#watch()
  }

  /** While held no new frame is sent: what is under way can come to rest. */
  hold(held: boolean): void {
    this.#held = held
    this.#pump()
  }

  /** Frames before `f` need never be sent again. */
  forget(f: number): void {
    this.#outbox.forget(f)
  }

  /** What an earlier life of the host knew, from its journal: frames before `f` are durable; these words have come. */
  remember(past: { readonly durable: number } | { readonly words: number }): void {
    if ('durable' in past) this.#outbox.skip(past.durable)
    else this.#word += past.words
  }

  /** The first frame that could be sent again; `recall` brings those before it back, made anew from frame `f` on. */
  get first(): number {
    return this.#outbox.first
  }

  recall(f: number, frames: readonly NumberedFrame[]): void {
    const kept = frames.map((frame, i) => ({ f: f + i, line: sealLine(encodeNumbered(f + i, frame)), frame }))
    this.#outbox.recall(f, kept)
  }

  /** The line is broken: nothing is sent or heard until `resume`. */
  suspend(): void {
    this.#suspended = true
    this.stop()
  }

  /** Stops all timers; nothing is sent any more. */
  stop(): void {
    this.#cancelSilence?.()
    this.#cancelAsk?.()
    this.#cancelSilence = this.#cancelAsk = null
  }

  /** The device was restarted, or is there again: goes on from where it stands. What was asked before is asked anew by whoever asked. */
  resume({ f, n, grant, boot }: Standing): void {
    if (!this.#outbox.rewind(f)) throw behind(`frame ${this.#outbox.first}`, `expects frame ${f}`)
    this.#grant = grant
    this.#boot = boot
    this.#told = n
    this.#failure = null
    this.#suspended = false
    this.#silences = 0
    this.#held = false
    this.#awaited.clear()
    this.#compare()
    this.#pump()
  }

  /** A line from the device, without its LF. Lines that are no frames are none of the sender's business. */
  onLine(line: string): void {
    if (this.#failure !== null || this.#suspended) return
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
    this.#read(frame)
    if (this.#failure !== null) return
    // A device that speaks but neither takes nor answers must not be waited for without end.
    if (this.rests || this.#progress() !== before) this.#silences = 0
    this.#pump()
    this.#options.onChange?.()
  }

  #read(frame: DeviceFrame): void {
    switch (frame.type) {
      case 'A':
        return this.#acknowledged(frame)
      case 'N':
        return this.#again(frame.f, frame.why)
      case 'R':
        return this.#words(frame.n, frame.words)
      case 'L':
        return this.#lost(frame.n)
      case 'C':
        return this.#checkpointed(frame)
      case 'B':
        return this.#piece(frame.at, frame.bytes)
      case 'S':
        this.deviceCounters = frame.counters
        this.#awaited.delete('S')
        return
      case 'X':
        return this.#fail(deviceError(frame))
      case 'H':
        return
    }
  }

  /** Grows with every frame taken, every result word and every answer but that to P, which tells nothing by itself. */
  #progress(): number {
    return this.#word + this.#outbox.taken - this.#awaited.size + (this.#awaited.has('P') ? 1 : 0)
  }

  #acknowledged({ f, q, w, n, boot = this.#boot }: AckFrame): void {
    // Of before a restart: what it says was taken is forgotten.
    if (this.#boot !== undefined && boot !== this.#boot) return
    this.counters.acks += 1
    const asked = this.#awaited.delete('P')
    this.#awaited.delete('Q')
    const { taken } = this.#outbox
    if (f >= taken) {
      this.watermark = w
      this.item = q
    }
    this.#outbox.acknowledge(f)
    this.#told = Math.max(this.#told, n)
    this.#compare()
    if (asked && this.#outbox.underWay > 0 && this.#outbox.taken === taken) this.#lostFrames()
  }

  /** The device was asked behind the last frame and has taken none more: they never came. */
  #lostFrames(): void {
    this.#silences += 1
    if (this.#silences > this.#retries) this.#fail(this.#givenUp())
    else this.#repeat()
  }

  /** No acknowledgement, though it says what was taken: it does not tell how many result words that gave, nor of which boot it is. */
  #again(f: number, why: string): void {
    const reason = REASONS.includes(why) ? why : 'other'
    this.counters.naks[reason] = (this.counters.naks[reason] ?? 0) + 1
    // Of a device that was restarted: it does not know the frame that this one goes on from.
    const kept = why === 'head' ? this.#outbox.pending(f) : null
    if (kept !== null) this.#outbox.amend(f, sealLine(encodeNumbered(f, kept.frame)))
    if (f >= this.#outbox.taken) this.#repeat(f)
  }

  /** Sends what is unacknowledged again, from frame `f` on, byte for byte and in order. */
  #repeat(from = this.#outbox.taken): void {
    for (const { f, line } of this.#outbox.again()) {
      if (f < from) continue
      this.counters.repeats += 1
      this.#write(line)
    }
  }

  #words(n: number, words: Float64Array): void {
    if (n > this.#word) return this.#missing()
    const known = Math.min(this.#word - n, words.length)
    this.counters.duplicateWords += known
    if (known === words.length) return
    this.#word += words.length - known
    if (this.#word >= this.#told) this.#awaited.delete('R')
    this.#options.onWords(words.subarray(known))
  }

  /** Whether all words that the device has told of are here; asks for them otherwise. */
  #compare(): void {
    if (this.#told > this.#word) this.#missing()
    else this.#awaited.delete('R')
  }

  /** Words never came that the device has sent: it is asked for them, once until they have come. */
  #missing(): void {
    const asked = this.#awaited.get('R')
    if (asked !== undefined && 'n' in asked && asked.n === this.#word) return
    this.counters.wordGaps += 1
    this.ask({ type: 'R', n: this.#word })
  }

  /** The device no longer has the words before `n`. */
  #lost(n: number): void {
    if (n <= this.#word || !this.#awaited.has('R')) return
    const said = `result words ${this.#word} to ${n - 1} never came, and the device no longer has them`
    const cure = 'check the line from the device and run again'
    this.#fail(new RivuletError('E_RESULTS_LOST', said, { kind: 'device-failed', cure }))
  }

  #checkpointed(frame: CheckpointFrame): void {
    this.checkpoint = frame
    this.#awaited.delete('K')
    if (frame.serial > 0) this.counters.checkpoints += 1
  }

  #piece(at: number, bytes: Uint8Array): void {
    const asked = this.#awaited.get('B')
    if (asked === undefined || !('n' in asked) || asked.n !== at) return
    this.copied = { at, bytes }
    this.#awaited.delete('B')
  }

  /** Nothing new is sent while result words are missing: the device keeps only the last of them. */
  #pump(): void {
    while (!this.#held && !this.#awaited.has('R') && !this.#suspended && this.#failure === null) {
      const kept = this.#outbox.dispatch(this.#grant)
      if (kept === null) break
      this.counters.frames += 1
      this.#write(kept.line)
    }
    this.#watch()
  }

  /** Keeps the timers in step with what is awaited. */
  #watch(): void {
    this.stop()
    if (this.#failure !== null || this.#suspended) return
    const { clock, heartbeatMs } = this.#options
    if (this.rests) {
      if (heartbeatMs !== undefined) this.#cancelAsk = clock.after(heartbeatMs, () => this.ask({ type: 'P' }))
      return
    }
    this.#cancelSilence = clock.after(this.#timeoutMs, () => this.#silent())
    // A full window makes the device acknowledge by itself; the last frames need a question.
    const full = this.queued > 0 && !this.#held
    if (full || this.#awaited.size > 0) return
    this.#cancelAsk = clock.after(this.#askMs, () => this.ask({ type: 'P' }))
  }

  #silent(): void {
    this.counters.timeouts += 1
    this.#silences += 1
    if (this.#silences > this.#retries) return this.#fail(this.#givenUp())
    this.#repeat()
    // The answer to P must not pass for the one to Q, which is an acknowledgement too.
    if (!this.#awaited.has('Q')) this.#control({ type: 'P' })
    for (const question of this.#awaited.values()) if (question.type !== 'P') this.#control(question)
    this.#watch()
  }

  #control(question: ControlFrame): void {
    const body = encodeControl(question)
    // When its answer was lost the console hears it again.
    this.#write(sealLine(question.type === 'Q' ? harmless(body) : body))
  }

  #write(line: string): void {
    this.counters.bytes += line.length + 1
    this.#options.write(line)
  }

  #givenUp(): RivuletError {
    const first = this.#outbox.pending()
    const awaited =
      first === null || this.#outbox.underWay === 0
        ? `the answer to ${[...this.#awaited.keys()].join(', ')}`
        : `frame ${first.f} to be taken`
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

/** What the device needs is no longer here. */
function behind(kept: string, stands: string): RivuletError {
  return new RivuletError('E_TOO_FAR_BACK', `the device ${stands}; here is known what follows ${kept}`, {
    kind: 'device-failed',
    cure: 'start the run anew, or resume it from its journal',
  })
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
