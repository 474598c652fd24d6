/**
 * How a board is restarted by the modem lines of its port, in the language of esptool: `D0|R1|W100|R0`. `D` is DTR, `R` is RTS,
 * `W` waits so many ms. On the usual circuit RTS holds the chip (EN) and DTR chooses the loader (IO0); a line is 1 when it pulls.
 * DTR has to be released before RTS is, or the chip stays in the loader.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'

export type ResetStep = { readonly line: 'dtr' | 'rts'; readonly on: boolean } | { readonly waitMs: number }

/** Restarts the chip with its program. */
export const RUN_PROGRAM = 'D0|R1|W100|R0'

/** Longest wait in a string, in ms. */
const MOST_WAIT_MS = 10_000
const LINES = { D: 'dtr', R: 'rts' } as const

/** Both modem lines; true pulls. */
export interface ModemLines {
  readonly dtr: boolean
  readonly rts: boolean
}

/** The steps of a reset string; `null` for `none`: the board has no such lines. */
export function parseReset(text: string): readonly ResetStep[] | null {
  if (text === 'none') return null
  return text.split('|').map((part, i) => stepOf(part) ?? refuse(text, part, i))
}

function stepOf(part: string): ResetStep | null {
  const [, letter, digits] = /^([DRW])(\d{1,6})$/.exec(part) ?? []
  if (letter === 'D' || letter === 'R')
    return digits === '0' || digits === '1' ? { line: LINES[letter], on: digits === '1' } : null
  return letter === 'W' && Number(digits) <= MOST_WAIT_MS ? { waitMs: Number(digits) } : null
}

function refuse(text: string, part: string, i: number): never {
  throw new RivuletError('E_RESET_STRING', `step ${i + 1} of the reset string "${text}" is "${part}"`, {
    kind: 'usage',
    place: text,
    cure: `write D0 D1 R0 R1, or W and up to ${MOST_WAIT_MS} ms, with | between: ${RUN_PROGRAM}; or none`,
  })
}

/** Carries out the steps; both lines begin as they are in `from`. Gives how they are left. */
export async function pull(
  steps: readonly ResetStep[],
  from: ModemLines,
  set: (lines: ModemLines) => Promise<void>,
  clock: Clock,
): Promise<ModemLines> {
  let lines = from
  for (const step of steps) {
    if ('waitMs' in step) await new Promise<void>((resolve) => clock.after(step.waitMs, resolve))
    else await set((lines = { ...lines, [step.line]: step.on }))
  }
  return lines
}
