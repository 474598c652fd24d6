/** AES against the vectors of FIPS 197 and SP 800-38A, and against Node's own on random input. */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Aes, crypt, type Mode } from './aes.ts'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')
const ZEROS = new Uint8Array(16)

describe('a block, as in appendix C of FIPS 197', () => {
  const plain = '00112233445566778899aabbccddeeff'
  test.each([
    ['000102030405060708090a0b0c0d0e0f', '69c4e0d86a7b0430d8cdb78070b4c55a'],
    ['000102030405060708090a0b0c0d0e0f1011121314151617', 'dda97ca4864cdfe06eaf70a0ec0d7191'],
    ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', '8ea2b7ca516745bfeafc49904b496089'],
  ])('key %s', (key, cipher) => {
    const aes = new Aes(bytes(key))
    expect(hex(aes.encryptBlock(bytes(plain)))).toBe(cipher)
    expect(hex(aes.decryptBlock(bytes(cipher)))).toBe(plain)
  })
})

test('keys have 16, 24 or 32 bytes', () => {
  const accepted = Array.from({ length: 40 }, (_, size) => size).filter((size) => Aes.acceptsKey(size))
  expect(accepted).toEqual([16, 24, 32])
})

describe('modes, as in SP 800-38A', () => {
  const key = bytes('2b7e151628aed2a6abf7158809cf4f3c')
  const iv = bytes('000102030405060708090a0b0c0d0e0f')
  const plain = bytes('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51')
  test.each<[Mode, string]>([
    ['ECB', '3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf'],
    ['CBC', '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2'],
  ])('%s', (mode, cipher) => {
    expect(hex(crypt(new Aes(key), mode, plain, iv, 'encrypt'))).toBe(cipher)
    expect(hex(crypt(new Aes(key), mode, bytes(cipher), iv, 'decrypt'))).toBe(hex(plain))
  })

  test('CFB works on bytes', () => {
    const start = plain.subarray(0, 18)
    expect(hex(crypt(new Aes(key), 'CFB', start, iv, 'encrypt'))).toBe('3b79424c9c0dd436bace9e0ed4586a4f32b9')
  })
})

/** What Node calls a mode that the firmware has. */
const NAMES: Readonly<Record<Mode, string>> = { ECB: 'ecb', CBC: 'cbc', CFB: 'cfb8', CTR: 'ctr' }

describe('against Node', () => {
  const size = fc.constantFrom(16, 24, 32)
  const exactly = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length })
  const input = (mode: Mode): fc.Arbitrary<{ key: Uint8Array; iv: Uint8Array; data: Uint8Array }> =>
    fc.record({
      key: size.chain(exactly),
      iv: mode === 'CTR' ? fc.constant(ZEROS) : exactly(16),
      data:
        mode === 'ECB' || mode === 'CBC'
          ? fc.nat({ max: 5 }).chain((blocks) => exactly(16 * blocks))
          : fc.uint8Array({ maxLength: 90 }),
    })

  test.each<Mode>(['ECB', 'CBC', 'CFB', 'CTR'])('%s, there and back', (mode) => {
    fc.assert(
      fc.property(input(mode), ({ key, iv, data }) => {
        const algorithm = `aes-${8 * key.length}-${NAMES[mode]}`
        const start = mode === 'ECB' ? null : iv
        const cipher = createCipheriv(algorithm, key, start).setAutoPadding(false)
        const secret = crypt(new Aes(key), mode, data, iv, 'encrypt')
        expect(hex(secret)).toBe(Buffer.concat([cipher.update(data), cipher.final()]).toString('hex'))
        const decipher = createDecipheriv(algorithm, key, start).setAutoPadding(false)
        const back = crypt(new Aes(key), mode, secret, iv, 'decrypt')
        expect(hex(back)).toBe(Buffer.concat([decipher.update(secret), decipher.final()]).toString('hex'))
        expect(hex(back)).toBe(hex(data))
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  test('the counter carries over from its lowest byte', () => {
    const key = new Uint8Array(16).fill(7)
    const data = new Uint8Array(16 * 300)
    const cipher = createCipheriv('aes-128-ctr', key, ZEROS)
    expect(hex(crypt(new Aes(key), 'CTR', data, ZEROS, 'encrypt'))).toBe(cipher.update(data).toString('hex'))
  })
})

test('bytes behind the last whole block of ECB stay 0', () => {
  const aes = new Aes(new Uint8Array(16))
  const secret = crypt(aes, 'ECB', new Uint8Array(20).fill(1), ZEROS, 'encrypt')
  expect([...secret.subarray(16)]).toEqual([0, 0, 0, 0])
  expect(hex(secret.subarray(0, 16))).toBe(hex(aes.encryptBlock(new Uint8Array(16).fill(1))))
})

test('the start value that was handed in is not changed', () => {
  const iv = new Uint8Array(16)
  crypt(new Aes(new Uint8Array(16)), 'CFB', new Uint8Array(20), iv, 'encrypt')
  expect(iv).toEqual(ZEROS)
})
