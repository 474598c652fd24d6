/**
 * Compares the emulator with a real Espruino binary on many random programs.
 *
 *     ESPRUINO_BIN=path npx tsx scripts/differential.ts --count 10000 --seed 1 [--memory]
 *
 * Prints the first difference, made small, and the command that repeats it. Exit code 0: none, 1: one, 2: usage.
 */
import { parseArgs } from 'node:util'
import { seeded } from '../host/emulator/board/random.ts'
import { compare } from '../host/emulator/differential/compare.ts'
import { emulate } from '../host/emulator/emulate.ts'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from './differential-binary.ts'

function main(): number {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      memory: { type: 'boolean', default: false },
    },
  })
  const count = Number(values.count)
  const seed = Number(values.seed)
  if (!Number.isInteger(count) || !Number.isInteger(seed)) return usage('--count and --seed are whole numbers')
  if (ESPRUINO_BIN === undefined) return usage(WITHOUT_BINARY)
  const runner = new BinaryRunner(ESPRUINO_BIN)
  try {
    const difference = compare(
      (text) => runner.tryToRun(text),
      (text) => emulate(text, { vars: 16383 }).stdout,
      seeded(seed),
      {
        count,
        memory: values.memory,
        onProgress: (done) => process.stderr.write(`${done}\n`),
      },
    )
    if (!difference) {
      console.log(`${count} programs of seed ${seed}: no difference`)
      return 0
    }
    console.log(`program ${difference.index} of seed ${seed}:\n${difference.program}\n`)
    console.log(`Espruino:\n${difference.expected}\nemulator:\n${difference.actual}`)
    console.log(`repeat: npx tsx scripts/differential.ts --count ${difference.index + 1} --seed ${seed}`)
    return 1
  } finally {
    runner.close()
  }
}

function usage(message: string): number {
  console.error(message)
  return 2
}

process.exitCode = main()
