import { describe, expect, test } from 'vitest'
import { faultsOf, specOf, stageCures, stageFaults } from '../testing.ts'

describe('filters', () => {
  test.each([
    ['v > 3', []],
    ["prev('v') < v && dt() < 5000", []],
    ["has(w) && w > 2 || name == 'a'", []],
    ['on', []],
    ['v', ['filter: a condition is true or false, but this is a number']],
    ['vv > 3', ["filter: there is no field 'vv'"]],
    ["count('a') > 3", ['filter: count over a step has a meaning in patterns only']],
    ['', ['filter: the expression is empty']],
    [true, ['filter: must be a text, but is true']],
    [null, ['filter: must be a text, but is null']],
  ])('%j', (filter, expected) => {
    expect(stageFaults({ filter })).toEqual(expected)
  })
})

describe('maps', () => {
  test.each([
    [{ f: 'v * 1.8 + 32' }, []],
    [{ v: 'v / 2', high: 'v > 3', label: 'name' }, []],
    [{ rate: "(v - prev('v')) / dt()" }, []],
    [{}, ['map: the map makes no field']],
    [{ id: 'v' }, ["map.id: 'id' is the key and cannot be replaced"]],
    [{ t: 'v' }, ["map.t: 't' is reserved and cannot name a field"]],
    [{ 'a b': 'v' }, ['map["a b"]: \'a b\' cannot name a field']],
    [{ a: 'null' }, ['map.a: this is null for every event']],
    [{ a: 'x + 1', b: 'a + 1' }, ["map.a: there is no field 'x'", "map.b: there is no field 'a'"]],
    [{ a: 3 }, ['map.a: must be a text, but is 3']],
    [['v'], ['map: must be an object, but is a list']],
  ])('%j', (map, expected) => {
    expect(stageFaults({ map })).toEqual(expected)
  })

  test('at most 64 fields', () => {
    const map = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, 'v']))
    expect(stageFaults({ map })).toEqual(['map: the map makes 65 fields'])
  })

  test('what a map makes is there below it, with its type', () => {
    const map = { map: { f: 'v * 2', high: 'v > 3', label: 'name', maybe: 'w' } }
    expect(faultsOf(specOf([map, { filter: "f > 3 && high && label == 'x' && maybe != null" }]))).toEqual([])
    expect(faultsOf(specOf([map, { filter: "f == 'x'" }]))).toEqual([
      "stages[1].filter: '==' of a number and a text is never true",
    ])
    expect(faultsOf(specOf([map, { filter: 'f > 3', from: 'input' }]))).toEqual([
      "stages[1].filter: there is no field 'f'",
    ])
  })

  test('of the fields behind a faulty map nothing is said', () => {
    expect(faultsOf(specOf([{ map: { f: 'x' } }, { filter: 'f > 3 && g' }]))).toEqual([
      "stages[0].map.f: there is no field 'x'",
    ])
  })
})

describe('detect', () => {
  test.each([
    [{ when: 'v > 3' }, []],
    [{ when: 'v > 3', until: 'v < 2', forMs: 0, cooldownMs: 0 }, []],
    [{ when: 'v > 3', forMs: 5000, cooldownMs: 60_000, peak: 'max(v)' }, []],
    [{ when: "abs(v - prev('v')) / dt() > 0.1", peak: 'min( w )' }, []],
    [{ silentMs: 60_000 }, []],
    [{}, ['detect.when: is missing']],
    [{ until: 'v < 3' }, ['detect.when: is missing']],
    [{ when: 'v' }, ['detect.when: a condition is true or false, but this is a number']],
    [{ when: 'v > 3', until: 'v' }, ['detect.until: a condition is true or false, but this is a number']],
    [{ when: 'x > 3', until: 'y < 3' }, ["detect.when: there is no field 'x'", "detect.until: there is no field 'y'"]],
    [{ when: 'v > 3', forMs: -1 }, ['detect.forMs: must be at least 0, but is -1']],
    [{ when: 'v > 3', forMs: 0.5 }, ['detect.forMs: must be a whole number, but is 0.5']],
    [{ when: 'v > 3', cooldownMs: -1 }, ['detect.cooldownMs: must be at least 0, but is -1']],
    [{ when: 'v > 3', peak: 'v' }, ["detect.peak: 'v' is not a peak"]],
    [{ when: 'v > 3', peak: 'mean(v)' }, ["detect.peak: 'mean(v)' is not a peak"]],
    [{ when: 'v > 3', peak: 'max()' }, ["detect.peak: 'max()' is not a peak"]],
    [{ when: 'v > 3', peak: 'max(x)' }, ["detect.peak: there is no field 'x'"]],
    [{ when: 'v > 3', peak: 'max(name)' }, ["detect.peak: a peak is a number, but 'name' is a string"]],
    [{ when: 'v > 3', whn: 'v' }, ["detect.whn: unknown key 'whn'"]],
    [{ silentMs: 0 }, ['detect.silentMs: must be at least 1, but is 0']],
    [{ silentMs: 5, when: 'v > 3' }, ["detect.when: unknown key 'when'"]],
    ['v > 3', ["detect: must be an object, but is 'v > 3'"]],
  ])('%j', (detect, expected) => {
    expect(stageFaults({ detect })).toEqual(expected)
  })
})

