/** Tables of operators (FACTS 3.1): what is not here, such as `**`, is not an operator. */

/** How tightly binary operators bind. */
export const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '===': 6,
  '!==': 6,
  '<=': 7,
  '>=': 7,
  '<': 7,
  '>': 7,
  instanceof: 7,
  in: 7,
  '<<': 8,
  '>>': 8,
  '>>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
}

/** Operators that assign. */
export const ASSIGNMENTS = new Set('= += -= *= /= %= &= |= ^= >>= <<= >>>='.split(' '))
