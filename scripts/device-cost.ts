/**
 * Counts what an event costs on a device, in instructions of a named Espruino Linux build, with valgrind's callgrind.
 *
 *     ESPRUINO_BIN=/path/to/espruino npx tsx scripts/device-cost.ts [NAME…]
 *
 * Each case is a pipeline with its input. The finished program is run in the binary, its lines are handed to the port one
 * by one, and the counts of N and 2 N frames are subtracted, so that start-up cancels out; so does a run in which nothing
 * listens to the port, which is the cost of the driver. What remains is everything from a received line to the results.
 * Costs of different builds are comparable only through the empty loop, which is printed first.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { basicLab } from '../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { driven, linesOf, setupPrograms } from './driven-firmware.ts'

const MARK = 'E.getErrorFlags()'
const BINARY = process.env.ESPRUINO_BIN

interface Case {
  readonly name: string
  readonly spec: unknown
  /** Input item number i, as it would stand in a file. */
  readonly item: (i: number) => Record<string, unknown>
  /** Items before measuring starts, and items measured (twice as many follow). */
  readonly warm: number
  readonly count: number
  readonly single?: boolean
}

/** DESIGN 9: sliding 60 s / 5 s mean and deviation and a threshold, one key, one field, in order, quiet. */
function slidingSpec(packed: boolean): unknown {
  return {
    name: 'sliding and threshold',
    input: { fields: { v: 'double' }, ...(packed ? { packed: { v: 'int16/100' } } : {}) },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [
      {
        from: 'input',
        window: { type: 'sliding', sizeMs: 60000, slideMs: 5000 },
        aggregates: { m: 'mean(v)', s: 'stddev(v)' },
      },
      { from: 'input', detect: { when: 'v > 90', until: 'v < 80' } },
    ],
  }
}

/** One stage alone, on the same input. */
function only(stage: Record<string, unknown>): unknown {
  return { ...(slidingSpec(true) as object), name: 'one stage', stages: [{ from: 'input', ...stage }] }
}

const MEAN = { m: 'mean(v)', s: 'stddev(v)' }
const STAGES: Record<string, Record<string, unknown>> = {
  filter: { filter: 'v > 90' },
  sliding: { window: { type: 'sliding', sizeMs: 60000, slideMs: 5000 }, aggregates: MEAN },
  tumbling: { window: { type: 'tumbling', sizeMs: 60000 }, aggregates: MEAN },
  session: { window: { type: 'session', gapMs: 1000 }, aggregates: MEAN },
  count: { window: { type: 'count', size: 100 }, aggregates: MEAN },
  buffer: { buffer: { size: 60 }, aggregates: MEAN },
  detect: { detect: { when: 'v > 90', until: 'v < 80' } },
  zscore: { anomaly: { zscore: { field: 'v', size: 60, threshold: 50 } } },
}

function wave(stepMs: number): (i: number) => Record<string, unknown> {
  return (i) => ({ t: 1_700_000_000_000 + i * stepMs, v: Math.round(2000 + 500 * Math.sin(i / 40)) / 100 })
}

function motes(i: number): Record<string, unknown> {
  const wet = Math.round(4500 + 100 * Math.sin(i / 90)) / 100
  const warm = Math.round(2700 + 50 * Math.cos(i / 70)) / 100
  return { t: 1_700_000_000_000 + 5000 * Math.floor(i / 4), mote: (i % 4) + 1, humidity: wet, temperature: warm }
}

const CASES: Case[] = [
  { name: 'sliding-100hz-32', spec: slidingSpec(true), item: wave(10), warm: 640, count: 640 },
  { name: 'sliding-10hz-32', spec: slidingSpec(true), item: wave(100), warm: 640, count: 320 },
  { name: 'sliding-10hz-single', spec: slidingSpec(true), item: wave(100), warm: 60, count: 100, single: true },
  ...Object.entries(STAGES).flatMap(([name, stage]): Case[] => [
    { name: `${name}-32`, spec: only(stage), item: wave(10), warm: 64, count: 320 },
    { name: `${name}-single`, spec: only(stage), item: wave(10), warm: 40, count: 60, single: true },
  ]),
  { name: 'basic-lab', spec: basicLab, item: motes, warm: 96, count: 240 },
  { name: 'basic-lab-single', spec: basicLab, item: motes, warm: 40, count: 80, single: true },
]

/** Runs one program in a folder; its input stays open, because its end would reach the port as data. */
async function runProgram(folder: string, program: string, tool: readonly string[] = []): Promise<void> {
  writeFileSync(path.join(folder, 's.js'), program, 'latin1')
  const [command, ...args] = [...tool, path.resolve(BINARY ?? ''), 's.js']
  const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  let printed = ''
  child.stdout.on('data', (data: Buffer) => (printed += data.toString('latin1')))
  const limit = setTimeout(() => child.kill('SIGKILL'), 600_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(limit)
  if (code !== 0) throw new Error(`${command} ended with ${code} (limit 600 s)`)
  // A line that is refused, or an error of the program, would make every figure meaningless.
  if (/Uncaught|MEMORY|~\["[NX]"/.test(printed)) throw new Error(printed.slice(-400))
}

const CALLGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=cg']

/** Instructions between the marks: [part of N, part of 2 N]. */
async function count(program: string, setup: readonly string[] = []): Promise<[number, number]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rivulet-cost-'))
  try {
    for (const each of setup) await runProgram(folder, each)
    await runProgram(folder, program, [...CALLGRIND, '--dump-before=jswrap_espruino_getErrorFlags'])
    const part = (i: number): number => {
      const text = readFileSync(path.join(folder, `cg.${i}`), 'latin1')
      return Number(/^totals: (\d+)/m.exec(text)?.[1])
    }
    return [part(2), part(3)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Instructions of one turn of an empty loop: names the build. */
async function emptyLoop(): Promise<number> {
  const run = 'function run(n){for(var i=0;i<n;i++){}}'
  const [one, two] = await count(`${run}run(9);${MARK};run(2000);${MARK};run(4000);${MARK};`)
  return (two - one) / 2000
}

async function measure(test: Case): Promise<void> {
  const pipeline = loadPipeline(test.spec)
  const build = await buildFirmware(pipeline)
  const { item, single, warm } = test
  const ends = [warm, warm + test.count, warm + 3 * test.count]
  const { lines, parts } = linesOf({ item, single, ends }, pipeline, build)
  const [one, two] = await count(driven(build, lines, { parts, mark: MARK }), setupPrograms(lines))
  const [idleOne, idleTwo] = await count(
    driven(build, lines, { parts, mark: MARK, listening: false }),
    setupPrograms(lines),
  )
  const perEvent = (two - one - (idleTwo - idleOne)) / test.count
  const perFrame = test.count / (parts[1] - parts[0])
  console.log(
    JSON.stringify({
      type: 'cost',
      name: test.name,
      kIPerEvent: Number((perEvent / 1000).toFixed(2)),
      planned: Number((build.plan.instructionsPerEvent / 1000).toFixed(2)),
      eventsPerFrame: Number(perFrame.toFixed(1)),
    }),
  )
}

if (BINARY === undefined) {
  console.error('set ESPRUINO_BIN to an Espruino Linux binary with symbols; valgrind is needed as well')
  process.exitCode = 2
} else {
  const wanted = process.argv.slice(2)
  console.log(
    JSON.stringify({ type: 'build', binary: path.basename(BINARY), emptyLoop: Math.round(await emptyLoop()) }),
  )
  for (const test of CASES) if (!wanted.length || wanted.includes(test.name)) await measure(test)
}
