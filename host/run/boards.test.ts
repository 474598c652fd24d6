/** One pipeline on several emulated boards: together they say what one reference says of the whole input. */
import { describe, expect, test } from 'vitest'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Event, Item } from '../../shared/stream/event.ts'
import { Device } from '../devices/device.ts'
import { EmulatorPort } from '../devices/emulator.ts'
import { Random } from '../sources/random.ts'
import { shuffle } from '../sources/shuffle.ts'
import { requireDivisible, verifyOnBoards, type BoardsOptions, type BoardsVerification } from './boards.ts'

const window = (more: object): object => ({ from: 'input', aggregates: { n: 'count()', m: 'mean(v)' }, ...more })

/** What fires, refires, waits and refuses: all that the watermark of other boards' events may change. */
const STAGES = [
  window({ id: 'panes', window: { type: 'sliding', sizeMs: 400, slideMs: 100 } }),
  window({ id: 'kept', window: { type: 'tumbling', sizeMs: 250 }, allowedLatenessMs: 100 }),
  window({ id: 'session', window: { type: 'session', gapMs: 60 } }),
  { id: 'high', from: 'input', detect: { when: 'v > 60', until: 'v < 30' } },
  { id: 'odd', from: 'input', anomaly: { zscore: { field: 'v', size: 5, threshold: 2 }, emit: 'scores' } },
  { id: 'rising', from: 'panes', detect: { when: 'm > 50' } },
]

function pipelineOf(more: object = {}): Pipeline {
  return loadPipeline({
    name: 'boards',
    input: { fields: { k: 'string', v: 'double' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs: 50 },
    stages: STAGES,
    limits: { keys: 7, waiting: 8, texts: 1, frame: 8 },
    ...more,
  })
}

async function* inTurn(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

function readings(seed: number, keys: number, count: number): Event[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const key = `k${random.below(keys)}`
    return { kind: 'event', t: 10_000 + 10 * i, ref: `e${i}`, key, values: { k: key, v: random.below(100) } }
  })
}

const messy = (seed: number): { seed: number; boundMs: number; stragglerEvery: number; stragglerMs: number } => {
  return { seed, boundMs: 50, stragglerEvery: 15, stragglerMs: 250 }
}

async function onBoards(
  boards: number,
  pipeline: Pipeline,
  items: AsyncIterable<Item>,
  options: BoardsOptions = {},
): Promise<BoardsVerification> {
  const devices = Array.from({ length: boards }, () => new Device(new EmulatorPort({ vars: 4000 })))
  try {
    for (const device of devices) await device.open()
    return await verifyOnBoards(devices, pipeline, await buildFirmware(pipeline), items, options)
  } finally {
    for (const device of devices) await device.close()
  }
}

describe('out of order, with late events, on', () => {
  test.each([1, 2, 3, 7].flatMap((boards) => [1, 2].map((seed) => [boards, seed])))(
    '%d boards (seed %d): nothing differs from one reference over the whole input',
    async (boards, seed) => {
      const { verdict, items, fates } = await onBoards(
        boards,
        pipelineOf(),
        shuffle(inTurn(readings(seed, 7, 300)), messy(seed)),
      )
      expect(verdict).toMatchObject({ equal: true, lost: 0 })
      expect(verdict.results).toBeGreaterThan(200)
      expect(items).toBe(300)
      expect(fates['kept'].late).toBeGreaterThan(0)
      expect(fates['kept'].refired).toBeGreaterThan(0)
    },
  )

  test('one event a frame', async () => {
    const { verdict } = await onBoards(3, pipelineOf(), shuffle(inTurn(readings(5, 7, 150)), messy(5)), {
      single: true,
    })
    expect(verdict).toMatchObject({ equal: true })
  })
})

test('explicit watermarks and the clock reach every board', async () => {
  const events = readings(3, 4, 60)
  const marked = events.flatMap((event, i): Item[] =>
    i % 10 === 9 ? [event, { kind: 'watermark', wm: event.t! - 30 }] : [event],
  )
  const explicit = pipelineOf({ time: { mode: 'event', watermarks: 'explicit' }, stages: [STAGES[0], STAGES[3]] })
  expect((await onBoards(2, explicit, inTurn(marked))).verdict).toMatchObject({ equal: true })
  const ticked = events.flatMap((event): Item[] => [
    { kind: 'clock', pt: event.t! },
    { ...event, t: null },
  ])
  const stages = [STAGES[0], STAGES[3]]
  const processing = pipelineOf({ time: { mode: 'processing' }, stages })
  const { verdict, boards } = await onBoards(2, processing, inTurn(ticked))
  expect(verdict).toMatchObject({ equal: true })
  expect(boards.map(({ items }) => items)).toEqual(
    boards.map(({ keys }) => 60 + events.filter(({ key }) => keys.includes(key)).length),
  )
})

