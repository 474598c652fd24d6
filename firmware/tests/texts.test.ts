/** Tests on texts as the interpreter makes them: they run on the emulator, whose `indexOf` is that of the device. */
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { EmulatedDevice } from './emulated-device.ts'
import { built } from './programs.ts'
import { runBoth } from './run.ts'

const TEXTS = ['', 'a', 'ab', 'ba', 'bab', null]

test.each([
  ["startsWith(s, '')", 5],
  ["contains(s, '')", 5],
  ["startsWith(s, 'a')", 2],
  ["contains(s, 'a')", 4],
  ["contains(s, 'ab')", 2],
  ["contains(s, 'abc')", 0],
  ["startsWith(s, 'ab')", 1],
  ["startsWith(s, 'abc')", 0],
  ["startsWith(s, 'ba')", 2],
  ["s == ''", 1],
])('%s holds for %i of an empty, four other and a missing text', async (filter, holds) => {
  const pipeline = loadPipeline({
    name: 'texts',
    input: { fields: { s: 'string?' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ filter }, { window: { type: 'count', size: 1 }, aggregates: { s: 'first(s)' } }],
  })
  const items = TEXTS.map((s, t): Item => ({ kind: 'event', t, ref: `e${t}`, key: null, values: { s } }))
  const run = runBoth(await built(pipeline), pipeline, items, {}, (code) => new EmulatedDevice(code))
  expect(run.verdict.first?.why).toBeUndefined()
  expect(run.device).toHaveLength(holds)
})
