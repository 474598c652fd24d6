/** What the loads of a soak put to the test: that their results tell much, and that what they are there for occurs. */
import { describe, expect, test } from 'vitest'
import { encodeBehind, mayBeBrief } from '../../shared/protocol/brief.ts'
import { Cutter } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import type { NumberedFrame } from '../../shared/protocol/frames.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Result } from '../../shared/stream/result.ts'
import { INPUTS, Loads, PIPELINES } from './loads.ts'
import type { Load } from './run.ts'

const loads = new Loads()
const NAMES = Object.keys(PIPELINES)
/** Each pipeline with each of its inputs. */
const ROUNDS = Array.from({ length: INPUTS }, (_, round) => round)

const of = (name: string, round: number): Promise<Load> => loads.of(NAMES.indexOf(name) + round * NAMES.length)

function resultsOf({ expected }: Load): Result[] {
  return expected.map((line) => JSON.parse(line) as Result)
}

/** The frames of a load as they are said, each behind the one before it. */
function framesOf({ pipeline, build, items }: Load): string[] {
  const engine = new ReferenceEngine(pipeline)
  const dictionary = new Dictionary(build.texts, pipeline.key !== null)
  const cutter = new Cutter(pipeline, { fields: build.fields, dictionary, positions: new Positions() })
  const frames = [...items.flatMap((item) => cutter.push(item, engine.push(item))), ...cutter.flush()]
  let before: NumberedFrame | null = null
  return frames.flatMap((frame, f) => {
    if (frame.type === 'D') return []
    const text = encodeBehind(mayBeBrief(pipeline) ? before : null, f, frame)
    before = frame
    return [text]
  })
}

test('seeds take turns: all pipelines, then the same with other inputs', async () => {
  const turn = await Promise.all(NAMES.map((_, seed) => loads.of(seed)))
  expect(turn.map(({ name }) => name)).toEqual(NAMES)
  const [first, other] = [await loads.of(0), await loads.of(NAMES.length)]
  expect(other.name).toBe(first.name)
  expect(other.items).not.toEqual(first.items)
  expect(await loads.of(NAMES.length * INPUTS)).toBe(first)
})

describe.each(NAMES)('%s', (name) => {
  test.each(ROUNDS)('input %d: every stage speaks, and mostly there is something to lose', async (round) => {
    const load = await of(name, round)
    const told = new Set(resultsOf(load).map(({ stage }) => stage))
    const speaking = load.pipeline.stages.filter(({ kind }) => kind !== 'filter' && kind !== 'map')
    expect(told).toEqual(new Set(speaking.map(({ id }) => id)))
    const { needed } = load.alive
    expect(needed.filter(Boolean).length / needed.length).toBeGreaterThan(0.5)
  })
})

test.each(ROUNDS)(
  'patterns over results match and end, input %d; an `at` is part of what is compared',
  async (round) => {
    const load = await of('results', round)
    const { stages } = load.pipeline
    const overResults = stages.filter(({ kind, from }) => kind === 'pattern' && from >= 0).map(({ id }) => id)
    expect(overResults.length).toBeGreaterThan(1)
    const found = resultsOf(load).flatMap((each) => (each.type === 'match' || each.type === 'timeout' ? [each] : []))
    for (const id of overResults) expect(found.filter(({ stage }) => stage === id).length, id).toBeGreaterThan(2)
    expect(new Set(found.map(({ type }) => type))).toEqual(new Set(['match', 'timeout']))
    for (const { at } of found) expect(load.items[at]).toBeDefined()
    expect(new Set(found.map(({ at }) => at)).size).toBeGreaterThan(found.length / 3)
  },
)

test('brief frames are a third and more where they are the point, and hardly any elsewhere', async () => {
  for (const round of ROUNDS) {
    const said = framesOf(await of('brief', round))
    expect(said.filter((text) => text.startsWith('["G"')).length / said.length).toBeGreaterThan(1 / 3)
  }
  const elsewhere = framesOf(await of('windows', 0))
  expect(elsewhere.filter((text) => text.startsWith('["G"'))).toEqual([])
})
