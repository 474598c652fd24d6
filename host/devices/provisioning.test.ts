/** Settings on their way to a board: what is stored, what is refused, and that nobody is told what they are. */
import { afterEach, describe, expect, test } from 'vitest'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { Probe, TestBroker, until } from '../mqtt/testing.ts'
import { NodeNetwork } from '../network/node-network.ts'
import { verify } from '../run/verify.ts'
import { portOf } from './address.ts'
import { Device } from './device.ts'
import { EmulatorPort } from './emulator.ts'
import type { Port } from './port.ts'
import { forget, MAX_SETTINGS, provision, settingsFile, type BoardSettings } from './provisioning.ts'
import { upload } from './uploader.ts'

const KEY = 'planted "key" ü'
const settings: BoardSettings = {
  ssid: 'lab',
  password: KEY,
  host: '127.0.0.1',
  port: 1883,
  user: 'board',
  pass: 'planted too',
  id: 'lab-01',
  keepalive: 20,
}

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

interface Bench {
  readonly device: Device
  readonly log: string[]
}

async function bench(port: Port = new EmulatorPort()): Promise<Bench> {
  const log: string[] = []
  const device = new Device(port, { timeoutMs: 2000, log: (direction, line) => log.push(`${direction} ${line}`) })
  open.push(device)
  await device.open()
  return { device, log }
}

describe('settings', () => {
  test('are stored whole, and are in no log and no error', async () => {
    const { device, log } = await bench()
    await provision(device, settings)
    expect(log.filter((line) => line.includes('(withheld)')).length).toBe(1)
    const told = JSON.stringify([log, device.lastLines, device.told])
    for (const secret of ['planted', Buffer.from(settingsFile(settings)).toString('base64').slice(20, 60)])
      expect(told).not.toContain(secret)
    const read = 'btoa(require("Storage").read("rvnet"))'
    const stored = Buffer.from(await device.evaluate(read), 'base64').toString()
    expect(JSON.parse(stored)).toEqual(settings)
  })

  test('once more, and away', async () => {
    const { device } = await bench()
    await provision(device, settings)
    await provision(device, { ...settings, id: 'lab-02' })
    expect(await device.evaluate('JSON.parse(require("Storage").read("rvnet")).id')).toBe('lab-02')
    await forget(device)
    expect(await device.evaluate('require("Storage").read("rvnet")')).toBe('undefined')
    await forget(device)
  })

  test('a line that spoils them is noticed, and nothing of it told', async () => {
    const port = new EmulatorPort()
    const write = port.write.bind(port)
    let spoilt = 0
    // The broken text stands in what the console prints of it.
    port.write = (text) =>
      write(text.includes('rvnet') && spoilt++ < 3 ? text.replace('atob("eyJz', 'atob("eyJy') : text)
    const { device, log } = await bench(port)
    await expect(provision(device, settings)).rejects.toMatchObject({
      code: 'E_STORAGE',
      message: expect.stringContaining('spoilt') as string,
    })
    expect(spoilt).toBe(3)
    await provision(device, settings)
    expect(JSON.stringify([log, device.lastLines])).not.toContain('planted')
  })

  test('what the console prints of a line that it cannot read is withheld', async () => {
    const port = new EmulatorPort()
    const write = port.write.bind(port)
    port.write = (text) => write(text.includes('rvnet') ? text.replace('E.CRC32(t)', 'E.CRC33(t)') : text)
    const { device, log } = await bench(port)
    const error = await provision(device, settings).then(
      () => null,
      (reason: Error) => reason,
    )
    expect(error).toMatchObject({ code: 'E_SILENT' })
    const encoded = Buffer.from(settingsFile(settings)).toString('base64').slice(20, 60)
    expect(JSON.stringify([error!.message, log, device.lastLines, device.told])).not.toContain(encoded)
    expect(log).toContain('< (withheld)')
  })

  test.each([
    [{ ssid: 'x'.repeat(33) }, 'the name of the Wi-Fi is longer than 32 bytes'],
    [{ password: 'ü'.repeat(33) }, 'RIVULET_WIFI_PASSWORD is longer than 64 bytes'],
    [{ pass: 'x'.repeat(129) }, 'RIVULET_MQTT_PASSWORD is longer than 128 bytes'],
    [{ user: 'a\0b' }, 'RIVULET_MQTT_USER holds a byte 0'],
    [{ host: 'h'.repeat(254) }, 'the name of the broker is longer than 253 bytes'],
    [{ pass: '\u0001'.repeat(128), user: '\u0001'.repeat(60) }, `the settings take more than ${MAX_SETTINGS} bytes`],
  ])('that a board could not take are refused: %j', (more, message) => {
    expect(() => settingsFile({ ...settings, ...more })).toThrow(message)
  })
})

const pipeline = loadPipeline({
  name: 'provisioned',
  link: 'mqtt',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', sum: 'sum(v)' } }],
})

async function* items(count: number): AsyncGenerator<Item> {
  for (let i = 0; i < count; i++)
    yield { kind: 'event', t: 1_700_000_000_000 + 50 * i, ref: String(i), key: null, values: { v: i % 100 } }
}

test('a board on its cable is given a program and its broker; whoever shook hands last has the link', async () => {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill() })
  const probe = await Probe.open(place.url, ['rivulet/1/lab-01/#'])
  open.push(probe)
  const build = await buildFirmware(pipeline)
  const port = new EmulatorPort({ vars: 3000, ns: 2, network: new NodeNetwork() })
  const { device } = await bench(port)
  await upload(device, build.code)
  await provision(device, { ...settings, port: Number(new URL(place.url).port) })
  await device.reset()
  // Its time passes as long as somebody waits for it.
  port.clock.after(600_000, () => undefined)
  await until(() => probe.of('$state').includes('ready'))

  const remote = new Device(await portOf(`${place.url}/lab-01`, {}))
  open.push(remote)
  await remote.open()
  const run = async (by: Device, count: number): Promise<[number, number]> => {
    const { verdict } = await verify(by, pipeline, build, items(count))
    return [verdict.results, verdict.differ]
  }
  expect(await run(remote, 400)).toEqual([19, 0])
  // The console is where it was: on the cable.
  expect(await device.evaluate('typeof rivulet')).toBe('function')
  const there = await remote.connect(build.hash, 0).catch((error: Error) => error)
  expect(there).toMatchObject({ message: expect.stringContaining('works on run') as string })
  await remote.reset()
  const first = await remote.connect(build.hash, 77)
  expect(first.hello.run).toBe(77)
  // Refused, so that the link stays where it is; the same run is welcome.
  await expect(device.connect(build.hash, 78)).rejects.toMatchObject({
    message: expect.stringContaining('run 77') as string,
  })
  const heard: string[] = []
  first.link.listen(
    (line) => heard.push(line),
    () => undefined,
  )
  expect((await device.connect(build.hash, 77)).hello.run).toBe(77)
  const before = probe.of('link/up').length
  expect((await device.attach(build.hash, 77, 2000))?.hello.f).toBe(first.hello.f)
  expect(probe.of('link/up').length).toBe(before)
  expect((await remote.attach(build.hash, 77, 2000))?.hello.run).toBe(77)
  expect(probe.of('link/up').length).toBe(before + 1)
  expect(await device.evaluate('1+1')).toBe('2')
})
