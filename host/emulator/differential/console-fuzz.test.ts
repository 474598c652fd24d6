/** Random bytes at the console; scripts/console-fuzz.ts does the same at length. And what it has found, as rows. */
import { describe, expect, test } from 'vitest'
import { Board } from '../board/board.ts'
import { seeded } from '../board/random.ts'
import { fuzzConsole, isWell, sendString } from './console-fuzz.ts'
import { consoleInput } from './console-inputs.ts'

/** A clock that stands still: nothing counts as a hang. */
const still = (): number => 0

test('1,500 strings: no crash, and the console answers after a reset', () => {
  const { finds, stalled, unimplemented } = fuzzConsole(seeded(20_260_101), { count: 1500, now: still })
  expect(finds).toEqual([])
  expect([stalled > 0, unimplemented >= 0]).toEqual([true, true])
})

test('strings repeat with their seed, hold bytes only, and differ', () => {
  const [one, two] = [seeded(5), seeded(5)]
  const strings = Array.from({ length: 500 }, () => consoleInput(one))
  expect(strings).toEqual(Array.from({ length: 500 }, () => consoleInput(two)))
  expect(new Set(strings).size).toBeGreaterThan(450)
  expect(strings.join('')).toMatch(/^[\x00-\xff]+$/)
  for (const part of ['\x10\x01', '\x13', '\x03', '\x1b[', 'while', '((((']) expect(strings.join('')).toContain(part)
})

describe('a find is told', () => {
  test('a crash, with the strings of its board', () => {
    let calls = 0
    const random = seeded(1)
    const breaks = (): number => {
      if (++calls === 300) throw new Error('the random numbers are used up')
      return random()
    }
    const { finds } = fuzzConsole(breaks, { count: 1000, now: still })
    expect(finds).toEqual([
      {
        index: expect.any(Number),
        inputs: expect.any(Array),
        why: expect.stringContaining('the random numbers are used up'),
      },
    ])
  })

  test('a hang', () => {
    let now = 0
    const { finds, slowest } = fuzzConsole(seeded(1), { count: 10, now: () => (now += 40_000) })
    expect(finds[0]).toMatchObject({ index: 0, why: 'it took 40000 ms' })
    expect(slowest).toBe(40_000)
  })
})

describe('what it has found', () => {
  const board = (): Board => {
    const made = new Board({ vars: 1000, patienceMs: 100 })
    made.boot()
    return made
  }

  test.each([
    ['a long sum is compiled in time', `${'1+'.repeat(2000)}1\n`],
    ['so are comparisons', `${'1<'.repeat(200)}1\n`],
    ['and identities', `${'1==='.repeat(200)}1\n`],
    ['a thousand lines that are not finished are each read once', '{a:\n'.repeat(1000)],
    ['a packet to be evaluated while memory is full', 'var l=[];while(1)l.push(l.length);\n\x10\x01\x20\x07{"s":3}'],
    ['keys typed in front of a long line', `${'x'.repeat(1000)}\x1b[H${'y'.repeat(500)}\n`],
    ['boot code that never ends', 'E.setBootCode("while(1);",true)\nreset()\n'],
    ['a line beyond memory', `var q="${'x'.repeat(20_000)}"\n`],
    ['brackets beyond memory', `${'('.repeat(20_000)}\n`],
    ['a packet longer than what follows', '\x10\x01\x3f\xff1+1\n'],
    ['a packet of a kind that is none', '\x10\x01\xff\xff'.repeat(200)],
    ['an upload larger than Storage', '\x10\x01\x60\x15{"fn":"x","s":999999} \x10\x01\x80\x02hi'],
  ])('%s', (_, input) => {
    const it = board()
    sendString(it, input)
    expect(isWell(it)).toBe(true)
  })
})
