/** What a resumed run reads of its input: all that its journal does not hold, and only if the rest is what it was. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../shared/stream/event.ts'
import { Journal } from '../journal/journal.ts'
import { encodeRecord, type JournalRecord } from '../journal/records.ts'
import { Refusals, type Source } from '../sources/source.ts'
import { untakenOf } from './untaken.ts'

const event = (i: number): Item => ({ kind: 'event', t: i, ref: `r${i}`, key: i % 2, values: { v: -0 } })
const HEAD: JournalRecord = {
  kind: 'run',
  header: { version: 1, run: 7, hash: 'cafe0123', terms: 'beef', single: false },
}
const taken = (i: number): JournalRecord => ({ kind: 'item', item: event(i) })
const lost = (i: number): JournalRecord => ({ kind: 'loss', item: event(i), why: 'full', n: 1 })

function journalOf(...records: readonly JournalRecord[]): Journal {
  const bytes = Buffer.from(records.map(encodeRecord).join(''))
  const none = (): void => undefined
  return Journal.open({ read: () => bytes, truncate: none, append: none, sync: none, close: none })
}

function sourceOf(items: readonly Item[], more: Partial<Source> = {}): Source {
  const each = async function* (): AsyncGenerator<Item> {
    yield* items
  }
  return { name: 'input', items: each(), refusals: new Refusals(), notes: ['a note'], ...more }
}

/** The numbers of the items that a run reads of events 0 … count - 1. */
async function read(journal: Journal | undefined, count: number, more: Partial<Source> = {}): Promise<unknown[]> {
  const numbers: unknown[] = []
  const items = Array.from({ length: count }, (_, i) => event(i))
  for await (const item of untakenOf(sourceOf(items, more), journal).items)
    numbers.push(item.kind === 'event' && item.t)
  return numbers
}

describe('a recording', () => {
  test.each<[string, readonly JournalRecord[], number[]]>([
    ['of a run that took nothing yet', [HEAD], [0, 1, 2, 3, 4, 5]],
    ['goes on behind what was taken', [HEAD, taken(0), taken(1)], [2, 3, 4, 5]],
    ['marks between the items change nothing', [HEAD, taken(0), { kind: 'cut' }, taken(1)], [2, 3, 4, 5]],
    ['what was left out stays out', [HEAD, taken(0), lost(1), lost(2), taken(3)], [4, 5]],
    ['what waited comes, though later ones were left out', [HEAD, taken(0), lost(2), lost(4)], [1, 3, 5]],
    ['left out before what was taken was written', [HEAD, lost(3), taken(0), lost(1), taken(2)], [4, 5]],
    ['a run that took everything', [HEAD, ...[0, 1, 2, 3, 4, 5].map(taken)], []],
  ])('%s', async (_, records, rest) => {
    expect(await read(journalOf(...records), 6)).toEqual(rest)
  })

  test('without a journal, or with a new one, it is the source itself', () => {
    const source = sourceOf([])
    expect(untakenOf(source, undefined)).toBe(source)
    expect(untakenOf(source, journalOf())).toBe(source)
  })

  test('refusals and notes are those of the source', () => {
    const source = sourceOf([])
    const { name, refusals, notes } = untakenOf(source, journalOf(HEAD))
    expect({ name, refusals, notes }).toEqual({ name: 'input', refusals: source.refusals, notes: ['a note'] })
    expect(refusals).toBe(source.refusals)
  })

  test.each<[string, readonly JournalRecord[], number, number]>([
    ['another one', [HEAD, taken(1)], 6, 1],
    ['the same in another order', [HEAD, taken(1), taken(0)], 6, 1],
    ['one that ends before', [HEAD, taken(0), taken(1), taken(2)], 2, 3],
    ['one without an item that was left out', [HEAD, taken(0), lost(9)], 4, 5],
  ])('%s is refused, with its place', async (_, records, count, at) => {
    await expect(read(journalOf(...records), count)).rejects.toMatchObject({
      code: 'E_JOURNAL',
      kind: 'usage',
      message: expect.stringContaining(`item ${at} of the input`) as string,
    })
  })

  test('the sign of a zero makes another item', async () => {
    const other = { ...event(0), values: { v: 0 } } as Item
    await expect(read(journalOf(HEAD, { kind: 'item', item: other }), 1)).rejects.toMatchObject({ code: 'E_JOURNAL' })
  })

  test('whatever was taken and left out: the rest comes, in order, each once; equal items too', async () => {
    const fates = fc.array(fc.constantFrom('taken', 'lost'), { maxLength: 12 })
    const waiting = fc.array(fc.boolean(), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fates, waiting, fc.integer({ min: 1, max: 30 }), async (first, then, distinct) => {
        const items = Array.from({ length: first.length + then.length }, (_, i) => event(i % distinct))
        // Behind the last that was taken some are left out already, the others wait.
        const records = items.flatMap((item, i): JournalRecord[] => {
          const fate = first[i] ?? (then[i - first.length] ? 'lost' : 'waits')
          if (fate === 'taken') return [{ kind: 'item', item }]
          return fate === 'lost' ? [{ kind: 'loss', item, why: 'thinned', n: 2 }] : []
        })
        const source = untakenOf(sourceOf(items), journalOf(HEAD, ...records))
        const rest: string[] = []
        for await (const item of source.items) rest.push(JSON.stringify(item))
        const missing = items.filter((_, i) => i >= first.length && !then[i - first.length])
        expect([...rest].sort()).toEqual(missing.map((item) => JSON.stringify(item)).sort())
        if (distinct >= items.length) expect(rest).toEqual(missing.map((item) => JSON.stringify(item)))
      }),
      { numRuns: 300 },
    )
  })
})

test('of a live source nothing comes again: all of it is taken', async () => {
  expect(await read(journalOf(HEAD, taken(0), taken(7)), 3, { live: true })).toEqual([0, 1, 2])
})
