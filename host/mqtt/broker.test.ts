/** The embedded broker: who is let in, from where, and with how much. */
import { connectAsync } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { startBroker, type EmbeddedBroker, type EmbeddedBrokerOptions } from './broker.ts'
import { Probe, until } from './testing.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function broker(options: Partial<EmbeddedBrokerOptions> = {}): Promise<EmbeddedBroker> {
  const started = await startBroker({ port: 0, ...options })
  open.push(started)
  return started
}

async function probe(url: string, topics: string[] = [], options: object = {}): Promise<Probe> {
  const opened = await Probe.open(url, topics, options)
  open.push(opened)
  return opened
}

test('messages pass, and what is retained is there for who comes later', async () => {
  const { url } = await broker()
  const one = await probe(url)
  await one.say('a/b', 'kept', { qos: 1, retain: true })
  const other = await probe(url, ['a/#'])
  await one.say('a/c', 'passing')
  await until(() => other.heard.length === 2)
  expect(other.heard).toEqual([
    { topic: 'a/b', text: 'kept', retain: true },
    { topic: 'a/c', text: 'passing', retain: false },
  ])
})

test('it listens on loopback', async () => {
  const { url, port } = await broker()
  expect(url).toBe(`mqtt://127.0.0.1:${port}`)
})

describe('a password', () => {
  const secrets = { user: 'me', password: 'geheim' }

  test('who knows it comes in', async () => {
    const { url } = await broker({ secrets })
    const one = await probe(url, ['x'], { username: 'me', password: 'geheim' })
    expect(one.client.connected).toBe(true)
  })

  test.each([{}, { username: 'me' }, { username: 'me', password: 'gehein' }, { username: 'you', password: 'geheim' }])(
    'others do not: %j',
    async (login) => {
      const { url } = await broker({ secrets })
      await expect(connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...login }, false)).rejects.toThrow(
        /Not authorized|Bad username/i,
      )
    },
  )

  test('without one it is not opened to others', async () => {
    await expect(startBroker({ port: 0, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'E_BROKER',
      kind: 'usage',
      cure: expect.stringContaining('RIVULET_MQTT_USER') as string,
    })
    const { url } = await broker({ host: '0.0.0.0', secrets })
    expect(url).toMatch(/^mqtt:\/\/0\.0\.0\.0:\d+$/)
  })
})

test('a packet that is too large ends its connection, and nobody else is disturbed', async () => {
  const { url } = await broker({ maxPacket: 1000 })
  const good = await probe(url, ['x'])
  const bad = await probe(url, [], { reconnectPeriod: 0 })
  await bad.say('x', 'y'.repeat(900))
  await until(() => good.heard.length === 1)
  bad.client.publish('x', 'y'.repeat(1100), { qos: 1 }, () => undefined)
  await until(() => !bad.client.connected)
  await good.say('x', 'still here')
  await until(() => good.heard.length === 2)
  expect(good.heard[1].text).toBe('still here')
})

describe('what is kept for others is bounded', () => {
  const keeps = { awayBytes: 1000, retained: 3 }

  test('messages for a client that is away', async () => {
    const started = await broker({ keeps })
    const away = await Probe.open(started.url, ['x'], { clientId: 'away', clean: false })
    await away.close()
    const other = await probe(started.url)
    for (let i = 0; i < 20; i++) await other.say('x', `${i} `.padEnd(99))
    await until(() => started.dropped === 10)
    // It gets what was kept, in order, and from then on everything again.
    const back = await probe(started.url, [], { clientId: 'away', clean: false })
    await until(() => back.heard.length === 10)
    await other.say('x', 'again')
    await until(() => back.heard.length === 11)
    expect(back.of('x').map((text) => text.trim())).toEqual([
      ...Array.from({ length: 10 }, (_, i) => String(i)),
      'again',
    ])
    await back.close()
    for (let i = 0; i < 10; i++) await other.say('x', 'y'.repeat(99))
    expect(started.dropped).toBe(10)
  })

  test('a client that is there is none of this business', async () => {
    const started = await broker({ keeps })
    const there = await probe(started.url, ['x'], { clientId: 'there', clean: false })
    const other = await probe(started.url)
    for (let i = 0; i < 30; i++) await other.say('x', 'y'.repeat(99))
    await until(() => there.heard.length === 30)
    expect(started.dropped).toBe(0)
  })

  test('retained messages', async () => {
    const started = await broker({ keeps })
    const one = await probe(started.url)
    for (const topic of ['a', 'b', 'c', 'd']) await one.say(topic, 'first', { qos: 1, retain: true })
    await one.say('a', 'second', { qos: 1, retain: true })
    await one.say('b', '', { qos: 1, retain: true })
    await one.say('e', 'first', { qos: 1, retain: true })
    const late = await probe(started.url, ['#'])
    await until(() => late.heard.length === 3)
    expect(late.heard.map(({ topic, text }) => `${topic} ${text}`).sort()).toEqual(['a second', 'c first', 'e first'])
    expect(started.dropped).toBe(1)
  })
})

test('what is no MQTT ends its connection', async () => {
  const { port, url } = await broker()
  const { connect } = await import('node:net')
  const stranger = connect(port, '127.0.0.1')
  stranger.on('error', () => undefined)
  const closed = new Promise((resolve) => stranger.once('close', resolve))
  stranger.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20))
  await closed
  expect((await probe(url)).client.connected).toBe(true)
})

test('a port that is taken is told with a cure', async () => {
  const { port } = await broker()
  await expect(startBroker({ port })).rejects.toMatchObject({
    code: 'E_BROKER',
    place: `127.0.0.1:${port}`,
    cure: 'choose another port, or 0 for any that is free',
  })
})
