import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { isRefusal, ItemReader } from './items.ts'

const EVENT = { mode: 'event', watermarks: 'explicit' }
const STAGES = [{ window: { type: 'count', size: 1 }, aggregates: { n: 'count()' } }]

function reader(fields: object, options: { key?: string; time?: object; sides?: string[] } = {}): ItemReader {
  const { time = EVENT, key, sides } = options
  const stages = sides === undefined ? STAGES : [{ join: { type: 'interval', lowerMs: 0, upperMs: 1 } }]
  const input = { fields, ...(key === undefined ? {} : { key }), ...(sides === undefined ? {} : { sides }) }
  return new ItemReader(loadPipeline({ name: 'test', input, time, stages }))
}

const FIELDS = { id: 'int', v: 'double?', s: 'string?', b: 'bool?' }

describe('items that are read', () => {
  test.each([
    [
      'an event',
      { t: 5, ref: 'x', id: 1, v: 2.5, s: 'a', b: true },
      { t: 5, ref: 'x', values: { id: 1, v: 2.5, s: 'a', b: true } },
    ],
    [
      'optional fields may be absent',
      { t: 5, ref: 'x', id: 1 },
      { t: 5, ref: 'x', values: { id: 1, v: null, s: null, b: null } },
    ],
    ['or null', { t: 5, ref: 'x', id: 1, v: null }, { t: 5, ref: 'x', values: { id: 1, v: null, s: null, b: null } }],
    ['times may be negative', { t: -5, ref: 'x', id: -1 }, { t: -5, ref: 'x', values: { id: -1 } }],
    ['an empty text is a value', { t: 0, ref: 'x', id: 0, s: '', b: false }, { values: { s: '', b: false, id: 0 } }],
    ['a ref may be a number', { t: 0, ref: 17, id: 0 }, { ref: '17' }],
    [
      'the largest times',
      { t: Number.MAX_SAFE_INTEGER, ref: 'x', id: Number.MIN_SAFE_INTEGER },
      { t: Number.MAX_SAFE_INTEGER },
    ],
    ['a large double', { t: 0, ref: 'x', id: 0, v: 1e300 }, { values: { v: 1e300 } }],
  ])('%s', (_what, data, expected) => {
    expect(reader(FIELDS).read(data)).toMatchObject({ kind: 'event', key: null, ...expected })
  })

  test('every declared field is there, in the order of declaration', () => {
    const item = reader(FIELDS).read({ b: true, id: 1, t: 0 })
    expect(item.kind === 'event' && Object.keys(item.values)).toEqual(['id', 'v', 's', 'b'])
  })

  test('the key is the value of its field', () => {
    expect(reader(FIELDS, { key: 'id' }).read({ t: 0, id: 7 })).toMatchObject({ key: 7 })
  })

  test('-0 is 0 in times and integers', () => {
    const item = reader(FIELDS).read({ t: -0, id: -0 })
    expect(item.kind === 'event' && [item.t, item.values['id']]).toEqual([0, 0])
    expect(reader(FIELDS).read({ wm: -0 })).toEqual({ kind: 'watermark', wm: 0 })
    expect(reader(FIELDS).read({ pt: -0 })).toEqual({ kind: 'clock', pt: 0 })
  })

  test('without ref an event is named by its number among the items', () => {
    const items = reader(FIELDS)
    items.read({ wm: 1 })
    items.read({ nonsense: true })
    expect(items.read({ t: 2, id: 0 })).toMatchObject({ ref: '1' })
    expect(items.items).toBe(2)
  })

  test('watermarks and clocks', () => {
    expect(reader(FIELDS).read({ wm: 9 })).toEqual({ kind: 'watermark', wm: 9 })
    expect(reader(FIELDS).read({ wm: Number.MAX_SAFE_INTEGER })).toMatchObject({ wm: Number.MAX_SAFE_INTEGER })
    expect(reader(FIELDS).read({ pt: -3 })).toEqual({ kind: 'clock', pt: -3 })
  })

  test('in processing time t means nothing', () => {
    const items = reader(FIELDS, { time: { mode: 'processing' } })
    expect(items.read({ ref: 'x', id: 1 })).toMatchObject({ t: null, ref: 'x' })
    expect(items.read({ ref: 'x', id: 1, t: 'soon' })).toMatchObject({ t: null })
  })

  test('joins name a side', () => {
    const items = reader({ k: 'string' }, { key: 'k', sides: ['left', 'right'] })
    expect(items.read({ t: 1, in: 'left', k: 'a' })).toMatchObject({ kind: 'event', side: 'left' })
    expect(items.read({ wm: 1, in: 'right' })).toEqual({ kind: 'watermark', wm: 1, side: 'right' })
    expect(items.read({ t: 1, k: 'a' })).toMatchObject({
      reason: 'in is of type undefined; it must be "left" or "right"',
    })
    expect(items.read({ wm: 1, in: 'up' })).toMatchObject({ reason: 'in is "up"; it must be "left" or "right"' })
    expect(items.unknownFields.size).toBe(0)
  })
})

