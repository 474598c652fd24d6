/**
 * Devices that are away, on the emulator in a world of its own: a connection that is dead without a sign, where a new one works, and a cable
 * that stays out. The run finds the way back, or ends when its time is over.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import type { RivuletError } from '../../shared/error.ts'
import { AWAY_MS } from '../devices/come-back.ts'
import { Device } from '../devices/device.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Loads } from '../soak/loads.ts'
import type { Load } from '../soak/run.ts'
import { World } from '../soak/world.ts'
import { Session } from './session.ts'

let load: Load
beforeAll(async () => {
  load = await new Loads().of(0)
})

interface End {
  readonly results: string[]
  readonly why: string[]
  readonly error: RivuletError | null
  /** Time from the blow to the end, in ms. */
  readonly ms: number
}

/** A run to which something happens in its midst. */
async function run(blow: (world: World) => void): Promise<End> {
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1 })
  world.start()
  const results: string[] = []
  const why: string[] = []
  let at = 0
  let error: RivuletError | null = null
  const device = new Device(world)
  await device.open()
  const session = await Session.start(device, load.pipeline, load.build, {
    run: 7,
    checkpointMs: 0,
    timeoutMs: 200,
    onDevice: (result) => results.push(JSON.stringify(result)),
    onRecovery: ({ code }) => why.push(code),
  })
  try {
    for (let i = 0; i < load.items.length; i++) {
      if (i === load.items.length >> 1) {
        at = world.clock.now()
        blow(world)
      }
      await session.push(load.items[i])
    }
    await session.finish()
  } catch (failure) {
    error = failure as RivuletError
  }
  session.abandon()
  world.end()
  return { results, why, error, ms: world.clock.now() - at }
}

describe('a connection that is dead without a sign', () => {
  test('is replaced, and nothing is lost', async () => {
    let opened = 0
    const { results, why, error } = await run((world) => {
      const { carry } = world
      const reopen = world.reopen.bind(world)
      world.carry = () => []
      world.reopen = async () => {
        opened += 1
        world.carry = carry
        return reopen()
      }
    })
    expect([error, why, opened]).toEqual([null, ['E_SILENT'], 1])
    expect(results).toEqual(load.expected)
  })

  test('and so is every other one: the run ends with what was awaited', async () => {
    let opened = 0
    const { error } = await run((world) => {
      world.carry = () => []
      world.reopen = async () => void (opened += 1)
    })
    expect(error).toMatchObject({ code: 'E_SILENT', kind: 'no-device' })
    expect(opened).toBe(4)
  })
})

test('a cable that stays out ends the run when the limit is over, not twice that', async () => {
  const { error, why, ms } = await run((world) => world.unplug(1e9))
  expect([error?.code, why]).toEqual(['E_GONE', ['E_GONE']])
  expect(ms).toBeGreaterThanOrEqual(AWAY_MS)
  expect(ms).toBeLessThan(1.1 * AWAY_MS)
})

test('a cable that is in again just before that does not', async () => {
  const { error, results } = await run((world) => world.unplug(AWAY_MS - 1000))
  expect(error).toBeNull()
  expect(results).toEqual(load.expected)
})
