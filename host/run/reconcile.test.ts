/** Alerts by the clock of arrival beside those by event time: payments are made at one time and arrive at another. */
import { describe, expect, test } from 'vitest'
import { cardFraudAudit, cardFraudFast } from '../../shared/pipeline/labs/card-fraud.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import { MAX, type Item } from '../../shared/stream/event.ts'
import { cardPayments } from '../sources/simulated/cards.ts'
import { clockText, reconcile, type Reconciliation, type Run } from './reconcile.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

interface Charge {
  readonly ref: string
  /** Made and arrived, in ms. */
  readonly t: number
  readonly arrival: number
  readonly card?: number
  readonly status?: string
}

function runOf(spec: object, charges: readonly Charge[]): Run {
  const pipeline = loadPipeline(spec)
  const fast = pipeline.time.mode === 'processing'
  const inOrder = [...charges].sort((a, b) => a.arrival - b.arrival)
  const items = inOrder.flatMap(({ ref, t, arrival, card = 1, status = 'DECLINED' }): Item[] => {
    const values = { card, amount: 1, status }
    const event: Item = { kind: 'event', t: fast ? null : t, ref, key: card, values }
    return fast ? [{ kind: 'clock', pt: arrival }, event] : [event]
  })
  if (!fast) items.push({ kind: 'watermark', wm: MAX })
  return run(pipeline, items)
}

function run(pipeline: Pipeline, items: readonly Item[]): Run {
  const engine = new ReferenceEngine(pipeline)
  return { pipeline, items, results: items.flatMap((item) => engine.push(item).results) }
}

function both(charges: readonly Charge[]): Reconciliation {
  return reconcile(runOf(cardFraudFast, charges), runOf(cardFraudAudit, charges))
}

/** Charges `a`, `b`, `c` … made at these seconds, with what each took on its way. */
function charges(...times: readonly (readonly [made: number, took?: number, card?: number])[]): Charge[] {
  return times.map(([made, took = 0, card = 1], i) => {
    return { ref: String.fromCharCode(97 + i), t: made * SECOND, arrival: (made + took) * SECOND, card }
  })
}

describe('one card', () => {
  test.each<[string, Charge[], object[]]>([
    ['in haste, without delay', charges([0], [10], [20]), [{ outcome: 'both', why: '' }]],
    ['two charges only', charges([0], [10]), []],
    [
      'made over more than five minutes, drawn together on the way',
      charges([0, 3], [100], [301]),
      [{ outcome: 'wrong', audit: null, why: 'made over 5:01.0, arrived within 4:58.0: a took 0:03.0' }],
    ],
    [
      'made within five minutes, drawn apart on the way',
      charges([0], [100, 4], [298, 3]),
      [{ outcome: 'missed', fast: null, why: 'made within 4:58.0, arrived over 5:01.0: c took 0:03.0' }],
    ],
    [
      'with one that came too late for the audit',
      charges([0, 30], [10], [20]),
      [{ outcome: 'unaudited', audit: null, why: 'too late for the audit: a took 0:30.0' }],
    ],
    [
      'four charges, of which the third came last',
      charges([0], [10], [20, 3], [21]),
      [{ outcome: 'other', why: 'the audit took a b c: c took 0:03.0' }],
    ],
    [
      'the same charges in another order',
      charges([0], [10, 4], [12]),
      [{ outcome: 'both', fast: { events: ['a', 'c', 'b'], afterMs: 2000 }, audit: { events: ['a', 'b', 'c'] } }],
    ],
  ])('%s', (_, made, expected) => {
    // Another card goes on, so that the watermark does.
    expect(
      both([...made, ...charges([0, 0, 2]).map((each) => ({ ...each, ref: 'z', t: 600_000, arrival: 600_000 }))])
        .alerts,
    ).toMatchObject(expected)
  })
})

