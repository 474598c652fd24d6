/** Result words that were lost (protocol, section 7): asked for again, and a named error when they are gone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeWords } from './frames.ts'
import { FIRST, frame, numbers, senderBench as bench } from './testing/sender-bench.ts'

/** Words that a device keeps. */
const KEPT = 48

const R = (n: number, ...words: number[]): readonly unknown[] => ['R', n, encodeWords(words)]
const A = (f: number, n: number): readonly unknown[] => ['A', FIRST + f, f, null, n]

describe('a gap', () => {
  test('between words is asked for once, and what comes heals it', () => {
    const { say, sent, words, sender } = bench()
    say(R(0, 1))
    say(R(3, 4))
    say(R(4, 5))
    expect([sent, words, sender.rests]).toEqual([['["R",1]'], [1], false])
    say(R(1, 2, 3, 4, 5))
    expect([words, sender.rests, sender.failure]).toEqual([[1, 2, 3, 4, 5], true, null])
    expect(sender.counters).toMatchObject({ wordGaps: 1, duplicateWords: 0 })
  })

  test('is told by an acknowledgement too: the frame is taken, and nothing is settled', () => {
    const { say, sent, words, sender } = bench()
    sender.send(frame(0))
    say(R(0, 1))
    say(A(1, 3))
    expect([sent.at(-1), sender.taken, sender.settled]).toEqual(['["R",1]', FIRST + 1, false])
    say(R(1, 2, 3))
    expect([words, sender.settled]).toEqual([[1, 2, 3], true])
  })

  test('holds back what is new: the device keeps only its last words', () => {
    const { say, sent, sender } = bench()
    sender.send(frame(0))
    say(A(1, 1))
    sender.send(frame(1))
    expect(numbers(sent)).toEqual([0, '["R",0]'])
    say(R(0, 7))
    expect(numbers(sent)).toEqual([0, '["R",0]', 1])
  })

  test('is asked for again after silence, and the wait has an end', () => {
    const { say, sent, sender, clock } = bench({ timeoutMs: 100, retries: 1 })
    say(A(0, 2))
    clock.advance(100)
    expect(sent).toEqual(['["R",0]', '["P"]', '["R",0]'])
    clock.advance(100)
    expect(sender.failure?.message).toContain('awaited the answer to R')
  })

  test('a device that acknowledges and never repeats its words is given up as well', () => {
    const { say, sender, clock } = bench({ timeoutMs: 100, retries: 3 })
    for (let i = 0; i < 20 && sender.failure === null; i++) {
      say(A(0, 2))
      clock.advance(100)
    }
    expect(sender.failure?.code).toBe('E_SILENT')
  })

  test('of which only a part comes is asked for from there', () => {
    const { say, sent, words, sender } = bench()
    say(A(0, 4))
    say(R(0, 1, 2))
    expect([sent, sender.rests]).toEqual([['["R",0]'], false])
    // The line with the rest was lost.
    say(A(0, 4))
    expect(sent).toEqual(['["R",0]', '["R",2]'])
    say(R(2, 3, 4))
    expect([words, sender.settled]).toEqual([[1, 2, 3, 4], true])
  })

  test('an acknowledgement of fewer words that comes late does not close it', () => {
    const { say, words, sender } = bench()
    say(R(0, 1))
    say(A(0, 3))
    say(A(0, 1))
    expect(sender.settled).toBe(false)
    say(R(1, 2, 3))
    expect([words, sender.settled]).toEqual([[1, 2, 3], true])
  })

  test('words count from where the device stands at the handshake', () => {
    const { say, sent, words, sender } = bench({ hello: { grant: 300, f: FIRST, n: 40 } })
    say(R(38, 1, 2, 3))
    expect([words, sender.word, sender.counters.duplicateWords]).toEqual([[3], 41, 2])
    say(R(43, 9))
    expect(sent).toEqual(['["R",41]'])
  })
})

describe('words that are gone', () => {
  test('end the run by name', () => {
    const { say, sender, words } = bench()
    say(R(0, 1))
    say(A(0, 90))
    say(['L', 26])
    expect(sender.failure).toMatchObject({ code: 'E_RESULTS_LOST', kind: 'device-failed' })
    expect(sender.failure?.message).toBe('result words 1 to 25 never came, and the device no longer has them')
    expect(words).toEqual([1])
  })

  test('that came meanwhile, or that nobody asked for, are none', () => {
    const { say, sender } = bench()
    say(['L', 26])
    say(A(0, 2))
    say(R(0, 1, 2))
    say(['L', 2])
    expect(sender.failure).toBeNull()
  })
})

test('over a device that keeps its last words, what is lost comes again or is told; nothing is wrong', () => {
  let lost = 0
  const piece = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 2, maxLength: 30 }), (list) => {
      const { sender, words, say, sent } = bench()
      let n = 0
      for (const [size, chance] of list) {
        if (chance < 0.7) say(R(n, ...Array.from({ length: size }, (_, i) => n + i)))
        n += size
        // The device hears the question after the next piece.
        const question = sent.splice(0).at(-1)
        const from = question === undefined ? null : (JSON.parse(question) as [string, number])[1]
        if (from !== null && from < n - KEPT) say(['L', n - KEPT])
        else if (from !== null) say(R(from, ...Array.from({ length: n - from }, (_, i) => from + i)))
      }
      say(A(0, n))
      for (const question of sent.splice(0)) {
        const [, from] = JSON.parse(question) as [string, number]
        if (from < n - KEPT) say(['L', n - KEPT])
        else say(R(from, ...Array.from({ length: n - from }, (_, i) => from + i)))
      }
      expect(words).toEqual(Array.from(words, (_, i) => i))
      if (sender.failure === null) expect([words.length, sender.settled]).toEqual([n, true])
      else lost += 1
    }),
    { numRuns: 300, seed: 5 },
  )
  expect(lost).toBeGreaterThan(5)
})
