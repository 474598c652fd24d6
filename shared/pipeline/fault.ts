/**
 * One thing that is wrong with a pipeline: the place, the reason and a cure.
 * Validation gathers faults instead of throwing, so that an author sees all of them at once.
 */
import type { Span } from './expr/ast.ts'
import { RivuletError } from '../error.ts'

export interface Fault {
  /** Where, as one would write it in JavaScript: `stages[1].window.sizeMs`; empty for the whole. */
  readonly path: string
  /** The reason. */
  readonly message: string
  /** What to do about it. */
  readonly cure: string
  /** For a fault inside an expression: its text and the characters in question (from 0, end exclusive). */
  readonly source?: { readonly text: string } & Readonly<Span>
}

/** A fault in an expression, before it is known where the expression stands. */
export interface TextFault extends Readonly<Span> {
  readonly message: string
  readonly cure: string
}

/** How many faults a message lists before it only counts the rest. */
const SHOWN = 30

/** A path from its steps: `['stages', 0, 'map', 'a b']` is `stages[0].map["a b"]`. */
export function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(clip(key))}]`
    return path === '' ? key : `${path}.${key}`
  }, '')
}

/** Places a fault of an expression at the path where the expression stands. */
export function placed(path: string, text: string, fault: TextFault): Fault {
  const { message, cure, start, end } = fault
  return { path, message, cure, source: { text, start, end } }
}

/** A value as a message shows it: short, on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${clip(value)}'`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return clip(String(value))
}

/** The error that a rejected pipeline throws; its `cause` is the list of faults. */
export function specError(name: string, faults: readonly Fault[]): RivuletError {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`
  const lines = faults.slice(0, SHOWN).map(faultText)
  if (faults.length > SHOWN) lines.push(`  … and ${faults.length - SHOWN} more`)
  const place = faults[0].path === '' ? undefined : faults[0].path
  return new RivuletError('E_SPEC', [`pipeline ${shown(name)} has ${count}:`, ...lines].join('\n'), {
    kind: 'usage',
    place,
    cure: faults.length === 1 ? faults[0].cure : 'correct the places listed; each line says how',
    cause: faults,
  })
}

/** One fault as text: place and reason, the part of the expression, the cure. */
export function faultText(fault: Fault): string {
  const where = fault.path === '' ? 'the pipeline' : fault.path
  const lines = [`  ${where}: ${fault.message}`]
  if (fault.source !== undefined) lines.push(...excerpt(fault.source))
  lines.push(`    cure: ${fault.cure}`)
  return lines.join('\n')
}

/** The part of the text around the fault, at most 72 characters of it, and carets below. */
function excerpt(source: { text: string } & Span): string[] {
  const from = Math.max(0, Math.min(source.start - 30, source.text.length - 72))
  const part = source.text.slice(from, from + 72).replace(/\s/g, ' ')
  const width = Math.max(1, Math.min(source.end, from + 72) - source.start)
  return [`      ${part}`, `      ${' '.repeat(source.start - from)}${'^'.repeat(width)}`]
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
