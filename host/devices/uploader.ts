/**
 * Puts a program on a device through its console, as to any board: reset, write `.bootcde` in pieces, read back length
 * and check sum, `load()`, wait until the console answers again. The program runs from flash then.
 */
import { RivuletError } from '../../shared/error.ts'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import type { Device } from './device.ts'

export interface UploadOptions {
  readonly onProgress?: (done: number, total: number) => void
}

/** The file that runs at boot. */
export const BOOT_FILE = '.bootcde'
/** Bytes a piece: 512 characters of base64, four of which stay below XOFF. */
const PIECE = 384
/** Pieces under way. */
const AHEAD = 4
/** Tries to store a program: a serial line may lose bytes, and the console has no check of its own. */
const ATTEMPTS = 3
/** How often the console is asked whether it is back, 500 ms apart. */
const TRIES = 20

/** Uploads and starts a program; afterwards the console answers with echo off. */
export async function upload(device: Device, code: string, options: UploadOptions = {}): Promise<void> {
  const bytes = new TextEncoder().encode(code)
  if (bytes.length === 0) throw new Error('an empty program cannot be stored')
  for (let attempt = 1; ; attempt++) {
    try {
      await store(device, bytes, attempt, options)
      break
    } catch (error) {
      if (attempt === ATTEMPTS || !mayBeTheLine(error)) throw error
      // Of a device that does not come back the first failure tells more than the next.
      await device.reset().catch(() => {
        throw error
      })
    }
  }
  await restart(device, 'load()')
}

/** One try; after the first the file is erased and pieces go one by one, so that less is under way. */
async function store(device: Device, bytes: Uint8Array, attempt: number, options: UploadOptions): Promise<void> {
  await restart(device, 'reset()')
  if (attempt > 1) await device.evaluate(`require("Storage").erase("${BOOT_FILE}")`, 'the spoilt program to be erased')
  await write(device, bytes, attempt > 1 ? 1 : AHEAD, options)
  await check(device, bytes)
}

/** Whether another try may help: the console misread a line, did not answer, or stored something else. */
function mayBeTheLine(error: unknown): boolean {
  return error instanceof RivuletError && ['E_DEVICE_ERROR', 'E_SILENT', 'E_READ_BACK'].includes(error.code)
}

/** Restarts the interpreter and waits until it did: a variable set before is gone. */
export async function restart(device: Device, how: 'reset()' | 'load()'): Promise<void> {
  const trouble = device.watchTrouble(`the console after ${how}`)
  device.console(`global.rv0=1;${how}`)
  for (let left = TRIES; left > 0; left--) {
    const awaited = `the console after ${how}`
    const state = await device.answering('echo(0)', awaited, TRIES, undefined, 'typeof global.rv0')
    if (state === 'undefined') {
      const error = trouble()
      if (error !== null) throw error
      return
    }
    await new Promise<void>((resolve) => device.port.clock.after(20, resolve))
  }
  throw device.silent(`the restart by ${how}`, device.timeoutMs)
}

async function write(device: Device, bytes: Uint8Array, ahead: number, { onProgress }: UploadOptions): Promise<void> {
  const written: Promise<void>[] = []
  for (let from = 0; from < bytes.length; from += PIECE) {
    const part = bytes.subarray(from, from + PIECE)
    const call = `require("Storage").write("${BOOT_FILE}",atob("${encodeBytes(part)}"),${from},${bytes.length})`
    const done = device.evaluate(call, `bytes ${from} to ${from + part.length} of the program to be stored`)
    const piece = done.then((answer) => stored(device, answer, bytes.length))
    // The first piece that fails is told; those behind it fail for the same reason.
    piece.catch(() => undefined)
    written.push(piece)
    if (written.length >= ahead) await written.shift()
    onProgress?.(Math.min(from + PIECE, bytes.length), bytes.length)
  }
  await Promise.all(written)
}

function stored(device: Device, answer: string, total: number): void {
  if (answer === 'true') return
  throw new RivuletError('E_STORAGE', `the device did not store the program (${total} bytes): ${answer}`, {
    kind: 'device-failed',
    place: device.address,
    cure: 'free its storage: require("Storage").eraseAll() in its console',
  })
}

async function check(device: Device, bytes: Uint8Array): Promise<void> {
  const read = `(function(s){return s.length+" "+E.CRC32(s)})(require("Storage").read("${BOOT_FILE}"))`
  const answer = await device.evaluate(read, 'length and check sum of the stored program')
  const expected = `${bytes.length} ${crc32(bytes)}`
  if (answer === expected) return
  throw new RivuletError('E_READ_BACK', `the stored program reads back as "${answer}", not "${expected}"`, {
    kind: 'device-failed',
    place: device.address,
    cure: 'load it again; if that does not help, the flash is worn or the line loses bytes',
  })
}
