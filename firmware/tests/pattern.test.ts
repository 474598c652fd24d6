/**
 * Patterns on the device of tests, story by story (SEMANTICS 7 and 9). The reference judges every one; all but the
 * conformance cases and random patterns (`pattern-equality.test.ts`) do not show stands here: bounds, batching, wiring.
 */
import { describe, expect, test } from 'vitest'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { itemsOf, patternOf, show, steps } from './patterns.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut, type Outcome } from './run.ts'

const CUTS: readonly Cut[] = [{ single: true }, { frame: 4, segment: 16 }, { frame: 32, segment: 128, bytes: 7 }]
const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }

/** Outcomes with the input cut in several ways; the reference must agree with each. */
async function outcomes(pipeline: Pipeline, input: string | readonly Item[]): Promise<Outcome[]> {
  const program = await bundled(pipeline)
  const items = typeof input === 'string' ? itemsOf(input) : input
  return CUTS.map((cut) => {
    const outcome = runBoth(program, pipeline, items, cut)
    if (!outcome.verdict.equal) throw new Error(`${JSON.stringify(cut)}: ${outcome.verdict.first?.why}`)
    return outcome
  })
}

/** What the device reports, however the input is cut. */
async function story(pipeline: Pipeline, words: string): Promise<string> {
  const told = (await outcomes(pipeline, words)).map(({ device }) => show(device).split(' | ').sort().join(' | '))
  expect(new Set(told).size).toBe(1)
  return told[0]
}

/** The same pipeline with other limits. */
function limited(pipeline: Pipeline, limits: object): Pipeline {
  return loadPipeline({ ...pipeline.spec, limits })
}

function overflows(results: readonly Result[]): unknown[] {
  return results.filter(({ type }) => type === 'overflow')
}

describe('bounds (SEMANTICS 9)', () => {
  const dropped = (overflow: string, t: number, lost: number): object => ({
    ...{ type: 'overflow', stage: 'p', overflow, key: '-', t, action: 'drop', lost },
  })

  test('threads: the oldest start is dropped, which is told at the 1st, 2nd, 4th time', async () => {
    const one = steps('a ~b', { b: { where: "startsWith(name, 'b') && count('a') == 1" } })
    const pipeline = limited(patternOf(one), { threads: 2 })
    const [{ device, verdict }] = await outcomes(pipeline, 'a1 a2 a3 a4 a5 a6 a7 b1')
    expect(show(device.filter(({ type }) => type === 'match'))).toBe('a6 b1 | a7 b1')
    expect(overflows(device)).toEqual([dropped('threads', 2, 1), dropped('threads', 3, 2), dropped('threads', 5, 4)])
    expect(verdict).toMatchObject({ lost: 5 })
    expect(verdict.inexact).toBeUndefined()
  })

  test('threads: one that splits without an older one beside it loses the part that goes on', async () => {
    const [{ device }] = await outcomes(limited(patternOf('a ~~b ~~c'), { threads: 1 }), 'a1 b1 c1 b2 c2')
    expect(device).toEqual([dropped('threads', 1, 1), dropped('threads', 3, 2)])
  })

  test('taken: a thread that takes more is dropped, other threads are not', async () => {
    const pipeline = limited(patternOf('a >b+:s'), { taken: 3 })
    const [{ device }] = await outcomes(pipeline, 'a1 b1 b2 b3 b4 b5 a2 b6')
    expect(overflows(device)).toEqual([dropped('taken', 3, 1)])
    expect(show(device.filter(({ type }) => type === 'match'))).toBe('a1 b1 | a1 b1 b2 | a1 b1 b2 b3 | a2 b6')
  })

  test('taken: threads of a key share what they took, and the room for it', async () => {
    const pipeline = limited(patternOf('a ~b+'), { threads: 4, taken: 16 })
    const [{ device }] = await outcomes(pipeline, 'a1 a2 a3 b1 b2 b3 b4 b5 b6 b7 b8 b9')
    // 3 + 7 × 3 of 2 × 4 + 16 events; at the eighth b one thread makes room for the others.
    expect(overflows(device)).toEqual([dropped('taken', 10, 1)])
    expect(device.filter(({ type }) => type === 'match')).toHaveLength(3 * 8 + 2)
  })

  test('held matches: with a skip strategy the key is not compared any more', async () => {
    const rising = steps('a ~b ~c', { b: { where: "startsWith(name, 'b') && x > first('a', 'x')" } })
    const pipeline = limited(patternOf(rising, { skip: 'skipToNext', withinMs: 99 }), { held: 1 })
    const words = 'p:a9 p:a1 p:a2 p:b3 p:c1 q:a1 q:b2 q:c1 wm50'
    const [{ device, verdict }] = await outcomes(pipeline, words)
    expect(overflows(device)).toMatchObject([{ overflow: 'heldMatches', key: 'p', action: 'drop', lost: 1 }])
    expect(show(device.filter(({ type }) => type === 'match'))).toBe('q:a1 b2 c1')
    expect(verdict).toMatchObject({ equal: true, inexact: true })
  })

  test('after a quiet withinMs there is room for as many threads as before', async () => {
    const pipeline = limited(patternOf('a ~b+ ~c', { withinMs: 10 }), { threads: 3 })
    expect(await story(pipeline, 'a1@0 a2@1 a3@2 wm50 a4@60 a5@61 b1@62 wm62')).toBe(
      'timeout@10: a1 | timeout@11: a2 | timeout@12: a3',
    )
  })

  test('keys have bounds of their own', async () => {
    const pipeline = limited(patternOf('a ~b+ ~c'), { threads: 2, keys: 3 })
    expect(await story(pipeline, 'p:a1 q:a1 r:a1 p:a2 q:a2 r:a2 p:b1 p:c1')).toBe('p:a1 b1 c1 | p:a2 b1 c1')
  })
})

