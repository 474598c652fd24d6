/** The sender against a model device over faulty lines: whatever is lost, every word comes exactly once, or an error tells. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIRST, frame, senderBench } from './testing/sender-bench.ts'
import { NO_FAULTS, type Faults } from './testing/lossy.ts'
import { Transfer, undisturbed, type TransferOptions } from './testing/transfer.ts'

const FRAMES = 60
const WORDS = undisturbed(FRAMES)
const transfer = (options: Partial<TransferOptions>): Transfer =>
  new Transfer({ seed: 1, frames: FRAMES, there: NO_FAULTS, back: NO_FAULTS, ...options }).run()

const upTo = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true })
const faults = (max: number): fc.Arbitrary<Faults> =>
  fc.record({ ...{ drop: upTo(max), repeat: upTo(max), corrupt: upTo(max), late: upTo(max) }, delay: fc.nat(200) })

/** What came is a beginning of what should; all of it, if nothing is said. */
function expectRight({ words, sender, done }: Transfer): void {
  expect(words).toEqual(WORDS.slice(0, words.length))
  if (sender.failure === null) expect([done, words.length]).toEqual([true, WORDS.length])
  else expect(sender.failure.code).toMatch(/^E_(RESULTS_LOST|SILENT)$/)
}

describe('over any lossy line', () => {
  test('every frame is taken exactly once and in order', () => {
    fc.assert(
      fc.property(fc.integer(), faults(0.3), faults(0.3), (seed, there, back) => {
        const one = transfer({ seed, there, back })
        expect(one.taken).toEqual(Array.from(one.taken, (_, i) => i))
        expectRight(one)
      }),
      { numRuns: 150 },
    )
  })

  test('results come exactly once, or their loss is told: nearly always all come', () => {
    let well = 0
    fc.assert(
      fc.property(fc.integer(), faults(0.3), (seed, back) => {
        const one = transfer({ seed, back })
        expectRight(one)
        if (one.done && one.sender.failure === null) well += 1
      }),
      { numRuns: 150, seed: 11 },
    )
    expect(well).toBeGreaterThan(145)
  })

  test('with someone who restarts a device that lost its results, all come', () => {
    fc.assert(
      fc.property(fc.integer(), faults(0.2), faults(0.2), (seed, there, back) => {
        const one = transfer({ seed, there, back, supervised: true, checkpointMs: 300 })
        expect(one.sender.failure).toBeNull()
        expectRight(one)
      }),
      { numRuns: 150 },
    )
  })
})

describe('with restarts of the device at any moment', () => {
  test('the final words are those of an undisturbed run', () => {
    let runs = 0
    let late = 0
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 4 }),
        faults(0.15),
        faults(0.15),
        (seed, restarts, ...lines) => {
          const [there, back] = lines
          const one = transfer({ seed, restarts, there, back, supervised: true, checkpointMs: 100 })
          expectRight(one)
          expect(one.sender.failure).toBeNull()
          runs += 1
          if (one.device.boot > 4242 && one.taken.length > FRAMES) late += 1
        },
      ),
      { numRuns: 200 },
    )
    // Restarts hit work: frames were taken a second time.
    expect(late / runs).toBeGreaterThan(0.5)
  })

  test('without checkpoints everything is taken anew, and told once', () => {
    fc.assert(
      fc.property(fc.integer(), faults(0.1), (seed, there) => {
        const one = transfer({ seed, there, restarts: 2, supervised: true })
        expectRight(one)
      }),
      { numRuns: 50 },
    )
  })

  test('checkpoints bound what is kept and sent again', () => {
    const frames = 2000
    const options = { seed: 3, frames, restarts: 6, noticed: 1, supervised: true }
    const [often, never] = [transfer({ ...options, checkpointMs: 100 }), transfer(options)]
    expect([often.words, never.words]).toEqual([undisturbed(frames), undisturbed(frames)])
    expect(often.recoveries).toBeGreaterThan(4)
    const again = ({ taken }: Transfer): number => taken.length - frames
    expect(again(often)).toBeLessThan(again(never) / 2)
    const kept = ({ sender }: Transfer): number => sender.next - sender.first
    expect([kept(often) < frames / 4, kept(never)]).toEqual([true, frames])
  })
})

