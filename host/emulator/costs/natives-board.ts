/**
 * What serial lines, files, pins and libraries cost (see natives-shapes.ts for the unit and the source): what the
 * interpreter executes, not the time that lines, flash and converters take.
 */
import { Arr, isHolder, Str } from '../values.ts'
import { allFixed, type CostTable, fixed, type NativeCost, same, sizeOf } from './natives-shapes.ts'

// ---------------------------------------------------------------------------------------- serial lines

/** A byte given to a serial line; the line itself takes its time besides. */
const SENT_BYTE = 216

const write: NativeCost = (_vm, _self, args) => {
  let cost = 920
  for (const data of args) cost += 1745 + SENT_BYTE * sizeOf(data)
  return cost
}

function printTo(once: number): NativeCost {
  return (_vm, _self, [data]) => once + SENT_BYTE * (data instanceof Str ? data.text.length : 10)
}

/**
 * Storage. The device looks at the headers of all files until it finds one, reads flash that is mapped into memory, and
 * writes through the driver of the chip; the flash itself takes its time besides, which the clock of the emulator does
 * not count. The figures are those of an emulated flash in memory and stand for the order of magnitude only.
 */
const HEADER = 3500
/** All variables are looked through for one that stands for the erased memory. */
const MOVED = 38
const files: CostTable = {
  ...same(
    'Storage.',
    'read readArrayBuffer',
    (_vm, _self, _args, result) => HEADER * 2 + (result === undefined ? 4500 : 970),
  ),
  'Storage.readJSON': (_vm, _self, _args, result) => 8000 + 4800 * (isHolder(result) ? result.slots.length : 1),
  'Storage.write': (_vm, _self, [, data]) => 84_000 + 105 * sizeOf(data),
  'Storage.writeJSON': fixed(90_000),
  'Storage.erase': (vm) => 60_000 + MOVED * vm.heap.total,
  'Storage.list': (_vm, _self, _args, result) => 5500 + 5500 * sizeOf(result),
  ...allFixed('Storage.', { getFree: 15_000, getStats: 21_700, hash: 11_000, compact: 100_000, eraseAll: 100_000 }),
}

// ------------------------------------------------------------------------------------- pins, libraries

/** Pins that a call is about. */
function ofPins(once: number, each: number): NativeCost {
  return (_vm, _self, [pins]) => (pins instanceof Arr ? 300 + each * pins.length : once)
}

/** Data of a library by byte. */
function perByte(once: number, each: number): NativeCost {
  return (_vm, _self, [data]) => once + each * sizeOf(data)
}

export const boardCosts: CostTable = {
  'Serial#write': write,
  'Serial#print': printTo(500),
  'Serial#println': printTo(940),
  'Serial#inject': perByte(2630, 58),
  ...allFixed('Serial#', { available: 377, read: 386 }),
  ...files,
  'Storage.open': fixed(13_776),
  'StorageFile#write': perByte(17_600, 88),
  digitalRead: ofPins(377, 430),
  digitalWrite: ofPins(339, 370),
  ...allFixed('', { analogRead: 21_697, pinMode: 1685 }),
  ...allFixed('Pin#', { getMode: 194, read: 334, reset: 208, set: 208, toggle: 400, write: 400 }),
  'crypto.SHA1': perByte(13_200, 194),
  ...same('crypto.', 'SHA224 SHA256', perByte(7640, 152)),
  // the first byte is dear: the window is set up
  'heatshrink.compress': perByte(49_000, 277),
  'heatshrink.decompress': (_vm, _self, _args, result) => 17_300 + 131 * sizeOf(result),
}
