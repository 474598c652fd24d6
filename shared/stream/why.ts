/** Differences in words: one paragraph that names the place and both sides. */
import type { Value } from './event.ts'
import { printResult } from './print.ts'
import type { Result } from './result.ts'
import { allowance } from './tolerance.ts'

/** One thing on which two results of the same identity disagree; `undefined`: a side does not say it. */
export interface Disagreement {
  readonly name: string
  readonly reference: Value | undefined
  readonly device: Value | undefined
  /** For an inexact output, the magnitude behind it; `null` for an exact one. */
  readonly scale: number | null
}

export function whyUnequal(result: Result, wrong: readonly Disagreement[]): string {
  return `${describe(result)}: ${wrong.map(disagreement).join('; ')}.`
}

export function whyAlone(side: 'reference' | 'device', result: Result): string {
  const other = side === 'reference' ? 'The device did not report it' : 'The reference does not have it'
  return `${describe(result)}: ${other}; the ${side} says ${printResult(result)}.`
}

export function whyInstead(side: 'reference' | 'device', result: Result): string {
  return `The ${side} has ${printResult(result)}, which the other side lacks.`
}

export function whyPartial(result: Result): string {
  return `${describe(result)}: The device flags it partial, but reported no overflow of this stage and key before.`
}

function disagreement({ name, reference, device, scale }: Disagreement): string {
  const both = `${name} is ${show(reference)} in the reference and ${show(device)} on the device`
  if (typeof reference !== 'number' || typeof device !== 'number') return both
  const allowed = scale === null ? 'it must be equal' : `${allowance(reference, device, scale)} is allowed`
  return `${both}, ${Math.abs(reference - device)} apart where ${allowed}`
}

function show(value: Value | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}

/** A result in words: stage, key and place. */
export function describe(result: Result): string {
  const of = `stage ${result.stage ?? '(none)'}`
  if (result.type === 'error') return `${of}: error "${result.message}"`
  const at = `${of}, key ${JSON.stringify(result.key)}`
  switch (result.type) {
    case 'window':
      return result.start === null
        ? `${at}: count window, item ${result.at}`
        : `${at}: window [${result.start}, ${result.end}), pane ${result.pane}`
    case 'late':
      return `${at}: late event ${result.ref} at t=${result.t}, item ${result.at}`
    case 'detect':
      return `${at}: ${result.edge} of a detection at t=${result.t}, event ${result.ref}`
    case 'anomaly':
      return `${at}: anomaly score at t=${result.t}, event ${result.ref}`
    case 'buffer':
      return 'by' in result
        ? `${at}: dump by ${result.by} for t=${result.t}, item ${result.at}`
        : `${at}: buffer after item ${result.at}`
    case 'match':
      return `${at}: match at t=${result.t} of ${result.events.join(' ')}`
    case 'timeout':
      return `${at}: time-out at t=${result.t} of ${result.events.join(' ')}`
    case 'pair':
      return `${at}: pair of ${result.left} and ${result.right} at t=${result.t}`
    case 'overflow':
      return `${at}: overflow of ${result.overflow} at t=${result.t}`
  }
}
