/**
 * Puts the copy of a checkpoint that the host kept back on a board that has lost its own (protocol, section 8): through the
 * console, before the program is spoken to.
 */
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { FREE, PAGE } from '../../shared/protocol/checkpoint-layout.ts'
import type { Device } from './device.ts'

/** Bytes a console line. */
const PIECE = 384

/** Writes a copy, head and all, to the first slot; `slots` is 0 where checkpoints are files of Storage. */
export async function restoreCopy(device: Device, copy: Uint8Array, slots: number): Promise<void> {
  if (slots === 0) return store(device, copy, (at) => `require("Storage").write("rv0",DATA,${at},${copy.length})`)
  for (let page = 0; page < copy.length; page += PAGE)
    await device.evaluate(`require("Flash").erasePage(${FREE + page})`, 'a page of flash to be erased')
  return store(device, copy, (at) => `require("Flash").write(DATA,${FREE + at})`)
}

async function store(device: Device, copy: Uint8Array, call: (at: number) => string): Promise<void> {
  for (let at = 0; at < copy.length; at += PIECE) {
    const data = `atob("${encodeBytes(copy.subarray(at, at + PIECE))}")`
    await device.evaluate(call(at).replace('DATA', data), `bytes ${at} and following of the checkpoint to be stored`)
  }
}
