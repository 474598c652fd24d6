/** Time-to-live of keys (`pipeline/README.md`, section 12): who is forgotten when, what is forgotten, which number is free. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Key } from '../stream/event.ts'
import { ReferenceEngine } from './engine.ts'
import { Lives } from './lives.ts'
import { EXPLICIT, items, PROCESSING, run, show } from './testkit.ts'

function over(stages: object | object[], ttlMs = 10, time: object = EXPLICIT): Pipeline {
  const input = { fields: { k: 'string', v: 'double?' }, key: 'k' }
  const limits = { ttlMs }
  return loadPipeline({ name: 'test', input, time, limits, stages: Array.isArray(stages) ? stages : [stages] })
}

describe('lives', () => {
  test('a key ends when its latest event lies more than the time-to-live before the watermark', () => {
    const lives = new Lives(10)
    lives.event('a', 5)
    lives.event('b', 6)
    lives.event('a', 3)
    expect(lives.takeEnded(15)).toEqual([])
    expect(lives.takeEnded(16)).toEqual(['a'])
    expect(lives.takeEnded(16)).toEqual([])
    lives.extend('b', 20)
    lives.extend('a', 20)
    expect(lives.numberOf('a')).toBe(-1)
    expect(lives.takeEnded(30)).toEqual([])
    expect(lives.takeEnded(31)).toEqual(['b'])
  })

  test('numbers are the lowest that are free', () => {
    const lives = new Lives(10)
    for (const [key, t] of [
      ['a', 0],
      ['b', 9],
      ['c', 0],
      ['d', 9],
    ] as const)
      lives.event(key, t)
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => lives.numberOf(key))).toEqual([0, 1, 2, 3, -1])
    expect(lives.takeEnded(12)).toEqual(['a', 'c'])
    for (const key of ['c', 'x', 'y']) lives.event(key, 12)
    expect(['a', 'b', 'c', 'd', 'x', 'y'].map((key) => lives.numberOf(key))).toEqual([-1, 1, 0, 3, 2, 4])
  })

  test('without a time-to-live nobody ends', () => {
    const lives = new Lives(null)
    lives.event('a', 0)
    expect(lives.takeEnded(2 ** 53)).toEqual([])
    expect(lives.numberOf('a')).toBe(0)
  })

  test('as a naive list has it, whatever comes', () => {
    const move = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), t: fc.nat(60), w: fc.nat(70) })
    fc.assert(
      fc.property(fc.array(move), fc.nat(20), (moves, ttl) => {
        const lives = new Lives(ttl)
        const last = new Map<Key, number>()
        const numbers = new Map<Key, number>()
        let watermark = 0
        for (const { key, t, w } of moves) {
          lives.event(key, t)
          last.set(key, Math.max(t, last.get(key) ?? t))
          if (!numbers.has(key))
            numbers.set(
              key,
              [0, 1, 2, 3].find((n) => ![...numbers.values()].includes(n))!,
            )
          watermark = Math.max(watermark, w)
          const ended = [...last].filter(([, t]) => t + ttl < watermark).map(([key]) => key)
          expect(lives.numberOf(key)).toBe(numbers.get(key))
          expect([...lives.takeEnded(watermark)].sort()).toEqual(ended.sort())
          for (const key of ended) numbers.delete(key)
          for (const key of ended) last.delete(key)
        }
      }),
    )
  })
})

describe('what is forgotten', () => {
  const sum = { aggregates: { s: 'sum(v)' } }
  const count = { aggregates: { c: 'count()' } }
  const silence = { id: 's', detect: { silentMs: 4 } }
  const pattern = {
    steps: [
      { name: 'p', where: 'v == 1' },
      { name: 'q', contiguity: 'followedBy', where: 'v == 2' },
    ],
  }
  const anomaly = (more: object): object => ({ anomaly: { emit: 'scores', ...more } })
  const baseline = { field: 'v', alpha: 0.5, threshold: 3, warmup: 2 }
  test.each<[string, object | object[], string, string]>([
    ['a detection, without an end', { detect: { when: 'v > 3' } }, '5@0 wm10 5@12 wm12', 'start@0'],
    ['… once it is time', { detect: { when: 'v > 3' } }, '5@0 wm10 wm11 5@12 wm12', 'start@0 start@12'],
    [
      'a cool-down',
      { detect: { when: 'v > 3', cooldownMs: 99 } },
      '5@0 1@1 wm12 5@13 wm13',
      'start@0 end@1+1^5 start@13',
    ],
    ['a silence', silence, 'a:1@0 wm11 a:1@12 wm99', 'a:start@4 a:start@16'],
    ['events in a buffer', { buffer: { size: 9 }, ...sum }, '1@0 1@1 wm12 1@13', '0:buffer=1 1:buffer=2 3:buffer=1'],
    ['events in a count window', { window: { type: 'count', size: 2 }, ...sum }, '1@0 wm11 1@12 1@13', '3:count=2'],
    ['of a sliding one', { window: { type: 'count', size: 3, slide: 2 }, ...sum }, '1@0 wm11 1@12 1@13', '3:count=2'],
    [
      'what prev saw',
      [{ filter: "v > prev('v')" }, { buffer: { size: 1 }, ...sum }],
      '1@0 wm11 2@12 3@13',
      '3:buffer=3',
    ],
    [
      'and dt',
      [{ map: { d: 'dt()' } }, { buffer: { size: 1 }, aggregates: { d: 'last(d)' } }],
      '@0 wm11 @12',
      '0:buffer=null 2:buffer=null',
    ],
    [
      'values of a z-score',
      anomaly({ zscore: { field: 'v', size: 2, threshold: 3 } }),
      '1@0 3@1 wm12 2@13 2@14 2@15 wm15',
      'score@15=0',
    ],
    ['values of a baseline', anomaly({ baseline }), '1@0 3@1 wm12 2@13 2@14 2@15 wm15', 'score@15=0'],
    ['a match that has begun', { pattern }, '1@0 wm11 2@12 wm12', ''],
    [
      'not a window: it ends by itself',
      { window: { type: 'tumbling', sizeMs: 10 }, ...sum },
      '1@0 1@1 wm99',
      '2:[0,10)=2',
    ],
  ])('%s', (_, stages, words, expected) => {
    expect(show(run(over(stages), words))).toBe(expected)
  })

  test('results are counted from 0 again', () => {
    const stages = [
      { id: 'd', detect: { when: 'v > 3' } },
      { from: 'd', buffer: { size: 9 }, aggregates: { c: 'count()' } },
    ]
    const more = { id: 'e', from: 'd', detect: { when: 'since > 0' } }
    const found = run(over([...stages, more]), '5@1 wm1 wm12 5@20 wm20').filter(({ stage }) => stage === 'e')
    expect(found.map((each) => ('ref' in each ? `${each.ref}@${each.t}` : ''))).toEqual(['d#0@1', 'd#0@20'])
  })

  test('a key that a compound detector counts', () => {
    const stages = [
      { id: 'd', detect: { when: 'v > 3' } },
      { from: 'd', anomaly: { compound: { atLeast: 2, withinMs: 10, count: 'keys' } } },
    ]
    const alarms = (words: string): string => show(run(over(stages), words).filter(({ type }) => type === 'anomaly'))
    expect(alarms('a:5@0 b:5@9 wm9')).toBe('null:alarm@9=1')
    expect(alarms('a:5@0 wm11 b:5@12 wm12')).toBe('')
  })

  test('the other keys stay', () => {
    const found = run(over({ buffer: { size: 9 }, ...sum }), 'a:1@0 b:1@2 wm12 a:1@13 b:1@13')
    expect(show(found)).toBe('0:a:buffer=1 1:b:buffer=1 3:a:buffer=1 4:b:buffer=2')
  })

  test('a late event of an unknown key lives as long as its item', () => {
    const found = run(over({ buffer: { size: 9 }, ...sum }), 'wm50 1@0 1@1 1@45 1@45')
    expect(show(found)).toBe('1:buffer=1 2:buffer=1 3:buffer=1 4:buffer=2')
  })

  test('a result that is read is an event too', () => {
    const stages = [
      { id: 's', detect: { silentMs: 8 } },
      { from: 's', filter: 'since >= 0' },
      { buffer: { size: 9 }, ...count },
    ]
    const counts = (words: string): string => show(run(over(stages), words).filter(({ type }) => type === 'buffer'))
    // Silent at 8, and so remembered until 18.
    expect(counts('1@0 wm18 1@19 wm19')).toBe('1:buffer=1 3:buffer=2')
    expect(counts('1@0 wm18 wm19 1@20 wm28')).toBe('1:buffer=1 4:buffer=1')
  })

  test('in processing time the clock counts', () => {
    const found = run(over({ buffer: { size: 9 }, ...sum }, 10, PROCESSING), 'pt5 1 pt15 1 pt26 1')
    expect(show(found)).toBe('1:buffer=1 3:buffer=2 5:buffer=1')
  })
})

describe('what the host is told', () => {
  test('keys that were forgotten, and that a segment must end there', () => {
    const engine = new ReferenceEngine(over({ filter: 'v > 3' }))
    const steps = items('a:1@0 b:1@0 wm10 b:1@9 wm11').map((item) => engine.push(item))
    expect(steps.map(({ forgotten }) => forgotten)).toEqual([[], [], [], [], ['a']])
    expect(steps.map(({ disturbs }) => disturbs)).toEqual([false, false, false, false, true])
  })
})
