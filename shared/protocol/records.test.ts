import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Result } from '../stream/result.ts'
import { Dictionary } from './dictionary.ts'
import { Positions } from './positions.ts'
import { RecordReader } from './records.ts'

const pipeline: Pipeline = loadPipeline({
  name: 'records',
  input: { fields: { mote: 'string', v: 'double', s: 'string?', b: 'bool?' }, key: 'mote' },
  time: { mode: 'event', outOfOrdernessMs: 10 },
  stages: [
    {
      id: 'time',
      from: 'input',
      window: { type: 'tumbling', sizeMs: 100 },
      aggregates: { n: 'count()', m: 'mean(v)' },
    },
    {
      id: 'session',
      from: 'input',
      window: { type: 'session', gapMs: 5 },
      aggregates: { l: 'last(s)', f: 'first(b)' },
    },
    { id: 'count', from: 'input', window: { type: 'count', size: 2 }, aggregates: { x: 'max(v)' } },
    { id: 'hot', from: 'input', detect: { when: 'v > 5', peak: 'max(v)' } },
    { id: 'on', from: 'input', detect: { when: 'b' } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'v', size: 5, threshold: 3 } } },
    { id: 'moving', from: 'input', buffer: { size: 3 }, aggregates: { m: 'mean(v)' } },
    { id: 'recorder', from: 'input', buffer: { size: 3 }, dumpOn: 'hot' },
    {
      id: 'rise',
      from: 'input',
      pattern: {
        steps: [
          { name: 'low', where: 'v < 1' },
          {
            group: [
              { name: 'up' },
              { name: 'not down', contiguity: 'notNext', where: 'v < 2' },
              { name: 'high', contiguity: 'next' },
            ],
            contiguity: 'next',
            quantifier: { times: 2 },
          },
        ],
      },
    },
    { id: 'again', from: 'rise', pattern: { steps: [{ name: 'one' }, { name: 'two', contiguity: 'followedBy' }] } },
  ],
})

function reader(): RecordReader {
  const dictionary = new Dictionary(['warm'], true)
  dictionary.key('a')
  dictionary.key('b')
  dictionary.text('cold')
  const positions = new Positions()
  for (const at of [10, 12, 11]) positions.add({ at, ref: `r${at}`, t: 100 + at })
  return new RecordReader(pipeline, dictionary, positions)
}

const stage = (id: string): number => 16 * pipeline.stages.findIndex((each) => each.id === id)

