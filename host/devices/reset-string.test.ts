/** Reset strings: what they mean, in which order and how long the lines are pulled, and what is refused. */
import { expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { parseReset, pull, RUN_PROGRAM, type ModemLines } from './reset-string.ts'

test.each([
  ['D0', [{ line: 'dtr', on: false }]],
  ['R1', [{ line: 'rts', on: true }]],
  ['W0', [{ waitMs: 0 }]],
  [
    'D0|R1|W100|R0',
    [{ line: 'dtr', on: false }, { line: 'rts', on: true }, { waitMs: 100 }, { line: 'rts', on: false }],
  ],
  ['none', null],
])('%s', (text, steps) => {
  expect(parseReset(text)).toEqual(steps)
})

test.each([
  ['', 1, ''],
  ['D0|', 2, ''],
  ['d0', 1, 'd0'],
  ['D2', 1, 'D2'],
  ['D01', 1, 'D01'],
  ['R1|X1', 2, 'X1'],
  ['D0|R1|W', 3, 'W'],
  ['W0.1', 1, 'W0.1'],
  ['W-5', 1, 'W-5'],
  ['W10001', 1, 'W10001'],
  ['D0 |R1', 1, 'D0 '],
  ['None', 1, 'None'],
])('"%s" is refused with its place', (text, step, part) => {
  expect(() => parseReset(text)).toThrow(
    expect.objectContaining({
      code: 'E_RESET_STRING',
      kind: 'usage',
      message: `step ${step} of the reset string "${text}" is "${part}"`,
      cure: expect.stringContaining(RUN_PROGRAM),
    }),
  )
})

/** Pulls on a clock of its own; gives what was set, and when. */
async function pulled(text: string, from: ModemLines): Promise<{ states: unknown[]; left: ModemLines }> {
  const clock = new SimulatedClock()
  const states: unknown[] = []
  const pulling = pull(
    parseReset(text)!,
    from,
    (lines) => {
      states.push([clock.now(), lines])
      return Promise.resolve()
    },
    clock,
  )
  let left: ModemLines | undefined
  void pulling.then((lines) => (left = lines))
  while (left === undefined) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    clock.step()
  }
  return { states, left }
}

test('the usual one releases DTR before the chip may start, and holds the chip for 100 ms', async () => {
  const { states, left } = await pulled(RUN_PROGRAM, { dtr: true, rts: true })
  expect(states).toEqual([
    [0, { dtr: false, rts: true }],
    [0, { dtr: false, rts: true }],
    [100, { dtr: false, rts: false }],
  ])
  expect(left).toEqual({ dtr: false, rts: false })
})

test('the one for the loader', async () => {
  const { states } = await pulled('D0|R1|W100|D1|R0|W50|D0', { dtr: true, rts: true })
  expect(states.slice(2)).toEqual([
    [100, { dtr: true, rts: true }],
    [100, { dtr: true, rts: false }],
    [150, { dtr: false, rts: false }],
  ])
})

test('a line that is not named stays as it is', async () => {
  expect((await pulled('R1|R0', { dtr: true, rts: true })).left).toEqual({ dtr: true, rts: false })
})

test('a port that refuses ends it', async () => {
  const refused = pull(
    [{ line: 'dtr', on: false }],
    { dtr: true, rts: true },
    () => Promise.reject(new Error('no such lines')),
    new SimulatedClock(),
  )
  await expect(refused).rejects.toThrow('no such lines')
})
