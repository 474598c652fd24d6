import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { factory, faultOf } from '../../../host/sources/simulated/factory.ts'
import { ReferenceEngine } from '../../reference/engine.ts'
import { isRefusal, ItemReader } from '../../stream/items.ts'
import type { DetectResult, Result, WindowResult } from '../../stream/result.ts'
import { loadPipeline } from '../resolve.ts'
import { sizingOf } from '../sizing.ts'
import { validate } from '../validate.ts'
import { factoryVibration } from './factory-vibration.ts'

const file = path.join(import.meta.dirname, 'factory-vibration.pipeline.json')
const pipeline = loadPipeline(factoryVibration)

describe('the pipeline', () => {
  test('is valid', () => {
    expect(validate(factoryVibration)).toEqual([])
  })

  test('is the same as JSON', () => {
    const { $schema, ...spec } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
    expect(spec).toEqual(factoryVibration)
    expect(fs.existsSync(path.join(path.dirname(file), String($schema)))).toBe(true)
  })

  test('is the one of the course: 50 machines, a minute every five seconds, 12 windows at once', () => {
    const [window] = pipeline.stages
    if (window.kind !== 'timeWindow') throw new Error(window.kind)
    const { sizeMs, slideMs } = window
    const load = { keys: pipeline.limits.keys, hz: 10, sizeMs, slideMs, bytesPerEvent: 16 }
    expect(sizingOf(load)).toMatchObject({ eventsPerWindow: 30_000, overlapping: 12, bytesPerWindow: 480_000 })
  })
})

describe('on the simulated factory', () => {
  const options = { machines: 12, seconds: 150, seed: 1 }
  const fault = faultOf(options)

  function run(): Result[] {
    const engine = new ReferenceEngine(pipeline)
    const reader = new ItemReader(pipeline)
    return [...factory(options)].flatMap(({ arrival: _, ...reading }) => {
      const item = reader.read(reading)
      if (isRefusal(item)) throw new Error(item.reason)
      return engine.push(item).results
    })
  }

  const results = run()
  const windows = results.filter((result): result is WindowResult => result.type === 'window')

  test('each machine has a result every five seconds, of 600 readings once a minute has passed', () => {
    expect(new Set(windows.map(({ key }) => key)).size).toBe(12)
    const whole = windows.filter(({ start }) => start! >= 1_700_000_000_000)
    expect(new Set(whole.map(({ aggs }) => aggs['n']))).toEqual(new Set([600]))
    expect(results.some(({ type }) => type === 'late')).toBe(false)
  })

  test('the worn machine is found, no other one, while its wear is half done', () => {
    const found = results.filter((result): result is DetectResult => result.type === 'detect')
    expect(found).toMatchObject([{ key: fault.machine, edge: 'start' }])
    const [{ t, since }] = found
    expect(t - since).toBe(10_000)
    expect(t - fault.from).toBeGreaterThan(20_000)
    expect(t - fault.from).toBeLessThan(70_000)
  })

  test('before and after, as the windows show it', () => {
    const rms = windows.filter(({ key }) => key === fault.machine).map(({ aggs }) => aggs['rms'] as number)
    expect(rms[0]).toBeLessThan(1.5)
    expect(rms.at(-1)).toBeGreaterThan(8)
  })
})