const rows: [string, number[], Result][] = [
  [
    'time window',
    [stage('time'), 1, 2, 200, 1, 0, 4, NaN],
    { type: 'window', stage: 'time', at: 11, key: 'b', start: 200, end: 300, pane: 1, aggs: { n: 4, m: null } },
  ],
  [
    'partial window',
    [stage('time'), 0, 0, -100, 0, 1, 4, 2.5],
    {
      type: 'window',
      stage: 'time',
      at: 10,
      key: 'a',
      start: -100,
      end: 0,
      pane: 0,
      aggs: { n: 4, m: 2.5 },
      partial: true,
    },
  ],
  [
    'session with a text and a truth value',
    [stage('session'), 0, 1, 90, 130, 2, 0, 1, 1],
    { type: 'window', stage: 'session', at: 12, key: 'a', start: 90, end: 130, pane: 2, aggs: { l: 'cold', f: true } },
  ],
  [
    'session with nothing in it',
    [stage('session'), 0, 1, 90, 130, 2, 0, NaN, NaN],
    { type: 'window', stage: 'session', at: 12, key: 'a', start: 90, end: 130, pane: 2, aggs: { l: null, f: null } },
  ],
  [
    'count window',
    [stage('count'), 0, 1, 7, 21.5],
    { type: 'window', stage: 'count', at: 12, key: 'a', start: null, end: null, pane: 7, aggs: { x: 21.5 } },
  ],
  ['late', [stage('time') + 1, 1, 2], { type: 'late', stage: 'time', at: 11, key: 'b', ref: 'r11', t: 111 }],
  [
    'start of a detection',
    [stage('hot') + 2, 0, 1, 112, 110],
    { type: 'detect', stage: 'hot', key: 'a', edge: 'start', t: 112, ref: 'r12', since: 110 },
  ],
  [
    'end with a peak',
    [stage('hot') + 3, 0, 1, 112, 100, 8.25],
    { type: 'detect', stage: 'hot', key: 'a', edge: 'end', t: 112, ref: 'r12', since: 100, durationMs: 12, peak: 8.25 },
  ],
  [
    'end whose peak was missing',
    [stage('hot') + 3, 0, 1, 112, 100, NaN],
    { type: 'detect', stage: 'hot', key: 'a', edge: 'end', t: 112, ref: 'r12', since: 100, durationMs: 12, peak: null },
  ],
  [
    'end of a detection without peak',
    [stage('on') + 3, 0, 1, 112, 100, NaN],
    { type: 'detect', stage: 'on', key: 'a', edge: 'end', t: 112, ref: 'r12', since: 100, durationMs: 12 },
  ],
  [
    'anomaly',
    [stage('odd') + 4, 1, 0, 110, 9, -3.5, 1],
    { type: 'anomaly', stage: 'odd', key: 'b', t: 110, ref: 'r10', value: 9, score: -3.5, alarm: true },
  ],
  [
    'score without alarm',
    [stage('odd') + 4, 1, 0, 110, 9, 0.5, 0],
    { type: 'anomaly', stage: 'odd', key: 'b', t: 110, ref: 'r10', value: 9, score: 0.5, alarm: false },
  ],
  [
    'moving aggregates',
    [stage('moving') + 5, 0, 2, 4.5],
    { type: 'buffer', stage: 'moving', at: 11, key: 'a', aggs: { m: 4.5 } },
  ],
  [
    'dump',
    [stage('recorder') + 6, 0, 2, 1, 112, 2, 0, 1, 3.5, 4.5, 0, NaN, NaN, 1],
    {
      ...{ type: 'buffer', stage: 'recorder', at: 11, key: 'a', by: 'hot', t: 112, events: ['r10', 'r12'] },
      values: { v: [3.5, 4.5], s: ['warm', null], b: [null, true] },
    },
  ],
  [
    'overflow of a stage',
    [stage('hot') + 7, 1, 1, 140, 1, 3],
    { type: 'overflow', stage: 'hot', overflow: 'waiting', key: 'b', t: 140, action: 'advance', lost: 3 },
  ],
  [
    'overflow of keys at the input',
    [-16 + 7, 0, 1, 140, 0, 0],
    { type: 'overflow', stage: 'input', overflow: 'keys', key: 'b', t: 140, action: 'reject', lost: 0 },
  ],
  [
    'overflow of texts has no key',
    [-16 + 7, 3, 1, 140, 0, 0],
    { type: 'overflow', stage: 'input', overflow: 'texts', key: null, t: 140, action: 'reject', lost: 0 },
  ],
  [
    'match: steps in the order of the text, events in the order taken',
    [stage('rise') + 8, 0, 112, 110, 5, 0, 0, 1, 2, 3, 1, 1, 0, 3, 2],
    {
      ...{ type: 'match', stage: 'rise', at: 12, key: 'a', t: 112, start: 110 },
      events: ['r10', 'r11', 'r12', 'r10', 'r11'],
      steps: { low: ['r10'], up: ['r11', 'r10'], high: ['r12', 'r11'] },
    },
  ],
  [
    'time-out',
    [stage('rise') + 9, 1, 140, 2, 0, 1, 1, 0],
    { type: 'timeout', stage: 'rise', at: 12, key: 'b', t: 140, events: ['r12', 'r10'] },
  ],
  ['strict skip that failed', [stage('rise') + 11, 1, 140], { type: 'error', stage: 'rise', message: 'skip' }],
  [
    'overflow of threads',
    [stage('rise') + 7, 4, 1, 140, 3, 2],
    { type: 'overflow', stage: 'rise', overflow: 'threads', key: 'b', t: 140, action: 'drop', lost: 2 },
  ],
]

