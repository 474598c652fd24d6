import { describe, expect, test } from 'vitest'
import { ItemReader } from '../../stream/items.ts'
import { loadPipeline } from '../resolve.ts'
import { validate } from '../validate.ts'

const spec = (packed: unknown): unknown => ({
  name: 'p',
  input: { fields: { n: 'int', v: 'double', s: 'string', m: 'double?' }, packed },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [],
})

describe('packed fields', () => {
  test.each([
    [{ v: 'int16/100' }, []],
    [{ v: 'int32/1000000', n: 'int32/1', m: 'int16/10' }, []],
    [{ w: 'int16/100' }, ['input.packed.w']],
    [{ s: 'int16/1' }, ['input.packed.s']],
    [{ n: 'int16/10' }, ['input.packed.n']],
    [{ v: 'int8/100' }, ['input.packed.v']],
    [{ v: 'int16/50' }, ['input.packed.v']],
    [{ v: 'int16/10000000' }, ['input.packed.v']],
  ])('%j has faults at %j', (packed, places) => {
    expect(validate(spec(packed)).map(({ path }) => path)).toEqual(places)
  })

  test('resolve to bits and divisor', () => {
    expect(loadPipeline(spec({ v: 'int16/100' })).fields[1]).toEqual({
      name: 'v',
      type: 'double',
      optional: false,
      packed: { bits: 16, divisor: 100 },
    })
  })

  test.each([
    [45.93, true],
    [-327.67, true],
    [327.67, true],
    [327.68, false],
    [-327.68, false],
    [45.935, false],
    [0.1 + 0.2, false],
    [0, true],
  ])('%d as int16/100 is taken: %s', (v, taken) => {
    const read = new ItemReader(loadPipeline(spec({ v: 'int16/100' }))).read({ t: 1, ref: 'e', n: 1, v, s: '' })
    expect(read.kind).toBe(taken ? 'event' : 'refused')
    if (read.kind === 'refused') expect(read.reason).toContain('packed as int16/100')
  })

  test('a missing value stays missing', () => {
    const reader = new ItemReader(loadPipeline(spec({ m: 'int16/10' })))
    expect(reader.read({ t: 1, ref: 'e', n: 1, v: 1, s: '' })).toMatchObject({ kind: 'event', values: { m: null } })
  })
})
