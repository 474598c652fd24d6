/**
 * Measures what natives of Espruino cost in instructions, with valgrind's callgrind, and compares with the recorded
 * figures that the emulator's cost model was made from and is tested with (host/emulator/costs/natives.jsonl).
 *
 *     ESPRUINO_BIN=/path/to/espruino npx tsx scripts/native-cost.ts [--write] [--new] [--jobs N] [--data FILE] [TEXT…]
 *
 * The binary must be an `Og32` build: 32 bits, -Og, variables of 14 bytes. The calls of a row run N times and 2 N times,
 * and the difference of the inclusive counts of `jsnCallFunction` is divided by N: what happens from the entry of the
 * native on, conversion of arguments and result included, without finding the function and evaluating the arguments.
 * Some rows share a process, because starting takes longer than measuring; those that leave something behind run alone.
 * TEXT picks rows that contain it, `--new` those without a figure; `--write` records what was measured. A row that is to
 * be added is written into the file without its `ir` and `rest`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** One measured call. `ir` is the number of instructions; `rest` what the statement costs outside of natives. */
export interface Row {
  readonly use: 'fit' | 'check'
  readonly setup: string
  readonly call: string
  readonly n: number
  ir?: number
  rest?: number
}

const DATA = fileURLToPath(new URL('../host/emulator/costs/natives.jsonl', import.meta.url))
const MARK = 'E.getErrorFlags();'
/** Longest time for one row, in milliseconds. */
const ROW_LIMIT = 120_000

/**
 * Rows with a process of their own: those that leave timers, files or queues behind, and those that allocate in one
 * piece, which takes the longer the more the free variables are scattered.
 */
const ALONE =
  /set(Timeout|Interval)|Promise|Storage|memory|Loopback|emit|\.on\(|new \w+(Array|Buffer)\((\d|r\)|x\))|r\.map|Flat|toUint8|E.toString\([rx]\)|atob\(|btoa\(./
/** Most rows in a process. */
const SHARED = 12

function program({ setup, call, n }: Row): string {
  const body = `${setup}\nfunction run_(n_){for(var i_=0;i_<n_;i_++){${call}}}\n`
  return `${body}run_(4);${MARK}run_(${n});${MARK}run_(${2 * n});${MARK}\n`
}

/** Rows in the groups in which they are run. */
function grouped(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  const open: Row[] = []
  for (const row of rows) {
    if (ALONE.test(row.setup + row.call)) groups.push([row])
    else if (open.push(row) === SHARED) groups.push(open.splice(0))
  }
  if (open.length > 0) groups.push(open)
  return groups
}

/** All instructions of one part of the run, and those of natives with everything below them. */
function countsOf(file: string): { total: number; natives: number } {
  const text = readFileSync(file, 'utf8')
  const total = Number(/^totals: (\d+)/m.exec(text)?.[1])
  let natives = 0
  for (const [, cost] of text.matchAll(/^cfn=jsnCallFunction\ncalls=.*\n\S+ (\d+)/gm)) natives += Number(cost)
  return { total, natives }
}

async function runValgrind(binary: string, folder: string): Promise<string> {
  const options = ['--tool=callgrind', '--callgrind-out-file=cg', '--compress-strings=no', '--compress-pos=no']
  const dump = '--dump-before=jswrap_espruino_getErrorFlags'
  const child = spawn('valgrind', [...options, dump, binary, 'row.js'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: ROW_LIMIT,
    killSignal: 'SIGKILL',
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString('latin1')))
  await once(child, 'close')
  return output
}

type Measured = Pick<Required<Row>, 'ir' | 'rest'>

async function measure(binary: string, rows: readonly Row[]): Promise<Measured[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'native-cost-'))
  try {
    writeFileSync(
      path.join(folder, 'row.js'),
      `${rows.map(program).join('')}clearTimeout();print("ALL"+"RUN")`,
      'latin1',
    )
    const output = await runValgrind(binary, folder)
    const failed = /Uncaught[^\n]*|OUT OF MEMORY|Execution Interrupted/.exec(output)
    if (failed !== null || !output.includes('ALLRUN')) throw new Error(failed?.[0] ?? 'did not run to its end')
    return rows.map(({ n }, at) => {
      const [single, twice] = [2, 3].map((part) => countsOf(path.join(folder, `cg.${3 * at + part}`)))
      const ir = Math.round((twice.natives - single.natives) / n)
      return { ir, rest: Math.round((twice.total - single.total) / n - ir) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Measures a group of rows and prints how they differ from what is recorded; after an error each row is run alone. */
async function measureGroup(binary: string, rows: readonly Row[]): Promise<void> {
  try {
    const found = await measure(binary, rows)
    rows.forEach((row, at) => {
      const { ir } = found[at]
      const change = row.ir === undefined ? 'new' : `${((ir / row.ir - 1) * 100).toFixed(1)} %`
      console.log(`${String(ir).padStart(9)} ${change.padStart(8)}  ${row.setup} | ${row.call}`)
      Object.assign(row, found[at])
    })
  } catch (error) {
    if (rows.length > 1) for (const row of rows) await measureGroup(binary, [row])
    else console.log(`   failed: ${(error as Error).message}: ${rows[0].setup} | ${rows[0].call}`)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      write: { type: 'boolean' },
      jobs: { type: 'string' },
      data: { type: 'string' },
      new: { type: 'boolean' },
    },
  })
  const binary = process.env.ESPRUINO_BIN
  if (binary === undefined) throw new Error('ESPRUINO_BIN must name an Espruino binary for Linux with symbols')
  const data = values.data ?? DATA
  const rows = readFileSync(data, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const save = (): void => writeFileSync(data, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const wanted = rows.filter(
    (row) =>
      (values.new !== true || row.ir === undefined) &&
      positionals.every((text) => `${row.use} ${row.setup} ${row.call}`.includes(text)),
  )
  const groups = grouped(wanted)
  const worker = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      await measureGroup(path.resolve(binary), group)
      if (values.write === true) save()
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs ?? 1) }, worker))
}

await main()
