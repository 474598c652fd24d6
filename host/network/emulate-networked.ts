/**
 * `emulate` for a program whose sockets are those of this computer: it keeps to real time, and is idle when nothing is left
 * to do and its sockets and ports are closed.
 */
import { Stalled } from '../emulator/board/board.ts'
import { Emulation, STOPPED, type EmulateOptions, type EmulateResult, type Ending } from '../emulator/emulate.ts'
import { type NodeNetwork, run } from './node-network.ts'

/** Runs a program until it is idle, for `limitMs` at most; `signal` ends it at once. The network is closed behind it. */
export async function emulateNetworked(
  code: string,
  network: NodeNetwork,
  options: EmulateOptions = {},
  signal?: AbortSignal,
): Promise<EmulateResult> {
  const emulation = new Emulation({ ...options, network })
  try {
    const ending = emulation.execute(code) ?? (await ran(emulation, network, signal))
    signal?.throwIfAborted()
    return emulation.result(ending)
  } catch (error) {
    if (error instanceof Stalled) return emulation.result(STOPPED)
    throw error
  } finally {
    network.close()
  }
}

async function ran({ board, limitMs }: Emulation, network: NodeNetwork, signal?: AbortSignal): Promise<Ending> {
  let idle = false
  const done = (): boolean => {
    idle = board.runUntilIdle(0) && !network.isInUse
    return idle || (signal?.aborted ?? false)
  }
  await run(board, network, done, limitMs)
  return { idle }
}
