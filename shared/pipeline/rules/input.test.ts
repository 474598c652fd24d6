import { describe, expect, test } from 'vitest'
import { faultsOf, specOf } from '../testing.ts'
import { validate } from '../validate.ts'

const withInput = (input: unknown): Record<string, unknown> => specOf([], { input })
const withTime = (time: unknown): Record<string, unknown> => specOf([], { time })

describe('fields', () => {
  test.each([
    [{}],
    [{ a: 'int', b: 'double', c: 'string', d: 'bool' }],
    [{ a: 'int?', b: 'double?', c: 'string?', d: 'bool?' }],
    [{ key: 'string', end: 'int', min: 'double', count: 'int', probe: 'int' }],
  ])('%j', (fields) => {
    expect(faultsOf(withInput({ fields }))).toEqual([])
  })

  const types = 'must be one of int, double, string, bool, int?, double?, string?, bool?'
  test.each([
    [{ a: 'float' }, [`input.fields.a: ${types}, but is 'float'`]],
    [{ a: 'Double' }, [`input.fields.a: ${types}, but is 'Double'`]],
    [{ a: 1 }, [`input.fields.a: ${types}, but is 1`]],
    [{ a: null }, [`input.fields.a: ${types}, but is null`]],
    [{ t: 'int' }, ["input.fields.t: 't' is reserved and cannot name a field"]],
    [{ ref: 'string' }, ["input.fields.ref: 'ref' is reserved and cannot name a field"]],
    [{ in: 'string' }, ["input.fields.in: 'in' is reserved and cannot name a field"]],
    [{ wm: 'int' }, ["input.fields.wm: 'wm' is reserved and cannot name a field"]],
    [{ pt: 'int' }, ["input.fields.pt: 'pt' is reserved and cannot name a field"]],
    [{ input: 'int' }, ["input.fields.input: 'input' is reserved and cannot name a field"]],
    [{ 'a b': 'int' }, ['input.fields["a b"]: \'a b\' cannot name a field']],
    [{ '1a': 'int' }, ['input.fields["1a"]: \'1a\' cannot name a field']],
    [{ '': 'int' }, ['input.fields[""]: \'\' cannot name a field']],
    [{ class: 'int' }, ["input.fields.class: 'class' cannot name a field"]],
    [{ true: 'bool' }, ["input.fields.true: 'true' cannot name a field"]],
    [{ ä: 'int' }, ['input.fields["ä"]: \'ä\' cannot name a field']],
    [[], ['input.fields: must be an object, but is a list']],
    ['int', ["input.fields: must be an object, but is 'int'"]],
  ])('%j is refused', (fields, expected) => {
    expect(faultsOf(withInput({ fields }))).toEqual(expected)
  })

  test('a type that is nearly right', () => {
    expect(validate(withInput({ fields: { a: 'Double' } }))[0].cure).toBe("did you mean 'double'?")
  })

  test('long names and many fields', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 'int']))
    expect(faultsOf(withInput({ fields: { ['x'.repeat(64)]: 'int' } }))).toEqual([])
    expect(faultsOf(withInput({ fields: { ['x'.repeat(65)]: 'int' } }))).toEqual([
      expect.stringMatching(/has 65 characters$/),
    ])
    expect(faultsOf(withInput({ fields: many(64) }))).toEqual([])
    expect(faultsOf(withInput({ fields: many(65) }))).toEqual(['input.fields: there are 65 fields'])
  })
})

describe('key', () => {
  const fields = { i: 'int', d: 'double', s: 'string', b: 'bool', o: 'int?' }
  test.each(['i', 's', 'b', null])('%j', (key) => {
    expect(faultsOf(withInput({ fields, key }))).toEqual([])
  })

  test.each([
    ['x', "there is no field 'x'"],
    ['toString', "there is no field 'toString'"],
    ['d', "the key 'd' is a double, which hardly ever repeats"],
    ['o', "the key 'o' may be absent"],
    [3, 'must be a text, but is 3'],
    [['i'], 'must be a text, but is a list'],
  ])('%j is refused', (key, reason) => {
    expect(faultsOf(withInput({ fields, key }))).toEqual([`input.key: ${reason}`])
  })

  test('the cure of an optional key', () => {
    expect(validate(withInput({ fields, key: 'o' }))[0].cure).toBe('declare it without the ?, as int')
  })
})

describe('input', () => {
  test.each([
    [undefined, ['input: is missing']],
    [null, ['input: must be an object, but is null']],
    [[], ['input: must be an object, but is a list']],
    [{}, ['input.fields: is missing']],
    [{ fields: {}, keys: 'a' }, ["input.keys: unknown key 'keys'"]],
    [{ feilds: {} }, ['input.fields: is missing', "input.feilds: unknown key 'feilds'"]],
  ])('%j', (input, expected) => {
    expect(faultsOf(withInput(input))).toEqual(expected)
  })
})

