/** Hashes and key derivation against the vectors of the standards, and against Node's own on random input. */
import { createHash, pbkdf2Sync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HASHES, hashes, pbkdf2 } from './hash.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

const TWO_BLOCKS = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'

describe('vectors of FIPS 180-4 and RFC 6234', () => {
  test.each([
    ['SHA1', '', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['SHA1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['SHA1', TWO_BLOCKS, '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    ['SHA224', 'abc', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ['SHA224', TWO_BLOCKS, '75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525'],
    ['SHA256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['SHA256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA256', TWO_BLOCKS, '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    [
      'SHA384',
      'abc',
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    ],
    [
      'SHA512',
      'abc',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
        '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ] as const)('%s of %j', (name, message, digest) => {
    expect(hex(hashes[name].digest(bytes(message)))).toBe(digest)
  })
})

test.each(HASHES)('%s is what Node computes, at any length around the ends of blocks', (name) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
      expect(hex(hashes[name].digest(message))).toBe(createHash(name).update(message).digest('hex'))
    }),
    { seed: 1, numRuns: 200 },
  )
  const around = [55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129]
  for (const length of around) {
    const message = new Uint8Array(length).fill(0x61)
    expect(hex(hashes[name].digest(message)), `${length} bytes`).toBe(createHash(name).update(message).digest('hex'))
  }
})

test('a message is not changed', () => {
  const message = bytes('abc')
  hashes.SHA512.digest(message)
  expect(message).toEqual(bytes('abc'))
})

describe('PBKDF2', () => {
  test.each([
    [1, 20, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
    [2, 20, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
    [100, 16, pbkdf2Sync('password', 'salt', 100, 16, 'sha1').toString('hex')],
  ])('RFC 6070: %i iterations, %i bytes', (iterations, size, key) => {
    expect(hex(pbkdf2(hashes.SHA1, bytes('password'), bytes('salt'), iterations, size))).toBe(key)
  })

  test.each(HASHES)('%s derives what Node derives', (name) => {
    const input = fc.record({
      password: fc.uint8Array({ maxLength: 150 }),
      salt: fc.uint8Array({ maxLength: 40 }),
      iterations: fc.integer({ min: 1, max: 4 }),
      size: fc.integer({ min: 1, max: 200 }),
    })
    fc.assert(
      fc.property(input, ({ password, salt, iterations, size }) => {
        const mine = hex(pbkdf2(hashes[name], password, salt, iterations, size))
        expect(mine).toBe(pbkdf2Sync(password, salt, iterations, size, name).toString('hex'))
      }),
      { seed: 2, numRuns: 40 },
    )
  })
})
