/** The connection: what it keeps over an absence of the broker, what it gives up, and what it says when it is refused. */
import { afterEach, describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { MqttConnection, type MqttLimits, type MqttOptions } from './client.ts'
import { brokerAt, freePort, Probe, TestBroker, until } from './testing.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function broker(...args: Parameters<typeof TestBroker.start>): Promise<TestBroker> {
  const started = await TestBroker.start(...args)
  open.push({ close: () => started.kill().catch(() => undefined) })
  return started
}

async function probe(url: string, ...topics: string[]): Promise<Probe> {
  const opened = await Probe.open(url, topics)
  open.push(opened)
  return opened
}

interface Opened {
  readonly connection: MqttConnection
  readonly heard: string[]
  readonly happened: string[]
}

function connection(url: string, limits: Partial<MqttLimits> = {}, more: Partial<MqttOptions> = {}): Opened {
  const heard: string[] = []
  const happened: string[] = []
  const made = new MqttConnection({
    broker: brokerAt(url),
    secrets: {},
    clientId: 'test',
    limits: { retryMs: 20, ...limits },
    onMessage: (topic, payload) => heard.push(`${topic} ${payload}`),
    onBack: () => happened.push('back'),
    onGone: ({ code, message }) => happened.push(`${code} ${message}`),
    ...more,
  })
  open.push(made)
  return { connection: made, heard, happened }
}

async function opened(...args: Parameters<typeof connection>): Promise<Opened> {
  const made = connection(...args)
  await made.connection.open()
  return made
}

test('bytes go both ways as they are', async () => {
  const { url } = await broker()
  const { connection: one, heard } = await opened(url)
  await one.subscribe('down')
  const other = await probe(url, 'up')
  const bytes = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('')
  expect(one.publish('up', bytes)).toBe(true)
  await other.say('down', bytes)
  await until(() => heard.length === 1 && other.heard.length === 1)
  expect([heard[0], other.heard[0].text]).toEqual([`down ${bytes}`, bytes])
  expect(one.counters).toEqual({ sent: 1, received: 1, dropped: 0, reconnects: 0 })
})

describe('the broker goes away', () => {
  test('and comes back without memory: subscriptions are there again, what was sent meanwhile arrives', async () => {
    const place = await broker()
    const { connection: one, heard, happened } = await opened(place.url)
    await one.subscribe('down')
    await place.kill()
    await until(() => !one.isConnected)
    expect(one.publish('up', 'meanwhile')).toBe(true)
    await place.restart()
    const other = await probe(place.url, 'up')
    await until(() => happened.length === 1)
    await until(() => one.counters.sent === 1 && one.isConnected)
    const again = async (): Promise<void> => {
      // Until the subscription is there again, nobody hears it.
      for (; heard.length === 0; await new Promise((resolve) => setTimeout(resolve, 5)))
        await other.say('down', 'again')
    }
    await again()
    expect([happened, heard[0], one.counters.reconnects]).toEqual([['back'], 'down again', 1])
  })

  test('for longer than its limit', async () => {
    const place = await broker()
    const { happened } = await opened(place.url, { awayMs: 100 })
    await place.kill()
    await until(() => happened.length === 1)
    expect(happened[0]).toMatch(/^E_BROKER_AWAY the broker mqtt:.* is not there: the broker was away for 100 ms: /)
  })

  test('what does not fit is dropped and counted', async () => {
    const place = await broker()
    const { connection: one } = await opened(place.url, { bytes: 100 })
    await place.kill()
    await until(() => !one.isConnected)
    const sent = Array.from({ length: 20 }, () => one.publish('up', 'x'.repeat(30)))
    expect(sent.filter(Boolean).length).toBe(3)
    expect(one.counters).toMatchObject({ sent: 3, dropped: 17 })
    // Without a promise to arrive, nothing is kept at all.
    expect(one.publish('up', 'x', { qos: 0 })).toBe(false)
  })

  test('what was acknowledged makes room', async () => {
    const { url } = await broker()
    const { connection: one } = await opened(url, { bytes: 100 })
    for (let i = 0; i < 10; i++) {
      await until(() => one.publish('up', 'x'.repeat(60)))
    }
    expect(one.counters.sent).toBe(10)
  })
})

test('what an earlier run left under this name is thrown away', async () => {
  const { url } = await broker()
  const stale = await Probe.open(url, ['down'], { clientId: 'test', clean: false })
  await stale.close()
  const other = await probe(url)
  await other.say('down', 'stale')
  const { connection: one, heard } = await opened(url)
  await one.subscribe('down')
  await other.say('down', 'fresh')
  await until(() => heard.length === 1)
  expect(heard).toEqual(['down fresh'])
})

