/** A device behind a broker as a port, with a hand-made device at the other end. */
import { afterEach, describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { Probe, TestBroker, until } from '../mqtt/testing.ts'
import { Device } from './device.ts'
import { MqttPort, type MqttPortOptions } from './mqtt.ts'
import { upload } from './uploader.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

const topic = (end: string): string => `rivulet/1/lab-01/${end}`

interface Around {
  readonly place: TestBroker
  readonly device: Probe
  readonly port: MqttPort
  heard: string
  readonly closed: string[]
  opening(): Promise<void>
}

async function around(limits: MqttPortOptions['limits'] = {}, clock?: SimulatedClock): Promise<Around> {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill().catch(() => undefined) })
  const device = await Probe.open(place.url, [topic('link/down'), topic('cmd')])
  open.push(device)
  const port = new MqttPort({
    broker: place.address,
    device: 'lab-01',
    secrets: {},
    limits: { retryMs: 20, stateMs: 200, lostMs: 100, commandMs: 200, ...limits },
    ...(clock !== undefined && { clock }),
  })
  open.push(port)
  const it: Around = {
    place,
    device,
    port,
    heard: '',
    closed: [],
    opening: () => port.open({ data: (text) => (it.heard += text), closed: (why) => it.closed.push(why) }),
  }
  return it
}

/** A device that has said that it is ready, and an open port to it. */
async function ready(limits?: MqttPortOptions['limits'], clock?: SimulatedClock): Promise<Around> {
  const it = await around(limits, clock)
  await it.device.say(topic('$state'), 'ready', { qos: 1, retain: true })
  await it.opening()
  return it
}

test('its address', async () => {
  const { port, place } = await around()
  expect(port.address).toBe(`${place.url}/lab-01`)
})

test('bytes both ways; what is written at once is one message', async () => {
  const it = await ready()
  it.port.write('one\n')
  it.port.write('two\xff\x00\n')
  await until(() => it.device.of('link/down').length === 1)
  it.port.write('three')
  await until(() => it.device.of('link/down').length === 2)
  expect(it.device.of('link/down')).toEqual(['one\ntwo\xff\x00\n', 'three'])
  await it.device.say(topic('link/up'), 'up\x80\n')
  await until(() => it.heard !== '')
  expect(it.heard).toBe('up\x80\n')
})

describe('a device that is not there', () => {
  test.each([
    [null, 'nothing there has this name'],
    ['disconnected', 'its state is disconnected'],
    ['lost', 'its state is lost'],
  ])('%s', async (state, said) => {
    const it = await around()
    if (state !== null) await it.device.say(topic('$state'), state, { qos: 1, retain: true })
    await expect(it.opening()).rejects.toMatchObject({
      code: 'E_NO_DEVICE',
      kind: 'no-device',
      message: expect.stringContaining(said) as string,
      cure: expect.stringContaining('rivulet bridge -p DEVICE --broker') as string,
    })
    expect(it.closed).toEqual([])
  })

  test('one that gets ready in time', async () => {
    const it = await around({ stateMs: 5000 })
    await it.device.say(topic('$state'), 'lost', { qos: 1, retain: true })
    const opening = it.opening()
    await it.device.say(topic('$state'), 'init', { qos: 1, retain: true })
    await it.device.say(topic('$state'), 'ready', { qos: 1, retain: true })
    await opening
    expect(it.closed).toEqual([])
  })
})

describe('the end of the device', () => {
  test('it leaves', async () => {
    const it = await ready()
    await it.device.say(topic('$state'), 'disconnected')
    await until(() => it.closed.length > 0)
    expect(it.closed).toEqual(['it has left the broker'])
  })

  test('it is lost', async () => {
    const it = await ready()
    await it.device.say(topic('$state'), 'lost')
    await until(() => it.closed.length > 0)
    expect(it.closed).toEqual(['the broker has lost it'])
  })

  test('it is not, although its broker says so', async () => {
    const clock = new SimulatedClock()
    const it = await ready({ lostMs: 3000 }, clock)
    await it.device.say(topic('$state'), 'lost')
    await it.device.say(topic('link/up'), '1')
    await until(() => it.heard === '1')
    clock.advance(2999)
    await it.device.say(topic('$state'), 'ready')
    await it.device.say(topic('link/up'), '2')
    await until(() => it.heard === '12')
    clock.advance(10_000)
    expect(it.closed).toEqual([])
    await it.device.say(topic('$state'), 'lost')
    await it.device.say(topic('link/up'), '3')
    await until(() => it.heard === '123')
    clock.advance(3000)
    expect(it.closed).toEqual(['the broker has lost it'])
  })

  test('the broker stays away', async () => {
    const it = await ready({ awayMs: 100 })
    await it.place.kill()
    await until(() => it.closed.length > 0)
    expect(it.closed[0]).toContain('the broker was away for 100 ms')
  })
})

