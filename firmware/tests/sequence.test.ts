/**
 * Patterns that need no general operator (SEMANTICS 7 and 9): which these are, and what becomes of them, story by story; the
 * reference judges each. Notation: `testkit.ts` of the reference's patterns.
 */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { PatternStage, Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Result } from '../../shared/stream/result.ts'
import { buildFirmware } from '../toolchain/build.ts'
import { operatorOf } from '../toolchain/bindings.ts'
import { sequenceOf } from '../toolchain/sequence.ts'
import { itemsOf, patternOf, show, steps } from './patterns.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut } from './run.ts'

const CUTS: readonly Cut[] = [{ single: true }, { frame: 4, segment: 16 }, { frame: 32, segment: 128, bytes: 7 }]

/** What the device reports, however the input is cut; the reference must agree. */
async function resultsOf(pipeline: Pipeline, words: string): Promise<readonly Result[]> {
  const program = await bundled(pipeline)
  const runs = CUTS.map((cut) => {
    const { verdict, device } = runBoth(program, pipeline, itemsOf(words), cut)
    if (!verdict.equal) throw new Error(`${JSON.stringify(cut)}: ${verdict.first?.why}`)
    return device
  })
  const told = runs.map((device) => show(device).split(' | ').sort().join(' | '))
  expect(new Set(told).size).toBe(1)
  return runs[0]
}

async function story(pipeline: Pipeline, words: string): Promise<string> {
  return show(await resultsOf(pipeline, words))
}

/** The same pattern with other limits. */
function limited(pipeline: Pipeline, limits: Partial<Pipeline['limits']>): Pipeline {
  return { ...pipeline, limits: { ...pipeline.limits, ...limits } }
}

describe('which operator takes a pattern', () => {
  const of = (pipeline: Pipeline): string => operatorOf(pipeline, pipeline.stages[0])

  test.each([
    ['a ~b', 'sequence'],
    ['a >b ~c >d', 'sequence'],
    ['a ~b ~~c', 'sequence'],
    ['. ~b', 'sequence'],
    ['a ~b{3} ~c', 'sequence'],
    ['a ~b{3}:s ~c', 'sequence'],
    ['a{2}:c', 'sequence'],
    ['a{3}', 'repeat'],
    ['a{3}:s', 'repeat'],
    ['.{4}', 'repeat'],
    // One event makes a match of its own.
    ['a', 'pattern'],
    // A copy goes on, the thread itself stays behind.
    ['a ~~b ~c', 'pattern'],
    ['a{3}:c', 'pattern'],
    ['a+ ~b', 'pattern'],
    ['a{2,3} ~b', 'pattern'],
    ['a{2}:g ~b', 'pattern'],
    ['a ~b? ~c', 'pattern'],
    ['a !~b ~c', 'pattern'],
    ['a !b ~c', 'pattern'],
    ['a ~( b >c )', 'pattern'],
    ['a{17}', 'pattern'],
  ])('%s: %s', (notation, operator) => {
    expect(of(patternOf(notation))).toBe(operator)
  })

  test.each([
    ['noSkip', 'sequence'],
    ['skipToNext', 'sequence'],
    ['skipPastLastEvent', 'sequence'],
    ['skipToFirst:b', 'pattern'],
    ['skipToLast:a:strict', 'pattern'],
  ])('with %s: %s', (skip, operator) => {
    expect(of(patternOf('a ~b', { skip }))).toBe(operator)
  })

  test('steps that ask the same, in the same way', () => {
    const where = 'x > 3'
    const failures = (wait: string): object[] => [
      { name: 'a', where },
      { name: 'b', where: ' (x) > 3', contiguity: 'followedBy' },
      { name: 'c', where, contiguity: wait },
    ]
    expect(of(patternOf(failures('followedBy') as never))).toBe('repeat')
    expect(of(patternOf(failures('next') as never))).toBe('sequence')
    expect(of(patternOf(failures('followedByAny') as never))).toBe('sequence')
  })

  test('not one that looks at what was taken, or bounds the time since the event before', () => {
    expect(of(patternOf(steps('a ~b', { b: { where: `x > first('a', 'x')` } })))).toBe('pattern')
    expect(of(patternOf(steps('a ~b', { b: { withinPreviousMs: 5 } })))).toBe('pattern')
  })

  test('not one that may have to drop threads for their events; few threads need a ring that can drop', () => {
    const { stages, limits } = patternOf('a{4}')
    const operator = (more: object): string | undefined =>
      sequenceOf(stages[0] as PatternStage, { ...limits, ...more })?.operator
    expect(operator({ taken: 4 })).toBe('repeat')
    expect(operator({ taken: 3 })).toBe(undefined)
    expect(operator({ threads: 4 })).toBe('repeat')
    expect(operator({ threads: 3 })).toBe('sequence')
  })
})

