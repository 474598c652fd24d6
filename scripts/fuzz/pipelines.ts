/** Pipelines behind which inputs are fuzzed: one with every kind of stage, and small ones that read readings. */
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'

const aggregates = { n: 'count()', mean: 'mean(v)', high: 'max(v)', last: 'last(name)' }

/** Every kind of stage and of record. */
export const wide: Pipeline = loadPipeline({
  name: 'wide',
  input: {
    fields: { k: 'string', v: 'double?', p: 'double', name: 'string?', on: 'bool' },
    key: 'k',
    packed: { p: 'int16/10' },
  },
  time: { mode: 'event', outOfOrdernessMs: 7 },
  stages: [
    { id: 'tumbling', window: { type: 'tumbling', sizeMs: 20 }, allowedLatenessMs: 5, aggregates },
    { id: 'session', from: 'input', window: { type: 'session', gapMs: 8 }, aggregates },
    { id: 'count', from: 'input', window: { type: 'count', size: 5 }, aggregates },
    { id: 'hot', from: 'input', detect: { when: 'v > 3', until: 'v < 1', forMs: 2 } },
    { id: 'silent', from: 'input', detect: { silentMs: 30 } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'p', size: 4, threshold: 3 } } },
    { id: 'drift', from: 'input', anomaly: { baseline: { field: 'p', alpha: 0.1, threshold: 3 }, emit: 'scores' } },
    { id: 'both', from: ['hot', 'odd'], anomaly: { compound: { atLeast: 2, withinMs: 20 } } },
    { id: 'ring', from: 'input', buffer: { size: 4 }, aggregates, dumpOn: 'hot' },
    {
      id: 'rise',
      from: 'input',
      pattern: {
        steps: [
          { name: 'a', where: 'v > 1' },
          { name: 'b', where: 'on', contiguity: 'followedBy', quantifier: { oneOrMore: true } },
        ],
        withinMs: 50,
      },
    },
    { id: 'pairs', from: ['tumbling', 'session'], join: { type: 'interval', lowerMs: -10, upperMs: 10 } },
  ],
  limits: { keys: 4, texts: 8, ttlMs: 100 },
})

/** For readings: a plain one, a live one, and one of two sides. */
export const readings: readonly Pipeline[] = [
  loadPipeline({
    name: 'plain',
    input: { fields: { k: 'string', v: 'double', w: 'int?', s: 'string?', b: 'bool?' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ filter: 'v > 3' }],
  }),
  loadPipeline({
    name: 'live',
    input: { fields: { v: 'double?', k: 'int' }, key: 'k' },
    time: { mode: 'processing' },
    stages: [{ filter: 'v > 3' }],
  }),
  loadPipeline({
    name: 'sides',
    input: { fields: { k: 'string', v: 'double' }, key: 'k', sides: ['left', 'right'] },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ join: { type: 'interval', lowerMs: -5, upperMs: 5 } }],
  }),
]
