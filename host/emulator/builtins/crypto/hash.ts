/**
 * SHA-1 and SHA-2 (FIPS 180-4), HMAC (RFC 2104) and PBKDF2 (RFC 8018) over bytes.
 * The constants of SHA-2 are computed as the standard defines them: bits of the roots of the first primes.
 */

export const HASHES = ['SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512'] as const
export type HashName = (typeof HASHES)[number]

export interface Hash {
  /** Bytes of the blocks that are digested one at a time. */
  readonly blockBytes: number
  digest(message: Uint8Array): Uint8Array
}

const PRIMES = primes(80)

function primes(count: number): bigint[] {
  const found: bigint[] = []
  for (let candidate = 2n; found.length < count; candidate++)
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate)
  return found
}

/** The first 64 bits of the fraction of the `degree`-th root of `number`, found bit by bit. */
function rootBits(number: bigint, degree: number): bigint {
  const power = BigInt(degree)
  const scaled = number << (64n * power)
  let root = 0n
  for (let bit = 1n << 69n; bit > 0n; bit >>= 1n) if ((root | bit) ** power <= scaled) root |= bit
  return BigInt.asUintN(64, root)
}

const CUBE_ROOTS = PRIMES.map((prime) => rootBits(prime, 3))
const SQUARE_ROOTS = PRIMES.slice(0, 16).map((prime) => rootBits(prime, 2))

const high = (bits: bigint): number => Number(bits >> 32n) | 0
const low = (bits: bigint): number => Number(bits & 0xffffffffn) | 0

/** The message with a one bit, zeros, and its length in bits at the end of the last block. */
function padded(message: Uint8Array, blockBytes: number): DataView {
  const lengthBytes = blockBytes / 8
  const blocks = Math.ceil((message.length + 1 + lengthBytes) / blockBytes)
  const bytes = new Uint8Array(blocks * blockBytes)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n)
  return view
}

/** A hash with a state of 32-bit words. */
function words32(start: readonly number[], size: number, block: (state: Int32Array, at: DataView) => void): Hash {
  return {
    blockBytes: 64,
    digest(message) {
      const data = padded(message, 64)
      const state = Int32Array.from(start)
      for (let at = 0; at < data.byteLength; at += 64) block(state, new DataView(data.buffer, at, 64))
      const out = new DataView(new ArrayBuffer(4 * state.length))
      state.forEach((word, at) => out.setInt32(4 * at, word))
      return new Uint8Array(out.buffer, 0, size)
    },
  }
}

const left = (word: number, by: number): number => (word << by) | (word >>> (32 - by))
const right = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

const SHA1_START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]

/** FIPS 180-4, 6.1.2. */
function sha1Block(state: Int32Array, data: DataView): void {
  const w = new Int32Array(80)
  for (let t = 0; t < 80; t++)
    w[t] = t < 16 ? data.getInt32(4 * t) : left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1)
  let [a, b, c, d, e] = state
  for (let t = 0; t < 80; t++) {
    const [mix, constant] = sha1Round(t, b, c, d)
    const sum = (left(a, 5) + mix + e + constant + w[t]) | 0
    ;[e, d, c, b, a] = [d, c, left(b, 30), a, sum]
  }
  ;[a, b, c, d, e].forEach((word, at) => (state[at] += word))
}

function sha1Round(t: number, b: number, c: number, d: number): readonly [mix: number, constant: number] {
  if (t < 20) return [(b & c) | (~b & d), 0x5a827999]
  if (t < 40) return [b ^ c ^ d, 0x6ed9eba1]
  if (t < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
  return [b ^ c ^ d, 0xca62c1d6]
}

const K256 = CUBE_ROOTS.slice(0, 64).map(high)

/** FIPS 180-4, 6.2.2. */
function sha256Block(state: Int32Array, data: DataView): void {
  const w = new Int32Array(64)
  for (let t = 0; t < 64; t++) {
    if (t < 16) w[t] = data.getInt32(4 * t)
    else {
      const [x, y] = [w[t - 15], w[t - 2]]
      const s0 = right(x, 7) ^ right(x, 18) ^ (x >>> 3)
      const s1 = right(y, 17) ^ right(y, 19) ^ (y >>> 10)
      w[t] = s1 + w[t - 7] + s0 + w[t - 16]
    }
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let t = 0; t < 64; t++) {
    const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25)
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K256[t] + w[t]) | 0
    const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22)
    const two = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] += word))
}

