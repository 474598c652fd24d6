/** AES (FIPS 197) and the modes of operation that the firmware offers (NIST SP 800-38A). */

export const MODES = ['CBC', 'CFB', 'CTR', 'ECB'] as const
export type Mode = (typeof MODES)[number]

const BLOCK = 16

/** Doubles an element of the field of 256 elements. */
const double = (byte: number): number => ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff

function times(byte: number, factor: number): number {
  let product = 0
  for (let term = byte, rest = factor; rest > 0; rest >>= 1, term = double(term)) if (rest & 1) product ^= term
  return product
}

const SUBSTITUTE = substitutions()
const RESTORE = new Uint8Array(256)
SUBSTITUTE.forEach((to, from) => (RESTORE[to] = from))

/** Inverse in the field, then the affine transformation (FIPS 197, 5.1.1). */
function substitutions(): Uint8Array {
  const table = new Uint8Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let inverse = 0
    while (byte > 0 && times(byte, inverse) !== 1) inverse++
    const doubled = inverse * 0x101
    table[byte] = inverse ^ (doubled >> 7) ^ (doubled >> 6) ^ (doubled >> 5) ^ (doubled >> 4) ^ 0x63
  }
  return table
}

/** Products with the factors of the columns: for mixing 1 to 3, for the way back 9, 11, 13 and 14. */
const PRODUCT = Array.from({ length: 15 }, (_, factor) =>
  Uint8Array.from({ length: 256 }, (_, at) => times(at, factor)),
)
const MIX = [2, 3, 1, 1]
const UNMIX = [14, 11, 13, 9]

/** Where each byte comes from when row r moves by r columns. */
const SHIFT = Array.from({ length: BLOCK }, (_, at) => (at + 4 * (at % 4)) % BLOCK)
const UNSHIFT = Array.from({ length: BLOCK }, (_, at) => (at + 12 * (at % 4)) % BLOCK)

/** A key of 16, 24 or 32 bytes. */
export class Aes {
  /** Round keys, one behind the other. */
  private readonly keys: Uint8Array
  private readonly rounds: number

  constructor(key: Uint8Array) {
    this.rounds = key.length / 4 + 6
    this.keys = new Uint8Array(BLOCK * (this.rounds + 1))
    this.keys.set(key)
    let constant = 1
    for (let at = key.length; at < this.keys.length; at += 4) {
      let word = this.keys.slice(at - 4, at)
      if (at % key.length === 0) {
        word = Uint8Array.of(word[1], word[2], word[3], word[0]).map((byte) => SUBSTITUTE[byte])
        word[0] ^= constant
        constant = double(constant)
      } else if (key.length === 32 && at % 32 === 16) word = word.map((byte) => SUBSTITUTE[byte])
      for (let i = 0; i < 4; i++) this.keys[at + i] = this.keys[at + i - key.length] ^ word[i]
    }
  }

  static acceptsKey(bytes: number): boolean {
    return bytes === 16 || bytes === 24 || bytes === 32
  }

  encryptBlock(block: Uint8Array): Uint8Array {
    let state = this.addKey(block, 0)
    for (let round = 1; round <= this.rounds; round++) {
      const moved = SHIFT.map((from) => SUBSTITUTE[state[from]])
      state = this.addKey(round < this.rounds ? mixed(moved, MIX) : moved, round)
    }
    return state
  }

  decryptBlock(block: Uint8Array): Uint8Array {
    let state = this.addKey(block, this.rounds)
    for (let round = this.rounds - 1; round >= 0; round--) {
      const keyed = this.addKey(
        UNSHIFT.map((from) => RESTORE[state[from]]),
        round,
      )
      state = round > 0 ? mixed(keyed, UNMIX) : keyed
    }
    return state
  }

  private addKey(state: ArrayLike<number>, round: number): Uint8Array {
    return Uint8Array.from(state, (byte, at) => byte ^ this.keys[BLOCK * round + at])
  }
}

function mixed(state: ArrayLike<number>, factors: readonly number[]): Uint8Array {
  return Uint8Array.from(state, (_, at) => {
    const column = at & ~3
    let sum = 0
    for (let i = 0; i < 4; i++) sum ^= PRODUCT[factors[(i - at + BLOCK) % 4]][state[column + i]]
    return sum
  })
}

type Direction = 'encrypt' | 'decrypt'

/** Whole blocks, each on its own; bytes behind the last whole block are left 0. */
function ecb(aes: Aes, data: Uint8Array, direction: Direction): Uint8Array {
  const out = new Uint8Array(data.length)
  for (let at = 0; at + BLOCK <= data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK)
    out.set(direction === 'encrypt' ? aes.encryptBlock(block) : aes.decryptBlock(block), at)
  }
  return out
}

/** Each block is mixed with the ciphertext before it. The data are whole blocks. */
function cbc(aes: Aes, data: Uint8Array, iv: Uint8Array, direction: Direction): Uint8Array {
  const out = new Uint8Array(data.length)
  let before = iv
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK)
    if (direction === 'encrypt') {
      const chain = before
      before = aes.encryptBlock(block.map((byte, i) => byte ^ chain[i]))
      out.set(before, at)
    } else {
      aes.decryptBlock(block).forEach((byte, i) => (out[at + i] = byte ^ before[i]))
      before = block
    }
  }
  return out
}

/** A byte at a time: the last 16 bytes of ciphertext make the next key byte. */
function cfb8(aes: Aes, data: Uint8Array, iv: Uint8Array, direction: Direction): Uint8Array {
  const register = iv.slice()
  return data.map((byte) => {
    const result = byte ^ aes.encryptBlock(register)[0]
    register.copyWithin(0, 1)
    register[BLOCK - 1] = direction === 'encrypt' ? result : byte
    return result
  })
}

/** A stream from a counter that starts at 0: this mode takes no start value. */
function ctr(aes: Aes, data: Uint8Array): Uint8Array {
  const counter = new DataView(new ArrayBuffer(BLOCK))
  const out = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at += BLOCK) {
    counter.setUint32(BLOCK - 4, at / BLOCK)
    const key = aes.encryptBlock(new Uint8Array(counter.buffer))
    for (let i = 0; i < BLOCK && at + i < data.length; i++) out[at + i] = data[at + i] ^ key[i]
  }
  return out
}

/** Encrypts or decrypts; `iv` has 16 bytes. For CBC the data must be whole blocks. */
export function crypt(aes: Aes, mode: Mode, data: Uint8Array, iv: Uint8Array, direction: Direction): Uint8Array {
  switch (mode) {
    case 'ECB':
      return ecb(aes, data, direction)
    case 'CBC':
      return cbc(aes, data, iv, direction)
    case 'CFB':
      return cfb8(aes, data, iv, direction)
    case 'CTR':
      return ctr(aes, data)
  }
}
