/** The gateway, with a port that is no device: birth and death, bytes both ways, commands, and either side going away. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { portOf } from '../devices/address.ts'
import { Bridge, type BridgeOptions } from './bridge.ts'
import { Probe, SilentPort, TestBroker, until } from './testing.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

interface Around {
  readonly place: TestBroker
  readonly bridge: Bridge
  readonly ports: SilentPort[]
  readonly told: string[]
  readonly probe: Probe
}

/** A bridge over a silent port; `plug` makes its next port, or throws. */
async function around(more: Partial<BridgeOptions> = {}, plug = (): SilentPort => new SilentPort()): Promise<Around> {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill().catch(() => undefined) })
  const probe = await Probe.open(place.url, ['rivulet/1/lab-01/#'])
  open.push(probe)
  const ports: SilentPort[] = []
  const told: string[] = []
  const bridge = new Bridge({
    port: async () => {
      const port = plug()
      ports.push(port)
      return port
    },
    broker: place.address,
    secrets: {},
    device: 'lab-01',
    boot: 17,
    limits: { retryMs: 20 },
    onTold: (line) => told.push(line),
    ...more,
  })
  open.push({ close: () => bridge.end() })
  await bridge.start()
  return { place, bridge, ports, told, probe }
}

const topic = (end: string): string => `rivulet/1/lab-01/${end}`

test('birth: what it is, then that it is ready; death by hand: disconnected', async () => {
  const { bridge, probe, ports, place } = await around()
  await until(() => probe.of('$state').length === 1)
  const [first, second] = probe.heard.filter(({ topic: name }) => /\$/.test(name))
  expect([first.topic, second.topic, second.text]).toEqual([topic('$info'), topic('$state'), 'ready'])
  expect(JSON.parse(first.text)).toEqual({
    device: 'lab-01',
    gateway: 'rivulet bridge',
    port: 'silent:',
    version: 1,
    boot: 17,
  })
  await bridge.end()
  await until(() => probe.of('$state').length === 2)
  expect([probe.of('$state')[1], ports[0].closed]).toEqual(['disconnected', true])
  // Both stay for whoever comes later.
  const late = await Probe.open(place.url, [topic('$state'), topic('$info')])
  open.push(late)
  await until(() => late.heard.length === 2)
  expect(late.heard.every(({ retain }) => retain)).toBe(true)
  expect(late.of('$state')).toEqual(['disconnected'])
})

test('bytes go down as they are, and up by lines', async () => {
  const { bridge, probe, ports } = await around()
  const bytes = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('')
  await probe.say(topic('link/down'), bytes)
  await probe.say(topic('link/down'), 'part')
  await until(() => ports[0].written.length === 260)
  expect(ports[0].written).toBe(`${bytes}part`)
  ports[0].say('one\ntw')
  ports[0].say('o\n>')
  await until(() => probe.of('link/up').length === 2)
  expect(probe.of('link/up')).toEqual(['one\ntwo\n', '>'])
  expect(bridge.counters).toMatchObject({ down: 260, up: 9, droppedUp: 0, droppedDown: 0 })
})

describe('commands', () => {
  test.each([
    ['{"id":"a","do":"ping"}', { id: 'a', ok: true }, 0],
    ['{"id":"b","do":"reset"}', { id: 'b', ok: true }, 1],
    ['{"id":"c","do":"format"}', { id: 'c', ok: false, error: '"format" is not known' }, 0],
    ['{"id":"d"}', { id: 'd', ok: false, error: 'undefined is not known' }, 0],
  ])('%s', async (command, ack, resets) => {
    const { probe, ports } = await around()
    await probe.say(topic('cmd'), command)
    await until(() => probe.of('cmd/ack').length === 1)
    expect([JSON.parse(probe.of('cmd/ack')[0]), ports[0].resets]).toEqual([ack, resets])
  })

  test('a reset that fails says why', async () => {
    const { probe, ports } = await around()
    ports[0].reset = () => Promise.reject(new Error('no such line'))
    await probe.say(topic('cmd'), '{"id":"x","do":"reset"}')
    await until(() => probe.of('cmd/ack').length === 1)
    expect(JSON.parse(probe.of('cmd/ack')[0])).toEqual({ id: 'x', ok: false, error: 'no such line' })
  })

  test('what is no command is passed over', async () => {
    const { probe } = await around()
    for (const text of ['{', 'null', '7', '{"id":5,"do":"ping"}', `{"id":"${'x'.repeat(2000)}","do":"ping"}`])
      await probe.say(topic('cmd'), text)
    await probe.say(topic('cmd'), '{"id":"last","do":"ping"}')
    await until(() => probe.of('cmd/ack').length > 0)
    expect(probe.of('cmd/ack')).toEqual(['{"id":"last","ok":true}'])
  })
})

test('a message that is too long is not handed on, and counted', async () => {
  const { bridge, probe, ports } = await around()
  await probe.say(topic('link/down'), 'x'.repeat(70_000))
  await probe.say(topic('link/down'), 'short')
  await until(() => ports[0].written !== '')
  expect([ports[0].written, bridge.counters.droppedDown]).toEqual(['short', 70_000])
})

test('what a held port cannot take is dropped and counted, not gathered', async () => {
  const { bridge, probe, ports } = await around()
  ports[0].held = true
  const piece = 'x'.repeat(20_000)
  for (let i = 0; i < 6; i++) await probe.say(topic('link/down'), piece)
  await until(() => bridge.counters.down + bridge.counters.droppedDown === 120_000)
  expect([ports[0].written.length, bridge.counters.droppedDown]).toEqual([60_000, 60_000])
  ports[0].held = false
  await probe.say(topic('link/down'), 'on')
  await until(() => ports[0].written.endsWith('on'))
})

