/** Load and memory of a computer, on a simulated clock and with readings of the test; once with those of this computer. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../../shared/pipeline/pipeline.ts'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import type { Item } from '../../../shared/stream/event.ts'
import { openSource } from '../open.ts'
import { ComputerSampler, computerSource, thisComputer, type ComputerOptions, type Readings } from './computer.ts'

const T = 1_700_000_000_000

const pipelineOf = (
  time: object = { mode: 'event', outOfOrdernessMs: 0 },
  fields = { cpu: 'double', memory: 'double' },
): Pipeline => loadPipeline({ name: 'live', input: { fields }, time, stages: [{ filter: 'cpu > 1' }] })

/** Readings in turn; the last stays. */
function script(...processors: [busy: number, all: number][]): Readings {
  return {
    now: () => T,
    processors: () => {
      const [busy, all] = processors.length > 1 ? processors.shift()! : processors[0]
      return { busy, all }
    },
    memory: () => ({ used: 1, all: 3 }),
  }
}

describe('a sample', () => {
  test('is the load since the one before, in percent with two decimals', () => {
    const sampler = new ComputerSampler(script([100, 1000], [150, 1100], [150, 1400], [483, 1733], [484, 1736]))
    expect([1, 2, 3, 4].map(() => sampler.sample().cpu)).toEqual([50, 0, 100, 33.33])
    expect(sampler.sample().memory).toBe(33.33)
  })

  test('without passed time it is the load before; counters that go back are no load', () => {
    const sampler = new ComputerSampler(script([0, 0], [5, 10], [5, 10], [0, 20]))
    expect([1, 2, 3].map(() => sampler.sample().cpu)).toEqual([50, 50, 0])
  })

  test('of this computer', () => {
    const sampler = new ComputerSampler(thisComputer)
    const { cpu, memory } = sampler.sample()
    expect(cpu >= 0 && cpu <= 100).toBe(true)
    expect(memory > 0 && memory <= 100).toBe(true)
    expect(thisComputer.now()).toBeGreaterThan(T)
  })
})

/** Takes items while the clock is moved on by the given steps. */
async function take(
  steps: number[],
  options: ComputerOptions,
  pipeline = pipelineOf(),
): Promise<{ items: Item[]; done: boolean }> {
  const clock = new SimulatedClock()
  const readings = script([0, 0], [1, 2])
  const source = computerSource('live', pipeline, { clock, readings, ...options })
  const items: Item[] = []
  let done = false
  const taking = (async () => {
    for await (const item of source.items) items.push(item)
    done = true
  })()
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  for (const ms of steps) {
    await turn()
    clock.advance(ms)
  }
  await turn()
  if (done) await taking
  return { items, done }
}

const times = (items: readonly Item[]): number[] =>
  items.map((item) => (item.kind === 'event' ? item.t! - T : item.kind === 'clock' ? item.pt - T : NaN))

describe('events', () => {
  test('come at a steady rate, and end', async () => {
    const { items, done } = await take([500, 500, 999, 1, 1000], { forMs: 3000 })
    expect([times(items), done]).toEqual([[1000, 2000, 3000], true])
    expect(items[0]).toMatchObject({ kind: 'event', ref: '0', key: null, values: { cpu: 50, memory: 33.33 } })
  })

  test('are due at multiples of the interval, however long each took', async () => {
    const { items } = await take([200, 250, 150, 200], { hz: 5 })
    expect(times(items)).toEqual([200, 450, 600, 800])
  })

  test('that are due together are one', async () => {
    const { items } = await take([1000, 3500, 500], {})
    expect(times(items)).toEqual([1000, 4500, 5000])
  })

  test('end when told to, while it waits or before', async () => {
    const stop = new AbortController()
    const taking = take([1000, 100, 1000], { signal: stop.signal })
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    stop.abort()
    const { items, done } = await taking
    expect([times(items), done]).toEqual([[1000], true])
    expect(await take([1000], { signal: stop.signal })).toEqual({ items: [], done: true })
  })

  test('in processing time move the clock', async () => {
    const { items } = await take([1000, 1000], {}, pipelineOf({ mode: 'processing' }))
    expect(items.map(({ kind }) => kind)).toEqual(['clock', 'event', 'clock', 'event'])
    expect([times([items[0]]), times([items[2]])]).toEqual([[1000], [2000]])
  })

  test('that the pipeline does not take are refused with the reason', async () => {
    const source = computerSource(
      'live',
      pipelineOf(undefined, { cpu: 'double', memory: 'double', disk: 'double' } as never),
      {
        ...{
          clock: {
            now: () => 0,
            after: (_ms: number, callback: () => void) => (setImmediate(callback), (): void => undefined),
          },
        },
        ...{ readings: script([0, 0]), forMs: 1000 },
      },
    )
    expect((await source.items[Symbol.asyncIterator]().next()).done).toBe(true)
    expect(source.refusals.first).toEqual([
      { place: 'live:1', reason: 'field disk is missing; declare it "double?" if it may be absent' },
    ])
  })
})

describe('as an input', () => {
  test('it is opened', () => {
    expect(openSource('live:computer', pipelineOf()).name).toBe('live:computer')
    expect(openSource('live:computer?hz=5&seconds=0.5', pipelineOf()).refusals.count).toBe(0)
  })

  test.each([
    ['live:fridge', 'there is no live input "live:fridge"'],
    ['live:computer?rate=5', 'live:computer has no option "rate"'],
    ['live:computer?hz=0', 'hz is "0"'],
    ['live:computer?hz=101', 'hz is "101"'],
    ['live:computer?hz=1e9', 'hz is "1e9"'],
    ['live:computer?seconds=', 'seconds is ""'],
    ['live:computer?seconds=-1', 'seconds is "-1"'],
  ])('%s', (input, message) => {
    expect(() => openSource(input, pipelineOf())).toThrow(message)
    expect(() => openSource(input, pipelineOf())).toThrow(
      expect.objectContaining({ code: 'E_INPUT', kind: 'usage', cure: expect.any(String) as string }) as Error,
    )
  })
})
