/** The elements of typed arrays as numbers (FACTS 3.2): little-endian in memory, at any offset. */
import type { Cells, ViewType } from '../values.ts'

export interface Kind {
  readonly size: number
  readonly isFloat: boolean
  readonly make: (bytes: Uint8Array, offset: number) => Cells
}

/** What an element is. */
const enum Element {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Uint24,
  Uint32,
  Int32,
  Float32,
  Float64,
}

/**
 * Elements of any kind: one class for all of them, whose switch the host's compiler sees through. Outside of the bytes
 * reading gives 0 and writing does nothing.
 */
class Elements implements Cells {
  private readonly data: DataView
  private readonly last: number
  constructor(
    private readonly element: Element,
    readonly size: number,
    readonly isFloat: boolean,
    bytes: Uint8Array,
    private readonly offset: number,
  ) {
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.last = bytes.byteLength - size
  }

  get(index: number): number {
    const { data } = this
    const at = this.offset + index * this.size
    if (at > this.last) return 0
    switch (this.element) {
      case Element.Uint8:
        return data.getUint8(at)
      case Element.Int8:
        return data.getInt8(at)
      case Element.Uint16:
        return data.getUint16(at, true)
      case Element.Int16:
        return data.getInt16(at, true)
      case Element.Uint24:
        return data.getUint16(at, true) | (data.getUint8(at + 2) << 16)
      case Element.Uint32:
        return data.getUint32(at, true)
      case Element.Int32:
        return data.getInt32(at, true)
      case Element.Float32:
        return data.getFloat32(at, true)
      case Element.Float64:
        return data.getFloat64(at, true)
    }
  }

  set(index: number, value: number): void {
    const { data } = this
    const at = this.offset + index * this.size
    if (at > this.last) return
    switch (this.element) {
      case Element.Uint8:
      case Element.Int8:
        return data.setUint8(at, value)
      case Element.Uint16:
      case Element.Int16:
        return data.setUint16(at, value, true)
      case Element.Uint24:
        data.setUint16(at, value, true)
        return data.setUint8(at + 2, value >> 16)
      case Element.Uint32:
      case Element.Int32:
        return data.setUint32(at, value, true)
      case Element.Float32:
        return data.setFloat32(at, value, true)
      case Element.Float64:
        return data.setFloat64(at, value, true)
    }
  }
}

// See the end of values.ts.
void class extends Elements {}

function kind(element: Element, size: number, isFloat = false): Kind {
  return { size, isFloat, make: (bytes, offset) => new Elements(element, size, isFloat, bytes, offset) }
}

export const KINDS: Readonly<Record<ViewType, Kind>> = {
  ArrayBuffer: kind(Element.Uint8, 1),
  Uint8Array: kind(Element.Uint8, 1),
  Uint8ClampedArray: kind(Element.Uint8, 1),
  Int8Array: kind(Element.Int8, 1),
  Uint16Array: kind(Element.Uint16, 2),
  Int16Array: kind(Element.Int16, 2),
  Uint24Array: kind(Element.Uint24, 3),
  Uint32Array: kind(Element.Uint32, 4),
  Int32Array: kind(Element.Int32, 4),
  Float32Array: kind(Element.Float32, 4, true),
  Float64Array: kind(Element.Float64, 8, true),
}
