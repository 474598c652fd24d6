/**
 * The packet protocol of the console (FACTS 5.3): evaluate, event, file upload and download.
 *
 * A packet is DLE SOH, two bytes type and length (3 and 13 bits) and its data. The answer is ACK or NAK, for some with
 * packets of the same form. An unfinished packet is given up after 5 s, an unfinished upload after 10 s.
 */
import type { Value } from '../values.ts'

const ACK = '\x06'
const NAK = '\x15'
const START = '\x10\x01'

const RESPONSE = 0x0000
const EVAL = 0x2000
const EVENT = 0x4000
const FILE_SEND = 0x6000
const DATA = 0x8000
const FILE_RECEIVE = 0xa000
const KIND_BITS = 0xe000
const LENGTH_BITS = 0x1fff
/** Bytes of one packet of a downloaded file. */
const CHUNK = 1024
/** Time limits in microseconds. */
const PACKET_TIME = 5_000_000
const UPLOAD_TIME = 10_000_000

/** What a file packet says: `{fn, s, fs, c}`. */
export interface FileRequest {
  readonly name: string
  /** Bytes of the file. */
  readonly size: number
  readonly compressed: boolean
  /** On the FAT file system instead of Storage. */
  readonly onCard: boolean
}

export interface PacketHost {
  now(): number
  send(text: string): void
  /** Text of the result of an expression; undefined when it failed. */
  evaluate(text: string): string | undefined
  /** Reports the errors of the last evaluation. */
  reportErrors(): void
  /** The object that a relaxed JSON text holds, or undefined. */
  parse(text: string): Value
  request(object: Value): FileRequest | undefined
  /** True when `E` has listeners for the event. */
  emit(event: 'packet' | 'packetUpload', object: Value): boolean
  progress(request: FileRequest, length: number, offset: number): void
  readFile(name: string): string | undefined
  /** False when it failed. */
  writeFile(request: FileRequest, data: string, offset: number): boolean
}

export class Packets {
  private head: number[] | undefined
  private data = ''
  private deadline = Infinity
  private upload: { request: FileRequest; offset: number; deadline: number } | undefined

  constructor(private readonly host: PacketHost) {}

  /** True between the start of a packet and its last byte. */
  get active(): boolean {
    return this.head !== undefined
  }

  /** When something times out (microseconds since power-on), or Infinity. */
  nextDeadline(): number {
    return Math.min(this.deadline, this.upload?.deadline ?? Infinity)
  }

  /** DLE SOH was received. */
  start(): void {
    this.head = []
    this.data = ''
    this.deadline = this.host.now() + PACKET_TIME
  }

  /** Gives up what took too long. */
  expire(): void {
    const now = this.host.now()
    if (this.upload && now >= this.upload.deadline) this.upload = undefined
    if (now < this.deadline) return
    this.host.send(NAK)
    this.finish()
  }

  /** Forgets all, when the interpreter restarts. */
  reset(): void {
    this.finish()
    this.upload = undefined
  }

  /** A byte of the packet. */
  byte(value: number): void {
    if (!this.head) return
    if (this.head.length < 2) this.head.push(value)
    else this.data += String.fromCharCode(value)
    if (this.head.length < 2) return
    const word = (this.head[0] << 8) | this.head[1]
    if (this.data.length < (word & LENGTH_BITS)) return
    const { data } = this
    this.process(word & KIND_BITS, data)
    this.finish()
  }

  private finish(): void {
    this.head = undefined
    this.data = ''
    this.deadline = Infinity
  }

  private process(kind: number, data: string): void {
    switch (kind) {
      case EVAL:
        return this.evaluate(data)
      case EVENT:
        return this.acknowledge(this.event(data))
      case FILE_SEND:
        return this.acknowledge(this.startUpload(data))
      case DATA:
        return this.acknowledge(this.takeData(data))
      case FILE_RECEIVE:
        return this.sendFile(data)
      default:
        return this.acknowledge(false)
    }
  }

  private acknowledge(good: boolean): void {
    this.host.send(good ? ACK : NAK)
  }

  private reply(kind: number, data: string): void {
    const word = kind | (data.length & LENGTH_BITS)
    this.host.send(START + String.fromCharCode(word >> 8, word & 255) + data.replaceAll('\n', '\r\n'))
  }

  private evaluate(text: string): void {
    const result = this.host.evaluate(text)
    this.acknowledge(result !== undefined)
    if (result === undefined) this.host.reportErrors()
    else this.reply(RESPONSE, result)
  }

  private event(text: string): boolean {
    const object = this.host.parse(text)
    return object !== undefined && this.host.emit('packet', object)
  }

  private startUpload(text: string): boolean {
    this.upload = undefined
    const request = this.host.request(this.host.parse(text))
    if (!request || request.size === 0 || request.onCard) return false
    this.upload = { request, offset: 0, deadline: this.host.now() + UPLOAD_TIME }
    return true
  }

  private takeData(data: string): boolean {
    if (!this.upload) return false
    const { request, offset } = this.upload
    const good = this.host.writeFile(request, data, offset)
    const next = offset + data.length
    this.upload = next >= request.size ? undefined : { request, offset: next, deadline: this.host.now() + UPLOAD_TIME }
    this.host.progress(request, data.length, next)
    return good
  }

  private sendFile(text: string): void {
    const request = this.host.request(this.host.parse(text))
    const file = request && this.host.readFile(request.name)
    this.acknowledge(file !== undefined)
    if (file === undefined) return
    for (let at = 0; at < file.length; at += CHUNK) this.reply(DATA, file.slice(at, at + CHUNK))
    this.reply(DATA, '')
  }
}
