import { expect, test } from 'vitest'
import { terminal, type TerminalOptions } from './terminal.ts'

function fake(
  isTTY: boolean,
  env: Record<string, string>,
  options: TerminalOptions = {},
): { out: string[]; err: string[]; speak: ReturnType<typeof terminal> } {
  const out: string[] = []
  const err: string[] = []
  const stream = (to: string[]): { write: (text: string) => unknown; isTTY: boolean } => ({
    write: (text) => to.push(text),
    isTTY,
  })
  return { out, err, speak: terminal({ out: stream(out), err: stream(err), env }, options) }
}

test('results to stdout, talk to stderr', () => {
  const { out, err, speak } = fake(false, {})
  speak.result('r')
  speak.say('s')
  speak.detail('d')
  speak.warn('w')
  expect([out, err]).toEqual([['r\n'], ['s\n', 'w\n']])
})

test('quiet leaves talk out, verbose adds detail', () => {
  const quiet = fake(false, {}, { quiet: true })
  quiet.speak.say('s')
  quiet.speak.warn('w')
  expect(quiet.err).toEqual(['w\n'])
  const verbose = fake(false, {}, { verbose: true })
  verbose.speak.detail('d')
  expect(verbose.err).toEqual(['d\n'])
})

test.each([
  // terminal, environment, options          colour redraws
  [true, {}, {}, true, true],
  [false, {}, {}, false, false],
  [true, { NO_COLOR: '1' }, {}, false, false],
  [true, { NO_COLOR: '' }, {}, true, true],
  [true, { TERM: 'dumb' }, {}, false, false],
  [true, {}, { colour: false }, false, false],
  [true, {}, { quiet: true }, true, false],
])('terminal %s, environment %j, options %j', (isTTY, env, options, colour, redraws) => {
  const { speak } = fake(isTTY, env, options)
  expect([speak.colour, speak.redraws]).toEqual([colour, redraws])
  expect(speak.style('red', 'x') === 'x').toBe(!colour)
})
