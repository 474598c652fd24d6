/** The restart of a device that has no reset line within reach: its console is asked to do it. */
import { INTERRUPT, SILENT } from './console.ts'
import type { Port } from './port.ts'

/** Time until the restart has begun and bytes sent before it are gone, in ms. */
const BEGUN_MS = 100

/** Ends what runs and restarts the chip. A program that has taken over the line does not hear it. */
export async function restartByConsole(port: Pick<Port, 'write' | 'clock'>): Promise<void> {
  port.write(`${INTERRUPT}\n${SILENT}E.reboot()\n`)
  await new Promise<void>((resolve) => port.clock.after(BEGUN_MS, resolve))
}
