/** Before a program is loaded: does it fit, and if not, what would. */
import { describe, expect, test } from 'vitest'
import { buildFirmware, type Build } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { Device } from '../devices/device.ts'
import { EmulatorPort } from '../devices/emulator.ts'
import { ScriptedPort } from '../devices/testing.ts'
import { requireRoom } from './room.ts'

function pipelineOf(keys: number, key?: string): Pipeline {
  return loadPipeline({
    name: 'room',
    input: { fields: { k: 'int', v: 'double' }, ...(key === undefined ? {} : { key }) },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ window: { type: 'sliding', sizeMs: 60_000, slideMs: 5000 }, aggregates: { s: 'stddev(v)' } }],
    limits: { keys },
  })
}

/** Asks an emulated board of so many variables. */
async function ask(vars: number, pipeline: Pipeline, build?: Build): Promise<unknown> {
  const device = new Device(new EmulatorPort({ vars }, `emu:?vars=${vars}`))
  await device.open()
  try {
    return await requireRoom(device, pipeline, build ?? (await buildFirmware(pipeline)))
  } finally {
    await device.close()
  }
}

describe('on a board', () => {
  const keyed = pipelineOf(60, 'k')

  test('with room for exactly the plan it passes, with one variable less it does not', async () => {
    const { peak } = (await buildFirmware(keyed)).plan.vars
    await expect(ask(peak, keyed)).resolves.toBeUndefined()
    await expect(ask(peak - 1, keyed)).rejects.toMatchObject({
      code: 'E_DEVICE_ROOM',
      kind: 'device-failed',
      place: `emu:?vars=${peak - 1}`,
    })
  })

  test('it is told how many boards would do, and how many keys', async () => {
    const error = await ask(1500, keyed).catch(
      (thrown: unknown) => thrown as Error & { cure: string; more: { capacity: { holds: number } } },
    )
    const { message, cure, more } = error as Error & { cure: string; more: { capacity: { holds: number } } }
    expect(message).toMatch(
      /^the program for 60 keys needs \d,\d{3} variables of the memory of emu:\?vars=1500, which has 1,500$/,
    )
    const [, boards, each, first] = /--boards (\d+) \((\d+) keys each\).*--keys (\d+)$/.exec(cure)!.map(Number)
    expect(each).toBe(Math.ceil(60 / boards))
    expect(first).toBe(more.capacity.holds)
    await expect(ask(1500, { ...keyed, limits: { ...keyed.limits, keys: each } })).resolves.toBeUndefined()
    await expect(ask(1500, { ...keyed, limits: { ...keyed.limits, keys: first } })).resolves.toBeUndefined()
  })

  test.each([
    ['without keys', pipelineOf(1)],
    ['that holds not even one key', pipelineOf(1, 'k')],
  ])('%s only a larger board helps', async (_, pipeline) => {
    await expect(ask(400, pipeline)).rejects.toMatchObject({
      cure: expect.stringMatching(/^use a board with more memory/),
    })
  })
})

test('variables of another size are not compared with the plan', async () => {
  const device = new Device(new ScriptedPort())
  Object.assign(device, { memory: async () => ({ used: 10, total: 20, blockSize: 16 }) })
  const pipeline = pipelineOf(2, 'k')
  await expect(requireRoom(device, pipeline, await buildFirmware(pipeline))).resolves.toBeUndefined()
})
