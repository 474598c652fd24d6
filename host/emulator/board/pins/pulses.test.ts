/** `digitalPulse` against its definition: levels that follow each other at the times that were asked for (FACTS 4). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench } from '../testing.ts'

interface Level {
  readonly high: boolean
  /** Since the first level, rounded to microseconds. */
  readonly micros: number
}

/** Tenths of a millisecond: binary fractions of times are not what is tested here. */
const TIMES = fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 12 })

function pulsed(program: string, ms: number): Level[] {
  const bench = new Bench()
  const found: { high: boolean; ms: number }[] = []
  bench.board.pins.onWrite((write) => {
    if ('level' in write && write.pin === 13) found.push({ high: write.level, ms: write.ms })
  })
  expect(bench.run(program, ms)).toBe('')
  return found.map(({ high, ms: at }) => ({ high, micros: Math.round((at - found[0].ms) * 1000) }))
}

/** The first level at once, then the other one after each time that is not zero; a zero changes the turn only. */
function defined(first: boolean, times: readonly number[]): Level[] {
  const levels = [{ high: first, micros: 0 }]
  let micros = 0
  times.forEach((time, index) => {
    micros += time * 100
    if (time > 0) levels.push({ high: first === (index % 2 === 1), micros })
  })
  return levels
}

/** Ends of pulses are whole microseconds, counted from a beginning that may lie between them. */
function close(found: readonly Level[], expected: readonly Level[]): void {
  expect(found.map(({ high }) => high)).toEqual(expected.map(({ high }) => high))
  found.forEach(({ micros }, at) => expect(Math.abs(micros - expected[at].micros)).toBeLessThanOrEqual(1))
}

test('one after the other, whatever the times, with the program busy or not', () => {
  fc.assert(
    fc.property(fc.boolean(), TIMES, fc.boolean(), (first, times, busy) => {
      const list = times.map((time) => time / 10).join()
      const rest = busy ? ';for(var i=0;i<200;i++)Math.sin(i)' : ''
      close(pulsed(`digitalPulse(D13,${Number(first)},[${list}])${rest}`, 150), defined(first, times))
    }),
    { seed: 23, numRuns: 60 },
  )
})

test('a list of times is the same as that list in two calls, when the first has an even number of them', () => {
  const even = TIMES.filter((times) => times.length % 2 === 0 && times.every((time) => time > 0))
  fc.assert(
    fc.property(even, TIMES, (first, second) => {
      const written = (times: readonly number[]): string => `[${times.map((time) => time / 10).join()}]`
      const all = [...first, ...second.filter((time) => time > 0)]
      fc.pre(all.length <= 15 && all.length > first.length)
      const twice = `digitalPulse(D13,1,${written(first)});digitalPulse(D13,1,${written(all.slice(first.length))})`
      close(pulsed(twice, 300), defined(true, all))
    }),
    { seed: 24, numRuns: 40 },
  )
})
