/**
 * What exactly-once costs a device: instructions of a checkpoint and of its copy to the host, a minute's worth of them an event, and
 * the time that the flash takes. `npx tsx scripts/checkpoint-cost.ts [PIPELINE…]`; the labs unless named.
 *
 * The emulator does not model the time of flash. Makers of such chips state 45 ms for the erasure of a page and 0.7 ms for 256 bytes
 * written, typically; nobody has measured a board for this project.
 */
import { readFileSync } from 'node:fs'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { EmulatedDevice } from '../firmware/tests/emulated-device.ts'
import { frameOf } from '../firmware/tests/run.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { encodeControl, type ControlFrame } from '../shared/protocol/frames.ts'
import { sealLine } from '../shared/protocol/line.ts'

const LABS = ['basic-lab', 'advanced-lab', 'factory-vibration'].map(
  (lab) => new URL(`../shared/pipeline/labs/${lab}.pipeline.json`, import.meta.url),
)
const ERASE_MS = 45
const WRITE_MS = 0.7
const WRITTEN = 256
/** Between two checkpoints unless told otherwise, in s. */
const EVERY = 60
/** Bytes that a line of 115,200 baud carries in a second. */
const LINE = 11_520

const named = process.argv.slice(2)
for (const file of named.length > 0 ? named : LABS) {
  const pipeline = loadPipeline(JSON.parse(readFileSync(file, 'utf8')))
  const { code, hash, plan } = await buildFirmware(pipeline)
  const device = new EmulatedDevice(code)
  device.handshake(hash)
  device.takeLines()
  const { made, copied, bytes } = costOf(device)
  const { pages } = plan.checkpoint
  const flashMs = pages * ERASE_MS + (plan.checkpoint.bytes / WRITTEN) * WRITE_MS
  const told = (n: number): string => Math.round(n / 1000).toLocaleString('en')
  console.log(`${pipeline.name}: ${plan.checkpoint.bytes.toLocaleString('en')} bytes in ${pages} pages`)
  console.log(
    `  a checkpoint ${told(made)} kI and about ${Math.round(flashMs)} ms of flash, its copy ${told(copied)} kI, ${bytes} bytes`,
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

/** Instructions of a checkpoint and of fetching its copy, and the bytes of the latter's lines. */
function costOf(device: EmulatedDevice): { made: number; copied: number; bytes: number } {
  const ask = (question: ControlFrame): string[] => {
    device.receive(sealLine(encodeControl(question)) + '\n')
    return device.takeLines()
  }
  const before = device.board.instructions
  const [answer] = ask({ type: 'K', n: 0 }).map(frameOf)
  if (answer.type !== 'C' || answer.serial === 0) throw new Error('the device made no checkpoint')
  const made = device.board.instructions - before
  let bytes = 0
  for (let at = 0; ;) {
    const lines = ask({ type: 'B', n: at })
    const [piece] = lines.map(frameOf)
    bytes += lines.join('\n').length + 1
    if (piece.type !== 'B' || piece.bytes.length === 0) break
    at += piece.bytes.length
  }
  return { made, copied: device.board.instructions - before - made, bytes }
}
