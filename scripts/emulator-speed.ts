/**
 * Compares the speed of the emulator with that of the plain Linux build of Espruino, side by side in one run.
 *
 *     ESPRUINO_BIN=/path/to/espruino npx tsx scripts/emulator-speed.ts [--repeat 5] [--json] [NAME…]
 *
 * The same programs run on both in turn. The wall time of n rounds is subtracted from that of 2 n rounds, so that
 * start-up cancels out; of the differences the median counts. One run of the emulator before is not counted: in it the
 * host's compiler learns the code. The build is named by its version, its commit, the size of a variable and the time
 * of an empty loop. Exit code 0: every program is at least 3 times as fast on the emulator; 1: one is not; 2: usage.
 */
import { parseArgs } from 'node:util'
import { differences, medianOf, nameBuild, shown, type Measured } from './speed.ts'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from './differential-binary.ts'
import { speedPrograms } from './speed-programs.ts'

/** The emulator has to be so many times as fast. */
const BAR = 3

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { repeat: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const repeat = Number(values.repeat)
  if (!Number.isInteger(repeat) || repeat < 1) return usage('--repeat is a whole number from 1')
  if (ESPRUINO_BIN === undefined) return usage(WITHOUT_BINARY)
  const all = await speedPrograms()
  const unknown = positionals.find((name) => !all.some((program) => program.name.includes(name)))
  if (unknown !== undefined)
    return usage(`no program is called ${unknown}; there are ${all.map((p) => p.name).join(', ')}`)
  const wanted = all.filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  const runner = new BinaryRunner(ESPRUINO_BIN)
  const measured: Measured[] = []
  try {
    const build = nameBuild(runner, ESPRUINO_BIN, repeat)
    console.log(values.json ? JSON.stringify({ type: 'build', ...build }) : `Linux build: ${build.name}`)
    for (const program of wanted) {
      const { binary, emulator, same } = differences(runner, program, repeat)
      const row = { name: program.name, binaryMs: medianOf(binary), emulatorMs: medianOf(emulator), same }
      measured.push(row)
      console.log(
        values.json ? JSON.stringify({ type: 'speed', ...row, ratio: row.binaryMs / row.emulatorMs }) : shown(row),
      )
    }
  } finally {
    runner.close()
  }
  const slow = measured.filter(({ binaryMs, emulatorMs }) => !(binaryMs / emulatorMs >= BAR))
  if (slow.length > 0) console.error(`less than ${BAR} times as fast: ${slow.map(({ name }) => name).join(', ')}`)
  return slow.length > 0 ? 1 : 0
}

function usage(message: string): number {
  console.error(message)
  return 2
}

process.exitCode = await main()
