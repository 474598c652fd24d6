import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../resolve.ts'
import { validate } from '../validate.ts'
import { basicLab } from './basic-lab.ts'

const file = path.join(import.meta.dirname, 'basic-lab.pipeline.json')
const json = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>

describe('the basic lab', () => {
  test('is valid', () => {
    expect(validate(basicLab)).toEqual([])
  })

  test('is the same as JSON', () => {
    const { $schema, ...spec } = json
    expect(spec).toEqual(basicLab)
    expect(fs.existsSync(path.join(path.dirname(file), String($schema)))).toBe(true)
    expect(loadPipeline(json)).toEqual(loadPipeline(basicLab))
  })

  test('all stages read the input', () => {
    expect(loadPipeline(basicLab).stages.map(({ id, kind, from }) => `${id} ${kind} ${from}`)).toEqual([
      'recorder buffer -1',
      'minute timeWindow -1',
      'trend timeWindow -1',
      'steam detect -1',
      'hot zscore -1',
    ])
  })

  test('the recorder waits for steam, and the peak of steam is its highest humidity', () => {
    const { stages } = loadPipeline(basicLab)
    expect(stages[0]).toMatchObject({ dumpOn: 3, size: 60, keeps: ['humidity', 'temperature'] })
    expect(stages[3]).toMatchObject({ peak: { fn: 'max', field: 'humidity' } })
  })
})
