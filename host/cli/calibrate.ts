/** `calibrate -p DEVICE`: how long an instruction takes there, measured and written into the configuration. */
import { existsSync } from 'node:fs'
import { InvalidArgumentError, type Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { UNCALIBRATED } from '../../shared/pipeline/plan.ts'
import { writeCalibration } from './config.ts'
import type { Timed } from '../run/calibrate.ts'
import { deviceLog, inContext, requireAddress, withDevice, type Context, type World } from './context.ts'
import { DONE } from './exit-code.ts'
import { commonFlags, deviceFlags, readWhole, type CommonFlags, type DeviceFlags } from './flags.ts'

type Flags = CommonFlags & DeviceFlags & { readonly repeat: number; readonly force?: true }

/** Both clocks agree when the host's shows that much of the device's; the line takes some time, too. */
const CLOCKS = { least: 0.97, most: 1.25 }
const DAY_CHARS = 10

export function calibrateCommand(program: Command, world: World, done: (code: number) => void): void {
  const command = program.command('calibrate').description('times a device and writes what an instruction takes there')
  deviceFlags(commonFlags(command))
    .option('--repeat <n>', 'how often each loop is timed', readRepeat, 5)
    .option('--force', 'write it also when it is no time of an ESP32')
    .action((flags: Flags) =>
      inContext(world, flags, async (context) => {
        const { calibrate } = await import('../run/calibrate.ts')
        // a faulty configuration is told before time is spent; one that is named here may be new
        const { config: file, ...others } = flags
        const known = file === undefined || existsSync(file) ? flags : others
        const address = requireAddress(context.world, known)
        const log = flags.verbose && deviceLog(context.terminal)
        const onTimed = (timed: Timed): void => tellTimed(context, timed)
        const factor = await withDevice(context, known, { log }, (device) =>
          calibrate(device, { repeat: flags.repeat, onTimed }),
        )
        const { clockRatio, ...measured } = factor
        const rounded = { ...measured, ...rounding(measured) }
        const doubt = doubtOf(address, rounded.nsPerInstruction)
        if (doubt !== undefined && flags.force !== true) throw notWritten(doubt, address)
        if (doubt !== undefined) context.terminal.warn(doubt)
        const date = new Date().toISOString().slice(0, DAY_CHARS)
        const written = writeCalibration({ ...rounded, date }, file)
        tell(context, { ...rounded, date, clockRatio: Number(clockRatio.toFixed(3)), config: written })
        done(DONE)
      }),
    )
}

function readRepeat(text: string): number {
  const repeat = readWhole(text)
  if (repeat > 0) return repeat
  throw new InvalidArgumentError('Write a whole number from 1.')
}

/** What speaks against an ESP32 at that address; nothing where the time was given to an emulator. */
export function doubtOf(address: string, nsPerInstruction: number): string | undefined {
  const { low, high } = UNCALIBRATED
  if (address.startsWith('emu:') || (nsPerInstruction >= low && nsPerInstruction <= high)) return undefined
  return `an instruction takes ${nsPerInstruction} ns there, and ${low} to ${high} ns on an ESP32: this is none`
}

function notWritten(doubt: string, address: string): RivuletError {
  return new RivuletError('E_CALIBRATION', `${doubt}, and nothing is written`, {
    kind: 'wrong',
    place: address,
    cure: 'name the port of an ESP32, or write it nevertheless with --force',
  })
}

/** Digits beyond the second carry nothing. */
function rounding({ nsPerInstruction, low, high }: Record<'nsPerInstruction' | 'low' | 'high', number>) {
  const [ns, least, most] = [nsPerInstruction, low, high].map((value) => Number(value.toPrecision(4)))
  return { nsPerInstruction: ns, low: least, high: most }
}

function tellTimed({ terminal, json }: Context, { name, turns, ms, instructions, nsPerInstruction }: Timed): void {
  if (json) {
    terminal.result(JSON.stringify({ type: 'timed', name, turns, ms, instructions, nsPerInstruction }))
    return
  }
  const each = `${((ms * 1000) / turns).toFixed(1)} µs`.padStart(11)
  const count = Math.round(instructions).toLocaleString('en').padStart(8)
  terminal.result(`${name.padEnd(20)}${each} ${count} instructions ${nsPerInstruction.toFixed(2).padStart(8)} ns each`)
}

interface Told {
  readonly nsPerInstruction: number
  readonly low: number
  readonly high: number
  readonly board: string
  readonly firmware: string
  readonly date: string
  readonly clockRatio: number
  readonly config: string
}

function tell({ terminal, json }: Context, told: Told): void {
  const { nsPerInstruction, low, high, board, firmware, clockRatio, config } = told
  if (json) terminal.result(JSON.stringify({ type: 'calibration', ...told }))
  else {
    const spread = `${low} to ${high} by what is timed`
    terminal.result(
      `an instruction takes ${nsPerInstruction} ns (${spread}) on ${board} ${firmware}; written to ${config}`,
    )
  }
  if (clockRatio < CLOCKS.least || clockRatio > CLOCKS.most) {
    const percent = Math.round(100 * Math.abs(clockRatio - 1))
    terminal.warn(`the device's clock and the host's differ by ${percent} %: the line is slow, or one of them is wrong`)
  }
}
