/** `emulate --listen PORT` and `--pty PATH`: a live board for terminals and tools, until it is interrupted. */
import { RivuletError } from '../../shared/error.ts'
import type { LoadedFile } from '../devices/live-board.ts'
import { isLoopback } from '../mqtt/settings.ts'
import { readConfig } from './config.ts'
import type { Context } from './context.ts'

export interface LiveFlags {
  readonly listen?: number
  readonly pty?: string
  readonly host?: string
  readonly vars?: number
  readonly seed?: number
  readonly baud?: number
  readonly flash?: string
  readonly config?: string
  readonly network?: boolean
}

/** Whether the flags ask for a live board; refuses what does not go together. */
export function isLive(flags: LiveFlags): boolean {
  const live = flags.listen !== undefined || flags.pty !== undefined
  if (flags.listen !== undefined && flags.pty !== undefined)
    throw usage('a board has one line: --listen or --pty', 'leave one of them out')
  if (flags.host !== undefined && flags.listen === undefined)
    throw usage('--host is the address of --listen', 'add --listen PORT')
  const stray = (['seed', 'baud', 'flash'] as const).find((name) => !live && flags[name] !== undefined)
  if (stray !== undefined) throw usage(`--${stray} is for an interactive board`, 'add --listen PORT or --pty PATH')
  if (live && flags.network === true)
    throw usage('--network is for programs that run to their end', 'leave it out: a board that stays has no network')
  return live
}

export async function emulateLive(context: Context, files: readonly LoadedFile[], flags: LiveFlags): Promise<never> {
  const [{ serveBoard }, { checkFlashFile }] = await Promise.all([
    import('../devices/board-server.ts'),
    import('../devices/flash-file.ts'),
  ])
  if (flags.flash !== undefined) checkFlashFile(flags.flash)
  const { vars, seed, baud } = flags
  const served = await serveBoard({
    port: flags.listen ?? 0,
    ...(flags.host !== undefined && { host: flags.host }),
    board: {
      ...(vars !== undefined && { vars }),
      ...(seed !== undefined && { seed }),
      ...(baud !== undefined && { baud }),
      nsPerInstruction: readConfig(flags.config).calibration?.nsPerInstruction,
      startMs: Date.now(),
    },
    files,
    ...(flags.flash !== undefined && { flashFile: flags.flash }),
    onTold: context.terminal.warn,
  })
  if (!isLoopback(served.host))
    context.terminal.warn(`whoever reaches ${served.host} has the console of this board: it knows no password`)
  try {
    if (flags.pty === undefined) return await until(context, `tcp://${served.host}:${served.port}`, served.failed)
    const { openPseudoTerminal } = await import('../devices/pseudo-terminal.ts')
    const terminal = await openPseudoTerminal(flags.pty, served.port)
    try {
      return await until(context, terminal.path, served.failed, terminal.failed)
    } finally {
      await terminal.close()
    }
  } finally {
    await served.close()
  }
}

/** Says where the board is, then waits for the end of the command or of the board. */
async function until({ world, terminal, json }: Context, address: string, ...failed: Promise<never>[]): Promise<never> {
  terminal.result(json ? JSON.stringify({ type: 'listening', address }) : `listening on ${address}`)
  terminal.say('Ctrl-C ends it')
  const { signal } = world
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason as Error)
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
  return Promise.race([ended, ...failed])
}

function usage(message: string, cure: string): RivuletError {
  return new RivuletError('E_USAGE', message, { kind: 'usage', cure })
}
