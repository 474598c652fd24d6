/**
 * Stand-ins for the natives of Espruino that firmware uses (`espruino.d.ts`), for running a program in `node:vm`.
 * Texts are bytes, one a character, as the interpreter has them.
 */
import { crc32, LINE_OVERHEAD } from '../../shared/protocol/line.ts'

type Handler = (argument: unknown) => void

/** Listeners by event, as `on` and `removeAllListeners` of the interpreter keep them. */
export class Listeners {
  readonly #lists = new Map<string, Handler[]>()

  readonly on = (event: string, handler: Handler): void => {
    this.#lists.set(event, [...this.of(event), handler])
  }

  readonly removeAllListeners = (event: string): void => {
    this.#lists.delete(event)
  }

  of(event: string): readonly Handler[] {
    return this.#lists.get(event) ?? []
  }
}

/** Data from the host. An exception of the program goes to its handler, as the interpreter does it; then it is idle, and all timers are due. */
export function deliver(data: string, port: Listeners, process: Listeners, timers: (() => void)[]): void {
  for (const handler of port.of('data')) {
    try {
      handler(data)
    } catch (error) {
      for (const report of process.of('uncaughtException')) report(error)
    }
  }
  for (const timer of timers.splice(0)) timer()
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'latin1')
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}

export function btoa(data: string | ArrayBuffer | ArrayBufferView): string {
  return bytesOf(data).toString('base64')
}

export function atob(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1')
}

function toArrayBuffer(text: string): ArrayBuffer {
  return Uint8Array.from(bytesOf(text)).buffer
}

/** The first JSON value of a line, whatever follows it: Espruino does not look further. */
export function parseFirst(line: string): unknown {
  if (!line.startsWith('[')) return JSON.parse(line.slice(0, -LINE_OVERHEAD))
  let depth = 0
  let quoted = false
  for (const [i, c] of [...line].entries()) {
    if (quoted) quoted = c !== '"'
    else if (c === '"') quoted = true
    else if (c === '[') depth++
    else if (c === ']' && --depth === 0) return JSON.parse(line.slice(0, i + 1))
  }
  throw new SyntaxError('no end')
}

/** From the first to the last element, starting with 0. */
function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total
}

/** Squared distances from `mean`, added up like `sum`; not divided by anything. */
function variance(values: ArrayLike<number>, mean: number): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += (values[i] - mean) * (values[i] - mean)
  return total
}

/** What stands for natives of `E`; `spoil`, when a test has set it, runs before `toArrayBuffer` and may throw. */
interface Natives {
  spoil?: () => void
  readonly toArrayBuffer: (text: string) => ArrayBuffer
}

/** The object `E`. `flags` is where the program listens for error flags. */
export function natives(flags: Listeners, boot: number): Natives {
  const { on, removeAllListeners } = flags
  const e = {
    sum,
    variance,
    CRC32: (data: string | Uint8Array) => crc32(bytesOf(data).toString('latin1')),
    toArrayBuffer: (text: string): ArrayBuffer => {
      ;(e as Natives).spoil?.()
      return toArrayBuffer(text)
    },
    toUint8Array: (text: string) => Uint8Array.from(bytesOf(text)),
    on,
    removeAllListeners,
    hwRand: () => boot,
  }
  return e
}

/** Bytes of the free pages beside the storage (FACTS 4). */
const FREE_BYTES = 0x10000
const FREE = 0x310000
const PAGE = 4096

/** The flash of a chip, which outlives programs; without `pages` there is only Storage. */
export class TestFlash {
  readonly pages: Uint8Array | null
  readonly files = new Map<string, Uint8Array>()

  constructor(pages = true) {
    this.pages = pages ? new Uint8Array(FREE_BYTES).fill(0xff) : null
  }

  /** `require` of the interpreter. */
  readonly library = (name: string): object => (name === 'Flash' ? this.#flash() : this.#storage())

  #flash(): object {
    const { pages } = this
    if (pages === null) return { getFree: () => [] }
    return {
      getFree: () => [
        { addr: 0xe000, length: 0x2000 },
        { addr: FREE, length: FREE_BYTES },
      ],
      erasePage: (address: number) => pages.fill(0xff, address - FREE, address - FREE + PAGE),
      write: (bytes: Uint8Array, address: number) => bytes.forEach((b, i) => (pages[address - FREE + i] &= b)),
      read: (length: number, address: number) => pages.slice(address - FREE, address - FREE + length),
    }
  }

  #storage(): object {
    const { files } = this
    return {
      write: (name: string, bytes: Uint8Array, offset: number, size: number) => {
        if (offset === 0) files.set(name, new Uint8Array(size).fill(0xff))
        const file = files.get(name)
        if (file === undefined) throw new Error('Unable to find or create file')
        bytes.forEach((b, i) => (file[offset + i] &= b))
        return true
      },
      read: (name: string, offset: number, length: number) =>
        files.has(name) ? Buffer.from(files.get(name)!.slice(offset, offset + length)).toString('latin1') : undefined,
      erase: (name: string) => files.delete(name),
    }
  }
}
