/**
 * A line of the link (protocol, section 1): what is sent, and how a received line is checked.
 * The port is the console's device; nothing is written before a host has shaken hands. A program with a connection to a
 * broker (`mqtt.ts`) answers where the last host has shaken hands.
 */
import { MQTT } from 'plan'
import { scratch } from './hint.ts'

/** What carries the link. */
export interface Carrier {
  write(text: string): void
}

const port = global[process.env.CONSOLE] as EspruinoSerial
const crc = E.CRC32
let carrier: Carrier = scratch(port)

export { carrier, crc, port }

/** From now on `by` carries the link. */
export function carryBy(by: Carrier): void {
  carrier = by
}

/** Sends one frame. */
export function reply(body: string): void {
  ;(MQTT ? carrier : port).write('~' + body + '*' + crc(body).toString(16) + '\n')
}
