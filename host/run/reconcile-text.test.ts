import { describe, expect, test } from 'vitest'
import { terminal } from '../cli/terminal.ts'
import type { Alert, Reconciled, Reconciliation } from './reconcile.ts'
import { jsonLines, summaryOf, tellReconciliation } from './reconcile-text.ts'

function alert(afterMs: number | null, ...events: string[]): Alert {
  return { events, afterMs }
}

const ALERTS: Reconciled[] = [
  { outcome: 'both', key: 7, t: 0, fast: alert(20, 'a', 'b', 'c'), audit: alert(5020, 'a', 'b', 'c'), why: '' },
  { outcome: 'wrong', key: 12, t: 1, fast: alert(40, 'd', 'e', 'f'), audit: null, why: 'made over 5:01.0' },
  { outcome: 'missed', key: 3, t: 2, fast: null, audit: alert(null, 'g', 'h', 'i'), why: '' },
  { outcome: 'both', key: 4, t: 3, fast: alert(3000, 'j', 'k', 'l'), audit: alert(7000, 'j', 'k', 'l'), why: '' },
]
const RECONCILIATION: Reconciliation = { alerts: ALERTS, late: 2, events: 90 }

function told(reconciliation: Reconciliation, env: Record<string, string> = {}, isTTY = false): string[] {
  let text = ''
  const stream = { write: (part: string) => (text += part), isTTY }
  tellReconciliation(terminal({ out: stream, err: stream, env }), reconciliation)
  return text.split('\n')
}

test('a table, then the sums', () => {
  expect(told(RECONCILIATION)).toEqual([
    'alert   key  events  fast after  audit after  why',
    'both    7    a b c   0:00.0      0:05.0',
    'wrong   12   d e f   0:00.0      -            made over 5:01.0',
    'missed  3    g h i   -           at the end',
    'both    4    j k l   0:03.0      0:07.0',
    '',
    '90 events, 4 alerts; 2 events came too late for the audit',
    '  both      2  raised by both',
    '  wrong     1  raised wrongly by the fast one',
    '  missed    1  missed by the fast one',
    'fast alerts after 0.040 s in the median, 3.000 s at most',
    'audit alerts after 5.020 s in the median, 7.000 s at most',
    '',
  ])
})

test('nothing found: no table', () => {
  expect(told({ alerts: [], late: 0, events: 5 })).toEqual([
    '5 events, 0 alerts; 0 events came too late for the audit',
    '',
  ])
})

describe('colours', () => {
  const coloured = (env: Record<string, string>, isTTY: boolean): boolean =>
    told(RECONCILIATION, env, isTTY).join().includes('\x1b[')

  test.each([
    ['on a terminal', {}, true, true],
    ['in a file', {}, false, false],
    ['with NO_COLOR', { NO_COLOR: '1' }, true, false],
  ])('%s', (_, env, isTTY, expected) => expect(coloured(env, isTTY)).toBe(expected))

  test('they change no column', () => {
    const plain = told(RECONCILIATION, {}, true).map((line) => line.replace(/\x1b\[\d+m/g, ''))
    expect(plain).toEqual(told(RECONCILIATION))
  })
})

test('sums for machines', () => {
  expect(summaryOf(RECONCILIATION)).toEqual({
    ...{ events: 90, late: 2, counts: { both: 2, other: 0, wrong: 1, missed: 1, unaudited: 0 } },
    ...{ fastMs: { median: 40, most: 3000 }, auditMs: { median: 5020, most: 7000 } },
  })
  expect(summaryOf({ alerts: [], late: 0, events: 0 })).toMatchObject({ fastMs: null, auditMs: null })
})

test('JSON: a line an alert, then one of sums', () => {
  const lines = jsonLines(RECONCILIATION).map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.map(({ type }) => type)).toEqual([...ALERTS.map(() => 'reconciled'), 'reconciliation'])
  expect(lines[1]).toEqual({ type: 'reconciled', ...ALERTS[1] })
})
