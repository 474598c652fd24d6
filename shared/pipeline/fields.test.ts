import { describe, expect, test } from 'vitest'
import { isFunction, isNumeric, needsNumbers, parseCall, readAggregates } from './aggregates.ts'
import { inputFields, outputFields } from './fields.ts'
import { INPUT, type Field } from './pipeline.ts'
import { kindOf, sourcesOf, stageIds } from './sources.ts'
import type { FieldSpec, StageSpec } from './spec.ts'

const int = (name: string): Field => ({ name, type: 'int', optional: false })

describe('inputFields', () => {
  test.each<[Record<string, FieldSpec>, Field[]]>([
    [{}, []],
    [{ a: 'int' }, [int('a')]],
    [
      { b: 'double?', a: 'string' },
      [
        { name: 'b', type: 'double', optional: true },
        { name: 'a', type: 'string', optional: false },
      ],
    ],
    [{ c: 'bool?' }, [{ name: 'c', type: 'bool', optional: true }]],
  ])('%j', (fields, expected) => {
    expect(inputFields({ fields })).toEqual(expected)
  })
})

describe('outputFields', () => {
  const reads = [int('id'), int('v')]
  const names = (stage: StageSpec, key: string | null = 'id'): string[] | undefined =>
    outputFields(stage, reads, key)?.map(({ name }) => name)
  test.each<[StageSpec, string[] | undefined]>([
    [{ filter: 'true' }, ['id', 'v']],
    [{ map: { w: 'v' } }, ['id', 'v', 'w']],
    [{ map: { v: 'v + 1' } }, ['id', 'v']],
    [{ map: { w: 'x' } }, undefined],
    [{ window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }, ['id', 'n']],
    [{ buffer: { size: 2 }, dumpOn: 'd' }, ['id']],
    [{ detect: { when: 'v > 3' } }, ['id', 'edge', 'since', 'durationMs', 'peak']],
    [{ detect: { silentMs: 3 } }, ['id', 'edge', 'since', 'durationMs', 'peak']],
    [{ anomaly: { zscore: { field: 'v', size: 2, threshold: 1 } } }, ['id', 'value', 'score', 'alarm']],
    [{ window: { type: 'session', gapMs: 2 }, aggregates: { n: 'count()' } }, ['id', 'start', 'end', 'n']],
    [{ pattern: { steps: [{ name: 'a' }] } }, ['id', 'count', 'start']],
    [{ join: { type: 'interval', lowerMs: 0, upperMs: 0 } }, ['id', 'left_v', 'right_v']],
  ])('%j', (stage, expected) => {
    expect(names(stage)).toEqual(expected)
  })

  test('without a key only the outputs', () => {
    expect(names({ window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }, null)).toEqual(['n'])
  })
})

describe('aggregates', () => {
  test.each([
    ['count()', { fn: 'count', field: null }],
    ['mean(v)', { fn: 'mean', field: 'v' }],
    ['  mean ( v ) ', { fn: 'mean', field: 'v' }],
    ['foo(v)', { fn: 'foo', field: 'v' }],
    ['mean', null],
    ['mean(', null],
    ['mean(v))', null],
    ['mean(v, w)', null],
    ['1 + mean(v)', null],
    ['', null],
  ])('parseCall %j', (text, expected) => {
    expect(parseCall(text)).toEqual(expected)
  })

  test.each([
    ['count', true, false],
    ['sum', true, true],
    ['mean', true, true],
    ['min', true, true],
    ['max', true, true],
    ['stddev', true, true],
    ['first', true, false],
    ['last', true, false],
  ] as const)('%s is known: %s, needs numbers: %s', (fn, known, numeric) => {
    expect(isFunction(fn)).toBe(known)
    expect(needsNumbers(fn)).toBe(numeric)
  })

  test.each(['avg', '', 'constructor', 'COUNT'])('%j is not known', (fn) => {
    expect(isFunction(fn)).toBe(false)
  })

  test('isNumeric', () => {
    const types = ['int', 'double', 'string', 'bool'] as const
    expect(types.map((type) => isNumeric({ name: 'a', type, optional: false }))).toEqual([true, true, false, false])
  })

  test('readAggregates', () => {
    expect(readAggregates()).toEqual([])
    expect(readAggregates({ b: 'sum(v)', a: 'count()' })).toEqual([
      { out: 'b', fn: 'sum', field: 'v' },
      { out: 'a', fn: 'count', field: null },
    ])
  })
})

describe('sources', () => {
  const filter = (more: Partial<StageSpec> = {}): StageSpec => ({ filter: 'true', ...more })

  test.each<[StageSpec, string]>([
    [{ filter: 'true' }, 'filter'],
    [{ id: 'a', map: {} }, 'map'],
    [{ window: { type: 'count', size: 1 }, aggregates: {} }, 'window'],
    [{ detect: { silentMs: 1 } }, 'detect'],
  ])('kind of %j', (stage, kind) => {
    expect(kindOf(stage)).toBe(kind)
  })

  test('a stage without shape has no id, and keeps its position', () => {
    expect(stageIds([filter(), null, filter(), filter({ id: 'x' })])).toEqual(['filter1', null, 'filter3', 'x'])
  })

  test.each<[Partial<StageSpec>, number, (number | null)[]]>([
    [{}, 0, [INPUT]],
    [{}, 2, [1]],
    [{ from: 'input' }, 2, [INPUT]],
    [{ from: 'a' }, 2, [0]],
    [{ from: 'b' }, 2, [1]],
    [{ from: 'c' }, 2, [null]],
    [{ from: 'c' }, 1, [null]],
    [{ from: 'x' }, 2, [null]],
    [{ from: ['b', 'input', 'x'] }, 2, [1, INPUT, null]],
  ])('%j at %i reads %j', (more, index, expected) => {
    expect(sourcesOf(filter(more), index, ['a', 'b', 'c'])).toEqual(expected)
  })
})
