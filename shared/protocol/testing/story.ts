/**
 * A conversation of host and device as it is written down in the README, section 10: every line in its order, with what became of
 * it on the way. The board is a model or a program of the toolchain; the host is the sender of every run.
 */
import { SimulatedClock } from '../clock.ts'
import { encodeHandshake, harmless, decodeDevice, type HelloFrame, type NumberedFrame } from '../frames.ts'
import { decodeLine, sealLine } from '../line.ts'
import { Sender } from '../sender.ts'

export interface Board {
  /** The console line `rivulet("hash",run)`. */
  handshake(hash: string, run: number): void
  /** Bytes from the host. */
  receive(text: string): void
  /** The lines sent since the last call. */
  takeLines(): string[]
  /** Power off and on: flash stays. */
  restart(): void
  /** The power fails while the next checkpoint is written. */
  tear(): void
}

export const HASH = '00abcdef'
const FIRST = 0x00abcd
/** How long a line travels, in ms. */
const LINE_MS = 1
/** A pause that is worth a note. */
const PAUSE_MS = 40

/** What happens to the next line of this type. */
interface Fault {
  readonly type: string
  readonly what: 'lost' | 'spoilt'
}

export class Story {
  readonly words: number[] = []
  sender!: Sender
  readonly #board: Board
  readonly #clock = new SimulatedClock()
  #lines: string[] = []
  #fault: Fault | null = null
  #last = 0
  /** Whom the device is heard by: what was on its way to an earlier host reaches nobody. */
  #hears: ((line: string) => void) | null = null

  constructor(board: Board) {
    this.#board = board
    this.host()
  }

  /** A host begins: its sender has nothing and is not connected. */
  host(): void {
    this.sender?.stop()
    this.#hears = null
    this.sender = new Sender({
      clock: this.#clock,
      hello: { grant: 2816, f: FIRST, n: 0 },
      brief: true,
      write: (line) => this.#send(line),
      onWords: (words) => this.words.push(...words),
    })
    this.sender.suspend()
  }

  /** What was said so far is not part of the story. */
  begin(): this {
    this.#lines = []
    return this
  }

  get text(): string {
    return this.#lines.join('\n')
  }

  note(text: string): this {
    this.#lines.push(`#  ${text}`)
    return this
  }

  /** The next line of this type is lost, or comes spoilt. */
  fault(type: string, what: Fault['what']): this {
    this.#fault = { type, what }
    return this
  }

  /** Shakes hands through the console, or by a frame; goes on from where the device stands. */
  connect(
    run: number,
    { hash = HASH, by = 'console' }: { hash?: string; by?: 'console' | 'frame' } = {},
  ): HelloFrame | null {
    let hello: HelloFrame | null = null
    this.#hears = (line) => {
      const decoded = decodeLine(line)
      const frame = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
      if (frame?.type === 'H') hello = frame
    }
    if (by === 'frame') this.#send(sealLine(harmless(encodeHandshake(hash, run))))
    else {
      this.#tell('>', `rivulet("${hash}",${run})`)
      this.#board.handshake(hash, run)
      this.#answers()
    }
    this.#run(10)
    if (hello === null) return null
    this.#hears = (line) => this.sender.onLine(line)
    this.sender.resume(hello)
    this.#run(10)
    return hello
  }

  /** Hands frames in, and waits. */
  send(...frames: readonly NumberedFrame[]): this {
    for (const frame of frames) this.sender.send(frame)
    return this.wait(5)
  }

  /** Until all is taken and answered. */
  rest(): this {
    for (let i = 0; i < 1000 && !this.sender.settled; i++) this.wait(5)
    return this
  }

  wait(ms: number): this {
    this.#run(ms)
    return this
  }

  checkpoint(): this {
    this.sender.ask({ type: 'K', n: this.sender.word })
    return this.wait(20)
  }

  /** The power fails and comes back; lines on their way are gone. */
  restart(): this {
    this.sender.suspend()
    this.#board.restart()
    return this.note('the board is switched off and on')
  }

  tear(): this {
    this.#board.tear()
    this.sender.ask({ type: 'K', n: this.sender.word })
    this.#run(20)
    this.sender.suspend()
    return this.note('the power fails while this checkpoint is written')
  }

  #run(ms: number): void {
    this.#clock.advance(ms)
  }

  #send(line: string): void {
    const arrives = this.#pass('>', line)
    if (arrives === null) return
    this.#clock.after(LINE_MS, () => {
      this.#board.receive(`${arrives}\n`)
      this.#answers()
    })
  }

  #answers(): void {
    for (const line of this.#board.takeLines()) {
      const arrives = this.#pass('<', line)
      if (arrives !== null) this.#clock.after(LINE_MS, () => this.#hears?.(arrives))
    }
  }

  /** Writes a line down; what arrives of it. */
  #pass(direction: '<' | '>', line: string): string | null {
    const type = /^~?\["(.)"/.exec(line)?.[1]
    const fault = this.#fault !== null && this.#fault.type === type ? this.#fault : null
    if (fault === null) {
      this.#tell(direction, line)
      return line
    }
    this.#fault = null
    if (fault.what === 'lost') {
      this.#tell(`${direction}x`, line)
      return null
    }
    const spoilt = line.replace(/,\d/, ',?')
    this.#tell(`${direction}?`, spoilt)
    return spoilt
  }

  #tell(mark: string, line: string): void {
    const pause = this.#clock.now() - this.#last
    if (this.#lines.length > 0 && pause >= PAUSE_MS) this.note(`${pause} ms later`)
    this.#last = this.#clock.now()
    this.#lines.push(`${mark.padEnd(2)} ${line}`)
  }
}
