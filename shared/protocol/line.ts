/**
 * One line of the link (protocol, section 1). BODY is ASCII. From the device: `~ BODY * CRC LF`, the CRC-32 (IEEE) of its
 * bytes in hexadecimal. From the host: `BODY SEAL LF`, where the seal is chosen so that the CRC-32 of the whole line, LF
 * included, is 1: the device then checks a line with one call. Lines handed in and out carry no LF.
 */

/** The longest line that a host may send, LF included. */
export const MAX_LINE = 768

/** Characters of a seal: 5 bits each, which is as many as 32 bits of a check sum need, and 3 more. */
const SEAL = 7
const SEAL_BITS = 5
/** The first of the 32 characters of seals, `@` to `_`: they differ in their lower five bits only. */
const SEAL_BASE = 0x40

/** What encloses a body from the host: seal and LF. */
export const LINE_OVERHEAD = SEAL + 1

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

/**
 * The check sum of every line from the host. With 0 two lines in one piece would look like one: after the first, the
 * register would stand where it began.
 */
const GOOD = 1

const NO_SEAL = String.fromCharCode(SEAL_BASE).repeat(SEAL)

/** What a change of some seal bits does to the check sum; a CRC is linear, so changes add up (exclusive or). */
interface Change {
  readonly crc: number
  /** What is added to each character of the seal. */
  readonly bits: readonly number[]
}

/** The changes by single bits, made independent: each has a highest bit that none behind it has (Gauss). */
const CHANGES: readonly Change[] = independent(
  Array.from({ length: SEAL * SEAL_BITS }, (_, i) => {
    const bits = Array.from({ length: SEAL }, (_, at) => (at === Math.floor(i / SEAL_BITS) ? 1 << (i % SEAL_BITS) : 0))
    return { crc: (crc32(sealOf(bits) + '\n') ^ crc32(NO_SEAL + '\n')) >>> 0, bits }
  }),
)

function independent(all: readonly Change[]): Change[] {
  const found: Change[] = []
  for (const each of all) {
    const rest = reduced(each, found)
    if (rest.crc !== 0) found.push(rest)
    found.sort((a, b) => b.crc - a.crc)
  }
  return found
}

/** `change` with as many of `known` added as make its check sum smaller. */
function reduced(change: Change, known: readonly Change[]): Change {
  let { crc, bits } = change
  for (const each of known) {
    if ((crc ^ each.crc) >>> 0 >= crc) continue
    crc = (crc ^ each.crc) >>> 0
    bits = bits.map((b, i) => b ^ each.bits[i])
  }
  return { crc, bits }
}

function sealOf(bits: readonly number[]): string {
  return String.fromCharCode(...bits.map((b) => SEAL_BASE + b))
}

/** The line of a body from the host, without LF. */
export function sealLine(body: string): string {
  const none = Array.from({ length: SEAL }, () => 0)
  return body + sealOf(reduced({ crc: (crc32(body + NO_SEAL + '\n') ^ GOOD) >>> 0, bits: none }, CHANGES).bits)
}

/** The body of a line from the host, without LF; `null` when its check sum is wrong. */
export function openLine(line: string): string | null {
  return line.length >= SEAL && crc32(line + '\n') === GOOD ? line.slice(0, -SEAL) : null
}

/** The line of a body from the device, without LF. */
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
