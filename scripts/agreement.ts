/**
 * Runs random pipelines on random inputs, cut at random, on a device and on the reference engine, and compares.
 *
 *     npx tsx scripts/agreement.ts [--pipelines 500] [--runs 40] [--seed 1] [--device emu|vm]
 *
 * `emu` is the built-in emulator with the programs that devices get; `vm` evaluates them in this process, which is faster and
 * checks meaning only. A difference is shrunk and printed with what repeats it. Exit code 0: none, 1: one, 2: usage.
 */
import { parseArgs } from 'node:util'
import { agree, checkRun } from '../firmware/tests/agreement.ts'
import { emulated } from '../firmware/tests/emulated-device.ts'
import { built, bundled } from '../firmware/tests/programs.ts'
import type { Start } from '../firmware/tests/run.ts'
import { Progress } from '../host/run/progress.ts'
import { terminal } from '../host/cli/terminal.ts'

const DEVICES: Readonly<Record<string, Start | undefined>> = { emu: emulated, vm: undefined }

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      pipelines: { type: 'string', default: '500' },
      runs: { type: 'string', default: '40' },
      seed: { type: 'string', default: '1' },
      device: { type: 'string', default: 'emu' },
    },
  })
  const [pipelines, runs, seed] = [values.pipelines, values.runs, values.seed].map(Number)
  if (
    ![pipelines, runs].every((n) => Number.isInteger(n) && n > 0) ||
    !Number.isInteger(seed) ||
    !(values.device in DEVICES)
  ) {
    console.error('--pipelines and --runs are whole numbers above 0, --seed is one, --device is emu or vm')
    return 2
  }
  const start = DEVICES[values.device]
  const total = pipelines * runs
  const progress = new Progress(terminal({ out: process.stdout, err: process.stderr, env: process.env }), 'runs', total)
  let done = 0
  let bounds = 0
  try {
    await agree({
      ...{ pipelines, runs, seed, make: start === undefined ? bundled : built },
      check: (pipeline, program, input) => {
        const { device } = checkRun(pipeline, program, input, start)
        if (device.some(({ type }) => type === 'overflow')) bounds++
      },
      onRun: () => progress.show(Math.min(++done, total)),
    })
  } catch (error) {
    progress.clear()
    console.error((error as Error).message)
    if ((error as Error).cause instanceof Error) console.error(((error as Error).cause as Error).message)
    console.error(
      `\nagain: npx tsx scripts/agreement.ts --pipelines ${pipelines} --runs ${runs} --seed ${seed} --device ${values.device}`,
    )
    return 1
  }
  progress.clear()
  console.log(
    `${pipelines} pipelines, ${done} runs on ${values.device}, seed ${seed}: 0 differ; a bound was touched in ${bounds}`,
  )
  return 0
}

process.exitCode = await main()
