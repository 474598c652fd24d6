/** `limits.ttlMs` must leave time for everything that an event may still count for (README 12). */
import { describe, expect, test } from 'vitest'
import { faultsOf, specOf } from '../testing.ts'

const COUNT = { aggregates: { c: 'count()' } }
const tumbling = {
  id: 'tumble',
  from: 'input',
  window: { type: 'tumbling', sizeMs: 5 },
  allowedLatenessMs: 2,
  ...COUNT,
}
const silence = { id: 's', detect: { silentMs: 3 } }
const step = (name: string, more: object = {}): object => ({ name, contiguity: 'followedBy', ...more })

describe('a time-to-live', () => {
  test.each<[string, unknown[], number, string]>([
    ['size and lateness', [tumbling], 7, 'tumble'],
    ['what is read has a time of its own', [tumbling, silence], 7, 'tumble'],
    ['a silence', [silence], 3, 's'],
    ['a session', [{ id: 'w', window: { type: 'session', gapMs: 8 }, allowedLatenessMs: 1, ...COUNT }], 9, 'w'],
    ['a sliding window', [{ id: 'w', window: { type: 'sliding', sizeMs: 8, slideMs: 2 }, ...COUNT }], 8, 'w'],
    [
      'the longest of all',
      [tumbling, { ...silence, from: 'tumble' }, { id: 'u', from: 'tumble', detect: { silentMs: 9 } }],
      9,
      'u',
    ],

    ['a pattern', [{ id: 'p', pattern: { steps: [{ name: 'a' }, step('b')], withinMs: 6 } }], 6, 'p'],
    ['its steps', [{ id: 'p', pattern: { steps: [{ name: 'a' }, step('b', { withinPreviousMs: 4 })] } }], 4, 'p'],
    [
      'in groups as well',
      [{ id: 'p', pattern: { steps: [{ group: [{ name: 'a' }, step('b', { withinPreviousMs: 5 })] }] } }],
      5,
      'p',
    ],
    [
      'what a compound detector counts',
      [
        { id: 'd', from: 'input', detect: { when: 'on' } },
        { ...silence, from: 'input' },
        { id: 'c', from: ['d', 's'], anomaly: { compound: { atLeast: 2, withinMs: 4 } } },
      ],
      4,
      'c',
    ],
  ])('%s', (_, stages, least, id) => {
    expect(faultsOf(specOf(stages, { limits: { ttlMs: least } }))).toEqual([])
    if (least > 1)
      expect(faultsOf(specOf(stages, { limits: { ttlMs: least - 1 } }))).toEqual([
        `limits.ttlMs: after ${least - 1} ms a key would be forgotten while its last event still counts in '${id}'`,
      ])
  })

  test.each([
    [[{ detect: { when: 'on', forMs: 99, cooldownMs: 99 } }]],
    [[{ buffer: { size: 9 }, ...COUNT }]],
    [[{ window: { type: 'count', size: 9 }, ...COUNT }]],
    [[{ anomaly: { zscore: { field: 'v', size: 9, threshold: 3 } } }]],
  ])('what does not end by time may be forgotten at any: %j', (stages) => {
    expect(faultsOf(specOf(stages, { limits: { ttlMs: 1 } }))).toEqual([])
  })

  test.each([
    [0, 'limits.ttlMs: must be at least 1, but is 0'],
    [1.5, 'limits.ttlMs: must be a whole number, but is 1.5'],
    ['5s', "limits.ttlMs: must be a number, but is '5s'"],
  ])('is a whole number of milliseconds: %j', (ttlMs, expected) => {
    expect(faultsOf(specOf([], { limits: { ttlMs } }))[0]).toContain(expected.split(', but')[0])
  })

  test('of joins: their bounds', () => {
    const join = { type: 'interval', lowerMs: -7, upperMs: 4 }
    const sided = { input: { fields: { id: 'int', v: 'double' }, key: 'id', sides: ['left', 'right'] } }
    const spec = (ttlMs: number): Record<string, unknown> =>
      specOf([{ id: 'j', join }], { ...sided, limits: { ttlMs } })
    expect(faultsOf(spec(7))).toEqual([])
    expect(faultsOf(spec(6))).toHaveLength(1)
  })
})
