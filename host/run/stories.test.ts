/** Runs that go wrong in the middle, on a scripted device and a simulated clock: what the user is told, and that it ends. */
import { describe, expect, test } from 'vitest'
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { chance } from '../../shared/protocol/testing/chance.ts'
import type { Body } from '../../shared/protocol/testing/device-model.ts'
import type { Item } from '../../shared/stream/event.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort, type ScriptedOptions } from '../devices/testing.ts'
import { runPipeline } from './run.ts'
import { Session } from './session.ts'
import { verify, type Verification } from './verify.ts'

const pipeline = loadPipeline({
  name: 'stories',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'pairs', window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }],
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

async function* items(count: number): AsyncGenerator<Item> {
  for (let i = 0; i < count; i++) yield { kind: 'event', t: i, ref: `e${i}`, key: null, values: { v: i } }
}

/** A device that does what the pipeline says: every second event a record. */
function pairs(): Required<Pick<ScriptedOptions, 'take' | 'save' | 'restore'>> {
  let seen = 0
  const take = (frame: Body): number[] => {
    const n = frame[0] === 'E' ? (frame[7] as number) : frame[0] === 'e' ? 1 : 0
    return Array.from({ length: n }, (_, i) =>
      ++seen % 2 === 0 ? [0, 0, (frame[2] as number) + i, seen / 2 - 1, 2] : [],
    ).flat()
  }
  return { take, save: () => seen, restore: (kept) => (seen = (kept as number | undefined) ?? 0) }
}

async function opened(options: ScriptedOptions = {}): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort({ hash: build.hash, ...pairs(), ...options })
  const device = new Device(port)
  await device.open()
  return { port, device }
}

async function failure(work: Promise<unknown>): Promise<RivuletError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof RivuletError) return error
  throw error
}

const isFrame = (line: string): boolean => line.startsWith('[')

async function verified(options: ScriptedOptions, count = 200): Promise<Verification> {
  const { device } = await opened(options)
  return verify(device, pipeline, build, items(count), { timeoutMs: 50 })
}

describe('a line with faults', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'seed %d: loss and corruption towards the device leave the results as they were',
    async (seed) => {
      const random = chance(seed)
      const { verdict, line } = await verified({ loses: (text) => isFrame(text) && random() < 0.15 })
      expect(verdict).toMatchObject({ equal: true, results: 100, differ: 0 })
      expect(line.repeats).toBeGreaterThan(0)
    },
  )

  test('a good line has no repeats, no questions for more, no words twice', async () => {
    const { device: port } = await opened()
    const { line, device } = await verify(port, pipeline, build, items(200))
    expect(line).toMatchObject({ repeats: 0, timeouts: 0, corrupt: 0, duplicateWords: 0, naks: {} })
    expect(device.faults).toEqual({ crc: 0, gap: 0, dup: 0, long: 0 })
  })
})

describe('a device that is reset in the middle of a run', () => {
  /** After so many frames the interpreter starts anew, so many times: it says so, and takes console lines only. */
  async function run(
    after: number,
    times: number,
    says = true,
  ): Promise<{ results: string[]; told: string[]; port: ScriptedPort }> {
    const behaviour = pairs()
    let [frames, left] = [0, times]
    const { port, device } = await opened({
      ...behaviour,
      take: (frame) => {
        if (++frames >= after && left-- > 0) port.clock.after(0.1, () => (says ? port.crash() : port.model.restart()))
        return behaviour.take(frame)
      },
    })
    const results: string[] = []
    const told: string[] = []
    await runPipeline(device, pipeline, build, items(100), (result) => results.push(JSON.stringify(result)), {
      timeoutMs: 50,
      onRecovery: ({ code }) => told.push(code),
    })
    return { results, told, port }
  }

  test.each([1, 5, 12])('after frame %d: the run goes on, and each result is told once', async (after) => {
    const undisturbed = await run(after, 0)
    expect(undisturbed).toMatchObject({ told: [], port: { resets: 0 } })
    expect(undisturbed.results).toHaveLength(50)
    const { results, told } = await run(after, 1)
    expect(results).toEqual(undisturbed.results)
    expect(told).toEqual(['E_RESTARTED'])
  })

  test('without a word of it: the silence is noticed', async () => {
    const { results, told } = await run(5, 1, false)
    expect(results).toHaveLength(50)
    expect(told).toEqual(['E_SILENT'])
  })

  test('again and again: the tries have an end, and the error tells what it was', async () => {
    const error = await failure(run(1, Infinity))
    expect(error).toMatchObject({ code: 'E_RESTARTED', kind: 'device-failed' })
  })
})

