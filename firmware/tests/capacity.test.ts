/** What the plan says a board holds is what it holds. */
import { describe, expect, test } from 'vitest'
import { factoryVibration } from '../../shared/pipeline/labs/factory-vibration.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { sizingOf } from '../../shared/pipeline/sizing.ts'
import { buildFirmware } from '../toolchain/build.ts'
import { capacityOf, keysPerBoard, withKeys } from '../toolchain/capacity.ts'

const factory = loadPipeline(factoryVibration)
const BYTES_PER_VARIABLE = 14
/** Variables of a board with all radios on (emu: has so many), and of a smaller one. */
const [CUSTOMARY, SMALL] = [3000, 2000]

describe('the factory', () => {
  test('all 50 machines on a customary board, 30 on a small one: two of those', async () => {
    expect(await capacityOf(factory, CUSTOMARY)).toMatchObject({ keys: 50, boards: 1, vars: CUSTOMARY })
    expect(await capacityOf(factory, SMALL)).toMatchObject({ keys: 50, boards: 2, vars: SMALL })
  })

  test.each([SMALL, CUSTOMARY])('%d variables: what holds is the most that fits', async (vars) => {
    const { holds } = (await capacityOf(factory, vars))!
    const peak = async (keys: number): Promise<number> => (await buildFirmware(withKeys(factory, keys))).plan.vars.peak
    expect(await peak(holds)).toBeLessThanOrEqual(vars)
    expect(await peak(holds + 1)).toBeGreaterThan(vars)
  })

  test('a board without room for the program holds none', async () => {
    expect(await capacityOf(factory, 500)).toMatchObject({ holds: 0, boards: null })
  })

  test('panes: a machine takes less than half a kilobyte where its windows, kept, would take 115', async () => {
    const { varsPerKey } = (await capacityOf(factory, CUSTOMARY))!
    const machine = { keys: 1, hz: 10, sizeMs: 60_000, slideMs: 5000, bytesPerEvent: 16 }
    const kept = sizingOf(machine).bytesOfOverlapping
    expect(kept).toBe(115_200)
    const bytes = varsPerKey * BYTES_PER_VARIABLE
    expect(bytes).toBeLessThan(500)
    expect(kept / bytes).toBeGreaterThan(230)
    // A key and field of a sliding stage of 12 panes; detector and waiting room included.
    expect(varsPerKey).toBeLessThan(40)
  })
})

test('without a key there is nothing to divide', async () => {
  const { input, ...rest } = factoryVibration
  expect(await capacityOf(loadPipeline({ ...rest, input: { ...input, key: null } }), CUSTOMARY)).toBeNull()
})

test('another number of keys changes nothing else', () => {
  const fewer = withKeys(factory, 3)
  expect(fewer.limits).toEqual({ ...factory.limits, keys: 3 })
  expect({ ...fewer, limits: factory.limits }).toEqual(factory)
})

test.each([
  [50, 1, 50],
  [50, 2, 25],
  [50, 3, 17],
  [3, 5, 1],
])('%d keys on %d boards: room for %d on each', (keys, boards, each) => {
  expect(keysPerBoard(keys, boards)).toBe(each)
  expect(each * boards).toBeGreaterThanOrEqual(keys)
})
