/**
 * A thirtieth of what `npx tsx scripts/agreement.ts` runs, with a seed of its own: programs as devices get them, on the emulator.
 * And the property itself: it must notice a device that is wrong.
 */
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { agree, checkRun } from './agreement.ts'
import { EmulatedDevice, emulated } from './emulated-device.ts'
import { built } from './programs.ts'
import type { Start } from './run.ts'

const PIPELINES = 50
const RUNS = 12

test(`device and reference agree over ${PIPELINES} pipelines and ${RUNS} runs of each on the emulator`, async () => {
  let done = 0
  const check = (...run: Parameters<typeof checkRun>): void => void checkRun(run[0], run[1], run[2], emulated)
  await agree({ pipelines: PIPELINES, runs: RUNS, seed: 20261122, make: built, check, onRun: () => done++ })
  expect(done).toBe(PIPELINES * RUNS)
}, 600_000)

test.each([
  ['a result', (line: string) => line.startsWith('~["R",'), 'fates|words|came|device'],
  ['a number in the counters', (line: string) => line.startsWith('~["S",'), 'counters'],
])('a device that loses %s is noticed', async (_, loses, why) => {
  const pipeline = loadPipeline({
    name: 'lossy',
    input: { fields: { v: 'double' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ window: { type: 'count', size: 1 }, aggregates: { n: 'count()' } }],
  })
  const lossy: Start = (code) => {
    const device = new EmulatedDevice(code)
    const takeLines = device.takeLines.bind(device)
    return Object.assign(device, { takeLines: () => takeLines().filter((line) => !loses(line)) })
  }
  const move = { kind: 50, key: 0, step: 1, jitter: 0, v: 1, w: 1, s: 0, bits: 0 }
  const input = { start: 0, moves: [move, move], cut: { single: true } }
  const program = await built(pipeline)
  expect(() => checkRun(pipeline, program, input, lossy)).toThrow(new RegExp(why))
  expect(() => checkRun(pipeline, program, input, emulated)).not.toThrow()
})
