/** What the plan says of state and bounds: every state has a line, and the lines add up. */
import { describe, expect, test } from 'vitest'
import type { PlannedBound, PlannedState } from '../../shared/pipeline/plan.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { buildFirmware } from '../toolchain/build.ts'

const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }
const EXPLICIT = { mode: 'event', watermarks: 'explicit' }
const N = { aggregates: { n: 'count()' } }
const tumbling = { window: { type: 'tumbling', sizeMs: 60 }, ...N }

interface Circumstances {
  readonly limits?: object
  readonly time?: object
  readonly key?: string | null
}

async function stateOf(
  stages: object[],
  { limits = {}, time = IN_ORDER, key = 'k' }: Circumstances = {},
): Promise<PlannedState[]> {
  const input = { fields: { k: 'int', v: 'double' }, key }
  const { plan } = await buildFirmware(loadPipeline({ name: 'bounds', input, time, stages, limits }))
  expect(plan.state.reduce((sum, { vars }) => sum + vars, 0)).toBe(plan.vars.state)
  return [...plan.state]
}

function line(state: readonly PlannedState[], of: string): PlannedState {
  const found = state.find((each) => each.of === of)
  if (found === undefined) throw new Error(`no line for ${of} among ${state.map((each) => each.of).join(', ')}`)
  return found
}

describe('a bound of each kind of state', () => {
  test.each<[string, object, Partial<PlannedBound>[]]>([
    ['windows that time bounds prove', tumbling, [{ bound: 'openWindows', from: 'time bounds', beyond: 'never' }]],
    [
      'sessions',
      { window: { type: 'session', gapMs: 5 }, ...N },
      [{ bound: 'openWindows', limit: 2, per: 'key', from: 'default', beyond: 'reject' }],
    ],
    [
      'counts',
      { window: { type: 'count', size: 9, slide: 3 }, ...N },
      [{ bound: 'events', limit: 9, from: 'the pipeline', beyond: 'never' }],
    ],
    ['buffers', { buffer: { size: 7 }, ...N }, [{ bound: 'events', limit: 7, beyond: 'never' }]],
    [
      'z-scores',
      { anomaly: { zscore: { field: 'v', size: 5, threshold: 3 } } },
      [{ bound: 'values', limit: 5, beyond: 'never' }],
    ],
    ['detectors', { detect: { when: 'v > 3' } }, []],
    [
      'patterns, whose threads share what they took',
      { pattern: { steps: [{ name: 'a', quantifier: { oneOrMore: true } }], skip: 'skipToNext' } },
      [
        { bound: 'threads', limit: 16, per: 'key', from: 'default', beyond: 'drop' },
        { bound: 'taken', limit: 16, per: 'thread', from: 'default', beyond: 'drop' },
        { bound: 'taken', limit: 2 * (16 + 8) + 16, per: 'key', from: 'limits.threads, limits.taken', beyond: 'drop' },
        { bound: 'held', limit: 8, per: 'key', from: 'default', beyond: 'drop' },
      ],
    ],
    [
      'patterns with room for all that their threads may take',
      {
        pattern: {
          steps: [{ name: 'a' }, { name: 'b', contiguity: 'followedByAny' }, { name: 'c', contiguity: 'next' }],
        },
      },
      [{ bound: 'threads' }, { bound: 'taken', per: 'thread' }],
    ],
  ])('%s', async (_, stage, bounds) => {
    const { vars, bounds: found } = line(await stateOf([{ id: 's', ...stage }]), 's')
    expect(vars).toBeGreaterThan(0)
    expect(found).toMatchObject(bounds)
    expect(found).toHaveLength(bounds.length)
  })

  test('windows that nothing bounds but a limit: the default, and one of the pipeline', async () => {
    const open = async (limits: object): Promise<PlannedBound> =>
      line(await stateOf([{ id: 's', ...tumbling }], { time: EXPLICIT, limits }), 's').bounds[0]
    expect(await open({})).toMatchObject({ limit: 12, from: 'default', beyond: 'reject' })
    expect(await open({ openWindows: 5 })).toMatchObject({ limit: 5, from: 'limits.openWindows', beyond: 'reject' })
  })
})

test('keys and texts belong to the input; without a key there is one, for ever', async () => {
  const { bounds } = line(await stateOf([tumbling], { limits: { keys: 3 } }), 'input')
  expect(bounds).toEqual([
    { bound: 'keys', limit: 3, per: 'program', from: 'limits.keys', beyond: 'reject' },
    { bound: 'texts', limit: 64, per: 'program', from: 'default', beyond: 'reject' },
  ])
  expect(line(await stateOf([tumbling], { key: null }), 'input').bounds[0]).toMatchObject({ limit: 1, beyond: 'never' })
})

test('those that read one source in order of time share a waiting room, whose line comes before theirs', async () => {
  const detect = { detect: { when: 'v > 3' } }
  const state = await stateOf([
    { id: 'd', ...detect },
    { id: 'e', from: 'input', ...detect },
    { id: 'w', from: 'input', ...tumbling },
    { id: 'f', from: 'w', detect: { when: 'n > 3' } },
  ])
  expect(state.map(({ of }) => of)).toEqual(['input', 'waiting room', 'd', 'e', 'w', 'waiting room of w', 'f'])
  expect(line(state, 'waiting room').bounds).toEqual([
    { bound: 'waiting', limit: 32, per: 'key', from: 'default', beyond: 'advance' },
  ])
  expect(line(state, 'waiting room of w').vars).toBeGreaterThan(0)
})

test('each key takes the same', async () => {
  const vars = async (keys: number): Promise<number> =>
    line(await stateOf([{ id: 's', ...tumbling }], { limits: { keys } }), 's').vars
  const [few, more, many] = [await vars(100), await vars(300), await vars(500)]
  expect(more - few).toBeGreaterThan(50)
  expect(Math.abs(many - more - (more - few))).toBeLessThanOrEqual(2)
})