const u64 = (word: bigint): bigint => BigInt.asUintN(64, word)
const right64 = (word: bigint, by: bigint): bigint => (word >> by) | u64(word << (64n - by))

/** FIPS 180-4, 6.4.2. */
function sha512Block(state: BigUint64Array, data: DataView): void {
  const w = new BigUint64Array(80)
  for (let t = 0; t < 80; t++) {
    if (t < 16) w[t] = data.getBigUint64(8 * t)
    else {
      const [x, y] = [w[t - 15], w[t - 2]]
      const s0 = right64(x, 1n) ^ right64(x, 8n) ^ (x >> 7n)
      const s1 = right64(y, 19n) ^ right64(y, 61n) ^ (y >> 6n)
      w[t] = s1 + w[t - 7] + s0 + w[t - 16]
    }
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let t = 0; t < 80; t++) {
    const s1 = right64(e, 14n) ^ right64(e, 18n) ^ right64(e, 41n)
    const one = h + s1 + ((e & f) ^ (u64(~e) & g)) + CUBE_ROOTS[t] + w[t]
    const s0 = right64(a, 28n) ^ right64(a, 34n) ^ right64(a, 39n)
    const two = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, u64(d + one), c, b, a, u64(one + two)]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] += word))
}

/** A hash with a state of 64-bit words. */
function words64(start: readonly bigint[], size: number): Hash {
  return {
    blockBytes: 128,
    digest(message) {
      const data = padded(message, 128)
      const state = BigUint64Array.from(start)
      for (let at = 0; at < data.byteLength; at += 128) sha512Block(state, new DataView(data.buffer, at, 128))
      const out = new DataView(new ArrayBuffer(8 * state.length))
      state.forEach((word, at) => out.setBigUint64(8 * at, word))
      return new Uint8Array(out.buffer, 0, size)
    },
  }
}

const FIRST_ROOTS = SQUARE_ROOTS.slice(0, 8)
const NEXT_ROOTS = SQUARE_ROOTS.slice(8)

export const hashes: Readonly<Record<HashName, Hash>> = {
  SHA1: words32(SHA1_START, 20, sha1Block),
  SHA224: words32(NEXT_ROOTS.map(low), 28, sha256Block),
  SHA256: words32(FIRST_ROOTS.map(high), 32, sha256Block),
  SHA384: words64(NEXT_ROOTS, 48),
  SHA512: words64(FIRST_ROOTS, 64),
}

/** The keyed hash of messages. */
function hmac(hash: Hash, key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const short = key.length > hash.blockBytes ? hash.digest(key) : key
  const pad = (filler: number): Uint8Array => {
    const block = new Uint8Array(hash.blockBytes).fill(filler)
    short.forEach((byte, at) => (block[at] ^= byte))
    return block
  }
  const inner = pad(0x36)
  const outer = pad(0x5c)
  return (message) => hash.digest(joined(outer, hash.digest(joined(inner, message))))
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

/** A key of `size` bytes from a password: each block is the exclusive or of `iterations` chained hashes. */
export function pbkdf2(
  hash: Hash,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  size: number,
): Uint8Array {
  const keyed = hmac(hash, password)
  const key = new Uint8Array(size)
  for (let block = 1, at = 0; at < size; block++) {
    let link = keyed(joined(salt, Uint8Array.of(block >>> 24, block >>> 16, block >>> 8, block)))
    const part = link.slice()
    for (let i = 1; i < iterations; i++) {
      link = keyed(link)
      link.forEach((byte, index) => (part[index] ^= byte))
    }
    key.set(part.subarray(0, size - at), at)
    at += part.length
  }
  return key
}
