/**
 * What is beyond the antenna: the contract between a board's sockets and whoever carries their bytes. It is polled, as
 * the firmware polls its sockets (FACTS 7), so nothing arrives while code runs. Nothing here is of Node: sockets of a
 * computer, of a page or of a simulation are handed in by `ChipOptions.network`.
 */

/** Why a connection or a port cannot be had; the sentence is printed on the console of the board. */
export class Refused extends Error {}

/**
 * `opening` until the far side has answered, then `open`. `ended` when it will send no more and all was read, `refused`
 * when nobody answered.
 */
export type LinkState = 'opening' | 'open' | 'ended' | 'refused'

/** One connection. */
export interface Link {
  readonly state: LinkState
  /** At most `most` of the bytes that have arrived; none when there are none. */
  read(most: number): Uint8Array
  /** Takes bytes to send and tells how many it took; 0 asks to come again later. */
  write(bytes: Uint8Array): number
  /** Sends what was taken and closes. */
  close(): void
}

/** A port on which connections are accepted. */
export interface Listener {
  /** The next connection that was made to it, if any. */
  accept(): Link | undefined
  close(): void
}

export interface Network {
  /** Connects to an address of four numbers, or throws `Refused`. */
  connect(address: string, port: number): Link
  /** Opens a port, or throws `Refused`. */
  listen(port: number): Listener
  /** The address of a name, as four numbers with dots; undefined when nobody knows it. */
  resolve(name: string): string | undefined
  /** Tells the virtual milliseconds of the board; called before sockets are looked at. */
  advance?(ms: number): void
  /** The virtual time, in ms (whole microseconds), at which something arrives by itself; Infinity when nothing will. */
  nextArrival?(): number
}

/**
 * An address as programs write it: up to four numbers with dots, the first ones zero when there are fewer, each modulo 256;
 * `localhost` is one. Undefined when it is a name, or zero.
 */
export function parseAddress(text: string): string | undefined {
  if (text === 'localhost') return '127.0.0.1'
  if (!/^[\d.]*$/.test(text)) return undefined
  const numbers = text
    .split('.')
    .map((digits) => Array.from(digits).reduce((sum, digit) => (sum * 10 + +digit) & 255, 0))
  const address = [0, 0, 0, 0, ...numbers].slice(-4)
  return address.some((number) => number > 0) ? address.join('.') : undefined
}

/** Whether an address means the machine that asks. */
export function isLoopback(address: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(address)
}
