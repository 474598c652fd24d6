/** Rate, policy and pace from the command line, on the emulator. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Metrics } from '../run/admission/metrics.ts'
import { folder, run, type Ran } from './testing.ts'

const { directory, file } = folder()

const spec = {
  name: 'rooms',
  input: { fields: { room: 'int', v: 'double' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 200 },
  stages: [{ id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()' } }],
  limits: { keys: 2 },
}
const START = 1_700_000_000_000
/** Ten seconds of calm, five of hurry, twenty of calm. */
const lines = [...steps(0, 10_000, 200), ...steps(10_000, 15_000, 2), ...steps(15_000, 35_000, 200)].map((t, i) =>
  JSON.stringify({ t: START + t, room: i % 2, v: i }),
)
/** A slow board: some hundred events a second, one a frame. */
const SLOW = ['emu:?ns=20', '--single']

function steps(from: number, to: number, every: number): number[] {
  return Array.from({ length: (to - from) / every }, (_, i) => from + i * every)
}

const input = (): [string, string, string] => [
  file('rooms.pipeline.json', spec),
  '--input',
  file('rooms.ndjson', lines.join('\n')),
]

const metricsOf = ({ lines: all }: Ran): Metrics[] =>
  all.filter(({ type }) => type === 'metrics') as unknown as Metrics[]

describe('flags that make no sense are refused before anything is loaded', () => {
  test.each([
    [['--policy', 'thin'], 'waits for the device: nothing need be dropped', '--pace 1'],
    [['--policy', 'shed', '--rate', '5'], 'nothing need be dropped', '--pace 1'],
    [['--policy', 'drop'], 'thin', 'wait'],
    [['--priority', 'rom'], "no numeric field 'rom'", 'did you mean room?'],
    [['--queue', '3'], 'Write a whole number from 8', '1000000'],
    [['--rate', '0'], 'Write a number above 0', '--rate'],
    [['--pace', 'fast'], 'Write a number above 0', '--pace'],
  ])('%j', async (flags, reason, cure) => {
    const ran = await run('run', ...input(), '-p', 'emu:', ...flags)
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(reason)
    expect(ran.err).toContain(cure)
  })
})

describe('a recording with a hurry in it, at its own pace, on a slow board', () => {
  test.each(['thin', 'shed'])('%s: the engines agree, accounts add up, the lag ends', async (policy) => {
    const flags = ['--policy', policy, '--pace', '1', '--queue', '64', '--json']
    const ran = await run('verify', ...input(), '-p', ...SLOW, ...flags)
    expect(ran.code).toBe(0)
    expect(ran.lines.at(-1)).toMatchObject({ type: 'verdict', differ: 0 })
    const all = metricsOf(ran)
    expect(all.length).toBeGreaterThan(20)
    for (const { offered, taken, thinned, shed, waiting } of all) expect(offered).toBe(taken + thinned + shed + waiting)
    const end = all.at(-1)!
    expect(end).toMatchObject({ offered: lines.length, waiting: 0, lag: { items: 0 }, keepsOneOf: 1 })
    expect(end.credit).toBe(end.grant)
    expect(end.thinned + end.shed).toBeGreaterThan(300)
    expect(policy === 'thin' ? end.thinned : end.shed).toBeGreaterThan(300)
    expect(ran.err).toContain(`${lines.length} items offered: ${end.taken} taken`)
  })

  test('results say what was left out of their input, and others say nothing', async () => {
    const ran = await run('run', ...input(), '-p', ...SLOW, '--policy', 'thin', '--pace', '1', '--queue', '64')
    expect(ran.code).toBe(0)
    const marked = ran.lines.map(({ start, thinned, shed }) => [((start as number) - START) / 1000, thinned ?? shed])
    expect(marked.filter(([second]) => (second as number) < 10).every(([, mark]) => mark === undefined)).toBe(true)
    const hurry = marked.filter(([second]) => (second as number) >= 11 && (second as number) < 15)
    expect(hurry.length).toBe(8)
    for (const [, mark] of hurry) expect(mark).toBeGreaterThan(1)
    expect(marked.filter(([second]) => (second as number) > 25).every(([, mark]) => mark === undefined)).toBe(true)
  })
})

