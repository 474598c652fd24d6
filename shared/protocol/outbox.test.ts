import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NumberedFrame } from './frames.ts'
import { Outbox } from './outbox.ts'

const FIRST = 100
const nothing: NumberedFrame = { type: 'W', q: 0, w: 0 }
/** A line of `bytes`, its end included. */
const line = (bytes: number): string => 'x'.repeat(bytes - 1)

/** An outbox with frames of these sizes. */
function outbox(...sizes: readonly number[]): Outbox {
  const one = new Outbox(FIRST)
  for (const size of sizes) one.add(line(size), nothing)
  return one
}

/** Sends what fits; gives the numbers, counted from the first. */
function dispatchAll(one: Outbox, grant: number): number[] {
  const sent: number[] = []
  for (let kept = one.dispatch(grant); kept !== null; kept = one.dispatch(grant)) sent.push(kept.f - FIRST)
  return sent
}

/** [first, taken, next, frames under way, frames that wait, bytes under way, bytes kept]. */
function standing(one: Outbox): number[] {
  const { first, taken, next, underWay, queued, bytesOut, bytes } = one
  return [first - FIRST, taken - FIRST, next - FIRST, underWay, queued, bytesOut, bytes]
}

describe('the window', () => {
  test.each([
    // sizes        grant  sent at once
    [[], 100, []],
    [[50, 50, 50], 100, [0, 1]],
    [[50, 51], 100, [0]],
    [[500, 10], 100, [0]],
    [[10, 500, 10], 100, [0]],
    [[10, 10], 0, [0]],
  ])('frames of %j bytes with a grant of %d', (sizes, grant, expected) => {
    const one = outbox(...sizes)
    expect(dispatchAll(one, grant)).toEqual(expected)
    expect([one.underWay, one.queued]).toEqual([expected.length, sizes.length - expected.length])
  })

  test('an acknowledgement makes room, by the bytes of what it covers', () => {
    const one = outbox(60, 40, 60, 40)
    expect(dispatchAll(one, 100)).toEqual([0, 1])
    one.acknowledge(FIRST + 1)
    expect(one.bytesOut).toBe(40)
    expect(dispatchAll(one, 100)).toEqual([2])
    expect(standing(one)).toEqual([0, 1, 4, 2, 1, 100, 200])
  })

  test.each([
    [FIRST - 5, 0],
    [FIRST, 0],
    [FIRST + 1, 1],
    [FIRST + 2, 2],
    [FIRST + 99, 2],
  ])('frame %d acknowledged: %d are taken, never one that was not sent', (f, taken) => {
    const one = outbox(50, 50, 50)
    dispatchAll(one, 100)
    one.acknowledge(f)
    expect(one.taken - FIRST).toBe(taken)
    one.acknowledge(FIRST)
    expect(one.taken - FIRST).toBe(taken)
  })
})

describe('what is on its way', () => {
  test('is what was sent and not taken', () => {
    const one = outbox(10, 10, 10, 10)
    dispatchAll(one, 30)
    one.acknowledge(FIRST + 1)
    expect(one.again().map(({ f }) => f - FIRST)).toEqual([1, 2])
  })

  test('a frame is pending until it is taken', () => {
    const one = outbox(10, 20, 30)
    dispatchAll(one, 30)
    one.acknowledge(FIRST + 1)
    const sizes = [undefined, FIRST, FIRST + 1, FIRST + 2, FIRST + 3].map((f) => one.pending(f)?.line.length)
    expect(sizes).toEqual([19, undefined, 19, 29, undefined])
    expect(new Outbox(FIRST).pending()).toBeNull()
  })
})

describe('a device that was restarted', () => {
  test.each([
    // expects  whether  sent again
    [FIRST + 1, false, []],
    [FIRST + 2, true, [2, 3, 4]],
    [FIRST + 3, true, [3, 4]],
    [FIRST + 5, true, []],
    [FIRST + 6, false, []],
  ])('expects frame %d: possible %s', (f, possible, again) => {
    const one = outbox(10, 10, 10, 10, 10)
    dispatchAll(one, 1000)
    one.acknowledge(FIRST + 4)
    one.forget(FIRST + 2)
    const before = standing(one)
    expect(one.rewind(f)).toBe(possible)
    if (possible) expect([one.underWay, one.bytesOut, one.taken]).toEqual([0, 0, f])
    else expect(standing(one)).toEqual(before)
    expect(dispatchAll(one, 1000)).toEqual(again)
  })
})

