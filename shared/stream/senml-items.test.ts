import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { SenmlItems } from './senml-items.ts'
import { describeFault, isFault, readSenml } from './senml.ts'

const T = 1_700_000_000
const MS = 1000 * T

interface Input {
  fields: Record<string, string>
  key?: string
  sides?: string[]
  time?: object
}

/** Events as short texts: sender's key, time after T, values; refusals with their place. */
function said(input: Input, ...packs: unknown[][]): string[] {
  const { time = { mode: 'event', outOfOrdernessMs: 0 }, ...spec } = input
  const stages =
    input.sides === undefined
      ? [{ window: { type: 'count', size: 1 }, aggregates: { n: 'count()' } }]
      : [{ join: { type: 'interval', lowerMs: 0, upperMs: 1 } }]
  const items = new SenmlItems<number>(loadPipeline({ name: 'senml', input: spec, time, stages }))
  const each = packs.flatMap((pack, place) => {
    const records = readSenml(JSON.stringify(pack))
    if (isFault(records)) throw new Error(describeFault(records))
    return [...records.flatMap((record) => items.push(record, place)), ...items.flush()]
  })
  const unknown = [...items.unknownFields].map(([name, times]) => `ignored ${name} ${times}`)
  return [
    ...each.map((one) => {
      if ('refusal' in one) return `refused ${one.place}: ${one.refusal.reason}`
      const { item } = one
      if (item.kind === 'clock') return `clock ${item.pt - MS}`
      if (item.kind !== 'event') return item.kind
      const values = Object.entries(item.values).map(([name, value]) => `${name}=${String(value)}`)
      return [item.side, item.t === null ? 'now' : item.t - MS, ...values, `#${item.ref}`].filter(Boolean).join(' ')
    }),
    ...unknown,
  ]
}

const ROOM = { fields: { room: 'string', temperature: 'double', humidity: 'double?' }, key: 'room' }

describe('records in a row with the same prefix and time are one event', () => {
  test.each<[string, Input, unknown[], string[]]>([
    [
      'two fields',
      ROOM,
      [
        { bn: 'attic/', bt: T, n: 'temperature', v: 21 },
        { n: 'humidity', v: 40 },
      ],
      ['room=attic temperature=21 humidity=40 #0'],
    ],
    [
      'another time',
      ROOM,
      [
        { bn: 'attic/', bt: T, n: 'temperature', v: 21 },
        { n: 'temperature', t: 0.005, v: 22 },
      ],
      ['room=attic temperature=21 humidity=null #0', '5 room=attic temperature=22 humidity=null #1'],
    ],
    [
      'another time ends it also for another field',
      ROOM,
      [
        { bn: 'attic/', bt: T, n: 'humidity', v: 40 },
        { n: 'temperature', t: 0.005, v: 22 },
      ],
      [
        'refused 0: field temperature is missing; declare it "double?" if it may be absent',
        '5 room=attic temperature=22 humidity=null #0',
      ],
    ],
    [
      'another sender',
      ROOM,
      [
        { bt: T, n: 'attic/temperature', v: 21 },
        { n: 'cellar/temperature', v: 12 },
      ],
      ['room=attic temperature=21 humidity=null #0', 'room=cellar temperature=12 humidity=null #1'],
    ],
    [
      'a field that comes again',
      ROOM,
      [
        { bt: T, n: 'attic/temperature', v: 21 },
        { n: 'attic/temperature', v: 22 },
        { n: 'attic/humidity', v: 40 },
      ],
      ['room=attic temperature=21 humidity=null #0', 'room=attic temperature=22 humidity=40 #1'],
    ],
    [
      'an event lacks what it needs',
      ROOM,
      [{ bt: T, n: 'attic/humidity', v: 40 }],
      ['refused 0: field temperature is missing; declare it "double?" if it may be absent'],
    ],
  ])('%s', (_what, input, pack, expected) => {
    // Time 0 after T is not shown.
    expect(said(input, pack)).toEqual(expected)
  })

  test('a pack ends what it began', () => {
    const one = [{ bt: T, n: 'attic/temperature', v: 21 }]
    const other = [{ bt: T, n: 'attic/humidity', v: 40 }]
    expect(said(ROOM, one, other)).toEqual([
      'room=attic temperature=21 humidity=null #0',
      expect.stringMatching(/^refused 1: field temperature/),
    ])
  })
})