test.each(rows)('%s', (_, words, result) => {
  expect(reader().push(words)).toEqual([result])
})

test('records are told apart however the words are cut', () => {
  const words = rows.flatMap(([, record]) => record)
  const results = rows.map(([, , result]) => result)
  for (let size = 1; size <= 9; size++) {
    const records = reader()
    const read: Result[] = []
    for (let from = 0; from < words.length; from += size) read.push(...records.push(words.slice(from, from + size)))
    expect(read).toEqual(results)
    expect(records.pending).toBe(0)
  }
})

describe('a match or time-out of results', () => {
  /** A result of `rise` that took one measurement, its item numbers 0, 1 and 2 being inputs 10, 12 and 11. */
  const rise = (key: number, q: number): number[] => [stage('rise') + 8, key, 1, 1, 1, 0, q]
  const again = (key: number, n: number, m: number): number[] => [stage('again') + 8, key, 9, 7, 2, 0, n, 1, m]

  test('names them by their numbers, and appears with the latest item of theirs', () => {
    const [found] = reader()
      .push([...rise(1, 2), ...rise(0, 1), ...rise(1, 0), ...again(1, 0, 1)])
      .slice(3)
    expect(found).toEqual({
      ...{ type: 'match', stage: 'again', at: 11, key: 'b', t: 9, start: 7 },
      events: ['rise#0', 'rise#1'],
      steps: { one: ['rise#0'], two: ['rise#1'] },
    })
    const words = [...rise(1, 1), ...rise(1, 0), stage('again') + 9, 1, 140, 1, 0, 1]
    expect(reader().push(words)[2]).toEqual({
      ...{ type: 'timeout', stage: 'again', at: 10, key: 'b', t: 140, events: ['rise#1'] },
    })
  })

  test('does not depend on what else the host has sent, or the device said', () => {
    const dictionary = new Dictionary([], true)
    for (const key of ['a', 'b']) dictionary.key(key)
    const positions = new Positions()
    const records = new RecordReader(pipeline, dictionary, positions)
    for (const at of [10, 12, 11]) positions.add({ at, ref: '', t: 0 })
    records.push([...rise(1, 0), ...rise(1, 0)])
    for (const at of [40, 41]) positions.add({ at, ref: '', t: 0 })
    records.push([stage('rise') + 9, 1, 140, 1, 0, 3, ...rise(0, 4), stage('time'), 1, 4, 200, 1, 0, 4, NaN])
    expect(records.push(again(1, 0, 1))).toMatchObject([{ at: 10 }])
  })

  test.each([
    ['of another key', again(0, 0, 0)],
    ['that has not come', again(1, 0, 1)],
    ['of no whole number', again(1, 0, -0.5)],
  ])('cannot name a result %s', (_, words) => {
    expect(() => reader().push([...rise(1, 0), ...words])).toThrow(/the device sent rise#/)
  })

  test('knows results of results, whichever way they name what they are about', () => {
    const chained = loadPipeline({
      name: 'chain',
      input: { fields: { v: 'double' } },
      time: { mode: 'event', outOfOrdernessMs: 10 },
      stages: [
        { id: 'w', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } },
        { id: 'busy', detect: { when: 'n > 2' } },
        { id: 'hot', from: 'input', detect: { when: 'v > 2' } },
        { id: 'ends', from: 'hot', filter: "edge == 'end'" },
        { id: 'both', from: ['busy', 'ends'], anomaly: { compound: { atLeast: 2, withinMs: 10 } } },
        { id: 'twice', from: 'both', pattern: { steps: [{ name: 'x' }] } },
        { id: 'odd', from: 'busy', anomaly: { zscore: { field: 'since', size: 5, threshold: 3 } } },
        { id: 'far', from: 'odd', pattern: { steps: [{ name: 'x' }] } },
        { id: 'near', from: 'ends', pattern: { steps: [{ name: 'x' }] } },
      ],
    })
    const positions = new Positions()
    for (const at of [10, 12, 11, 15]) positions.add({ at, ref: `r${at}`, t: 0 })
    const records = new RecordReader(chained, new Dictionary([], false), positions)
    records.push([0, 0, 1, 0, 0, 0, 3, 0, 0, 3, 10, 0, 0, 3, ...[16 + 2, 0, 1, 19, 19]])
    records.push([...[34, 0, 0, 1, 1], ...[35, 0, 2, 1, 1, NaN]])
    records.push([...[68, 0, 0, 19, 2, 1, 1], ...[68, 0, 17, 19, 2, 1, 1], ...[100, 0, 0, 19, 2, 1, 1]])
    const ats = [80, 7 * 16, 8 * 16].flatMap((code) =>
      [0, 1].flatMap((n) => (code === 112 && n > 0 ? [] : records.push([code + 8, 0, 9, 7, 1, 0, n]))),
    )
    // Windows at inputs 12 and 15; busy with the second of them; hot from 10 to 11.
    expect(ats.map((each) => 'at' in each && [each.stage, each.at, ...('events' in each ? each.events : [])])).toEqual([
      ...[
        ['twice', 15, 'both#0'],
        ['twice', 11, 'both#1'],
        ['far', 15, 'odd#0'],
      ],
      ...[
        ['near', 10, 'hot#0'],
        ['near', 11, 'hot#1'],
      ],
    ])
  })
})

