/** Everything that is fuzzed by the command, with few inputs: what it begins with, random texts, and changed beginnings. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chance } from '../../shared/protocol/testing/chance.ts'
import { Mutator } from './mutate.ts'
import { deviceTargets } from './targets-device.ts'
import { edgeTargets } from './targets-edges.ts'
import { hostTargets } from './targets-host.ts'

const [device, brief] = await deviceTargets()
const targets = [...hostTargets, ...edgeTargets, device, brief]
/** Bytes, and what stands in texts of that kind. */
const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 200,
})

test('names are there once, and each has something to begin with', () => {
  const names = targets.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(
    expect.arrayContaining(['frames', 'console', 'senml', 'pipeline', 'expression', 'journal', 'device']),
  )
  for (const { seeds } of targets) expect(seeds.length).toBeGreaterThan(0)
})

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  const runs = Math.min(300, Math.ceil(1500 * (target.weight ?? 1)))

  test('whatever bytes come', () => {
    fc.assert(
      fc.property(bytes, (input) => target.run(input)),
      { numRuns: runs },
    )
  })

  test('whatever becomes of what is right', () => {
    const mutator = new Mutator(chance(20261122), target.words ?? [], target.most ?? 2000)
    const { seeds } = target
    for (const seed of seeds) target.run(seed)
    for (let i = 0; i < runs; i++)
      target.run(mutator.mutate(seeds[i % seeds.length], seeds[mutator.below(seeds.length)]))
  })
})
