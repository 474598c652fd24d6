/** Frames and records that no device of ours sends: found by `scripts/fuzz.ts`, kept as rows. Each is refused, none hangs. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { Dictionary } from './dictionary.ts'
import { decodeDevice } from './frames.ts'
import { Positions } from './positions.ts'
import { RecordReader } from './records.ts'

const pipeline = loadPipeline({
  name: 'hostile',
  input: { fields: { k: 'string', v: 'double' }, key: 'k' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'hot', detect: { when: 'v > 3' } },
    { id: 'ring', from: 'input', buffer: { size: 3 }, dumpOn: 'hot' },
    { id: 'two', from: 'input', pattern: { steps: [{ name: 'a' }, { name: 'b', contiguity: 'next' }] } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 } } },
  ],
  limits: { keys: 2, ttlMs: 1000 },
})
const [HOT, RING, TWO, ODD] = [0, 16, 32, 48]

function reader(): RecordReader {
  const positions = new Positions()
  const dictionary = new Dictionary([], true)
  for (let q = 0; q < 4; q++) positions.add({ at: q, ref: `e${q}`, t: q })
  dictionary.key('x')
  const records = new RecordReader(pipeline, dictionary, positions)
  // The first name of key 0.
  expect(records.push([-3, 0])).toEqual([])
  return records
}

describe('records', () => {
  test.each<[string, number[], string]>([
    ['an item between two others', [HOT + 2, 0, 1.5, 0, 0], 'named item 1.5'],
    ['an item that is no number', [ODD + 4, 0, NaN, 0, 1, 2, 1], 'named item NaN'],
    [
      'a dump whose length would go backwards, and be read for ever',
      [RING + 6, 0, 1, 1, 0, -3],
      'a record of -3 parts',
    ],
    ['a dump of more than the ring holds, which would be awaited for ever', [RING + 6, 0, 1, 1, 0, 4], '4 parts'],
    ['a dump of half an event', [RING + 6, 0, 1, 1, 0, 0.5], '0.5 parts'],
    ['a dump of no number of events', [RING + 6, 0, 1, 1, 0, NaN], 'NaN parts'],
    ['a match of a thousand million events', [TWO + 8, 0, 1, 0, 1e9], '1000000000 parts'],
    ['a match whose length would be nothing', [TWO + 8, 0, 1, 0, -2.5], '-2.5 parts'],
    ['a time-out that goes backwards', [TWO + 9, 0, 1, -2], '-2 parts'],
    ['the name of a key beyond the limit, which would be kept', [-3, 2], 'the name of key 2'],
    ['the name of no key', [-3, -1], 'the name of key -1'],
    ['the name of a key between two others', [-3, 0.5], 'the name of key 0.5'],
    ['a stage that is not there', [16 * 4 + 2, 0, 1, 0, 0], 'record 66'],
    ['a step that is not there', [TWO + 8, 0, 1, 0, 1, 7, 0], 'step 7'],
    ['a key that was never sent', [HOT + 2, 1, 1, 0, 0], 'key number 1'],
  ])('%s', (_, words, reason) => {
    expect(() => reader().push(words)).toThrow(reason)
  })

  test('what is right beside them is read', () => {
    expect(reader().push([RING + 6, 0, 1, 1, 1, 1, 1, 5])).toEqual([
      { type: 'buffer', stage: 'ring', at: 1, key: 'x', by: 'hot', t: 1, events: ['e1'], values: { v: [5] } },
    ])
  })
})

describe('frames', () => {
  const fatesOf = (fates: string): unknown => {
    const frame = decodeDevice(`["S",{"m":[1,2,3],"fates":${fates}}]`)
    return frame?.type === 'S' ? frame.counters.fates : null
  }

  test.each([
    ['[[1,2,3,4]]', [[1, 2, 3, 4]]],
    ['[[1.2,3,4],[1]]', [[], [1]]],
    ['["many",null,{}]', [[], [], []]],
    ['[[[[[1]]]]]', [[]]],
    ['{"length":1e9}', []],
  ])('counters %s', (text, fates) => {
    expect(fatesOf(text)).toEqual(fates)
  })

  test.each(['["R",0,"A"]', '["R",0.5,""]', '["A",1e999,0,null,0]', '["H",1]', '[', '"A"', '{"0":"A"}', ''])(
    '%s is none',
    (body) => {
      expect(decodeDevice(body)).toBeNull()
    },
  )

  test('brackets without end are none, and cost nothing', () => {
    expect(decodeDevice('['.repeat(500_000))).toBeNull()
    expect(decodeDevice('["S",' + '['.repeat(500_000) + ']'.repeat(500_000) + ']')).not.toBeNull()
  })
})