describe('time bounds', () => {
  test('a match that a time-out releases takes others with it before their own time, however events are batched', async () => {
    const rising = steps('a ~b ~c', { b: { where: "startsWith(name, 'b') && x > first('a', 'x')" } })
    const pipeline = patternOf(rising, { skip: 'skipPastLastEvent', withinMs: 10 }, IN_ORDER)
    expect(await story(pipeline, 'p:a5@0 p:a1@1 p:b3@2 p:a9@2 p:c1@3 q:d1@11 q:d2@15 wm99')).toBe(
      'p:a1 b3 c1 | p:timeout@10: a5',
    )
  })

  test('a bound behind the last event, met again in the next round of a group by passing', async () => {
    const pipeline = patternOf(
      [
        {
          group: [{ name: 'b', where: "startsWith(name, 'b')", withinPreviousMs: 2, quantifier: { oneOrMore: true } }],
          quantifier: { oneOrMore: true },
        },
      ],
      { withinMs: 9 },
    )
    expect(await story(pipeline, 'b1@0 b2@2 wm9')).toBe('b1 | b1 b2 | b2 | timeout@9: b1 b2')
  })

  test('processing time: the clock ends threads', async () => {
    const pipeline = patternOf('a ~b+ !~c', { withinMs: 10 }, { mode: 'processing' })
    expect(await story(pipeline, 'pt5 a1 b1 pt14 pt15 a2 b2 c1 pt40')).toBe('a1 b1')
  })
})

test('a key that is forgotten leaves no thread, no held match and no stopped pattern behind', async () => {
  const forgetful = (pattern: string, more: object): Pipeline => limited(patternOf(pattern, { ...more }), { ttlMs: 20 })
  expect(await story(forgetful('a ~~b+', {}), 'p:a1@0 q:a2@15 wm30 p:b1@31 q:b2@31 wm40')).toBe('q:a2 b2')
  const stopped = forgetful('a ~b? ~c', { skip: 'skipToFirst:b:strict' })
  expect(await story(stopped, 'a1@0 c1@1 wm30 a2@31 b2@32 c2@33 wm40')).toBe('a1 c1 | a2 b2 c2 | error skip')
})

describe('skipping', () => {
  test('a strict target that is missing stops the pattern of that key', async () => {
    const pipeline = patternOf('a ~b? ~c', { skip: 'skipToFirst:b:strict' })
    expect(await story(pipeline, 'p:a1 p:c1 p:a2 p:b1 p:c2 q:a1 q:b1 q:c1')).toBe('error skip | p:a1 c1 | q:a1 b1 c1')
  })

  test('matches that are complete with the same event go in the order of their starts', async () => {
    const [{ device }] = await outcomes(patternOf('a ~~b', { skip: 'skipToNext' }), 'a1 a2 b1 b2')
    expect(show(device)).toBe('a1 b1 | a2 b1')
  })
})

describe('looking back', () => {
  test('each thread sees what it took itself', async () => {
    const up = steps('a ~b+ ~c', {
      b: {
        where: "startsWith(name, 'b') && x > max('b', 'x') || count('b') == 0 && x > 0",
        quantifier: { oneOrMore: true },
      },
      c: { where: "startsWith(name, 'c') && x == sum('b', 'x')" },
    })
    expect(await story(patternOf(up), 'a1 b1 b3 b2 c4')).toBe('a1 b1 b3 c4')
  })

  test('a text as it was, and a value that was missing', async () => {
    const same = steps('a ~b', {
      b: { where: "name != first('a', 'name') && avg('a', 'x') == 7 || x == last('a', 'x')" },
    })
    expect(await story(patternOf(same), 'a7 a7 b1')).toBe('a7 a7 | a7 b1')
    expect(await story(patternOf(same), 'a a7 b1')).toBe('a7 b1')
  })
})

describe('in a pipeline', () => {
  test('matches are events of other stages, and results are events of patterns', async () => {
    const pipeline = loadPipeline({
      name: 'chain',
      input: { fields: { name: 'string', x: 'double?', k: 'string' }, key: 'k' },
      time: IN_ORDER,
      stages: [
        { id: 'sums', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { s: 'sum(x)' } },
        {
          id: 'up',
          pattern: {
            steps: [
              { name: 'one' },
              { name: 'more', where: "s > last('one', 's')", contiguity: 'next', quantifier: { times: [1, 2] } },
            ],
          },
        },
        { id: 'count', window: { type: 'count', size: 2 }, aggregates: { n: 'sum(count)', from: 'min(start)' } },
      ],
    })
    const [{ device }] = await outcomes(pipeline, 'a1@1 a2@11 a5@21 a9@31 a1@41 a0@51 a1@99')
    expect(device.filter(({ type }) => type === 'match').map((match) => 'events' in match && match.events)).toEqual([
      ['sums#0', 'sums#1'],
      ['sums#0', 'sums#1', 'sums#2'],
      ['sums#1', 'sums#2'],
      ['sums#1', 'sums#2', 'sums#3'],
      ['sums#2', 'sums#3'],
      ['sums#5', 'sums#6'],
    ])
    expect(device.filter(({ stage }) => stage === 'count')).toMatchObject([
      { aggs: { n: 5, from: 9 } },
      { aggs: { n: 5, from: 19 } },
      { aggs: { n: 4, from: 29 } },
    ])
  })
})