test('it hears of its own death and says that it lives', async () => {
  const { probe } = await around()
  await until(() => probe.of('$state').length === 1)
  await probe.say(topic('$state'), 'lost', { qos: 1, retain: true })
  await until(() => probe.of('$state').length === 3)
  expect(probe.of('$state')).toEqual(['ready', 'lost', 'ready'])
})

describe('the broker is killed', () => {
  test('and started again: the device is born again, and carries on', async () => {
    const { place, bridge, ports, told, probe: before } = await around()
    // Its first birth is over: everything before this answer was acknowledged.
    await before.say(topic('cmd'), '{"id":"x","do":"ping"}')
    await until(() => before.of('cmd/ack').length === 1)
    await place.kill()
    // While it is away bytes are kept, up to a bound.
    await until(() => bridge.counters.reconnects === 0)
    ports[0].say('meanwhile\n')
    await place.restart()
    const probe = await Probe.open(place.url, [topic('#')])
    open.push(probe)
    await until(() => probe.of('$state').includes('ready') && probe.of('$info').length > 0)
    await until(() => bridge.counters.reconnects === 1)
    for (; ports[0].written === ''; await new Promise((resolve) => setTimeout(resolve, 5)))
      await probe.say(topic('link/down'), 'hello')
    expect(told).toEqual(['the broker is back'])
  })

  test('for good: it gives up', async () => {
    const { place, bridge } = await around({ limits: { retryMs: 20, awayMs: 100 } })
    await place.kill()
    await expect(bridge.failed).rejects.toMatchObject({ code: 'E_BROKER_AWAY' })
  })
})

describe('the port is unplugged', () => {
  test('and plugged in again: lost, then ready', async () => {
    let there = true
    const { bridge, ports, probe, told } = await around({}, () => {
      if (!there) throw new Error('no such port')
      return new SilentPort()
    })
    await until(() => probe.of('$state').length === 1)
    there = false
    ports[0].say('half a li')
    ports[0].unplug('its path is gone')
    await until(() => probe.of('$state').length === 2)
    expect(probe.of('link/up')).toEqual(['half a li'])
    expect(JSON.parse(probe.of('err')[0])).toEqual({
      code: 'E_GONE',
      message: 'the port is gone: its path is gone',
      place: 'silent:',
    })
    await probe.say(topic('link/down'), 'nowhere')
    await probe.say(topic('cmd'), '{"id":"x","do":"reset"}')
    await until(() => probe.of('cmd/ack').length === 1)
    expect(JSON.parse(probe.of('cmd/ack')[0])).toMatchObject({ ok: false, error: 'the port is not there' })
    there = true
    await until(() => probe.of('$state').length === 3)
    expect(probe.of('$state')).toEqual(['ready', 'lost', 'ready'])
    expect(bridge.counters).toMatchObject({ portLosses: 1, droppedDown: 7 })
    expect(told).toEqual(['silent: is gone: its path is gone', 'silent: is back'])
    ports[1].say('hello\n')
    await until(() => probe.of('link/up').includes('hello\n'))
  })

  test('while it is gone nobody who says lost is contradicted', async () => {
    let plugs = 0
    const { ports, probe } = await around({}, () => {
      if (plugs++ > 0) throw new Error('no such port')
      return new SilentPort()
    })
    ports[0].unplug('gone')
    await probe.say(topic('$state'), 'lost', { qos: 1, retain: true })
    await until(() => probe.of('$state').length === 3)
    await probe.say(topic('cmd'), '{"id":"x","do":"ping"}')
    await until(() => probe.of('cmd/ack').length === 1)
    expect(probe.of('$state')).toEqual(['ready', 'lost', 'lost'])
  })
})

test('a port on TCP whose far end is killed and started again', async () => {
  const listen = async (port: number): Promise<{ port: number; kill: () => Promise<void> }> => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined).on('data', (bytes) => socket.write(`echo ${bytes.toString()}`))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const kill = async (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
    return { port: (server.address() as AddressInfo).port, kill }
  }
  const first = await listen(0)
  const { probe } = await around({ port: () => portOf(`tcp://127.0.0.1:${first.port}`, {}) })
  await probe.say(topic('link/down'), 'one\n')
  await until(() => probe.of('link/up').join('').includes('echo one\n'))
  await first.kill()
  await until(() => probe.of('$state').at(-1) === 'lost')
  const second = await listen(first.port)
  open.push({ close: second.kill })
  await until(() => probe.of('$state').at(-1) === 'ready')
  await probe.say(topic('link/down'), 'two\n')
  await until(() => probe.of('link/up').join('').includes('echo two\n'))
})

test('a port that is not there ends the start; so does a broker that is not', async () => {
  await expect(
    around({}, () => {
      throw new Error('no such port')
    }),
  ).rejects.toThrow('no such port')
  const gone = await TestBroker.start()
  await gone.kill()
  let port: SilentPort | undefined
  await expect(around({ broker: gone.address }, () => (port = new SilentPort()))).rejects.toMatchObject({
    code: 'E_BROKER_AWAY',
  })
  expect(port!.closed).toBe(true)
})

test('counters are published each ten seconds', async () => {
  const clock = new SimulatedClock()
  // Waits of the connection are for answers that come; the clock only moves when told to.
  const { probe, ports } = await around({ clock })
  await until(() => probe.of('stat').length === 1)
  ports[0].say('12345678\n')
  await until(() => probe.of('link/up').length === 1)
  clock.advance(9_999)
  expect(probe.of('stat').length).toBe(1)
  clock.advance(1)
  await until(() => probe.of('stat').length === 2)
  expect(JSON.parse(probe.of('stat')[1])).toMatchObject({ up: 9, down: 0, droppedUp: 0, portLosses: 0, reconnects: 0 })
})
