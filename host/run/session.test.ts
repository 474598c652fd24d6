import { describe, expect, test } from 'vitest'
import type { Build } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Event, Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Body } from '../../shared/protocol/testing/device-model.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort, type ScriptedOptions } from '../devices/testing.ts'
import { Session } from './session.ts'
import { verify } from './verify.ts'

const pipeline = loadPipeline({
  name: 'scripted',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'win', window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }],
  limits: { frame: 4 },
})

const plan = {
  vars: { code: 0, state: 0, peak: 0 },
  instructionsPerEvent: 0,
  eventsPerSecond: { low: 0, mid: 0, high: 0 },
  state: [],
  checkpoint: { bytes: 0, pages: 1, slots: 2, days: 1 },
}
const map = '{"version":3,"sources":[],"names":[],"mappings":""}'
const build: Build = { code: 'var x=1', map, functions: [], plan, hash: 'cafe0123', texts: [], fields: [] }

function items(count: number): Event[] {
  return Array.from({ length: count }, (_, i) => ({ kind: 'event', t: i, ref: `e${i}`, key: null, values: { v: i } }))
}

async function* inTurn(list: readonly Item[]): AsyncGenerator<Item> {
  yield* list
}

type Behaviour = Required<Pick<ScriptedOptions, 'take' | 'save' | 'restore'>>

/** A device that counts pairs, as the pipeline asks: every second event a record. */
function counting(change: (record: number[]) => number[] = (record) => record): Behaviour {
  let seen = 0
  const take = (frame: Body): number[] => {
    const n = frame[0] === 'E' ? (frame[7] as number) : frame[0] === 'e' ? 1 : 0
    const words: number[] = []
    for (let i = 0; i < n; i++) {
      if (++seen % 2 === 0) words.push(...change([0, 0, (frame[2] as number) + i, seen / 2 - 1, 2]))
    }
    return words
  }
  return { take, save: () => seen, restore: (kept) => (seen = (kept as number | undefined) ?? 0) }
}

async function opened(options: ScriptedOptions): Promise<Device> {
  const device = new Device(new ScriptedPort({ hash: build.hash, ...options }))
  await device.open()
  return device
}

describe('verify', () => {
  test('a device that does as it should', async () => {
    const device = await opened({ ...counting() })
    const results: Result[] = []
    const verification = await verify(device, pipeline, build, inTurn(items(101)), {
      onDevice: (result) => results.push(result),
    })
    expect(verification.verdict).toMatchObject({ equal: true, results: 50, differ: 0 })
    expect(results[3]).toEqual({
      type: 'window',
      stage: 'win',
      at: 7,
      key: null,
      start: null,
      end: null,
      pane: 3,
      aggs: { n: 2 },
    })
    expect(verification).toMatchObject({ items: 101, device: { memory: [900, 3000, 14] }, line: { repeats: 0 } })
    expect(await device.evaluate('1')).toBe('')
  })

  test('a device that miscounts', async () => {
    const device = await opened({ ...counting((record) => (record[3] === 7 ? [...record.slice(0, 4), 3] : record)) })
    const { verdict } = await verify(device, pipeline, build, inTurn(items(40)))
    expect(verdict).toMatchObject({ equal: false, results: 20, differ: 1 })
    expect(verdict.first?.why).toContain('n is 2 in the reference and 3 on the device')
  })

  test('a device that keeps a result back', async () => {
    const device = await opened({ ...counting((record) => (record[3] === 7 ? [] : record)) })
    const { verdict } = await verify(device, pipeline, build, inTurn(items(40)))
    expect(verdict).toMatchObject({ equal: false, differ: 1 })
    expect(verdict.first?.why).toContain('The device did not report it')
  })

  test('an empty input', async () => {
    const device = await opened({ ...counting() })
    expect((await verify(device, pipeline, build, inTurn([]))).verdict).toMatchObject({ equal: true, results: 0 })
  })

  test('lines that are lost are repeated, results come once', async () => {
    let count = 0
    const device = await opened({ ...counting(), loses: (line) => line.startsWith('[') && ++count % 7 === 3 })
    const { verdict, line } = await verify(device, pipeline, build, inTurn(items(200)), { timeoutMs: 50 })
    expect(verdict).toMatchObject({ equal: true, results: 100 })
    expect(line.repeats).toBeGreaterThan(0)
  })
})

