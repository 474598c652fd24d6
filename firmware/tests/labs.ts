/** A pipeline with every stage kind that firmware knows, for tests of the whole chain. */
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'

const ALL = {
  n: 'count()',
  sum: 'sum(v)',
  mean: 'mean(v)',
  low: 'min(v)',
  high: 'max(v)',
  spread: 'stddev(v)',
  first: 'first(v)',
  last: 'last(name)',
}

export const everything: Pipeline = loadPipeline({
  name: 'everything',
  input: {
    fields: { k: 'string', v: 'double?', p: 'double', name: 'string?', on: 'bool' },
    key: 'k',
    packed: { p: 'int16/10' },
  },
  time: { mode: 'event', outOfOrdernessMs: 7 },
  stages: [
    { id: 'tumbling', window: { type: 'tumbling', sizeMs: 20, offsetMs: 3 }, allowedLatenessMs: 5, aggregates: ALL },
    { id: 'paned', from: 'input', window: { type: 'sliding', sizeMs: 30, slideMs: 10 }, aggregates: ALL },
    {
      id: 'sliding',
      from: 'input',
      window: { type: 'sliding', sizeMs: 25, slideMs: 10 },
      purge: true,
      aggregates: ALL,
    },
    { id: 'session', from: 'input', window: { type: 'session', gapMs: 8 }, aggregates: ALL },
    { id: 'count', from: 'input', window: { type: 'count', size: 5 }, aggregates: ALL },
    { id: 'moving', from: 'input', window: { type: 'count', size: 5, slide: 2 }, aggregates: ALL },
    { id: 'recorder', from: 'input', buffer: { size: 4 }, dumpOn: 'jump' },
    { id: 'recent', from: 'input', buffer: { size: 4 }, aggregates: { ...ALL, p: 'mean(p)', top: 'max(p)' } },
    { id: 'some', from: 'input', filter: "on && (v > 0.3 || contains(name, 'b')) && p < 1.7e1 && min(p, 90) >= -90" },
    {
      id: 'rate',
      from: 'some',
      map: { rate: "(v - prev('v')) / dt() * 1000", double: 'p * 2', known: "name == 'ab'" },
    },
    {
      id: 'rates',
      from: 'rate',
      window: { type: 'tumbling', sizeMs: 40 },
      aggregates: { m: 'mean(rate)', d: 'last(double)' },
    },
    { id: 'jump', from: 'rate', detect: { when: 'abs(rate) > 700', until: 'rate < 5', forMs: 3, cooldownMs: 9 } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'p', size: 4, threshold: 1.5 }, emit: 'scores' } },
  ],
  limits: { keys: 3, waiting: 32, texts: 8 },
})
