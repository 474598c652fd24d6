/**
 * Feeds changed inputs to everything that reads what came from outside, guided by what code they reach, and watches for
 * exceptions that are none of ours, for hangs and for memory that grows.
 *
 *     npx tsx scripts/fuzz.ts [--inputs N | --seconds N] [--target NAME] [--seed N] [--json]
 *     npx tsx scripts/fuzz.ts --target NAME --replay '"input as JSON text"'
 *
 * `--inputs` counts all targets together (default 100,000), shared out by how long an input takes; so is `--seconds`. Exit code 0: nothing
 * found, 1: finds, each printed with the command that repeats it, 2: usage. A hang ends the process.
 */
import { parseArgs } from 'node:util'
import { fuzz, type Find, type Fuzzed } from './fuzz/fuzzer.ts'
import { startCounting, stopCounting } from './fuzz/coverage.ts'
import { Watchdog } from './fuzz/watchdog.ts'

/** Real ms after which an input hangs. */
const HANG_MS = 30_000

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string' },
      seconds: { type: 'string' },
      target: { type: 'string' },
      seed: { type: 'string', default: '1' },
      replay: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  startCounting()
  const [{ hostTargets }, { edgeTargets }, { deviceTargets }] = await Promise.all([
    import('./fuzz/targets-host.ts'),
    import('./fuzz/targets-edges.ts'),
    import('./fuzz/targets-device.ts'),
  ])
  const all = [...hostTargets, ...edgeTargets, ...(await deviceTargets())]
  const targets = all.filter(({ name }) => values.target === undefined || values.target === name)
  const numbers = [values.inputs ?? '100000', values.seconds ?? '0', values.seed].map(Number)
  const usable = numbers.every((n) => Number.isSafeInteger(n) && n >= 0) && targets.length > 0
  if (!usable || (values.replay !== undefined && targets.length !== 1)) {
    console.error(`--inputs, --seconds and --seed are whole numbers; targets: ${all.map(({ name }) => name).join(' ')}`)
    return 2
  }
  if (values.replay !== undefined) {
    targets[0].run(JSON.parse(values.replay) as string)
    return 0
  }
  const [inputs, seconds, seed] = numbers
  const weights = targets.reduce((sum, { weight = 1 }) => sum + weight, 0)
  const watchdog = new Watchdog(HANG_MS)
  const done: Fuzzed[] = []
  for (const target of targets) {
    const fuzzed = fuzz(target, {
      ...(values.seconds === undefined
        ? { inputs: Math.max(1, Math.round((inputs * (target.weight ?? 1)) / weights)) }
        : { inputs: Infinity, ms: (1000 * seconds) / targets.length }),
      seed,
      onInput: (_, input) => watchdog.input(input),
    })
    done.push(fuzzed)
    tell(fuzzed, values.json)
  }
  await watchdog.stop()
  stopCounting()
  const total = done.reduce((sum, each) => sum + each.inputs, 0)
  const finds = done.reduce((sum, each) => sum + each.finds.length, 0)
  const took = done.reduce((sum, { ms }) => sum + ms, 0)
  console.log(
    values.json
      ? JSON.stringify({ type: 'total', inputs: total, ms: Math.round(took), finds })
      : `${total} inputs in ${(took / 1000).toFixed(1)} s, ${finds} finds`,
  )
  return finds === 0 ? 0 : 1
}

function tell(fuzzed: Fuzzed, json: boolean): void {
  if (json) return console.log(JSON.stringify({ type: 'fuzz', ...fuzzed }))
  const { target, inputs, ms, corpus, reached, slowestMs, heap, finds } = fuzzed
  const mb = heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(' -> ')
  console.log(
    `${target.padEnd(12)} ${String(inputs).padStart(9)} inputs ${(ms / 1000).toFixed(1).padStart(7)} s  kept ${String(corpus).padStart(4)}, ` +
      `${reached} characters of code reached, slowest ${slowestMs.toFixed(0)} ms, heap ${mb} MB, ${finds.length} finds`,
  )
  for (const find of finds) tellFind(find)
}

function tellFind({ target, input, why }: Find): void {
  console.log(`FIND in ${target}: ${why.split('\n').slice(0, 6).join('\n')}`)
  const quoted = JSON.stringify(input).replaceAll("'", '\\u0027')
  console.log(`  repeat: npx tsx scripts/fuzz.ts --target ${target} --replay '${quoted}'\n`)
}

process.exitCode = await main()
