/**
 * The flash chip above the firmware: 64 kB of free pages, then the 896 kB storage partition (FACTS 1, 4, 8).
 *
 * NOR rules: erasing sets a whole 4,096-byte page to 0xFF, writing only clears bits. Power can fail in the middle
 * of either: a `supply` handed in decides how many bytes of an operation still happen.
 */

/** Bytes of a page, the unit of erasing. */
export const PAGE_SIZE = 4096
/** First address of the free pages that `require("Flash")` may use beside the storage. */
export const FREE_START = 0x310000
/** First address of the storage partition. */
export const STORAGE_START = 0x320000
/** First address after the storage partition, and the end of the chip. */
export const STORAGE_END = 0x400000
/** Bytes of a flash image: free pages and storage. */
export const FLASH_SIZE = STORAGE_END - FREE_START

/** One operation about to happen; `length` in bytes. */
export interface FlashOperation {
  readonly kind: 'write' | 'erase'
  readonly address: number
  readonly length: number
}

/** How many bytes of the operation happen; fewer than its length means that power fails there. */
export type PowerSupply = (operation: FlashOperation) => number

/** Thrown when power failed inside a flash operation: the board is dead until it is started anew. */
export class PowerCut extends Error {
  constructor(readonly operation: FlashOperation) {
    super(`power cut while flash ${operation.kind} of ${operation.length} bytes at 0x${operation.address.toString(16)}`)
  }
}

/** A blank chip. */
export function blankFlash(): Uint8Array {
  return new Uint8Array(FLASH_SIZE).fill(0xff)
}

export class Flash {
  /** Told of every operation before it happens; never fails by default. */
  supply: PowerSupply = (operation) => operation.length
  /** Told of every operation that has happened, power having lasted. Before a board is switched on nobody waits for its flash. */
  onDone: (operation: FlashOperation) => void = () => undefined

  /** `bytes` is the image (FLASH_SIZE bytes), kept and changed in place: it outlives the board. */
  constructor(
    readonly bytes: Uint8Array = blankFlash(),
    /** Whether the firmware leaves the pages in front of the storage to programs, as that of the ESP32 does. */
    readonly hasFreePages = true,
  ) {
    if (bytes.length !== FLASH_SIZE) throw new RangeError(`a flash image has ${FLASH_SIZE} bytes, not ${bytes.length}`)
  }

  /** A view (no copy) of `length` bytes from `address`. */
  read(address: number, length: number): Uint8Array {
    const from = this.offset(address, length)
    return this.bytes.subarray(from, from + length)
  }

  /** A little-endian 32-bit word, unsigned. */
  word(address: number): number {
    const [a, b, c, d] = this.read(address, 4)
    return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
  }

  /** Clears the bits that are 0 in `data`. */
  write(address: number, data: Uint8Array): void {
    const from = this.offset(address, data.length)
    this.powered({ kind: 'write', address, length: data.length }, (length) => {
      for (let i = 0; i < length; i++) this.bytes[from + i] &= data[i]
    })
  }

  /** Erases the page that holds `address`. */
  erasePage(address: number): void {
    const page = address - (address % PAGE_SIZE)
    const from = this.offset(page, PAGE_SIZE)
    this.powered({ kind: 'erase', address: page, length: PAGE_SIZE }, (length) =>
      this.bytes.fill(0xff, from, from + length),
    )
  }

  /** Erases every page that starts in the `length` bytes from `address`. */
  erasePages(address: number, length: number): void {
    for (let page = address - (address % PAGE_SIZE); page < address + length; page += PAGE_SIZE) this.erasePage(page)
  }

  isErased(address: number, length: number): boolean {
    const end = this.offset(address, length) + length
    for (let at = end - length; at < end; at++) if (this.bytes[at] !== 0xff) return false
    return true
  }

  private powered(operation: FlashOperation, act: (length: number) => void): void {
    const length = Math.min(this.supply(operation), operation.length)
    act(length)
    if (length < operation.length) throw new PowerCut(operation)
    this.onDone(operation)
  }

  private offset(address: number, length: number): number {
    if (address < FREE_START || address + length > STORAGE_END)
      throw new Error(`Unimplemented: flash outside 0x${FREE_START.toString(16)} to 0x${STORAGE_END.toString(16)}`)
    return address - FREE_START
  }
}
