/**
 * A burst of ten times what the device sustains, for 60 s, on a simulated clock: what waits stays bounded on both sides,
 * every item is accounted for, and afterwards the lag goes back to nothing. The device takes frames at a rate of its own, over
 * the real window and acknowledgements of the link.
 */
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import { Sender } from '../../../shared/protocol/sender.ts'
import { chance } from '../../../shared/protocol/testing/chance.ts'
import { DeviceModel } from '../../../shared/protocol/testing/device-model.ts'
import type { Event } from '../../../shared/stream/event.ts'
import type { Item } from '../../../shared/stream/event.ts'
import { Admission, type AdmissionOptions } from './admission.ts'
import { LagMeter, metricsOf } from './metrics.ts'

/** Events a second that the device takes, and what comes: before, in, and after the burst. */
const SUSTAINED = 50
const CALM = 25
const BURST = 10 * SUSTAINED
const PHASES = [
  { rate: CALM, seconds: 20 },
  { rate: BURST, seconds: 60 },
  { rate: CALM, seconds: 60 },
]
const QUEUE = 256
/** Frames that may wait for the window, as a session allows. */
const MAX_QUEUED = 8

/** A device behind a buffer: a line a moment, as fast as its rate. `most` is the most that ever lay in the buffer. */
class SlowDevice {
  most = 0
  taken = 0
  readonly model: DeviceModel
  #buffer: string[] = []
  #bytes = 0
  #busy = false

  constructor(
    readonly clock: SimulatedClock,
    write: (line: string) => void,
  ) {
    this.model = new DeviceModel({ write, take: (frame) => (frame[0] === 'e' ? this.#event() : []) })
  }

  receive(line: string): void {
    this.#buffer.push(line)
    this.#bytes += line.length + 1
    this.most = Math.max(this.most, this.#bytes)
    this.#go()
  }

  #event(): number[] {
    this.taken += 1
    return []
  }

  #go(): void {
    const line = this.#buffer[0]
    if (this.#busy || line === undefined) return
    this.#busy = true
    this.clock.after(line.startsWith('["e"') ? 1000 / SUSTAINED : 0, () => {
      this.#buffer.shift()
      this.#bytes -= line.length + 1
      this.#busy = false
      this.model.receive(`${line}\n`)
      this.#go()
    })
  }
}

function* arrivals(seed: number): Generator<{ readonly at: number; readonly item: Event }> {
  const random = chance(seed)
  let at = 0
  let i = 0
  for (const { rate, seconds } of PHASES) {
    for (const end = at + 1000 * seconds; at < end; at += (2 * random() * 1000) / rate) {
      const key = Math.floor(random() * 4)
      yield { at, item: { kind: 'event', t: Math.floor(at), ref: `e${i++}`, key, values: { p: key === 0 ? 1 : 0 } } }
    }
  }
}

function story(options: AdmissionOptions, seed: number) {
  const clock = new SimulatedClock()
  const lost = new Set<Item>()
  const given: Event[] = []
  const taken: unknown[] = []
  const admission = new Admission({ ...options, onLoss: (item) => lost.add(item) })
  const lag = new LagMeter()
  const device = new SlowDevice(clock, (line) => void clock.after(1, () => sender.onLine(line)))
  const sender: Sender = new Sender({
    ...{ clock, hello: device.model.hello, timeoutMs: 60_000 },
    write: (line) => void clock.after(1, () => device.receive(line)),
    onWords: () => undefined,
    onChange: () => pump(),
  })
  const pump = (): void => {
    while (sender.queued <= MAX_QUEUED) {
      const item = admission.take(clock.now())
      if (item === null) return
      taken.push(item)
      lag.took(item)
      sender.send({ type: 'e', q: taken.length - 1, key: 0, w: null, t: (item as Event).t!, values: [[1, 1]] })
    }
  }
  const measure = () => {
    const { grant } = device.model.hello
    const { credit, item: acknowledged, watermark } = sender
    const line = { grant, credit, acknowledged, watermark, retries: sender.counters.repeats, vars: null }
    return metricsOf(admission, lag, line, [], { now: clock.now(), began: 0 })
  }
  let most = { lag: 0, n: 1 }
  let calmAt: number | null = null
  for (const { at, item } of arrivals(seed)) {
    clock.advance(at - clock.now())
    given.push(item)
    expect(admission.offer(item, at)).toBe(true)
    pump()
    if (given.length % 50 !== 0 && at < 80_000) continue
    const metrics = measure()
    expect(metrics.offered).toBe(metrics.taken + metrics.thinned + metrics.shed + metrics.waiting)
    most = { lag: Math.max(most.lag, metrics.lag.items), n: Math.max(most.n, metrics.keepsOneOf) }
    if (at < 80_000 || metrics.waiting > 16) calmAt = null
    else calmAt ??= at
  }
  clock.advance(5000)
  return { admission, sender, device, lost, given, taken, most, calmAt, end: measure() }
}

const POLICIES: readonly [string, AdmissionOptions][] = [
  ['thin', { policy: 'thin', items: QUEUE }],
  ['shed', { policy: 'shed', items: QUEUE, priority: (item) => (item.kind === 'event' ? Number(item.values.p) : 0) }],
  ['thin, by a rate', { policy: 'thin', items: QUEUE, rate: { perSecond: 40 } }],
]

describe.each(POLICIES)('%s', (_, options) => {
  test.each([1, 2])('seed %d: bounded on both sides, accounted for, and calm again', (seed) => {
    const { admission, sender, device, lost, given, taken, most, calmAt, end } = story(options, seed)
    expect(given.length).toBeGreaterThan(30_000)
    // Both sides: what waits, the window, and what lies in the device's buffer.
    expect(admission.peak.items).toBeLessThanOrEqual(QUEUE)
    expect(admission.peak.items).toBeGreaterThan(QUEUE / 2)
    expect(device.most).toBeLessThanOrEqual(device.model.hello.grant + 32)
    expect(most.lag).toBeLessThan(QUEUE + 128)
    // Everything is accounted for: what was not lost was taken, in order.
    expect(end).toMatchObject({ offered: given.length, taken: taken.length, waiting: 0 })
    expect(end.offered).toBe(end.taken + end.thinned + end.shed)
    expect([device.taken, sender.item]).toEqual([taken.length, taken.length])
    expect(given.filter((item) => !lost.has(item))).toEqual(taken)
    // The device was kept busy, and not much was left out that it could have taken.
    expect(end.taken).toBeGreaterThan(0.6 * SUSTAINED * 80)
    // Calm again within 20 s: nothing waits, nothing is on its way, every event is kept.
    expect(end.lag).toEqual({ items: 0, eventMs: 0, waitMs: 0 })
    expect([end.credit, end.keepsOneOf]).toEqual([end.grant, 1])
    expect(calmAt).toBeLessThan(100_000)
  })
})

test('what is dear outlives the burst: of key 0 nearly nothing is shed', () => {
  const { end } = story(POLICIES[1][1], 3)
  const lost = new Map(end.losses.map(([key, , shed]) => [key, shed]))
  // A quarter of 500 a second is dear: more than the device takes, which takes nothing else then.
  expect(lost.get(0)).toBeLessThan(5000)
  for (const key of [1, 2, 3]) expect(lost.get(key)).toBeGreaterThan(7000)
})
