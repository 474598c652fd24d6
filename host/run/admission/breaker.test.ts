/** A sink that fails, hangs and comes back, on a simulated clock. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../../shared/protocol/clock.ts'
import { Breaker, type BreakerOptions, type BreakerState, type Spill } from './breaker.ts'

async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}

type Mood = 'works' | 'fails' | 'hangs' | 'throws'

class Bench {
  readonly clock = new SimulatedClock()
  readonly got: number[] = []
  readonly tries: number[] = []
  readonly states: BreakerState[] = []
  readonly breaker: Breaker<number>
  mood: Mood = 'works'

  constructor(options: Partial<BreakerOptions<number>> = {}) {
    this.breaker = new Breaker<number>({
      ...{ clock: this.clock, failures: 3, timeoutMs: 100, delayMs: 1000, mostDelayMs: 4000 },
      deliver: (result) => this.#deliver(result),
      onState: (state) => this.states.push(state),
      ...options,
    })
  }

  async send(...results: number[]): Promise<void> {
    for (const result of results) {
      this.breaker.send(result)
      await settle()
    }
  }

  /** Moves on by steps, so that what timers start can run. */
  async advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 10) {
      this.clock.advance(Math.min(10, left))
      await settle()
    }
  }

  #deliver(result: number): Promise<void> {
    this.tries.push(this.clock.now())
    if (this.mood === 'throws') throw new Error('at once')
    if (this.mood === 'hangs') return new Promise(() => undefined)
    if (this.mood === 'fails') return Promise.reject(new Error('no'))
    this.got.push(result)
    return Promise.resolve()
  }
}

class MemorySpill implements Spill<number> {
  readonly kept: number[] = []
  constructor(readonly room: number) {}
  get size(): number {
    return this.kept.length
  }
  append(result: number): boolean {
    return this.kept.length < this.room && this.kept.push(result) > 0
  }
  shift(): number | null {
    return this.kept.shift() ?? null
  }
}

describe('closed', () => {
  test('delivers in order, one at a time', async () => {
    const bench = new Bench()
    await bench.send(1, 2, 3)
    expect(bench.got).toEqual([1, 2, 3])
    expect(bench.breaker.counters).toMatchObject({ offered: 3, delivered: 3, failed: 0, dropped: 0 })
  })

  test('a failure is tried again at once, without a change of state', async () => {
    const bench = new Bench()
    bench.mood = 'fails'
    bench.breaker.send(1)
    await Promise.resolve()
    bench.mood = 'works'
    await settle()
    expect([bench.got, bench.breaker.state, bench.breaker.counters.failed]).toEqual([[1], 'closed', 1])
  })

  test('failures that are not in a row do not open it', async () => {
    let tries = 0
    // Every third try succeeds: two failures between them.
    const bench = new Bench({
      deliver: () => (++tries % 3 === 0 ? Promise.resolve() : Promise.reject(new Error('no'))),
    })
    await bench.send(1, 2, 3, 4)
    expect(bench.breaker.counters).toMatchObject({ delivered: 4, failed: 8, opened: 0 })
  })
})

describe('open', () => {
  test.each<[Mood, number[]]>([
    ['fails', [0, 0, 0]],
    ['throws', [0, 0, 0]],
    ['hangs', [0, 100, 200]],
  ])('a sink that %s is left alone after three tries in a row', async (mood, tries) => {
    const bench = new Bench()
    bench.mood = mood
    await bench.send(1, 2)
    await bench.advance(300)
    expect([bench.breaker.state, bench.tries, bench.breaker.waiting]).toEqual(['open', tries, 2])
    const { failed, timedOut, opened } = bench.breaker.counters
    expect([failed + timedOut, timedOut, opened]).toEqual([3, mood === 'hangs' ? 3 : 0, 1])
  })

  test('probes come after 1, 2, 4, 4 … s; one success closes it, delivers the rest, and starts over', async () => {
    const bench = new Bench()
    bench.mood = 'fails'
    await bench.send(1, 2, 3)
    await bench.advance(15_000)
    expect(bench.tries.slice(3)).toEqual([1000, 3000, 7000, 11_000, 15_000])
    bench.mood = 'works'
    await bench.advance(4000)
    expect([bench.got, bench.breaker.state]).toEqual([[1, 2, 3], 'closed'])
    expect(bench.states.slice(-3)).toEqual(['open', 'half-open', 'closed'])
    bench.mood = 'fails'
    await bench.send(4)
    const tries = bench.tries.length
    await bench.advance(1000)
    expect(bench.tries.length).toBe(tries + 1)
  })

  test('a probe is one result, not all of them', async () => {
    const bench = new Bench()
    bench.mood = 'hangs'
    await bench.send(1, 2, 3)
    await bench.advance(1300)
    expect([bench.breaker.state, bench.tries.length]).toEqual(['half-open', 4])
    await bench.send(4)
    expect(bench.tries.length).toBe(4)
  })

  test('a time-out whose delivery succeeds later: the result is delivered again, nothing breaks', async () => {
    const late: (() => void)[] = []
    const bench = new Bench({ deliver: () => new Promise((resolve) => late.push(resolve)) })
    await bench.send(1)
    await bench.advance(110)
    for (const resolve of late) resolve()
    await settle()
    expect(late.length).toBe(2)
    expect(bench.breaker.counters).toMatchObject({ delivered: 1, timedOut: 1 })
    expect(bench.breaker.waiting).toBe(0)
  })
})

