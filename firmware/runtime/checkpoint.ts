/**
 * Checkpoints (protocol, section 8): the whole state of the program in flash, from which it goes on after a restart.
 *
 * Slots are used in turn, so that the newest valid checkpoint is never touched while the next is written. A slot is
 * written piece by piece and read back; its head, at the end of the slot, comes last and makes it valid. Where the chip has
 * free pages beside its storage (FACTS 4) slots lie there; elsewhere two files of Storage do, whose compaction is not safe
 * against a power cut.
 *
 * What the state is the toolchain finds out (`toolchain/state.ts`): typed arrays and numbers at the top level that are not
 * marked as `scratch`. Most functions are made when they are needed and forgotten: at rest this costs some twenty variables.
 */
import { HASH } from 'plan'
import { HEAD, PAGE } from '../../shared/protocol/checkpoint-layout.ts'
import { scratch } from './hint.ts'
import { crc } from './line.ts'
import { least } from './natives.ts'

/** FREE of the layout: an own name is shorter in the program than so many times the number. */
const FREE = 0x310000
/** Marks a head: "RVC1". */
const MAGIC = 0x31435652
/** Bytes of a head that its check sum covers. */
const SUMMED = 28
/** Bytes written and checked at a time. */
const PIECE = 256
/** Bytes of a copy that go into one line. */
const COPIED = 384

export interface Store {
  /** Bytes of a checkpoint with its head, and how many places there are for it. */
  readonly bytes: number
  readonly slots: number
  /** Makes a checkpoint of a run; its serial number, or 0 when what was written does not read back. */
  save(run: number): number
  /** Goes on from the newest valid checkpoint of this program and run; its serial number, or 0. */
  restore(run: number): number
}

/** The slot that was written or restored last, its size, and whether it is a file: what a copy is taken from. */
let newest = scratch(-1)
let size = scratch(0)
let filed = scratch(false)

/** Bytes of the newest checkpoint from `at` on; fewer at its end, none elsewhere: other flash is none of the host's business. */
export function copy(at: number): Uint8Array {
  if (newest < 0 || !(at >= 0 && at < size)) return new Uint8Array(0)
  const n = least(COPIED, size - at)
  // As `read` below, which is not there now.
  if (!filed) return LIBRARY('Flash').read(n, FREE + newest * size + at)
  return E.toUint8Array(LIBRARY('Storage').read('rv' + newest, at, n) || '')
}

/** The checkpoints of this chip. */
// eslint-disable-next-line max-lines-per-function -- functions inside of one take memory only while it runs
export function store(): Store {
  const program = parseInt(HASH, 16)
  let total = 8 * STATE_COUNT
  let slots = 0
  /** The slot with the largest serial number of all, and that number. */
  let last = -1
  let serial = 0

  const arrays = STATE_ARRAYS
  for (const each of arrays) total += each.buffer.byteLength
  for (const each of LIBRARY('Flash').getFree())
    if (each.addr === FREE) slots = (each.length / (size = (total + HEAD + PAGE - 1) & -PAGE)) | 0
  // Files of Storage instead of free pages.
  filed = slots < 2
  if (filed) {
    slots = 2
    size = (total + HEAD + 3) & -4
  }

  function read(slot: number, at: number, length: number): Uint8Array {
    if (!filed) return LIBRARY('Flash').read(length, FREE + slot * size + at)
    return E.toUint8Array(LIBRARY('Storage').read('rv' + slot, at, length) || '')
  }

  function write(slot: number, at: number, bytes: Uint8Array): void {
    if (filed) LIBRARY('Storage').write('rv' + slot, bytes, at, size)
    else LIBRARY('Flash').write(bytes, FREE + slot * size + at)
  }

  function erase(slot: number): void {
    if (filed) LIBRARY('Storage').erase('rv' + slot)
    else for (let at = 0; at < size; at += PAGE) LIBRARY('Flash').erasePage(FREE + slot * size + at)
  }

  /** The head of a slot, or `undefined` where there is no valid one. */
  function head(slot: number): Uint32Array | undefined {
    const bytes = read(slot, size - HEAD, HEAD)
    if (bytes.length < HEAD) return undefined
    const words = new Uint32Array(bytes.buffer)
    return words[0] === MAGIC && words[7] === crc(new Uint8Array(words.buffer, 0, SUMMED)) ? words : undefined
  }

  /** Calls with each piece of the state: where it stands in a slot, and its bytes in memory. The numbers come first. */
  function pieces(values: Float64Array, take: (at: number, bytes: Uint8Array) => void): void {
    let from = 0
    const part = (each: { buffer: ArrayBuffer }): void => {
      const end = each.buffer.byteLength
      for (let i = 0; i < end; i += PIECE) take(from + i, new Uint8Array(each.buffer, i, least(PIECE, end - i)))
      from += end
    }
    part(values)
    for (const each of arrays) part(each)
  }

  /** The digest of what is in a slot. `take` is called with each piece of the state before. */
  function digest(values: Float64Array, slot: number, take?: (at: number, bytes: Uint8Array) => void): number {
    let sum = 0
    pieces(values, (at, bytes) => {
      if (take) take(at, bytes)
      sum = crc('' + sum + crc(read(slot, at, bytes.length)))
    })
    return sum
  }

  for (let slot = 0; slot < slots; slot++) {
    const words = head(slot)
    if (words && words[3] > serial) {
      serial = words[3]
      last = slot
    }
  }

  return {
    bytes: total + HEAD,
    slots: filed ? 0 : slots,
    save: (run) => {
      const slot = (last + 1) % slots
      let spoilt = false
      const values = new Float64Array(STATE_COUNT)
      STATE_SAVE(values)
      erase(slot)
      const sum = digest(values, slot, (at, bytes) => {
        write(slot, at, bytes)
        if (crc(read(slot, at, bytes.length)) !== crc(bytes)) spoilt = true
      })
      if (spoilt) return 0
      const words = new Uint32Array([MAGIC, program, run, serial + 1, total, sum, 0, 0])
      words[7] = crc(new Uint8Array(words.buffer, 0, SUMMED))
      write(slot, size - HEAD, new Uint8Array(words.buffer))
      if (!head(slot)) return 0
      newest = slot
      return serial + 1
    },
    restore: (run) => {
      const values = new Float64Array(STATE_COUNT)
      let best = -1
      let latest = 0
      for (let slot = 0; slot < slots; slot++) {
        const words = head(slot)
        if (!words || words[1] !== program || words[2] !== run || words[3] <= latest || words[4] !== total) continue
        if (digest(values, slot) !== words[5]) continue
        best = slot
        latest = words[3]
      }
      if (latest) {
        pieces(values, (at, bytes) => {
          bytes.set(read(best, at, bytes.length))
        })
        STATE_LOAD(values)
        newest = best
      }
      return latest
    },
  }
}
