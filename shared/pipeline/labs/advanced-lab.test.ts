import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from '../../reference/engine.ts'
import { isRefusal, ItemReader } from '../../stream/items.ts'
import type { Result } from '../../stream/result.ts'
import { loadPipeline } from '../resolve.ts'
import { validate } from '../validate.ts'
import { advancedLab } from './advanced-lab.ts'

const file = path.join(import.meta.dirname, 'advanced-lab.pipeline.json')
const recording = path.join(import.meta.dirname, '../../../host/data/wsn/single-hop.csv')

function run(): Result[] {
  const pipeline = loadPipeline(advancedLab)
  const engine = new ReferenceEngine(pipeline)
  const reader = new ItemReader(pipeline)
  const rows = parse<Record<string, number>>(fs.readFileSync(recording), {
    columns: true,
    cast: (value, { header }) => (header ? value : Number(value)),
  })
  return rows.flatMap((row) => {
    const item = reader.read(row)
    if (isRefusal(item)) throw new Error(item.reason)
    return engine.push(item).results
  })
}

describe('the advanced lab', () => {
  test('is valid', () => {
    expect(validate(advancedLab)).toEqual([])
  })

  test('is the same as JSON', () => {
    const { $schema, ...spec } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
    expect(spec).toEqual(advancedLab)
    expect(fs.existsSync(path.join(path.dirname(file), String($schema)))).toBe(true)
  })

  const results = run()
  const of = (stage: string): Result[] => results.filter((result) => result.stage === stage)

  test('the pattern finds both episodes of steam in the recording, by their course', () => {
    const found = of('steaming').map((result) =>
      result.type === 'match' ? [result.key, result.start, result.t] : result,
    )
    expect(found).toEqual([
      [1, 1700011740000, 1700011765000],
      [4, 1700011815000, 1700011960000],
      [1, 1700011775000, 1700012030000],
    ])
  })

  test('detectors agree on both, and once on a mote whose readings jump', () => {
    const found = of('incident').map((result) => (result.type === 'anomaly' ? [result.key, result.t] : result))
    expect(found).toEqual([
      [2, 1700005080000],
      [1, 1700011740000],
      [4, 1700011820000],
    ])
  })
})
