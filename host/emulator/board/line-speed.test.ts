/** Bytes at the wrong speed: nothing changes while the speeds agree, and nothing of the text is left when they do not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heardAt } from './line-speed.ts'

const bytesOf = (sent: readonly number[], from: number, to: number): number[] =>
  heardAt(sent, from, to).map(({ byte }) => byte)
const someBytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 60 })
const text = [...'\x10echo(0);print("#1#","")\n'].map((char) => char.charCodeAt(0))

describe('speeds that agree', () => {
  test('bytes arrive as they were sent, each when its stop bit is over', () => {
    expect(heardAt([65, 0, 255], 115_200, 115_200)).toEqual([
      { byte: 65, after: 10 },
      { byte: 0, after: 20 },
      { byte: 255, after: 30 },
    ])
    expect(heardAt([], 9600, 19_200)).toEqual([])
  })

  test('two per cent do not matter, whatever the bytes', () => {
    fc.assert(
      fc.property(someBytes, fc.double({ min: 0.98, max: 1.02, noNaN: true }), (sent, factor) => {
        expect(bytesOf(sent, 115_200 * factor, 115_200)).toEqual(sent)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('ten per cent do', () => {
    expect(bytesOf(text, 115_200, 126_720)).not.toEqual(text)
    expect(bytesOf(text, 115_200, 103_680)).not.toEqual(text)
  })
})

describe('speeds that do not', () => {
  test.each([
    // Eight bits of the receiver in one of the sender: a zero is seven zeros and what follows it, a run of them a byte of zeros.
    [115_200, 921_600, [0x41], [0x80, 0x00, 0x80]],
    // One bit of the receiver in eight of the sender: the start bit is already over when it is looked at, or all is one zero.
    [921_600, 115_200, [0x41], [0xff]],
    [921_600, 115_200, [0xff], []],
    [921_600, 115_200, [0x00, 0x00], [0xfe]],
    // Half speed: pairs of bits.
    [9600, 19_200, [0xff], [0xfe]],
  ])('%i heard at %i: %j as %j', (from, to, sent, heard) => {
    expect(bytesOf(sent, from, to)).toEqual(heard)
  })

  test.each([
    [115_200, 921_600],
    [921_600, 115_200],
    [115_200, 9600],
  ])('of a console line sent at %i nothing is left at %i, not even its end', (from, to) => {
    const heard = bytesOf(text, from, to)
    expect(heard.length).toBeGreaterThan(0)
    expect(heard.filter((byte) => byte === 10 || byte === 3)).toEqual([])
  })

  test('what is heard comes in order, none of it before its ten bits', () => {
    fc.assert(
      fc.property(someBytes, fc.constantFrom(9600, 115_200, 460_800, 921_600), (sent, from) => {
        const times = heardAt(sent, from, 57_600).map(({ after }) => after)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        for (const time of times) expect(time).toBeGreaterThanOrEqual((9.999 * from) / 57_600)
        // No more than the receiver's own speed allows.
        for (let i = 1; i < times.length; i++)
          expect(times[i] - times[i - 1]).toBeGreaterThanOrEqual((9.49 * from) / 57_600)
      }),
      { seed: 2, numRuns: 200 },
    )
  })
})
