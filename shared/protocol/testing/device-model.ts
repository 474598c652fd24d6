/**
 * The device's end of the link as a small model (protocol, section 7), for tests: checks lines and numbers, acknowledges,
 * repeats questions and result words, makes checkpoints and goes on from them. It evaluates nothing: what a frame gives in
 * result words, and what state that leaves, is up to the test.
 */
import { MIN } from '../../stream/event.ts'
import { encodeBytes, encodeText } from '../base64.ts'
import { encodeWords, firstFrame, VERSION } from '../frames.ts'
import { crc32, MAX_LINE, openLine } from '../line.ts'
import { Checkpoints } from './model-checkpoints.ts'

export type Body = readonly (number | string | null)[]

export interface DeviceModelOptions {
  readonly hash?: string
  readonly grant?: number
  /** Sends one line, without LF. */
  readonly write: (line: string) => void
  /** Takes a numbered frame, each exactly once and in order; gives result words. Throwing is an exception on the device. */
  readonly take: (frame: Body) => readonly number[]
  /** What `take` keeps from frame to frame, as JSON data. */
  readonly save?: () => unknown
  /** Goes on with what `save` gave; `undefined`: as at the start. */
  readonly restore?: (kept: unknown) => void
  /** Places for checkpoints; default 2, of which a chip has no fewer. */
  readonly slots?: number
}

/** What a checkpoint holds. */
interface State {
  readonly expected: number
  readonly item: number
  readonly words: number
  readonly watermark: number | null
  readonly kept: unknown
}

const FAR = 1 << 20
const ACK_BYTES = 640
/** Result words that are kept, in a ring: no line of them crosses its end. */
const RING = 48
const NUMBERED = 'EeFfGWTD'
const CONTROL = 'PSQRKB'

/** Hears from the beginning; once it has given the port back or was restarted, only after a handshake. */
export class DeviceModel {
  expected: number
  item = 0
  words = 0
  watermark: number | null = null
  attached = false
  /** Drawn at each start. */
  boot = 4242
  /** The power fails while the next checkpoint is written. */
  tear = false
  readonly seen = { crc: 0, gap: 0, dup: 0, long: 0 }
  /** What outlives a restart. */
  readonly checkpoints: Checkpoints
  readonly #options: DeviceModelOptions
  readonly #hash: string
  readonly #ring: number[] = []
  #write: (line: string) => unknown
  #hears = true
  #run = 0
  /** The first word that the ring may hold. */
  #oldest = 0
  #taken = 0
  #asked = false
  /** The report of what stopped it: its answer to everything. */
  #stopped: Body | null = null
  #partial = ''
  /** The frame that brief ones go on from. */
  #head: Body | null = null

  constructor(options: DeviceModelOptions) {
    this.#options = options
    this.#write = options.write
    this.#hash = options.hash ?? '00abcdef'
    this.checkpoints = new Checkpoints(options.slots ?? 2)
    this.expected = this.#first
  }

  get #first(): number {
    return firstFrame(this.#hash, 0)
  }

