import fs from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type * as v from 'valibot'
import { pipelineSchemaText, SCHEMA_FILE } from '../../scripts/pipeline-schema.ts'
import { specSchema } from './schema.ts'
import type {
  AnomalyStageSpec,
  CompoundStageSpec,
  DetectStageSpec,
  InputSpec,
  LimitsSpec,
  SilenceStageSpec,
  Spec,
  StageSpec,
  TimeSpec,
} from './spec.ts'

interface JsonSchema {
  $ref?: string
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: string[]
}

const schema = JSON.parse(fs.readFileSync(SCHEMA_FILE, 'utf8')) as JsonSchema & {
  $defs: Record<string, JsonSchema>
  $schema: string
}

/** Every object schema in it. */
function objects(node: unknown): JsonSchema[] {
  if (typeof node !== 'object' || node === null) return []
  const inner = Object.values(node).flatMap(objects)
  return 'properties' in node && 'required' in node ? [node as JsonSchema, ...inner] : inner
}

describe('the JSON Schema', () => {
  test('is fresh; if not, run: npx tsx scripts/pipeline-schema.ts', async () => {
    expect(fs.readFileSync(SCHEMA_FILE, 'utf8')).toBe(await pipelineSchemaText())
  })

  test('knows the parts of a pipeline', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(Object.keys(schema.properties ?? {})).toEqual([
      '$schema',
      'name',
      'input',
      'time',
      'stages',
      'limits',
      'link',
    ])
    expect(schema.required).toEqual(['name', 'input', 'time', 'stages'])
  })

  test('knows every kind of stage', () => {
    const kinds = schema.properties?.stages.items?.anyOf?.map(({ required }) => required?.[0])
    expect(kinds).toEqual(['filter', 'map', 'window', 'buffer', 'detect', 'anomaly', 'pattern', 'join'])
  })

  test('refuses unknown keys everywhere', () => {
    const all = objects(schema)
    expect(all.length).toBeGreaterThan(25)
    for (const object of all) expect(object.additionalProperties).toBe(false)
  })

  test('steps may hold steps', () => {
    const text = JSON.stringify(schema.$defs.step)
    expect(text).toContain('"$ref":"#/$defs/step"')
  })

  test.each(['name', 'input', 'time', 'stages', 'limits'])('describes %s', (key) => {
    expect(schema.properties?.[key].description).toMatch(/\w+/)
  })

  test('describes the keys of every stage', () => {
    for (const stage of schema.properties?.stages.items?.anyOf ?? []) {
      expect(stage.properties?.id.description).toMatch(/name of the stage/)
      expect(stage.properties?.from.description).toMatch(/the stage above/)
    }
  })
})

describe('the schema and the types agree', () => {
  type Checked = v.InferOutput<typeof specSchema>
  type Stage = Checked['stages'][number]
  test('what has the type has the shape', () => {
    expectTypeOf<Spec>().toExtend<Checked>()
    expect(specSchema.type).toBe('object_with_rest')
  })

  test('what has the shape has the type', () => {
    expectTypeOf<Checked['input']>().toExtend<InputSpec>()
    expectTypeOf<Checked['time']>().toExtend<TimeSpec>()
    expectTypeOf<NonNullable<Checked['limits']>>().toExtend<LimitsSpec>()
    expectTypeOf<Exclude<Stage, { detect: unknown } | { anomaly: unknown }>>().toExtend<StageSpec>()
    expectTypeOf<Extract<Stage, { detect: unknown }>['detect']>().toExtend<Detect>()
    expectTypeOf<Extract<Stage, { anomaly: unknown }>['anomaly']>().toExtend<Anomaly>()
  })

  type Anomaly = (AnomalyStageSpec | CompoundStageSpec)['anomaly']
  type Detect = (DetectStageSpec | SilenceStageSpec)['detect']
})
