/**
 * Rules about the quantifier of one step or group (SEMANTICS 1.4, 7.4).
 */
import type { Keys, Report } from '../report.ts'
import type { QuantifierSpec } from '../spec.ts'

export interface Quantified {
  readonly group: boolean
  /** The first step of a group: between its rounds the group's own rule counts. */
  readonly firstOfGroup: boolean
}

/** Whether the step may be left out; `times: [0, b]` says so too. */
export function isOptional(quantifier: QuantifierSpec | undefined): boolean {
  if (quantifier === undefined) return false
  return quantifier.optional === true || (Array.isArray(quantifier.times) && quantifier.times[0] === 0)
}

export function isGreedy(quantifier: QuantifierSpec | undefined): boolean {
  return quantifier?.greedy === true
}

export function checkQuantifier(report: Report, at: Keys, quantifier: QuantifierSpec, where: Quantified): void {
  const kinds = repetitions(quantifier)
  if (kinds.length > 1) {
    report.add(at, `${kinds.join(' and ')} are two kinds of repetition`, 'keep one of them')
  }
  checkTimes(report, [...at, 'times'], quantifier.times)
  checkUntilPlace(report, at, quantifier)
  checkGreedy(report, [...at, 'greedy'], quantifier, where, kinds.length === 0)
  checkInner(report, at, quantifier, where, kinds.length === 0)
}

function repetitions({ oneOrMore, times, timesOrMore }: QuantifierSpec): string[] {
  const kinds: [string, boolean][] = [
    ['oneOrMore', oneOrMore === true],
    ['times', times !== undefined],
    ['timesOrMore', timesOrMore !== undefined],
  ]
  return kinds.filter(([, used]) => used).map(([name]) => name)
}

/** A pair may start at 0, which means optional from 1, and must not fall. */
function checkTimes(report: Report, at: Keys, times: QuantifierSpec['times']): void {
  if (!Array.isArray(times)) return
  const [from, to] = times
  if (to >= Math.max(1, from)) return
  report.add(at, `[${from}, ${to}] falls`, to < 1 ? 'end at 1 or more' : `write [${to}, ${from}]`)
}

function checkUntilPlace(report: Report, at: Keys, { until, oneOrMore, timesOrMore }: QuantifierSpec): void {
  if (until === undefined || oneOrMore === true || timesOrMore !== undefined) return
  report.add([...at, 'until'], 'until ends an open repetition only', 'add "oneOrMore" or "timesOrMore", or remove it')
}

function checkGreedy(report: Report, at: Keys, q: QuantifierSpec, where: Quantified, single: boolean): void {
  if (q.greedy !== true) return
  if (where.group) report.add(at, 'a group cannot be greedy', 'remove "greedy"')
  else if (single) report.add(at, 'a step taken once cannot be greedy', 'remove "greedy", or add a repetition')
  if (q.allowCombinations === true) {
    report.add(at, 'greedy and allowCombinations exclude each other', 'keep one of them')
  }
}

/** The rule between rounds: there have to be rounds, and one rule for them. */
function checkInner(report: Report, at: Keys, q: QuantifierSpec, where: Quantified, single: boolean): void {
  const used = (['consecutive', 'allowCombinations'] as const).filter((name) => q[name] === true)
  if (used.length === 2) report.add(at, 'consecutive and allowCombinations exclude each other', 'keep one of them')
  for (const name of used) {
    if (single) report.add([...at, name], `${name} needs a repetition`, `remove "${name}", or add a repetition`)
    else if (where.firstOfGroup) {
      const cure = `write "${name}" in the quantifier of the group, whose rule counts here`
      report.add([...at, name], `${name} has no effect on the first step of a group`, cure)
    }
  }
}
