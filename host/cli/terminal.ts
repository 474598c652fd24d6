/**
 * Where the command line speaks: results to stdout, talk to stderr. Colours only for people: a terminal, and no NO_COLOR.
 */
/** Codes that begin and end a style. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

export type Style = keyof typeof STYLES

export interface Terminal {
  /** A line of results. */
  readonly result: (line: string) => void
  /** A line of talk, left out when quiet. */
  readonly say: (line: string) => void
  /** A line of talk for those who asked for more. */
  readonly detail: (line: string) => void
  /** A line about trouble, always shown. */
  readonly warn: (line: string) => void
  /** Talk without a line end, for a progress bar. */
  readonly raw: (text: string) => void
  readonly quiet: boolean
  readonly colour: boolean
  /** Whether a bar may redraw its line. */
  readonly redraws: boolean
  /** Columns of the terminal, or what is customary. */
  readonly columns: number
  readonly style: (style: Style, text: string) => string
}

export interface TerminalOptions {
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly colour?: boolean
}

interface Stream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Streams {
  readonly out: Stream
  readonly err: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}

export function terminal({ out, err, env }: Streams, options: TerminalOptions = {}): Terminal {
  const { quiet = false, verbose = false } = options
  const plain = options.colour === false || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const colour = !plain && out.isTTY === true
  return {
    quiet,
    colour,
    redraws: !plain && !quiet && err.isTTY === true,
    columns: err.columns ?? 80,
    result: (line) => void out.write((out.isTTY === true ? visible(line) : line) + '\n'),
    say: (line) => void (quiet || err.write(visible(line) + '\n')),
    detail: (line) => void (!verbose || err.write(visible(line) + '\n')),
    warn: (line) => void err.write(visible(line) + '\n'),
    raw: (text) => void err.write(text),
    style: (style, text) => (colour ? styled(style, text) : text),
  }
}

/** What may move a terminal's cursor, name its window or answer in the user's place: all but line ends, tabs and colours. */
const CONTROL = /(?!\x1b\[[0-9;]*m)[\0-\x08\x0b-\x1f\x7f-\x9f]/g

/** A text with control characters shown and not sent: devices, files and brokers say what they like. */
export function visible(text: string): string {
  return text.replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function styled(style: Style, text: string): string {
  const [begin, end] = STYLES[style]
  return `\x1b[${begin}m${text}\x1b[${end}m`
}
