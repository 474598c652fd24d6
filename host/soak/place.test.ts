/** Where a board is in its input, as its memory tells: in all pipelines of a soak. */
import { expect, test } from 'vitest'
import { Device } from '../devices/device.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Session } from '../run/session.ts'
import { Loads, PIPELINES } from './loads.ts'
import { placeReader } from './place.ts'
import { World } from './world.ts'

const loads = new Loads()

test.each(Object.keys(PIPELINES).map((name, i) => [name, i] as const))('%s', async (_, i) => {
  const { pipeline, build, items } = await loads.of(i)
  const placeOf = placeReader(build)
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1 })
  world.start()
  expect(placeOf(world.board)).toBeNull()
  const device = new Device(world)
  await device.open()
  const session = await Session.start(device, pipeline, build, { run: 1 })
  for (const [at, item] of items.slice(0, 60).entries()) {
    await session.push(item)
    if (at % 20 !== 19) continue
    await session.finish()
    // All that was handed in is taken; a tick before the first event of a clock counts as well.
    expect(placeOf(world.board)!.to - (at + 1)).toBe(pipeline.time.mode === 'processing' ? 1 : 0)
  }
  session.abandon()
  world.end()
})

test('a program without the runtime of a device is told apart', async () => {
  const { build } = await loads.of(0)
  const map = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' })
  expect(() => placeReader({ ...build, map })).toThrow(/does not tell/)
})
