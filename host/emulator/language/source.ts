/**
 * Program text with its positions, as stack traces show them (FACTS 5.1, 10): line and column from 1, and the line
 * with a mark below the place, shortened when it is long.
 */

/** Lines longer than this are shortened around the place. */
const LINE_ROOM = 60
const LEFT_ROOM = 30

/** Characters that the device goes through for a position: see `Source.walk`. */
export interface Walk {
  readonly passed: number
  readonly leftOut: number
}

export class Source {
  constructor(
    readonly text: string,
    /** The text lies in flash, and so do the bodies of the functions that it defines. */
    readonly inFlash = false,
  ) {}

  /** `:line:column`, counted from the start of this text: for a function that is its body. */
  position(pos: number): string {
    return place(this.text, pos)
  }

  /**
   * How many characters the device passes to tell a position and to show its line: twice those before the position, then
   * those before the line, then those up to the end of the line. Those of the line that are left out are printed nowhere.
   */
  walk(pos: number): Walk {
    const at = Math.min(pos, this.text.length)
    const from = lineStart(this.text, at)
    const newline = this.text.indexOf('\n', from)
    const end = newline < 0 ? this.text.length : newline
    return {
      passed: 2 * at + from + end,
      leftOut: end - from > LINE_ROOM ? Math.max(0, at - from - LEFT_ROOM) : 0,
    }
  }

  /** The line around a position and a mark below it; both lines end with a newline. */
  marker(pos: number): string {
    const at = Math.min(pos, this.text.length)
    const from = lineStart(this.text, at)
    const newline = this.text.indexOf('\n', from)
    const line = this.text.slice(from, newline < 0 ? this.text.length : newline)
    let column = at - from
    let shown = line
    if (line.length > LINE_ROOM && column > LEFT_ROOM) {
      const skipped = column - LEFT_ROOM
      shown = `...${line.slice(skipped)}`
      column += 3 - skipped
      return `${clip(shown, LINE_ROOM + 3)}\n${' '.repeat(column)}^\n`
    }
    return `${clip(shown, LINE_ROOM)}\n${' '.repeat(column)}^\n`
  }
}

function clip(line: string, room: number): string {
  return line.length >= room ? `${line.slice(0, room)}...` : line
}

function lineStart(text: string, pos: number): number {
  return pos === 0 ? 0 : text.lastIndexOf('\n', pos - 1) + 1
}

function place(text: string, pos: number): string {
  const at = Math.min(pos, text.length)
  let line = 1
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++
  return `:${line - uncounted(text, at)}:${at - lineStart(text, at) + 1}`
}

/** Lines that upload tools put in front of a program have these characters, in this order, anywhere in them. */
const UPLOADED = 'Modules.addCached'

/** How many lines at the start of the text, up to a position, are not counted because a tool may have added them. */
function uncounted(text: string, at: number): number {
  let lines = 0
  for (let from = 0; from <= at && from < text.length; lines++) {
    const newline = text.indexOf('\n', from)
    const end = Math.min(newline < 0 ? text.length : newline, at + 1)
    let found = 0
    for (let next = from; next < end && found < UPLOADED.length; next++) if (text[next] === UPLOADED[found]) found++
    if (found < UPLOADED.length) break
    from = newline < 0 ? text.length : newline + 1
  }
  return lines
}