describe('time', () => {
  test.each([
    [{ mode: 'event', watermarks: 'explicit' }],
    [{ mode: 'event', outOfOrdernessMs: 0 }],
    [{ mode: 'event', outOfOrdernessMs: 20_000, idlenessMs: 1 }],
    [{ mode: 'event', outOfOrdernessMs: 5, idlenessMs: null }],
    [{ mode: 'processing' }],
  ])('%j', (time) => {
    expect(faultsOf(withTime(time))).toEqual([])
  })

  test.each([
    [undefined, ['time: is missing']],
    ['event', ["time: must be an object, but is 'event'"]],
    [[], ['time: must be an object, but is a list']],
    [{}, ['time.mode: is missing']],
    [{ mode: 'evnt' }, ["time.mode: must be one of event, processing, but is 'evnt'"]],
    [{ mode: 'event' }, ['time.outOfOrdernessMs: is missing']],
    [{ mode: 'event', outOfOrdernessMs: -1 }, ['time.outOfOrdernessMs: must be at least 0, but is -1']],
    [{ mode: 'event', outOfOrdernessMs: 0.5 }, ['time.outOfOrdernessMs: must be a whole number, but is 0.5']],
    [{ mode: 'event', outOfOrdernessMs: '20s' }, ["time.outOfOrdernessMs: must be a number, but is '20s'"]],
    [{ mode: 'event', outOfOrdernessMs: 0, idlenessMs: 0 }, ['time.idlenessMs: must be at least 1, but is 0']],
    [{ mode: 'event', outOfOrdernessMs: 0, idlenessMs: -5 }, ['time.idlenessMs: must be at least 1, but is -5']],
    [{ mode: 'event', outOfOrdernessMs: 0, idlenessMs: 'x' }, ["time.idlenessMs: must be a number, but is 'x'"]],
    [{ mode: 'event', watermarks: 'implicit' }, ["time.watermarks: must be 'explicit', but is 'implicit'"]],
    [{ mode: 'event', watermarks: 'explicit', idlenessMs: 5 }, ["time.idlenessMs: unknown key 'idlenessMs'"]],
    [
      { mode: 'event', watermarks: 'explicit', outOfOrdernessMs: 5 },
      ["time.outOfOrdernessMs: unknown key 'outOfOrdernessMs'"],
    ],
    [{ mode: 'processing', outOfOrdernessMs: 5 }, ["time.outOfOrdernessMs: unknown key 'outOfOrdernessMs'"]],
    [{ mode: 'processing', idlenessMs: 5 }, ["time.idlenessMs: unknown key 'idlenessMs'"]],
  ])('%j is refused', (time, expected) => {
    expect(faultsOf(withTime(time))).toEqual(expected)
  })
})

describe('limits', () => {
  const withLimits = (limits: unknown): Record<string, unknown> => specOf([], { limits })
  test.each([
    [{}],
    [{ keys: 1, waiting: 1, openWindows: 1, texts: 1, frame: 1, joinBuffer: 1 }],
    [{ threads: 1, taken: 1, held: 1 }],
    [{ threads: 128, taken: 255, held: 64 }],
    [{ keys: 4096, waiting: 128, openWindows: 4096, texts: 4096, frame: 256, joinBuffer: 1024 }],
  ])('%j', (limits) => {
    expect(faultsOf(withLimits(limits))).toEqual([])
  })

  test.each([
    [{ keys: 0 }, ['limits.keys: must be at least 1, but is 0']],
    [{ waiting: -3 }, ['limits.waiting: must be at least 1, but is -3']],
    [{ openWindows: 1.5 }, ['limits.openWindows: must be a whole number, but is 1.5']],
    [{ joinBuffer: 1025 }, ['limits.joinBuffer: must be at most 1024, but is 1025']],
    [{ threads: 129 }, ['limits.threads: must be at most 128, but is 129']],
    [{ taken: 256 }, ['limits.taken: must be at most 255, but is 256']],
    [{ held: 0 }, ['limits.held: must be at least 1, but is 0']],
    [{ openWindows: null }, ['limits.openWindows: must be a number, but is null']],
    [{ texts: 5000 }, ['limits.texts: must be at most 4096, but is 5000']],
    [{ frame: 257 }, ['limits.frame: must be at most 256, but is 257']],
    [{ frames: 5 }, ["limits.frames: unknown key 'frames'"]],
    [[], ['limits: must be an object, but is a list']],
    [null, ['limits: must be an object, but is null']],
    [
      { keys: 0, frame: 0 },
      ['limits.keys: must be at least 1, but is 0', 'limits.frame: must be at least 1, but is 0'],
    ],
  ])('%j is refused', (limits, expected) => {
    expect(faultsOf(withLimits(limits))).toEqual(expected)
  })
})

describe('name and stages', () => {
  test.each([
    ['', 'must not be empty'],
    ['x'.repeat(101), 'is too long: at most 100'],
    [5, 'must be a text, but is 5'],
    [null, 'must be a text, but is null'],
  ])('the name %j', (name, reason) => {
    expect(faultsOf(specOf([], { name }))).toEqual([`name: ${reason}`])
  })

  test.each([
    [undefined, ['stages: is missing']],
    [{}, ['stages: must be a list, but is an object']],
    ['filter', ["stages: must be a list, but is 'filter'"]],
    [[], []],
  ])('stages %j', (stages, expected) => {
    expect(faultsOf(specOf([], { stages }))).toEqual(expected)
  })

  test('at most 64 stages', () => {
    const filters = (count: number) => Array.from({ length: count }, () => ({ filter: 'on' }))
    expect(faultsOf(specOf(filters(64)))).toEqual([])
    expect(faultsOf(specOf(filters(65)))).toEqual(['stages: is too long: at most 64'])
  })
})
