/** Records of joins (protocol, section 6): each side counts its events in its own way. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Result } from '../stream/result.ts'
import { Dictionary } from './dictionary.ts'
import { Positions } from './positions.ts'
import { RecordReader } from './records.ts'

const interval = { type: 'interval', lowerMs: 0, upperMs: 5 }
const windows = { type: 'window', window: { type: 'tumbling', sizeMs: 10 } }
const pipeline = loadPipeline({
  name: 'pairs',
  input: { fields: { k: 'string', v: 'double' }, key: 'k', sides: ['left', 'right'] },
  time: { mode: 'event', outOfOrdernessMs: 10 },
  stages: [
    { id: 'near', from: 'input', join: interval },
    { id: 'same', from: 'input', join: windows },
    { id: 'big', from: 'input', filter: 'v > 3' },
    { id: 'n', from: 'big', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } },
    { id: 'busy', filter: 'n > 2' },
    { id: 'mixed', from: ['big', 'busy'], join: interval },
    { id: 'turned', from: ['busy', 'big'], join: windows },
  ],
})
const code = (id: string, kind: number): number => 16 * pipeline.stages.findIndex((stage) => stage.id === id) + kind

/** Items 0, 1 and 2 arrived as number 10, 12 and 11. */
function read(words: number[]): Result[] {
  const dictionary = new Dictionary([], true)
  dictionary.key('a')
  const positions = new Positions()
  for (const at of [10, 12, 11]) positions.add({ at, ref: `r${at}`, t: 100 + at })
  return new RecordReader(pipeline, dictionary, positions).push(words)
}

describe('pairs', () => {
  const pair = { type: 'pair', key: 'a', t: 112 }

  test.each<[string, number[], object]>([
    [
      'within an interval: with the one that arrived last',
      [code('near', 10), 0, 2, 112, 2, 1],
      { stage: 'near', at: 12, left: 'r11', right: 'r12' },
    ],
    [
      'of a window: with the item that fired it',
      [code('same', 10), 0, 2, 112, 0, 1],
      { stage: 'same', at: 11, left: 'r10', right: 'r12' },
    ],
    [
      'of measurements and results',
      [code('mixed', 10), 0, 0, 112, 1, 7],
      { stage: 'mixed', at: 10, left: 'r12', right: 'n#7' },
    ],
    [
      'the other way round',
      [code('turned', 10), 0, 0, 112, 7, 1],
      { stage: 'turned', at: 10, left: 'n#7', right: 'r12' },
    ],
  ])('%s', (_, words, expected) => {
    expect(read(words)).toEqual([{ ...pair, ...expected }])
  })
})

describe('late events', () => {
  test.each<[string, number[], object]>([
    ['of a side of the input', [code('near', 1), 0, 2], { stage: 'near', at: 11, ref: 'r11', t: 111 }],
    ['measured, on the left', [code('mixed', 1), 0, 2], { stage: 'mixed', at: 11, ref: 'r11', t: 111 }],
    ['a result, on the right', [code('mixed', 12), 0, 4, 1, 99], { stage: 'mixed', at: 12, ref: 'n#4', t: 99 }],
    ['a result, on the left', [code('turned', 1), 0, 4, 1, 99], { stage: 'turned', at: 12, ref: 'n#4', t: 99 }],
    ['measured, on the right', [code('turned', 12), 0, 2], { stage: 'turned', at: 11, ref: 'r11', t: 111 }],
  ])('%s', (_, words, expected) => {
    expect(read(words)).toEqual([{ type: 'late', key: 'a', ...expected }])
  })

  test('of both sides follow each other', () => {
    const words = [code('mixed', 12), 0, 4, 1, 99, code('mixed', 1), 0, 2, code('mixed', 10), 0, 0, 112, 1, 7]
    expect(read(words).map((result) => result.type)).toEqual(['late', 'late', 'pair'])
  })
})

test('a full buffer', () => {
  expect(read([code('near', 7), 7, 0, 140, 3, 1])).toEqual([
    { type: 'overflow', stage: 'near', overflow: 'joinBuffer', key: 'a', t: 140, action: 'drop', lost: 1 },
  ])
})

test.each([
  ['a pair of another stage', [code('n', 10), 0, 0, 112, 0, 1]],
  ['a right side where there is none', [code('n', 12), 0, 0]],
  ['an event that was never sent', [code('near', 10), 0, 0, 112, 0, 9]],
])('%s is an error of the device', (_, words) => {
  expect(() => read(words)).toThrow(/the device (sent|named)/)
})