describe('anomaly', () => {
  const zscore = (changes: Record<string, unknown>): unknown => ({
    zscore: { field: 'v', size: 10, threshold: 3, ...changes },
  })
  test.each([
    [zscore({}), []],
    [{ ...(zscore({}) as object), emit: 'scores' }, []],
    [zscore({ field: 'w', size: 2, threshold: 0.1 }), []],
    [zscore({ size: 10_000 }), []],
    [zscore({ field: 'x' }), ["anomaly.zscore.field: there is no field 'x'"]],
    [zscore({ field: 'name' }), ["anomaly.zscore.field: a z-score needs numbers, but 'name' is a string"]],
    [zscore({ field: 'on' }), ["anomaly.zscore.field: a z-score needs numbers, but 'on' is a bool"]],
    [zscore({ size: 1 }), ['anomaly.zscore.size: must be at least 2, but is 1']],
    [zscore({ size: 2.5 }), ['anomaly.zscore.size: must be a whole number, but is 2.5']],
    [zscore({ size: 10_001 }), ['anomaly.zscore.size: must be at most 10000, but is 10001']],
    [zscore({ threshold: 0 }), ['anomaly.zscore.threshold: must be greater than 0, but is 0']],
    [zscore({ threshold: -3 }), ['anomaly.zscore.threshold: must be greater than 0, but is -3']],
    [zscore({ threshold: '3' }), ["anomaly.zscore.threshold: must be a number, but is '3'"]],
    [zscore({ feild: 'v' }), ["anomaly.zscore.feild: unknown key 'feild'"]],
    [{ ...(zscore({}) as object), emit: 'all' }, ["anomaly.emit: must be one of alarms, scores, but is 'all'"]],
    [{}, ['anomaly.zscore: is missing']],
    [
      { zscore: {} },
      ['anomaly.zscore.field: is missing', 'anomaly.zscore.size: is missing', 'anomaly.zscore.threshold: is missing'],
    ],
  ])('%j', (anomaly, expected) => {
    expect(stageFaults({ anomaly })).toEqual(expected)
  })
})

describe('baseline', () => {
  const baseline = (changes: Record<string, unknown> = {}): unknown => ({
    baseline: { field: 'v', alpha: 0.1, threshold: 3, ...changes },
  })
  test.each([
    [baseline(), []],
    [{ ...(baseline({ warmup: 2, adoptAfter: 1 }) as object), emit: 'scores' }, []],
    [baseline({ alpha: 0 }), ['anomaly.baseline.alpha: must be greater than 0, but is 0']],
    [baseline({ alpha: 1 }), ['anomaly.baseline.alpha: must be less than 1, but is 1']],
    [baseline({ warmup: 1 }), ['anomaly.baseline.warmup: must be at least 2, but is 1']],
    [baseline({ adoptAfter: 0 }), ['anomaly.baseline.adoptAfter: must be at least 1, but is 0']],
    [baseline({ field: 'name' }), ["anomaly.baseline.field: a baseline needs numbers, but 'name' is a string"]],
    [baseline({ field: 'x' }), ["anomaly.baseline.field: there is no field 'x'"]],
  ])('%j', (anomaly, expected) => {
    expect(stageFaults({ anomaly })).toEqual(expected)
  })
})

