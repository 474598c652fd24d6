/**
 * Fourth step: number literals that Espruino would misread become exact.
 *
 * Its reader takes decimals digit by digit (`value += digit * scale; scale /= 10`), which is not correctly rounded: 755 of
 * 3,333 two-decimal numbers come out other than n/100. Integers are read exactly, and a quotient of two exactly read
 * integers is correctly rounded, so `0.3` becomes `3/10`. What no such quotient gives is taken from a table of doubles.
 */
import type { Literal, Node } from 'acorn'
import { full } from 'acorn-walk'
import type { Edit } from './edit.ts'
import { parseProgram } from './syntax.ts'

/** 10^18 is the largest power of ten that 64 bits hold; integers beyond are read as what is left of them. */
const MAX_DECIMALS = 18

/** The number that Espruino reads from the text of an unsigned decimal literal. */
export function deviceReads(text: string): number {
  if (/^(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/.test(text)) return Number(BigInt.asIntN(64, BigInt(text)))
  const match = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return NaN
  let value = 0
  for (const digit of match[1]) value = value * 10 + Number(digit)
  let scale = 0.1
  for (const digit of match[2] ?? '') {
    value += scale * Number(digit)
    scale /= 10
  }
  let exponent = match[3] === undefined ? 0 : Number(match[3])
  for (; exponent > 0; exponent--) value *= 10
  for (; exponent < 0; exponent++) value /= 10
  return value
}

/** `n/10^d` that gives exactly `value`, both integers read exactly; undefined when there is none. */
export function quotient(value: number): string | undefined {
  let divisor = 10
  for (let d = 1; d <= MAX_DECIMALS; d++, divisor *= 10) {
    const n = Math.round(value * divisor)
    if (!Number.isSafeInteger(n)) return undefined
    if (n / divisor === value) return `${n}/1${'0'.repeat(d)}`
  }
  return undefined
}

interface Misread {
  readonly start: number
  readonly end: number
  readonly value: number
}

function misreadIn(code: string): Misread[] {
  const found: Misread[] = []
  full(parseProgram(code), (node: Node) => {
    const { value } = node as Literal
    if (node.type !== 'Literal' || typeof value !== 'number') return
    if (deviceReads(code.slice(node.start, node.end)) !== value) found.push({ start: node.start, end: node.end, value })
  })
  return found.sort((a, b) => a.start - b.start)
}

/** The values of literals that the device would read as another number (used by the gate too). */
export function misread(code: string): number[] {
  return misreadIn(code).map((m) => m.value)
}

/** The table's declaration: doubles as base64, decoded once at boot. */
function tableOf(values: readonly number[]): string {
  const bytes = new Uint8Array(Float64Array.from(values).buffer)
  return `var $d=new Float64Array(E.toArrayBuffer(atob("${btoa(String.fromCharCode(...bytes))}")));`
}

/** The replacements that make every literal exact, in order; the table, if one is needed, stands at the very start. */
export function literalEdits(code: string): Edit[] {
  const table: number[] = []
  const edits = misreadIn(code).map(({ start, end, value }): Edit => {
    const fraction = quotient(value)
    if (fraction !== undefined) return { start, end, text: `(${fraction})` }
    if (!table.includes(value)) table.push(value)
    // A keyword right before the literal (`return.3`) must not grow together with the name.
    const gap = /\w$/.test(code.slice(0, start)) ? ' ' : ''
    return { start, end, text: `${gap}$d[${table.indexOf(value)}]` }
  })
  return table.length ? [{ start: 0, end: 0, text: tableOf(table) }, ...edits] : edits
}
