import { expect, test } from 'vitest'
import type { Aggregate } from '../../pipeline/pipeline.ts'
import { SessionContents } from './session-contents.ts'

const AGGREGATES: Aggregate[] = [
  { out: 'first', fn: 'first', field: 'v' },
  { out: 'last', fn: 'last', field: 'v' },
  { out: 'sum', fn: 'sum', field: 'v' },
]

function holding(...arrivals: [seq: number, v: number][]): SessionContents {
  const contents = new SessionContents(AGGREGATES)
  for (const [seq, v] of arrivals) contents.add(seq, { v })
  return contents
}

test('absorbed events take their place in the order of arrival', () => {
  const contents = holding([1, 10], [4, 0.1])
  contents.absorb(holding([0, 0.2], [2, -10], [3, 7]))
  contents.add(5, { v: 8 })
  expect(contents.events).toBe(6)
  expect(contents.tally().results()).toEqual({ first: 0.2, last: 8, sum: 0.2 + 10 + -10 + 7 + 0.1 + 8 })
})

test('events are added to what was merged before, too', () => {
  const contents = holding([1, 1])
  contents.absorb(holding([0, 2]))
  expect(contents.tally().results()).toMatchObject({ first: 2, last: 1 })
  contents.add(2, { v: 3 })
  expect(contents.tally().results()).toEqual({ first: 2, last: 3, sum: 6 })
})

test('an empty part changes nothing', () => {
  const contents = holding([0, 1])
  const before = contents.tally()
  contents.absorb(holding())
  expect(contents.tally()).toBe(before)
})
