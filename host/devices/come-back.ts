/** Waiting for a device that went away: it is tried again at a steady pace, and not without end. */
import { RivuletError } from '../../shared/error.ts'
import type { Clock } from '../../shared/protocol/clock.ts'

export interface ComeBack {
  readonly clock: Clock
  readonly address: string
  /** Longest wait; 60 s unless given. */
  readonly limitMs?: number
}

/** How long a device may be away, and how often it is looked for, in ms. */
export const AWAY_MS = 60_000
export const LOOK_AGAIN_MS = 250

/** Tries until it works. An attempt that fails for want of the device is repeated, any other failure ends the wait. */
export async function comeBack<T>(
  { clock, address, limitMs = AWAY_MS }: ComeBack,
  attempt: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + limitMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof RivuletError && error.kind === 'no-device') || error.code === 'E_CLOSED') throw error
      if (clock.now() + LOOK_AGAIN_MS > until) throw stayedAway(address, limitMs, error)
    }
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve))
  }
}

function stayedAway(address: string, limitMs: number, cause: RivuletError): RivuletError {
  return new RivuletError('E_GONE', `${address} did not come back within ${limitMs / 1000} s: ${cause.message}`, {
    kind: 'no-device',
    place: address,
    cure: cause.cure ?? 'connect the device again',
    cause,
  })
}

/** The port was closed while a device was waited for. */
export function closedMeanwhile(address: string): RivuletError {
  return new RivuletError('E_CLOSED', `${address} was closed while it was waited for`, {
    kind: 'no-device',
    place: address,
  })
}
