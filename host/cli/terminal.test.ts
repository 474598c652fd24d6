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

test.each([
  ['\x1b]0;mine\x07 \x1b[2J\x1b[1;1H', '\\x1b]0;mine\\x07 \\x1b[2J\\x1b[1;1H'],
  ['\x9b31m \x90q\x9c \x7f\b', '\\x9b31m \\x90q\\x9c \\x7f\\x08'],
  ['over\rwritten', 'over\\x0dwritten'],
  ['\x1b[31mred\x1b[39m\ttab\nline é ▃', '\x1b[31mred\x1b[39m\ttab\nline é ▃'],
])('%j from outside moves no cursor: it is shown', (text, shown) => {
  const { out, err, speak } = fake(true, {}, { verbose: true })
  for (const tell of [speak.say, speak.detail, speak.warn, speak.result]) tell(text)
  expect([...err, ...out]).toEqual(Array(4).fill(`${shown}\n`))
})

test('results that go to a file or a pipe go as they are', () => {
  const { out, speak } = fake(false, {})
  speak.result('\x9b31m')
  expect(out).toEqual(['\x9b31m\n'])
})
