/** With which item results appeared. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { ResultItems } from './result-items.ts'

const one = { steps: [{ name: 'x' }] }
const pipeline = loadPipeline({
  name: 'items',
  input: { fields: { v: 'double', name: 'string' }, key: 'name' },
  time: { mode: 'event', outOfOrdernessMs: 10 },
  stages: [
    { id: 'big', filter: 'v > 1' },
    { id: 'hot', detect: { when: 'v > 2' } },
    { id: 'w', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } },
    { id: 'busy', detect: { when: 'n > 2' } },
    { id: 'ends', filter: "edge == 'end'" },
    { id: 'twice', pattern: one },
    { id: 'alone', from: 'input', anomaly: { zscore: { field: 'v', size: 5, threshold: 3 } } },
    { id: 'last', from: 'input', pattern: one },
  ],
})
const HOT = 1
const W = 2

test('those are asked for that lead to a pattern, up to what tells its item itself', () => {
  const items = new ResultItems(pipeline)
  const asked = pipeline.stages.filter((stage) => items.has(stage.index)).map(({ id }) => id)
  expect(asked).toEqual(['w', 'busy', 'ends'])
})

describe('results', () => {
  test('are counted by stage and key', () => {
    const items = new ResultItems(pipeline)
    items.add(W, 0, 7)
    items.add(W, 1, 8)
    items.add(HOT, 0, 9)
    items.add(W, 0, 5)
    expect([items.of(W, 0, 0), items.of(W, 0, 1), items.of(W, 1, 0), items.of(HOT, 0, 0)]).toEqual([7, 5, 8, 9])
  })

  test.each([
    ['not yet', 0, 2],
    ['of another key', 1, 0],
    ['before the first', 0, -1],
    ['between two', 0, 0.5],
    ['of no number', 0, NaN],
  ])('%s: none', (_, key, n) => {
    const items = new ResultItems(pipeline)
    for (const at of [7, 8]) items.add(W, key === 0 ? 0 : 2, at)
    expect(items.of(W, key, n)).toBeNull()
  })

  test('of a number that stands for its next key begin anew', () => {
    const items = new ResultItems(pipeline)
    for (const at of [7, 8]) items.add(W, 0, at)
    items.add(W, 1, 9)
    items.forget(0)
    expect([items.of(W, 0, 0), items.of(W, 1, 0)]).toEqual([null, 9])
    items.add(W, 0, 10)
    expect([items.of(W, 0, 0), items.of(W, 0, 1)]).toEqual([10, null])
  })

  test('of long ago are forgotten, the oldest first, and this is said', () => {
    const items = new ResultItems(pipeline, 3)
    for (const at of [1, 2, 3, 4]) items.add(W, at % 2, at)
    expect([items.of(W, 0, 0), items.of(W, 1, 1), items.of(W, 0, 1)]).toEqual([2, 3, 4])
    expect(() => items.of(W, 1, 0)).toThrow(
      expect.objectContaining({ code: 'E_ITEM_FORGOTTEN', cure: expect.stringContaining('withinMs') }),
    )
  })

  test('of a number used again are the youngest, though it was there before', () => {
    const items = new ResultItems(pipeline, 3)
    for (const key of [0, 1, 2]) items.add(W, key, key)
    items.forget(0)
    items.add(W, 0, 10)
    items.add(W, 3, 11)
    expect(items.of(W, 0, 0)).toBe(10)
    expect(() => items.of(W, 1, 0)).toThrow('longer ago than the host remembers')
  })
})
