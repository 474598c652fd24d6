/**
 * Failures of a device as its user sees them: an error in an expression, too little memory, too deep a stack; on the
 * emulator, and on a Linux build when ESPRUINO_BIN names one. A program is spoilt in its text, as a fault of the
 * operators would be; memory and stack run out by themselves.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Build } from '../../firmware/toolchain/build.ts'
import { shiftMap } from '../../firmware/toolchain/source-map.ts'
import { functionIndex } from '../../firmware/toolchain/trace-index.ts'
import { folder, run, type Ran } from './testing.ts'

/** Replaced in the program: the text, and by what. */
let spoil: readonly [RegExp, string] | null = null
afterEach(() => {
  spoil = null
})

vi.mock('../../firmware/toolchain/build.ts', async (original) => {
  const real = await original<typeof import('../../firmware/toolchain/build.ts')>()
  const buildFirmware: typeof real.buildFirmware = async (...args) => {
    const build = await real.buildFirmware(...args)
    return spoil === null ? build : spoilt(build, ...spoil)
  }
  return { ...real, buildFirmware }
})

function spoilt(build: Build, pattern: RegExp, by: string): Build {
  const found = pattern.exec(build.code)
  if (found === null) throw new Error(`the program has no ${String(pattern)}`)
  const code = build.code.replace(pattern, by)
  const end = found.index + found[0].length
  const edits = [{ start: found.index, end, text: code.slice(found.index, end + code.length - build.code.length) }]
  return { ...build, code, map: shiftMap(build.map, build.code, edits), functions: functionIndex(code) }
}

const files = folder()
const BINARY = process.env['ESPRUINO_BIN']
const DEVICES = ['emu:', ...(BINARY === undefined ? [] : [`espruino:${BINARY}`])]

const hot = {
  name: 'hot',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'some', filter: 'v > 3' },
    { id: 'twice', map: { w: 'v * 2', u: 'v - 77' } },
    { id: 'hot', from: 'input', detect: { when: 'v > 90', until: 'v < 80' } },
  ],
}

/** `count` items 10 ms apart; `values` by their index, else 5. */
function input(count: number, values: Readonly<Record<number, number>> = {}): string {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({ t: 1_700_000_000_000 + 10 * i, v: values[i] ?? 5 }),
  )
  return files.file('items.ndjson', lines.join('\n') + '\n')
}

async function runOn(device: string, pipeline: unknown, items: string, ...flags: string[]): Promise<Ran> {
  return run('run', files.file('p.pipeline.json', pipeline), '--input', items, '-p', device, ...flags)
}

interface Told {
  readonly type: string
  readonly code: string
  readonly frames: readonly { file?: string; line?: number; name?: string; stage?: string; expression?: string }[]
  readonly item: { exact: boolean; count: number; items: { index: number; ref: string; item: unknown }[] } | null
}

function failure({ lines }: Ran): Told {
  return lines.find(({ type }) => type === 'failure') as unknown as Told
}

/** The line of a source file that a frame names. */
function sourceLine({ file = '', line = 0 }: Told['frames'][number]): string {
  return readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')
    .split('\n')
    [line - 1].trim()
}