test('alerts that share events with several others go to the one with the same events', () => {
  const every = (spec: object): object => {
    const [{ pattern, ...stage }] = (spec as { stages: [{ pattern: object }] }).stages
    return { ...spec, stages: [{ ...stage, pattern: { ...pattern, skip: 'noSkip' } }] }
  }
  // `a` comes first, but too late for the audit.
  const made = [...charges([0, 30], [31], [32], [33]), { ...charges([20, 0, 2])[0], ref: 'z' }]
  const { alerts } = reconcile(runOf(every(cardFraudFast), made), runOf(every(cardFraudAudit), made))
  expect(alerts).toMatchObject([
    { outcome: 'unaudited', fast: { events: ['a', 'b', 'c'] }, why: 'too late for the audit: a took 0:30.0' },
    { outcome: 'both', fast: { events: ['b', 'c', 'd'] }, audit: { events: ['b', 'c', 'd'] } },
  ])
})

test('alerts come in the order in which their first events were made, with their card', () => {
  const { alerts } = both(charges([50, 0, 2], [60, 0, 2], [70, 0, 2], [0], [1], [80]))
  expect(alerts).toMatchObject([
    { key: 1, t: 0 },
    { key: 2, t: 50_000 },
  ])
})

test('how long an alert took: the fast one none but the way, the audit until the watermark came', () => {
  const { alerts } = both(charges([0], [1], [2, 1], [6, 0, 2], [9, 1, 2]))
  // c is made at 2 s and arrives at 3; the watermark passes 2 s with the event of 9 s, which arrives at 10 s.
  expect(alerts).toMatchObject([{ fast: { afterMs: 1000 }, audit: { afterMs: 8000 } }])
})

test('an audit that is decided by the end of the input has no such time', () => {
  expect(both(charges([0], [1], [2])).alerts).toMatchObject([{ outcome: 'both', audit: { afterMs: null } }])
})

test('late events are counted, alerts or not', () => {
  expect(both(charges([0], [100, 0, 2], [50, 55, 2]))).toEqual({ alerts: [], late: 1, events: 3 })
})

test('every alert of either run is in the reconciliation exactly once', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const payments = cardPayments({ cards: 24, minutes: 40, seed })
    const [fast, audit] = [runOf(cardFraudFast, payments), runOf(cardFraudAudit, payments)]
    const { alerts, events } = reconcile(fast, audit)
    const found = (of: Run): string[] =>
      of.results.flatMap((each) => (each.type === 'match' ? [each.events.join()] : [])).sort()
    expect(alerts.flatMap((each) => (each.fast === null ? [] : [each.fast.events.join()])).sort()).toEqual(found(fast))
    expect(alerts.flatMap((each) => (each.audit === null ? [] : [each.audit.events.join()])).sort()).toEqual(
      found(audit),
    )
    expect(events).toBe(payments.length)
    for (const { outcome, fast: quick, audit: sure } of alerts) {
      expect([quick === null, sure === null]).toEqual([
        outcome === 'missed',
        outcome === 'wrong' || outcome === 'unaudited',
      ])
    }
  }
})

describe('what cannot be reconciled', () => {
  const some = charges([0], [1], [2])
  const stages = [{ window: { type: 'count', size: 3 }, aggregates: { n: 'count()' } }]

  test.each<[string, () => unknown, RegExp]>([
    [
      'the audit first',
      () => reconcile(runOf(cardFraudAudit, some), runOf(cardFraudAudit, some)),
      /'card fraud, audit' goes by event time/,
    ],
    [
      'no pattern',
      () => reconcile(runOf(cardFraudFast, some), runOf({ ...cardFraudAudit, stages }, some)),
      /has not one pattern stage/,
    ],
    [
      'other events',
      () => reconcile(runOf(cardFraudFast, some), runOf(cardFraudAudit, some.slice(1))),
      /event a is in one of the two runs only/,
    ],
    [
      'fewer events',
      () => reconcile(runOf(cardFraudFast, some.slice(1)), runOf(cardFraudAudit, some)),
      /event a is in one of the two runs only/,
    ],
  ])('%s', (_, work, message) => {
    expect(work).toThrow(
      expect.objectContaining({ code: 'E_RECONCILE', kind: 'usage', message: expect.stringMatching(message) }),
    )
  })
})

test.each([
  [0, '0:00.0'],
  [49, '0:00.0'],
  [3500, '0:03.5'],
  [59_960, '1:00.0'],
  [5 * MINUTE + 1200, '5:01.2'],
  [65 * MINUTE, '65:00.0'],
])('%d ms is %s', (ms, text) => expect(clockText(ms)).toBe(text))
