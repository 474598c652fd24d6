import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { MIN } from '../stream/event.ts'
import { CombinedWatermark, type CombinedOutput } from './combine.ts'

/** `0=25` is a watermark on input 0, `0-` makes it idle, `0+` active. Outputs by item; `.` for none. */
function story(inputs: number, words: string): string {
  const combined = new CombinedWatermark(inputs)
  return words
    .split(' ')
    .map((word) => step(combined, word).join(',') || '.')
    .join(' ')
}

function step(combined: CombinedWatermark, word: string): CombinedOutput[] {
  const input = Number.parseInt(word, 10)
  if (word.endsWith('-')) return combined.idle(input)
  if (word.endsWith('+')) return combined.active(input)
  return combined.watermark(input, Number(word.split('=')[1]))
}

describe('combined watermark (2.5, 2.6)', () => {
  test.each([
    // why, inputs, items, outputs
    ['one input passes through', 1, '0=0 0=25', '0 25'],
    ['a lower watermark is ignored', 1, '0=25 0=18 0=42', '25 . 42'],
    ['is the minimum of all', 3, '0=25 1=10 2=17', '. . 10'],
    ['waits until every input has one', 3, '0=0 1=0 2=0', '. . 0'],
    ['rises with the lowest', 3, '0=0 1=0 2=0 0=12 2=8 2=10 1=15 2=17 0=20', '. . 0 . . . 10 12 15'],
    ['never falls', 3, '0=25 1=10 2=17 0=12 1=8 2=15', '. . 10 . . .'],
    ['one input toggles', 1, '0+ 0- 0- 0+', '. idle . active'],
    ['two inputs toggle', 2, '0+ 1+ 1- 0- 0- 1- 1+ 0+', '. . . idle . . active .'],
    ['an idle input leaves the minimum', 3, '0=15 1=10 2- 1=18 0=20', '. . 10 15 18'],
    ['each that falls idle may raise it', 3, '0=25 1=10 2=17 1- 2-', '. . 10 17 25'],
    ['the last to fall idle flushes the maximum', 3, '0=10 1=5 2=3 0- 1- 2-', '. . 3 . . 10,idle'],
    ['the last does not flush when it was ahead', 3, '0=10 1=5 2=3 2- 1- 0-', '. . 3 5 10 idle'],
    ['a watermark from an idle input is ignored', 1, '0=25 0- 0=50 0+ 0=50', '25 idle . active 50'],
    ['back from idleness it must catch up', 3, '0=10 1=7 2=3 2- 2+ 2=5 2=9 1=12', '. . 3 7 . . . 9'],
    ['an input ahead of the output is aligned at once', 2, '0=10 1=3 0- 0+ 1=20', '. 3 . . 10'],
    ['nothing comes out while all that are active are unaligned', 3, '0=10 1=7 2- 2+ 0- 1-', '. . 7 . . .'],
    ['an unaligned input does not hold back', 3, '0=10 1=7 2=3 2- 2+ 1=12 2=11 0=15', '. . 3 7 . 10 . 11'],
  ])('%s', (_why, inputs, items, outputs) => {
    expect(story(inputs, items)).toBe(outputs)
  })

  test('shows the last output', () => {
    const combined = new CombinedWatermark(2)
    expect(combined.value).toBe(MIN)
    combined.watermark(0, 4)
    combined.watermark(1, 3)
    expect(combined.value).toBe(3)
  })

  test('refuses an input that it does not have', () => {
    expect(() => new CombinedWatermark(2).watermark(2, 1)).toThrow('there is no input 2; inputs are 0 to 1')
  })

  test('rises only, alternates idle and active, and never passes an aligned input', () => {
    const move = fc.record({ input: fc.nat(2), what: fc.constantFrom('wm', 'idle', 'active'), wm: fc.nat(30) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const combined = new CombinedWatermark(3)
        let last = MIN
        let idle = false
        for (const { input, what, wm } of moves) {
          const outputs =
            what === 'wm' ? combined.watermark(input, wm) : combined[what === 'idle' ? 'idle' : 'active'](input)
          for (const output of outputs) {
            if (typeof output === 'number') {
              expect(output).toBeGreaterThan(last)
              last = output
            } else {
              expect(output === 'idle').toBe(!idle)
              idle = !idle
            }
          }
          expect(combined.value).toBe(last)
        }
      }),
    )
  })
})
