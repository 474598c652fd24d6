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
const ATTEMPTS = 5
/** Tries to store a piece: the first of them are under way together. */
const TRIES_A_PIECE = 3
/** How often the console is asked whether it is back, 500 ms apart. */
const TRIES = 20

/** Uploads and starts a program; afterwards the console answers with echo off. */
export async function upload(device: Device, code: string, options: UploadOptions = {}): Promise<void> {
  const bytes = new TextEncoder().encode(code)
  if (bytes.length === 0) throw new Error('an empty program cannot be stored')
  if (device.program !== null) return requireSame(device, code, device.program)
  // What is there already need not wear the flash once more.
  const there = await stored(device)
  if (there === `${bytes.length} ${crc32(bytes)}`) return restart(device, 'load()')
  for (let attempt = 1; ; attempt++) {
    try {
      // Half a program of before, of the same length, would be taken for this one's.
      await store(device, bytes, { erases: attempt > 1 || there !== NOTHING, ahead: attempt > 1 ? 1 : AHEAD }, options)
      return await restart(device, 'load()')
    } catch (error) {
      if (attempt === ATTEMPTS || !mayBeTheLine(error)) throw error
      // Of a device that does not come back the first failure tells more than the next.
      await device.reset().catch(() => {
        throw error
      })
    }
  }
}

/** A device without a console has its program already, or cannot get it. A program names its own hash. */
function requireSame({ address }: Device, code: string, program: string): void {
  if (code.includes(program)) return
  throw new RivuletError('E_NO_CONSOLE', `${address} runs program ${program}, and no other can be loaded there`, {
    kind: 'no-device',
    place: address,
    cure: 'load it over the serial line: rivulet run FILE -p PORT; the board keeps what rivulet provision has told it',
  })
}

/** Whether what is there is erased before, and pieces under way at a time. */
interface How {
  readonly erases: boolean
  readonly ahead: number
}

/** One try; after the first the file is erased and pieces go one by one, so that less is under way. */
async function store(device: Device, bytes: Uint8Array, how: How, options: UploadOptions): Promise<void> {
  await restart(device, 'reset()')
  if (how.erases) await device.evaluate(`require("Storage").erase("${BOOT_FILE}")`, 'the program before to be erased')
  const { onProgress } = options
  await storeFile(device, { name: BOOT_FILE, bytes, what: 'the program', ahead: how.ahead, onProgress })
  await check(device, bytes)
}

/** Whether another try may help: the console misread a line, did not answer, or stored something else. */
function mayBeTheLine(error: unknown): boolean {
  return (
    error instanceof RivuletError && ['E_DEVICE_ERROR', 'E_SILENT', 'E_READ_BACK', 'E_STORAGE'].includes(error.code)
  )
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
      // Without a program nothing but a spoilt line can have been told.
      if (error !== null && how === 'load()') throw error
      return
    }
    await new Promise<void>((resolve) => device.port.clock.after(20, resolve))
  }
  throw device.silent(`the restart by ${how}`, device.timeoutMs)
}

/** What goes into a file of Storage. */
export interface StoredFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** As messages speak of it. */
  readonly what: string
  /** Pieces under way at a time. */
  readonly ahead: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Writes a file that is not there, piece by piece. */
export async function storeFile(device: Device, file: StoredFile): Promise<void> {
  const { name, bytes, what, ahead, onProgress } = file
  const written: Promise<void>[] = []
  for (let from = 0; from < bytes.length; from += PIECE) {
    const part = bytes.subarray(from, from + PIECE)
    // The console has no check of its own: the device looks at each piece, and at where it belongs, before it stores it.
    const where = `${from}${name}${bytes.length}`
    const sum = crc32(Buffer.concat([part, Buffer.from(where)]))
    const call = (again: boolean): string =>
      `(function(d,o,f,n){return E.CRC32(d+o+f+n)==${sum}?${again ? UNLESS_THERE : ''}require("Storage").write(f,d,o,n):"spoilt"})` +
      `(atob("${encodeBytes(part)}"),${from},"${name}",${bytes.length})`
    const piece = settled(device, call, `bytes ${from} to ${from + part.length} of ${what} to be stored`).then(
      (answer) => {
        if (answer !== 'true') throw refused(device, answer, what, bytes.length)
      },
    )
    // The first piece that fails is told; those behind it fail for the same reason.
    piece.catch(() => undefined)
    written.push(piece)
    if (written.length >= ahead) await written.shift()
    onProgress?.(Math.min(from + PIECE, bytes.length), bytes.length)
  }
  await Promise.all(written)
}

/** Of a piece that may have been stored, though its answer did not come: it cannot be written over itself. */
const UNLESS_THERE = 'require("Storage").read(f,o,d.length)==d||'

/**
 * The answer to a call that looks at what it got and says `spoilt` when that is not what was sent: asked again, `again` then, while the line spoils call or
 * answer.
 */
export async function settled(device: Device, call: (again: boolean) => string, awaited: string): Promise<string> {
  for (let left = TRIES_A_PIECE; ; left--) {
    try {
      const answer = await device.evaluate(call(left < TRIES_A_PIECE), awaited)
      if (answer !== 'spoilt' || left === 1) return answer
    } catch (error) {
      if (left === 1 || device.isGone || !mayBeTheLine(error)) throw error
    }
  }
}

function refused(device: Device, answer: string, what: string, total: number): RivuletError {
  return new RivuletError('E_STORAGE', `the device did not store ${what} (${total} bytes): ${answer}`, {
    kind: 'device-failed',
    place: device.address,
    cure: 'free its storage: require("Storage").eraseAll() in its console',
  })
}

/** Length and check sum of what is stored, as the device tells them. */
const READ = `(function(s){return s.length+" "+E.CRC32(s)})(require("Storage").read("${BOOT_FILE}")||"")`

/** Of no program. */
const NOTHING = '0 0'

/** What is stored now; unknown is not nothing. */
async function stored(device: Device): Promise<string> {
  try {
    return await device.evaluate(READ, 'length and check sum of the stored program')
  } catch (error) {
    if (device.isGone || !mayBeTheLine(error)) throw error
    return ''
  }
}

async function check(device: Device, bytes: Uint8Array): Promise<void> {
  const answer = await device.evaluate(READ, 'length and check sum of the stored program')
  const expected = `${bytes.length} ${crc32(bytes)}`
  if (answer === expected) return
  throw new RivuletError('E_READ_BACK', `the stored program reads back as "${answer}", not "${expected}"`, {
    kind: 'device-failed',
    place: device.address,
    cure: 'load it again; if that does not help, the flash is worn or the line loses bytes',
  })
}
