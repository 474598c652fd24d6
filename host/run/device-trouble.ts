/** A device's failure, with all that can be told of it: what it printed, what it had at work, how much memory it needs. */
import { DeviceError, troubleIn } from '../../shared/protocol/trouble.ts'
import type { Device } from '../devices/device.ts'
import { explain, type Variables } from './failure.ts'

/** An error that the device printed and did not report. */
export function unreported(told: readonly string[]): DeviceError {
  const kind = told.map(troubleIn).find((each) => each !== null) ?? 'exception'
  const trouble = { kind, message: told[0], printed: told.join('\n'), f: null, at: null }
  return new DeviceError(trouble, `the device reports: ${told.join('\n')}`)
}

/** The error, explained where it is one of the device. */
export async function explained(
  error: unknown,
  device: Device,
  circumstances: Omit<Parameters<typeof explain>[1], 'told' | 'variables'>,
): Promise<unknown> {
  if (!(error instanceof DeviceError)) return error
  const told = [...device.told]
  const lacks = isMemory(error) || told.some((line) => troubleIn(line) === 'memory')
  const variables = lacks ? await variablesOf(device) : null
  return explain(error, { ...circumstances, told, variables })
}

/** Whether the device says that it lacks memory. */
export function isMemory(error: unknown): boolean {
  return error instanceof DeviceError && error.trouble.kind === 'memory'
}

/** How much the program needs at rest and how much there is, after a restart; what a simulated device counts; or `null`. */
async function variablesOf(device: Device): Promise<Variables | null> {
  try {
    await device.reset()
    return await device.memory()
  } catch {
    return device.figures()?.vars ?? null
  }
}