describe('ways of waiting', () => {
  test.each([
    ['a >b', 'a1 c1 b1', ''],
    ['a >b', 'a1 b1 b2', 'a1 b1'],
    ['a ~b', 'a1 c1 b1 b2', 'a1 b1'],
    ['a ~~b', 'a1 c1 b1 b2', 'a1 b1 | a1 b2'],
    ['a ~.', 'a1 c1 b1', 'a1 c1'],
    ['a ~b >c', 'a1 b1 b2 c1', ''],
    ['a ~b >c', 'a1 d1 b1 c1', 'a1 b1 c1'],
    ['a >b ~c', 'a1 a2 b1 d1 c1', 'a2 b1 c1'],
    ['a ~b ~~c', 'a1 a2 b1 c1 c2', 'a1 b1 c1 | a2 b1 c1 | a1 b1 c2 | a2 b1 c2'],
  ])('%s on %s', async (notation, words, expected) => {
    expect(await story(patternOf(notation), words)).toBe(expected)
  })

  test('an event begins, goes on and completes, each for another thread', async () => {
    const any = steps('a ~b ~c').map((step) => ({ ...step, where: 'x > 0' }))
    const other = [{ name: 'z', where: 'x >= 0' }, ...any.slice(1)]
    expect(await story(patternOf(other), 'a1 a2 a3 a4')).toBe('a1 a2 a3 | a2 a3 a4')
  })

  test('a thread that a strict step ends leaves those before and behind it alone', async () => {
    const pattern = patternOf(steps('a ~b >c', { b: { where: `startsWith(name, 'b') || x == 7` } }))
    // a1 waits for c when a7 begins; then it must end, and a7 take b2.
    expect(await story(pattern, 'a1 a7 d1 b2 c1 a2 b3 a3 b4 c2')).toBe('a7 b2 c1 | a3 b4 c2')
  })
})

describe('repetition', () => {
  test.each([
    ['a{3}', 'a1 b1 a2 b2 a3 a4', 'a1 a2 a3 | a2 a3 a4'],
    ['a{3}:s', 'a1 a2 b1 a3 a4 a5 a6', 'a3 a4 a5 | a4 a5 a6'],
    ['a{2}:c', 'a1 a2 b1 a3', 'a1 a2 | a1 a3 | a2 a3'],
    ['c ~a{2}', 'c1 a1 x1 a2 a3', 'c1 a1 a2'],
    ['c ~a{2}:s', 'c1 a1 x1 a2 a3', ''],
    ['c ~a{2} ~d', 'c1 a1 c2 a2 d1 a3 d2', 'c1 a1 a2 d1 | c2 a2 a3 d2'],
  ])('%s on %s', async (notation, words, expected) => {
    expect(await story(patternOf(notation), words)).toBe(expected)
  })

  test('events are told under the names of their steps', async () => {
    const [twice] = await resultsOf(patternOf('a{2} ~b ~c{2}'), 'a1 a2 b1 c1 c2')
    expect(twice).toMatchObject({ steps: { a: ['a1', 'a2'], b: ['b1'], c: ['c1', 'c2'] }, start: 0, t: 4 })
    const alike = steps('a ~b ~c').map((step) => ({ ...step, where: 'x == 1' }))
    const [three] = await resultsOf(patternOf(alike), 'a1 b1 a2 c1')
    expect(three).toMatchObject({ steps: { a: ['a1'], b: ['b1'], c: ['c1'] } })
  })
})