describe('compound', () => {
  const detectors = ['a', 'b'].map((id) => ({ id, from: 'input', detect: { when: 'on' } }))
  const compound = (changes: Record<string, unknown> = {}, from: unknown = ['a', 'b']): unknown => ({
    from,
    anomaly: { compound: { atLeast: 2, withinMs: 9, ...changes } },
  })
  const never = 'can never report'
  test.each([
    [compound(), []],
    [compound({ count: 'keys' }, 'a'), []],
    [compound({ count: 'both', atLeast: 5 }, 'a'), []],
    [compound({ atLeast: 3 }), [`stages[2].anomaly.compound.atLeast: at least 3 of 2 stages ${never}`]],
    [compound({}, 'a'), [`stages[2].anomaly.compound.atLeast: at least 2 of one stage ${never}`]],
    [compound({ atLeast: 1 }), ['stages[2].anomaly.compound.atLeast: must be at least 2, but is 1']],
    [compound({ withinMs: 0 }), ['stages[2].anomaly.compound.withinMs: must be at least 1, but is 0']],
  ])('%j', (stage, expected) => {
    expect(faultsOf(specOf([...detectors, stage]))).toEqual(expected)
  })

  const none = 'gives no reports'
  test.each<[unknown[], unknown, string[]]>([
    [[{ id: 'f', from: 'a', filter: "edge == 'start'" }], ['f', 'b'], []],
    [[{ id: 'c', ...(compound() as object) }], ['c', 'b'], []],
    [[], 'input', [`stages[2].from: 'input' ${none}`]],
    [[], ['input', 'a'], [`stages[2].from[0]: 'input' ${none}`]],
    [[{ id: 'f', from: 'input', filter: 'on' }], ['a', 'f'], [`stages[3].from[1]: 'f' ${none}`]],
    [[{ id: 'm', from: 'a', map: { edge: "'start'" } }], ['a', 'm'], [`stages[3].from[1]: 'm' ${none}`]],
    [
      [{ id: 'w', from: 'a', window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }],
      ['w', 'a'],
      [`stages[3].from[0]: 'w' ${none}`],
    ],
  ])('reads what reports: %j %j', (more, from, expected) => {
    expect(faultsOf(specOf([...detectors, ...more, compound({ count: 'both' }, from)]))).toEqual(expected)
  })

  const buffer = { from: 'input', buffer: { size: 2 }, dumpOn: 'c' }
  test.each([
    ['stages', []],
    ['keys', ["stages[3].dumpOn: 'c' counts across keys, so its alarms belong to no key's buffer"]],
    ['both', ["stages[3].dumpOn: 'c' counts across keys, so its alarms belong to no key's buffer"]],
  ])('dumps by %s', (count, expected) => {
    const spec = specOf([...detectors, { id: 'c', ...(compound({ count }) as object) }, buffer])
    expect(faultsOf(spec)).toEqual(expected)
    const unkeyed = { ...spec, input: { ...(spec as { input: object }).input, key: null } }
    expect(faultsOf(unkeyed)).toEqual([])
  })
})

describe('cures', () => {
  test.each([
    [{ filter: 'nme == 3' }, "did you mean 'name'?"],
    [{ detect: { when: 'v > 3', whn: 'v' } }, "did you mean 'when'?"],
    [{ detect: {} }, 'add "when": "temperature > 30"'],
    [{ anomaly: { zscore: { field: 'vv', size: 5, threshold: 3 } } }, "did you mean 'v'?"],
    [{ detect: { when: 'v > 3', peak: 'v' } }, 'write max(field) or min(field)'],
    [{ map: {} }, 'add one, such as "fahrenheit": "celsius * 1.8 + 32"'],
  ])('%j', (stage, cure) => {
    expect(stageCures(stage)).toEqual([cure])
  })
})
