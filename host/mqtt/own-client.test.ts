/**
 * Boards with a connection to a broker of their own (`firmware/runtime/mqtt.ts`), emulated, at the embedded broker and at Mosquitto with
 * passwords and an access list: whole runs compared with the reference while the broker dies, sessions are lost, messages come
 * twice and the board restarts. The results are those of an undisturbed run.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildFirmware, type Build } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { folder, runIn } from '../cli/testing.ts'
import { portOf } from '../devices/address.ts'
import type { BoardOptions } from '../emulator/board/board.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Device } from '../devices/device.ts'
import { provision } from '../devices/provisioning.ts'
import { upload } from '../devices/uploader.ts'
import { verify, type Verification } from '../run/verify.ts'
import { settingsFor, TestBoard } from './testing/board.ts'
import { missing, Mosquitto } from './testing/mosquitto.ts'
import { Probe, TestBroker, until } from './testing.ts'

const spec = {
  name: 'carried',
  link: 'mqtt',
  input: { fields: { room: 'string', v: 'double' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', mean: 'mean(v)' } },
    { id: 'high', from: 'input', detect: { when: 'v > 90', until: 'v < 10' } },
  ],
}
const pipeline = loadPipeline(spec)
let build: Build
beforeAll(async () => {
  build = await buildFirmware(pipeline)
})

const ITEMS = 900
/** The item before which something happens. */
const MIDDLE = 300

type Act = () => void | Promise<unknown>

/** Events of two rooms, with something done in the middle while they are under way. */
async function* items(middle: Act = () => undefined, count = ITEMS): AsyncGenerator<Item> {
  for (let i = 0; i < count; i++) {
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

/** A broker, and what its users are called. */
interface Place {
  readonly url: string
  kill(): Promise<void>
  restart(): Promise<void>
}

const ROOT = 'rivulet/1/lab-01'
const HOST = 'correct horse'
const BOARD = 'battery staple'
const ALL = 'the auditor'

async function embedded(): Promise<Place> {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill().catch(() => undefined) })
  return place
}

async function mosquitto(): Promise<Place> {
  const place = await Mosquitto.start([
    { name: 'board', password: BOARD, access: [`topic readwrite ${ROOT}/#`] },
    {
      name: 'host',
      password: HOST,
      access: [`topic read ${ROOT}/#`, `topic write ${ROOT}/link/down`, `topic write ${ROOT}/cmd`],
    },
    { name: 'probe', password: ALL, access: ['topic readwrite #'] },
  ])
  open.push(place)
  return place
}

const HOST_ENV = { RIVULET_MQTT_USER: 'host', RIVULET_MQTT_PASSWORD: HOST }

async function probing(place: Place, topics: string[], options = {}): Promise<Probe> {
  const probe = await Probe.open(place.url, topics, { username: 'probe', password: ALL, ...options })
  open.push(probe)
  return probe
}

function boardAt(place: Place, options: BoardOptions = {}): TestBoard {
  const board = new TestBoard(build.code, settingsFor(place.url, { user: 'board', pass: BOARD }), options)
  open.push(board)
  return board
}

async function verified(place: Place, input: AsyncGenerator<Item>, options = {}): Promise<Verification> {
  const device = new Device(await portOf(`${place.url}/lab-01`, HOST_ENV))
  await device.open()
  try {
    return await verify(device, pipeline, build, input, options)
  } finally {
    await device.close()
  }
}

function expectUnchanged({ verdict, items: taken }: Verification, count = ITEMS): void {
  expect([taken, verdict.first?.why, verdict.differ]).toEqual([count, undefined, 0])
  expect(verdict.results).toBeGreaterThan(count / 20)
}

const reason = missing()
const brokers = [
  ['the embedded broker', embedded, null],
  ['Mosquitto', mosquitto, reason],
] as const

describe.each(brokers)('at %s', (_name, start, why) => {
  const story = why === null ? test : test.skip

  story(`an undisturbed run, and a second one on the same board${why ?? ''}`, async () => {
    const place = await start()
    boardAt(place)
    expectUnchanged(await verified(place, items()))
    // Another run: the board is restarted for it.
    expectUnchanged(await verified(place, items(undefined, 300)), 300)
  })

  story('the broker is killed in the middle and started again without memory', async () => {
    const place = await start()
    boardAt(place)
    const middle = async (): Promise<void> => {
      await place.kill()
      await place.restart()
    }
    expectUnchanged(await verified(place, items(middle)))
  })

  story('the board is switched off and on in the middle', async () => {
    const place = await start()
    const flash = blankFlash()
    const board = boardAt(place, { flash })
    const middle = async (): Promise<void> => {
      await board.close()
      // What is drawn at the start is another number.
      boardAt(place, { flash, seed: 2 })
    }
    expectUnchanged(await verified(place, items(middle)))
  })

  story.each(['lab-01', 'lab-01-host'])('the session of %s is lost in the middle', async (clientId) => {
    const place = await start()
    boardAt(place)
    const thief = async (): Promise<void> => {
      const probe = await probing(place, [], { clientId, clean: true, reconnectPeriod: 0 })
      await probe.close()
    }
    expectUnchanged(await verified(place, items(thief)))
  })

  story('everything from the middle on is delivered twice', async () => {
    const place = await start()
    boardAt(place)
    const copier = await probing(place, [])
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
    const twice = (): Promise<unknown> => copier.client.subscribeAsync(`${ROOT}/link/+`, { qos: 1 })
    expectUnchanged(await verified(place, items(twice)))
    expect(copies).toBeGreaterThan(20)
  })
})