test('the broker comes back without memory: bytes go on', async () => {
  const it = await ready()
  await it.place.kill()
  it.port.write('meanwhile')
  await it.place.restart()
  const device = await Probe.open(it.place.url, [topic('link/down')])
  open.push(device)
  for (; it.heard === ''; await new Promise((resolve) => setTimeout(resolve, 5)))
    await device.say(topic('link/up'), 'x')
  it.port.write('later')
  await until(() => device.of('link/down').includes('later'))
  expect(it.closed).toEqual([])
})

describe('it comes back', () => {
  test('the device, after it was lost', async () => {
    const it = await ready()
    await it.device.say(topic('$state'), 'disconnected', { qos: 1, retain: true })
    await until(() => it.closed.length > 0)
    await it.device.say(topic('link/up'), 'too early')
    it.port.write('there?')
    await until(() => it.device.of('link/down').length > 0)
    const back = it.port.reopen()
    await it.device.say(topic('$state'), 'ready', { qos: 1, retain: true })
    await back
    await it.device.say(topic('link/up'), 'hello')
    it.port.write('you')
    await until(() => it.heard !== '' && it.device.of('link/down').length > 1)
    expect([it.heard, it.device.of('link/down')]).toEqual(['hello', ['there?', 'you']])
    await it.device.say(topic('$state'), 'disconnected')
    await until(() => it.closed.length === 2)
  })

  test('not in time', async () => {
    const it = await ready({ stateMs: 20, backMs: 100 })
    await it.device.say(topic('$state'), 'disconnected', { qos: 1, retain: true })
    await until(() => it.closed.length > 0)
    await expect(it.port.reopen()).rejects.toMatchObject({ code: 'E_GONE', kind: 'no-device' })
  })

  test('closed while it is waited for', async () => {
    const it = await ready({ stateMs: 20 })
    await it.device.say(topic('$state'), 'disconnected', { qos: 1, retain: true })
    await until(() => it.closed.length > 0)
    const back = it.port.reopen()
    await it.port.close()
    await expect(back).rejects.toMatchObject({ code: 'E_CLOSED' })
  })
})

describe('reset', () => {
  test('by the gateway', async () => {
    const it = await ready({ commandMs: 5000 })
    let isDone = false
    const done = it.port.reset().then(() => (isDone = true))
    await until(() => it.device.of('cmd').length === 1)
    const { id, do: what } = JSON.parse(it.device.of('cmd')[0]) as { id: string; do: string }
    for (const answer of ['null', '{', JSON.stringify({ id: `${id}0`, ok: true })]) {
      await it.device.say(topic('cmd/ack'), answer)
    }
    await it.device.say(topic('link/up'), 'meanwhile')
    await until(() => it.heard !== '')
    expect([what, isDone]).toEqual(['reset', false])
    await it.device.say(topic('cmd/ack'), JSON.stringify({ id, ok: true }))
    await done
    expect(it.device.of('link/down')).toEqual([])
  })

  test('by the console, where nobody answers', async () => {
    const it = await ready({ commandMs: 50 })
    await it.port.reset()
    await until(() => it.device.of('link/down').length === 2)
    const [first, second] = it.device.of('link/down')
    expect(first).toContain('["Q"]')
    expect(second).toContain('E.reboot()')
  })
})

