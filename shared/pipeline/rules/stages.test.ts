import { describe, expect, test } from 'vitest'
import { faultsOf, specOf } from '../testing.ts'
import { validate } from '../validate.ts'

const f = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ filter: 'on', ...more })
const detect = (id?: string): Record<string, unknown> => ({
  detect: { when: 'on' },
  from: 'input',
  ...(id === undefined ? {} : { id }),
})
const anomaly = { anomaly: { zscore: { field: 'v', size: 5, threshold: 3 } } }
const buffer = (dumpOn: string): Record<string, unknown> => ({ buffer: { size: 5 }, dumpOn })

describe('ids', () => {
  test.each([
    [[f({ id: 'a' }), f({ id: 'b' })], []],
    [[f(), f({ id: 'filter1' })], []],
    [[f({ id: 'a' }), f({ id: 'a' })], ["stages[1].id: the id 'a' is already that of stages[0]"]],
    [[f({ id: 'a' }), f(), f({ id: 'a' })], ["stages[2].id: the id 'a' is already that of stages[0]"]],
    [[f({ id: 'input' })], ["stages[0].id: 'input' is reserved and cannot name a stage"]],
    [[f({ id: 't' })], ["stages[0].id: 't' is reserved and cannot name a stage"]],
    [[f({ id: 'a b' })], ["stages[0].id: 'a b' cannot name a stage"]],
    [[f({ id: '' })], ["stages[0].id: '' cannot name a stage"]],
    [[f({ id: '1' })], ["stages[0].id: '1' cannot name a stage"]],
    [[f({ id: 3 })], ['stages[0].id: must be a text, but is 3']],
    [[f({ id: null })], ['stages[0].id: must be a text, but is null']],
    [[f({ id: 'x'.repeat(65) })], ['stages[0].id: the name of a stage has 65 characters']],
  ])('%j', (stages, expected) => {
    expect(faultsOf(specOf(stages))).toEqual(expected)
  })
})

describe('from', () => {
  test.each([
    [[f({ from: 'input' })], []],
    [[f(), f({ from: 'input' })], []],
    [[f({ id: 'a' }), f(), f({ from: 'a' })], []],
    [[f(), f({ from: 'filter1' })], []],
    [[f({ from: 'x' })], ["stages[0].from: there is no stage 'x'"]],
    [[f({ id: 'a', from: 'a' })], ['stages[0].from: a stage cannot read itself']],
    [[f({ from: 'filter1' })], ['stages[0].from: a stage cannot read itself']],
    [[f({ from: 'b' }), f({ id: 'b' })], ["stages[0].from: 'b' stands below this stage"]],
    [[f(), f({ from: '' })], ["stages[1].from: there is no stage ''"]],
    [[f({ from: ['input'] })], []],
    [[f({ id: 'a' }), f({ from: ['a', 'input'] })], ['stages[1].from: a filter stage reads one, but there are 2']],
    [
      [f({ id: 'a' }), f({ from: ['a', 'x'] })],
      ["stages[1].from[1]: there is no stage 'x'", 'stages[1].from: a filter stage reads one, but there are 2'],
    ],
    [
      [f({ from: ['input', 'input'] })],
      ["stages[0].from[1]: 'input' is named twice", 'stages[0].from: a filter stage reads one, but there are 2'],
    ],
    [[f({ form: 'input' })], ["stages[0].form: unknown key 'form'"]],
  ])('%j', (stages, expected) => {
    expect(faultsOf(specOf(stages))).toEqual(expected)
  })

  test('a misspelt source gets the nearest, and its expressions are left alone', () => {
    const [fault, ...others] = validate(specOf([f({ id: 'clean' }), { filter: 'nothing', from: 'claen' }]))
    expect(fault).toMatchObject({ path: 'stages[1].from', cure: "did you mean 'clean'?" })
    expect(others).toEqual([])
  })
})

describe('dumpOn', () => {
  test.each([
    [[buffer('steam'), detect('steam')], []],
    [[detect('steam'), buffer('steam')], []],
    [[buffer('detect2'), detect()], []],
    [[anomaly, buffer('anomaly1')], []],
    [[buffer('x'), detect('steam')], ["stages[0].dumpOn: there is no stage 'x'"]],
    [[f({ id: 'a' }), buffer('a')], ["stages[1].dumpOn: 'a' is neither a detect nor an anomaly stage"]],
    [[buffer('buffer1')], ["stages[0].dumpOn: 'buffer1' is neither a detect nor an anomaly stage"]],
    [[buffer('input')], ["stages[0].dumpOn: there is no stage 'input'"]],
    [[{ buffer: { size: 5 }, dumpOn: 3 }], ['stages[0].dumpOn: must be a text, but is 3']],
  ])('%j', (stages, expected) => {
    expect(faultsOf(specOf(stages))).toEqual(expected)
  })

  test('cures', () => {
    expect(validate(specOf([buffer('staem'), detect('steam')]))[0].cure).toBe("did you mean 'steam'?")
    expect(validate(specOf([buffer('x'), f()]))[0].cure).toBe('there is no detect or anomaly stage here; remove it')
  })

  test('while a stage has no shape it may be the one that is meant', () => {
    expect(faultsOf(specOf([buffer('steam'), { id: 'steam' }]))).toEqual(['stages[1]: the stage does nothing'])
  })
})

describe('kinds', () => {
  test.each([
    [{}, 'the stage does nothing', 'give it one of: filter, map, window, buffer, detect, anomaly, pattern, join'],
    [{ windw: {} }, "a stage cannot do 'windw'", "did you mean 'window'?"],
    [{ id: 'a', fliter: 'on' }, "a stage cannot do 'fliter'", "did you mean 'filter'?"],
    [{ filter: 'on', map: { a: 'v' } }, 'a stage does one thing, but this has filter and map', 'make a stage of each'],
    [[], 'must be an object, but is a list', 'write { … } with keys'],
    ['filter', "must be an object, but is 'filter'", 'write an object'],
    [null, 'must be an object, but is null', 'write an object'],
  ])('%j', (stage, message, cure) => {
    expect(validate(specOf([stage]))).toEqual([{ path: 'stages[0]', message, cure }])
  })
})
