/**
 * A line of the link (protocol, section 1): what is sent, and how a received line is checked.
 * The port is the console's device; nothing is written before a host has shaken hands.
 */
const port = global[process.env.CONSOLE] as EspruinoSerial
const crc = E.CRC32

export { crc, port }

/** Sends one frame. */
export function reply(body: string): void {
  port.write('~' + body + '*' + crc(body).toString(16) + '\n')
}
