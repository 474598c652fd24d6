/** A journal as a session uses it: what is written when, and what a later host finds. */
import { describe, expect, test } from 'vitest'
import type { Item } from '../../shared/stream/event.ts'
import { Journal, type JournalStore } from './journal.ts'
import { encodeRecord, type RunHeader } from './records.ts'

const HEADER: RunHeader = { version: 1, run: 7, hash: 'cafe0123', terms: 'beef', single: false }
const item = (i: number): Item => ({ kind: 'event', t: i, ref: `ö${i}`, key: null, values: { v: i } })

/** A disk that remembers each append. */
class Memory implements JournalStore {
  bytes: Uint8Array
  readonly appends: string[] = []
  readonly cuts: number[] = []
  closed = 0
  synced = 0

  constructor(text = '') {
    this.bytes = Buffer.from(text)
  }

  read(): Uint8Array {
    return this.bytes
  }

  truncate(length: number): void {
    this.cuts.push(length)
    this.bytes = this.bytes.subarray(0, length)
  }

  append(text: string): void {
    this.appends.push(text)
    this.bytes = Buffer.concat([this.bytes, Buffer.from(text)])
  }

  sync(): void {
    this.synced = this.bytes.length
  }

  close(): void {
    this.closed += 1
  }
}

const kindsOf = (text: string): string[] => [...text.matchAll(/^\["(\w+)"/gm)].map(([, kind]) => kind)

describe('the order of writing', () => {
  test('items wait for the next flush, and go in one piece', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    journal.item(item(0))
    journal.item(item(1))
    journal.cut()
    expect(store.appends.map(kindsOf)).toEqual([['run']])
    journal.flush()
    journal.flush()
    expect(store.appends.map(kindsOf)).toEqual([['run'], ['item', 'item', 'cut']])
  })

  test('words and checkpoints are written at once, behind the items that they follow from', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    journal.item(item(0))
    journal.note({ kind: 'words', n: 0, words: Float64Array.of(1) })
    journal.note({ kind: 'told', n: 1 })
    journal.note({ kind: 'durable', f: 3 })
    expect(store.appends.map(kindsOf)).toEqual([['run'], ['item'], ['words'], ['told'], ['durable']])
  })

  test('losses wait with the items, but not for ever: nothing may be taken for a long time', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    journal.loss(item(0), 'thinned', 4)
    journal.item(item(1))
    expect(store.appends).toHaveLength(1)
    journal.flush()
    expect(kindsOf(store.appends[1])).toEqual(['loss', 'item'])
    for (let i = 0; i < 2000; i++) journal.loss(item(i), 'full', 1)
    expect(store.appends.length).toBeGreaterThan(2)
    for (const text of store.appends) expect(text.length).toBeLessThan(66_000)
    journal.close()
    expect(Journal.open(new Memory(store.bytes.toString())).past?.records[0]).toEqual({
      ...{ kind: 'loss', item: item(0), why: 'thinned', n: 4 },
    })
  })

  test('what no reader would take again is refused, and not written', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    const long: Item = { kind: 'event', t: 1, ref: 'a', key: null, values: { s: 'x'.repeat(262_144) } }
    expect(() => journal.item(long)).toThrow(expect.objectContaining({ code: 'E_JOURNAL', kind: 'usage' }))
    journal.item({ ...long, values: { s: 'ö'.repeat(262_000) } })
    journal.close()
    expect(Journal.open(new Memory(store.bytes.toString())).taken()).toHaveLength(1)
  })

  test('closing writes what was gathered', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    journal.item(item(0))
    journal.close()
    expect(kindsOf(store.bytes.toString())).toEqual(['run', 'item'])
    expect(store.closed).toBe(1)
  })

  test('what could not be written is an error at that moment, and not forgotten before', () => {
    const store = new Memory()
    const journal = Journal.open(store)
    journal.begin(HEADER)
    store.append = () => {
      throw new Error('ENOSPC')
    }
    journal.item(item(0))
    expect(() => journal.flush()).toThrow('ENOSPC')
  })
})

describe('a later host', () => {
  const text = [
    encodeRecord({ kind: 'run', header: HEADER }),
    ...[0, 1, 2].map((i) => encodeRecord({ kind: 'item', item: item(i) })),
    encodeRecord({ kind: 'durable', f: 3 }),
  ].join('')

  test('finds what there was, in order, and goes on behind it', () => {
    const store = new Memory(text)
    const journal = Journal.open(store)
    expect(journal.past?.header).toEqual(HEADER)
    expect(journal.past?.records.map(({ kind }) => kind)).toEqual(['item', 'item', 'item', 'durable'])
    expect(journal.items).toBe(3)
    expect(journal.taken()).toEqual([item(0), item(1), item(2)])
    journal.item(item(3))
    expect(journal.items).toBe(4)
    const { records } = journal.reread()
    expect(records.at(-1)).toEqual({ kind: 'item', item: item(3) })
    expect(journal.past?.records).toHaveLength(4)
    expect(() => journal.begin(HEADER)).toThrow('holds a run already')
  })

  test('holds the last copy of a checkpoint only', () => {
    const copy = (f: number): string => encodeRecord({ kind: 'copy', f, slots: 2, bytes: Uint8Array.of(f) })
    const journal = Journal.open(new Memory(`${text}${copy(4)}${copy(5)}${encodeRecord({ kind: 'cut' })}${copy(6)}`))
    for (const { records } of [journal.past!, journal.reread()]) {
      expect(records.map(({ kind }) => kind)).toEqual(['item', 'item', 'item', 'durable', 'cut', 'copy'])
      expect(records.at(-1)).toMatchObject({ f: 6, slots: 2 })
    }
  })

  test('what was synchronized is all that was gathered', () => {
    const store = new Memory(text)
    const journal = Journal.open(store)
    journal.item(item(3))
    journal.sync()
    expect(kindsOf(store.appends.join(''))).toEqual(['item'])
    expect(store.synced).toBe(store.bytes.length)
  })

  test('the torn end is cut off before anything is added, at every byte', () => {
    const bytes = Buffer.from(text)
    for (let length = 0; length < bytes.length; length++) {
      const store = new Memory()
      store.bytes = bytes.subarray(0, length)
      const journal = Journal.open(store)
      if (journal.past === null) journal.begin(HEADER)
      journal.item(item(9))
      journal.close()
      const again = Journal.open(new Memory(store.bytes.toString()))
      expect(again.past?.header, `at ${length}`).toEqual(HEADER)
      expect(again.past?.records.at(-1), `at ${length}`).toEqual({ kind: 'item', item: item(9) })
    }
  })

  test('an empty file is a run to begin', () => {
    const journal = Journal.open(new Memory())
    expect(journal.past).toBeNull()
    expect(journal.items).toBe(0)
    expect(() => journal.reread()).toThrow(expect.objectContaining({ code: 'E_JOURNAL' }))
  })

  test.each([
    ['a record that is no header', encodeRecord({ kind: 'cut' })],
    ['a recording', 't,v\n1,2\n3,4\n'],
    ['a text in one line', '{"name":"a pipeline","stages":[]}\n'],
    ['a text without line end', 'important'],
    ['bytes', '\x00\x01\x02'],
  ])('%s is no journal: refused, and left as it is', (_, content) => {
    const store = new Memory(content)
    expect(() => Journal.open(store)).toThrow(expect.objectContaining({ code: 'E_JOURNAL', kind: 'usage' }))
    expect(store.bytes.toString()).toBe(content)
    expect(store.cuts).toEqual([])
  })
})
