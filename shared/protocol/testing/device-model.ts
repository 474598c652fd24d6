/**
 * The device's end of the link as a small model (protocol, section 7), for tests: checks lines and numbers, acknowledges,
 * repeats questions. It evaluates nothing: what a frame gives in result words is up to the test.
 */
import { encodeText } from '../base64.ts'
import { encodeWords } from '../frames.ts'
import { crc32, MAX_LINE, openLine } from '../line.ts'

export type Body = readonly (number | string | null)[]

export interface DeviceModelOptions {
  readonly hash?: string
  readonly grant?: number
  /** Sends one line, without LF. */
  readonly write: (line: string) => void
  /** Takes a numbered frame, each exactly once and in order; gives result words. Throwing is an exception on the device. */
  readonly take: (frame: Body) => readonly number[]
}

const FAR = 1 << 20
const ACK_BYTES = 1280

export class DeviceModel {
  expected: number
  item = 0
  words = 0
  watermark: number | null = null
  attached = false
  readonly seen = { crc: 0, gap: 0, dup: 0, long: 0 }
  readonly #options: DeviceModelOptions
  readonly #hash: string
  #write: (line: string) => unknown
  #taken = 0
  #asked = false
  #partial = ''

  constructor(options: DeviceModelOptions) {
    this.#options = options
    this.#write = options.write
    this.#hash = options.hash ?? '00abcdef'
    this.expected = parseInt(this.#hash.slice(0, 6), 16)
  }

  /** What the handshake says of it. */
  get hello(): { grant: number; f: number; n: number } {
    return { grant: this.#options.grant ?? 2048, f: this.expected, n: this.words }
  }

  /** From now on what it sends goes here. */
  redirect(write: (line: string) => unknown): void {
    this.#write = write
  }

  /** The console line `rivulet("hash")`. */
  handshake(hash: string): void {
    if (hash !== this.#hash) return this.#trouble('program', `this device runs ${this.#hash}`)
    this.attached = true
    const { grant, f, n } = this.hello
    this.#reply(['H', 1, this.#hash, 4242, grant, f, this.item, n, this.watermark])
  }

  /** Bytes from the host, cut anywhere. */
  receive(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop()!
    for (const line of lines) this.#line(line)
  }

  #line(line: string): void {
    this.#taken += line.length + 1
    if (line.length + 1 > MAX_LINE) return this.#again('long')
    if (!line.startsWith('[')) return
    const body = openLine(line)
    if (body === null) return this.#again('crc')
    const frame = JSON.parse(body) as Body
    switch (frame[0]) {
      case 'P':
        return this.#acknowledge()
      case 'S':
        return this.#reply(['S', { m: [900, 3000, 14], fates: [[1, 2, 3, 4]], refused: 0, ...this.seen }])
      case 'Q':
        this.#acknowledge()
        this.attached = false
        return
      case 'E':
      case 'e':
      case 'W':
      case 'T':
      case 'D':
        return this.#numbered(frame)
      default:
        return this.#trouble('frame', `unknown frame ${String(frame[0])}`)
    }
  }

  #numbered(frame: Body): void {
    const ahead = (frame[1] as number) - this.expected
    if (Math.abs(ahead) >= FAR) return this.#trouble('program', 'frame of another program')
    if (ahead > 0) return this.#again('gap')
    if (ahead < 0) {
      this.seen.dup += 1
      return this.#acknowledge()
    }
    this.#asked = false
    try {
      this.#report(this.#options.take(frame))
    } catch (error) {
      return this.#trouble('exception', (error as Error).message)
    }
    this.expected += 1
    if (frame[0] !== 'D') this.item = (frame[2] as number) + (frame[0] === 'E' ? (frame[7] as number) : 1)
    if (this.#taken > ACK_BYTES) this.#acknowledge()
  }

  #report(words: readonly number[]): void {
    if (words.length === 0) return
    this.#reply(['R', this.words, encodeWords(words)])
    this.words += words.length
  }

  #again(why: 'crc' | 'gap' | 'long'): void {
    this.seen[why] += 1
    if (this.#asked) return
    this.#asked = true
    this.#reply(['N', this.expected, why])
  }

  #acknowledge(): void {
    this.#taken = 0
    this.#reply(['A', this.expected, this.item, this.watermark, this.words])
  }

  #trouble(kind: string, message: string): void {
    this.#reply(['X', this.expected, this.item, kind, encodeText(message), encodeText('    at f (:1:33)\n'), this.item])
  }

  /** Check sums come without leading zeros from a device. */
  #reply(frame: readonly unknown[]): void {
    const body = JSON.stringify(frame)
    this.#write(`~${body}*${crc32(body).toString(16)}`)
  }
}
