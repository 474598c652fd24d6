/** Runs under drawn faults (the bar of each CI run), the same again for the same seed, and faults of ours that must be noticed. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Sender } from '../../shared/protocol/sender.ts'
import { Journal } from '../journal/journal.ts'
import { Disk } from './disk.ts'
import { KINDS, noFaults, UNDISTURBED, type FaultPlan } from './faults.ts'
import { Loads } from './loads.ts'
import { soakRun, type Load, type Outcome } from './run.ts'
import { isWrong, soak, tooLittle, type Summary } from './soak.ts'

const SEEDS = 200
const loads = new Loads()

test(`${SEEDS} seeds: every result once, in order and right, though faults hit what was alive`, async () => {
  const wrong: Outcome[] = []
  const summary = await soak(1, SEEDS, (outcome) => void (isWrong(outcome) && wrong.push(outcome)))
  expect(wrong).toEqual([])
  expect(tooLittle(summary)).toBeNull()
  const { seeds, results, recoveries, seedsWith } = summary
  expect(seeds).toBe(SEEDS)
  expect(results).toBeGreaterThan(10 * SEEDS)
  expect(recoveries).toBeGreaterThan(SEEDS / 4)
  // Every kind of fault struck, each in more than one run of thirty.
  for (const kind of KINDS) expect(seedsWith[kind], kind).toBeGreaterThan(0.03 * SEEDS)
}, 1_200_000)

describe('a seed', () => {
  test.each([3, 8, 17, 22])('%d twice is the same run twice', async (seed) => {
    const load = await loads.of(seed)
    const once = await soakRun(load, seed)
    expect(await soakRun(load, seed)).toEqual(once)
  })
})

describe('a fault of ours is noticed', () => {
  /** A quiet line, checkpoints all the time, and power that fails now and then. */
  const failing: FaultPlan = {
    ...UNDISTURBED,
    blows: [40, 80, 120].map((afterItems) => ({ kind: 'reset', afterItems, strength: 0.1 })),
    checkpointMs: 20,
    paceMs: 4,
  }
  const crashing = (strength: number): FaultPlan => ({
    ...failing,
    paceMs: 0,
    blows: [20, 60, 100].map((afterItems) => ({ kind: 'hostCrash', afterItems, strength })),
  })
  afterEach(() => void vi.restoreAllMocks())

  test('without it the same plan gives right results', async () => {
    const outcome = await soakRun(await loads.of(24), 24, failing)
    expect(outcome).toMatchObject({ lost: 0, repeated: 0, reordered: 0, wrong: 0, error: null })
    expect(outcome.recoveries).toBeGreaterThan(0)
  })

  test('a program that restores only the first of its arrays', async () => {
    const load = await loads.of(24)
    const code = load.build.code.replace(RESTORED, (all, at: string) => `${at}<400&&${all}`)
    expect(code).not.toBe(load.build.code)
    const outcome = await soakRun({ ...load, build: { ...load.build, code } }, 24, failing)
    expect(isWrong(outcome)).toBe(true)
  })

  test.each<[string, number, number, () => void]>([
    [
      'a journal that forgets items',
      24,
      0.2,
      () => vi.spyOn(Journal.prototype, 'flush').mockImplementation(() => undefined),
    ],
    ['a journal that forgets result words', 0, 0.7, forgetWords],
    ['a journal whose torn end is not cut off', 2, 0.4, keepTornEnds],
    [
      'a host that does not know how many words it has',
      25,
      0.2,
      () => vi.spyOn(Sender.prototype, 'remember').mockImplementation(() => undefined),
    ],
  ])('%s', async (_, seed, strength, spoil) => {
    const load = await loads.of(seed)
    const sound = await soakRun(load, seed, crashing(strength))
    expect([isWrong(sound), sound.error, sound.faults.hostCrash > 0]).toEqual([false, null, true])
    spoil()
    expect(isWrong(await soakRun(load, seed, crashing(strength)))).toBe(true)
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

function forgetWords(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
  const note = Journal.prototype.note
  vi.spyOn(Journal.prototype, 'note').mockImplementation(function (this: Journal, record) {
    if (record.kind !== 'words') note.call(this, record)
  })
}

function keepTornEnds(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
  const open = Disk.prototype.open
  vi.spyOn(Disk.prototype, 'open').mockImplementation(function (this: Disk) {
    return { ...open.call(this), truncate: () => undefined }
  })
}

describe('a soak says too little', () => {
  const enough: Summary = {
    seeds: 100,
    failed: [],
    ended: 5,
    live: 90,
    results: 1000,
    recoveries: 100,
    faults: noFaults(),
    seedsWith: noFaults(),
  }

  test.each<[string, Partial<Summary>, RegExp | null]>([
    ['with faults that hit, to the last run', {}, null],
    ['with too few of them', { live: 89 }, /nothing that lived/],
    ['with too many runs that ended', { ended: 6 }, /ended before/],
    ['though one of a few may end', { seeds: 3, live: 3, ended: 1 }, null],
  ])('%s', (_, part, why) => {
    const said = tooLittle({ ...enough, ...part })
    if (why === null) expect(said).toBeNull()
    else expect(said).toMatch(why)
  })
})

test.each([
  [null, false],
  ['E_SILENT: awaited something for 5000 ms in vain', false],
  ['E_DEVICE_ERROR: the device failed', false],
  ['E_PROTOCOL: the device named item 7', true],
  ['E_JOURNAL: the journal is spoilt at byte 15121', true],
  ['E_RESULTS_LOST: result words 0 to 385 never came', true],
])('a run that ended by %s is wrong: %s', (error, wrong) => {
  const outcome: Outcome = {
    ...{ seed: 1, load: 'bare', faults: noFaults(), results: 0, hits: 1, recoveries: 0 },
    ...{ lost: 0, repeated: 0, reordered: 0, wrong: 0, error },
  }
  expect(isWrong(outcome)).toBe(wrong)
})

/** Where a piece of a checkpoint goes back into memory. */
const RESTORED = /\w+\.set\(\w+\(\w+,(\w+),\w+\.length\)\)/
