/**
 * The JSON Schema that editors use against our own validation: it accepts what is valid, and refuses what has the
 * wrong shape. Read by a small checker of the keywords that the file uses.
 */
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { basicLab } from './labs/basic-lab.ts'
import { specOf, SIDED } from './testing.ts'
import { validate } from './validate.ts'

type Schema = Record<string, unknown>
const root = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'pipeline.schema.json'), 'utf8')) as Schema

const KNOWN = [
  ...[
    '$schema',
    '$defs',
    '$ref',
    'title',
    'description',
    'type',
    'const',
    'enum',
    'anyOf',
    'properties',
    'required',
    'additionalProperties',
  ],
  ...[
    'propertyNames',
    'items',
    'prefixItems',
    'minItems',
    'maxItems',
    'minLength',
    'maxLength',
    'pattern',
    'minimum',
    'maximum',
    'exclusiveMinimum',
  ],
]

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value === null) return 'null'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

function accepts(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema
  const s = schema as Schema
  for (const keyword of Object.keys(s)) expect(KNOWN).toContain(keyword)
  if (typeof s.$ref === 'string') return accepts(resolve(s.$ref), value)
  return (
    typeFits(s, value) &&
    ('const' in s ? value === s.const : true) &&
    (Array.isArray(s.enum) ? s.enum.includes(value) : true) &&
    (Array.isArray(s.anyOf) ? s.anyOf.some((each) => accepts(each, value)) : true) &&
    (typeof s.pattern === 'string' && typeof value === 'string' ? new RegExp(s.pattern).test(value) : true) &&
    numberFits(s, value) &&
    listFits(s, value) &&
    objectFits(s, value)
  )
}

function resolve(ref: string): unknown {
  return ref
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((node, key) => (node as Schema)[key], root)
}

function typeFits({ type }: Schema, value: unknown): boolean {
  if (type === undefined) return true
  const actual = typeOf(value)
  return type === actual || (type === 'number' && actual === 'integer')
}

function numberFits(s: Schema, value: unknown): boolean {
  const size = typeof value === 'string' ? value.length : value
  if (typeof size !== 'number') return true
  const [low, high] = typeof value === 'string' ? [s.minLength, s.maxLength] : [s.minimum, s.maximum]
  if (typeof value === 'number' && typeof s.exclusiveMinimum === 'number' && value <= s.exclusiveMinimum) return false
  return size >= ((low as number | undefined) ?? -Infinity) && size <= ((high as number | undefined) ?? Infinity)
}

function listFits(s: Schema, value: unknown): boolean {
  if (!Array.isArray(value)) return true
  const prefix = (s.prefixItems as unknown[] | undefined) ?? []
  const length =
    value.length >= ((s.minItems as number | undefined) ?? 0) &&
    value.length <= ((s.maxItems as number | undefined) ?? Infinity)
  return length && value.every((each, i) => accepts(i < prefix.length ? prefix[i] : (s.items ?? true), each))
}

function objectFits(s: Schema, value: unknown): boolean {
  if (typeOf(value) !== 'object') return true
  const properties = (s.properties ?? {}) as Schema
  const required = (s.required ?? []) as string[]
  const present = required.every((key) => Object.hasOwn(value as object, key))
  return (
    present &&
    Object.entries(value as object).every(([key, each]) =>
      accepts(Object.hasOwn(properties, key) ? properties[key] : (s.additionalProperties ?? true), each),
    )
  )
}

const folder = path.join(import.meta.dirname, '../reference/cases')
interface Case {
  id: string
  kind: string
  spec: unknown
}
const cases = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => (JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as { cases: Case[] }).cases)
  .filter(({ kind }) => ['pattern', 'window', 'join'].includes(kind))

