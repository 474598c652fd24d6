import { describe, expect, test } from 'vitest'
import { Board } from '../../host/emulator/board/board.ts'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { buildFirmware } from '../toolchain/build.ts'
import type { Build } from '../toolchain/build.ts'

const base = {
  name: 'plan',
  input: { fields: { m: 'int', v: 'double' }, key: 'm' },
  time: { mode: 'event', outOfOrdernessMs: 1000 },
}
const MEAN = { m: 'mean(v)' }

/** Variables in use on an emulated board with the program in flash, at rest. */
function atRest(build: Build): number {
  const board = new Board({ vars: 4000 })
  board.boot()
  board.runUntilIdle(1000)
  board.storage.write('.bootcde', Buffer.from(build.code, 'latin1'))
  board.input('\x10load()\n')
  board.runUntilIdle(3000)
  return board.vars().used
}

describe('the plan of variables agrees with the emulator within 10 %', () => {
  test.each([
    ['tumbling', { window: { type: 'tumbling', sizeMs: 60000 }, aggregates: MEAN }],
    ['sliding', { window: { type: 'sliding', sizeMs: 60000, slideMs: 5000 }, aggregates: MEAN }],
    ['zscore', { anomaly: { zscore: { field: 'v', size: 30, threshold: 4 } } }],
  ])('%s', async (_, stage) => {
    const build = await buildFirmware(loadPipeline({ ...base, stages: [stage] }))
    const { code, state, peak } = build.plan.vars
    expect((code + state) / atRest(build)).toBeGreaterThan(0.9)
    expect((code + state) / atRest(build)).toBeLessThan(1.1)
    expect(peak).toBeGreaterThan(code + state)
  })

  test('the basic lab, which stays within 1,200', async () => {
    const build = await buildFirmware(loadPipeline(basicLab))
    const used = atRest(build)
    expect(used).toBeLessThan(1200)
    expect((build.plan.vars.code + build.plan.vars.state) / used).toBeGreaterThan(0.9)
    expect((build.plan.vars.code + build.plan.vars.state) / used).toBeLessThan(1.1)
  })
})

describe('the plan of instructions', () => {
  const plan = async (spec: object): Promise<Build['plan']> => (await buildFirmware(loadPipeline(spec))).plan

  test('more work costs more, and rates follow from it', async () => {
    const light = await plan({ ...base, stages: [{ filter: 'v > 3' }] })
    const heavy = await plan({ ...base, stages: [{ anomaly: { zscore: { field: 'v', size: 30, threshold: 4 } } }] })
    expect(heavy.instructionsPerEvent).toBeGreaterThan(light.instructionsPerEvent)
    const { low, mid, high } = light.eventsPerSecond
    expect(low).toBeLessThan(mid)
    expect(mid).toBeLessThan(high)
    // 10 ns an instruction in the middle.
    expect(mid).toBe(Math.round(1e8 / light.instructionsPerEvent))
  })
})
