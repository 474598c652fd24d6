import { expect, test } from 'vitest'
import type { PlannedBound } from '../../shared/pipeline/plan.ts'
import { stateLines } from './plan-table.ts'

const keys: PlannedBound = { bound: 'keys', limit: 4, per: 'program', from: 'limits.keys', beyond: 'reject' }
const texts: PlannedBound = { ...keys, bound: 'texts', limit: 64, from: 'default' }
const waiting: PlannedBound = { bound: 'waiting', limit: 16, per: 'key', from: 'default', beyond: 'advance' }
const threads: PlannedBound = { bound: 'threads', limit: 16, per: 'key', from: 'default', beyond: 'drop' }
const events: PlannedBound = { bound: 'events', limit: 60, per: 'key', from: 'the pipeline', beyond: 'never' }

test('a line a bound, aligned; stages without state are left out', () => {
  const state = [
    { of: 'input', vars: 51, bounds: [keys, texts] },
    { of: 'waiting room', vars: 118, bounds: [waiting] },
    { of: 'clean', vars: 0, bounds: [] },
    { of: 'steam', vars: 20, bounds: [] },
    { of: 'rise', vars: 230, bounds: [threads] },
    { of: 'recorder', vars: 159, bounds: [events] },
  ]
  expect(stateLines(state)).toEqual([
    'state         variables  bound    room      from          beyond it',
    'input                51  keys     4         limits.keys   refused, reported',
    '                         texts    64        default       refused, reported',
    'waiting room        118  waiting  16 a key  default       watermark advances, reported',
    'steam                20',
    'rise                230  threads  16 a key  default       oldest dropped, reported',
    'recorder            159  events   60 a key  the pipeline  never touched',
  ])
})

test('nothing but a head for nothing', () => {
  expect(stateLines([])).toEqual(['state  variables  bound  room  from  beyond it'])
})
