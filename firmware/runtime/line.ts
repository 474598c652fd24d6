/**
 * A line of the link (protocol, section 1): what is sent, and how a received line is checked.
 * The port is the console's device; nothing is written before a host has shaken hands.
 */
const port = global[process.env.CONSOLE] as EspruinoSerial
const crc = E.CRC32

export { port }

/** Sends one frame. */
export function reply(body: string): void {
  port.write('~' + body + '*' + crc(body).toString(16) + '\n')
}

/** The body of a line from the host, or '' when its check sum is wrong: `~BODY*8 digits`. */
export function bodyOf(line: string): string {
  const end = line.length - 9
  const body = line.substr(1, end - 1)
  return end > 0 && line[end] === '*' && crc(body) === parseInt(line.substr(end + 1), 16) ? body : ''
}
