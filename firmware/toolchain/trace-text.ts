/**
 * Reads what the interpreter prints about an error: the message, and for each body under way its name, the position in it,
 * and the line with a mark below (FACTS 5.1, 10). Lines longer than 60 characters were shortened around the mark.
 */
import { troubleIn, TROUBLES, type TroubleKind } from '../../shared/protocol/trouble.ts'

export interface PrintedFrame {
  /** As called; `null` for a callback. */
  readonly name: string | null
  /** Both from 1, counted from the start of the body; or of the whole program where builds without mapped flash name its file. */
  readonly inFile: boolean
  readonly line: number
  readonly column: number
  /** What is shown of the line, and which of its characters, from 0, is marked; `null` when it was not printed. */
  readonly shown: {
    readonly text: string
    readonly mark: number
    readonly cutBefore: boolean
    readonly cutBehind: boolean
  } | null
}

export interface PrintedTrace {
  readonly kind: TroubleKind | null
  /** The error's own text; empty when there is none. */
  readonly message: string
  /** Innermost first. */
  readonly frames: readonly PrintedFrame[]
}

const FRAME = /^ {4}at (?:(.*) \()?([^\s:()]*):(\d+):(\d+)\)?$/
const CUT = '...'

export function parseTrace(text: string): PrintedTrace {
  // Lack of memory is told without a line end.
  const lines = text
    .replace(/\r/g, '')
    .replace(/(\S) {4}at /g, '$1\n    at ')
    .split('\n')
  const frames: PrintedFrame[] = []
  const rest: string[] = []
  for (let i = 0; i < lines.length; i++) {
    const found = FRAME.exec(lines[i])
    if (found === null) {
      // What failed later failed because of it.
      if (frames.length > 0 && troubleIn(lines[i]) !== null) break
      if (lines[i].trim() !== '') rest.push(lines[i])
      continue
    }
    const [, name, file, line, column] = found
    const marked = /^ *\^$/.test(lines[i + 2] ?? '')
    const shown = marked && lines[i + 1] !== '' ? shownLine(lines[i + 1], lines[i + 2].length - 1) : null
    frames.push({ name: name ?? null, inFile: file !== '', line: Number(line), column: Number(column), shown })
    if (marked) i += 2
  }
  return { ...summary(rest), frames }
}

/** The most telling of the lines that are no frames: an interruption is told beside its cause. */
function summary(lines: readonly string[]): { kind: TroubleKind | null; message: string } {
  for (const [pattern, kind] of TROUBLES) {
    const line = lines.find((each) => pattern.test(each))
    if (line !== undefined) return { kind, message: line.replace(/^Uncaught /, '') }
  }
  return { kind: null, message: lines[0] ?? '' }
}

function shownLine(line: string, mark: number): PrintedFrame['shown'] {
  const cutBefore = line.startsWith(CUT) && mark >= CUT.length
  const cutBehind = line.endsWith(CUT) && line.length > 2 * CUT.length
  const text = line.slice(cutBefore ? CUT.length : 0, cutBehind ? -CUT.length : undefined)
  return { text, mark: cutBefore ? mark - CUT.length : mark, cutBefore, cutBehind }
}
