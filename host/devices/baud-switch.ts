/**
 * A faster line by agreement. A board speaks 115,200 bits a second after every restart. It is asked at its console to change, we change
 * as well, and a question at the new speed proves that the line carries it. The board goes back by itself when that does not
 * come about, and so do we: every wait has a limit, and the line is usable afterwards either way.
 */
import type { Clock } from '../../shared/protocol/clock.ts'
import { INTERRUPT, SILENT } from './console.ts'

/** Bits a second of a board that has just started, and of a port unless told otherwise. */
export const USUAL_BAUD = 115_200

/** One end of a line whose speed can be changed. */
export interface SpeedLine {
  readonly clock: Clock
  write(text: string): void
  /** Changes our own speed, after everything that was written has left; rejects when the adapter has no such speed. */
  setBaud(baud: number): Promise<void>
}

/** After this the board goes back to the usual speed unless it is told to stay, in ms: longer than all questions at the new one. */
export const BACK_MS = 1500
/** Time for a line to arrive and to be carried out, in ms. */
const SETTLE_MS = 60
/** Tries of a question, and how long an answer may take, in ms. */
const TRIES = 3
const ANSWER_MS = 200
/** What is kept of the text heard: an answer and what surrounds it. */
const KEPT = 256

/** The device of the console, whatever it is called on this board. XON and XOFF stay on. */
const SETUP = (baud: number): string => `global[process.env.CONSOLE].setup(${baud},{flow:"xon"})`

export class BaudSwitch {
  #heard = ''
  #questions = 0
  #notify: (() => void) | null = null

  constructor(private readonly line: SpeedLine) {}

  /** Text from the board, at whatever speed. */
  hear(text: string): void {
    this.#heard = (this.#heard + text).slice(-KEPT)
    this.#notify?.()
  }

  /** From the usual speed to another; whether the line now has it. If not, both ends have the usual one again. */
  async reach(baud: number): Promise<boolean> {
    if (!(await this.#ask())) return false
    const { clock } = this.line
    this.line.write(`${SILENT}global.rvB=setTimeout(function(){${SETUP(USUAL_BAUD)}},${BACK_MS});${SETUP(baud)}\n`)
    const back = clock.now() + BACK_MS
    await this.#pause(SETTLE_MS)
    // Only what was heard at the new speed may be told to stay: a board that is not heard has to go back.
    const changed = await this.line.setBaud(baud).then(
      () => true,
      () => false,
    )
    if (changed && (await this.#ask()) && (await this.#ask('clearTimeout(global.rvB);delete global.rvB;'))) return true
    await this.line.setBaud(USUAL_BAUD)
    await this.#pause(back + SETTLE_MS - clock.now())
    await this.#ask()
    return false
  }

  /** Whether the console answers. An echo of the question is no answer. */
  async #ask(code = ''): Promise<boolean> {
    for (let left = TRIES; left > 0; left--) {
      const mark = `#b${++this.#questions}`
      this.line.write(`${SILENT}${code}print("${mark}",1+1)\n`)
      if (await this.#hears(`${mark} 2`)) return true
      // What came across as noise is no part of the next line.
      this.line.write(`${INTERRUPT}\n`)
    }
    return false
  }

  #hears(answer: string): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (heard: boolean): void => {
        cancel()
        this.#notify = null
        resolve(heard)
      }
      const cancel = this.line.clock.after(ANSWER_MS, () => finish(false))
      this.#notify = () => this.#heard.includes(answer) && finish(true)
    })
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.line.clock.after(Math.max(0, ms), resolve))
  }
}