describe('the key', () => {
  const numbered = { fields: { mote: 'int', v: 'double' }, key: 'mote' }
  test.each<[string, Input, unknown[], string]>([
    [
      'a text is the whole prefix',
      ROOM,
      [{ n: 'lab-07/attic/temperature', t: T, v: 1 }],
      'room=lab-07/attic temperature=1 humidity=null #0',
    ],
    ['a number is the last part', numbered, [{ n: 'lab-07/3/v', t: T, v: 1 }], 'mote=3 v=1 #0'],
    [
      'its own record goes first',
      numbered,
      [
        { bn: 'lab/3/', bt: T, n: 'mote', v: 4 },
        { n: 'v', v: 1 },
      ],
      'mote=4 v=1 #0',
    ],
    [
      'no sender',
      ROOM,
      [{ n: 'temperature', t: T, v: 1 }],
      'refused 0: the key room is missing: no sender before the field; write names as SENDER/FIELD, or send a record room',
    ],
    [
      'no number',
      numbered,
      [{ n: 'lab-07/v', t: T, v: 1 }],
      'refused 0: the key mote is missing: "lab-07" before the field, which ends in no number; write names as SENDER/FIELD, or send a record mote',
    ],
    ['none is asked for', { fields: { v: 'double' } }, [{ n: 'lab-07/v', t: T, v: 1 }], 'v=1 #0'],
  ])('%s', (_what, input, pack, expected) => {
    expect(said(input, pack)).toEqual([expected])
  })
})

test('types are those of the pipeline', () => {
  const typed = { fields: { i: 'int', s: 'string?', b: 'bool?' } }
  const at = (...more: object[]): unknown[] => [{ bt: T, n: 'i', v: 1 }, ...more]
  expect(said(typed, at({ n: 's', vs: 'x' }, { n: 'b', vb: true }))).toEqual(['i=1 s=x b=true #0'])
  expect(said(typed, at({ n: 's', v: 1 }))).toEqual(['refused 0: field s is 1; it must be a text'])
  expect(said(typed, [{ n: 'i', t: T, v: 1.5 }])[0]).toContain('it must be an integer')
})

test('what means nothing is counted, and cannot pass for a watermark, a clock, a side or a name of an event', () => {
  const pack = ['wm', 'pt', 'in', 't', 'ref', 'constructor'].map((n) => ({ n: `a/${n}`, t: T, v: 7 }))
  expect(said({ fields: { v: 'double' } }, [{ n: 'a/v', t: T, v: 1 }, ...pack])).toEqual([
    'v=1 #0',
    ...['wm', 'pt', 'in', 't', 'ref', 'constructor'].map((n) => `ignored ${n} 1`),
  ])
})

test('sums and data are counted', () => {
  const pack = [
    { n: 'v', t: T, s: 5 },
    { n: 'v', t: T, vd: 'aGk' },
  ]
  expect(said({ fields: { v: 'string' } }, pack)).toEqual(['ignored v (sum) 1', 'ignored v (data) 1'])
})

test('names without a meaning are kept up to a number', () => {
  const pack = Array.from({ length: 100 }, (_, i) => ({ n: `x${i}`, t: T, v: 1 }))
  const ignored = said({ fields: { v: 'double' } }, pack)
  expect([ignored.length, ignored[64]]).toEqual([65, 'ignored others 36'])
})

test('a join: the last part before the field is the side', () => {
  const join = { fields: { room: 'string', v: 'double' }, key: 'room', sides: ['left', 'right'] }
  const pack = [
    { bt: T, n: 'attic/left/v', v: 1 },
    { n: 'attic/right/v', v: 2 },
    { n: 'lab/attic/v', v: 3 },
  ]
  expect(said(join, pack)).toEqual([
    'left room=attic v=1 #0',
    'right room=attic v=2 #1',
    expect.stringContaining('in is "attic"; it must be "left" or "right"'),
  ])
})

test('in processing time the clock moves with the records, never back', () => {
  const input = { fields: { v: 'double' }, time: { mode: 'processing' } }
  const pack = [0, 0.5, 0.25].map((t) => ({ n: 'v', t: T + t, v: 1 }))
  expect(said(input, pack)).toEqual(['clock 0', 'now v=1 #1', 'clock 500', 'now v=1 #3', 'now v=1 #4'])
})
