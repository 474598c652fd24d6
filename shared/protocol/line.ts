/**
 * One line of the link (protocol, section 1): `~ BODY * CRC LF`. BODY is ASCII; the CRC-32 (IEEE) of its bytes stands
 * behind it in hexadecimal, from the host always with 8 digits. Lines handed in and out carry no LF.
 */

/** The longest line that a host may send, `~` and LF included. */
export const MAX_LINE = 768

/** What encloses a body: `~`, `*`, 8 digits and LF. */
export const LINE_OVERHEAD = 11

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32 (IEEE) of a text of one byte a character, or of bytes; unsigned. */
export function crc32(data: string | Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < data.length; i++) {
    const byte = typeof data === 'string' ? data.charCodeAt(i) : data[i]
    crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** The line of a body, without LF. */
export function encodeLine(body: string): string {
  return `~${body}*${crc32(body).toString(16).padStart(8, '0')}`
}

export type DecodedLine =
  | { readonly kind: 'frame'; readonly body: string }
  /** Starts like a frame, but its check sum is wrong or missing. */
  | { readonly kind: 'corrupt' }
  /** Console text. */
  | { readonly kind: 'text' }

/** Reads a line without its LF; a `\r` at the end, XON and XOFF are dropped first. */
export function decodeLine(raw: string): DecodedLine {
  const line = raw.replace(/[\x11\x13]|\r$/g, '')
  if (!line.startsWith('~')) return { kind: 'text' }
  const match = /^~(.*)\*([0-9a-f]{1,8})$/.exec(line)
  if (match === null || crc32(match[1]) !== parseInt(match[2], 16)) return { kind: 'corrupt' }
  return { kind: 'frame', body: match[1] }
}
