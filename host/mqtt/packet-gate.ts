/**
 * A socket that carries MQTT packets of bounded size: the length stands in a packet's first bytes, so one that is too long ends
 * the connection before any of it is kept. Both parsers in use gather a packet of up to 256 MB otherwise.
 */
import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'

/** Follows the lengths of packets in a stream of bytes that is cut anywhere (MQTT 3.1.1, 2.2.3). */
export class PacketLengths {
  readonly #most: number
  /** Bytes of the packet at hand that are still to come. */
  #left = 0
  /** While its length is read: the factor of the next digit; 0: the first byte of a packet is next. */
  #factor = 0
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Takes the next bytes; false when a packet is longer than allowed, or its length is none. */
  accept(bytes: Uint8Array): boolean {
    for (let i = 0; i < bytes.length;) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - i)
        this.#left -= taken
        i += taken
      } else if (!this.#header(bytes[i++])) return false
    }
    return true
  }

  #header(byte: number): boolean {
    if (this.#factor === 0) {
      this.#factor = 1
      this.#length = 0
      return true
    }
    this.#length += (byte & 127) * this.#factor
    if (this.#length > this.#most) return false
    if (byte & 128) {
      this.#factor *= 128
      return this.#factor <= 128 ** 3
    }
    this.#factor = 0
    this.#left = this.#length
    return true
  }
}

/** The same stream, ended with an error when a packet that comes in has more than `most` bytes. */
export class GatedSocket extends Duplex {
  readonly #socket: Socket

  constructor(socket: Socket, most: number) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    const lengths = new PacketLengths(most)
    socket.on('data', (bytes: Buffer) => {
      if (!lengths.accept(bytes)) this.destroy(tooLong(most))
      else if (!this.push(bytes)) socket.pause()
    })
    let ended = false
    socket.on('end', () => {
      ended = true
      this.push(null)
    })
    socket.on('error', (error) => this.destroy(error))
    // What came before the end is still to be read: the last word of a client that leaves.
    socket.on('close', () => ended || this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}

function tooLong(most: number): Error {
  return Object.assign(new Error(`a packet of more than ${most} bytes`), { code: 'E_PACKET' })
}
