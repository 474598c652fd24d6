/** The state of a program and its bounds as a table: a line a bound, the claimed variables with the first of each. */
import type { PlannedBound, PlannedState } from '../../shared/pipeline/plan.ts'

const HEAD = ['state', 'variables', 'bound', 'room', 'from', 'beyond it'] as const

/** What happens beyond a bound, in words. */
const BEYOND: Readonly<Record<PlannedBound['beyond'], string>> = {
  reject: 'refused, reported',
  advance: 'watermark advances, reported',
  drop: 'oldest dropped, reported',
  never: 'never touched',
}

/** Aligned lines, without spaces at their ends. */
export function stateLines(state: readonly PlannedState[]): string[] {
  const rows = [[...HEAD], ...state.flatMap(rowsOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const isNumber = (column: number): boolean => column === 1
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  )
}

function rowsOf({ of, vars, bounds }: PlannedState): string[][] {
  const [first, ...others] = bounds
  if (first === undefined) return vars === 0 ? [] : [[of, String(vars), '', '', '', '']]
  return [[of, String(vars), ...cells(first)], ...others.map((bound) => ['', '', ...cells(bound)])]
}

function cells({ bound, limit, per, from, beyond }: PlannedBound): string[] {
  const room = per === 'program' ? String(limit) : `${limit} a ${per}`
  return [bound, room, from, BEYOND[beyond]]
}
