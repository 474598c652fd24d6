/** What is taken, thinned and shed, as rows; the accounts as properties. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../../../shared/stream/event.ts'
import { Admission, type AdmissionOptions } from './admission.ts'
import { sizeOf } from './queue.ts'
import { event, mark } from './testing.ts'

/** Bytes in use after a collection of garbage. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

const timesOf = (items: readonly Item[]): unknown[] => items.map((item) => (item.kind === 'event' ? item.t : item))

function takeAll(admission: Admission, now = 0): Item[] {
  const taken: Item[] = []
  for (let item = admission.take(now); item !== null; item = admission.take(now)) taken.push(item)
  return taken
}

function offered(options: AdmissionOptions, items: readonly Item[]): Admission {
  const admission = new Admission(options)
  for (const item of items) admission.offer(item, 0)
  return admission
}

describe('wait', () => {
  test('the source is told to wait when there is no room, and what waits counts as not offered', () => {
    const admission = new Admission({ policy: 'wait', items: 2 })
    expect([1, 2, 3].map((t) => admission.offer(event(t), 0))).toEqual([true, true, false])
    expect(admission.accounts).toMatchObject({ offered: 2, shed: 0 })
    admission.take(0)
    expect(admission.offer(event(3), 0)).toBe(true)
    expect(timesOf(takeAll(admission))).toEqual([2, 3])
  })

  test('an item larger than all room passes alone', () => {
    const admission = new Admission({ policy: 'wait', bytes: 100 })
    const large = event(1, 'k'.repeat(200))
    expect(admission.offer(large, 0)).toBe(true)
    expect(admission.offer(event(2), 0)).toBe(false)
    admission.take(0)
    expect(admission.offer(event(2), 0)).toBe(true)
  })
})

describe('shed', () => {
  const priority = (item: Item): number => (item.kind === 'event' ? Number(item.values.p) : 0)
  const of = (t: number, p: number): Item => event(t, null, { p })

  test.each<[string, Item[], unknown[]]>([
    ['of equal priority the oldest', [of(1, 0), of(2, 0), of(3, 0), of(4, 0)], [2, 3, 4]],
    ['the lowest first, wherever it stands', [of(1, 2), of(2, 1), of(3, 2), of(4, 2)], [1, 3, 4]],
    ['the newest itself, when it is the lowest', [of(1, 2), of(2, 2), of(3, 2), of(4, 1)], [1, 2, 3]],
    ['a mark never, while there are events', [of(1, 9), mark(1), mark(2), mark(3)], [mark(1), mark(2), mark(3)]],
    ['a mark for a newer one', [mark(1), mark(2), mark(3), mark(4)], [mark(2), mark(3), mark(4)]],
    [
      'a mark for a newer one of its side',
      [mark(1, 'right'), mark(1, 'left'), mark(2, 'left'), mark(3, 'left')],
      [mark(1, 'right'), mark(2, 'left'), mark(3, 'left')],
    ],
  ])('drops %s', (_, items, left) => {
    expect(timesOf(takeAll(offered({ policy: 'shed', items: 3, priority }, items)))).toEqual(left)
  })

  test('drops by bytes as well, and an event larger than all room alone', () => {
    const bytes = 3 * sizeOf(event(1))
    const admission = offered(
      { policy: 'shed', bytes },
      [1, 2, 3, 4].map((t) => event(t)),
    )
    admission.offer(event(5, 'k'.repeat(bytes)), 0)
    expect(admission.accounts.reasons).toEqual({ full: 1, large: 1 })
    expect(timesOf(takeAll(admission))).toEqual([2, 3, 4])
  })

  test('drops what has waited too long, whatever its priority, but no mark', () => {
    const admission = new Admission({ policy: 'shed', maxWaitMs: 10, priority })
    admission.offer(of(1, 9), 0)
    admission.offer(of(2, 0), 4)
    admission.offer(mark(2), 4)
    expect(admission.take(11)).toMatchObject({ t: 2 })
    expect(admission.take(99)).toEqual(mark(2))
    expect(admission.accounts.reasons).toEqual({ lag: 1 })
  })

  test('losses are counted by key; beyond a thousand keys together', () => {
    const admission = new Admission({ policy: 'shed', items: 1 })
    for (let key = 0; key < 1200; key++) admission.offer(event(key, key), 0)
    const { keys, others } = admission.accounts.byKey()
    expect([keys.size, keys.get(7), others]).toEqual([1000, { thinned: 0, shed: 1 }, { thinned: 0, shed: 199 }])
  })
})

describe('thin', () => {
  const options = { policy: 'thin', items: 16, thinning: { settleEvents: 2, settleMs: 10 } } as const

  test('n doubles when half of the room is used and whenever a quarter of the rest is, and halves when it is free again', () => {
    const admission = new Admission(options)
    const rises: number[] = []
    for (let t = 0; t < 20; t++) {
      admission.offer(event(t), 0)
      rises.push(admission.n)
    }
    expect(rises).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 4, 4, 4, 4, 4, 8, 8, 16, 16])
    takeAll(admission)
    const falls = [9, 10, 15, 20, 30, 40, 50, 60, 70].map((now) => {
      admission.offer(event(now), now)
      takeAll(admission, now)
      return admission.n
    })
    expect(falls).toEqual([16, 8, 8, 4, 2, 1, 1, 1, 1])
  })

  test('of each key the first of n is kept', () => {
    const admission = new Admission({ ...options, thinning: { ...options.thinning, most: 2 } })
    for (let t = 0; t < 8; t++) admission.offer(event(t), 0)
    for (let t = 8; t < 16; t++) admission.offer(event(t, t % 3), 0)
    // Keys 2 0 1 2 0 1 2 0: of each the first and the third.
    expect(timesOf(takeAll(admission)).slice(8)).toEqual([8, 9, 10, 14, 15])
    expect(admission.accounts).toMatchObject({ offered: 16, taken: 13, thinned: 3, shed: 0 })
  })

  test('what does not fit even so is shed', () => {
    const admission = offered(
      { policy: 'thin', items: 2, thinning: { most: 1 } },
      [1, 2, 3].map((t) => event(t)),
    )
    expect(admission.accounts).toMatchObject({ thinned: 0, shed: 1, reasons: { full: 1 } })
  })

  test('a long wait is pressure', () => {
    const admission = new Admission({ ...options, maxWaitMs: 100 })
    admission.offer(event(1), 0)
    admission.offer(event(2), 49)
    expect(admission.n).toBe(1)
    admission.offer(event(3), 50)
    expect(admission.n).toBe(2)
  })
})

describe('rate', () => {
  test('so many events a second on average, a burst at once; marks are free', () => {
    const admission = offered({ policy: 'wait', rate: { perSecond: 10, burst: 3 } }, [
      ...[1, 2, 3, 4, 5].map((t) => event(t)),
      mark(5),
    ])
    expect(timesOf(takeAll(admission, 0))).toEqual([1, 2, 3])
    expect([admission.waitMs(0), admission.waitMs(60), admission.take(99)]).toEqual([100, 40, null])
    expect(timesOf(takeAll(admission, 100))).toEqual([4])
    expect(timesOf(takeAll(admission, 200))).toEqual([5, mark(5)])
    expect(admission.waitMs(200)).toBeNull()
  })
})

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ key: fc.integer({ min: 0, max: 3 }), p: fc.integer({ min: 0, max: 2 }) }) },
  { weight: 1, arbitrary: fc.constantFrom<'left' | 'right' | 'take'>('left', 'right', 'take') },
  { weight: 3, arbitrary: fc.constant<'take'>('take') },
)

/** A run of offers and takes, a ms apart. */
function story(policy: AdmissionOptions['policy'], steps: readonly unknown[], items: number) {
  const [given, taken, lost] = [[] as Item[], [] as Item[], [] as Item[]]
  const admission = new Admission({
    ...{ policy, items, bytes: 1000, maxWaitMs: 40 },
    thinning: { settleEvents: 3, settleMs: 5 },
    priority: (item) => (item.kind === 'event' ? Number(item.values.p) : 0),
    onLoss: (item) => lost.push(item),
  })
  const check = (): void => {
    const { offered, taken: out, thinned, shed, reasons } = admission.accounts
    const { items: waiting, bytes } = admission.waiting
    expect(offered).toBe(out + thinned + shed + waiting)
    expect([offered, out, thinned + shed]).toEqual([given.length, taken.length, lost.length])
    expect(Object.values(reasons).reduce((sum, n) => sum + n, 0)).toBe(shed)
    expect(waiting).toBeLessThanOrEqual(items)
    expect(bytes).toBeLessThanOrEqual(1000)
  }
  for (const [now, each] of steps.entries()) {
    const item =
      typeof each === 'object'
        ? event(now, (each as { key: number }).key, each as { p: number })
        : mark(now, each as 'left')
    if (each === 'take') {
      const next = admission.take(now)
      if (next !== null) taken.push(next)
    } else if (admission.offer(item, now)) given.push(item)
    check()
  }
  for (const item of takeAll(admission, steps.length)) taken.push(item)
  check()
  return { given, taken, lost }
}

