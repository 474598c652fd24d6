/** Results to a real broker, which is killed and comes back: all arrive, and whoever hands them in never waits. */
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../devices/system-clock.ts'
import { Probe, TestBroker, until } from '../../mqtt/testing.ts'
import { Breaker } from './breaker.ts'
import { DELIVERY_MS, MqttSink, parseSink } from './mqtt-sink.ts'

const opened: { close: () => Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

const breakerOf = (sink: MqttSink): Breaker<string> =>
  new Breaker<string>({
    ...{ clock: systemClock, timeoutMs: DELIVERY_MS, failures: 2, delayMs: 20, mostDelayMs: 100 },
    deliver: (text) => sink.deliver(text),
  })

describe('a sink', () => {
  test('results arrive at the topic of the sink, in order and as UTF-8', async () => {
    const broker = await TestBroker.start()
    const probe = await Probe.open(broker.url, ['rivulet/1/lab-01/out/alarms'])
    const sink = new MqttSink(parseSink(`${broker.url}/lab-01/alarms`), {})
    opened.push({ close: () => broker.kill() }, probe, sink)
    const breaker = breakerOf(sink)
    for (const text of ['eins', 'zwei', 'drei é']) breaker.send(text)
    expect(await breaker.end(DELIVERY_MS)).toBe(0)
    await until(() => probe.heard.length === 3)
    expect(probe.of('/alarms').map((text) => Buffer.from(text, 'latin1').toString())).toEqual([
      'eins',
      'zwei',
      'drei é',
    ])
  })

  test('the broker is killed and comes back: nothing is lost, and nobody waited', async () => {
    const broker = await TestBroker.start()
    const sink = new MqttSink(parseSink(`${broker.url}/lab-01/all`), {})
    opened.push({ close: () => broker.kill() }, sink)
    const breaker = breakerOf(sink)
    breaker.send('0')
    await until(() => breaker.counters.delivered === 1)
    await broker.kill()
    for (let i = 1; i < 50; i++) breaker.send(String(i))
    await until(() => breaker.counters.opened > 0)
    expect(breaker.waiting).toBe(49)
    await broker.restart()
    const probe = await Probe.open(broker.url, ['rivulet/1/lab-01/out/all'])
    opened.push(probe)
    await until(() => breaker.waiting === 0)
    expect(breaker.state).toBe('closed')
    expect(breaker.counters).toMatchObject({ offered: 50, delivered: 50, dropped: 0 })
    // Some may have come before the probe was there again.
    const heard = [...new Set(probe.of('/all'))].map(Number)
    expect(heard).toEqual([...heard].sort((a, b) => a - b))
  })

  test('where there never was a broker, results are kept', async () => {
    const broker = await TestBroker.start()
    const sink = new MqttSink(parseSink(`${broker.url}/lab-01/all`), {})
    opened.push(sink)
    await broker.kill()
    const breaker = breakerOf(sink)
    breaker.send('0')
    await until(() => breaker.counters.opened > 1)
    expect([breaker.waiting, breaker.counters.delivered]).toEqual([1, 0])
    expect(await breaker.end(1)).toBe(1)
  })
})

test.each([
  ['mqtt://broker/lab-01/alarms', 'lab-01', 'alarms'],
  ['mqtts://broker:1234/a/b', 'a', 'b'],
])('%s', (address, device, sink) => {
  expect(parseSink(address)).toMatchObject({ device, sink })
})

test.each([
  'mqtt://broker',
  'mqtt://broker/lab',
  'mqtt://broker/lab/Alarms',
  'mqtt://broker/lab/a/b',
  'mqtt://broker/+/#',
])('%s names no sink', (address) => {
  expect(() => parseSink(address)).toThrow('names no sink')
})