describe('one fault, at every line of a run', () => {
  const frames = 25
  const words = undisturbed(frames)
  const run = (pass: NonNullable<TransferOptions['pass']>): Transfer =>
    transfer({ frames, checkpointMs: 30, supervised: true, pass })
  let lines = 0
  const clean = run((line) => ((lines += 1), line)).clock.now()

  test.each([
    ['lost', () => null],
    ['spoilt', (line: string) => line.replace(/\d/, '?')],
    ['cut off', (line: string) => line.slice(0, -3)],
    ['nothing but its end', () => ''],
  ])('%s: it heals within one silence, and nobody has to help', (_, struck) => {
    for (let k = 0; k < lines + 10; k++) {
      const one = run((line, n) => (n === k ? struck(line) : line))
      expect([one.done, one.words, one.recoveries], `line ${k}`).toEqual([true, words, 0])
      expect(one.taken, `line ${k}`).toHaveLength(frames)
      expect(one.clock.now() - clean, `line ${k}`).toBeLessThan(2500)
    }
  })

  test('the power fails', () => {
    for (let k = 0; k < lines; k++) {
      const one = run((line, n, by) => {
        if (n === k) by.cut()
        return line
      })
      expect([one.done, one.words, one.sender.failure], `line ${k}`).toEqual([true, words, null])
    }
  })
})

test('a seed repeats a run line by line', () => {
  const some = { drop: 0.2, repeat: 0.2, corrupt: 0.2, delay: 50, late: 0.1 }
  const options = { seed: 7, there: some, back: some, restarts: 2, supervised: true, checkpointMs: 200 }
  const [one, two] = [transfer(options), transfer(options)]
  expect(one.sender.counters).toEqual(two.sender.counters)
  expect(one.sender.counters.repeats).toBeGreaterThan(0)
  expect(one.clock.now()).toBe(two.clock.now())
})

test('over a good line nothing is repeated, with checkpoints or without', () => {
  for (const checkpointMs of [undefined, 50]) {
    const { sender, taken, words } = transfer({ checkpointMs, back: { ...NO_FAULTS, delay: 5 } })
    expect([taken.length, words]).toEqual([FRAMES, WORDS])
    expect(sender.counters).toMatchObject({ repeats: 0, timeouts: 0, corrupt: 0, naks: {}, wordGaps: 0 })
    expect(sender.counters.checkpoints > 0).toBe(checkpointMs !== undefined)
  }
})

test('what is under way never exceeds the grant, but for a frame that is larger by itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 900 }),
      fc.array(fc.tuple(fc.nat(500), fc.nat(3)), { minLength: 1, maxLength: 40 }),
      (grant, list) => {
        const { sender, say, sent } = senderBench({ hello: { grant, f: FIRST, n: 0 } })
        let taken = 0
        for (const [i, [size, acks]] of list.entries()) {
          sender.send(frame(i, size))
          const out = sent.slice(taken)
          // Seal and line end, which the bench cuts off.
          const bytes = out.reduce((sum, body) => sum + body.length + 8, 0)
          expect(bytes <= grant || out.length === 1, `${bytes} of ${grant}`).toBe(true)
          taken = Math.min(sent.length, taken + acks)
          say(['A', FIRST + taken, 0, null, 0])
        }
        // Everything acknowledged: everything goes, in order.
        while (taken < list.length) say(['A', FIRST + ++taken, 0, null, 0])
        expect(sent).toHaveLength(list.length)
        expect(sender.settled).toBe(true)
      },
    ),
  )
})