test('a connection that was closed leaves nothing behind that gathers messages', async () => {
  const { url } = await broker()
  const { connection: one } = await opened(url)
  await one.subscribe('down')
  await one.close()
  const other = await probe(url)
  await other.say('down', 'later')
  const late = await Probe.open(url, [], { clientId: 'test', clean: false })
  open.push(late)
  await late.say('x', 'y')
  await late.client.subscribeAsync('z', { qos: 1 })
  expect(late.heard).toEqual([])
})

test('the will is published when the connection is lost, not when it is closed', async () => {
  const place = await broker()
  const other = await probe(place.url, 'state')
  const will = { topic: 'state', payload: 'lost' }
  const { connection: one } = await opened(place.url, {}, { will })
  await one.close({ topic: 'state', payload: 'disconnected' })
  await until(() => other.heard.length === 1)
  await opened(place.url, {}, { will })
  expect(other.of('state')).toEqual(['disconnected'])
  // Another client of the same name: the broker ends the one that is there.
  const thief = await Probe.open(place.url, [], { clientId: 'test' })
  open.push(thief)
  await until(() => other.heard.length === 2)
  expect(other.of('state')).toEqual(['disconnected', 'lost'])
})

test('two of one name do not fight for ever', async () => {
  const { url } = await broker()
  const one = await opened(url)
  const two = await opened(url)
  await until(
    () =>
      one.happened.length + two.happened.length > 0 &&
      [...one.happened, ...two.happened].some((each) => each.startsWith('E_')),
  )
  const told = [...one.happened, ...two.happened].find((each) => each.startsWith('E_'))
  expect(told).toMatch(/^E_BROKER_TAKEN another client at mqtt:.* calls itself test as well$/)
})

describe('a broker that does not take us in', () => {
  const failure = async (made: Opened): Promise<RivuletError> => {
    const error: unknown = await made.connection.open().then(
      () => new Error('it did not fail'),
      (reason: unknown) => reason,
    )
    if (error instanceof RivuletError) return error
    throw error
  }

  test('is not there', async () => {
    const url = `mqtt://127.0.0.1:${await freePort()}`
    const error = await failure(connection(url))
    expect(error).toMatchObject({ code: 'E_BROKER_AWAY', kind: 'no-device', place: url })
    expect(error.message).toContain('ECONNREFUSED')
  })

  test('does not answer', async () => {
    const { createServer } = await import('node:net')
    const mute = createServer((socket) => void socket.on('error', () => undefined).resume())
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    open.push({ close: () => new Promise((resolve) => mute.close(() => resolve())) })
    const { port } = mute.address() as { port: number }
    const error = await failure(connection(`mqtt://127.0.0.1:${port}`, { answerMs: 100 }))
    expect(error.code).toBe('E_BROKER_AWAY')
  })

  test('does not know the password, which is not told', async () => {
    const { url } = await broker({ secrets: { user: 'me', password: 'right' } })
    const error = await failure(connection(url, {}, { secrets: { user: 'me', password: 'geheim' } }))
    expect(error).toMatchObject({ code: 'E_BROKER_DENIED', kind: 'no-device' })
    expect(error.cure).toContain('RIVULET_MQTT_PASSWORD')
    expect(JSON.stringify(error) + String(error) + error.stack).not.toContain('geheim')
  })

  test('comes back with another password', async () => {
    const secrets = { user: 'me', password: 'right' }
    const place = await broker({ secrets })
    const { happened, connection: one } = await opened(place.url, {}, { secrets })
    await place.kill()
    await until(() => !one.isConnected)
    const other = await TestBroker.start({ port: brokerAt(place.url).port, secrets: { user: 'me', password: 'other' } })
    open.push({ close: () => other.kill() })
    await until(() => happened.length === 1)
    expect(happened[0]).toMatch(/^E_BROKER_DENIED /)
  })

  test('speaks no TLS', async () => {
    const { url } = await broker()
    const error = await failure(connection(url.replace('mqtt:', 'mqtts:')))
    expect(error.kind).toBe('no-device')
  })
})

test('a packet that is too large ends the connection, and it is made again', async () => {
  const { url } = await broker()
  const { connection: one, heard, happened } = await opened(url, { packet: 1000 })
  await one.subscribe('down')
  const other = await probe(url)
  await other.say('down', 'x'.repeat(2000), { qos: 0 })
  await until(() => happened.includes('back'))
  await other.say('down', 'short')
  await until(() => heard.length === 1)
  expect(heard).toEqual(['down short'])
})
