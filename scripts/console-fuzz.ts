/**
 * Sends random byte strings to the console of the emulator and watches the memory of this process.
 *
 *     npx tsx scripts/console-fuzz.ts --count 100000 --seed 1 [--most 1]
 *
 * Prints the first finds with the command that repeats them. Exit code 0: none, 1: at least one, 2: usage.
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { seeded } from '../host/emulator/board/random.ts'
import { fuzzConsole, type Fuzzed } from '../host/emulator/differential/console-fuzz.ts'

/** Bytes that the heap may grow from the first tenth to the end. */
const GROWTH = 20e6

/** Bytes in use after a collection of garbage. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

function main(): number {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      most: { type: 'string', default: '1' },
    },
  })
  const [count, seed, most] = [values.count, values.seed, values.most].map(Number)
  if (![count, seed, most].every((value) => Number.isInteger(value) && value >= 0)) {
    console.error('--count, --seed and --most are whole numbers')
    return 2
  }
  const memory: number[] = []
  let told = 0
  const fuzzed = fuzzConsole(seeded(seed), {
    count,
    most,
    now: () => performance.now(),
    onProgress: (done) => {
      if (done < told + count / 10) return
      told = done
      memory.push(heapUsed())
      process.stderr.write(`${done} strings, ${(memory.at(-1)! / 1e6).toFixed(1)} MB in use\n`)
    },
  })
  return report(fuzzed, count, seed, memory)
}

function report(
  { finds, stalled, unimplemented, slowest }: Fuzzed,
  count: number,
  seed: number,
  memory: number[],
): number {
  for (const { index, inputs, why } of finds) {
    console.log(`string ${index} of seed ${seed}: ${why}\nthe strings of this board:`)
    for (const input of inputs) console.log(`  ${JSON.stringify(input)}`)
    console.log(`repeat: npx tsx scripts/console-fuzz.ts --count ${index + 1} --seed ${seed}\n`)
  }
  const growth = memory.length < 2 ? 0 : memory.at(-1)! - memory[0]
  if (growth > GROWTH) console.log(`memory has grown by ${(growth / 1e6).toFixed(1)} MB`)
  if (finds.length > 0 || growth > GROWTH) return 1
  console.log(
    `${count} strings of seed ${seed}: no crash, no hang; ${stalled} ran too long, ${unimplemented} asked for what is ` +
      `not modelled; slowest ${Math.round(slowest)} ms; memory ${growth < 0 ? '' : '+'}${(growth / 1e6).toFixed(1)} MB`,
  )
  return 0
}

process.exitCode = main()
