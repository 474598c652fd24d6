/**
 * A pipeline on an emulated board behind a gateway and a broker, compared with the reference while the broker dies, sessions are
 * lost and messages come twice: the results are those of an undisturbed run.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildFirmware, type Build } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { folder, run, runIn, type Ran } from '../cli/testing.ts'
import { portOf } from '../devices/address.ts'
import { Device } from '../devices/device.ts'
import type { Port } from '../devices/port.ts'
import { verify, type Verification } from '../run/verify.ts'
import { Bridge } from './bridge.ts'
import { Probe, TestBroker, until } from './testing.ts'

const pipeline = loadPipeline({
  name: 'carried',
  input: { fields: { room: 'string', v: 'double' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', mean: 'mean(v)' } },
    { id: 'high', from: 'input', detect: { when: 'v > 90', until: 'v < 10' } },
  ],
})
let build: Build
beforeAll(async () => {
  build = await buildFirmware(pipeline)
})

const ITEMS = 2000
/** The item before which something happens. */
const MIDDLE = 700

type Act = () => void | Promise<unknown>
const nothing: Act = () => undefined

/** Events of two rooms, with something done in the middle while they are under way. */
async function* items(middle = nothing): AsyncGenerator<Item> {
  for (let i = 0; i < ITEMS; i++) {
    if (i === MIDDLE) await middle()
    const room = i % 2 === 0 ? 'attic' : 'cellar'
    const v = (i * 7919) % 100
    yield { kind: 'event', t: 1_700_000_000_000 + 50 * i, ref: String(i), key: room, values: { room, v } }
  }
}

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

interface Carried {
  readonly place: TestBroker
  readonly bridge: Bridge
  readonly address: string
}

async function carried(port: () => Promise<Port> = () => portOf('emu:', {})): Promise<Carried> {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill().catch(() => undefined) })
  const bridge = new Bridge({
    port,
    broker: place.address,
    secrets: {},
    device: 'lab-01',
    boot: 1,
    limits: { retryMs: 50 },
  })
  await bridge.start()
  open.push({ close: () => bridge.end() })
  return { place, bridge, address: `${place.url}/lab-01` }
}

async function verified(address: string, input: AsyncGenerator<Item>): Promise<Verification> {
  const device = new Device(await portOf(address, {}))
  await device.open()
  try {
    return await verify(device, pipeline, build, input)
  } finally {
    await device.close()
  }
}

function expectUnchanged({ verdict, items: taken }: Verification): void {
  expect([taken, verdict.first?.why, verdict.differ]).toEqual([ITEMS, undefined, 0])
  expect(verdict.results).toBeGreaterThan(200)
}

test('an undisturbed run', async () => {
  const { address, bridge } = await carried()
  expectUnchanged(await verified(address, items()))
  expect(bridge.counters).toMatchObject({ droppedDown: 0, portLosses: 0, reconnects: 0 })
})

test('the broker is killed in the middle and started again without memory', async () => {
  const { address, place, bridge } = await carried()
  const verification = await verified(
    address,
    items(async () => {
      await place.kill()
      await place.restart()
    }),
  )
  expectUnchanged(verification)
  expect(bridge.counters.reconnects).toBe(1)
})

test('the broker is killed again and again', async () => {
  const { address, place, bridge } = await carried()
  const kills = [300, 700, 1100, 1500]
  const input = async function* (): AsyncGenerator<Item> {
    let i = 0
    for await (const item of items()) {
      if (kills.includes(i++)) {
        await place.kill()
        await place.restart()
      }
      yield item
    }
  }
  expectUnchanged(await verified(address, input()))
  expect(bridge.counters.reconnects).toBe(4)
})

describe.each(['lab-01', 'lab-01-host'])('the session of %s is lost', (clientId) => {
  test('in the middle', async () => {
    const { address, place } = await carried()
    // Another client of this name: the broker ends the connection and throws its session away.
    const thief = async (): Promise<void> => {
      const probe = await Probe.open(place.url, [], { clientId, clean: true, reconnectPeriod: 0 })
      await probe.close()
    }
    expectUnchanged(await verified(address, items(thief)))
  })
})

test('the board is unplugged in the middle, and another one, which knows nothing, plugged in', async () => {
  let unplug: () => Promise<void> = () => Promise.resolve()
  const boards: Port[] = []
  const plugged = async (): Promise<Port> => {
    const board = await portOf('emu:', {})
    boards.push(board)
    const opening = board.open.bind(board)
    board.open = (listener) => {
      unplug = async () => {
        await board.close()
        listener.closed('unplugged')
      }
      return opening(listener)
    }
    return board
  }
  const { address, bridge } = await carried(plugged)
  expectUnchanged(
    await verified(
      address,
      items(() => unplug()),
    ),
  )
  expect([boards.length, bridge.counters.portLosses]).toEqual([2, 1])
})

