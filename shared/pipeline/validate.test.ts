import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { basicLab } from './labs/basic-lab.ts'
import { loadPipeline } from './resolve.ts'
import { faultsOf, specOf } from './testing.ts'
import { check, validate } from './validate.ts'

interface Case {
  id: string
  kind: string
  spec: Record<string, unknown>
}

const folder = path.join(import.meta.dirname, '../reference/cases')
const cases = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => (JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { cases: Case[] }).cases)

describe('conformance cases', () => {
  const invalid = cases.filter(({ kind }) => kind === 'invalid')
  const valid = cases.filter(({ kind }) => ['pattern', 'window', 'join'].includes(kind))

  test('there are some of both', () => {
    expect(invalid.length).toBeGreaterThanOrEqual(13)
    expect(valid.length).toBeGreaterThanOrEqual(120)
  })

  test.each(invalid.map(({ id, spec }) => [id, spec] as const))('%s is refused', (_, spec) => {
    const faults = validate(spec)
    expect(faults.length).toBeGreaterThan(0)
    for (const { path: place, message, cure } of faults) expect([place, message, cure]).not.toContain('')
  })

  test.each(valid.map(({ id, spec }) => [id, spec] as const))('%s is accepted', (_, spec) => {
    expect(validate(spec)).toEqual([])
    expect(loadPipeline(spec).stages).toHaveLength((spec.stages as unknown[]).length)
  })
})

describe('all faults at once', () => {
  test('of every part', () => {
    const spec = {
      nme: 'lab',
      input: { fields: { humidity: 'float', mote: 'int' }, key: 'moet' },
      time: { mode: 'event', outOfOrdernessMs: -1 },
      stages: [
        { filter: 'mote > ' },
        { window: { type: 'tumbling', sizeMs: 0 }, aggregates: { n: 'count(mote)' }, form: 'input' },
        { detect: { when: 'on' }, id: 'in' },
      ],
      limits: { keys: 0 },
      link: 'mqt',
    }
    expect(faultsOf(spec).sort()).toEqual(
      [
        "input.fields.humidity: must be one of int, double, string, bool, int?, double?, string?, bool?, but is 'float'",
        'limits.keys: must be at least 1, but is 0',
        "link: must be one of serial, mqtt, but is 'mqt'",
        'name: is missing',
        "nme: unknown key 'nme'",
        'stages[1].window.sizeMs: must be at least 1, but is 0',
        "stages[1].form: unknown key 'form'",
        'stages[1].aggregates.n: count counts events and takes no field',
        "stages[2].id: 'in' is reserved and cannot name a stage",
        'time.outOfOrdernessMs: must be at least 0, but is -1',
      ].sort(),
    )
  })

  test('an unknown key does not hide what else is wrong with its stage', () => {
    const stage = { window: { type: 'tumbling', sizeMs: 10, offsetMs: 10 }, aggregates: { a: 'sum(x)' }, aggregate: {} }
    expect(faultsOf(specOf([stage]))).toEqual([
      "stages[0].aggregate: unknown key 'aggregate'",
      'stages[0].window.offsetMs: the offset 10 is not smaller than sizeMs, 10',
      "stages[0].aggregates.a: there is no field 'x'",
    ])
  })

  test('several unknown keys in one object', () => {
    expect(faultsOf({ ...specOf([]), a1: 1, b1: 2 })).toEqual(["a1: unknown key 'a1'", "b1: unknown key 'b1'"])
  })

  test('a fault in an expression carries its place', () => {
    expect(validate(specOf([{ filter: 'v > 3 && humidty > 1' }]))).toEqual([
      {
        path: 'stages[0].filter',
        message: "there is no field 'humidty'",
        cure: 'use one of the known fields: id, v, n, name, on, w, note',
        source: { text: 'v > 3 && humidty > 1', start: 9, end: 16 },
      },
    ])
  })
})

describe('fields of results', () => {
  const window = {
    window: { type: 'tumbling', sizeMs: 10 },
    aggregates: { n: 'count()', s: 'sum(n)', m: 'mean(v)', l: 'last(name)' },
  }
  const zscore = { anomaly: { zscore: { field: 'v', size: 5, threshold: 3 } } }
  test.each([
    [
      'of a window: its outputs and the key',
      [window, { filter: "n > 1 && s > 1 && m > 1 && l == 'a' && id == 3" }],
      [],
    ],
    ['of a buffer', [{ buffer: { size: 3 }, aggregates: { m: 'mean(v)' } }, { filter: 'm > 1 && id > 0' }], []],
    [
      'of a detector',
      [{ detect: { when: 'v > 3' } }, { filter: "edge == 'end' && durationMs > 5 && peak > since" }],
      [],
    ],
    ['of an anomaly stage', [zscore, { filter: 'alarm && score > 3 && value < 5' }], []],
    ['of a pattern: the key', [{ pattern: { steps: [{ name: 'a' }] } }, { filter: 'id > 3' }], []],
    ['not those of the input', [window, { filter: 'v > 3' }], ["stages[1].filter: there is no field 'v'"]],
    [
      'a mean may be missing, a count is not',
      [window, { filter: 'n == null' }],
      ["stages[1].filter: '==' of a number and null is never true"],
    ],
  ])('%s', (_, stages, expected) => {
    expect(faultsOf(specOf(stages))).toEqual(expected)
  })

  test('who forgets "from" below a window is told so', () => {
    const cure = 'this stage reads the results of the window above; to read the input, add "from": "input"'
    expect(validate(specOf([window, { filter: 'v > 3' }]))[0].cure).toBe(cure)
    expect(validate(specOf([window, zscore]))[0].cure).toBe(cure)
    expect(validate(specOf([window, { filter: 'v > 3', from: 'window1' }]))[0].cure).toMatch(/^use one of/)
  })
})

