/** Records of a journal: what is written is read again, to the bit; a torn end is cut off, anything else that is spoilt is told. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../shared/stream/event.ts'
import { encodeRecord, readJournal, type JournalRecord, type Loss } from './records.ts'

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0, 5e-324, Number.MAX_VALUE),
)
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('-0', '\n*\n', '\u2028', '\ud800', '["run",{}]*0', '__proto__'),
)
const value = fc.oneof(number, text, fc.boolean(), fc.constant(null))
const side = fc.constantFrom({}, { side: 'left' as const }, { side: 'right' as const })
const event = fc
  .tuple(fc.option(fc.maxSafeInteger()), text, value, fc.dictionary(fc.string(), value), side)
  .map(([t, ref, key, values, more]): Item => ({ kind: 'event', t, ref, key, values: { ...values }, ...more }))
const item: fc.Arbitrary<Item> = fc.oneof(
  event,
  fc.tuple(fc.maxSafeInteger(), side).map(([wm, more]): Item => ({ kind: 'watermark', wm, ...more })),
  fc.maxSafeInteger().map((pt): Item => ({ kind: 'clock', pt })),
)
const record: fc.Arbitrary<JournalRecord> = fc.oneof(
  item.map((each): JournalRecord => ({ kind: 'item', item: each })),
  fc
    .tuple(item, fc.constantFrom<Loss[]>('thinned', 'full', 'lag', 'large', 'superseded'), fc.nat())
    .map(([each, why, n]): JournalRecord => ({ kind: 'loss', item: each, why, n })),
  fc.constant<JournalRecord>({ kind: 'cut' }),
  fc.maxSafeNat().map((f): JournalRecord => ({ kind: 'durable', f })),
  fc.maxSafeNat().map((n): JournalRecord => ({ kind: 'told', n })),
  fc
    .tuple(fc.maxSafeNat(), fc.float64Array({ maxLength: 20 }))
    .map(([n, words]): JournalRecord => ({ kind: 'words', n, words })),
  fc
    .tuple(fc.maxSafeNat(), fc.maxSafeNat(), fc.uint8Array({ maxLength: 600 }))
    .map(([f, slots, bytes]): JournalRecord => ({ kind: 'copy', f, slots, bytes })),
  fc
    .tuple(fc.integer({ min: 1, max: 2 ** 32 - 1 }), fc.stringMatching(/^[0-9a-f]{8}$/), fc.boolean())
    .map(([run, hash, single]): JournalRecord => ({
      kind: 'run',
      header: { version: 1, run, hash, terms: 'beef', single },
    })),
)

const written = (records: readonly JournalRecord[]): Uint8Array => Buffer.from(records.map(encodeRecord).join(''))
/** Buffers as what they are made of, so that only content counts. */
const plain = (records: readonly JournalRecord[]): unknown[] =>
  records.map((each) => {
    if (each.kind === 'words') return { ...each, words: [...each.words] }
    return each.kind === 'copy' ? { ...each, bytes: [...each.bytes] } : each
  })

describe('what was written', () => {
  test('is read again, whatever the input says, signs of zero included', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const bytes = written(records)
        const contents = readJournal(bytes)
        expect(plain(contents.records)).toStrictEqual(plain(records))
        expect(contents.length).toBe(bytes.length)
      }),
      { numRuns: 500 },
    )
  })

  test('is one line a record, with the check sum of its UTF-8 bytes', () => {
    expect(encodeRecord({ kind: 'durable', f: 12 })).toBe('["durable",12]*7d289b4e\n')
    const line = encodeRecord({ kind: 'item', item: { kind: 'event', t: 1, ref: 'ö\n', key: -0, values: { v: -0 } } })
    expect(line).toMatch(
      /^\["item",\{"kind":"event","t":1,"ref":"ö\\n","key":\["-0"\],"values":\{"v":\["-0"\]\}\}\]\*[0-9a-f]{1,8}\n$/,
    )
  })

  test('no bytes are no records', () => {
    expect(readJournal(new Uint8Array(0))).toEqual({ records: [], length: 0 })
  })
})

const SAMPLE: readonly JournalRecord[] = [
  { kind: 'run', header: { version: 1, run: 7, hash: 'cafe0123', terms: 'beef', single: false } },
  { kind: 'item', item: { kind: 'event', t: 5, ref: 'e0', key: 'ö', values: { v: -0, s: 'a\nb' } } },
  { kind: 'words', n: 0, words: Float64Array.of(NaN, -0, 1e300) },
  { kind: 'cut' },
]

describe('a torn end', () => {
  test('at every byte: what is whole before it is there, and its length told', () => {
    const lines = SAMPLE.map((each) => Buffer.from(encodeRecord(each)))
    const bytes = written(SAMPLE)
    const ends = lines.reduce<number[]>((all, line) => [...all, all.at(-1)! + line.length], [0])
    for (let length = 0; length <= bytes.length; length++) {
      const whole = ends.filter((end) => end <= length).length - 1
      const { records, length: good } = readJournal(bytes.subarray(0, length))
      expect(plain(records), `at ${length}`).toStrictEqual(plain(SAMPLE.slice(0, whole)))
      expect(good, `at ${length}`).toBe(ends[whole])
    }
  })
})

describe('what is spoilt in the middle', () => {
  test('any bit of a record that others follow: an error that names its place', () => {
    const first = encodeRecord(SAMPLE[0]).length
    const second = Buffer.byteLength(encodeRecord(SAMPLE[1]))
    const bytes = written(SAMPLE)
    for (let at = first; at < first + second; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const spoilt = Uint8Array.from(bytes)
        spoilt[at] ^= 1 << bit
        expect(() => readJournal(spoilt), `byte ${at} bit ${bit}`).toThrow(
          expect.objectContaining({
            code: 'E_JOURNAL',
            kind: 'usage',
            message: expect.stringContaining(`at byte ${first}:`) as string,
          }),
        )
      }
    }
  })

  test.each([
    ['a record of a later version', ['next', 1]],
    ['a header of a later version', ['run', { version: 2, run: 1, hash: '0', single: false }]],
    ['an item of no kind', ['item', { kind: 'thing' }]],
    ['an event without values', ['item', { kind: 'event', values: null }]],
    ['a watermark without a time', ['item', { kind: 'watermark', wm: 1.5 }]],
    ['words that are no words', ['words', 0, 5]],
    ['a number that is none', ['durable', '5']],
    ['a copy that does not say in how many slots', ['copy', 5, 'AQI=']],
    ['a loss without a reason that is known', ['loss', { kind: 'watermark', wm: 1 }, 'bored', 1]],
    ['a loss of nothing', ['loss', null, 'full', 1]],
    ['no list', { kind: 'cut' }],
  ])('%s is none, though its check sum is right', async (_, body) => {
    const { crc32 } = await import('../../shared/protocol/line.ts')
    const text = JSON.stringify(body)
    const line = `${text}*${crc32(Buffer.from(text)).toString(16)}\n`
    expect(() => readJournal(Buffer.from(line + encodeRecord({ kind: 'cut' })))).toThrow('spoilt at byte 0')
  })

  test('a line without end is not taken for a record, however long', () => {
    const long = Buffer.alloc(3 << 20, 'x')
    expect(readJournal(long)).toEqual({ records: [], length: 0 })
    long[2 << 20] = 10
    long[(2 << 20) + 5] = 10
    expect(() => readJournal(long)).toThrow(expect.objectContaining({ code: 'E_JOURNAL' }))
  })
})
