import { describe, expect, test } from 'vitest'
import { milliseconds, type Duration } from './duration.ts'

describe('milliseconds', () => {
  test.each<[Duration, number]>([
    [0, 0],
    [250, 250],
    ['200ms', 200],
    ['5s', 5000],
    ['1min', 60_000],
    ['1.5min', 90_000],
    ['2h', 7_200_000],
    ['0.1s', 100],
    ['0.007s', 7],
    ['-3s', -3000],
    ['0ms', 0],
  ])('%s are %i', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected)
  })

  test.each(['5', '5 s', 's', '', '1e3s', '0.5ms', '5m', '5sec', 'x5s', '5s '])('%j is refused', (text) => {
    expect(() => milliseconds(text as Duration)).toThrow(/is not a duration in whole milliseconds/)
  })

  test('the refusal is an error of usage with a cure', () => {
    try {
      milliseconds('5x' as Duration)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_DURATION', kind: 'usage', cure: expect.stringContaining("'5s'") })
    }
  })
})