describe('time', () => {
  test.each([
    // Exactly so far apart is too far (7.7.1).
    ['a ~b', 2, 'a1@1 b1@3', 'timeout@3: a1'],
    ['a ~b', 2, 'a1@1 a2@2 b1@3', 'timeout@3: a1 | a2 b1'],
    // Each thread tells what it had taken, though time jumps over all of them.
    ['a ~b ~c ~d', 10, 'a1@0 b1@1 a2@2 c1@3 a3@4 d9@90', 'timeout@10: a1 b1 c1 | timeout@12: a2 | timeout@14: a3'],
    ['a ~~b', 5, 'a1@0 b1@1 b2@4 b3@5', 'a1 b1 | a1 b2 | timeout@5: a1'],
    ['a >b', 5, 'a1@0 c1@1 b1@9', ''],
    ['a{3}', 5, 'a1@0 a2@1 a3@5 a4@6', 'timeout@5: a1 a2 | timeout@6: a2 a3 | timeout@10: a3 a4 | timeout@11: a4'],
    ['a{3}', 5, 'a1@0 a2@1 a3@4 a4@20', 'a1 a2 a3 | timeout@6: a2 a3 | timeout@9: a3 | timeout@25: a4'],
    ['a{2}:s', 5, 'a1@0 c1@5', 'timeout@5: a1'],
    ['a{2}:s', 5, 'a1@0 c1@4 wm99', ''],
  ])('%s within %i on %s', async (notation, withinMs, words, expected) => {
    expect(await story(patternOf(notation, { withinMs }), words)).toBe(expected)
  })

  test('a watermark ends threads of keys without events', async () => {
    const told = await resultsOf(patternOf('a ~b', { withinMs: 5 }), 'p:a1@0 q:a2@3 wm7 p:a3@8 wm8 r:a4@9 wm99')
    expect(show(told).split(' | ').sort()).toEqual([
      'p:timeout@13: a3',
      'p:timeout@5: a1',
      'q:timeout@8: a2',
      'r:timeout@14: a4',
    ])
  })

  test('in processing time the clock does', async () => {
    const pattern = patternOf('a ~b', { withinMs: 5 }, { mode: 'processing' })
    expect(await story(pattern, 'pt10 a1 pt12 b1 a2 pt16 a3 pt17 b2 pt30')).toBe('a1 b1 | timeout@17: a2 | a3 b2')
  })

  test('events out of order are taken in the order of time', async () => {
    expect(await story(patternOf('a ~b >c'), 'c1@5 b1@3 a1@1 wm5 a2@4 wm9')).toBe('a1 b1 c1 | late a2')
  })
})

describe('skipping', () => {
  test.each([
    ['a ~b', 'noSkip', 'a1 a2 b1 b2', 'a1 b1 | a2 b1'],
    ['a ~b', 'skipToNext', 'a1 a2 b1 b2', 'a1 b1 | a2 b1'],
    ['a ~b', 'skipPastLastEvent', 'a1 a2 b1 b2 a3 b3', 'a1 b1 | a3 b3'],
    ['a ~~b', 'skipToNext', 'a1 a2 b1 b2', 'a1 b1 | a2 b1'],
    ['a ~~b', 'skipPastLastEvent', 'a1 b1 b2', 'a1 b1'],
    ['a ~b ~c', 'skipPastLastEvent', 'a1 b1 a2 c1 b2 c2', 'a1 b1 c1'],
    ['a{2}', 'skipToNext', 'a1 a2 a3', 'a1 a2 | a2 a3'],
    // The last event is used up as well: it begins nothing.
    ['a{2}', 'skipPastLastEvent', 'a1 a2 a3 a4 a5', 'a1 a2 | a3 a4'],
    ['a >a', 'skipPastLastEvent', 'a1 a2 a3 b1 a4 a5', 'a1 a2 | a4 a5'],
  ])('%s with %s on %s', async (notation, skip, words, expected) => {
    const pattern = notation === 'a >a' ? steps('a >b', { b: { where: `startsWith(name, 'a')` } }) : notation
    expect(await story(patternOf(pattern, { skip }), words)).toBe(expected)
  })
})

