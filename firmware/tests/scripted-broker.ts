/**
 * A broker for tests that does what it is told, packet by packet, and an emulated board that speaks to it over a simulated network: the same
 * bytes at the same virtual times, every time.
 */
import { Board } from '../../host/emulator/board/board.ts'
import type { Link } from '../../host/emulator/board/net/network.ts'
import { SimulatedNetwork } from '../../host/emulator/board/net/simulated-network.ts'

export interface Packet {
  /** The first byte: kind and flags. */
  readonly first: number
  /** What stands behind the length. */
  readonly body: string
}

const PORT = 1883
/** Virtual ms between two looks at what the board sends. */
const STEP_MS = 5

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** A text with its length before it. */
export function field(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 255) + text
}

export function packet(first: number, body: string): string {
  let head = String.fromCharCode(first)
  let rest = body.length
  do {
    head += String.fromCharCode((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>= 7
  } while (rest > 0)
  return head + body
}

/** A message of the broker; with a number it wants to be acknowledged. */
export function message(topic: string, payload: string, { id = 0, dup = false } = {}): string {
  const number = id === 0 ? '' : String.fromCharCode(id >> 8, id & 255)
  return packet(0x30 | (id === 0 ? 0 : 2) | (dup ? 8 : 0), field(topic) + number + payload)
}

export const CONNACK = packet(0x20, '\0\0')
export const SUBACK = packet(0x90, '\0\x01\x01\x01\x01')
export const PINGRESP = packet(0xd0, '')

/** Topic and payload of a message of the board. */
export function messageOf({ first, body }: Packet): { topic: string; text: string; qos: number; retain: boolean } {
  const length = (body.charCodeAt(0) << 8) | body.charCodeAt(1)
  const qos = (first >> 1) & 3
  return {
    topic: body.slice(2, 2 + length),
    text: body.slice(2 + length + (qos > 0 ? 2 : 0)),
    qos,
    retain: (first & 1) === 1,
  }
}

export class ScriptedBroker {
  readonly board: Board
  readonly #network = new SimulatedNetwork()
  /** Virtual times at which the board connected. */
  readonly connected: number[] = []
  text = ''
  #links: { link: Link; text: string; ended: boolean }[] = []
  #packets: Packet[] = []
  #unsent = ''
  /** What a connection is answered with at once; `null` closes it. */
  greeting: string | null = ''
  /** Whether what the board sends is taken. */
  reads = true

  constructor(code: string, settings: object = {}, vars = 3000) {
    this.#network.serve(PORT, (link) => {
      this.connected.push(this.#network.ms)
      this.#unsent = ''
      this.#links.push({ link, text: '', ended: false })
      if (this.greeting === null) link.close()
      else if (this.greeting !== '') link.write(bytes(this.greeting))
    })
    this.board = new Board({
      vars,
      network: this.#network,
      wifi: { associateMs: 1, addressMs: 1 },
      nsPerInstruction: 1,
    })
    this.board.onOutput((part) => (this.text += String.fromCharCode(...part)))
    this.board.storage.write('.bootcde', bytes(code))
    const told = { ssid: 'lab', host: '10.0.0.9', port: PORT, id: 'lab-01', keepalive: 20, ...settings }
    this.board.storage.write('rvnet', bytes(JSON.stringify(told)))
    this.board.boot()
  }

  /** Lets time pass; gives the packets that have come whole. */
  pass(ms: number): Packet[] {
    const until = this.board.ms + ms
    while (this.board.ms < until) {
      this.board.advance(Math.min(STEP_MS, until - this.board.ms))
      if (this.#unsent !== '') this.#write()
      if (this.reads) for (const each of this.#links) this.#read(each)
    }
    return this.#packets.splice(0)
  }

  /** Bytes to the connection that was opened last, as fast as the board takes them. */
  send(text: string): void {
    this.#unsent += text
    this.#write()
  }

  #write(): void {
    const link = this.#links.at(-1)?.link
    if (link !== undefined) this.#unsent = this.#unsent.slice(link.write(bytes(this.#unsent)))
  }

  /** Ends the connection that was opened last. */
  hangUp(): void {
    this.#links.at(-1)!.link.close()
  }

  /** Whether the board has closed the connection that was opened last. */
  get isClosed(): boolean {
    return this.#links.at(-1)!.ended
  }

  /** Takes the board in; gives what it has sent meanwhile. */
  accept(): Packet[] {
    const first = this.pass(100)
    this.send(CONNACK)
    first.push(...this.pass(100))
    this.send(SUBACK)
    return [...first, ...this.pass(100)]
  }

  #read(each: { link: Link; text: string; ended: boolean }): void {
    each.text += String.fromCharCode(...each.link.read(65_536))
    each.ended ||= each.link.state === 'ended'
    for (;;) {
      let [length, at, shift] = [0, 1, 0]
      let byte = 128
      for (; byte > 127 && at < each.text.length; shift += 7) {
        byte = each.text.charCodeAt(at++)
        length |= (byte & 127) << shift
      }
      if (byte > 127 || each.text.length < at + length) return
      this.#packets.push({ first: each.text.charCodeAt(0), body: each.text.slice(at, at + length) })
      each.text = each.text.slice(at + length)
    }
  }
}