describe('whatever comes, in whatever order', () => {
  test.each(['wait', 'thin', 'shed'] as const)(
    '%s: accounts add up, room is kept, what is not lost is taken in order',
    (policy) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 150 }), fc.integer({ min: 4, max: 12 }), (steps, items) => {
          const { given, taken, lost } = story(policy, steps, items)
          const gone = new Set(lost)
          expect(gone.size).toBe(lost.length)
          expect(taken).toEqual(given.filter((item) => !gone.has(item)))
          if (policy === 'wait') expect(taken).toEqual(given)
        }),
        { numRuns: 150 },
      )
    },
  )

  test('memory does not grow behind an item that nobody takes', () => {
    const admission = new Admission({
      ...{ policy: 'shed', items: 10 },
      priority: (item) => (item.kind === 'event' && item.t === 0 ? 1 : 0),
    })
    const before = heapUsed()
    for (let t = 0; t < 100_000; t++) admission.offer({ ...event(t), ref: String(t).padEnd(1000) }, t)
    expect(admission.waiting.items).toBe(10)
    expect(admission.accounts.shed).toBe(99_990)
    // All of them would be 100 MB.
    expect(heapUsed() - before).toBeLessThan(20e6)
    expect(timesOf(takeAll(admission))[0]).toBe(0)
  })
})
