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
    CRC32: crc32,
    toArrayBuffer: (text: string): ArrayBuffer => {
      ;(e as Natives).spoil?.()
      return toArrayBuffer(text)
    },
    on,
    removeAllListeners,
    hwRand: () => boot,
  }
  return e
}
