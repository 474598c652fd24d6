import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { openSource } from './open.ts'
import { isSimulated } from './simulated.ts'
import type { Source } from './source.ts'

function pipelineOf(fields: object, key: string, mode: 'event' | 'processing' = 'event'): Pipeline {
  const time = mode === 'event' ? { mode, outOfOrdernessMs: 0 } : { mode }
  return loadPipeline({
    name: 'sim',
    input: { fields, key },
    time,
    stages: [{ window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }],
  })
}

const machines = pipelineOf({ machine: 'int', velocity: 'double' }, 'machine')
const cards = (mode: 'event' | 'processing'): Pipeline => pipelineOf({ card: 'int', status: 'string' }, 'card', mode)

async function read(input: string, pipeline: Pipeline): Promise<{ items: Item[]; source: Source }> {
  const source = openSource(input, pipeline)
  const items: Item[] = []
  for await (const item of source.items) items.push(item)
  return { items, source }
}

test('the options count, and the same options give the same items', async () => {
  const few = await read('sim:factory?machines=3&seconds=2', machines)
  expect(few.items).toHaveLength(3 * 2 * 10)
  expect(few.source).toMatchObject({ name: 'sim:factory?machines=3&seconds=2', refusals: { count: 0 } })
  expect((await read('sim:factory?machines=3&seconds=2', machines)).items).toEqual(few.items)
  expect((await read('sim:factory?machines=3&seconds=2&seed=2', machines)).items).not.toEqual(few.items)
})

test('in event time there are events only, in the order of their arrival, named', async () => {
  const { items } = await read('sim:cards?cards=9&minutes=20', cards('event'))
  expect(items.every(({ kind }) => kind === 'event')).toBe(true)
  const times = items.map((item) => (item.kind === 'event' ? item.t! : 0))
  expect(times).not.toEqual([...times].sort((a, b) => a - b))
  expect(items[0]).toMatchObject({
    kind: 'event',
    ref: expect.stringMatching(/^p\d+$/),
    values: { card: expect.any(Number) },
  })
})

test('in processing time the clock stands before each event, as it arrived, and never falls', async () => {
  const { items } = await read('sim:cards?cards=9&minutes=20', cards('processing'))
  const clocks = items.flatMap((item) => (item.kind === 'clock' ? [item.pt] : []))
  expect(clocks.length).toBeGreaterThan(20)
  expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b))
  expect(items[0].kind).toBe('clock')
  const refs = (all: readonly Item[]): string[] => all.flatMap((item) => (item.kind === 'event' ? [item.ref] : []))
  expect(refs(items)).toEqual(refs((await read('sim:cards?cards=9&minutes=20', cards('event'))).items))
})

test('events that arrive at the same millisecond share its tick', async () => {
  const live = pipelineOf({ machine: 'int', velocity: 'double' }, 'machine', 'processing')
  const { items } = await read('sim:factory?machines=30&seconds=2', live)
  const clocks = items.flatMap((item) => (item.kind === 'clock' ? [item.pt] : []))
  expect(clocks.length).toBeLessThan(600)
  expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b))
})

test('what the pipeline does not take is refused with its place', async () => {
  const { items, source } = await read('sim:factory?machines=1&seconds=1', pipelineOf({ motor: 'int' }, 'motor'))
  expect(items).toEqual([])
  expect(source.refusals.count).toBe(10)
  expect(source.refusals.first[9]).toEqual({
    place: 'sim:factory?machines=1&seconds=1:10',
    reason: 'field motor is missing; declare it "int?" if it may be absent',
  })
})

describe('what is no simulation', () => {
  test.each([
    ['sim:factry', 'there is no simulation "factry"', 'did you mean sim:factory?'],
    ['sim:', 'there is no simulation ""', 'there are sim:factory, sim:cards'],
    ['sim:toString', 'there is no simulation "toString"', 'there are'],
    ['sim:factory?machine=3', 'sim:factory has no option "machine"', 'its options are machines, seconds, seed'],
    ['sim:factory?machines=0', 'machines is "0"', 'machines is a whole number from 1'],
    ['sim:cards?minutes=1e3', 'minutes is "1e3"', 'minutes is a whole number from 1'],
    ['sim:cards?seed=', 'seed is ""', 'seed is a whole number from 0'],
  ])('%s: %s', (input, message, cure) => {
    expect(() => openSource(input, machines)).toThrow(
      expect.objectContaining({
        code: 'E_INPUT',
        kind: 'usage',
        place: input,
        message,
        cure: expect.stringContaining(cure),
      }),
    )
  })

  test.each([
    ['sim:factory', true],
    ['./sim:factory', false],
    ['readings.csv', false],
  ])('%s: %s', (input, is) => expect(isSimulated(input)).toBe(is))
})
