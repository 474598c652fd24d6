import { expect, test } from 'vitest'
import { terminal } from '../cli/terminal.ts'
import { bar, Progress } from './progress.ts'

function fake(
  isTTY: boolean,
  env: Record<string, string> = {},
): { written: string[]; speak: ReturnType<typeof terminal> } {
  const written: string[] = []
  const err = { write: (text: string) => written.push(text), isTTY, columns: 40 }
  return { written, speak: terminal({ out: { write: () => undefined }, err, env }) }
}

test.each([
  [0, '    '],
  [0.5, '██  '],
  [0.53125, '██▏ '],
  [1, '████'],
  [7, '████'],
  [-1, '    '],
])('%d is %j', (share, text) => {
  expect(bar(share, 4)).toBe(text)
})

test('it is drawn at most every 80 ms and cleared', () => {
  let now = 0
  const { written, speak } = fake(true)
  const progress = new Progress(speak, 'events', 100, () => now)
  now = 100
  progress.show(10)
  now = 150
  progress.show(20)
  now = 200
  progress.show(30)
  progress.clear()
  progress.clear()
  expect(written).toHaveLength(3)
  expect(written[0]).toContain('10/100 events')
  expect(written[0].length).toBeLessThanOrEqual(40 + '\r\x1b[K'.length)
  expect(written[2]).toBe('\r\x1b[K')
})

test.each([
  ['no terminal', false, {}],
  ['NO_COLOR', true, { NO_COLOR: '1' }],
  ['a dumb terminal', true, { TERM: 'dumb' }],
])('nothing is drawn on %s', (_, isTTY, env) => {
  const { written, speak } = fake(isTTY, env)
  const progress = new Progress(speak, 'events', 100)
  progress.show(10)
  progress.clear()
  expect(written).toEqual([])
})

test('without a total there is a count', () => {
  const { written, speak } = fake(true)
  new Progress(speak, 'events', null, () => 0).show(7)
  expect(written[0]).toContain('7 events')
})
