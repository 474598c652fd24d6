/**
 * A pipeline on a board whose port is pulled and put back in the middle of the run, over a real pseudo-terminal at 115,200 baud: the results are those
 * of an undisturbed run.
 */
import path from 'node:path'
import { expect, test } from 'vitest'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { verify } from '../run/verify.ts'
import { Device } from './device.ts'
import { openPseudoTerminal } from './pseudo-terminal.ts'
import { SerialLine } from './serial.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const { serve, folder, closing } = live()

const pipeline = loadPipeline({
  name: 'pulled',
  input: { fields: { room: 'string', v: 'double' }, key: 'room', packed: { v: 'int16/10' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', mean: 'mean(v)' } },
    { id: 'high', from: 'input', detect: { when: 'v > 90', until: 'v < 10' } },
  ],
  limits: { keys: 4 },
})
const ITEMS = 900

/** Events of two rooms; `at` something is done, while others are under way. */
async function* items(acts: Readonly<Record<number, () => Promise<void>>>): AsyncGenerator<Item> {
  for (let i = 0; i < ITEMS; i++) {
    await acts[i]?.()
    const room = i % 2 === 0 ? 'attic' : 'cellar'
    yield {
      kind: 'event',
      t: 1_700_000_000_000 + 50 * i,
      ref: String(i),
      key: room,
      values: { room, v: (i * 7919) % 100 },
    }
  }
}

test.skipIf(!HAS_SOCAT)(`nothing is lost, nothing comes twice (${WITHOUT_SOCAT})`, async () => {
  const { port } = await serve({ board: { baud: 115_200 } })
  const tty = path.join(folder(), 'tty')
  let terminal = closing(await openPseudoTerminal(tty, port))
  const device = closing(new Device(new SerialLine(tty)))
  await device.open()
  const whys: string[] = []
  const pull = async (): Promise<void> => {
    await terminal.close()
    terminal = closing(await openPseudoTerminal(tty, port))
  }
  const { verdict } = await verify(device, pipeline, await buildFirmware(pipeline), items({ 400: pull }), {
    onRecovery: (why) => whys.push(why.code),
  })
  expect(verdict).toMatchObject({ equal: true })
  // What the board said meanwhile may be more than it keeps: then it is restarted, and begins at its last checkpoint.
  expect(whys).toContain('E_GONE')
  expect(whys.filter((code) => code !== 'E_GONE' && code !== 'E_RESULTS_LOST')).toEqual([])
})