describe('what is valid is accepted', () => {
  test('the conformance cases', () => {
    for (const { id, spec } of cases) expect([id, accepts(root, spec)]).toEqual([id, true])
  })

  test('the lab, with $schema', () => {
    expect(accepts(root, { $schema: '../pipeline.schema.json', ...basicLab })).toBe(true)
  })

  test.each([
    [[]],
    [[{ filter: 'on' }, { map: { a: 'v' }, id: 'm', from: 'input' }]],
    [[{ detect: { silentMs: 5 } }]],
    [[{ pattern: { steps: [{ group: [{ group: [{ name: 'a', quantifier: { times: [0, 2] } }] }] }] } }]],
    [[{ anomaly: { zscore: { field: 'v', size: 5, threshold: 0.5 }, emit: 'scores' } }]],
  ])('%j', (stages) => {
    const spec = specOf(stages)
    expect(validate(spec)).toEqual([])
    expect(accepts(root, spec)).toBe(true)
  })
})

describe('a wrong shape is refused by both', () => {
  test.each([
    ['an unknown key', { ...specOf([]), nme: 1 }],
    ['no name', { ...specOf([]), name: undefined }],
    ['an empty name', specOf([], { name: '' })],
    ['an unknown type', specOf([], { input: { fields: { a: 'float' } } })],
    ['a key that is a number', specOf([], { input: { fields: { a: 'int' }, key: 3 } })],
    ['sides the wrong way', specOf([], { input: { fields: {}, sides: ['right', 'left'] } })],
    ['three sides', specOf([], { input: { fields: {}, sides: ['left', 'right', 'left'] } })],
    ['an unknown mode', specOf([], { time: { mode: 'evnt' } })],
    ['both kinds of watermarks', specOf([], { time: { mode: 'event', watermarks: 'explicit', outOfOrdernessMs: 5 } })],
    ['no idleness', specOf([], { time: { mode: 'event', outOfOrdernessMs: 5, idlenessMs: 0 } })],
    ['a stage that does nothing', specOf([{ id: 'a' }])],
    ['a stage that does two things', specOf([{ filter: 'on', map: { a: 'v' } }])],
    ['a window without size', specOf([{ window: { type: 'tumbling' }, aggregates: { n: 'count()' } }])],
    ['a window without aggregates', specOf([{ window: { type: 'tumbling', sizeMs: 5 } }])],
    ['a size of nothing', specOf([{ window: { type: 'tumbling', sizeMs: 0 }, aggregates: { n: 'count()' } }])],
    ['half a millisecond', specOf([{ window: { type: 'session', gapMs: 0.5 }, aggregates: { n: 'count()' } }])],
    [
      'a key of another window',
      specOf([{ window: { type: 'session', gapMs: 5, sizeMs: 5 }, aggregates: { n: 'count()' } }]),
    ],
    ['a buffer without size', specOf([{ buffer: {}, aggregates: { n: 'count()' } }])],
    ['a detector without condition', specOf([{ detect: {} }])],
    ['two kinds of detector', specOf([{ detect: { when: 'on', silentMs: 5 } }])],
    ['a baseline of one', specOf([{ anomaly: { zscore: { field: 'v', size: 1, threshold: 3 } } }])],
    ['no threshold', specOf([{ anomaly: { zscore: { field: 'v', size: 5, threshold: 0 } } }])],
    ['a pattern without steps', specOf([{ pattern: {} }])],
    ['a step without name', specOf([{ pattern: { steps: [{}] } }])],
    ['a wrong step deep inside', specOf([{ pattern: { steps: [{ group: [{ group: [{ nam: 'a' }] }] }] } }])],
    ['an unknown contiguity', specOf([{ pattern: { steps: [{ name: 'a' }, { name: 'b', contiguity: 'nxt' }] } }])],
    ['times of nothing', specOf([{ pattern: { steps: [{ name: 'a', quantifier: { times: 0 } }] } }])],
    ['a triple of times', specOf([{ pattern: { steps: [{ name: 'a', quantifier: { times: [1, 2, 3] } }] } }])],
    ['an interval without bounds', specOf([{ join: { type: 'interval' } }], SIDED)],
    ['a limit of nothing', specOf([], { limits: { keys: 0 } })],
    ['a limit beyond reason', specOf([], { limits: { frame: 1000 } })],
  ])('%s', (_, spec) => {
    expect(validate(spec).length).toBeGreaterThan(0)
    expect(accepts(root, JSON.parse(JSON.stringify(spec)))).toBe(false)
  })
})
