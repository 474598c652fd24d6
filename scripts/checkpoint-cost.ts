/**
 * What exactly-once costs a device: instructions of a checkpoint and of its copy to the host as a session fetches it, a minute's worth of
 * them an event, and the time that the flash takes (`host/emulator/board/flash-timing.ts`), as the emulator has it.
 *
 *     npx tsx scripts/checkpoint-cost.ts [PIPELINE…]
 *
 * The labs unless named. What all of it takes of a line that is full: `scripts/throughput.ts --checkpoints 3`.
 */
import { readFileSync } from 'node:fs'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { EmulatedDevice } from '../firmware/tests/emulated-device.ts'
import { frameOf } from '../firmware/tests/run.ts'
import { CHECKPOINT_MS, Checkpoints } from '../host/run/checkpoints.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { SimulatedClock } from '../shared/protocol/clock.ts'
import { Sender } from '../shared/protocol/sender.ts'

const LABS = ['basic-lab', 'advanced-lab', 'factory-vibration'].map(
  (lab) => new URL(`../shared/pipeline/labs/${lab}.pipeline.json`, import.meta.url),
)
/** Between two checkpoints unless told otherwise, in s. */
const EVERY = CHECKPOINT_MS / 1000
/** Bytes that a line of 115,200 baud carries in a second. */
const LINE = 11_520

const named = process.argv.slice(2)
for (const file of named.length > 0 ? named : LABS) {
  const pipeline = loadPipeline(JSON.parse(readFileSync(file, 'utf8')))
  const { code, hash, plan } = await buildFirmware(pipeline)
  const device = new EmulatedDevice(code)
  device.handshake(hash)
  const { made, copied, bytes, flashMs } = await costOf(device)
  const { pages } = plan.checkpoint
  const told = (n: number): string => Math.round(n / 1000).toLocaleString('en')
  console.log(`${pipeline.name}: ${plan.checkpoint.bytes.toLocaleString('en')} bytes in ${pages} pages`)
  console.log(
    `  a checkpoint ${told(made)} kI and ${Math.round(flashMs)} ms of flash, its copy ${told(copied)} kI, ${bytes} bytes`,
  )
  console.log(
    `  one in ${EVERY} s: ${((100 * bytes) / (LINE * EVERY)).toFixed(1)} % of a line of 115,200 baud towards the host`,
  )
  for (const rate of [100, 3000]) {
    const share = (made + copied) / (EVERY * rate)
    console.log(
      `  at ${rate} events a second ${(share / 1000).toFixed(2)} kI an event on top of ${told(plan.instructionsPerEvent)}`,
    )
  }
}

interface Cost {
  /** Instructions of the checkpoint and of its copy. */
  made: number
  copied: number
  /** Of the lines to the host. */
  bytes: number
  flashMs: number
}

/** One checkpoint as a session makes it, of a device that has just shaken hands. */
async function costOf(device: EmulatedDevice): Promise<Cost> {
  const { board } = device
  const [hello] = device.takeLines().map(frameOf)
  if (hello.type !== 'H') throw new Error('the device does not answer')
  const cost: Cost = { made: 0, copied: 0, bytes: 0, flashMs: 0 }
  const clock = new SimulatedClock()
  const sender = new Sender({ clock, hello, write: (line) => device.receive(`${line}\n`), onWords: () => undefined })
  const before = board.flashMs
  const checkpoints = new Checkpoints({
    ...{ clock, sender, everyMs: 0, onAsk: () => undefined, onDurable: () => undefined, onCopy: () => undefined },
    rests: () => Promise.resolve(),
    answered: async (question) => {
      const instructions = board.instructions
      sender.ask(question)
      const lines = device.takeLines()
      if (question.type === 'K') cost.made += board.instructions - instructions
      else cost.copied += board.instructions - instructions
      for (const line of lines) {
        cost.bytes += line.length + 1
        sender.onLine(line)
      }
      return sender.rests
    },
  })
  if (!(await checkpoints.make())) throw new Error('the device made no checkpoint')
  return { ...cost, flashMs: board.flashMs - before }
}
