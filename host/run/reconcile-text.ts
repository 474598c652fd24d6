/** A reconciliation in words, as a table for people or as lines of JSON. */
import type { Terminal, Style } from '../cli/terminal.ts'
import { clockText, type Alert, type Outcome, type Reconciled, type Reconciliation } from './reconcile.ts'

const OUTCOMES: Readonly<Record<Outcome, { readonly style: Style; readonly words: string }>> = {
  both: { style: 'green', words: 'raised by both' },
  other: { style: 'yellow', words: 'raised by both for other events' },
  wrong: { style: 'red', words: 'raised wrongly by the fast one' },
  missed: { style: 'red', words: 'missed by the fast one' },
  unaudited: { style: 'yellow', words: 'with an event that came too late for the audit' },
}

export interface Summary {
  readonly events: number
  readonly late: number
  readonly counts: Readonly<Record<Outcome, number>>
  /** From the making of the last event to the alert, in ms. */
  readonly fastMs: Spread | null
  readonly auditMs: Spread | null
}

export interface Spread {
  readonly median: number
  readonly most: number
}

export function summaryOf({ alerts, late, events }: Reconciliation): Summary {
  const counts = Object.fromEntries(
    Object.keys(OUTCOMES).map((outcome) => [outcome, alerts.filter((each) => each.outcome === outcome).length]),
  ) as Record<Outcome, number>
  return {
    events,
    late,
    counts,
    fastMs: spread(alerts.map(({ fast }) => fast)),
    auditMs: spread(alerts.map(({ audit }) => audit)),
  }
}

function spread(alerts: readonly (Alert | null)[]): Spread | null {
  const sorted = alerts
    .flatMap((each) => (each === null || each.afterMs === null ? [] : [each.afterMs]))
    .sort((a, b) => a - b)
  if (sorted.length === 0) return null
  return { median: sorted[(sorted.length - 1) >> 1], most: sorted[sorted.length - 1] }
}

export function tellReconciliation({ result, style }: Terminal, reconciliation: Reconciliation): void {
  const { alerts } = reconciliation
  const rows = alerts.map((each) => cells(each))
  const head = ['alert', 'key', 'events', 'fast after', 'audit after', 'why']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)))
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i])).join('  ')
  if (alerts.length > 0) result(style('bold', line(head).trimEnd()))
  for (const [i, row] of rows.entries()) {
    const [outcome, ...rest] = row.map((cell, column) => cell.padEnd(widths[column]))
    result(`${style(OUTCOMES[alerts[i].outcome].style, outcome)}  ${rest.join('  ')}`.trimEnd())
  }
  const { counts, late, events, fastMs, auditMs } = summaryOf(reconciliation)
  if (alerts.length > 0) result('')
  result(`${events} events, ${alerts.length} alerts; ${late} events came too late for the audit`)
  for (const [outcome, { words, style: colour }] of Object.entries(OUTCOMES)) {
    const n = counts[outcome as Outcome]
    if (n > 0) result(`  ${style(colour, outcome.padEnd(widths[0]))} ${String(n).padStart(4)}  ${words}`)
  }
  if (fastMs !== null) result(`fast alerts after ${seconds(fastMs)}`)
  if (auditMs !== null) result(`audit alerts after ${seconds(auditMs)}`)
}

function cells({ outcome, key, fast, audit, why }: Reconciled): string[] {
  const events = (fast ?? audit)!.events.join(' ')
  return [outcome, String(key), events, after(fast), after(audit), why]
}

function after(alert: Alert | null): string {
  if (alert === null) return '-'
  return alert.afterMs === null ? 'at the end' : clockText(alert.afterMs)
}

function seconds({ median, most }: Spread): string {
  return `${(median / 1000).toFixed(3)} s in the median, ${(most / 1000).toFixed(3)} s at most`
}

export function jsonLines(reconciliation: Reconciliation): string[] {
  return [
    ...reconciliation.alerts.map((each) => JSON.stringify({ type: 'reconciled', ...each })),
    JSON.stringify({ type: 'reconciliation', ...summaryOf(reconciliation) }),
  ]
}
