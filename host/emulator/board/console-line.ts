/**
 * The line editor of the console (FACTS 5.1): bytes in, echo and lines to execute out.
 *
 * It knows nothing about programs; what it needs of them comes through `LineHost`. The state that the event loop
 * steers is `removed`: the prompt is not on the screen, because output was printed or a line is being executed.
 */
import type { History } from './history.ts'
import { lineAndColumn, indexOfLineAndColumn } from './text-position.ts'

/** What the editor calls. */
export interface LineHost {
  /** Sends text as it is. */
  write(text: string): void
  /** Open brackets minus closed ones; 1000 inside a comment or template, 0 when a string is not closed. */
  openBrackets(line: string): number
  /** Executes a line, reports its errors, and prints its result if `show`. */
  execute(line: string, show: boolean): void
  /** Answers Ctrl-E. */
  identify(): void
  /** A packet begins; bytes go there until it ends. */
  startPacket(): void
  /** What the tab key gives: names to be shown, and text to be typed. */
  complete(line: string, cursor: number): { readonly hints: string; readonly added: string }
  /** Whether the text is the password that unlocks the console. */
  isPassword(text: string): boolean
}

type State = 'none' | 'dle' | 'esc' | 'esc-O' | 'esc-[' | 'esc-[n'

/** Longest password that is read. */
const PASSWORD_LENGTH = 20
/** Longest line kept in the history. */
const HISTORY_LINE = 500

export class ConsoleLine {
  line = ''
  cursor = 0
  removed = false
  /** `echo(0)` was called. */
  echoOff = false
  /** Lines are taken for passwords until one is right; nothing typed is shown. */
  locked = false
  /** The current line started with DLE. */
  private silent = false
  /** The line came from the history and was not edited since. */
  private recalled = false
  private state: State = 'none'
  private number = 0

  constructor(
    private readonly host: LineHost,
    private readonly history: History,
  ) {}

  get echo(): boolean {
    return !this.echoOff && !this.silent
  }

  private get shown(): boolean {
    return this.echo && !this.removed && !this.locked
  }

  /** Forgets what was typed, as a restart does. */
  reset(): void {
    this.line = ''
    this.cursor = 0
    this.recalled = false
    this.silent = false
    this.state = 'none'
  }

  /** Takes the prompt and the typed text off the screen, before other output. */
  remove(): void {
    if (this.removed) return
    this.removed = true
    if (!this.echo) return
    this.move(this.cursor, 0)
    this.host.write('\r\x1b[J')
  }

  /** Puts the prompt and the typed text back. */
  putBack(): void {
    if (!this.removed) return
    this.removed = false
    if (!this.echo) return
    this.host.write(this.locked ? 'password>' : '>')
    this.printLines(this.line)
    this.move(this.line.length, this.cursor)
  }

  /** Drops the typed text. */
  clear(updateScreen: boolean): void {
    this.recalled = false
    if (this.line === '') return
    if (updateScreen) this.remove()
    this.line = ''
    this.cursor = 0
  }

  /** Ends the silence of a DLE line: the DLE belonged to a packet. */
  unsilence(): void {
    if (this.line === '') this.silent = false
  }

  private passwordKey(byte: number): void {
    if (byte !== 13 && byte !== 10) {
      if (this.line.length < PASSWORD_LENGTH) this.line += String.fromCharCode(byte)
      this.cursor = this.line.length
      return
    }
    this.locked = !this.host.isPassword(this.line)
    this.clear(false)
    this.print(this.locked ? '\n  Invalid password\npassword>' : '\n  Logged in.\n')
    if (this.locked) return
    this.removed = true
    this.putBack()
  }

