/** The comparison at work: results of the reference engine against copies of them that were tampered with. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { ReferenceEngine } from '../reference/engine.ts'
import { items, pipeline } from '../reference/testkit.ts'
import { scaleOf } from '../reference/windows/result.ts'
import { Comparison, type CompareOptions, type Verdict } from './compare.ts'
import { printResult } from './print.ts'
import type { Result } from './result.ts'

const STAGES = [
  {
    id: 'w',
    from: 'input',
    window: { type: 'sliding', sizeMs: 20, slideMs: 10 },
    aggregates: { n: 'count()', mean: 'mean(v)', dev: 'stddev(v)' },
  },
  { id: 'd', from: 'input', detect: { when: 'v > 6', peak: 'max(v)' } },
  { id: 'z', from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 }, emit: 'scores' } },
  { id: 'b', from: 'input', buffer: { size: 3 }, aggregates: { m: 'mean(v)' }, dumpOn: 'd' },
]
const WORDS = Array.from(
  { length: 60 },
  (_each, i) => `${i % 2 === 0 ? 'a' : 'b'}:${(i * 7) % 11}@${i * 3 - ((i * 5) % 7)}`,
)
const INPUT = items([...WORDS, 'wm100', 'a:5@50', 'wmMAX'].join(' '))

function results(): Result[] {
  const engine = new ReferenceEngine(pipeline(STAGES))
  return INPUT.flatMap((item) => engine.push(item).results)
}

/** As they would come over a wire. */
const copy = (result: Result) => JSON.parse(printResult(result)) as Result

function verdict(device: readonly Result[], options?: CompareOptions): Verdict {
  const comparison = new Comparison(options)
  for (const result of REFERENCE) comparison.reference(result)
  for (const result of device) comparison.device(result)
  return comparison.finish()
}

const REFERENCE = results()
const anyResult = fc.nat(REFERENCE.length - 1)

test('the input has results of every kind', () => {
  expect(new Set(REFERENCE.map(({ type }) => type))).toEqual(new Set(['window', 'late', 'detect', 'anomaly', 'buffer']))
  expect(REFERENCE.length).toBeGreaterThan(100)
})

describe('a device that', () => {
  test('is right is found right', () => {
    expect(verdict(REFERENCE.map(copy))).toEqual({
      ...{ equal: true, results: REFERENCE.length, differ: 0, ties: 0, lost: 0 },
    })
  })

  test('leaves out one result is found out, and that result is named', () => {
    fc.assert(
      fc.property(anyResult, (left) => {
        const { differ, first } = verdict(REFERENCE.filter((_each, i) => i !== left).map(copy))
        expect(differ).toBe(1)
        expect(first?.reference).toEqual(REFERENCE[left])
        expect(first?.why).toContain(printResult(REFERENCE[left]))
      }),
    )
  })

  test('says a result twice is found out', () => {
    fc.assert(
      fc.property(anyResult, (twice) => {
        const { differ, first } = verdict([...REFERENCE.map(copy), copy(REFERENCE[twice])])
        expect(differ).toBe(1)
        expect(first?.device).toEqual(copy(REFERENCE[twice]))
      }),
    )
  })

  test('changes one number is found out, whichever it is', () => {
    fc.assert(
      fc.property(anyResult, fc.nat(), (which, place) => {
        const line = printResult(REFERENCE[which])
        const numbers = [...line.matchAll(/(?<=[:[,])-?\d[\d.e+-]*/g)]
        const { index, 0: text } = numbers[place % numbers.length]
        const wrong = line.slice(0, index) + String(Number(text) + 1) + line.slice(index + text.length)
        const device = REFERENCE.map((result, i) => (i === which ? (JSON.parse(wrong) as Result) : copy(result)))
        const { equal, first } = verdict(device)
        expect(equal).toBe(false)
        expect(first?.reference ?? first?.device).toBeDefined()
        expect(first?.why.length).toBeGreaterThan(20)
      }),
    )
  })

  test('adds in another order is right where that is allowed, and only there', () => {
    const shaken = REFERENCE.map((result) => {
      const changed = copy(result)
      if (changed.type === 'window') changed.aggs['dev'] = Number(changed.aggs['dev']) * (1 + 1e-12)
      return changed
    })
    expect(verdict(shaken).equal).toBe(false)
    expect(verdict(shaken, { inexact: new Set(['w.dev']) }).equal).toBe(true)
    expect(verdict(shaken, { inexact: new Set(['w.mean']) }).equal).toBe(false)
  })

  test('gives a deviation next to 0 is right within the scale of the window', () => {
    const flat = pipeline([{ ...STAGES[0], aggregates: { dev: 'stddev(v)' } }])
    const engine = new ReferenceEngine(flat)
    const [reference] = items('1000@1 1000@2 wmMAX').flatMap((item) => engine.push(item).results)
    expect(scaleOf(reference, 'dev')).toBe(1000)
    expect(scaleOf(reference, 'other')).toBe(0)
    expect(scaleOf(copy(reference), 'dev')).toBe(0)
    for (const [dev, equal] of [
      [0.9e-6, true],
      [1.1e-6, false],
    ] as const) {
      const comparison = new Comparison({ inexact: new Set(['w.dev']), scale: scaleOf })
      comparison.reference(reference)
      if (reference.type === 'window') comparison.device({ ...reference, aggs: { dev } })
      expect(comparison.finish().equal).toBe(equal)
    }
  })

  test('is asked while it runs: only what has no partner yet is held', () => {
    const comparison = new Comparison({ maxAhead: 9 })
    REFERENCE.forEach((result, i) => {
      comparison.reference(result)
      if (i >= 8) comparison.device(copy(REFERENCE[i - 8]))
    })
    for (const result of REFERENCE.slice(-8)) comparison.device(copy(result))
    expect(comparison.finish().equal).toBe(true)
  })
})