describe.each(DEVICES)('on %s', (device) => {
  test('an exception names the expression, the operator and the item', async () => {
    spoil = [/(?<=\{if\(\w+>)90/, '(90).x.y']
    const ran = await runOn(device, hot, input(3, { 0: 95 }))
    expect(ran.code).toBe(3)
    expect(ran.err).toContain('E_DEVICE_EXCEPTION stage 3 "hot": when "v > 90": the device reports: ')
    expect(ran.err).toContain("Can't read property 'y' of undefined")
    expect(ran.err).toMatch(/\n {2}at \w+ \(firmware\/stages\/detect\.ts:\d+:\d+\), stage 3 "hot": when "v > 90"\n/)
    expect(ran.err).toContain(
      '\n  input: item 3 of the input, ref 2: {"t":1700000000020,"v":5}\n    or an earlier one, which waited',
    )
    expect(ran.err).toContain('cure: check when "v > 90"')
  })

  test.each<[string, RegExp, string, string]>([
    ['filter', /(?<=\bif\([^;{}]*>)3(?=\))|(?<=>)3(?=[&)])/, '(3).x.y', 'filter "v > 3"'],
    ['second assignment of a map', /(?<=-)77/, '(77).x.y', 'map u "v - 77"'],
  ])('a %s is named, for machines too', async (_, pattern, by, expression) => {
    spoil = [pattern, by]
    const ran = await runOn(device, hot, input(2), '--single', '--json')
    expect(ran.code).toBe(3)
    const told = failure(ran)
    expect(told.code).toBe('E_DEVICE_EXCEPTION')
    expect(told.frames[0]).toMatchObject({ expression })
    expect(told.item).toMatchObject({ exact: true, items: [{ index: 1, ref: '0', item: { values: { v: 5 } } }] })
  })

  test('of items one at a time, the one that fails is named', async () => {
    spoil = [
      /(?<=\bif\([^;{}]*>)3(?=\))|(?<=>)3(?=[&)])/,
      '(v1=>v1)(3+(global.count=(global.count||0)+1,global.count>3?count.x.y:0))',
    ]
    const ran = await runOn(device, hot, input(8, { 3: 42 }), '--json')
    expect(ran.code).toBe(3)
    const { item } = failure(ran)
    expect(item).toMatchObject({ exact: true, count: 1, items: [{ index: 4, item: { values: { v: 42 } } }] })
  })

  test('an error in an operator is resolved through all its callers to lines of TypeScript', async () => {
    spoil = [/E\.toArrayBuffer/, 'E.nothing']
    const told = failure(await runOn(device, hot, input(70), '--json'))
    const [first] = told.frames
    expect(first).toMatchObject({ file: 'firmware/runtime/bytes.ts', name: 'open' })
    expect(sourceLine(first)).toContain('toBuffer(decode(')
    expect(told.frames.map(({ name }) => name)).toEqual(['open', 'line', 'assemble', 'receive'])
    expect(sourceLine(told.frames[1])).toContain('many(a)')
    expect(told.item).toMatchObject({ exact: false, count: 32 })
    expect(told.item?.items[31]).toMatchObject({ index: 32 })
  })

  test('an error in a timer is told like any other', async () => {
    spoil = [/process\.memory\(!1\)/, 'process.nothing(!1)']
    const told = failure(await runOn(device, hot, input(2), '--json'))
    expect(told.code).toBe('E_DEVICE_EXCEPTION')
    expect(told.frames).toMatchObject([{ file: 'firmware/runtime/link.ts', name: 'counters' }])
  })

  test('a program that fails at boot is resolved without any item', async () => {
    spoil = [/E\.hwRand\(\)/, 'E.nothing()']
    const ran = await runOn(device, hot, input(1), '--json')
    const told = failure(ran)
    expect(ran.code).toBe(3)
    expect(told).toMatchObject({ code: 'E_DEVICE_ERROR', item: null })
    expect(sourceLine(told.frames[0])).toBe('export const boot = E.hwRand() >>> 0')
  })

  test('state that does not fit is refused before anything is loaded, with what the plan asks for', async () => {
    // A plain Linux build has no such bound.
    if (device !== 'emu:') return

    const large = { ...hot, stages: [{ buffer: { size: 1000 }, aggregates: { m: 'mean(v)' } }], limits: { keys: 60 } }
    const keyed = { ...large, input: { fields: { k: 'int', v: 'double' }, key: 'k' } }
    const ran = await runOn(device, keyed, input(1))
    expect(ran.code).toBe(3)
    expect(ran.err).toMatch(/E_DEVICE_ROOM emu:: the program for 60 keys needs [\d,]+ variables .* which has 3,000/)
    expect(ran.err).toContain('cure: spread the keys over')
  })

  test('verify leaves the same in its report', async () => {
    spoil = [/(?<=\{if\(\w+>)90/, '(90).x.y']
    const directory = path.join(files.directory(), 'report')
    const pipeline = files.file('p.pipeline.json', hot)
    const ran = await run('verify', pipeline, '--input', input(3, { 0: 95 }), '-p', device, '--report', directory)
    expect(ran.code).toBe(3)
    const summary = JSON.parse(readFileSync(path.join(directory, 'summary.json'), 'utf8')) as { error: Told }
    expect(summary.error).toMatchObject({ code: 'E_DEVICE_EXCEPTION', item: { frame: expect.any(Number) as number } })
    expect(summary.error.frames[0]).toMatchObject({ stage: 'hot', expression: 'when "v > 90"' })
    const junit = readFileSync(path.join(directory, 'junit.xml'), 'utf8')
    expect(junit).toContain('<error type="E_DEVICE_EXCEPTION"')
    expect(junit).toContain('stage 3 &quot;hot&quot;: when &quot;v &gt; 90&quot;: the device reports')
  })
})

describe('on an emulator that is too small', () => {
  /** Variables that the demo's program has in use once it is connected. */
  let inUse = 0
  beforeAll(async () => {
    const { lines } = await run('demo', '-p', 'emu:?vars=4000', '--events', '60', '--json')
    const { device } = lines[lines.length - 1] as unknown as { device: { memory: [number, number, number] } }
    inUse = device.memory[0]
  })

  test('memory that runs out at work is told with the place, the input and the sizes', async () => {
    const vars = inUse + 90
    const ran = await run('demo', '-p', `emu:?vars=${vars}`, '--events', '300')
    expect(ran.code).toBe(3)
    expect(ran.err).toMatch(/^E_DEVICE_MEMORY /)
    expect(ran.err).toMatch(/\n {2}at \w+ \(firmware\/[\w/-]+\.ts:\d+:\d+\)/)
    expect(ran.err).toMatch(/\n {2}input: .*items? \d+/)
    expect(ran.err).toMatch(/\n {2}memory: \d+ of \d+ variables in use; the plan asks for \d+ at peak/)
    expect(ran.err).toMatch(/cure: use a device that has \d+ variables or more/)
  })

  test.each([-30, 0, 15, 30, 45, 60, 80])(
    'with %i variables to spare it is told as lack of memory, never as silence',
    async (spare) => {
      const ran = await run('demo', '-p', `emu:?vars=${inUse + spare}`, '--events', '60')
      expect([ran.code, ran.err]).toEqual([3, expect.stringContaining('OUT OF MEMORY')])
    },
  )
})

test('a stack that overflows is told with the function that called itself', async () => {
  // Pipelines cannot do that: expressions are bounded. The binary has forty times the stack, and runs out of memory first.
  spoil = [/function (\w+)\(\)\{(?=\w+=\w+;\w+>\w+&&\(\w+=\w+\)\})/, 'function $1(){$1();']
  const ran = await runOn('emu:', hot, input(1), '--json')
  expect(ran.code).toBe(3)
  const told = failure(ran)
  expect(told.code).toBe('E_DEVICE_RECURSION')
  expect(ran.err).toContain('Too much recursion')
  expect(told.frames.slice(0, 3)).toMatchObject(Array(3).fill({ file: 'firmware/stages/reorder.ts', name: 'putAside' }))
  expect(told.item).toMatchObject({ items: [{ index: 1 }] })
})