test('everything from the middle on is delivered twice', async () => {
  const { address, place } = await carried()
  const copier = await Probe.open(place.url, [])
  open.push(copier)
  let copies = 0
  const own: string[] = []
  copier.client.on('message', (topic, payload) => {
    const text = `${topic} ${payload.toString('latin1')}`
    const mine = own.indexOf(text)
    if (mine >= 0) own.splice(mine, 1)
    else {
      own.push(text)
      copies += 1
      copier.client.publish(topic, payload, { qos: 1 })
    }
  })
  const verification = await verified(
    address,
    items(() => copier.client.subscribeAsync('rivulet/1/lab-01/link/+', { qos: 1 })),
  )
  expectUnchanged(verification)
  expect(copies).toBeGreaterThan(20)
})

describe('the command line', () => {
  const { file } = folder()
  const T = 1_700_000_000_000

  /** A bridge as a user starts one; gives its address. */
  async function started(...args: string[]): Promise<{ address: string; ended: () => Promise<Ran> }> {
    const interrupt = new AbortController()
    let text = ''
    const bridge = runIn({ signal: interrupt.signal, onWrite: (part) => (text += part) }, 'bridge', ...args)
    const ended = async (): Promise<Ran> => {
      interrupt.abort()
      return bridge
    }
    await until(() => /^bridge at (\S+)$/m.test(text))
    return { address: /^bridge at (\S+)$/m.exec(text)![1], ended }
  }

  test('bridge with a broker of its own, verify through it, Ctrl-C', async () => {
    const { address, ended } = await started('-p', 'emu:', '--device', 'lab-01', '--embedded-broker', '0')
    const input = Array.from({ length: 50 }, (_, i) => `{"t":${T + 100 * i},"room":"attic","v":${i}}`).join('\n')
    const spec = file('p.json', pipeline.spec)
    const ran = await run('verify', spec, '-i', file('x.ndjson', input), '-p', address)
    const { code, err } = await ended()
    expect([ran.code, ran.out]).toEqual([0, 'verdict: 4 results, 0 differ\n'])
    expect([code, err]).toEqual([130, expect.stringMatching(/^Ctrl-C ends it\n[\d,]+ bytes down, [\d,]+ up; /)])
  })

  test('bridge to a broker that is there; the device leaves it with a word', async () => {
    const place = await TestBroker.start()
    open.push({ close: () => place.kill() })
    const { ended, address } = await started('-p', 'emu:', '--broker', place.url, '--device', 'lab-02')
    expect(address).toBe(`${place.url}/lab-02`)
    const probe = await Probe.open(place.url, ['rivulet/1/lab-02/$state'])
    open.push(probe)
    await ended()
    await until(() => probe.of('$state').includes('disconnected'))
  })

  test.each([
    [['--device', 'lab-01'], 'E_USAGE', 'no broker is named'],
    [['--broker', 'mqtt://localhost'], 'E_USAGE', 'the device has no name'],
    [['--device', 'Lab', '--broker', 'mqtt://localhost'], 'E_MQTT_ID', '"Lab" is no id of a device'],
    [['--device', 'lab', '--broker', 'localhost'], 'E_BROKER', '"localhost" is no broker'],
    [['--device', 'lab', '--broker', 'mqtt://localhost/lab'], 'E_USAGE', '"/lab" behind the broker means nothing'],
    [['--device', 'lab', '--broker', 'mqtt://me:x@localhost'], 'E_BROKER', 'holds no user or password'],
    [['--device', 'lab', '--broker', 'mqtt://localhost', '--embedded-broker', '0'], 'E_USAGE', 'one broker is enough'],
    [['--device', 'lab', '--broker', 'mqtt://localhost', '--host', '::'], 'E_USAGE', '--host is the address of'],
    [['--device', 'lab', '--embedded-broker', '0', '--host', '0.0.0.0'], 'E_BROKER', 'a broker without a password'],
  ])('bridge -p emu: %j', async (args, code, message) => {
    const ran = await run('bridge', '-p', 'emu:', ...args)
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(message)])
    expect(ran.err).toMatch(new RegExp(`^${code}\\b[^]*\n  cure: `))
  })
})
