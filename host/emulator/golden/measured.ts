/**
 * Rows of programs and what the real interpreter shows when it runs them, for the tests of each area.
 *
 * A row is a title, a program and the console text that it leads to, uncaught exceptions included. Both texts are
 * written with the indentation of the row, which is taken away. What is expected was measured on the 32-bit build of
 * FACTS (head) with echo off; with ESPRUINO_BIN set to such a build every row is measured again.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { BinaryRunner, ESPRUINO_BIN } from '../../../scripts/differential-binary.ts'
import { Board } from '../board/board.ts'
import { emulate } from '../emulate.ts'
import { INTERRUPTED } from '../errors.ts'

export type Row = readonly [what: string, program: string, shows: string]

/** The build that the rows come from. */
export const LINUX = { vars: 16383, board: 'LINUX', console: 'USB' }

/** Erases what an earlier row left in Storage. */
const FRESH = 'require("Storage").eraseAll();require("Storage").write(".boot0","echo(0)")'

/** A test for each row on the emulator, and, if there is a binary, one that measures the row again. */
export function measured(area: string, rows: readonly Row[]): void {
  describe(area, () => {
    test.each(rows)('%s', (_what, program, shows) => {
      expect(shown(outdent(program).trimEnd())).toBe(outdent(shows))
    })
  })
  describe.skipIf(ESPRUINO_BIN === undefined)(`${area}, measured again`, () => {
    const runner = ESPRUINO_BIN === undefined ? undefined : new BinaryRunner(ESPRUINO_BIN)
    afterAll(() => runner?.close())
    test.each(rows)('%s', (_what, program, shows) => {
      runner!.run(FRESH)
      expect(withoutEnding(runner!.run(outdent(program).trimEnd()))).toBe(outdent(shows))
    })
  })
}

/** All that the console of the emulator shows for a program. */
function shown(program: string): string {
  const { stdout, error, stack } = emulate(program, LINUX)
  if (error === undefined) return stdout
  return `${stdout}${error === INTERRUPTED ? '' : 'Uncaught '}${error}\n${stack ?? ''}`
}

/** The Linux build reports an exception that ends it a second time, without its value. */
function withoutEnding(text: string): string {
  return text.includes('Uncaught ') ? text.replace(/Uncaught undefined\n$/, '') : text
}

/** A text without its first newline and without the indentation of its last line. */
function outdent(text: string): string {
  const margin = /\n( *)$/.exec(text)?.[1]
  if (margin === undefined) return text
  const lines = text.slice(1, -margin.length || undefined).split('\n')
  return lines.map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line)).join('\n')
}

/** A title, and what is typed with what comes back for it. */
export type Session = readonly [what: string, exchange: readonly (readonly [typed: string, answer: string])[]]

/** Virtual milliseconds that the board has to answer, as long as the pause with which the answers were measured. */
const ANSWER_MS = 120

/** A test for each session at the console of a fresh board with echo on, its banner and first prompt left out. */
export function sessions(area: string, rows: readonly Session[]): void {
  describe(area, () => {
    test.each(rows)('%s', (_what, exchange) => {
      const board = new Board(LINUX)
      let answer = ''
      board.onOutput((bytes) => (answer += String.fromCharCode(...bytes)))
      board.boot()
      const answers = exchange.map(([typed]) => {
        answer = ''
        board.input(typed)
        board.advance(ANSWER_MS)
        return [typed, answer]
      })
      expect(answers).toEqual(exchange)
    })
  })
}
