/** Runs under drawn faults (the bar of each CI run), the same again for the same seed, and faults of ours that must be noticed. */
import { describe, expect, test } from 'vitest'
import type { FaultPlan } from './faults.ts'
import { planOf } from './faults.ts'
import { Loads } from './loads.ts'
import { soakRun, type Load, type Outcome } from './run.ts'
import { isWrong, soak } from './soak.ts'

const SEEDS = 200
const loads = new Loads()

test(`${SEEDS} seeds: every result once, in order and right, though faults hit what was alive`, async () => {
  const wrong: Outcome[] = []
  const { seeds, live, results, recoveries, faults } = await soak(
    1,
    SEEDS,
    (outcome) => void (isWrong(outcome) && wrong.push(outcome)),
  )
  expect(wrong).toEqual([])
  expect(seeds).toBe(SEEDS)
  expect(live / seeds).toBeGreaterThanOrEqual(0.9)
  expect(results).toBeGreaterThan(10 * SEEDS)
  expect(recoveries).toBeGreaterThan(SEEDS / 4)
  // Every kind of fault came.
  for (const kind of [
    'loss',
    'repeat',
    'reorder',
    'flip',
    'split',
    'delay',
    'cut',
    'reset',
    'power',
    'hostCrash',
    'memory',
  ])
    expect(faults[kind], kind).toBeGreaterThan(0)
}, 1_200_000)

describe('a seed', () => {
  test.each([3, 8, 17, 22])('%d twice is the same run twice', async (seed) => {
    const load = await loads.of(seed)
    const once = await soakRun(load, seed)
    expect(await soakRun(load, seed)).toEqual(once)
  })

  test('draws its plan, and others draw other plans', () => {
    expect(planOf(5, 160)).toEqual(planOf(5, 160))
    const plans = new Set(Array.from({ length: 50 }, (_, seed) => JSON.stringify(planOf(seed, 160))))
    expect(plans.size).toBe(50)
  })

  test('deals its blows in the middle of the items, in order', () => {
    for (let seed = 0; seed < 100; seed++) {
      const places = planOf(seed, 160).blows.map(({ afterItems }) => afterItems)
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places.every((place) => place > 0 && place < 160)).toBe(true)
    }
  })
})

describe('a fault of ours is noticed', () => {
  /** A quiet line, checkpoints all the time, and power that fails now and then. */
  const failing: FaultPlan = {
    line: { loss: 0, repeat: 0, reorder: 0, flip: 0, delay: 0 },
    blows: [40, 80, 120].map((afterItems) => ({ kind: 'reset' as const, afterItems, strength: 0.1 })),
    freePages: true,
    fullStorage: false,
    checkpointMs: 20,
    baud: undefined,
  }

  test('without it the same plan gives right results', async () => {
    const outcome = await soakRun(await loads.of(24), 24, failing)
    expect(outcome).toMatchObject({ lost: 0, repeated: 0, reordered: 0, wrong: 0, error: null, live: true })
    expect(outcome.recoveries).toBeGreaterThan(0)
  })

  test('a program that restores only the first of its arrays', async () => {
    const load = await loads.of(24)
    const code = load.build.code.replace(RESTORED, (all, at: string) => `${at}<400&&${all}`)
    expect(code).not.toBe(load.build.code)
    const outcome = await soakRun({ ...load, build: { ...load.build, code } }, 24, failing)
    expect(outcome.lost + outcome.wrong).toBeGreaterThan(0)
  })

  test('a result that is told otherwise, one that nobody tells, and one that is told in another place', async () => {
    const load = await loads.of(24)
    const expecting = (expected: readonly string[]): Promise<Outcome> =>
      soakRun({ ...load, expected } satisfies Load, 24, failing)
    const [first, second, ...rest] = load.expected
    expect(await expecting([first.replace(/.$/, ' }'), second, ...rest])).toMatchObject({ wrong: 1, lost: 1 })
    expect(await expecting([first, second, 'more', ...rest])).toMatchObject({ wrong: 0, lost: 1 })
    expect(await expecting([second, first, ...rest])).toMatchObject({ reordered: 2 })
  })
})

/** Where a piece of a checkpoint goes back into memory. */
const RESTORED = /\w+\.set\(\w+\(\w+,(\w+),\w+\.length\)\)/
