/** Flags of runs that outlive a broken line, a restarted board and the end of this process. */
import type { Command } from 'commander'
import { JournalFile } from '../journal/file.ts'
import { Journal } from '../journal/journal.ts'
import type { SessionOptions } from '../run/session.ts'
import type { Context } from './context.ts'
import { readDuration } from './flags.ts'

export interface DurableFlags {
  readonly journal?: string
  /** Milliseconds; 0: none. */
  readonly checkpoint?: number
  readonly heartbeat?: number
}

export function durableFlags(command: Command): Command {
  return command
    .option('--journal <file>', 'keep the run there; one that is there already goes on where it ended')
    .option(
      '--checkpoint <duration>',
      'time between checkpoints of the device, 0s for none (default 60s)',
      readDuration,
    )
    .option('--heartbeat <duration>', 'ask an idle device whether it is there', readDuration)
}

/** The journal of the flags, if they name one. */
export function journalOf({ terminal }: Context, { journal: file }: DurableFlags): Journal | undefined {
  if (file === undefined) return undefined
  const journal = Journal.open(new JournalFile(file))
  if (journal.past) terminal.say(`${file} holds a run of ${journal.items} items: it goes on`)
  return journal
}

/** What the flags mean for a session. Recoveries are told as they happen. */
export function durable({ terminal }: Context, flags: DurableFlags, journal?: Journal): SessionOptions {
  return {
    journal,
    checkpointMs: flags.checkpoint,
    heartbeatMs: flags.heartbeat,
    onRecovery: ({ message }) => terminal.say(`${message.split('\n')[0]}: looking for the device`),
  }
}
