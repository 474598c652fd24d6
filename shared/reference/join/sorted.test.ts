import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import type { Sample } from '../operator.ts'
import { SortedByTime } from './sorted.ts'

const sample = (t: number, ref: string): Sample => ({ t, ref, key: null, values: {} })

test('is a sorted list, whatever comes and goes', () => {
  const command = fc.oneof(
    fc.record({ add: fc.nat(20) }),
    fc.record({ dropUpTo: fc.nat(20) }),
    fc.record({ from: fc.nat(20), to: fc.nat(20) }),
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const sorted = new SortedByTime()
      let model: Sample[] = []
      for (const [i, each] of commands.entries()) {
        if ('add' in each) {
          sorted.add(sample(each.add, `e${i}`))
          model.push(sample(each.add, `e${i}`))
          model.sort((a, b) => a.t - b.t)
        } else if ('dropUpTo' in each) {
          sorted.dropUpTo(each.dropUpTo)
          model = model.filter(({ t }) => t > each.dropUpTo)
        } else {
          expect(sorted.between(each.from, each.to)).toEqual(model.filter(({ t }) => t >= each.from && t <= each.to))
        }
        expect(sorted.size).toBe(model.length)
      }
    }),
    { seed: 64, numRuns: 300 },
  )
})