  /** What the handshake says of it. */
  get hello(): { grant: number; boot: number; f: number; n: number } {
    return { grant: this.#options.grant ?? 2816, boot: this.boot, f: this.expected, n: this.words }
  }

  /** From now on what it sends goes here. */
  redirect(write: (line: string) => unknown): void {
    this.#write = write
  }

  /** Loses everything but its checkpoints, and hears nothing until a handshake. */
  restart(): void {
    this.attached = this.#hears = this.#asked = this.tear = false
    this.boot += 1
    this.#run = this.#taken = 0
    this.#stopped = null
    this.#head = null
    this.#partial = ''
    Object.assign(this.seen, { crc: 0, gap: 0, dup: 0, long: 0 })
    this.#begin({ expected: this.#first, item: 0, words: 0, watermark: null, kept: undefined })
  }

  /** The console line `rivulet("hash",run)`. */
  handshake(hash: string, run = 1): void {
    if (hash !== this.#hash) return this.#trouble('program', `this device runs ${this.#hash}`)
    if (this.#stopped !== null) return this.#reply(this.#stopped)
    if (this.#run !== 0 && this.#run !== run) return this.#trouble('run', `this device works on run ${this.#run}`)
    const kept = this.#run === 0 ? this.checkpoints.newest(run) : null
    if (kept !== null) this.#begin(JSON.parse(new TextDecoder().decode(kept.bytes)) as State)
    else if (this.#run === 0) this.expected = firstFrame(this.#hash, run)
    this.#run = run
    this.#partial = ''
    this.#asked = false
    this.attached = this.#hears = true
    const { boot, grant, f, n } = this.hello
    this.#reply(['H', VERSION, this.#hash, boot, grant, f, this.item, n, this.watermark, run])
  }

  /** Bytes from the host, cut anywhere. */
  receive(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop()!
    for (const line of lines) this.#line(line)
  }

  #begin({ expected, item, words, watermark, kept }: State): void {
    Object.assign(this, { expected, item, words, watermark })
    this.#oldest = words
    this.#options.restore?.(kept ?? undefined)
  }

  #line(line: string): void {
    // A carrier without a console hears the handshake at any time.
    if (!this.#hears && !line.startsWith('["H"')) return
    if (line.length + 1 > MAX_LINE) return this.#again('long')
    if (!line.startsWith('[')) return
    const body = openLine(line)
    if (body === null) return this.#again('crc')
    this.#taken += line.length + 1
    // A comment may follow the array (section 7).
    const frame = JSON.parse(body.replace(/\]\/\/$/, ']')) as Body
    const type = String(frame[0])
    if (type === 'H') return this.handshake(frame[2] as string, frame[3] as number)
    if (NUMBERED.includes(type)) return this.#numbered(frame)
    if (!CONTROL.includes(type)) return this.#trouble('frame', `unknown frame ${type}`)
    if (this.#stopped !== null) this.#reply(this.#stopped)
    else this.#control(type, frame[1] as number)
    if (type === 'Q') this.attached = this.#hears = false
  }

  #control(type: string, n: number): void {
    switch (type) {
      case 'P':
      case 'Q':
        return this.#acknowledge()
      case 'S':
        return this.#reply(['S', { m: [900, 3000, 14], fates: [[1, 2, 3, 4]], refused: 0, ...this.seen }])
      case 'R':
        return this.#resend(n)
      case 'K':
        return this.#checkpoint(n)
      case 'B':
        return this.#reply(['B', n, encodeBytes(this.checkpoints.piece(n))])
    }
  }

  #numbered(frame: Body): void {
    if (this.#stopped !== null) return
    const ahead = (frame[1] as number) - this.expected
    if (Math.abs(ahead) >= FAR) return this.#trouble('program', 'frame of another run')
    if (ahead > 0) return this.#again('gap')
    if (ahead < 0) {
      this.seen.dup += 1
      return this.#acknowledge()
    }
    const whole = this.#whole(frame)
    if (whole === null) {
      this.#asked = false
      return this.#again('head')
    }
    frame = whole
    this.#asked = false
    try {
      this.#report(this.#options.take(frame))
    } catch (error) {
      this.#stopped = this.#failure('exception', (error as Error).message)
      return this.#reply(this.#stopped)
    }
    this.#advance(frame)
    if (this.#taken > ACK_BYTES) this.#acknowledge()
  }

  /** A brief frame as the full one that it stands for; `null`: nothing is known of the one before it. */
  #whole(frame: Body): Body | null {
    if (frame[0] === 'E') this.#head = frame
    if (frame[0] !== 'G') return frame
    if (this.#head === null) return null
    const [, , q, key, w, t0, dt, n, ...scales] = this.#head as readonly number[]
    const [, f, lag, bytes] = frame
    const first = t0 + n * dt
    const after = (lag as number) < 0 ? w : first + (n - 1) * dt - (lag as number)
    return (this.#head = ['E', f, q + n, key, after, first, dt, n, ...scales.slice(0, -1), bytes])
  }

  /** Frame, item and watermark after a frame. */
  #advance([type, , q, third, w, , , n]: Body): void {
    this.expected += 1
    if (type === 'D') return
    this.item = (q as number) + (type === 'E' || type === 'F' ? (n as number) : 1)
    const after = type === 'W' ? third : type === 'T' ? MIN : w
    if ((after as number) > (this.watermark ?? MIN)) this.watermark = after as number
  }

  #report(words: readonly number[]): void {
    const from = this.words
    for (const word of words) this.#ring[this.words++ % RING] = word
    this.#sendWords(from, words)
  }

  #resend(n: number): void {
    const first = Math.max(this.words - RING, this.#oldest)
    if (n < first) return this.#reply(['L', first])
    const count = Math.max(0, this.words - n)
    this.#sendWords(
      n,
      Array.from({ length: count }, (_, i) => this.#ring[(n + i) % RING]),
    )
  }

  #sendWords(n: number, words: readonly number[]): void {
    for (let i = 0; i < words.length;) {
      const part = words.slice(i, i + RING - ((n + i) % RING))
      this.#reply(['R', n + i, encodeWords(part)])
      i += part.length
    }
  }

  #checkpoint(n: number): void {
    const { expected, item, words, watermark } = this
    const kept = this.#options.save?.() ?? null
    const bytes = new TextEncoder().encode(JSON.stringify({ expected, item, words, watermark, kept }))
    if (this.tear) {
      this.checkpoints.tear()
      return this.restart()
    }
    const serial = n === words ? this.checkpoints.make(this.#run, bytes) : 0
    this.#reply(['C', expected, words, serial, bytes.length, this.checkpoints.slots])
  }

  #again(why: 'crc' | 'gap' | 'long' | 'head'): void {
    if (why !== 'head') this.seen[why] += 1
    if (this.#asked || this.#stopped !== null) return
    this.#asked = true
    this.#reply(['N', this.expected, why])
  }

  #acknowledge(): void {
    this.#taken = 0
    this.#reply(['A', this.expected, this.item, this.watermark, this.words, this.boot])
  }

  #trouble(kind: string, message: string): void {
    this.#reply(this.#failure(kind, message))
  }

  #failure(kind: string, message: string): Body {
    const stack = kind === 'exception' ? '    at f (:1:33)\n' : ''
    return ['X', this.expected, this.item, kind, encodeText(message), encodeText(stack), this.item]
  }

  /** Check sums come without leading zeros from a device. */
  #reply(frame: readonly unknown[]): void {
    const body = JSON.stringify(frame)
    this.#write(`~${body}*${crc32(body).toString(16)}`)
  }
}
