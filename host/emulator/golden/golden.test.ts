/**
 * The judge: every golden vector (FACTS 10) on the emulator, counted by category.
 * MINIMUM only grows: when a category passes more, raise its number, here and in the README.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Board } from '../board/board.ts'
import { emulate } from '../emulate.ts'

interface Vector {
  readonly id: string
  readonly category: string
  readonly code: string | readonly string[]
  readonly stdout: string | readonly string[]
  readonly error?: string
  readonly stack?: string
}

const MINIMUM: Readonly<Record<string, number>> = {
  arrays: 73,
  classes: 29,
  'control-flow': 47,
  date: 42,
  events: 19,
  exceptions: 52,
  functions: 56,
  integer: 84,
  json: 47,
  math: 63,
  memory: 189,
  natives: 73,
  'number-format': 98,
  objects: 59,
  regex: 47,
  repl: 73,
  strings: 77,
  timers: 26,
  'typed-arrays': 68,
  'unsupported-syntax': 104,
}

/** The build that the vectors come from. */
const LINUX = { vars: 16383, board: 'LINUX', console: 'USB' }
/** Virtual milliseconds for the board to answer what is typed. */
const ANSWER_MS = 400

const vectors = readFileSync(path.join(import.meta.dirname, 'golden.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Vector)

const passed = new Map<string, number>()
const failed: string[] = []

/** What a program prints, with its uncaught exception. */
function runProgram(vector: Vector): unknown {
  const { stdout, error, stack } = emulate(vector.code as string, LINUX)
  return { stdout, error, stack }
}

/** What the console answers to each thing that is typed. */
function runConsole(vector: Vector): unknown {
  const board = new Board(LINUX)
  let answer = ''
  board.onOutput((bytes) => (answer += String.fromCharCode(...bytes)))
  board.boot()
  const answers = [vector.code].flat().map((typed) => {
    answer = ''
    board.input(typed)
    board.advance(ANSWER_MS)
    return answer
  })
  return { stdout: typeof vector.code === 'string' ? answers[0] : answers, error: undefined, stack: undefined }
}

function check(vector: Vector): boolean {
  const { stdout, error, stack } = vector
  const run = vector.category === 'repl' ? runConsole : runProgram
  let result: unknown
  try {
    result = run(vector)
  } catch (thrown) {
    result = thrown instanceof Error ? thrown.stack : thrown
  }
  const good = JSON.stringify(result) === JSON.stringify({ stdout, error, stack })
  if (!good)
    failed.push(
      `${vector.id}: ${JSON.stringify(vector.code)}\n  want ${JSON.stringify({ stdout, error, stack })}\n  got  ${JSON.stringify(result)}`,
    )
  return good
}

describe('golden vectors', () => {
  test.each(Object.keys(MINIMUM))('%s', (category) => {
    const mine = vectors.filter((vector) => vector.category === category)
    const good = mine.filter(check).length
    passed.set(category, good)
    expect(good, `${category}: ${failed.slice(-3).join('\n')}`).toBeGreaterThanOrEqual(MINIMUM[category])
  })

  test('the README tells the same numbers', () => {
    const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8')
    const rows = [...readme.matchAll(/^\| ([a-z-]+) +\| +(\d+) +\| +(\d+) +\|$/gm)]
    const told = rows.map(([, category, pass, all]) => [category, Number(pass), Number(all)])
    const all = (category: string): number => vectors.filter((vector) => vector.category === category).length
    expect(told).toEqual(Object.entries(MINIMUM).map(([category, pass]) => [category, pass, all(category)]))
    expect(readme).toContain(`${vectors.length.toLocaleString('en')} vectors`)
  })

  test('no category is forgotten', () => {
    expect([...new Set(vectors.map((vector) => vector.category))].sort()).toEqual(Object.keys(MINIMUM))
  })

  afterAll(() => {
    const rows = Object.keys(MINIMUM).map((category) => {
      const all = vectors.filter((vector) => vector.category === category).length
      return `${category.padEnd(20)} ${String(passed.get(category) ?? 0).padStart(4)} of ${all}`
    })
    console.log(rows.join('\n'))
    if (process.env.GOLDEN_FAILURES !== undefined) console.log(failed.join('\n'))
  })
})
