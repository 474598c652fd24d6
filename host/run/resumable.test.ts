/** What a run may be resumed with, and what a journal never holds. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { CUTTING } from '../../shared/protocol/cutter.ts'
import { encodeNumbered } from '../../shared/protocol/frames.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { Journal, type JournalStore } from '../journal/journal.ts'
import { Loads } from '../soak/loads.ts'
import type { Load } from '../soak/run.ts'
import { framesOf } from './replay.ts'
import { headerOf, requireSame, requireShort } from './resumable.ts'

function inMemory(): JournalStore {
  let text = ''
  const none = (): void => undefined
  return { read: () => Buffer.from(text), truncate: none, append: (more) => (text += more), sync: none, close: none }
}

const BUILD = { hash: '00abcdef' }

function pipelineOf(more: object = {}, outOfOrdernessMs = 100): Pipeline {
  return loadPipeline({
    name: 'rooms',
    input: { fields: { room: 'int', v: 'double' }, key: 'room' },
    time: { mode: 'event', outOfOrdernessMs },
    stages: [{ id: 'three', window: { type: 'count', size: 3 }, aggregates: { n: 'count()' } }],
    limits: { keys: 2, ...more },
  })
}

describe('the header of a run', () => {
  const terms = (pipeline: Pipeline): string => headerOf(7, pipeline, BUILD, {}).terms

  test('names run, program and cut; its terms are those of the pipeline, in every process', () => {
    expect(headerOf(7, pipelineOf(), BUILD, { single: true })).toMatchObject({
      ...{ version: 1, run: 7, hash: '00abcdef', single: true },
      terms: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    })
    expect(terms(pipelineOf())).toBe(terms(pipelineOf()))
  })

  test.each<[string, Pipeline]>([
    ['frames', pipelineOf({ frame: 2 })],
    ['bounds', pipelineOf({ keys: 3 })],
    ['the time that events may be late', pipelineOf({}, 400)],
    ['a number that JSON does not have', { ...pipelineOf(), limits: { ...pipelineOf().limits, keys: Infinity } }],
    ['a sign of zero', { ...pipelineOf(), limits: { ...pipelineOf().limits, keys: -0 } }],
    ['none of these', { ...pipelineOf(), limits: { ...pipelineOf().limits, keys: 0 } }],
  ])('other terms: %s', (_, other) => {
    expect(terms(other)).not.toBe(terms(pipelineOf()))
    expect(terms({ ...other, limits: { ...other.limits, keys: 77 } })).not.toBe(terms(other))
  })

  test.each<[string, object, string]>([
    ['another program', { hash: '11111111' }, 'by program 11111111, this is 00abcdef'],
    ['another pipeline', { terms: 'beef' }, 'with another pipeline or by another version'],
    ['another cut', { single: true }, 'with other frames'],
  ])('%s: refused', (_, past, said) => {
    const now = headerOf(7, pipelineOf(), BUILD, {})
    expect(() => requireSame({ ...now, ...past }, now)).toThrow(
      expect.objectContaining({ code: 'E_JOURNAL', kind: 'usage' }),
    )
    expect(() => requireSame({ ...now, ...past }, now)).toThrow(said)
  })

  test('the same, whatever its number, and none: taken', () => {
    const now = headerOf(7, pipelineOf(), BUILD, {})
    expect(() => requireSame({ ...now, run: 8 }, now)).not.toThrow()
    expect(() => requireSame(null, now)).not.toThrow()
  })
})

describe('texts', () => {
  const item = (key: string, s = ''): Item => ({ kind: 'event', t: 1, ref: 'line 9', key, values: { s } })

  test.each([
    ['a short key', item('x'.repeat(100))],
    ['one that just fits', item('x'.repeat(500))],
    ['marks', { kind: 'watermark', wm: 5 } satisfies Item],
    ['no key', { ...(item('') as Extract<Item, { kind: 'event' }>), key: null }],
  ])('%s: taken', (_, each) => {
    expect(() => requireShort(each, 3)).not.toThrow()
  })

  test.each<[string, Item, string]>([
    ['a key', item('x'.repeat(700)), "item 3: 'key' has 700 characters"],
    ['a value', item('a', 'x'.repeat(600)), "item 3: 's' has 600 characters"],
    [
      'a value whose field is called as the key is',
      { kind: 'event', t: 1, ref: 'line 9', key: 7, values: { key: 'x'.repeat(600) } },
      "item 3: 'key' has 600 characters",
    ],
    ['letters that take several bytes', item('ö'.repeat(300)), "item 3: 'key' has 300 characters"],
  ])('%s: refused, with its place', (_, each, said) => {
    expect(() => requireShort(each, 3)).toThrow(said)
    expect(() => requireShort(each, 3)).toThrow(
      expect.objectContaining({ code: 'E_TOO_LONG', kind: 'usage', place: 'line 9' }),
    )
  })
})

describe('frames of a journal are the same in every version with this number for the cut', () => {
  /** Digests of the frames of loads of the soak. Where one changes, `CUTTING` has to grow with it, unless a load was changed. */
  const RECORDED: Readonly<Record<number, readonly string[]>> = {
    1: ['71f7d94a', 'aec435ae', '11ad1474', 'aa643fbd', '518768eb', 'abed82dd', '37aae4de'],
  }
  let loads: Load[]
  beforeAll(async () => {
    const all = new Loads()
    loads = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((n) => all.of(n)))
  })

  test('as recorded', () => {
    const digests = loads.map(({ pipeline, build, items }) => {
      const journal = Journal.open(inMemory())
      journal.begin(headerOf(7, pipeline, build, {}))
      for (const item of items) journal.item(item)
      const text = framesOf(journal, pipeline, build, Infinity).map((frame, f) => encodeNumbered(f, frame))
      return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 8)
    })
    expect(digests).toEqual(RECORDED[CUTTING])
  })
})