test('a record that has not ended is pending', () => {
  const records = reader()
  expect(records.push([stage('time'), 1, 2])).toEqual([])
  expect(records.pending).toBe(3)
})

test.each([
  ['a stage that does not exist', [16 * 99]],
  ['a kind that does not exist', [stage('time') + 15]],
  ['a kind of another stage', [stage('hot'), 0, 0, 0, 0, 0, 0, 0]],
  ['a fraction', [0.5]],
  ['a dump of a buffer that is not dumped', [stage('moving') + 6, 0, 2, 1, 112, 0]],
  ['a window of the input', [-16, 0, 0]],
  ['a match of another stage', [stage('hot') + 8, 0, 0, 0, 0]],
  ['a time-out of the input', [-16 + 9, 0, 0, 0]],
  ['a step that does not exist', [stage('rise') + 8, 0, 1, 1, 1, 4, 0]],
  ['a bound that does not exist', [-9, 17, 0, 0, 0, 0]],
  ['an item that was never sent', [stage('time') + 1, 0, 55]],
  ['a key that was never sent', [stage('time') + 1, 9, 0]],
])('%s is an error of the device', (_, words) => {
  expect(() => reader().push(words)).toThrow(/the device (sent|named)/)
})

const detectors = (limits: object): Pipeline =>
  loadPipeline({
    name: 'detectors',
    input: { fields: { mote: 'string', v: 'double' }, key: 'mote' },
    time: { mode: 'event', outOfOrdernessMs: 10 },
    stages: [
      { id: 'hot', from: 'input', detect: { when: 'v > 5', peak: 'max(v)' } },
      { id: 'gone', from: 'input', detect: { silentMs: 5 } },
      { id: 'long', from: 'gone', filter: 'since > 9' },
      { id: 'both', from: ['hot', 'long'], anomaly: { compound: { atLeast: 2, withinMs: 10 } } },
      { id: 'many', from: ['hot', 'gone'], anomaly: { compound: { atLeast: 2, withinMs: 10, count: 'keys' } } },
      { id: 'drift', from: 'input', anomaly: { baseline: { field: 'v', alpha: 0.5, threshold: 3 } } },
    ],
    limits,
  })

function detectorReader(limits: object = {}): RecordReader {
  const dictionary = new Dictionary([], true)
  for (const key of ['a', 'b']) dictionary.key(key)
  dictionary.forget('a')
  dictionary.key('c')
  const positions = new Positions()
  for (const at of [10, 12]) positions.add({ at, ref: `r${at}`, t: 100 + at })
  return new RecordReader(detectors(limits), dictionary, positions)
}

