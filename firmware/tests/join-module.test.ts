/** What the toolchain makes of joins: constants, columns, and who hands what to whom. */
import { describe, expect, test } from 'vitest'
import { INPUT, type Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { Bindings } from '../toolchain/bindings.ts'
import {
  entryModule,
  isJoin,
  joinColumnField,
  joinColumnsOf,
  joinConstants,
  joinedField,
  sideField,
  type JoinStage,
} from '../toolchain/join-module.ts'

const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }
const interval = (lowerMs: number, upperMs: number, more: object = {}): object => ({
  id: 'j',
  from: 'input',
  join: { type: 'interval', lowerMs, upperMs },
  ...more,
})
const windows = {
  id: 'j',
  from: 'input',
  join: { type: 'window', window: { type: 'tumbling', sizeMs: 9 }, allowedLatenessMs: 4 },
}
const reads = (where: string): object => ({ id: 'r', from: 'j', filter: where })

function bindingsOf(stages: object[], { sided = true, time = IN_ORDER, limits = {} } = {}): Bindings {
  const fields = { k: 'int', v: 'double', w: 'double?', unused: 'double' }
  const input = { fields, key: 'k', packed: { w: 'int16/10' }, ...(sided ? { sides: ['left', 'right'] } : {}) }
  return new Bindings(loadPipeline({ name: 'joins', input, time, stages, limits }))
}

function joinOf({ stages }: Pipeline): JoinStage {
  return stages.find(isJoin)!
}

describe('constants', () => {
  const of = (stages: object[], options = {}): object => {
    const bindings = bindingsOf(stages, options)
    return joinConstants(bindings, joinOf(bindings.pipeline))
  }

  test.each([
    [-3, 5, { LOWER: -3, UPPER: 5, WAIT_LEFT: 5, WAIT_RIGHT: 3 }],
    [2, 5, { LOWER: 2, UPPER: 5, WAIT_LEFT: 5, WAIT_RIGHT: 0 }],
    [-5, -2, { LOWER: -5, UPPER: -2, WAIT_LEFT: 0, WAIT_RIGHT: 5 }],
    [0, 0, { LOWER: 0, UPPER: 0, WAIT_LEFT: 0, WAIT_RIGHT: 0 }],
  ])('of an interval from %d to %d', (lower, upper, expected) => {
    expect(of([interval(lower, upper)])).toMatchObject({ ...expected, GRID: false, READ: false, PLACES: 32 })
  })

  test('of windows, which are kept a millisecond longer by the clock', () => {
    const grid = { SIZE: 9, SLIDE: 9, OFFSET: 0, GRID: true }
    expect(of([windows])).toMatchObject({ ...grid, LATE: 4 })
    const join = { type: 'window', window: { type: 'tumbling', sizeMs: 9 } }
    expect(of([{ ...windows, join }], { time: { mode: 'processing' } })).toMatchObject({ ...grid, LATE: 1 })
  })

  test('the limit, and whether somebody reads the pairs', () => {
    expect(of([interval(0, 1)], { limits: { joinBuffer: 5 } })).toMatchObject({ PLACES: 5, READ: false })
    expect(of([interval(0, 1), reads('left_v > 1')])).toMatchObject({ READ: true })
  })
})

describe('fields of pairs', () => {
  test.each([
    ['left_v', { side: 0, name: 'v' }],
    ['right_left_v', { side: 1, name: 'left_v' }],
    ['k', null],
  ])('%s', (name, expected) => {
    expect(sideField(name)).toEqual(expected)
  })

  test('only those that are read are kept, and only what they need travels', () => {
    const bindings = bindingsOf([interval(0, 1), reads('right_w > left_v && right_w > k')])
    const join = joinOf(bindings.pipeline)
    expect(joinColumnsOf(bindings, join)).toEqual([
      { side: 1, name: 'w' },
      { side: 0, name: 'v' },
    ])
    expect(bindings.travelling.map(({ name }) => name)).toEqual(['v', 'w'])
    expect(joinColumnField(bindings, join, 0)).toMatchObject({
      module: './firmware/runtime/column.ts?field=1',
      field: { packed: { bits: 16 } },
    })
    expect(joinedField(bindings, join, 'left_v')).toEqual({
      module: './firmware/stages/lane.ts?stage=0&column=1',
      name: 'x',
    })
    expect(joinedField(bindings, join, 'k')).toBeUndefined()
  })

  test('pairs that nobody reads keep none', () => {
    const bindings = bindingsOf([interval(0, 1)])
    expect(joinColumnsOf(bindings, joinOf(bindings.pipeline))).toEqual([])
    expect(bindings.travelling).toEqual([])
  })

  test('each side has those of its own source, through filters, maps and windows', () => {
    const bindings = bindingsOf(
      [
        { id: 'm', map: { v: 'v + w' } },
        { id: 'n', from: 'input', window: { type: 'tumbling', sizeMs: 5 }, aggregates: { top: 'max(v)' } },
        interval(0, 1, { from: ['m', 'n'] }),
        reads('left_v > right_top && left_w > right_start'),
      ],
      { sided: false },
    )
    const join = joinOf(bindings.pipeline)
    const names = joinColumnsOf(bindings, join).map(({ side, name }) => `${side} ${name}`)
    expect(names).toEqual(['0 v', '1 top', '0 w', '1 start'])
    const modules = names.map((_, i) => joinColumnField(bindings, join, i).module)
    expect(modules).toEqual([
      ...['expressions?stage=0', 'aggregates?stage=1'],
      ...['./firmware/runtime/column.ts?field=1', 'derived?stage=1'],
    ])
    expect([...bindings.usedOf(bindings.pipeline.stages[1])]).toEqual(['top', 'start'])
  })
})

describe('entries', () => {
  test('a join of the sides is called as any other stage', () => {
    const bindings = bindingsOf([interval(0, 1)])
    expect(entryModule(bindings, joinOf(bindings.pipeline), INPUT)).toBe('./firmware/stages/interval-join.ts?stage=0')
  })

  test('one of two stages has an entry a source', () => {
    const bindings = bindingsOf(
      [
        { id: 'f', filter: 'v > 1' },
        { ...windows, from: ['f', 'input'] },
      ],
      { sided: false },
    )
    const join = joinOf(bindings.pipeline)
    expect([0, INPUT].map((source) => entryModule(bindings, join, source))).toEqual([
      'joinEntry?stage=1&side=0',
      'joinEntry?stage=1&side=1',
    ])
    expect(entryModule(bindings, bindings.pipeline.stages[0], INPUT)).toBe('./firmware/stages/filter.ts?stage=0')
  })
})
