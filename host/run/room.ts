/** Whether a program fits a board, asked before it is loaded. */
import type { Build } from '../../firmware/toolchain/build.ts'
import { capacityOf, keysPerBoard } from '../../firmware/toolchain/capacity.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Device } from '../devices/device.ts'

/** Bytes of a variable on an ESP32; plans are made for these. */
const PLANNED_BLOCK = 14

/** Throws when the plan asks for more variables than the board has, with what would fit. */
export async function requireRoom(device: Device, pipeline: Pipeline, build: Build): Promise<void> {
  // It runs there already.
  if (device.program !== null) return
  const { total, blockSize } = await device.memory()
  const { peak } = build.plan.vars
  if (blockSize !== PLANNED_BLOCK || peak <= total) return
  const capacity = await capacityOf(pipeline, total)
  const keys = capacity === null ? '' : ` for ${pipeline.limits.keys} ${pipeline.limits.keys === 1 ? 'key' : 'keys'}`
  throw new RivuletError(
    'E_DEVICE_ROOM',
    `the program${keys} needs ${grouped(peak)} variables of the memory of ${device.address}, which has ${grouped(total)}`,
    { kind: 'device-failed', place: device.address, cure: cureOf(capacity, total), more: { peak, total, capacity } },
  )
}

function cureOf(capacity: Awaited<ReturnType<typeof capacityOf>>, total: number): string {
  const smaller = `use a board with more memory, or reduce window or buffer sizes: rivulet plan --vars ${total} says what fits`
  if (capacity === null || capacity.boards === null || capacity.boards === 1) return smaller
  const { boards, holds, keys } = capacity
  return (
    `spread the keys over ${boards} such boards: verify --boards ${boards} (${keysPerBoard(keys, boards)} keys each); ` +
    `or let it take the first ${holds} and refuse the others: limits.keys in the pipeline, or verify --keys ${holds}`
  )
}

function grouped(n: number): string {
  return n.toLocaleString('en')
}
