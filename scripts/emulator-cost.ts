/**
 * Compares the instructions that the emulator charges with those that a real interpreter executes.
 *
 *     [ESPRUINO_BIN=/path/to/espruino] npx tsx scripts/emulator-cost.ts [--write] [--new] [--jobs N] [--worst N] [TEXT…]
 *
 * With a binary (an `Og32` build with symbols, see PERFORMANCE.md) the snippets whose names contain all TEXTs are counted
 * by valgrind's callgrind: `run(N)` and `run(2 N)`, so that start-up cancels out; `--new` takes those
 * without a count only, `--write` records the counts. Without one
 * the recorded counts of host/emulator/costs/measured.json are used. Prints a line for each of the worst snippets of each
 * set (10 unless told) and the errors of the set.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CALIBRATION } from '../host/emulator/costs/calibration.ts'
import { CHECK } from '../host/emulator/costs/check.ts'
import { countOf, warmUpOf } from '../host/emulator/costs/count.ts'
import { deviationsOf, type Measured, summaryOf } from '../host/emulator/costs/deviations.ts'
import { PROGRAMS } from '../host/emulator/costs/programs.ts'
import { programOf, type Snippet } from '../host/emulator/costs/snippets.ts'

const DATA = fileURLToPath(new URL('../host/emulator/costs/measured.json', import.meta.url))
const MARK = 'E.getErrorFlags();'
/** Longest time for one snippet, in milliseconds. */
const LIMIT_MS = 300_000

const SETS = { calibration: CALIBRATION, check: CHECK, programs: PROGRAMS }

/** Instructions of a turn of a snippet in the binary. */
async function measure(binary: string, snippet: Snippet): Promise<number> {
  const { turns } = snippet
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emulator-cost-'))
  try {
    const runs = [warmUpOf(snippet), turns, 2 * turns].map((count) => `run(${count});${MARK}`)
    writeFileSync(path.join(folder, 's.js'), `${programOf(snippet)}${runs.join('')}\n`, 'latin1')
    const output = await runValgrind(binary, folder)
    const failed = /Uncaught[^\n]*|MEMORY|Execution Interrupted/.exec(output)
    if (failed !== null) throw new Error(`${snippet.name}: ${failed[0]}`)
    const part = (index: number): number => {
      const text = readFileSync(path.join(folder, `cg.${index}`), 'latin1')
      return Number(/^totals: (\d+)/m.exec(text)?.[1])
    }
    return Math.round((part(3) - part(2)) / turns)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runValgrind(binary: string, folder: string): Promise<string> {
  const options = ['--tool=callgrind', '--callgrind-out-file=cg', '--dump-before=jswrap_espruino_getErrorFlags']
  const child = spawn('valgrind', [...options, binary, 's.js'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString('latin1')))
  await once(child, 'close')
  return output
}

/** Measures snippets, several at a time, and calls `onCount` with each result. */
async function measureAll(
  binary: string,
  list: Snippet[],
  jobs: number,
  onCount: (snippet: Snippet, instructions: number) => void,
): Promise<void> {
  const queue = [...list]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      onCount(next, await measure(binary, next))
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
}

function tell(set: string, list: readonly Snippet[], counts: Measured['counts'], worst: number): void {
  const found = deviationsOf(list, counts)
  for (const { name, measured, charged, error } of found.slice(0, worst)) {
    const figures = `${String(measured).padStart(9)} ${String(Math.round(charged)).padStart(9)}`
    console.log(`${figures} ${(error * 100).toFixed(1).padStart(7)} %  ${name}`)
  }
  const { count, median, p90, most } = summaryOf(found)
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
  console.log(`${set}: ${count} snippets, median ${percent(median)}, p90 ${percent(p90)}, most ${percent(most)}\n`)
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      write: { type: 'boolean' },
      new: { type: 'boolean' },
      jobs: { type: 'string' },
      worst: { type: 'string' },
    },
  })
  const recorded = JSON.parse(readFileSync(DATA, 'utf8')) as Measured
  const binary = process.env.ESPRUINO_BIN
  const counts = { ...recorded.counts }
  if (binary !== undefined) {
    const all = Object.values(SETS).flat()
    const wanted = all.filter(
      ({ name }) =>
        (values.new !== true || !(name in recorded.counts)) && positionals.every((text) => name.includes(text)),
    )
    await measureAll(path.resolve(binary), wanted, Number(values.jobs ?? 1), (snippet, instructions) => {
      counts[snippet.name] = instructions
      const before = recorded.counts[snippet.name] as number | undefined
      const change = before === undefined ? 'new' : `${((instructions / before - 1) * 100).toFixed(1)} %`
      console.log(`${String(instructions).padStart(9)} ${change.padStart(9)}  ${snippet.name}`)
      const emptyLoop = counts[CALIBRATION[0].name]
      if (values.write === true) writeFileSync(DATA, JSON.stringify({ ...recorded, emptyLoop, counts }, null, 2) + '\n')
    })
  }
  console.log(
    `build ${recorded.build}: empty loop ${counts[CALIBRATION[0].name]}, charged ${countOf(CALIBRATION[0])}\n`,
  )
  console.log(' measured   charged     error')
  for (const [set, list] of Object.entries(SETS)) tell(set, list, counts, Number(values.worst ?? 10))
}

await main()
