/**
 * Compares the emulator with a real Espruino binary on many random programs.
 *
 *     ESPRUINO_BIN=path npx tsx scripts/differential.ts --count 10000 --seed 1 [--memory] [--most 1]
 *
 * Prints the first differences, made small, and the command that repeats them. Programs on which the binary crashes or
 * hangs are told apart. Exit code 0: no difference, 1: at least one, 2: usage.
 */
import { parseArgs } from 'node:util'
import { seeded } from '../host/emulator/board/random.ts'
import { compare, type Comparison } from '../host/emulator/differential/compare.ts'
import { emulate } from '../host/emulator/emulate.ts'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from './differential-binary.ts'

/** Real milliseconds after which a batch counts as hung. */
const PATIENCE_MS = 6_000

function main(): number {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      most: { type: 'string', default: '1' },
      memory: { type: 'boolean', default: false },
    },
  })
  const [count, seed, most] = [values.count, values.seed, values.most].map(Number)
  if (![count, seed, most].every(Number.isInteger)) return usage('--count, --seed and --most are whole numbers')
  if (ESPRUINO_BIN === undefined) return usage(WITHOUT_BINARY)
  const runner = new BinaryRunner(ESPRUINO_BIN)
  try {
    const found = compare(
      (text) => runner.tryToRun(text, PATIENCE_MS),
      (text) => emulate(text, { vars: 16383, board: 'LINUX', console: 'USB', limitMs: 60_000 }).stdout,
      seeded(seed),
      {
        count,
        most,
        memory: values.memory,
        withoutMarkers: !hasChipLayout(runner),
        onProgress: (done) => process.stderr.write(`${done}\n`),
      },
    )
    return report(found, count, seed, values.memory)
  } finally {
    runner.close()
  }
}

/** Whether the variables of a binary are those of the chip; only then does it show source lines under stack frames. */
function hasChipLayout(runner: BinaryRunner): boolean {
  return runner.run('print("size",process.memory().blocksize)').includes('size 14')
}

function report({ differences, skipped }: Comparison, count: number, seed: number, memory: boolean): number {
  for (const { index, program, expected, actual } of differences) {
    console.log(`program ${index} of seed ${seed}:\n${program}\n`)
    console.log(`Espruino:\n${expected}\nemulator:\n${actual}`)
    const option = memory ? ' --memory' : ''
    console.log(`repeat: npx tsx scripts/differential.ts --count ${index + 1} --seed ${seed}${option}\n`)
  }
  for (const { index, program } of skipped) {
    console.log(`skipped: program ${index}, on which Espruino crashed or hung:\n${program}\n`)
  }
  if (differences.length > 0) return 1
  console.log(`${count - skipped.length} programs of seed ${seed}: no difference; skipped: ${skipped.length}`)
  return 0
}

function usage(message: string): number {
  console.error(message)
  return 2
}

process.exitCode = main()
