/**
 * When two numbers count as equal (DESIGN, decision 10).
 * Exact means bit for bit, but -0 equals 0. Outputs whose additions may differ in order agree within a relative 1e-9, and
 * `stddev` also within 1e-9 of the largest magnitude in its window (`scale`).
 */
import type { Value } from './event.ts'

export const TOLERANCE = 1e-9

/** Texts, truth values and `null` are equal only to themselves; so are numbers, with -0 and 0 being one. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  return a === b
}

/** The distance up to which two inexact numbers agree. */
export function allowance(a: number, b: number, scale: number): number {
  return TOLERANCE * Math.max(Math.abs(a), Math.abs(b), scale)
}

export function near(a: Value | undefined, b: Value | undefined, scale: number): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return same(a, b)
  return a === b || Math.abs(a - b) <= allowance(a, b, scale)
}

/** A score too close to the threshold to say which side it lies on. */
export function isTie(score: number, threshold: number): boolean {
  return Math.abs(Math.abs(score) - threshold) <= TOLERANCE * threshold
}