describe('check', () => {
  test('hands out a copy without $schema', () => {
    const data = { $schema: './pipeline.schema.json', ...specOf([{ filter: 'on' }]) }
    const { faults, spec } = check(data)
    expect(faults).toEqual([])
    expect(spec).toEqual(specOf([{ filter: 'on' }]))
    expect(data).toHaveProperty('$schema')
  })

  test('hands out nothing when there are faults', () => {
    expect(check({})).toMatchObject({ spec: null })
  })
})

describe('anything at all', () => {
  test.each([[undefined], [null], [3], ['pipeline'], [[]], [true], [() => 1], [new Date()], [{}], [Symbol('x')]])(
    '%s is refused',
    (data) => {
      const faults = validate(data)
      expect(faults.length).toBeGreaterThan(0)
      for (const { message, cure } of faults) expect([message, cure]).not.toContain('')
    },
  )

  test('never throws', () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (data) => void validate(data)))
  })

  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      0,
      -1,
      0.5,
      '',
      'x',
      'v > 3',
      'count()',
      [],
      {},
      true,
      [[]],
      { type: 'x' },
      1e308,
      '('.repeat(50),
    ),
    fc.jsonValue({ maxDepth: 3 }),
  )

  /** Every place in a pipeline, as keys. */
  function places(value: unknown, keys: (string | number)[] = []): (string | number)[][] {
    if (typeof value !== 'object' || value === null) return [keys]
    return [keys, ...Object.entries(value).flatMap(([key, each]) => places(each, [...keys, key]))]
  }

  function replaced(value: unknown, keys: readonly (string | number)[], by: unknown): unknown {
    if (keys.length === 0) return by
    const copy = structuredClone(value) as Record<string, unknown>
    const [first, ...rest] = keys
    copy[first] = replaced(copy[first], rest, by)
    return copy
  }

  const samples = [
    basicLab,
    ...cases.filter(({ kind }) => ['pattern', 'join', 'window'].includes(kind)).map(({ spec }) => spec),
  ]

  test('a pipeline with one place spoilt gives faults with reason and cure, or is loaded', () => {
    const spoilt = fc
      .constantFrom(...samples)
      .chain((spec) => fc.tuple(fc.constantFrom(...places(spec)), junk).map(([keys, by]) => replaced(spec, keys, by)))
    fc.assert(
      fc.property(spoilt, (spec) => {
        const faults = validate(spec)
        for (const { message, cure } of faults) expect([message, cure]).not.toContain('')
        if (faults.length === 0) expect(Object.isFrozen(loadPipeline(spec))).toBe(true)
        else expect(() => loadPipeline(spec)).toThrow(expect.objectContaining({ code: 'E_SPEC' }))
      }),
      { numRuns: 500 },
    )
  })

  test('a pipeline with a key taken away or renamed is never taken for another', () => {
    const renamed = fc.constantFrom(...places(basicLab).filter((keys) => typeof keys.at(-1) === 'string'))
    fc.assert(
      fc.property(renamed, (keys) => {
        const last = String(keys.at(-1))
        const parent = keys
          .slice(0, -1)
          .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], basicLab)
        const { [last]: value, ...rest } = parent as Record<string, unknown>
        const spec = replaced(basicLab, keys.slice(0, -1), { ...rest, [`${last}Q Q`]: value })
        if (!Array.isArray(parent)) expect(validate(spec).length).toBeGreaterThan(0)
      }),
    )
  })

  test.each([
    [
      'ten thousand stages',
      specOf(Array.from({ length: 10_000 }, () => ({}))),
      /^(stages\[\d+\]: the stage does nothing\n?){200}$/,
    ],
    ['a long expression', specOf([{ filter: 'v > 3 || '.repeat(10_000) }]), /the expression has 90000 characters/],
    ['a deep expression', specOf([{ filter: '('.repeat(1000) }]), /nested too deep/],
    [
      'a wide list of keys',
      specOf([], { input: { fields: Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`f${i}`, 'int'])) } }),
      /20000 values/,
    ],
    ['a giant name', specOf([], { name: 'x'.repeat(1e6) }), /too long/],
    ['a giant key', specOf([{ ['x'.repeat(1e6)]: 1 }]), /has a key of 1000000 characters/],
  ])('%s', (_, spec, reason) => {
    const started = performance.now()
    expect(faultsOf(spec).join('\n')).toMatch(reason)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
