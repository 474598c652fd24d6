/**
 * Console sessions of our own, measured on a real Espruino (32-bit, 14-byte variables) on a pipe, in the manner of the
 * golden category `repl`: what is typed, and the bytes that come back within 200 ms, the banner and first prompt left out.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Board } from '../board/board.ts'
import { LINUX } from './measured.ts'

interface Session {
  readonly title: string
  readonly exchange: readonly (readonly [typed: string, answer: string])[]
}

/** Time that the interpreter had for each answer, and for its start, in ms. */
const ANSWER_MS = 200
const START_MS = 300

const sessions = readFileSync(path.join(import.meta.dirname, 'sessions.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Session)

/** An image of ours has another size. */
const withoutSizes = (text: string): string => text.replace(/(bytes to|Loading) \d+/g, '$1 N')

test.each(sessions.map((session) => [session.title, session] as const))('%s', (_, { exchange }) => {
  const board = new Board(LINUX)
  let said = ''
  board.onOutput((bytes) => (said += String.fromCharCode(...bytes)))
  board.boot()
  board.advance(START_MS)
  const answers = exchange.map(([typed]) => {
    said = ''
    board.input(typed)
    board.advance(ANSWER_MS)
    return [typed, withoutSizes(said)]
  })
  expect(answers).toEqual(exchange.map(([typed, answer]) => [typed, withoutSizes(answer)]))
})

test('there are as many as were measured', () => {
  expect(sessions.length).toBeGreaterThanOrEqual(20)
  expect(sessions.flatMap(({ exchange }) => exchange).length).toBeGreaterThan(180)
})
