/**
 * Stand-ins for the natives of Espruino that firmware uses (`espruino.d.ts`), for running a program in `node:vm`.
 * Texts are bytes, one a character, as the interpreter has them.
 */
import { crc32 } from '../../shared/protocol/line.ts'

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

/** The object `E`. `flags` is where the program listens for error flags. */
export function natives(flags: Listeners, boot: number): object {
  const { on, removeAllListeners } = flags
  return { sum, variance, CRC32: crc32, toArrayBuffer, on, removeAllListeners, hwRand: () => boot }
}
