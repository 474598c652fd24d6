/** One line that says how far a run has come; redrawn on a terminal, absent elsewhere. */
import type { Terminal } from '../cli/terminal.ts'

const BLOCKS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█']
const WIDTH = 24
/** Time between two drawings, in ms. */
const EVERY_MS = 80

/** A bar of `width` characters, filled to a share between 0 and 1 in eighths. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  const full = Math.floor(eighths / 8)
  const part = full < width ? BLOCKS[eighths % 8] : ''
  return ('█'.repeat(full) + part).padEnd(width)
}

export class Progress {
  readonly #terminal: Terminal
  readonly #unit: string
  readonly #total: number | null
  readonly #now: () => number
  readonly #began: number
  #drawn = -Infinity
  #visible = false

  /** Without a total there is a count and no bar. */
  constructor(
    terminal: Terminal,
    unit: string,
    total: number | null = null,
    now: () => number = () => performance.now(),
  ) {
    this.#terminal = terminal
    this.#unit = unit
    this.#total = total
    this.#now = now
    this.#began = now()
  }

  show(done: number): void {
    if (!this.#terminal.redraws) return
    const now = this.#now()
    if (now - this.#drawn < EVERY_MS) return
    this.#drawn = now
    this.#visible = true
    const perSecond = (done * 1000) / Math.max(1, now - this.#began)
    const count = this.#total === null ? `${done}` : `${bar(done / this.#total, WIDTH)} ${done}/${this.#total}`
    const line = `${count} ${this.#unit}  ${Math.round(perSecond)}/s`
    this.#terminal.raw(`\r\x1b[K${line.slice(0, this.#terminal.columns - 1)}`)
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (!this.#visible) return
    this.#visible = false
    this.#drawn = -Infinity
    this.#terminal.raw('\r\x1b[K')
  }
}
