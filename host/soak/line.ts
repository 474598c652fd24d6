/** A line with the troubles of a plan. */
import { Random } from '../sources/random.ts'
import type { LineChances, OnStrike, Trouble } from './faults.ts'
import type { Carry } from './world.ts'

/** The longest delay, and the time that a piece takes without one, in ms. */
const DELAY_MS = 3000
const USUAL_MS = 0.1

interface Piece {
  bytes: Uint8Array
  after: number
}

export function troubledLine(seed: number, chances: LineChances, struck: OnStrike): Carry {
  const random = new Random(seed ^ 0x5eed)
  const hit = (kind: Exclude<Trouble, 'split'>): boolean => {
    if (random.next() >= chances[kind]) return false
    struck(kind)
    return true
  }
  const delayed = (bytes: Uint8Array): Piece => ({
    bytes,
    after: USUAL_MS + (hit('delay') ? random.next() * DELAY_MS : 0),
  })
  return (bytes) => {
    const parts = split(bytes, random)
    if (parts.length > 1) struck('split')
    const pieces: Piece[] = []
    // Pieces of one moment may overtake each other.
    if (parts.length > 1 && hit('reorder')) parts.reverse()
    for (const part of parts) {
      if (hit('loss')) continue
      const piece = delayed(hit('flip') ? flipped(part, random) : part)
      pieces.push(piece)
      if (hit('repeat')) pieces.push(piece)
    }
    return pieces
  }
}

/** At any byte, or not at all. */
function split(bytes: Uint8Array, random: Random): Uint8Array[] {
  if (bytes.length < 2 || random.below(3) > 0) return [bytes]
  const at = 1 + random.below(bytes.length - 1)
  return [bytes.subarray(0, at), bytes.subarray(at)]
}

/** One bit of one byte. */
function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[random.below(copy.length)] ^= 1 << random.below(8)
  return copy
}
