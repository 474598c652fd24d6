import { expect, test } from 'vitest'
import type { Place } from '../../firmware/toolchain/trace.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { describeTerm, termOf } from './terms.ts'

const pipeline = loadPipeline({
  name: 'terms',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'some', filter: 'v > 3' },
    { id: 'more', map: { twice: 'v * 2', half: 'v / 2' } },
    { id: 'hot', detect: { when: 'twice > 90', until: 'twice < 80' } },
    { id: 'wet', from: 'some', detect: { when: 'v > 50' } },
    { id: 'win', from: 'some', window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()' } },
  ],
})

const at = (file: string, query: string, name: string, source = ''): Place => ({
  ...{ file, query, line: 1, column: 1, name, source, operator: null },
})
const expression = (stage: number, name: string, source = ''): Place =>
  at('rivulet:expressions', `stage=${stage}`, name, source)

test.each<[string, Place, string | null]>([
  ['a filter', expression(0, 'test'), 'stage 1 "some": filter "v > 3"'],
  [
    'the first assignment of a map',
    expression(1, 'assign', 'export function assign(){m0=i0'),
    'stage 2 "more": map twice "v * 2"',
  ],
  ['the second', expression(1, 'assign', 'm1=i0'), 'stage 2 "more": map half "v / 2"'],
  ['the memory of a map', expression(1, 'remember'), 'stage 2 "more"'],
  ['a condition', expression(2, 'test'), 'stage 3 "hot": when "twice > 90"'],
  ['its end', expression(2, 'until'), 'stage 3 "hot": until "twice < 80"'],
  ['an end that is the opposite of the condition', expression(3, 'until'), 'stage 4 "wet": when "v > 50"'],
  ['an operator', at('firmware/stages/window.ts', 'stage=4', 'event'), 'stage 5 "win"'],
  ['a column of one', at('firmware/stages/window-column.ts', 'stage=4&column=0', 'add'), 'stage 5 "win"'],
  ['the waiting room', at('firmware/stages/reorder.ts', 'reorder=-1', 'first'), null],
  ['the link', at('firmware/runtime/link.ts', '', 'line'), null],
  ['a stage that is not there', at('firmware/stages/ring.ts', 'stage=9', 'event'), null],
])('%s', (_, place, text) => {
  const term = termOf(place, pipeline)
  expect(term && describeTerm(term, pipeline)).toBe(text)
})
