/** What is alive after so many items: rows of a pipeline, times and values, and the places at which the state counts. */
import { expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { aliveIn } from './alive.ts'

const INPUT = { fields: { v: 'double' } }

/** Items as times and values, `t:v`; the answer as places with a mark where the state is needed and the results that are due. */
function alive(stages: object[], time: object, points: string): string {
  const pipeline = loadPipeline({ name: 'alive', input: INPUT, time, stages })
  const live = pipeline.time.mode === 'processing'
  const items = points.split(' ').flatMap((point, i): Item[] => {
    const [t, v] = point.split(':').map(Number)
    const event = { kind: 'event', ref: `e${i}`, key: null, values: { v } } as const
    return live
      ? [
          { kind: 'clock', pt: t },
          { ...event, t: null },
        ]
      : [{ ...event, t }]
  })
  const { needed, due } = aliveIn(pipeline, items)
  return needed.map((is, i) => `${is ? '#' : '.'}${due[i]}`).join(' ')
}

const EVENT_TIME = { mode: 'event', outOfOrdernessMs: 0 }
const TUMBLING = [{ id: 'w', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } }]
const PAIR = [
  {
    id: 'p',
    pattern: {
      steps: [
        { name: 'a', where: 'v == 1' },
        { name: 'b', contiguity: 'followedBy', where: 'v == 2' },
      ],
      withinMs: 100,
    },
  },
]

test.each<[string, object[], object, string, string]>([
  ['a window is open until its end has passed', TUMBLING, EVENT_TIME, '1:0 5:0 12:0 25:0', '.0 #0 #0 #1 .2'],
  ['one that never ends is not needed', TUMBLING, EVENT_TIME, '1:0 2:0', '.0 .0 .0'],
  // An event is looked at when the watermark has passed it: that of the next brings the result.
  ['a pattern is pending until its end has come', PAIR, EVENT_TIME, '1:0 2:1 3:0 4:2 5:0', '.0 .0 #0 #0 #0 .1'],
  ['one that nothing completes is not', PAIR, EVENT_TIME, '1:1 2:0 3:3', '.0 .0 .0 .0'],
  ['time alone is nothing that is lost', TUMBLING, EVENT_TIME, '1:0 30:0 3:0 45:0', '.0 #0 #1 #2 .3'],
  ['a clock as well', TUMBLING, { mode: 'processing' }, '1:0 5:0 12:0', '.0 .0 #0 #0 #0 .1 .1'],
])('%s', (_, stages, time, points, expected) => {
  expect(alive(stages, time, points)).toBe(expected)
})
