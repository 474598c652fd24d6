/**
 * Console text of the interpreter (FACTS 5): lines out of bytes that arrive cut anywhere, and what they tell.
 * XON, XOFF and the escape sequences that redraw a prompt are no part of a line.
 */

import { encodeControl, harmless } from '../../shared/protocol/frames.ts'
import { sealLine } from '../../shared/protocol/line.ts'

/** Begins a console line that is neither echoed nor answered. */
export const SILENT = '\x10'
export const INTERRUPT = '\x03'
/** Asks a program to give the console back; to the console itself it says nothing. */
export const GIVE_BACK = sealLine(harmless(encodeControl({ type: 'Q' })))

const NOISE = /[\x11\x13\r\x07]|\x1b\[[0-9?;]*[A-Za-z]/g
/** A prompt, redrawn before output, is no part of the line behind it. */
const PROMPT = /^>+(?=~|\S)/

/** Where a frame begins behind text of the console, whose lines a program hands on in pieces. */
const FRAME = /(?<=.)(?=~\["[A-Z]",)/

/** What is kept of a line that does not end. */
const MAX_PARTIAL = 65_536

export class LineReader {
  #partial = ''

  /** Text after the last line end: a prompt, perhaps. */
  get partial(): string {
    return clean(this.#partial)
  }

  /** Takes received text; gives the lines that it completes, without line ends. */
  push(text: string): string[] {
    const parts = (this.#partial + text).split('\n')
    this.#partial = parts.pop()!.slice(-MAX_PARTIAL)
    return parts.flatMap((line) => clean(line).split(FRAME))
  }
}

function clean(line: string): string {
  return line.replace(NOISE, '').replace(PROMPT, '')
}

/** Whether the text ends at a prompt that waits for a line. */
export function isPrompt(partial: string): boolean {
  return partial === '>' || partial === 'debug>'
}

export { troubleIn } from '../../shared/protocol/trouble.ts'
