/**
 * What reading a token costs the device: it cuts the text into tokens each time it executes it, and also when it skips it.
 */
import { COST } from './model.ts'

/** Reserved words that a name is compared with: those of more than one letter with the same first letter. */
const RESERVED: Readonly<Record<string, number>> = {
  ...{ b: 1, c: 5, d: 4, e: 2, f: 4, i: 3, l: 1, n: 2, o: 1, r: 1, s: 3, t: 5, u: 1, v: 2, w: 1 },
}

export interface TokenCost {
  readonly ran: number
  readonly skipped: number
}

/** Blanks and comments between two tokens, so many characters. */
export function gapCost(length: number): number {
  return length <= 0 ? 0 : COST.gap + length * COST.blank
}

/** A token of `length` characters, executed or skipped. */
export function tokenCost(type: string, value: string, length: number, packed: boolean): TokenCost {
  if (type === 'STRING' || type === 'TEMPLATE LITERAL' || type === 'REGEX') {
    const skipped = COST.token + length * COST.skippedCharacter
    return { ran: COST.token + COST.text + length * (packed ? COST.skippedCharacter : COST.character), skipped }
  }
  const cost = COST.token + furtherCharacters(type, value, length, packed)
  return { ran: cost, skipped: cost }
}

function furtherCharacters(type: string, value: string, length: number, packed: boolean): number {
  if (type === 'INT' || type === 'FLOAT') return (packed ? 1 : length) * COST.digit
  if (type === 'ID') return length * COST.letter + (length > 1 ? (RESERVED[value[0]] ?? 0) * COST.reserved : 0)
  if (packed) return 0
  const first = type.charCodeAt(0)
  if (first >= 97 && first <= 122)
    return length * COST.letter + Math.trunc(((RESERVED[type[0]] ?? 0) * COST.reserved) / 2)
  return Math.max(0, length - 1) * COST.mark
}