const alarm = { type: 'anomaly', value: 2, score: 1, alarm: true } as const
test.each<[string, number[], Result]>([
  [
    'silence',
    [16 + 2, 1, 0, 15, 10],
    { type: 'detect', stage: 'gone', key: 'b', edge: 'start', t: 15, ref: 'r10', since: 10 },
  ],
  [
    'its end has no peak',
    [16 + 3, 1, 1, 18, 10, NaN],
    { type: 'detect', stage: 'gone', key: 'b', edge: 'end', t: 18, ref: 'r12', since: 10, durationMs: 8 },
  ],
  ['a baseline', [5 * 16 + 4, 1, 1, 9, 2, 1, 1], { ...alarm, stage: 'drift', key: 'b', t: 9, ref: 'r12' }],
  [
    'a compound by its first source',
    [3 * 16 + 4, 1, 7 * 16, 9, 2, 1, 1],
    { ...alarm, stage: 'both', key: 'b', t: 9, ref: 'hot#7' },
  ],
  [
    'by its second, behind a filter',
    [3 * 16 + 4, 1, 3 * 16 + 1, 9, 2, 1, 1],
    { ...alarm, stage: 'both', key: 'b', t: 9, ref: 'gone#3' },
  ],
  ['across keys', [4 * 16 + 4, NaN, 1, 9, 2, 1, 1], { ...alarm, stage: 'many', key: null, t: 9, ref: 'gone#0' }],
  ['late', [4 * 16 + 1, 1, 16, 1, 8], { type: 'late', stage: 'many', at: 12, key: 'b', ref: 'hot#1', t: 8 }],
  [
    'too many, for all keys',
    [4 * 16 + 7, 1, NaN, 8, 1, 0],
    { type: 'overflow', stage: 'many', overflow: 'waiting', key: null, t: 8, action: 'advance', lost: 0 },
  ],
])('detectors: %s', (_, words, result) => {
  expect(detectorReader().push(words)).toEqual([result])
})

test('where keys are forgotten, a number stands for each that had it from its name on', () => {
  const records = detectorReader({ ttlMs: 50 })
  const start = (key: number): number[] => [2, key, 0, 9, 9]
  const names = (words: number[]): unknown[] => records.push(words).map((each) => ('key' in each ? each.key : null))
  expect(names([-3, 0, ...start(0), -3, 1, ...start(1)])).toEqual(['a', 'b'])
  expect(names([...start(0), -3])).toEqual(['a'])
  expect(names([0, ...start(0), ...start(1)])).toEqual(['c', 'b'])
  expect(() => detectorReader().push([-3, 0])).toThrow('the device sent record -3 of the input')
})

test('a number that stands for its next key counts its results anew', () => {
  const mortal = loadPipeline({
    name: 'mortal',
    input: { fields: { v: 'double', name: 'string' }, key: 'name' },
    time: { mode: 'event', outOfOrdernessMs: 10 },
    stages: [
      { id: 'hot', detect: { when: 'v > 5' } },
      { id: 'seen', pattern: { steps: [{ name: 'x' }] } },
    ],
    limits: { ttlMs: 50 },
  })
  const dictionary = new Dictionary([], true)
  dictionary.key('a')
  dictionary.forget('a')
  dictionary.key('b')
  const positions = new Positions()
  for (const at of [10, 12]) positions.add({ at, ref: '', t: 0 })
  const records = new RecordReader(mortal, dictionary, positions)
  const seen = (n: number): number[] => [16 + 8, 0, 9, 9, 1, 0, n]
  expect(records.push([-3, 0, 2, 0, 0, 9, 9, ...seen(0)]).at(-1)).toMatchObject({ key: 'a', at: 10 })
  expect(records.push([-3, 0, 2, 0, 1, 9, 9, ...seen(0)]).at(-1)).toMatchObject({ key: 'b', at: 12 })
  expect(() => records.push(seen(1))).toThrow('the device sent hot#1')
})