describe('a device without a console', () => {
  const info = (more: object): string => JSON.stringify({ console: false, hash: '00abcdef', boot: 1, ...more })

  async function there(limits: MqttPortOptions['limits'] = {}): Promise<Around> {
    const it = await around({ commandMs: 5000, ...limits })
    await it.device.say(topic('$info'), info({}), { qos: 1, retain: true })
    await it.device.say(topic('$state'), 'ready', { qos: 1, retain: true })
    return it
  }

  async function direct(limits?: MqttPortOptions['limits']): Promise<Around> {
    const it = await there(limits)
    await it.opening()
    return it
  }

  const acknowledged = async (it: Around): Promise<void> => {
    await until(() => it.device.of('cmd').length === 1)
    const { id } = JSON.parse(it.device.of('cmd')[0]) as { id: string }
    await it.device.say(topic('cmd/ack'), JSON.stringify({ id, ok: true }))
  }

  test('its program is known as soon as it is open', async () => {
    expect((await direct()).port.program).toBe('00abcdef')
  })

  test.each([
    'null',
    '{',
    '{}',
    '{"gateway":"rivulet bridge","boot":1}',
    '{"console":true,"hash":"00abcdef"}',
    '{"console":false}',
    '{"console":false,"hash":"00ABCDEF"}',
    `{"console":false,"hash":"00abcdef","more":"${'x'.repeat(20_000)}"}`,
  ])('any other has one: %.60s', async (text) => {
    const it = await around()
    await it.device.say(topic('$info'), text, { qos: 1, retain: true })
    await it.device.say(topic('$state'), 'ready', { qos: 1, retain: true })
    await it.opening()
    expect(it.port.program).toBeNull()
  })

  test('it restarts by itself, and may leave meanwhile', async () => {
    const it = await direct()
    let isDone = false
    const done = it.port.reset().then(() => (isDone = true))
    await acknowledged(it)
    for (const state of ['init', 'lost', 'disconnected']) await it.device.say(topic('$state'), state)
    await it.device.say(topic('link/up'), '1')
    await until(() => it.heard === '1')
    expect([isDone, it.closed]).toEqual([false, []])
    await it.device.say(topic('$info'), info({ boot: 2, hash: '11abcdef' }), { qos: 1, retain: true })
    await it.device.say(topic('$state'), 'ready')
    await done
    expect([it.port.program, it.closed, it.device.of('link/down')]).toEqual(['11abcdef', [], []])
    await it.device.say(topic('$state'), 'disconnected')
    await until(() => it.closed.length === 1)
  })

  test('a start that nobody has asked for ends what was under way; saying the same again does not', async () => {
    const it = await direct()
    await it.device.say(topic('$info'), info({}), { qos: 1, retain: true })
    await it.device.say(topic('link/up'), '1')
    await until(() => it.heard === '1')
    expect(it.closed).toEqual([])
    await it.device.say(topic('$info'), info({ boot: 2 }), { qos: 1, retain: true })
    await until(() => it.closed.length === 1)
    expect(it.closed).toEqual(['it has started anew'])
    await it.port.reopen()
    await it.device.say(topic('link/up'), '2')
    await until(() => it.heard === '12')
  })

  test('it does not answer, or does not come back', async () => {
    const silent = await direct({ commandMs: 50 })
    await expect(silent.port.reset()).rejects.toMatchObject({ code: 'E_SILENT', kind: 'no-device' })
    expect(silent.device.of('link/down')).toEqual([])
    const gone = await direct({ backMs: 300 })
    const done = gone.port.reset()
    const failed = expect(done).rejects.toMatchObject({ message: 'awaited its next start for 300 ms in vain' })
    await acknowledged(gone)
    await failed
  })

  test('its console is not asked, and no other program loaded', async () => {
    const it = await there()
    const device = new Device(it.port)
    await device.open()
    await device.quiet()
    await expect(device.evaluate('1')).rejects.toMatchObject({
      code: 'E_NO_CONSOLE',
      cure: expect.stringContaining('rivulet provision -p PORT') as string,
    })
    await upload(device, 'var hash="00abcdef"')
    await expect(upload(device, 'var hash="22abcdef"')).rejects.toMatchObject({ code: 'E_NO_CONSOLE' })
    await expect(device.attach('00abcdef', 5, 50)).resolves.toBeNull()
    expect(it.device.of('link/down')).toEqual([expect.stringMatching(/^\n\["H",2,"00abcdef",5\]\/\/[^\n]+\n$/)])
  })
})

test('closed: nothing more is sent, and nobody is told', async () => {
  const it = await ready()
  await it.port.close()
  it.port.write('late')
  await it.device.say(topic('$state'), 'disconnected')
  await it.device.say(topic('link/up'), 'late')
  expect([it.heard, it.closed, it.device.of('link/down')]).toEqual(['', [], []])
})