describe('what is no item is refused with its reason', () => {
  test.each<[unknown, string]>([
    [null, 'null is not an item'],
    [5, '5 is not an item'],
    ['{}', '"{}" is not an item'],
    [[1], '[1] is not an item'],
    [undefined, 'of type undefined is not an item'],
    [{}, 'the event has no time t'],
    [{ t: null, id: 1 }, 'the event has no time t'],
    [{ t: 1.5, id: 1 }, 't is 1.5; it must be whole milliseconds'],
    [{ t: '5', id: 1 }, 't is "5"; it must be whole milliseconds'],
    [{ t: NaN, id: 1 }, 't is NaN'],
    [{ t: 2 ** 53, id: 1 }, 't is 9007199254740992; it must be whole milliseconds within ±(2^53 - 1)'],
    [{ wm: 1e300 }, 'wm is 1e+300'],
    [{ wm: null }, 'wm is null'],
    [{ pt: 'now' }, 'pt is "now"'],
    [{ wm: 1, pt: 1 }, 'not several at once'],
    [{ wm: 1, t: 1 }, 'not several at once'],
    [{ t: 1 }, 'field id is missing; declare it "int?" if it may be absent'],
    [{ t: 1, id: null }, 'field id is missing'],
    [{ t: 1, id: 1.5 }, 'field id is 1.5; it must be an integer within ±(2^53 - 1)'],
    [{ t: 1, id: 2 ** 53 }, 'field id is 9007199254740992; it must be an integer'],
    [{ t: 1, id: '1' }, 'field id is "1"; it must be an integer'],
    [{ t: 1, id: 1, v: NaN }, 'field v is NaN; it must be a finite number'],
    [{ t: 1, id: 1, v: Infinity }, 'field v is Infinity; it must be a finite number'],
    [{ t: 1, id: 1, v: true }, 'field v is true; it must be a finite number'],
    [{ t: 1, id: 1, s: 5 }, 'field s is 5; it must be a text'],
    [{ t: 1, id: 1, b: 0 }, 'field b is 0; it must be true or false'],
    [{ t: 1, id: 1, v: { a: 1 } }, 'field v is {"a":1}; it must be a finite number'],
    [{ t: 1, id: 1, ref: {} }, 'ref is {}; it must be a text'],
  ])('%j', (data, reason) => {
    const item = reader(FIELDS).read(data)
    expect(item).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) })
    expect(isRefusal(item)).toBe(true)
  })

  test('even what JSON could not say', () => {
    expect(reader(FIELDS).read({ t: 1, id: 10n })).toMatchObject({ reason: expect.stringContaining('of type bigint') })
  })

  test('a refusal is told from everything else', () => {
    expect([null, 5, 'refused', {}, { kind: 'event' }].map(isRefusal)).toEqual([false, false, false, false, false])
  })
})

test('unknown fields are counted, by name', () => {
  const items = reader(FIELDS)
  items.read({ t: 1, ref: 'x', id: 1, extra: 5, more: null })
  items.read({ t: 1, id: 1, extra: 5, in: 'left' })
  expect([...items.unknownFields]).toEqual([
    ['extra', 2],
    ['more', 1],
    ['in', 1],
  ])
})

test('a refusal shows the beginning of what is long', () => {
  for (const data of ['x'.repeat(100_000), { t: 1, ref: 'a', id: 'x'.repeat(100_000) }]) {
    const item = reader({ id: 'int' }).read(data)
    expect(isRefusal(item) && item.reason.length).toBeLessThan(300)
  }
})

test('names that mean nothing are counted one by one for a thousand of them', () => {
  const items = reader({ id: 'int' })
  for (let i = 0; i < 1500; i++) items.read({ t: i, ref: 'a', id: 1, [`f${i}`]: 1, f7: 1 })
  expect([items.unknownFields.size, items.unknownFields.get('…')]).toEqual([1001, 500])
  expect(items.unknownFields.get('f7')).toBe(1500)
})
