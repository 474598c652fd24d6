import { expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { MAX_MESSAGE, UNENDED_MS, Upward } from './upward.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function upward(): { clock: SimulatedClock; sent: string[]; up: Upward } {
  const clock = new SimulatedClock()
  const sent: string[] = []
  return { clock, sent, up: new Upward(clock, (text) => sent.push(text)) }
}

test('lines of one turn are one message', async () => {
  const { clock, sent, up } = upward()
  up.push('one\ntw')
  up.push('o\nthree\n')
  expect(sent).toEqual([])
  await turn()
  expect(sent).toEqual(['one\ntwo\nthree\n'])
  expect(clock.idle).toBe(true)
})

test('what does not end waits for the rest of its line, but not long', async () => {
  const { clock, sent, up } = upward()
  up.push('one\n>')
  await turn()
  expect(sent).toEqual(['one\n'])
  clock.advance(UNENDED_MS - 1)
  expect(sent.length).toBe(1)
  clock.advance(1)
  expect(sent).toEqual(['one\n', '>'])
  up.push('two')
  clock.advance(UNENDED_MS)
  expect(sent.at(-1)).toBe('two')
  expect(clock.idle).toBe(true)
})

test('a long text goes in messages of bounded size, at ends of lines where there are any', () => {
  const { sent, up } = upward()
  const line = `${'x'.repeat(999)}\n`
  const text = line.repeat(40) + 'y'.repeat(40_000)
  up.push(text)
  up.flush()
  expect(sent.join('')).toBe(text)
  expect(sent.every((part) => part.length <= MAX_MESSAGE)).toBe(true)
  expect(sent.slice(0, 2).every((part) => part.endsWith('\n'))).toBe(true)
})

test('all is sent at once when asked, and not again', async () => {
  const { clock, sent, up } = upward()
  up.push('a\nb')
  up.flush()
  expect(sent).toEqual(['a\nb'])
  await turn()
  clock.advance(1000)
  expect([sent, clock.idle]).toEqual([['a\nb'], true])
})
