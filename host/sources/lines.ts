/** Lines of a stream of text. One that is too long is not kept: whoever made the file may have left out every line end. */
import type { Readable } from 'node:stream'
import type { Refusals } from './source.ts'

/** Characters of a line at most. */
export const MAX_LINE = 1 << 20

/** The lines without their ends (`\n` or `\r\n`), in order; `null` stands for one that is too long. */
export async function* linesOf(stream: Readable, most = MAX_LINE): AsyncGenerator<string | null> {
  let begun = ''
  let tooLong = false
  for await (const piece of stream as AsyncIterable<string | Buffer>) {
    const parts = String(piece).split('\n')
    for (const [i, part] of parts.entries()) {
      tooLong ||= begun.length + part.length > most
      begun = tooLong ? '' : begun + part
      if (i === parts.length - 1) continue
      yield tooLong ? null : begun.replace(/\r$/, '')
      begun = ''
      tooLong = false
    }
  }
  if (tooLong) yield null
  else if (begun !== '') yield begun.replace(/\r$/, '')
}

const TOO_LONG = `the line has more than ${MAX_LINE} characters`

export interface FullLine {
  /** From 1 on, empty ones counted. */
  readonly line: number
  /** Without white space around it, a byte order mark included. */
  readonly text: string
}

/** The lines of a source that hold something; those that are too long are refused with their place. */
export async function* fullLines(name: string, stream: Readable, refusals: Refusals): AsyncGenerator<FullLine> {
  let line = 0
  for await (const whole of linesOf(stream)) {
    line += 1
    if (whole === null) {
      refusals.add(`${name}:${line}`, TOO_LONG)
      continue
    }
    const text = whole.trim()
    if (text !== '') yield { line, text }
  }
}
