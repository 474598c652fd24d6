import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { MAX, MIN } from '../stream/event.ts'
import { GeneratedWatermark, Watermark } from './watermark.ts'

describe('watermark', () => {
  test('never falls (2.1)', () => {
    const watermark = new Watermark()
    expect(watermark.value).toBe(MIN)
    expect(watermark.raise(9)).toBe(true)
    expect(watermark.raise(3)).toBe(false)
    expect(watermark.raise(9)).toBe(false)
    expect(watermark.value).toBe(9)
    expect(watermark.raise(MAX)).toBe(true)
    expect(watermark.value).toBe(MAX)
  })

  test.each([
    // out of order, events, watermark (2.2)
    [10, [], MIN],
    [10, [12345, 12300, 12340], 12334],
    [0, [1337], 1336],
    [0, [12345, 12340], 12344],
    [0, [-5], -6],
    [5, [0, 0, 0], -6],
    [100, [MAX], MAX - 101],
  ])('generated with %d ms of disorder from %j is %d', (outOfOrdernessMs, events, expected) => {
    const watermark = new GeneratedWatermark(outOfOrdernessMs)
    for (const t of events) watermark.observe(t)
    expect(watermark.value).toBe(expected)
  })

  test('generated tells when it moves, and takes a mark that flushes (2.4)', () => {
    const watermark = new GeneratedWatermark(10)
    expect(watermark.observe(20)).toBe(true)
    expect(watermark.observe(15)).toBe(false)
    expect(watermark.observe(20)).toBe(false)
    expect(watermark.raise(MAX)).toBe(true)
    expect(watermark.observe(1000)).toBe(false)
    expect(watermark.value).toBe(MAX)
  })

  test('is the maximum over all events, behind by the bound', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), (times, bound) => {
        const watermark = new GeneratedWatermark(bound)
        let before = MIN
        for (const t of times) {
          expect(watermark.observe(t)).toBe(watermark.value > before)
          before = watermark.value
        }
        expect(before).toBe(Math.max(...times) - bound - 1)
      }),
    )
  })
})