describe('a host that was ended in the hurry, with a journal', () => {
  /** The journal of a whole run as it was when so many ms of the input had been taken. */
  async function cutJournal(policy: string, after: number): Promise<string> {
    const journal = path.join(directory(), `${policy}.journal`)
    rmSync(journal, { force: true })
    const flags = ['--policy', policy, '--pace', '1', '--queue', '64', '--journal', journal]
    const ran = await run('verify', ...input(), '-p', ...SLOW, ...flags)
    expect(ran.code).toBe(0)
    const records = readFileSync(journal, 'utf8').split('\n')
    const end = records.findIndex((each) => Number(/^\["item".*"t":(\d+)/.exec(each)?.[1]) >= START + after)
    writeFileSync(journal, records.slice(0, end + 1).join('\n') + '\n')
    return journal
  }

  test.each(['thin', 'shed'])('%s: the next one knows what was taken and what was left out', async (policy) => {
    const journal = await cutJournal(policy, 12_000)
    const before = readFileSync(journal, 'utf8').match(/^\["loss"/gm)!.length
    expect(before).toBeGreaterThan(50)
    const flags = ['--policy', policy, '--pace', '1', '--queue', '64', '--journal', journal, '--json']
    const ran = await run('verify', ...input(), '-p', ...SLOW, ...flags)
    expect(ran.code).toBe(0)
    expect(ran.lines.at(-1)).toMatchObject({ type: 'verdict', differ: 0 })
    const end = metricsOf(ran).at(-1)!
    expect(end).toMatchObject({ offered: lines.length, taken: lines.length - end.thinned - end.shed, waiting: 0 })
    expect(end.thinned + end.shed).toBeGreaterThan(before)
    const held = readFileSync(journal, 'utf8')
    expect(held.match(/^\["item"/gm)).toHaveLength(end.taken)
    expect(held.match(/^\["loss"/gm)).toHaveLength(end.thinned + end.shed)
    // Nobody holds it any more.
    expect(existsSync(`${journal}.lock`)).toBe(false)
  })

  test('results still say what an earlier life left out of their input', async () => {
    const journal = await cutJournal('thin', 14_500)
    // Everything was left out before: this life has all the time it wants.
    const flags = ['--policy', 'thin', '--pace', '0.01', '--queue', '64', '--journal', journal]
    const ran = await run('run', ...input(), '-p', 'emu:', '--single', ...flags)
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('it goes on')
    const first = ran.lines.find(({ start }) => (start as number) >= START + 13_000)!
    expect(first.thinned).toBeGreaterThan(1)
    expect(existsSync(`${journal}.lock`)).toBe(false)
    expect(ran.lines.at(-1)!.thinned).toBeUndefined()
  })
})

test('a rate makes a recording wait, and nothing is lost', async () => {
  const short = file('short.ndjson', lines.slice(0, 50).join('\n'))
  const [pipeline] = input()
  const ran = await run('verify', pipeline, '--input', short, '-p', 'emu:', '--rate', '10', '--json')
  const end = metricsOf(ran).at(-1)!
  expect(end).toMatchObject({ offered: 50, taken: 50, thinned: 0, shed: 0 })
  // One at once, 49 to come.
  expect(end.ms).toBeGreaterThanOrEqual(4900)
  expect(end.ms).toBeLessThan(5500)
})

test('the figures stand in a file as Prometheus text', async () => {
  const metrics = path.join(directory(), 'metrics.txt')
  const ran = await run('run', ...input(), '-p', 'emu:', '--metrics', metrics)
  expect(ran.code).toBe(0)
  expect(readFileSync(metrics, 'utf8')).toContain(`rivulet_taken_total ${lines.length}\n`)
})