describe('bounds', () => {
  const overflows = (results: readonly Result[]): unknown[] =>
    results.flatMap((r) => (r.type === 'overflow' ? [`${r.overflow} ${r.action} ${r.lost} at ${r.t}`] : []))

  test('without room the oldest thread goes; told at the first, second, fourth, eighth one', async () => {
    const pipeline = limited(patternOf('a ~b'), { threads: 3 })
    const told = await resultsOf(pipeline, 'a1 a2 a3 a4 a5 a6 a7 a8 a9 b1')
    expect(overflows(told)).toEqual([1, 2, 4].map((lost) => `threads drop ${lost} at ${lost + 2}`))
    expect(show(told.filter(({ type }) => type === 'match'))).toBe('a7 b1 | a8 b1 | a9 b1')
  })

  test('whatever step it waits for', async () => {
    const pipeline = limited(patternOf('a ~b ~c'), { threads: 2 })
    const told = await resultsOf(pipeline, 'a1 b1 a2 a3 b2 c1 a4 b3 c2')
    expect(overflows(told)).toEqual(['threads drop 1 at 3'])
    expect(show(told.filter(({ type }) => type === 'match'))).toBe('a2 b2 c1 | a3 b2 c1 | a4 b3 c2')
  })

  test('a thread whose time is over makes room without a loss', async () => {
    const pipeline = limited(patternOf('a ~b', { withinMs: 5 }), { threads: 2 })
    const told = await resultsOf(pipeline, 'a1@0 a2@1 a3@5 a4@6 b1@7 wm99')
    expect(show(told)).toBe('timeout@5: a1 | timeout@6: a2 | a3 b1 | a4 b1')
  })

  test('after a quiet withinMs a key has room for as many threads as ever', async () => {
    const pipeline = limited(patternOf('a ~b ~c', { withinMs: 20 }), { threads: 4 })
    const round = (from: number): string =>
      [0, 1, 2, 3].map((i) => `a${from + i}@${from + i} b${i}@${from + i}`).join(' ')
    const told = await resultsOf(pipeline, `${round(0)} ${round(100)} wm199 ${round(200)} c1@205 wm999`)
    expect(overflows(told)).toEqual([])
    expect(told.filter(({ type }) => type === 'timeout')).toHaveLength(8)
    expect(told.filter(({ type }) => type === 'match')).toHaveLength(4)
  })

  test('keys have threads of their own', async () => {
    const pipeline = limited(patternOf('a ~b'), { threads: 2 })
    const told = await resultsOf(pipeline, 'p:a1 q:a2 r:a3 p:a4 q:b1 q:a5 q:a6 p:b2 r:b3 q:b4')
    expect(told.map((each) => show([each])).sort()).toEqual([
      'p:a1 b2',
      'p:a4 b2',
      'q:a2 b1',
      'q:a5 b4',
      'q:a6 b4',
      'r:a3 b3',
    ])
  })
})

describe('memory', () => {
  /** Variables that one more key takes. */
  async function perKey(notation: string, limits: Partial<Pipeline['limits']>): Promise<number> {
    const state = async (keys: number): Promise<number> => {
      const pipeline = limited(patternOf(notation, { withinMs: 60_000 }), { ...limits, keys })
      const { plan } = await buildFirmware(pipeline)
      return plan.vars.state
    }
    return ((await state(40)) - (await state(20))) / 20
  }

  // The waiting room takes 2 places of 20 bytes, and 10 bytes.
  const WAITING = 50 / 14

  test('three steps with 16 threads: at most 60 variables a key', async () => {
    expect(await perKey('a ~b ~c', { threads: 16, waiting: 2 })).toBeLessThanOrEqual(60)
  })

  test.each([
    ['a ~b ~c', 16, 16 * 16 + 33],
    ['a ~b', 16, 16 * 12 + 25],
    ['a{3}', 16, 2 * 12 + 2],
  ])('%s with %i threads: %i bytes a key', async (notation, threads, bytes) => {
    const vars = await perKey(notation, { threads, waiting: 2 })
    expect(vars - WAITING - bytes / 14).toBeGreaterThan(-0.5)
    expect(vars - WAITING - bytes / 14).toBeLessThan(1.5)
  })
})

test('matches are events of other stages', async () => {
  const input = { fields: { name: 'string', x: 'double?', k: 'string' }, key: 'k' }
  const pattern = { steps: steps('a ~b ~c'), withinMs: 50 }
  const again = {
    steps: [
      { name: 'm', where: 'count == 3 && start > 0' },
      { name: 'n', contiguity: 'followedBy' },
    ],
  }
  const stages = [
    { id: 'p', pattern },
    { id: 'twice', from: 'p', pattern: again },
  ]
  const time = { mode: 'event', outOfOrdernessMs: 0 }
  const pipeline = loadPipeline({ name: 'two', input, time, stages })
  expect(await story(pipeline, 'a1 b1 c1 a2 b2 c2 a3 a4 b3 c3 wm999')).toBe(
    'a1 b1 c1 | a2 b2 c2 | a3 b3 c3 | a4 b3 c3 | p#1 p#2 | p#2 p#3',
  )
})
