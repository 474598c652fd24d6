/**
 * A checkpoint on a line of 115,200 baud, with a flash that takes its time: the board does nothing meanwhile but receive, and a chip whose
 * interrupts wait for its flash would not even do that. So nothing may be on its way to the board then.
 */
import { expect, test } from 'vitest'
import { Device } from '../devices/device.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Loads } from '../soak/loads.ts'
import { World } from '../soak/world.ts'
import { Session } from './session.ts'

const ITEMS = 100
const EVERY = 20

test('nothing is on the line while the flash is at work, and nothing is lost', async () => {
  const load = await new Loads().of(0)
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1, baud: 115_200 })
  world.start()
  const items = load.items.slice(0, ITEMS)
  const results: string[] = []
  const device = new Device(world)
  await device.open()
  const session = await Session.start(device, load.pipeline, load.build, {
    run: 7,
    checkpointMs: 0,
    onDevice: (result) => results.push(JSON.stringify(result)),
  })
  try {
    const { board } = world
    const loaded = board.flashMs
    /** Bytes on the line when an operation begins. */
    const underWay: number[] = []
    board.supply = ({ length }) => {
      underWay.push(board.waiting)
      return length
    }
    let most = 0
    let made = Promise.resolve(true)
    for (const [i, item] of items.entries()) {
      const { grant, credit } = session.line
      most = Math.max(most, grant - credit)
      // Items come on meanwhile.
      if (i % EVERY === 0) {
        expect(await made).toBe(true)
        made = session.checkpoint()
      }
      await session.push(item)
    }
    expect(await made).toBe(true)
    await session.finish()
    const { checkpoints, repeats, timeouts, naks, wordGaps } = session.counters
    expect(checkpoints).toBe(ITEMS / EVERY)
    // A page at least.
    expect(board.flashMs - loaded).toBeGreaterThan(checkpoints * 45)
    expect(most).toBeGreaterThan(100)
    expect(underWay.length).toBeGreaterThan(3 * checkpoints)
    expect(underWay.every((bytes) => bytes === 0)).toBe(true)
    expect({ repeats, timeouts, naks, wordGaps, lost: board.lost }).toEqual({
      ...{ repeats: 0, timeouts: 0, naks: {}, wordGaps: 0 },
      lost: 0,
    })
    expect(results.length).toBeGreaterThan(5)
    expect(results).toEqual(load.expected.slice(0, results.length))
    await session.end()
  } finally {
    session.abandon()
    world.end()
  }
})
