/** A sender whose device is the test itself: what it sent, what it handed on, and a way to answer. */
import { SimulatedClock } from '../clock.ts'
import type { NumberedFrame } from '../frames.ts'
import { encodeLine, openLine } from '../line.ts'
import { Sender, type SenderOptions } from '../sender.ts'

/** The number of the first frame. */
export const FIRST = 0xabcd

/** Frame `i`, with `size` characters of text. */
export const frame = (i: number, size = 0): NumberedFrame => ({ type: 'D', of: 't', i, text: 'x'.repeat(size) })

export interface SenderBench {
  readonly sender: Sender
  readonly clock: SimulatedClock
  /** Bodies. */
  readonly sent: string[]
  readonly words: number[]
  /** A frame from the device. */
  readonly say: (body: readonly unknown[]) => void
}

export function senderBench(options: Partial<SenderOptions> = {}): SenderBench {
  const clock = new SimulatedClock()
  const sent: string[] = []
  const words: number[] = []
  const sender = new Sender({
    clock,
    hello: { grant: 300, f: FIRST, n: 0 },
    write: (line) => sent.push(openLine(line) ?? line),
    onWords: (list) => words.push(...list),
    ...options,
  })
  return { sender, clock, sent, words, say: (body) => sender.onLine(encodeLine(JSON.stringify(body))) }
}

/** Numbers of frames counted from the first; questions as they are. */
export function numbers(lines: readonly string[]): (number | string)[] {
  return lines.map((line) => {
    const [type, f] = JSON.parse(line) as [string, number]
    return type === 'D' ? f - FIRST : line
  })
}
