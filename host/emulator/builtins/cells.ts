/** The elements of typed arrays as numbers (FACTS 3.2): little-endian in memory, at any offset. */
import type { Cells, ViewType } from '../values.ts'

export interface Kind {
  readonly size: number
  readonly isFloat: boolean
  readonly make: (bytes: Uint8Array, offset: number) => Pick<Cells, 'get' | 'set'>
}

type Reader = (data: DataView, at: number) => number
type Writer = (data: DataView, at: number, value: number) => void

/** Cells over a DataView: right for any offset. Outside of the bytes reading gives 0 and writing does nothing. */
function kind(size: number, read: Reader, write: Writer, isFloat = false): Kind {
  return {
    size,
    isFloat,
    make(bytes, offset) {
      const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const last = bytes.byteLength - size
      return {
        get: (index) => (offset + index * size <= last ? read(data, offset + index * size) : 0),
        set: (index, value) => {
          if (offset + index * size <= last) write(data, offset + index * size, value)
        },
      }
    },
  }
}

/** Cells that are bytes. */
function byteKind(read: (byte: number) => number): Kind {
  return {
    size: 1,
    isFloat: false,
    make: (bytes, offset) => ({
      get: (index) => read(bytes[offset + index] ?? 0),
      set: (index, value) => {
        bytes[offset + index] = value
      },
    }),
  }
}

const same = (byte: number): number => byte
const signed = (byte: number): number => (byte << 24) >> 24

export const KINDS: Readonly<Record<ViewType, Kind>> = {
  ArrayBuffer: byteKind(same),
  Uint8Array: byteKind(same),
  Uint8ClampedArray: byteKind(same),
  Int8Array: byteKind(signed),
  Uint16Array: kind(
    2,
    (d, at) => d.getUint16(at, true),
    (d, at, v) => d.setUint16(at, v, true),
  ),
  Int16Array: kind(
    2,
    (d, at) => d.getInt16(at, true),
    (d, at, v) => d.setInt16(at, v, true),
  ),
  Uint24Array: kind(
    3,
    (d, at) => d.getUint16(at, true) | (d.getUint8(at + 2) << 16),
    (d, at, v) => {
      d.setUint16(at, v, true)
      d.setUint8(at + 2, v >> 16)
    },
  ),
  Uint32Array: kind(
    4,
    (d, at) => d.getUint32(at, true),
    (d, at, v) => d.setUint32(at, v, true),
  ),
  Int32Array: kind(
    4,
    (d, at) => d.getInt32(at, true),
    (d, at, v) => d.setInt32(at, v, true),
  ),
  Float32Array: kind(
    4,
    (d, at) => d.getFloat32(at, true),
    (d, at, v) => d.setFloat32(at, v, true),
    true,
  ),
  Float64Array: kind(
    8,
    (d, at) => d.getFloat64(at, true),
    (d, at, v) => d.setFloat64(at, v, true),
    true,
  ),
}