test('the place of a forgotten key is free for the next one, on the board where it was', async () => {
  const short = pipelineOf({
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ buffer: { size: 2 }, aggregates: { n: 'count()' } }],
    limits: { keys: 1, ttlMs: 10 },
  })
  const words: [string, number][] = [
    ['a', 0],
    ['b', 1],
    ['a', 8],
    ['a', 16],
    ['c', 17],
    ['c', 18],
    ['a', 26],
    ['a', 34],
    ['a', 38],
    ['d', 39],
  ]
  const items = words.map(([key, t], i): Event => ({ kind: 'event', t, ref: `e${i}`, key, values: { k: key, v: 1 } }))
  const { verdict, device, boards } = await onBoards(2, short, inTurn(items))
  expect(verdict).toMatchObject({ equal: true, lost: 0, results: 10 })
  expect(device.refused).toBe(0)
  expect(boards.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c', 'd']])
})

test('keys go to the boards in turn, and stay; what each did is told, and the sum', async () => {
  const items = readings(4, 5, 100)
  const seen: number[] = []
  const results: unknown[] = []
  const run = await onBoards(2, pipelineOf(), inTurn(items), {
    onItem: (n) => seen.push(n),
    onDevice: (result) => results.push(result),
  })
  const order = [...new Set(items.map(({ key }) => key))]
  expect(run.boards.map(({ keys }) => keys)).toEqual([
    order.filter((_, i) => i % 2 === 0),
    order.filter((_, i) => i % 2 === 1),
  ])
  expect(run.boards.map(({ items: n }) => n).reduce((a, b) => a + b)).toBe(100)
  expect(seen).toEqual(items.map((_, i) => i + 1))
  expect(results).toHaveLength(run.verdict.results)
  const { device, boards, line, instructions, deviceMs } = run
  expect(device.fates).toEqual([[expect.any(Number), 0, 0, 0], expect.anything(), expect.anything()])
  expect(device.fates[0][0]).toBe(100)
  expect(device.memory).toEqual(boards.map(({ counters }) => counters.memory).sort((a, b) => b![0] - a![0])[0])
  expect(line.frames).toBeGreaterThan(10)
  expect(instructions).toBe(boards[0].instructions! + boards[1].instructions!)
  expect(deviceMs).toBe(Math.max(...boards.map((board) => board.deviceMs)))
})

test('more keys than all boards have room for are refused and told, the others are right', async () => {
  const { verdict, device } = await onBoards(
    2,
    pipelineOf({ stages: STAGES.slice(0, 1), limits: { keys: 2 } }),
    inTurn(readings(6, 7, 100)),
  )
  expect(verdict).toMatchObject({ equal: true, differ: 0 })
  expect(verdict.lost).toBeGreaterThan(0)
  expect(device.refused).toBeGreaterThan(0)
})

test('a board that fails is told as such, by its address', async () => {
  const devices = [
    new Device(new EmulatorPort({ vars: 4000 })),
    new Device(new EmulatorPort({ vars: 4000 }, 'emu:second')),
  ]
  for (const device of devices) await device.open()
  const pipeline = pipelineOf()
  let items = 0
  const work = verifyOnBoards(devices, pipeline, await buildFirmware(pipeline), inTurn(readings(1, 4, 200)), {
    timeoutMs: 50,
    onItem: (n) => {
      items = n
      if (n === 50) void devices[1].close()
    },
  })
  await expect(work).rejects.toMatchObject({ code: 'E_GONE', place: 'emu:second' })
  expect(items).toBeLessThan(200)
  await devices[0].close()
})

describe('what cannot be spread', () => {
  const compound = {
    id: 'many',
    from: ['high', 'odd'],
    anomaly: { compound: { atLeast: 2, withinMs: 50, count: 'keys' } },
  }

  test.each([
    ['a pipeline without a key', { input: { fields: { v: 'double' } } }, /it has no key/],
    ['a stage that counts over all keys', { stages: [...STAGES, compound] }, /stage 'many' counts over all keys/],
    [
      'one that counts stages and keys',
      { stages: [...STAGES, { ...compound, anomaly: { compound: { atLeast: 2, withinMs: 50, count: 'both' } } }] },
      /stage 'many' counts over all keys/,
    ],
  ])('%s', (_, more, why) => {
    expect(() => requireDivisible(pipelineOf(more))).toThrow(
      expect.objectContaining({
        code: 'E_BOARDS',
        kind: 'usage',
        message: expect.stringMatching(why),
        cure: expect.stringContaining('use one board'),
      }),
    )
  })

  test('counting by stages can be', () => {
    const byStage = { ...compound, anomaly: { compound: { atLeast: 2, withinMs: 50 } } }
    expect(() => requireDivisible(pipelineOf({ stages: [...STAGES, byStage] }))).not.toThrow()
  })
})