describe('what the device says', () => {
  test('birth, a ping, a will of before, counters', async () => {
    const place = await embedded()
    const probe = await probing(place, [`${ROOT}/#`])
    const board = new TestBoard(build.code, settingsFor(place.url, { keepalive: 2 }))
    open.push(board)
    await until(() => probe.of('$state').includes('ready'))
    expect(probe.heard.slice(0, 2).map(({ topic }) => topic)).toEqual([`${ROOT}/$info`, `${ROOT}/$state`])
    expect(JSON.parse(probe.of('$info')[0])).toEqual({
      ...{ pipeline: 'carried', hash: build.hash, streams: ['input'], sinks: ['second', 'high'] },
      ...{ version: 1, protocol: 2, console: false, board: 'ESP32', firmware: '2v29', variables: 3000 },
      boot: expect.any(Number) as number,
    })
    await probe.say(`${ROOT}/cmd`, '{"id":"a-1","do":"ping"}')
    await until(() => probe.of('cmd/ack').length === 1)
    for (const what of ['{', 'null', '7', '{"id":"a-2","do":"load"}']) await probe.say(`${ROOT}/cmd`, what)
    await until(() => probe.of('cmd/ack').some((text) => text.includes('a-2')))
    expect(probe.of('cmd/ack').map((text) => JSON.parse(text) as unknown)).toEqual([
      { id: 'a-1', ok: true },
      { ok: false },
      { id: 'a-2', ok: false },
    ])
    await probe.say(`${ROOT}/$state`, 'lost', { qos: 1, retain: true })
    await until(() => probe.of('$state').join(' ') === 'ready lost ready')
    await until(() => probe.of('stat').length > 0)
    expect(JSON.parse(probe.of('stat')[0])).toMatchObject({ m: [expect.any(Number), 3000, 14], dropped: 0, faults: 0 })
    expect(board.text).not.toMatch(/Uncaught|ERROR/)
  })

  test('a restart that is asked for is told, done, and is no loss', async () => {
    const place = await embedded()
    const probe = await probing(place, [`${ROOT}/#`])
    boardAt(place)
    await until(() => probe.of('$state').includes('ready'))
    const device = new Device(await portOf(`${place.url}/lab-01`, {}))
    open.push(device)
    await device.open()
    await device.reset()
    expect([probe.of('$state'), device.isGone]).toEqual([['ready', 'init', 'ready'], false])
    expect([probe.of('cmd/ack'), probe.of('$info').length]).toEqual([['{"id":"reset-1","ok":true}'], 2])
  })

  test('it is lost when it is switched off', async () => {
    const place = await embedded()
    const probe = await probing(place, [`${ROOT}/$state`])
    const board = boardAt(place)
    await until(() => probe.of('$state').includes('ready'))
    await board.close()
    await until(() => probe.of('$state').join(' ') === 'ready lost')
  })
})

describe('without settings, or with bad ones, there is the serial line only', () => {
  test.each([
    ['none', null],
    ['no JSON', '{"host":'],
    ['too many', JSON.stringify({ ...settingsFor('mqtt://127.0.0.1:1'), pass: 'x'.repeat(2000) })],
  ])('%s', async (_, settings) => {
    const board = new TestBoard(build.code, settings)
    open.push(board)
    board.board.input(`\x10print("console","rivulet" in global)\n`)
    await until(() => board.text.includes('console true'))
    expect([board.network.isInUse, board.text.includes('Uncaught')]).toEqual([false, false])
  })
})

describe('the command line', () => {
  const { file } = folder()
  const input = (): string =>
    file(
      'x.ndjson',
      Array.from({ length: 200 }, (_, i) => `{"t":${1_700_000_000_000 + 100 * i},"room":"attic","v":${i % 100}}`).join(
        '\n',
      ),
    )

  test('verify; another program is refused, with the way to load it', async () => {
    const place = await embedded()
    boardAt(place)
    const probe = await probing(place, [`${ROOT}/$state`])
    await until(() => probe.of('$state').includes('ready'))
    const address = `${place.url}/lab-01`
    const ran = await runIn({}, 'verify', file('p.json', spec), '-i', input(), '-p', address)
    expect([ran.code, ran.out, ran.err]).toEqual([0, expect.stringMatching(/^verdict: \d+ results, 0 differ\n$/), ''])
    const other = file('o.json', { ...spec, name: 'other', stages: spec.stages.slice(0, 1) })
    const refused = await runIn({}, 'verify', other, '-i', input(), '-p', address)
    expect(refused.code).toBe(4)
    expect(refused.err).toMatch(
      /^E_NO_CONSOLE .* runs program [0-9a-f]{8}, and no other[^]*cure: load it over the serial/,
    )
  })
})

const binary = process.env['ESPRUINO_BIN']

describe.skipIf(binary === undefined)('on the real interpreter (skipped without ESPRUINO_BIN)', () => {
  test.each(brokers)('told over its console, verified at %s, and back after the broker', async (_name, start, why) => {
    if (why !== null) return
    const place = await start()
    const probe = await probing(place, [`${ROOT}/$state`])
    const cable = new Device(await portOf(`espruino:${binary!}`, {}))
    open.push(cable)
    await cable.open()
    await upload(cable, build.code)
    // It is online as it is.
    await provision(cable, settingsFor(place.url, { ssid: '', user: 'board', pass: BOARD }))
    await cable.reset()
    await until(() => probe.of('$state').includes('ready'))
    expectUnchanged(await verified(place, items(), { run: 5 }))
    const device = new Device(await portOf(`${place.url}/lab-01`, HOST_ENV))
    open.push(device)
    await device.open()
    const { hello } = await device.connect(build.hash, 5)
    await place.kill()
    await place.restart()
    const later = await probing(place, [`${ROOT}/$state`])
    await until(() => later.of('$state').includes('ready'))
    expect((await device.connect(build.hash, 5)).hello).toEqual(hello)
    expect(cable.told).toEqual([])
  })
})
