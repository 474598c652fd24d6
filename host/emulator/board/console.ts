/**
 * The console of a board: the device that talks to the line editor, and everything printed (FACTS 5.1, 5.4).
 * It outlives the interpreter, which a restart replaces.
 */
import { Brackets } from './brackets.ts'
import { inColumns, type Completion } from './completion.ts'
import { ConsoleLine } from './console-line.ts'
import type { History } from './history.ts'

export interface ConsoleOptions {
  /** Device that is the console at boot. */
  readonly device: string
  /** Board name, as Ctrl-E answers it. */
  readonly board: string
}

export interface ConsoleHost {
  transmit(device: string, bytes: Iterable<number>): void
  /** Executes a line of the console and reports its errors; its result, as printed, when `show` and it had one. */
  execute(line: string, show: boolean): void
  startPacket(): void
  isPassword(text: string): boolean
  complete(line: string, cursor: number): Completion
  /** A byte while a packet is being received; false when there is none. */
  packetByte(byte: number): boolean
}

export const VERSION = '2v29'

const BANNER =
  '\n ____                 _ \n' +
  '|  __|___ ___ ___ _ _|_|___ ___ \n' +
  '|  __|_ -| . |  _| | | |   | . |\n' +
  '|____|___|  _|_| |___|_|_|_|___|\n' +
  '         |_| espruino.com\n' +
  ` ${VERSION} (c) 2026 G.Williams\n` +
  '\nEspruino is Open Source. Our work is supported\n' +
  'only by sales of official boards and donations:\n' +
  'http://espruino.com/Donate\n'

/** Switches line wrap of the terminal off; sent by chips only. */
const NO_WRAP = '\x1b[?7l'

export class Console {
  /** Name of the device, or null when no device is the console. */
  device: string | null
  /** The console was moved with `force` and stays where it is. */
  forced = false
  readonly line: ConsoleLine
  private interrupted = false

  constructor(
    private readonly options: ConsoleOptions,
    private readonly host: ConsoleHost,
    history: History,
  ) {
    this.device = options.device
    const brackets = new Brackets()
    this.line = new ConsoleLine(
      {
        write: (text) => this.send(text),
        openBrackets: (text) => brackets.open(text),
        execute: (line, show) => host.execute(line, show),
        identify: () => this.printHere(`Espruino ${VERSION} ${options.board}\n`),
        startPacket: () => host.startPacket(),
        isPassword: (text) => host.isPassword(text),
        complete: (line, cursor) => {
          const { hints, added } = host.complete(line, cursor)
          return { hints: inColumns(hints), added }
        },
      },
      history,
    )
  }

  /** A byte for the console. */
  key(byte: number): void {
    if (!this.host.packetByte(byte)) this.line.key(byte)
  }

  /** Prints text in place of the prompt and what is typed; both come back after the pass. */
  print(text: string): void {
    this.line.remove()
    this.printHere(text)
  }

  /** Prints text where the cursor is. */
  printHere(text: string): void {
    this.send(text.replaceAll('\n', '\r\n'))
  }

  /** Sends bytes as they are. */
  send(text: string): void {
    if (this.device === null || text === '') return
    this.host.transmit(
      this.device,
      Array.from(text, (char) => char.charCodeAt(0)),
    )
  }

  /** Ctrl-C was received while nothing ran: the typed line goes at the end of the pass. */
  interrupt(): void {
    this.interrupted = true
  }

  /** The end of a pass of the event loop. */
  afterPass(): void {
    if (this.interrupted) this.line.clear(true)
    this.interrupted = false
    this.line.putBack()
  }

  /** Moves the console to another device, or (null) takes it away. */
  move(device: string | null, force: boolean): void {
    this.forced = force
    if (device === this.device) return
    const { echo } = this.line
    if (echo) this.print(`-> ${device ?? 'null'}\n`)
    const old = this.device
    this.device = device
    if (echo) this.printHere(`<- ${old ?? 'null'}\n`)
  }

  /** Text of the start: the banner unless saved code was loaded, then a new prompt. */
  greet(withBanner: boolean, hasSavedError: boolean): void {
    if (!this.line.echo) return
    if (withBanner) {
      if (this.options.board !== 'LINUX') this.send(NO_WRAP)
      this.printHere(BANNER)
      if (hasSavedError) this.printHere(SAVED_ERROR)
    }
    this.printHere('\n')
    this.line.removed = true
  }

  /** The start of an interpreter. */
  restart(): void {
    this.interrupted = false
    this.line.reset()
  }
}

const SAVED_ERROR =
  '\nAn Uncaught Error has been saved to Storage. Please type:\n' +
  "  require('Storage').read('ERROR') to view it\n" +
  "  require('Storage').erase('ERROR') to clear it\n"
