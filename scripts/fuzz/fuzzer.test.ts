/** That the fuzzer finds what there is to find: by what inputs reach, within a few thousand of them. */
import vm from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chance } from '../../shared/protocol/testing/chance.ts'
import { startCounting, stopCounting } from './coverage.ts'
import { fuzz, type Fuzzed, type FuzzOptions } from './fuzzer.ts'
import { Mutator } from './mutate.ts'

beforeAll(() => startCounting())
afterAll(() => stopCounting())

let programs = 0
/** A clock that inputs move. */
const world = globalThis as { __clock?: number }
const now = (): number => world.__clock!
beforeAll(() => void (world.__clock = 0))
afterAll(() => void delete world.__clock)

/** Fuzzes a function of `input`, given as text so that it is compiled while counting. */
function fuzzed(body: string, options: Partial<FuzzOptions> = {}, seeds = ['aaaa']): Fuzzed {
  const filename = `planted-${programs++}.js`
  const run = vm.compileFunction(body, ['input'], { filename }) as (input: string) => void
  return fuzz(
    { name: 'planted', covers: new RegExp(filename), seeds, most: 40, limitMs: 200, run },
    { inputs: 60_000, seed: 1, now, ...options },
  )
}

describe('finds', () => {
  test('what lies behind one right character after the other', () => {
    const gates = [...'~["!'].map((c, i) => `if (input[${i}] !== ${JSON.stringify(c)}) return;`).join('\n')
    const { finds, inputs, corpus } = fuzzed(`${gates}\nthrow new Error('behind the gates')`, { most: 1 })
    expect(finds.map(({ why }) => why.split('\n')[0])).toEqual(['Error: behind the gates'])
    expect(finds[0].input.startsWith('~["!')).toBe(true)
    // Blind guesses would need four thousand million.
    expect(inputs).toBeLessThan(60_000)
    expect(corpus).toBeGreaterThan(3)
  })

  test('more rounds of a loop are progress', () => {
    const body = `let n = 0; for (const c of input) if (c === '(') n++; if (n > 20) throw new Error('too deep')`
    expect(fuzzed(body, { most: 1 }).finds.length).toBe(1)
  })

  test('an input that takes too long', () => {
    const body = `if (input.length === 10) globalThis.__clock += 250`
    expect(fuzzed(body, { most: 1, inputs: 2000, now }).finds[0].why).toBe('it took 250 ms')
  })

  test('memory that grows', () => {
    const body = `(globalThis.__kept ??= []).push(new Uint8Array(1).fill(1), Array(4000).fill(input))`
    const { finds } = fuzzed(body, { inputs: 4000 })
    delete (globalThis as { __kept?: unknown }).__kept
    expect(finds.map(({ why }) => why)).toEqual([expect.stringContaining('the heap grew')])
  })

  test('the same fault at the same place once, and another beside it', () => {
    const body = `if (input.length % 2) throw new Error('odd ' + input.length)\nelse throw new TypeError('even')`
    expect(fuzzed(body, { inputs: 2000, most: 9 }).finds.length).toBe(2)
  })
})

test('nothing is found where nothing is, and all inputs are run', () => {
  const { finds, inputs, reached } = fuzzed('return input.length > 3 ? 1 : 2', { inputs: 3000 })
  expect([finds, inputs]).toEqual([[], 3000])
  expect(reached).toBeGreaterThan(0)
})

test('time is up', () => {
  const { inputs, ms } = fuzzed('globalThis.__clock += 1', { inputs: Infinity, ms: 1000, now })
  expect(inputs).toBeGreaterThan(255)
  expect(ms).toBeGreaterThanOrEqual(1000)
})

test('changes repeat for a seed, keep to bytes and to the length', () => {
  const run = (): string[] => {
    const mutator = new Mutator(chance(7), ['"word"', '~['], 50)
    return Array.from({ length: 2000 }, (_, i) => mutator.mutate(`a,${i},"b"`, 'other text'))
  }
  const all = run()
  expect(run()).toEqual(all)
  expect(new Set(all).size).toBeGreaterThan(1900)
  for (const text of all) expect(text).toMatch(/^[\0-\xff]{0,50}$/)
})
