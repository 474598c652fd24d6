/**
 * Puts the copy of a checkpoint that the host kept back on a board that has lost its own (protocol, section 8): through the
 * console, before the program is spoken to. The console has no check of its own, so the board looks at what it got before it touches its flash.
 */
import { RivuletError } from '../../shared/error.ts'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { FREE, PAGE } from '../../shared/protocol/checkpoint-layout.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import type { Device } from './device.ts'
import { settled, storeFile } from './uploader.ts'

/** Bytes a console line. */
const PIECE = 384
/** The first of the files that take the place of slots. */
const FILE = 'rv0'

/** Writes a copy, head and all, to the first slot; `slots` is 0 where checkpoints are files of Storage. */
export async function restoreCopy(device: Device, copy: Uint8Array, slots: number): Promise<void> {
  if (slots > 0) return toPages(device, copy)
  await device.evaluate(`require("Storage").erase("${FILE}")`, 'the checkpoint before to be erased')
  await storeFile(device, { name: FILE, bytes: copy, what: 'the checkpoint', ahead: 1 })
}

async function toPages(device: Device, copy: Uint8Array): Promise<void> {
  for (let page = 0; page < copy.length; page += PAGE) {
    const sum = crc32(Buffer.from(String(FREE + page)))
    const call = `(function(a){return E.CRC32(""+a)==${sum}?(require("Flash").erasePage(a),1):"spoilt"})(${FREE + page})`
    await done(device, call, 'a page of flash to be erased')
  }
  for (let at = 0; at < copy.length; at += PIECE) {
    const part = copy.subarray(at, at + PIECE)
    const sum = crc32(Buffer.concat([part, Buffer.from(String(FREE + at))]))
    const call =
      `(function(d,a){return E.CRC32(d+a)==${sum}?(require("Flash").write(d,a),1):"spoilt"})` +
      `(atob("${encodeBytes(part)}"),${FREE + at})`
    await done(device, call, `bytes ${at} and following of the checkpoint to be stored`)
  }
}

async function done(device: Device, call: string, awaited: string): Promise<void> {
  const answer = await settled(device, () => call, awaited)
  if (answer === '1') return
  throw new RivuletError(
    'E_STORAGE',
    `the board did not take its checkpoint back: awaited ${awaited}, it said ${answer}`,
    {
      kind: 'device-failed',
      place: device.address,
      cure: 'use a better cable; if that does not help, the flash is worn',
    },
  )
}
