/** Matches and time-outs of results are printed the same however the input was cut into frames, and whatever restarted between them. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import { inputs, itemsFor } from './arbitrary/inputs.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut } from './run.ts'

const CUTS: readonly Cut[] = [
  { frame: 2, segment: 3 },
  { frame: 32, segment: 200 },
  { frame: 5, restart: { every: 4, lag: 3 } },
]
const two = (withinMs: number): object => ({
  steps: [{ name: 'one' }, { name: 'two', contiguity: 'followedBy' }],
  withinMs,
})
const hot = { id: 'hot', from: 'input', detect: { when: 'v > 0' } }
const mean = { id: 'mean', from: 'input', window: { type: 'tumbling', sizeMs: 4 }, aggregates: { n: 'count()' } }
const odd = { id: 'odd', from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 0.5 }, emit: 'scores' } }
const sides = ['left', 'right']

/** Pipelines that give matches of results in some way each. */
const STAGES: Readonly<Record<string, readonly object[]>> = {
  windows: [mean, { id: 'p', pattern: two(9) }],
  detections: [hot, { id: 'ends', filter: "edge == 'end'" }, { id: 'p', pattern: two(30) }],
  'scores, and matches of them': [odd, { id: 'p', pattern: two(20) }, { id: 'q', pattern: two(40) }],
  compound: [
    hot,
    odd,
    { id: 'both', from: ['hot', 'odd'], anomaly: { compound: { atLeast: 2, withinMs: 9 } } },
    { id: 'p', pattern: two(40) },
  ],
  'a detection of windows': [mean, { id: 'busy', detect: { when: 'n > 1' } }, { id: 'p', pattern: two(40) }],
  pairs: [
    { id: 'near', from: 'input', join: { type: 'interval', lowerMs: -3, upperMs: 3 } },
    { id: 'p', pattern: two(6) },
  ],
}

test.each(Object.keys(STAGES))('%s', async (name) => {
  const pipeline = loadPipeline({
    name: 'results',
    input: { fields: { v: 'double', s: 'string' }, key: 's', ...(name === 'pairs' ? { sides } : {}) },
    time: { mode: 'event', outOfOrdernessMs: 5 },
    stages: STAGES[name],
    limits: { keys: 8, waiting: 128, threads: 64, taken: 64, openWindows: 128, joinBuffer: 48, ttlMs: 60 },
  })
  const program = await bundled(pipeline)
  const kinds = new Set<string>()
  fc.assert(
    fc.property(inputs, (input) => {
      const items = itemsFor(input, pipeline)
      const printed = (cut: Cut): string[] => {
        const { device } = runBoth(program, pipeline, items, cut)
        const found = device.filter((each: Result) => each.type === 'match' || each.type === 'timeout')
        for (const { type } of found) kinds.add(type)
        return found.map(printResult).sort()
      }
      const one = printed({ single: true })
      for (const cut of CUTS) expect(printed(cut)).toEqual(one)
    }),
    { seed: 31, numRuns: 25, endOnFailure: true },
  )
  expect([...kinds].sort()).toEqual(['match', 'timeout'])
})
