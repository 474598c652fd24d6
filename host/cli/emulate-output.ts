/** Console text of an emulated program on its way out: shown as it comes, or kept for a line of JSON, up to a size. */
import type { Context } from './context.ts'

/** So much of it is kept, in bytes. */
const MOST_KEPT = 16 * 1024 * 1024

export interface ConsoleOutput {
  readonly take: (text: string) => void
  /** Ends it; gives what a line of JSON says about it. */
  readonly end: () => { readonly stdout: string; readonly truncated?: true }
}

export function consoleOutput({ json, world }: Pick<Context, 'json' | 'world'>): ConsoleOutput {
  return json ? kept() : shown((text) => void world.out.write(text))
}

/** Writes text through; a last line without end gets one. */
export function shown(write: (text: string) => void): ConsoleOutput {
  let last = '\n'
  return {
    take: (text) => {
      write(text)
      last = text.at(-1) ?? last
    },
    end: () => {
      if (last !== '\n') write('\n')
      return { stdout: '' }
    },
  }
}

/** Keeps text up to `most` bytes, the rest is dropped. */
export function kept(most = MOST_KEPT): ConsoleOutput {
  const parts: string[] = []
  let room = most
  let truncated = false
  return {
    take: (text) => {
      if (text.length > room) truncated = true
      if (room > 0) parts.push(text.slice(0, room))
      room = Math.max(0, room - text.length)
    },
    end: () => ({ stdout: parts.join(''), ...(truncated && { truncated }) }),
  }
}
