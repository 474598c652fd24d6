/** SenML packs from a broker as input: what is taken, what is refused, and how it ends. */
import { afterEach, describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { folder, run, runIn } from '../cli/testing.ts'
import { openSource } from '../sources/open.ts'
import type { Source } from '../sources/source.ts'
import { mqttSource, parseMqttInput, type MqttInputOptions } from './input.ts'
import { Probe, TestBroker, until } from './testing.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

const T = 1_700_000_000
const spec = {
  name: 'rooms',
  input: { fields: { room: 'string', v: 'double' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', sum: 'sum(v)' } }],
}
const pipeline = loadPipeline(spec)
const topic = (stream: string): string => `rivulet/1/lab-01/in/${stream}`
const pack = (t: number, v: unknown, room = 'attic'): string =>
  JSON.stringify([{ bn: `${room}/`, bt: T + t, n: 'v', v }])

async function broker(): Promise<{ place: TestBroker; probe: Probe }> {
  const place = await TestBroker.start()
  open.push({ close: () => place.kill().catch(() => undefined) })
  const probe = await Probe.open(place.url, [])
  open.push(probe)
  return { place, probe }
}

/** Takes all events of an input, while something is sent once it is ready. */
async function taken(
  address: string,
  options: MqttInputOptions,
  send: (events: readonly string[]) => Promise<void>,
): Promise<{ events: string[]; source: Source }> {
  let ready = false
  const all = { environment: {}, limits: { retryMs: 20 }, ...options, onReady: () => (ready = true) }
  const source = mqttSource(address, pipeline, all)
  const events: string[] = []
  const taking = (async () => {
    for await (const item of source.items) events.push(shown(item))
  })()
  await Promise.race([until(() => ready), taking])
  await send(events)
  await taking
  return { events, source }
}

function shown(item: Item): string {
  return item.kind === 'event' ? `${String(item.key)} ${item.t! - 1000 * T} ${String(item.values['v'])}` : item.kind
}

test('packs of a stream are events', async () => {
  const { place, probe } = await broker()
  const { events, source } = await taken(`${place.url}/lab-01/climate?events=3`, {}, async () => {
    await probe.say(topic('climate'), pack(0, 1))
    await probe.say(topic('other'), pack(1, 99))
    await probe.say(topic('climate'), JSON.stringify([...(JSON.parse(pack(2, 2)) as object[]), { n: 'v', t: 1, v: 3 }]))
  })
  expect(events).toEqual(['attic 0 1', 'attic 2000 2', 'attic 3000 3'])
  expect([source.live, source.refusals.count]).toEqual([true, 0])
})

test('all streams of a device, and texts beyond ASCII', async () => {
  const { place, probe } = await broker()
  const { events } = await taken(`${place.url}/lab-01/+?events=2`, {}, async () => {
    await probe.say(topic('a'), pack(0, 1))
    const bytes = Buffer.from(
      JSON.stringify([
        { bt: T, n: 'room', vs: 'Küche' },
        { n: 'v', v: 2 },
      ]),
      'utf8',
    )
    await probe.say(topic('b'), bytes.toString('latin1'))
  })
  expect(events).toEqual(['attic 0 1', 'Küche 0 2'])
})

test('what is refused is counted with its place, and the rest goes on', async () => {
  const { place, probe } = await broker()
  const { events, source } = await taken(`${place.url}/lab-01/climate?events=1`, {}, async () => {
    await probe.say(topic('climate'), '{')
    await probe.say(topic('climate'), pack(0, 'warm'))
    await probe.say(topic('climate'), JSON.stringify([{ n: 'v', t: T, v: 1 }]))
    await probe.say(topic('climate'), pack(1, 5))
  })
  expect(events).toEqual(['attic 1000 5'])
  const name = `${place.url}/lab-01/climate?events=1 in/climate message`
  expect(source.refusals.first.map(({ place: at, reason }) => `${at} ${reason}`)).toEqual([
    expect.stringContaining(`${name} 1 no JSON`),
    expect.stringContaining(`${name} 2 [0].v: v is not a finite number`),
    expect.stringContaining(`${name} 3 the key room is missing`),
  ])
})

test('fields without a meaning are named in the end', async () => {
  const { place, probe } = await broker()
  const { source } = await taken(`${place.url}/lab-01/climate?events=1`, {}, async () => {
    await probe.say(
      topic('climate'),
      JSON.stringify([
        { bn: 'attic/', bt: T, n: 'v', v: 1 },
        { n: 'w', v: 1 },
      ]),
    )
  })
  expect(source.notes).toEqual([`${source.name}: ignored fields: w (1)`])
})

test('what waits is bounded; the rest is refused and counted', async () => {
  const { place, probe } = await broker()
  const stop = new AbortController()
  const source = mqttSource(`${place.url}/lab-01/climate`, pipeline, {
    environment: {},
    waiting: 10,
    signal: stop.signal,
  })
  const items = source.items[Symbol.asyncIterator]()
  const first = items.next()
  for (; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
    await probe.say(topic('climate'), pack(0, 0))
    if ((await Promise.race([first, Promise.resolve(null)])) !== null) break
  }
  for (let i = 0; i < 30; i++) await probe.say(topic('climate'), pack(1, i))
  await until(() => source.refusals.count > 0)
  stop.abort()
  let left = 0
  while ((await items.next()).done !== true) left += 1
  expect(left).toBe(10)
  expect(source.refusals.first[0].reason).toContain('10 events wait already')
})

describe('it ends', () => {
  test('when told to, after what has come', async () => {
    const { place, probe } = await broker()
    const stop = new AbortController()
    const { events } = await taken(`${place.url}/lab-01/climate`, { signal: stop.signal }, async () => {
      await probe.say(topic('climate'), pack(0, 1))
      stop.abort()
    })
    expect(events.length).toBeLessThanOrEqual(1)
  })

  test('after its time', async () => {
    const { place } = await broker()
    const { events } = await taken(`${place.url}/lab-01/climate?seconds=0.05`, {}, () => Promise.resolve())
    expect(events).toEqual([])
  })

  test('with an error when the broker stays away', async () => {
    const { place } = await broker()
    const ending = taken(`${place.url}/lab-01/climate`, { limits: { retryMs: 20, awayMs: 100 } }, () => place.kill())
    await expect(ending).rejects.toMatchObject({ code: 'E_BROKER_AWAY' })
  })
})

test('a broker that is killed and comes back is listened to again', async () => {
  const { place, probe } = await broker()
  const { events } = await taken(`${place.url}/lab-01/climate?events=2`, {}, async (heard) => {
    await probe.say(topic('climate'), pack(0, 1))
    await until(() => heard.length === 1)
    await place.kill()
    await place.restart()
    const other = await Probe.open(place.url, [])
    open.push(other)
    // Until the subscription stands again nobody hears it.
    for (; heard.length < 2; await new Promise((resolve) => setTimeout(resolve, 5)))
      await other.say(topic('climate'), pack(1, 2))
  })
  expect(events).toEqual(['attic 0 1', 'attic 1000 2'])
})

test.each([
  ['mqtt://host', '"" names no stream of a device'],
  ['mqtt://host/lab-01', '"/lab-01" names no stream of a device'],
  ['mqtt://host/lab-01/a/b', 'names no stream'],
  ['mqtt://host/lab-01/#', 'names no stream'],
  ['mqtt://host/+/a', 'names no stream'],
  ['mqtt://host/lab-01/a?hz=1', 'there is no option "hz"'],
  ['mqtt://host/lab-01/a?events=0', 'events is "0"'],
  ['mqtt://host/lab-01/a?seconds=x', 'seconds is "x"'],
  ['mqtt://me:secret@host/lab-01/a', 'holds no user or password'],
])('%s is no input', (input, message) => {
  expect(() => openSource(input, pipeline)).toThrow(message)
  expect(() => parseMqttInput(input)).toThrow(expect.objectContaining({ kind: 'usage' }) as Error)
})

describe('the command line', () => {
  const { file } = folder()

  test('verify takes events from a broker, on a device behind the same broker', async () => {
    const { place, probe } = await broker()
    const interrupt = new AbortController()
    let text = ''
    const around = { signal: interrupt.signal, onWrite: (part: string): void => void (text += part) }
    const bridge = runIn(around, 'bridge', '-p', 'emu:', '--broker', place.url, '--device', 'lab-01')
    await Promise.race([until(() => text.includes('bridge at')), bridge])
    const watch = await Probe.open(place.url, ['$SYS/+/new/subscribes'])
    open.push(watch)
    const input = `${place.url}/lab-01/climate?events=5`
    const verifying = run('verify', file('p.json', spec), '-i', input, '-p', `${place.url}/lab-01`)
    await Promise.race([until(() => watch.heard.some((each) => each.text.includes('lab-01-input'))), verifying])
    for (let i = 0; i < 5; i++) await probe.say(topic('climate'), pack(i, i))
    const { code, out } = await verifying
    interrupt.abort()
    await bridge
    expect([code, out]).toEqual([0, 'verdict: 4 results, 0 differ\n'])
  })

  test('an event does not wait for others to travel with', async () => {
    const warm = { ...spec, stages: [{ id: 'warm', detect: { when: 'v > 5', until: 'v < 3' } }] }
    const { place, probe } = await broker()
    const watch = await Probe.open(place.url, ['$SYS/+/new/subscribes'])
    open.push(watch)
    const interrupt = new AbortController()
    let text = ''
    const around = { signal: interrupt.signal, onWrite: (part: string): void => void (text += part) }
    const running = runIn(around, 'run', file('warm.json', warm), '-i', `${place.url}/lab-01/climate`, '-p', 'emu:')
    await Promise.race([until(() => watch.heard.some((each) => each.text.includes('lab-01-input'))), running])
    // The second one moves the watermark past the first.
    await probe.say(topic('climate'), pack(0, 9))
    await probe.say(topic('climate'), pack(0.001, 9))
    await Promise.race([until(() => text.includes('"edge":"start"')), running])
    interrupt.abort()
    expect((await running).code).toBe(130)
  })

  test('Ctrl-C ends a run that waits for events', async () => {
    const { place } = await broker()
    const watch = await Probe.open(place.url, ['$SYS/+/new/subscribes'])
    open.push(watch)
    const interrupt = new AbortController()
    const input = `${place.url}/lab-01/climate`
    const trying = runIn({ signal: interrupt.signal }, 'try', file('p.json', spec), '-i', input)
    await Promise.race([until(() => watch.heard.some((each) => each.text.includes('lab-01-input'))), trying])
    interrupt.abort()
    expect((await trying).code).toBe(130)
  })
})