describe('room', () => {
  test('beyond it the lowest priority goes first, of equal ones the oldest', async () => {
    const bench = new Bench({ room: 3, priority: (result) => result % 10 })
    bench.mood = 'fails'
    await bench.send(11, 22, 31, 42, 50, 61)
    bench.mood = 'works'
    await bench.advance(1000)
    expect(bench.got).toEqual([22, 42, 61])
    expect(bench.breaker.counters.dropped).toBe(3)
  })

  test('what is under way is not dropped', async () => {
    const bench = new Bench({ room: 2, priority: (result) => result })
    bench.mood = 'hangs'
    await bench.send(1, 2, 3, 4)
    expect(bench.breaker.waiting).toBe(2)
    bench.mood = 'works'
    await bench.advance(100)
    expect(bench.got).toEqual([1, 4])
  })

  test('a spill takes what memory cannot, in order, until it is full as well', async () => {
    const spill = new MemorySpill(3)
    const bench = new Bench({ room: 2, spill })
    bench.mood = 'fails'
    await bench.send(1, 2, 3, 4, 5, 6)
    expect([spill.kept, bench.breaker.waiting, bench.breaker.counters.dropped]).toEqual([[3, 4, 5], 5, 1])
    bench.mood = 'works'
    await bench.advance(1000)
    await bench.send(7)
    // 1 made room for 6 in memory; what is spilled stands behind it and before what comes later.
    expect(bench.got).toEqual([2, 6, 3, 4, 5, 7])
  })

  test('what an earlier run left in the spill goes first, and is waited for', async () => {
    const spill = new MemorySpill(9)
    for (const result of [1, 2]) spill.append(result)
    const bench = new Bench({ room: 2, spill })
    await bench.send(3)
    expect([bench.got, bench.breaker.waiting]).toEqual([[1, 2, 3], 0])
  })

  test('what is in memory at the end goes to the spill, as far as there is room', async () => {
    const spill = new MemorySpill(3)
    const bench = new Bench({ room: 2, spill })
    bench.mood = 'fails'
    await bench.send(1, 2, 3, 4)
    void bench.breaker.end(10)
    await bench.advance(10)
    expect([bench.breaker.rescue(), spill.kept, bench.breaker.waiting]).toEqual([3, [3, 4, 1], 4])
  })

  test('a dead sink never stalls: a hundred thousand results are taken at once', () => {
    const bench = new Bench({ room: 10 })
    bench.mood = 'hangs'
    for (let i = 0; i < 100_000; i++) bench.breaker.send(i)
    expect(bench.breaker.waiting).toBe(10)
    expect(bench.breaker.counters.dropped).toBe(99_990)
  })
})

describe('the end', () => {
  test('waits for what is left, and not for ever', async () => {
    const bench = new Bench()
    bench.mood = 'fails'
    await bench.send(1, 2)
    let left: number | null = null
    void bench.breaker.end(5000).then((n) => (left = n))
    await bench.advance(4990)
    expect(left).toBeNull()
    await bench.advance(10)
    expect(left).toBe(2)
    const tries = bench.tries.length
    await bench.advance(60_000)
    expect([bench.tries.length, bench.clock.idle]).toEqual([tries, true])
  })

  test('what was under way then may still arrive, and nothing after it', async () => {
    const late: (() => void)[] = []
    const bench = new Bench({ deliver: () => new Promise((resolve) => late.push(resolve)) })
    await bench.send(1, 2)
    void bench.breaker.end(10)
    await bench.advance(20)
    for (const resolve of late) resolve()
    await settle()
    expect([late.length, bench.breaker.counters.delivered, bench.breaker.waiting]).toEqual([1, 1, 1])
  })

  test('is at once where nothing is left, and comes with the last result', async () => {
    expect(await new Bench().breaker.end(5000)).toBe(0)
    const bench = new Bench()
    bench.mood = 'fails'
    await bench.send(1, 2)
    const ended = bench.breaker.end(5000)
    bench.mood = 'works'
    await bench.advance(1000)
    expect(await ended).toBe(0)
    expect(bench.got).toEqual([1, 2])
  })
})

test('whatever the sink does: every result is delivered, kept or counted as dropped, and order is kept', async () => {
  const moods = fc.constantFrom<Mood>('works', 'fails', 'hangs', 'throws')
  const steps = fc.array(fc.record({ mood: moods, sends: fc.nat(6), ms: fc.nat(3000) }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const bench = new Bench({ room: 5 })
      let next = 0
      for (const { mood, sends, ms } of all) {
        bench.mood = mood
        for (let i = 0; i < sends; i++) bench.breaker.send(next++)
        await settle()
        await bench.advance(ms - (ms % 10))
        const { offered, delivered, dropped } = bench.breaker.counters
        expect(offered).toBe(delivered + dropped + bench.breaker.waiting)
        expect(bench.breaker.waiting).toBeLessThanOrEqual(5)
      }
      expect(bench.got).toEqual([...new Set(bench.got)].sort((a, b) => a - b))
    }),
    { numRuns: 30 },
  )
})
