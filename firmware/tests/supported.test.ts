import { describe, expect, test } from 'vitest'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { requireBuildable } from '../toolchain/supported.ts'
import { SIDED, specOf, type RawStage } from '../../shared/pipeline/testing.ts'

const n = { n: 'count()' }
const window: RawStage = { window: { type: 'tumbling', sizeMs: 5 }, aggregates: n, id: 'win' }
const filter: RawStage = { filter: 'true' }
/** A key that is a text. */
const NAMED = { input: { fields: { mote: 'string', v: 'double' }, key: 'mote' } }

function refusal(stages: readonly RawStage[], changes: Record<string, unknown> = {}): unknown {
  const pipeline = loadPipeline(specOf(stages, changes))
  try {
    requireBuildable(pipeline)
    return null
  } catch (error) {
    return error
  }
}

describe('supported', () => {
  test.each<[string, RawStage[]]>([
    ['nothing', []],
    ['a chain of filters and maps', [filter, { map: { a: 'v' } }, filter, window]],
    [
      'several stages that read the input',
      [window, { detect: { when: 'on' }, from: 'input' }, { buffer: { size: 3 }, aggregates: n, from: 'input' }],
    ],
    [
      'results of windows, detectors, buffers and z-scores',
      [
        window,
        { detect: { when: 'n > 3' }, id: 'd' },
        { filter: "edge == 'end'" },
        { buffer: { size: 3 }, aggregates: n },
        { anomaly: { zscore: { field: 'n', size: 3, threshold: 3 } } },
      ],
    ],
    [
      'detectors of all kinds, and what counts them',
      [
        { id: 'd', detect: { when: 'on' } },
        { id: 's', from: 'input', detect: { silentMs: 5 } },
        { id: 'b', from: 'input', anomaly: { baseline: { field: 'v', alpha: 0.5, threshold: 3 } } },
        { id: 'c', from: ['d', 's', 'b'], anomaly: { compound: { atLeast: 2, withinMs: 9 } } },
        { detect: { silentMs: 5 } },
        { from: ['d', 'c'], anomaly: { compound: { atLeast: 2, withinMs: 9, count: 'keys' } } },
      ],
    ],
    ['a branch from a map', [{ map: { a: 'v' }, id: 'm' }, window, { detect: { when: 'a > 3' }, from: 'm' }]],
    [
      'sessions and counts',
      [
        { window: { type: 'session', gapMs: 5 }, aggregates: n },
        { window: { type: 'count', size: 5 }, aggregates: n, from: 'input' },
      ],
    ],
  ])('%s', (_, stages) => {
    expect(refusal(stages)).toBeNull()
  })

  test.each<[string, RawStage[]]>([
    ['of the sides of the input', [{ join: { type: 'interval', lowerMs: 0, upperMs: 0 } }]],
    ['of windows', [{ join: { type: 'window', window: { type: 'tumbling', sizeMs: 5 } } }]],
    [
      'of a window and the input, read by a window',
      [
        window,
        { join: { type: 'interval', lowerMs: 0, upperMs: 0 }, from: 'input' },
        { join: { type: 'interval', lowerMs: 0, upperMs: 5 }, from: ['win', 'input'] },
        { ...window, id: 'top' },
      ],
    ],
  ])('joins %s', (_, stages) => {
    expect(refusal(stages, SIDED)).toBeNull()
  })

  test('a text key that an output replaces', () => {
    const named = { ...window, aggregates: { mote: 'last(mote)' } }
    expect(refusal([named, { detect: { when: "mote == 'a'" } }], NAMED)).toBeNull()
  })

  test('the basic lab', () => {
    expect(() => requireBuildable(loadPipeline(basicLab))).not.toThrow()
  })
})

/** Steps in a row that may all be left out. */
function steps(n: number): object[] {
  return Array.from({ length: n }, (_, i) => ({
    ...{ name: `s${i}`, where: `v > ${i}`, quantifier: { optional: true } },
    ...(i === 0 ? {} : { contiguity: 'followedBy' }),
  }))
}

describe('not supported on a device yet', () => {
  test.each<[string, RawStage[], Record<string, unknown>, string, string]>([
    [
      'a pattern whose matches are longer than a partial match may be',
      [
        {
          pattern: {
            steps: [
              { name: 'a', quantifier: { times: 17, greedy: true } },
              { name: 'b', contiguity: 'next' },
            ],
          },
        },
      ],
      {},
      'stages[0]',
      "a match of the pattern 'pattern1' takes more than the 16 events that limits.taken allows",
    ],
    [
      'a pattern with too many ways to go on',
      [{ pattern: { steps: steps(12) } }],
      {},
      'stages[0]',
      "the pattern 'pattern1' has too many ways to go on for a device",
    ],
    [
      'alarms that are counted across keys, as events',
      [
        { id: 'd', detect: { when: 'on' } },
        { id: 'c', anomaly: { compound: { atLeast: 2, withinMs: 9, count: 'keys' } } },
        { filter: 'alarm', id: 'f' },
      ],
      {},
      'stages[2]',
      "reading the alarms of 'c', which have no key, is not supported on a device yet",
    ],
    [
      'a text as the key of results',
      [window, { detect: { when: "mote == 'a'" } }],
      NAMED,
      'stages[1]',
      "'mote' of the results of another stage, a text, is not supported on a device yet",
    ],
  ])('%s', (_, stages, changes, place, message) => {
    const error = refusal(stages, changes)
    expect(error).toMatchObject({ code: 'E_UNSUPPORTED', kind: 'usage', place, message: `${place}: ${message}` })
    expect(error).toHaveProperty('cure', expect.stringMatching(/./))
  })

  test('all of it at once', () => {
    const looks: RawStage = { filter: "mote == 'a'" }
    expect(refusal([window, looks, looks], NAMED)).toHaveProperty(
      'message',
      ['stages[1]', 'stages[2]']
        .map((place) => `${place}: 'mote' of the results of another stage, a text, is not supported on a device yet`)
        .join('\n'),
    )
  })
})
