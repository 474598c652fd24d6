/** The restart of a device that has no reset line within reach: its console is asked to do it. */
import { GIVE_BACK, INTERRUPT, SILENT } from './console.ts'
import type { Port } from './port.ts'

/** Time in which a program takes what it has been sent before and gives the console back, in ms: two windows of frames. */
const GIVEN_BACK_MS = 500
/** Time until the restart has begun and bytes sent before it are gone, in ms. */
const BEGUN_MS = 100

/** Ends what runs, has the line given back where a program has taken it over, and restarts the chip. */
export async function restartByConsole(port: Pick<Port, 'write' | 'clock'>): Promise<void> {
  const pause = (ms: number): Promise<void> => new Promise((resolve) => port.clock.after(ms, resolve))
  port.write(`${INTERRUPT}\n${GIVE_BACK}\n`)
  await pause(GIVEN_BACK_MS)
  port.write(`${INTERRUPT}\n${SILENT}E.reboot()\n`)
  await pause(BEGUN_MS)
}
