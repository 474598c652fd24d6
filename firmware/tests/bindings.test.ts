import { describe, expect, test } from 'vitest'
import { INPUT, type Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { Bindings, fieldsOf, operatorOf, readBy, reorderModule, stageModule, waits } from '../toolchain/bindings.ts'

const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }
const PROCESSING = { mode: 'processing' }
const N = { aggregates: { n: 'count()' } }

function pipeline(stages: object[], time: object = IN_ORDER): Pipeline {
  const fields = { k: 'int', unused: 'double', v: 'double', w: 'double?', s: 'string' }
  return loadPipeline({ name: 'bindings', input: { fields, key: 'k' }, time, stages })
}

describe('the operator of a stage', () => {
  const sliding = { type: 'sliding', sizeMs: 60, slideMs: 5 }
  test.each([
    ['filter', { filter: 'v > 1' }, IN_ORDER],
    ['map', { map: { a: 'v' } }, IN_ORDER],
    ['detect', { detect: { when: 'v > 1' } }, IN_ORDER],
    ['zscore', { anomaly: { zscore: { field: 'v', size: 3, threshold: 2 } } }, IN_ORDER],
    ['session', { window: { type: 'session', gapMs: 5 }, ...N }, IN_ORDER],
    ['window', { window: { type: 'tumbling', sizeMs: 5 }, ...N }, IN_ORDER],
    ['sliding', { window: sliding, ...N }, IN_ORDER],
    ['window', { window: { ...sliding, slideMs: 7 }, ...N }, IN_ORDER],
    ['window', { window: sliding, allowedLatenessMs: 1, ...N }, IN_ORDER],
    ['window', { window: sliding, purge: true, ...N }, IN_ORDER],
    ['window', { window: sliding, ...N }, PROCESSING],
    ['count', { window: { type: 'count', size: 4 }, ...N }, IN_ORDER],
    ['count', { window: { type: 'count', size: 4, slide: 4 }, ...N }, IN_ORDER],
    ['ring', { window: { type: 'count', size: 4, slide: 2 }, ...N }, IN_ORDER],
    ['ring', { buffer: { size: 4 }, ...N }, IN_ORDER],
    ['pattern', { pattern: { steps: [{ name: 'a', quantifier: { oneOrMore: true } }] } }, IN_ORDER],
  ])('is %s for %j', (operator, stage, time) => {
    const made = pipeline([stage], time)
    expect(operatorOf(made, made.stages[0])).toBe(operator)
    expect(stageModule(made, made.stages[0])).toBe(`./firmware/stages/${operator}.ts?stage=0`)
  })
})

describe('fields', () => {
  test.each([
    ["v > 1 && s == 'a'", ['v', 's']],
    ["prev('v') == w", ['v', 'w']],
    ['has(w) || !(abs(-v) > 2)', ['w', 'v']],
    ["contains(s, 'a') && dt() > 1", ['s']],
    ['max(v, w, v) > round(v)', ['v', 'w']],
  ])('of the expression %s are %j', (where, names) => {
    const [stage] = pipeline([{ filter: where }]).stages
    expect(stage.kind === 'filter' && [...fieldsOf(stage.where)]).toEqual(names)
    expect(readBy(stage)).toEqual(names)
  })

  test.each([
    [{ map: { a: 'v + w', b: 'v' } }, ['v', 'w']],
    [{ window: { type: 'count', size: 2 }, aggregates: { n: 'count()', a: 'sum(v)', b: 'min(v)' } }, ['v']],
    [{ detect: { when: 'v > 1', until: 'w < 2', peak: 'max(unused)' } }, ['v', 'w', 'unused']],
    [{ anomaly: { zscore: { field: 'w', size: 3, threshold: 2 } } }, ['w']],
    [{ buffer: { size: 2 }, aggregates: { a: 'sum(v)' } }, ['v']],
    [{ filter: 'has(nowhere) && nowhere > 1 || v > 2' }, ['v']],
  ])('read by %j are %j', (stage, names) => {
    expect(readBy(pipeline([stage]).stages[0])).toEqual(names)
  })

  test('a buffer that is dumped reads everything but the key', () => {
    const stages = [
      { id: 'd', detect: { when: 'v > 1' } },
      { from: 'input', buffer: { size: 2 }, dumpOn: 'd' },
    ]
    expect(readBy(pipeline(stages).stages[1])).toEqual(['unused', 'v', 'w', 's'])
  })

  test('travel when a stage uses them, in the order of the input, through maps', () => {
    const stages = [
      { id: 'm', map: { a: 'w + 1', v: 'w * 2' } },
      { from: 'm', window: { type: 'count', size: 2 }, aggregates: { x: 'sum(a)', y: 'sum(v)', z: 'first(s)' } },
    ]
    expect(new Bindings(pipeline(stages)).travelling.map(({ name }) => name)).toEqual(['w', 's'])
    expect(new Bindings(pipeline([{ window: { type: 'count', size: 2 }, ...N }])).travelling).toEqual([])
  })
})