describe('a device that says too little', () => {
  /** A device from whose lines some are lost on the way. */
  async function losing(count: number, loses: (line: string) => boolean): Promise<Verification> {
    const { port, device } = await opened()
    port.model.redirect((line) => loses(line) || port.say(`${line}\n`))
    return verify(device, pipeline, build, items(count), { timeoutMs: 50 })
  }

  test('results that never come are missed at the next acknowledgement, and asked for again', async () => {
    let lost = 0
    const { verdict, line } = await losing(40, (said) => said.startsWith('~["R"') && lost++ === 0)
    expect(verdict).toMatchObject({ equal: true, results: 20 })
    expect(line.wordGaps).toBeGreaterThan(0)
  })

  test('also when no result follows', async () => {
    let lost = 0
    const { verdict, line } = await losing(2, (said) => said.startsWith('~["R"') && lost++ === 0)
    expect(verdict).toMatchObject({ equal: true, results: 1 })
    expect(line.wordGaps).toBe(1)
  })

  test('results that the device no longer has come back by a restart', async () => {
    let lost = 0
    // More than the ring holds: 64 words.
    const { verdict } = await losing(80, (said) => said.startsWith('~["R"') && lost++ < 20)
    expect(verdict).toMatchObject({ equal: true, results: 40 })
  })

  test('results that never come, whatever is tried: an end that says what was awaited', async () => {
    const error = await failure(losing(2, (said) => said.startsWith('~["R"')))
    expect(error).toMatchObject({
      code: 'E_SILENT',
      message: expect.stringContaining('awaited the answer to R') as string,
    })
  })

  test('a device that stops answering at its counters', async () => {
    const { device } = await opened({ loses: (line) => line.startsWith('["S"]') })
    const error = await failure(verify(device, pipeline, build, items(5), { timeoutMs: 50 }))
    expect(error.message).toContain('awaited the answer to S')
  })

  test('a device that does not give its console back: all results are here, so the run is none the worse', async () => {
    const port = new ScriptedPort({ hash: build.hash, ...pairs(), loses: (line) => line.startsWith('["Q"]') })
    const notes: string[] = []
    const device = new Device(port, { log: (direction, line) => direction === '#' && notes.push(line) })
    await device.open()
    const { verdict } = await verify(device, pipeline, build, items(5), { timeoutMs: 50 })
    expect(verdict).toMatchObject({ equal: true, results: 2 })
    expect(notes.join()).toContain('did not give its console back: the device is silent: awaited the answer to Q')
  })
})

describe('a device that says too much', () => {
  test.each([
    ['text between the frames', 'free 812\r\n'],
    ['half a frame', '~["R",0,"AAAA\r\n'],
    ['an empty line', '\r\n'],
    ['flow control', '\x13\x11'],
    ['a frame of a later version', '~["Y",1]*5c6c8a1f\r\n'],
  ])('%s is no matter', async (_, said) => {
    const { port, device } = await opened()
    port.model.redirect((line) => port.say(`${said}${line}\n${said}`))
    const { verdict } = await verify(device, pipeline, build, items(100), { timeoutMs: 50 })
    expect(verdict).toMatchObject({ equal: true, results: 50 })
  })

  test('results twice count once', async () => {
    const { port, device } = await opened()
    port.model.redirect((line) => port.say(`${line}\n${line}\n`))
    const { verdict, line } = await verify(device, pipeline, build, items(100), { timeoutMs: 50 })
    expect(verdict).toMatchObject({ equal: true, results: 50 })
    expect(line.duplicateWords).toBe(250)
  })

  test.each([
    ['a stage that there is not', [16 * 9, 0, 0, 0, 2]],
    ['a key that there is not', [0, 5, 0, 0, 2]],
    ['an item to come', [0, 0, 999, 0, 2]],
    ['a kind that there is not', [15, 0, 0, 0, 2]],
    ['half a number', [0.5, 0, 0, 0, 2]],
  ])('%s in a result ends the run', async (_, words) => {
    const keyed = loadPipeline({ ...pipeline.spec, input: { fields: { v: 'int' }, key: 'v' } })
    const { device } = await opened({ take: (frame) => (frame[0] === 'D' ? [] : words) })
    const error = await failure(verify(device, keyed, build, items(3), { timeoutMs: 50 }))
    expect(error).toMatchObject({ code: 'E_PROTOCOL', kind: 'device-failed' })
  })
})

describe('a run and its items', () => {
  test('an input that fails ends the run with its own error, and the line is free', async () => {
    const { device } = await opened()
    async function* broken(): AsyncGenerator<Item> {
      yield* items(3)
      throw new RivuletError('E_INPUT', 'the disk is gone', { kind: 'usage' })
    }
    expect(await failure(verify(device, pipeline, build, broken()))).toMatchObject({ code: 'E_INPUT' })
    // Another session may take the line: the first one let go of it.
    expect(device.port.clock.now()).toBeGreaterThan(0)
  })

  test('two runs on one device, one after the other', async () => {
    const { port, device } = await opened()
    for (const count of [10, 20]) {
      let results = 0
      await runPipeline(device, pipeline, build, items(count), () => (results += 1))
      expect(results).toBe(count / 2)
    }
    expect(port.consoleLines.filter((line) => line.startsWith('rivulet('))).toHaveLength(2)
  })

  test('after a failure a session takes nothing more and says the same again', async () => {
    const { port, device } = await opened()
    const session = await Session.start(device, pipeline, build)
    port.unplug('it fell')
    const one: Item = { kind: 'event', t: 0, ref: 'e0', key: null, values: { v: 0 } }
    expect(await failure(session.push(one))).toMatchObject({ code: 'E_GONE' })
    expect(await failure(session.finish())).toMatchObject({ code: 'E_GONE' })
    expect(await failure(session.counting())).toMatchObject({ code: 'E_GONE' })
    session.abandon()
  })

  test('progress of the upload ends at the whole program', async () => {
    const { device } = await opened()
    const seen: number[][] = []
    await Session.start(device, pipeline, build, { onUpload: (done, total) => seen.push([done, total]) })
    expect(seen).toEqual([[build.code.length, build.code.length]])
  })
})
