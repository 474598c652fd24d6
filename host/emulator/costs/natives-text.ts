/** What strings and the texts of numbers cost (see natives-shapes.ts for the unit and the source). */
import type { Interpreter } from '../interpreter.ts'
import { Bool, Null, Num, Str, type Value } from '../values.ts'

/** Characters in the first variable of a linked string and in each further one (FACTS 2.1). */
const FIRST_BLOCK = 9
const BLOCK = 10

/** Appending a character, and a further variable for ten of them. */
const APPENDED_CHAR = 52
const APPENDED_BLOCK = 886
/** The same for a copy of a part of another string, in which the variables of both are gone through. */
const COPIED_CHAR = 64
const COPIED_BLOCK = 768
const COPIED_FIRST = 5
/** Going past a character of a linked string: a tenth of going to its next variable. */
export const SKIPPED_CHAR = 12.7
/** Counting the characters of a linked string, for each of them. */
export const COUNTED_CHAR = 9.9

export const appendedPerChar = APPENDED_CHAR + APPENDED_BLOCK / BLOCK

/** Making a linked string of so many characters, or appending them to a short one. */
export function madeText(length: number): number {
  return APPENDED_CHAR * length + APPENDED_BLOCK * Math.max(0, Math.ceil((length - FIRST_BLOCK) / BLOCK))
}

/** Making a linked string that is a part of another one. */
export function copiedText(length: number): number {
  return COPIED_CHAR * length + COPIED_BLOCK * Math.max(0, Math.ceil((length - COPIED_FIRST) / BLOCK))
}

/** Going to a character of a string: along its variables when they are linked. */
export function walkTo(text: Value, index: number): number {
  return text instanceof Str && text.layout === 'linked'
    ? SKIPPED_CHAR * Math.max(0, Math.min(index, text.text.length))
    : 0
}

/** The length of a string. */
export function counted(text: Value): number {
  return text instanceof Str && text.layout === 'linked' ? COUNTED_CHAR * text.text.length : 0
}

/** Digits beyond these need arithmetic of 64 bits, which takes so much longer. */
const SHORT_NUMBER = 10
const LONG_NUMBER = 250

/** Printing a number into a buffer: floats are costly, digit by digit. `text` is what comes out. */
export function numberText(isFloat: boolean, text: string): number {
  if (!isFloat) return 540 + 32 * text.length
  return 605 + 44 * text.length + (text.length > SHORT_NUMBER ? LONG_NUMBER : 0)
}

/** The text of a value, made as a new string; strings are used as they are. */
export function textCost(value: Value): number {
  if (typeof value === 'number') return numberText(false, String(value))
  if (value instanceof Num) return numberText(value.isFloat, shortText(value.value))
  if (value instanceof Str || value === undefined) return 50
  return value instanceof Bool || value instanceof Null ? 250 : 1000
}

/** About as many characters as the device prints. */
function shortText(value: number): string {
  return String(Math.abs(value) < 1e21 ? Number(value.toPrecision(13)) : value)
}

/** Bytes up to which a buffer is a linked string. */
const LINKED_BYTES = 19

/** Allocating a buffer: in one piece, which has to be found, or as a list of variables. */
export function allocated(vm: Interpreter, bytes: number): number {
  if (bytes > LINKED_BYTES) return 2300 + 4 * bytes + vm.pieces.find(bytes)
  return 1050 + 250 * Math.max(0, Math.ceil((bytes - FIRST_BLOCK) / BLOCK))
}