  /** One byte from the console device. */
  key(byte: number): void {
    if (this.locked) return this.passwordKey(byte)
    switch (byte) {
      case 0:
        this.state = 'none'
        return
      case 1:
        if (this.state === 'dle') this.host.startPacket()
        return
      case 3:
        return
      case 5:
        if (this.line === '') this.host.identify()
        return
      case 16:
        if (this.line === '') this.silent = true
        this.state = 'dle'
        return
      case 27:
        this.state = 'esc'
        return
    }
    const state = this.state
    this.state = 'none'
    if (state === 'esc') this.escaped(byte)
    else if (state === 'esc-O') this.keypad(byte)
    else if (state === 'esc-[') this.cursorKey(byte)
    else if (state === 'esc-[n') this.numbered(byte)
    else this.plain(byte)
  }

  private plain(byte: number): void {
    if (byte === 8 || byte === 127) this.erase(true)
    else if (byte === 13 || byte === 10) this.newLine(true)
    else if (byte === 9) {
      if (this.echo) this.complete()
      else this.insert('    ')
    } else if (byte >= 32) this.insert(String.fromCharCode(byte))
  }

  private escaped(byte: number): void {
    if (byte === 79) this.state = 'esc-O'
    else if (byte === 91) this.state = 'esc-['
    else if (byte === 10) this.newLine(false)
  }

  private keypad(byte: number): void {
    const typed: Readonly<Record<number, string>> = { 111: '/', 106: '*', 109: '-', 107: '+', 77: '\r' }
    if (byte === 70) this.end()
    else if (byte === 72) this.home()
    else if (byte in typed) this.key(typed[byte].charCodeAt(0))
  }

  private cursorKey(byte: number): void {
    if (byte >= 48 && byte <= 57) {
      this.number = byte - 48
      this.state = 'esc-[n'
    } else if (byte === 68) this.left()
    else if (byte === 67) this.right()
    else if (byte === 65) this.upDown(-1)
    else if (byte === 66) this.upDown(1)
    else if (byte === 70) this.end()
    else if (byte === 72) this.home()
  }

  private numbered(byte: number): void {
    if (byte >= 48 && byte <= 57) {
      this.number = (this.number * 10 + byte - 48) & 0xffff
      this.state = 'esc-[n'
    } else if (byte === 72 && this.number === 2) this.clear(true)
    else if (byte === 126) this.functionKey(this.number)
  }

  private functionKey(number: number): void {
    if (number === 1) this.home()
    else if (number === 3) this.erase(false)
    else if (number === 4) this.end()
    else if (number === 5) this.jump(0)
    else if (number === 6) this.jump(this.line.length)
  }

  // ------------------------------------------------------------------------------------- executing

  /** Enter: executes a complete line, otherwise goes on on the next line. */
  private newLine(execute: boolean): void {
    if (this.line.slice(this.cursor).trim() !== '') this.breakLine()
    else if (execute && this.host.openBrackets(this.line) <= 0) this.execute()
    else {
      if (this.shown) this.print('\n:')
      this.line += '\n'
      this.cursor++
    }
  }

  private execute(): void {
    if (this.shown) this.print('\n')
    if (!this.silent) this.removed = true
    const line = this.line.replace(/[\t\v\f \n\r]+$/, '')
    this.clear(false)
    try {
      this.host.execute(line, line !== '')
    } finally {
      this.silent = false
    }
  }

  /** Remembers an executed line; lines that were not typed are not kept. */
  remember(line: string): void {
    if (this.echo && line !== '' && line.length <= HISTORY_LINE) this.history.add(line)
  }

  private breakLine(): void {
    if (this.shown) this.host.write('\x1b[J')
    this.line = `${this.line.slice(0, this.cursor)}\n${this.line.slice(this.cursor)}`
    if (this.shown) {
      this.printLines(this.line.slice(this.cursor))
      this.move(this.line.length, this.cursor + 1)
    }
    this.cursor++
  }

  // --------------------------------------------------------------------------------------- editing

