/** Events as the frame that carries them: the shortest form that is exact (protocol, section 3). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MIN } from '../stream/event.ts'
import type { Event, Value } from '../stream/event.ts'
import { decodeBytes, encodeBytes } from './base64.ts'
import { decodeColumns } from './columns.ts'
import { Dictionary } from './dictionary.ts'
import { frameOf, rowOf, type Row } from './event-frame.ts'
import { encodeNumbered, type EventFrame, type EventsFrame } from './frames.ts'

const HEAD = { q: 5, key: 1, w: 900 }
const at = (...times: number[]): Row[] => times.map((t) => ({ t, values: [1] }))

/** What a device reads from a frame, by the text of the protocol alone. */
function rowsOf(frame: EventFrame | EventsFrame): Row[] {
  if (frame.type === 'e') {
    return [{ t: frame.t, values: frame.values.map(([scale, n]) => (n === null ? null : n / scale)) }]
  }
  const { n, t0, dt, scales } = frame
  const timed = dt === -1 ? [-1] : dt === -2 ? [0] : []
  const columns = decodeColumns(decodeBytes(encodeBytes(frame.bytes)), [...timed, ...scales], n)
  const values = columns.slice(timed.length)
  const times = timed.length === 0 ? Array.from({ length: n }, (_, i) => i * dt) : columns[0]
  return times.map((d, i) => ({ t: t0 + d!, values: values.map((column) => column[i]) }))
}

describe('values of an event', () => {
  const event = (values: Record<string, Value>): Event => ({ kind: 'event', t: 7, ref: 'r', key: null, values })

  test.each<[string, Record<string, Value>, (number | null)[]]>([
    ['numbers as they are', { a: 1.5, b: -0 }, [1.5, -0]],
    ['booleans as 0 and 1', { a: true, b: false }, [1, 0]],
    ['texts by their number, the one of the program first', { a: 'on', b: 'new' }, [0, 1]],
    ['the same text twice has one number', { a: 'new', b: 'new' }, [1, 1]],
    ['nothing is null', { a: null, b: null }, [null, null]],
    ['a field that is not there is null', { a: 3 }, [3, null]],
    ['an empty text is a text', { a: '', b: 0 }, [1, 0]],
  ])('%s', (_, values, expected) => {
    expect(rowOf(event(values), 7, ['a', 'b'], new Dictionary(['on'], false))).toEqual({ t: 7, values: expected })
  })

  test('fields travel in the order of the plan, and only those', () => {
    const row = rowOf(event({ a: 1, b: 2, c: 3 }), 9, ['c', 'a'], new Dictionary([], false))
    expect(row).toEqual({ t: 9, values: [3, 1] })
  })

  test('new texts are announced, known ones are not', () => {
    const dictionary = new Dictionary(['on'], false)
    rowOf(event({ a: 'on', b: 'off' }), 7, ['a', 'b'], dictionary)
    expect(dictionary.takeNews()).toEqual([{ type: 'D', of: 't', i: 1, text: 'off' }])
  })
})

describe('the form of one event', () => {
  test.each<[string, (number | null)[], 'e' | 'E']>([
    ['short decimals', [45.93, 17, 0], 'e'],
    ['a missing value', [null, 1], 'e'],
    ['no fields at all', [], 'e'],
    ['nine digits behind the point', [0.123456789], 'e'],
    ['a whole number beyond Int32', [1700000012345], 'e'],
    ['one long value sends all as columns', [1, Math.PI], 'E'],
    ['a long one beside a missing one', [null, Math.PI], 'E'],
    ['-0 keeps its sign in columns', [-0], 'E'],
    ['beyond 2^53', [2 ** 60], 'E'],
  ])('%s', (_, values, type) => {
    const frame = frameOf(HEAD, [{ t: 10, values }])
    expect(frame.type).toBe(type)
    expect(rowsOf(frame)).toEqual([{ t: 10, values }])
  })
})

describe('times of several events', () => {
  test.each<[string, number[], number, number]>([
    // times                                             t0     dt
    ['equal steps need no column', [10, 15, 20], 10, 5],
    ['all at once', [10, 10, 10], 10, 0],
    ['two are always equal steps', [10, 700], 10, 690],
    ['falling times are a column', [20, 15], 20, -1],
    ['one odd step is a column', [10, 15, 21], 10, -1],
    ['before 1970', [-30, -20, -10], -30, 10],
    ['31 bits apart', [0, 1, 2 ** 31 - 1], 0, -1],
    ['one more is a Float64', [0, 1, 2 ** 31], 0, -2],
    ['31 bits back', [0, 1, -(2 ** 31) + 1], 0, -1],
    ['the largest times', [Number.MAX_SAFE_INTEGER, 0, 5], 0, -2],
    ['large steps need no column', [0, 2 ** 40, 2 ** 41], 0, 2 ** 40],
  ])('%s', (_, times, t0, dt) => {
    const frame = frameOf(HEAD, at(...times))
    expect(frame).toMatchObject({ type: 'E', n: times.length, t0, dt })
    expect(rowsOf(frame).map(({ t }) => t)).toEqual(times)
  })
})

const time = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.maxSafeInteger(),
)
const value = fc.oneof(
  fc.integer({ min: -40_000, max: 40_000 }).map((n) => n / 100),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(null, 0, -0, 1),
)
const rows = fc.integer({ min: 0, max: 3 }).chain((fields) =>
  fc.array(fc.record({ t: time, values: fc.array(value, { minLength: fields, maxLength: fields }) }), {
    minLength: 1,
    maxLength: 20,
  }),
)

test('whatever the events, the frame gives back their times and values bit for bit', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const back = rowsOf(frameOf(HEAD, list))
      expect(back).toHaveLength(list.length)
      for (const [i, { t, values }] of back.entries()) {
        expect(t).toBe(list[i].t)
        for (const [c, x] of values.entries()) expect(Object.is(x, list[i].values[c]), `${x}`).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test('what a frame says besides its events stands where the protocol says', () => {
  const one = JSON.parse(encodeNumbered(77, frameOf(HEAD, at(10)))) as unknown[]
  expect(one).toEqual(['e', 77, 5, 1, 900, 10, 1, 1])
  const two = JSON.parse(encodeNumbered(77, frameOf({ ...HEAD, w: null }, at(10, 20)))) as unknown[]
  expect(two.slice(0, -1)).toEqual(['E', 77, 5, 1, MIN, 10, 10, 2, 1])
  expect([...decodeBytes(two.at(-1) as string)]).toEqual([1, 0, 1, 0])
})
