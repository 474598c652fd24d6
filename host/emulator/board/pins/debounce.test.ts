/**
 * Debouncing against its definition: a level is told when the pin has kept it for the debounce time and it is another than
 * the last one, and the moment told is that of the edge that led to it. Any edges, any time, with and without a busy program.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench } from '../testing.ts'

/** Milliseconds between edges; the pin is high at first, so the first edge falls. */
const GAPS = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 })

interface Told {
  readonly high: boolean
  readonly ms: number
}

/** The definition. */
function settled(gaps: readonly number[], debounce: number): Told[] {
  const told: Told[] = []
  let last = true
  let ms = 0
  gaps.forEach((gap, index) => {
    ms += gap
    const high = index % 2 === 1
    const quiet = index + 1 < gaps.length ? gaps[index + 1] : Infinity
    if (quiet > debounce && high !== last) {
      told.push({ high, ms })
      last = high
    }
  })
  return told
}

/** What a board tells; times in ms since the watch was set. */
function watched(gaps: readonly number[], options: string): Told[] {
  const bench = new Bench()
  const { pins } = bench.board
  pins.set(4, 1)
  bench.run(`setWatch(function(e){print(+e.state,Math.round((e.time-t0)*1000))},D4,{repeat:true,${options}});var t0=0`)
  const start = Math.ceil(bench.board.ms) + 1
  bench.run(`t0=${start / 1000}`)
  let ms = start
  pins.schedule(
    4,
    gaps.map((gap, index) => [(ms += gap), index % 2]),
  )
  const lines = bench.wait(ms - start + 100).trimEnd()
  if (lines === '') return []
  return lines.split('\n').map((line) => {
    const [high, at] = line.split(' ').map(Number)
    return { high: high === 1, ms: at }
  })
}

test('what is told is what settled', () => {
  // a gap of exactly the debounce time is decided by microseconds of computing, so it is left out
  const cases = fc.tuple(GAPS, fc.integer({ min: 1, max: 20 })).filter(([gaps, debounce]) => !gaps.includes(debounce))
  fc.assert(
    fc.property(cases, ([gaps, debounce]) => {
      expect(watched(gaps, `debounce:${debounce}`)).toEqual(settled(gaps, debounce))
    }),
    { numRuns: 60, seed: 1 },
  )
})

test('an edge is told when it is asked for, debounced or not', () => {
  const cases = fc.tuple(GAPS, fc.constantFrom(0, 5), fc.constantFrom('rising', 'falling'))
  fc.assert(
    fc.property(
      cases.filter(([gaps]) => !gaps.includes(5)),
      ([gaps, debounce, edge]) => {
        const expected = settled(gaps, debounce).filter(({ high }) => high === (edge === 'rising'))
        expect(watched(gaps, `debounce:${debounce},edge:"${edge}"`)).toEqual(expected)
      },
    ),
    { numRuns: 40, seed: 2 },
  )
})