  private insert(text: string): void {
    this.recalled = false
    if (this.cursor >= this.line.length) this.line += text
    else {
      this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor)
      if (this.shown) this.printRestAndBack()
    }
    this.cursor += text.length
    if (this.shown) this.print(text)
  }

  private erase(backwards: boolean): void {
    const at = backwards ? this.cursor - 1 : this.cursor
    if (at < 0 || at >= this.line.length) return
    this.recalled = false
    const wasNewLine = this.line[at] === '\n'
    if (wasNewLine && this.shown) {
      this.host.write('\x1b[J')
      if (backwards) this.host.write('\b ')
      if (backwards) this.move(this.cursor, this.cursor - 1)
    }
    this.line = this.line.slice(0, at) + this.line.slice(at + 1)
    this.cursor = at
    if (!this.shown) return
    if (wasNewLine) {
      this.printLines(this.line.slice(this.cursor))
      this.move(this.line.length, this.cursor)
    } else {
      if (backwards) this.host.write('\b')
      this.printRestAndBack()
    }
  }

  private left(): void {
    if (this.cursor === 0 || this.line[this.cursor - 1] === '\n') return
    this.cursor--
    if (this.shown) this.host.write('\x1b[D')
  }

  private right(): void {
    if (this.cursor >= this.line.length || this.line[this.cursor] === '\n') return
    this.cursor++
    if (this.shown) this.host.write('\x1b[C')
  }

  private home(): void {
    for (; this.cursor > 0 && this.line[this.cursor - 1] !== '\n'; this.cursor--) if (this.shown) this.host.write('\b')
  }

  private end(): void {
    for (; this.cursor < this.line.length && this.line[this.cursor] !== '\n'; this.cursor++)
      if (this.shown) this.host.write(this.line[this.cursor])
  }

  private complete(): void {
    const { hints, added } = this.host.complete(this.line, this.cursor)
    if (hints !== '') {
      this.move(this.cursor, this.line.length)
      this.removed = true
      this.print(`\n\n${hints}\n`)
      this.putBack()
    }
    if (added !== '') this.insert(added)
  }

  private jump(to: number): void {
    const from = this.cursor
    this.cursor = to
    this.move(from, to)
  }

  /** Arrows up and down: the history at the end of an empty or remembered line, otherwise another line of the text. */
  private upDown(direction: -1 | 1): void {
    const atEnd = this.cursor === this.line.length
    if (atEnd && (this.line === '' || this.recalled)) this.showHistory(direction)
    else this.moveVertically(direction)
  }

  private showHistory(direction: -1 | 1): void {
    const found = this.recalled ? this.history.neighbour(this.line, direction) : direction < 0 && this.history.last()
    if (typeof found !== 'string' && direction < 0) return
    const line = typeof found === 'string' ? found : ''
    this.recalled = typeof found === 'string'
    if (this.shown) {
      this.move(this.cursor, 0)
      this.host.write('\x1b[J')
      this.printLines(line)
    }
    this.line = line
    this.cursor = line.length
  }

  private moveVertically(direction: -1 | 1): void {
    const from = this.cursor
    const { line, column } = lineAndColumn(this.line, from)
    const lines = this.line.split('\n').length
    this.cursor = indexOfLineAndColumn(this.line, Math.min(lines, Math.max(1, line + direction)), column)
    if (this.shown) this.move(from, this.cursor)
  }

  // ---------------------------------------------------------------------------------------- screen

  private print(text: string): void {
    this.host.write(text.replaceAll('\n', '\r\n'))
  }

  private printLines(text: string): void {
    this.host.write(text.replaceAll('\n', '\r\n:'))
  }

  /** Prints what is behind the cursor up to the end of its line, then a space, and goes back. */
  private printRestAndBack(): void {
    const rest = this.line.slice(this.cursor).split('\n', 1)[0]
    this.host.write(`${rest} ${'\b'.repeat(rest.length + 1)}`)
  }

  private move(from: number, to: number): void {
    const old = lineAndColumn(this.line, from)
    const next = lineAndColumn(this.line, to)
    this.host.write('\x1b[C'.repeat(Math.max(0, next.column - old.column)))
    this.host.write('\x1b[D'.repeat(Math.max(0, old.column - next.column)))
    this.host.write('\x1b[B'.repeat(Math.max(0, next.line - old.line)))
    this.host.write('\x1b[A'.repeat(Math.max(0, old.line - next.line)))
  }
}
