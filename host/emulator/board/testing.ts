/** A board for tests: a program on it, what it printed, and time. */
import { Board, type BoardOptions } from './board.ts'

export class Bench {
  readonly board: Board
  private said = ''

  /** Boots with echo off. `saved` is the program in flash. */
  constructor(options: BoardOptions = {}, saved?: string) {
    this.board = new Board(options)
    this.board.onOutput((bytes) => (this.said += String.fromCharCode(...bytes)))
    this.save('.boot0', 'echo(0)')
    if (saved !== undefined) this.save('.bootcde', saved)
    this.board.boot()
    this.said = ''
  }

  save(name: string, text: string): void {
    this.board.storage.write(
      name,
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
    )
  }

  /** Executes a program and lets `ms` pass; what was printed since the last call, lines ended by LF. */
  run(program: string, ms = 0): string {
    const { error, stack } = this.board.execute(program, 'test', 1000)
    if (error !== undefined) this.said += `Uncaught ${error}\n${stack ?? ''}`
    return this.wait(ms)
  }

  /** Lets `ms` pass; what was printed since the last call. */
  wait(ms: number): string {
    this.board.advance(ms)
    const text = this.said.replaceAll('\r\n', '\n')
    this.said = ''
    return text
  }
}