describe('where a stage finds a field', () => {
  const made = pipeline([
    { id: 'm', map: { a: 'w + 1', high: 'v > 3', name: "'x'" } },
    { id: 'f', from: 'm', filter: 'a > 1' },
    { id: 'd', from: 'f', detect: { when: 'a > 1 && v > 2' } },
    { id: 'z', from: 'f', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 } } },
    { id: 'c', from: 'f', window: { type: 'count', size: 2 }, aggregates: { a: 'sum(a)', v: 'sum(v)' } },
  ])
  const bindings = new Bindings(made)
  const [m, f, d, z, c] = made.stages

  test.each([
    ['a map, of the input', m, 'w', './firmware/runtime/column.ts?field=1', 'x'],
    ['behind it, what it assigned', f, 'a', 'expressions?stage=0', 'm0'],
    ['and further down', c, 'a', 'expressions?stage=0', 'm0'],
    ['what no map assigned', c, 'v', './firmware/runtime/column.ts?field=0', 'x'],
    ['where events wait, in a lane', d, 'a', './firmware/stages/lane.ts?reorder=1&lane=0', 'x'],
    ['each field in its own', d, 'v', './firmware/stages/lane.ts?reorder=1&lane=1', 'x'],
    ['shared by the stages that wait together', z, 'v', './firmware/stages/lane.ts?reorder=1&lane=1', 'x'],
  ])('%s', (_, stage, name, module, variable) => {
    expect(bindings.field(stage, name)).toMatchObject({ module, name: variable })
  })

  test.each([
    ['a', { type: 'double', optional: true }],
    ['high', { type: 'bool', optional: false }],
    ['name', { type: 'string', optional: false }],
    ['w', { type: 'double', optional: true }],
  ])('%s has the type that the map gives it: %j', (name, type) => {
    expect(bindings.after(0, name).field).toMatchObject({ name, ...type })
  })

  test('time, item and key come from the input, or from the waiting room', () => {
    expect(made.stages.map((stage) => bindings.now(stage))).toEqual([
      './firmware/runtime/input.ts',
      './firmware/runtime/input.ts',
      './firmware/stages/reorder.ts?reorder=1',
      './firmware/stages/reorder.ts?reorder=1',
      './firmware/runtime/input.ts',
    ])
  })

  test('one waiting room a source, with the fields of all who wait there', () => {
    expect([...bindings.reorders]).toEqual([[1, ['a', 'v']]])
    expect(reorderModule(INPUT)).toBe('./firmware/stages/reorder.ts?reorder=-1')
  })

  test('an unknown field is a fault of ours', () => {
    expect(() => bindings.field(d, 'nowhere')).toThrow('does not read')
  })
})

test('nothing waits in processing time', () => {
  const made = pipeline([{ detect: { when: 'v > 1' } }], PROCESSING)
  const bindings = new Bindings(made)
  expect(waits(made, made.stages[0])).toBe(false)
  expect(bindings.reorders.size).toBe(0)
  expect(bindings.field(made.stages[0], 'v').module).toContain('column.ts')
})

test('readers and dumps are found by number', () => {
  const made = pipeline([
    { id: 'd', detect: { when: 'v > 1' } },
    { id: 'b', from: 'input', buffer: { size: 2 }, dumpOn: 'd' },
    { id: 'z', from: 'input', anomaly: { zscore: { field: 'v', size: 3, threshold: 2 } } },
  ])
  const bindings = new Bindings(made)
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)
  expect(ids(bindings.readers(INPUT))).toEqual(['d', 'b', 'z'])
  expect(ids(bindings.dumpedBy(made.stages[0]))).toEqual(['b'])
  expect(ids(bindings.dumpedBy(made.stages[2]))).toEqual([])
})
