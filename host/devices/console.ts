/**
 * Console text of the interpreter (FACTS 5): lines out of bytes that arrive cut anywhere, and what they tell.
 * XON, XOFF and the escape sequences that redraw a prompt are no part of a line.
 */

/** Begins a console line that is neither echoed nor answered. */
export const SILENT = '\x10'
export const INTERRUPT = '\x03'

const NOISE = /[\x11\x13\r\x07]|\x1b\[[0-9?;]*[A-Za-z]/g
/** A prompt, redrawn before output, is no part of the line behind it. */
const PROMPT = /^>+(?=~|\S)/

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
    return parts.map(clean)
  }
}

function clean(line: string): string {
  return line.replace(NOISE, '').replace(PROMPT, '')
}

/** Whether the text ends at a prompt that waits for a line. */
export function isPrompt(partial: string): boolean {
  return partial === '>' || partial === 'debug>'
}

export type Trouble = 'exception' | 'memory' | 'recursion' | 'interrupted' | 'interpreter'

const TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/^Uncaught /, 'exception'],
  [/OUT OF MEMORY|Out of Memory/, 'memory'],
  [/Too much recursion/, 'recursion'],
  [/^Execution Interrupted/, 'interrupted'],
  [/^New interpreter error: /, 'interpreter'],
]

/** Lines that are device errors, always (CONVENTIONS 3); `null` for all others. */
export function troubleIn(line: string): Trouble | null {
  return TROUBLES.find(([pattern]) => pattern.test(line))?.[1] ?? null
}
