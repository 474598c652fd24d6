/** `reconcile` as a command: files in, table or JSON out, on the reference and on a device. */
import { expect, test } from 'vitest'
import { folder, run, runIn } from './testing.ts'

const { file } = folder()
const fast = 'shared/pipeline/labs/card-fraud-fast.pipeline.json'
const audit = 'shared/pipeline/labs/card-fraud-audit.pipeline.json'

/** One recording for both: charges with the time at which they were made, and the clock before each. */
const recording = (): string => {
  const charge = (ref: string, t: number, pt: number, card = 1): object[] => [
    { pt },
    { t, ref, card, amount: 9.5, status: 'DECLINED' },
  ]
  const items = [
    charge('a', 0, 0),
    charge('b', 9000, 9020),
    charge('c', 20_000, 20_030),
    charge('d', 90_000, 90_000, 2),
  ].flat()
  return file('charges.ndjson', items.map((item) => JSON.stringify(item)).join('\n'))
}

test('a recording with clock and times serves both', async () => {
  const { code, out } = await run('reconcile', fast, audit, '-i', recording())
  expect(code).toBe(0)
  expect(
    out
      .split('\n')
      .slice(0, 2)
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual(['alert key events fast after audit after why', 'both 1 a b c 0:00.0 1:10.0'])
  expect(out).toContain('4 events, 1 alerts; 0 events came too late for the audit')
})

test('as JSON', async () => {
  const { lines, err } = await run('reconcile', fast, audit, '-i', recording(), '--json')
  expect(lines).toEqual([
    {
      ...{ type: 'reconciled', outcome: 'both', key: 1, t: 0, why: '' },
      fast: { events: ['a', 'b', 'c'], afterMs: 30 },
      audit: { events: ['a', 'b', 'c'], afterMs: 70_000 },
    },
    expect.objectContaining({ type: 'reconciliation', events: 4, late: 0 }),
  ])
  expect(err).toBe('')
})

test('colours on a terminal, none with NO_COLOR or --no-color', async () => {
  const args = ['reconcile', fast, audit, '-i', recording()]
  expect((await runIn({ isTTY: true }, ...args)).out).toContain('\x1b[32mboth')
  expect((await runIn({ isTTY: true, env: { NO_COLOR: '1' } }, ...args)).out).not.toContain('\x1b[')
  expect((await runIn({ isTTY: true }, ...args, '--no-color')).out).not.toContain('\x1b[')
})

test.each([
  [
    'the two in the wrong order',
    [audit, fast, '-i', 'sim:cards'],
    /^E_RECONCILE: the fast pipeline 'card fraud, audit' goes by event time/,
  ],
  ['no input', [fast, audit], /^E_USAGE: no input is named/],
  [
    'an unknown simulation',
    [fast, audit, '-i', 'sim:card'],
    /^E_INPUT sim:card: there is no simulation "card"\n {2}cure: did you mean sim:cards\?/,
  ],
  ['no such device', [fast, audit, '-i', 'sim:cards', '-p', 'emo:'], /^E_ADDRESS/],
])('%s is refused', async (_, args, message) => {
  const { code, err } = await run('reconcile', ...args)
  expect([code, err]).toEqual([2, expect.stringMatching(message)])
})

test('on a device it says the same, and each pipeline is compared with the reference', async () => {
  const input = 'sim:cards?cards=12&minutes=15'
  const here = await run('reconcile', fast, audit, '-i', input)
  const there = await run('reconcile', fast, audit, '-i', input, '-p', 'emu:')
  expect(there.code).toBe(0)
  expect(there.out).toBe(here.out)
  expect(there.err).toMatch(/card fraud, fast on emu:: \d+ results, 0 differ\n/)
  expect(there.err).toMatch(/card fraud, audit on emu:: \d+ results, 0 differ\n/)
})
