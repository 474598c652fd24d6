import { describe, expect, test } from 'vitest'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { requireBuildable } from '../toolchain/supported.ts'
import { SIDED, specOf, type RawStage } from '../../shared/pipeline/testing.ts'

const n = { n: 'count()' }
const window: RawStage = { window: { type: 'tumbling', sizeMs: 5 }, aggregates: n, id: 'win' }
const filter: RawStage = { filter: 'true' }

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

  test('the basic lab', () => {
    expect(() => requireBuildable(loadPipeline(basicLab))).not.toThrow()
  })
})

describe('not supported on a device yet', () => {
  const from = 'stages[1].from'
  test.each<[string, RawStage[], Record<string, unknown>, string, string]>([
    [
      'silence',
      [{ detect: { silentMs: 5 } }],
      {},
      'stages[0]',
      'detecting silence (silentMs) is not supported on a device yet',
    ],
    [
      'a baseline',
      [{ anomaly: { baseline: { field: 'v', alpha: 0.1, threshold: 3 } } }],
      {},
      'stages[0]',
      'an adaptive baseline is not supported on a device yet',
    ],
    [
      'a pattern',
      [{ pattern: { steps: [{ name: 'a' }] } }],
      {},
      'stages[0]',
      'a pattern stage is not supported on a device yet',
    ],
    [
      'a join',
      [{ join: { type: 'interval', lowerMs: 0, upperMs: 0 } }],
      SIDED,
      'stages[0]',
      'a join stage is not supported on a device yet',
    ],
    ['reading a window', [window, filter], {}, from, "reading the results of 'win' is not supported on a device yet"],
    [
      'reading a window by name',
      [window, { ...filter, from: 'win' }],
      {},
      from,
      "reading the results of 'win' is not supported on a device yet",
    ],
    [
      'reading a detector',
      [{ detect: { when: 'on' } }, filter],
      {},
      from,
      "reading the results of 'detect1' is not supported on a device yet",
    ],
    [
      'reading a buffer',
      [{ buffer: { size: 3 }, aggregates: n }, filter],
      {},
      from,
      "reading the results of 'buffer1' is not supported on a device yet",
    ],
    [
      'reading an anomaly stage',
      [{ anomaly: { zscore: { field: 'v', size: 3, threshold: 3 } } }, filter],
      {},
      from,
      "reading the results of 'anomaly1' is not supported on a device yet",
    ],
  ])('%s', (_, stages, changes, place, message) => {
    const error = refusal(stages, changes)
    expect(error).toMatchObject({ code: 'E_UNSUPPORTED', kind: 'usage', place, message: `${place}: ${message}` })
    expect(error).toHaveProperty('cure', expect.stringMatching(/./))
  })

  test('all of it at once', () => {
    const error = refusal(
      [{ detect: { silentMs: 5 } }, window, filter].map((stage, i) => (i === 1 ? { ...stage, from: 'input' } : stage)),
    )
    expect(error).toHaveProperty(
      'message',
      "stages[0]: detecting silence (silentMs) is not supported on a device yet\nstages[2].from: reading the results of 'win' is not supported on a device yet",
    )
  })
})