describe('a session that fails', () => {
  test.each<[string, ScriptedOptions, object]>([
    [
      'an exception on the device',
      {
        take: () => {
          throw new Error('no such thing')
        },
      },
      { code: 'E_DEVICE_EXCEPTION', kind: 'device-failed' },
    ],
    ['a silent device', { loses: (line) => line.startsWith('[') }, { code: 'E_SILENT', kind: 'no-device' }],
    ['words that make no sense', { take: () => [999] }, { code: 'E_PROTOCOL', kind: 'device-failed' }],
    ['half a record', { take: (frame) => (frame[2] === 0 ? [0, 0] : []) }, { code: 'E_RESULTS_LOST' }],
  ])('%s', async (_, options, error) => {
    const device = await opened(options)
    await expect(verify(device, pipeline, build, inTurn(items(3)), { timeoutMs: 20 })).rejects.toMatchObject(error)
  })

  /** A session whose device prints a text whenever it takes its first frame, up to so many times; how it ends, and after how many recoveries. */
  async function printing(text: string, times: number): Promise<{ end: unknown; recoveries: number }> {
    const behaviour = counting()
    let left = times
    const port: ScriptedPort = new ScriptedPort({
      hash: build.hash,
      ...behaviour,
      take: (frame) => {
        if (frame[2] === 0 && left-- > 0) port.say(text)
        return behaviour.take(frame)
      },
    })
    const device = new Device(port)
    await device.open()
    const session = await Session.start(device, pipeline, build)
    for (const item of items(4)) await session.push(item)
    session.flush()
    await new Promise<void>((resolve) => port.clock.after(60_000, () => resolve()))
    const end = await session.finish().then(
      () => 'finished',
      async (error: unknown) => session.explain(error),
    )
    return { end, recoveries: session.recoveries }
  }

  test.each([
    [
      'an exception',
      'Uncaught Error: no\r\n    at f (:1:1)\r\n',
      'E_DEVICE_EXCEPTION',
      'Error: no\n  at f:1:1 (not in this',
    ],
    [
      'no memory',
      'OUT OF MEMORY    at :1:9\r\nExecution Interrupted\r\n',
      'E_DEVICE_MEMORY',
      'OUT OF MEMORY\n  at :1:9',
    ],
    ['too deep', 'Too much recursion - the stack is about to overflow\r\n', 'E_DEVICE_RECURSION', 'Too much recursion'],
    [
      'an interruption',
      'Execution Interrupted during event processing.\r\n',
      'E_DEVICE_INTERRUPTED',
      'during event processing',
    ],
  ])('%s that is printed each time and never reported', async (_, text, code, message) => {
    const { end, recoveries } = await printing(text, Infinity)
    expect(end).toMatchObject({ code, message: expect.stringContaining(message) as string })
    // A lack of memory comes again at the same place; anything else may be due to the line.
    expect(recoveries).toBe(code === 'E_DEVICE_MEMORY' ? 3 : 8)
  })

  test('printed once it is no failure: the device goes on after a restart', async () => {
    for (const text of ['Uncaught Error: no\r\n    at f (:1:1)\r\n', 'OUT OF MEMORY\r\n'])
      expect(await printing(text, 1)).toEqual({ end: 'finished', recoveries: 1 })
  })

  test('flags of input that was lost are no failure', async () => {
    expect(await printing('New interpreter error: FIFO_FULL\r\n', Infinity)).toEqual({ end: 'finished', recoveries: 0 })
  })

  test('an exception that the device reports is not tried again: it would come again', async () => {
    const port = new ScriptedPort({
      hash: build.hash,
      take: () => {
        throw new Error('no such thing')
      },
    })
    const device = new Device(port)
    await device.open()
    const told: string[] = []
    const session = await Session.start(device, pipeline, build, { onRecovery: ({ code }) => told.push(code) })
    await session.push(items(1)[0])
    await expect(session.finish()).rejects.toMatchObject({ code: 'E_DEVICE_EXCEPTION' })
    expect({ told, resets: port.resets, recoveries: session.recoveries }).toEqual({
      told: [],
      resets: 0,
      recoveries: 0,
    })
  })

  test('a device that is unplugged in the middle', async () => {
    const port = new ScriptedPort({ hash: build.hash, ...counting() })
    const device = new Device(port)
    await device.open()
    const session = await Session.start(device, pipeline, build)
    await session.push(items(1)[0])
    port.unplug('the cable was pulled')
    await expect(session.finish()).rejects.toMatchObject({ code: 'E_GONE' })
  })
})

test('frames wait for the device: no more is held than its window and a few', async () => {
  let taken = 0
  const device = await opened({ take: (frame) => ((taken = frame[2] as number), []) })
  const session = await Session.start(device, pipeline, build, { single: true })
  let furthest = 0
  for (const [i, item] of items(500).entries()) {
    await session.push(item)
    furthest = Math.max(furthest, i - taken)
  }
  await session.finish()
  expect(furthest).toBeLessThan(120)
  expect(session.items).toBe(500)
  await session.end()
})
