/** The figures of a run under way, and their text for Prometheus. */
import { expect, test } from 'vitest'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import { Admission } from './admission.ts'
import { Breaker } from './breaker.ts'
import { LagMeter, metricsOf, prometheus, sinkState, type LineState, type Metrics } from './metrics.ts'
import { event } from './testing.ts'

const line: LineState = { grant: 2048, credit: 1500, acknowledged: 0, watermark: 90, retries: 2, vars: 1400 }

function measured(): Metrics {
  const admission = new Admission({ policy: 'shed', items: 3 })
  const lag = new LagMeter()
  for (let i = 0; i < 6; i++) admission.offer(event(100 + 10 * i, i % 2 === 0 ? 'a' : 'b'), i)
  for (let i = 0; i < 2; i++) lag.took(admission.take(6)!)
  const clock = new SimulatedClock()
  const dead = new Breaker<number>({ clock, deliver: () => new Promise(() => undefined) })
  dead.send(1)
  const state = { ...line, acknowledged: 1 }
  return metricsOf(admission, lag, state, [sinkState('mqtt "x"\\', dead)], { now: 16, began: 1 })
}

test('offered, taken, dropped and waiting add up; lag counts what is not acknowledged', () => {
  expect(measured()).toMatchObject({
    ...{ type: 'metrics', ms: 15, policy: 'shed' },
    ...{ offered: 6, taken: 2, thinned: 0, shed: 3, waiting: 1 },
    reasons: { full: 3 },
    losses: [
      ['a', 0, 2],
      ['b', 0, 1],
    ],
    // Acknowledged is the event at 130; 140 is on its way, 150 waits since 5.
    lag: { items: 2, eventMs: 20, waitMs: 11 },
    ...{ grant: 2048, credit: 1500, keepsOneOf: 1 },
    sinks: [{ sink: 'mqtt "x"\\', state: 'closed', waiting: 1, delivered: 0 }],
  })
})

test('where everything is acknowledged there is no lag, whatever was dropped last', () => {
  const admission = new Admission({ policy: 'shed', bytes: 100 })
  const lag = new LagMeter()
  admission.offer(event(1), 0)
  lag.took(admission.take(0)!)
  admission.offer(event(900, 'k'.repeat(200)), 0)
  expect(admission.accounts.shed).toBe(1)
  const all = metricsOf(admission, lag, { ...line, acknowledged: 1 }, [], { now: 0, began: 0 })
  expect(all.lag).toEqual({ items: 0, eventMs: 0, waitMs: 0 })
})

test('an acknowledgement of more than was taken, or of less than before, changes nothing', () => {
  const lag = new LagMeter()
  for (const t of [1, 2, 3]) lag.took(event(t))
  lag.acknowledged(2)
  lag.acknowledged(1)
  expect([lag.items, lag.eventMs(10)]).toEqual([1, 8])
  lag.acknowledged(99)
  expect([lag.items, lag.eventMs(10)]).toEqual([0, 7])
})

test('losses of many keys are told for a hundred, and the rest together', () => {
  const admission = new Admission({ policy: 'shed', items: 1 })
  for (let key = 0; key < 151; key++) admission.offer(event(key, key), 0)
  const { losses } = metricsOf(admission, new LagMeter(), line, [], { now: 0, began: 0 })
  expect([losses.length, losses.at(-1)]).toEqual([101, ['…', 0, 50]])
})

test('Prometheus text: a family a figure, labels escaped, what is unknown left out', () => {
  const text = prometheus({ ...measured(), watermark: null })
  expect(text).toContain(
    '# HELP rivulet_offered_total Items that the source offered\n# TYPE rivulet_offered_total counter\n',
  )
  expect(text).toContain('rivulet_shed_total{reason="full"} 3\n')
  expect(text).toContain('rivulet_sink_open{sink="mqtt \\"x\\"\\\\"} 0\n')
  expect(text).toContain('rivulet_vars_used 1400\n')
  expect(text).not.toContain('rivulet_watermark_ms')
  for (const row of text.trimEnd().split('\n'))
    expect(row).toMatch(/^(# (HELP|TYPE) rivulet_[a-z_]+ .+|rivulet_[a-z_]+(\{.+\})? -?[\d.]+)$/)
})
