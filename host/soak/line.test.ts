/** Troubles of the line: each does what it is called, and is counted when it does. */
import { describe, expect, test } from 'vitest'
import { noFaults, UNDISTURBED, type Kind, type LineChances } from './faults.ts'
import { troubledLine } from './line.ts'

const BYTES = Uint8Array.from({ length: 40 }, (_, i) => 7 * i)
const PASSES = 200

interface Passed {
  readonly pieces: readonly { readonly bytes: Uint8Array; readonly after: number }[]
  readonly joined: readonly number[]
  readonly struck: Record<Kind, number>
}

/** What becomes of the same bytes, many times. */
function passes(chances: Partial<LineChances>, bytes = BYTES): Passed[] {
  let struck = noFaults()
  const carry = troubledLine(5, { ...UNDISTURBED.line, ...chances }, (kind) => (struck[kind] += 1))
  return Array.from({ length: PASSES }, () => {
    struck = noFaults()
    const pieces = carry(bytes, 'board')
    return { pieces, joined: pieces.flatMap((piece) => [...piece.bytes]), struck }
  })
}

const bits = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((sum, byte, i) => sum + (byte ^ b[i]).toString(2).replaceAll('0', '').length, 0)

describe('without a chance of anything', () => {
  test('all bytes pass at once, whole or in two pieces, cut at any byte', () => {
    const all = passes({})
    for (const { pieces, joined, struck } of all) {
      expect(joined).toEqual([...BYTES])
      expect(pieces.every(({ bytes, after }) => bytes.length > 0 && after < 1)).toBe(true)
      expect(struck).toEqual({ ...noFaults(), split: pieces.length - 1 })
    }
    const places = new Set(all.flatMap(({ pieces }) => (pieces.length > 1 ? [pieces[0].bytes.length] : [])))
    expect(places.size).toBeGreaterThan(25)
  })

  test('a byte is not cut', () => {
    expect(passes({}, Uint8Array.of(1)).every(({ pieces }) => pieces.length === 1)).toBe(true)
  })
})

describe('with one that is sure', () => {
  test('loss: nothing arrives', () => {
    for (const { pieces, struck } of passes({ loss: 1 })) {
      expect(pieces).toEqual([])
      expect(struck.loss).toBe(1 + struck.split)
    }
  })

  test('repeat: every piece arrives twice', () => {
    for (const { pieces, struck } of passes({ repeat: 1 })) {
      expect(pieces).toHaveLength(2 * struck.repeat)
      for (let i = 0; i < pieces.length; i += 2) expect(pieces[i]).toEqual(pieces[i + 1])
    }
  })

  test('flip: one bit of each piece is another, any of them, and the sender keeps what it sent', () => {
    const before = [...BYTES]
    const flipped = new Set<number>()
    for (const { joined, struck } of passes({ flip: 1 })) {
      expect(bits(joined, BYTES)).toBe(struck.flip)
      for (const [i, byte] of joined.entries()) if (byte !== BYTES[i]) flipped.add(byte ^ BYTES[i])
    }
    expect([...flipped].sort((a, b) => a - b)).toEqual([1, 2, 4, 8, 16, 32, 64, 128])
    expect([...BYTES]).toEqual(before)
  })

  test('reorder: the second piece comes before the first; one alone has nobody to overtake', () => {
    for (const { pieces, struck } of passes({ reorder: 1 })) {
      expect(struck.reorder).toBe(struck.split)
      const [second, first = { bytes: new Uint8Array() }] = pieces
      expect([...first.bytes, ...second.bytes]).toEqual([...BYTES])
    }
  })

  test('delay: every piece by a time of its own, up to three seconds', () => {
    const times = passes({ delay: 1 }).flatMap(({ pieces }) => pieces.map(({ after }) => after))
    expect(Math.min(...times)).toBeLessThan(300)
    expect(Math.max(...times)).toBeGreaterThan(2700)
    expect(Math.max(...times)).toBeLessThan(3001)
    expect(new Set(times).size).toBe(times.length)
  })
})

test('chances are kept: one piece of ten', () => {
  const struck = passes({ loss: 0.1 }).reduce((sum, each) => sum + each.struck.loss, 0)
  expect(struck).toBeGreaterThan(0.05 * PASSES)
  expect(struck).toBeLessThan(0.2 * PASSES)
})
