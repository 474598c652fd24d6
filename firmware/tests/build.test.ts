import { tmpdir } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { RivuletError } from '../../shared/error.ts'
import { gate } from '../toolchain/gate.ts'
import { buildFirmware, compile, type Build } from '../toolchain/build.ts'
import { misread } from '../toolchain/literals.ts'
import { usedBeforeVar } from '../toolchain/hoist.ts'
import { inputs, itemsFor } from './arbitrary/inputs.ts'
import { everything } from './labs.ts'
import { bundled } from './programs.ts'
import { runBoth } from './run.ts'

const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }

let build: Build
let trace: Build

beforeAll(async () => {
  build = await buildFirmware(everything)
  trace = await buildFirmware(everything, { trace: true })
})

describe('the program', () => {
  test('is the same, byte for byte, when it is built again', async () => {
    const again = await compile(everything)
    expect(again).not.toBe(build)
    expect(again).toEqual(build)
  })

  test('is the same wherever it is built', async () => {
    const here = process.cwd()
    process.chdir(tmpdir())
    try {
      expect((await compile(everything)).hash).toBe(build.hash)
    } finally {
      process.chdir(here)
    }
  })

  test('is kept for a while, and not taken for that of another pipeline', async () => {
    const small = (sizeMs: number): Promise<Build> => {
      const stages = [{ window: { type: 'tumbling', sizeMs }, aggregates: { n: 'count()' } }]
      return buildFirmware(loadPipeline({ name: 's', input: { fields: { v: 'double' } }, time: IN_ORDER, stages }))
    }
    const first = await small(1)
    expect(await small(1)).toBe(first)
    expect((await small(2)).hash).not.toBe(first.hash)
    expect(await buildFirmware(everything)).toBe(build)
    expect((await buildFirmware(everything, { trace: true })).hash).toBe(trace.hash)
    const ns = { low: 1, mid: 2, high: 3 }
    expect((await buildFirmware(everything, { ns })).plan.eventsPerSecond).not.toEqual(build.plan.eventsPerSecond)
  })

  test('bears its hash, and nothing of the place where the hash goes', () => {
    expect(build.hash).toMatch(/^[0-9a-f]{8}$/)
    expect(build.code).toContain(`"${build.hash}"`)
    expect(build.code).not.toContain('@@')
    expect(trace.hash).not.toBe(build.hash)
  })

  test('is one line of ASCII without modules, and passes the gate', () => {
    expect(build.code).toMatch(/^[\x20-\x7e]*\n?$/)
    expect(build.code).not.toMatch(/\b(import|export)\b/)
    expect(() => gate(build.code)).not.toThrow()
    expect(misread(build.code)).toEqual([])
    expect(usedBeforeVar(build.code)).toEqual([])
  })

  test('has exact numbers where the device misreads decimals', () => {
    expect(build.code).toContain('3/10')
    expect(build.code).not.toMatch(/(^|[^\w.])0?\.3\b/)
  })

  test('in its readable form keeps lines and names', () => {
    expect(trace.code.split('\n').length).toBeGreaterThan(500)
    expect(trace.code).toContain('function acknowledge()')
    expect(trace.code.length).toBeGreaterThan(build.code.length)
  })

  test('names texts and fields for the host', () => {
    expect(build.texts).toEqual(['ab'])
    expect(build.fields).toEqual(['v', 'p', 'name', 'on'])
  })

  test('has a plan', () => {
    expect(build.plan.vars.code).toBeGreaterThan(100)
    expect(build.plan.vars.peak).toBeGreaterThan(build.plan.vars.code + build.plan.vars.state)
    expect(build.plan.instructionsPerEvent).toBeGreaterThan(1)
    expect(build.plan.eventsPerSecond.high).toBeGreaterThan(build.plan.eventsPerSecond.low)
  })
})

describe('lowered, pasted together and minified', () => {
  test('it does what the bundle does', async () => {
    const whole = await bundled(everything)
    const check = fc.property(inputs, (input) => {
      const items = itemsFor(input, everything)
      const outcome = runBoth(build, everything, items, input.cut)
      expect(outcome.verdict.first?.why ?? 'equal').toBe('equal')
      expect(outcome.device).toEqual(runBoth(whole, everything, items, input.cut).device)
    })
    fc.assert(check, { numRuns: 60 })
  })

  test('so does the readable form', () => {
    const check = fc.property(inputs, (input) => {
      const items = itemsFor(input, everything)
      expect(runBoth(trace, everything, items, input.cut).verdict.first?.why ?? 'equal').toBe('equal')
    })
    fc.assert(check, { numRuns: 15 })
  })
})

describe('refused before anything is built', () => {
  const N = { aggregates: { n: 'count()' } }
  test.each([
    ['a text key of results', [{ window: { type: 'tumbling', sizeMs: 5 }, ...N }, { filter: "s == 'a'" }]],
    ['the order of texts', [{ filter: "s < 'b'" }]],
  ])('%s', async (_, stages) => {
    const input = { fields: { v: 'double', s: 'string' }, key: 's' }
    const made = loadPipeline({ name: 'refused', input, time: IN_ORDER, stages })
    const failure = await buildFirmware(made).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(RivuletError)
    expect(failure).toMatchObject({ code: 'E_UNSUPPORTED', kind: 'usage' })
  })
})