describe('durable frames', () => {
  test('are forgotten with their bytes, as far as they are taken', () => {
    const one = outbox(10, 20, 30, 40)
    dispatchAll(one, 1000)
    one.acknowledge(FIRST + 3)
    one.forget(FIRST + 1)
    expect(standing(one)).toEqual([1, 3, 4, 1, 0, 40, 90])
    one.forget(FIRST + 1)
    one.forget(FIRST - 7)
    expect(one.first).toBe(FIRST + 1)
    one.forget(FIRST + 4)
    expect(standing(one)).toEqual([3, 3, 4, 1, 0, 40, 40])
    one.add(line(5), nothing)
    expect(one.pending(FIRST + 4)?.line).toBe(line(5))
  })

  test('of an earlier life of the host are skipped', () => {
    const one = outbox(10, 20, 30)
    one.skip(FIRST + 2)
    expect(standing(one)).toEqual([2, 2, 3, 0, 1, 0, 30])
    one.skip(FIRST + 1)
    expect(standing(one)).toEqual([2, 2, 3, 0, 1, 0, 30])
    one.skip(FIRST + 9)
    expect(standing(one)).toEqual([3, 3, 3, 0, 0, 0, 0])
  })

  test('a frame may get another line: its bytes count, wherever it stands', () => {
    const one = outbox(10, 20, 30)
    dispatchAll(one, 30)
    one.acknowledge(FIRST + 1)
    one.amend(FIRST, line(11))
    expect(standing(one)).toEqual([0, 1, 3, 1, 1, 20, 61])
    one.amend(FIRST + 1, line(25))
    expect(standing(one)).toEqual([0, 1, 3, 1, 1, 25, 66])
    one.amend(FIRST + 2, line(5))
    expect(standing(one)).toEqual([0, 1, 3, 1, 1, 25, 41])
    expect([one.pending(FIRST + 1)?.line, one.again().length]).toEqual([line(25), 1])
    one.acknowledge(FIRST + 2)
    expect([one.bytesOut, dispatchAll(one, 30)]).toEqual([0, [2]])
  })

  test('can be brought back', () => {
    const one = outbox(10, 20, 30)
    dispatchAll(one, 1000)
    one.acknowledge(FIRST + 3)
    one.forget(FIRST + 2)
    expect(one.rewind(FIRST)).toBe(false)
    one.recall(
      FIRST,
      [10, 20].map((size, i) => ({ f: FIRST + i, line: line(size), frame: nothing })),
    )
    expect(standing(one)).toEqual([0, 3, 3, 0, 0, 0, 60])
    expect(one.rewind(FIRST)).toBe(true)
    expect(dispatchAll(one, 1000)).toEqual([0, 1, 2])
  })
})

/** The same by recounting: all frames ever, and three marks. */
class Naive {
  readonly sizes: number[] = []
  first = 0
  taken = 0
  sent = 0

  sum(from: number, to: number): number {
    return this.sizes.slice(from, to).reduce((a, b) => a + b, 0)
  }

  get standing(): number[] {
    const { first, taken, sent, sizes } = this
    const rest = sizes.length - sent
    return [first, taken, sizes.length, sent - taken, rest, this.sum(taken, sent), this.sum(first, sizes.length)]
  }

  dispatch(grant: number): boolean {
    const out = this.sum(this.taken, this.sent)
    const fits = this.sent < this.sizes.length && (out === 0 || out + this.sizes[this.sent] <= grant)
    if (fits) this.sent += 1
    return fits
  }

  rewind(f: number): boolean {
    if (f < this.first || f > this.sizes.length) return false
    this.taken = this.sent = f
    return true
  }
}

type Step = readonly [what: 'add' | 'dispatch' | 'acknowledge' | 'rewind' | 'forget', n: number]

function take([what, n]: Step, one: Outbox, naive: Naive): void {
  switch (what) {
    case 'add':
      one.add(line(n + 1), nothing)
      naive.sizes.push(n + 1)
      break
    case 'dispatch':
      expect(one.dispatch(n * 10) !== null).toBe(naive.dispatch(n * 10))
      break
    case 'acknowledge':
      one.acknowledge(FIRST + n)
      naive.taken = Math.max(naive.taken, Math.min(n, naive.sent))
      break
    case 'rewind':
      expect(one.rewind(FIRST + n)).toBe(naive.rewind(n))
      break
    case 'forget':
      one.forget(FIRST + n)
      naive.first = Math.max(naive.first, Math.min(n, naive.taken))
  }
}

test('it counts as by recounting, whatever is done with it', () => {
  const step = fc.tuple(
    fc.constantFrom<Step[0][]>('add', 'add', 'dispatch', 'dispatch', 'acknowledge', 'rewind', 'forget'),
    fc.nat(30),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const one = new Outbox(FIRST)
      const naive = new Naive()
      for (const each of steps) {
        take(each, one, naive)
        expect(standing(one)).toEqual(naive.standing)
        const sizes = one.again().map((kept) => kept.line.length + 1)
        expect(sizes).toEqual(naive.sizes.slice(naive.taken, naive.sent))
        expect(one.pending()?.line.length).toBe(
          naive.taken < naive.sizes.length ? naive.sizes[naive.taken] - 1 : undefined,
        )
      }
    }),
  )
})
