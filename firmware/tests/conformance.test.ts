/** The window, join and pattern cases of SEMANTICS on the device of tests, one event a frame and batched (DESIGN, decision 11). */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { readCases, runCase, type CaseRunner } from '../../shared/reference/conform.ts'
import type { Cut } from './run.ts'
import { bundled } from './programs.ts'
import { runBoth } from './run.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../shared/reference/cases')

/** Runs the pipeline of a case. */
function onDevice(cut: Cut): CaseRunner {
  return async (spec, items) => {
    const pipeline = loadPipeline(spec)
    return runBoth(await bundled(pipeline), pipeline, items, cut).device
  }
}

const files = readdirSync(FOLDER).filter((file) => /^(window|join|cep-.*)\.json$/.test(file))
const cases = files.flatMap((file) => readCases(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as unknown))

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(120)
})

describe.each([
  ['one event a frame', { single: true }],
  ['batched', {}],
  ['batched by three', { frame: 3, segment: 5, bytes: 11 }],
])('%s', (_, cut) => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    expect(await runCase(one, onDevice(cut))).toMatchObject({ pass: true, why: '' })
  })
})
