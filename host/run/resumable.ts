/** What lets a run be resumed: a journal is followed by what it was begun with, and holds nothing that no later host could take again. */
import { createHash } from 'node:crypto'
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { CUTTING } from '../../shared/protocol/cutter.ts'
import { encodeNumbered } from '../../shared/protocol/frames.ts'
import { MAX_LINE, sealLine } from '../../shared/protocol/line.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { RunHeader } from '../journal/records.ts'

/** Characters that fit into a frame, whatever they are. */
const SURELY_SHORT = 100

/**
 * What the frames and results of a run follow from, beside its items: the program; the pipeline, of which some bounds concern the host alone; and how
 * this version cuts and reckons.
 */
export function headerOf(
  run: number,
  pipeline: Pipeline,
  { hash }: Pick<Build, 'hash'>,
  { single = false }: { readonly single?: boolean },
): RunHeader {
  const terms = createHash('sha256').update(JSON.stringify([CUTTING, pipeline], exactly))
  return { version: 1, run, hash, terms: terms.digest('hex').slice(0, 16), single }
}

/** JSON has no infinity and no sign of zero. */
function exactly(_: string, value: unknown): unknown {
  return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? `${1 / value}:${value}`
    : value
}

/** Only what the journal was begun with gives the same frames. */
export function requireSame(past: RunHeader | null, now: RunHeader): void {
  if (past === null) return
  const { hash, terms, single } = past
  const what =
    hash !== now.hash
      ? `by program ${hash}, this is ${now.hash}`
      : terms !== now.terms
        ? 'with another pipeline or by another version'
        : single !== now.single
          ? 'with other frames'
          : null
  if (what === null) return
  throw new RivuletError('E_JOURNAL', `the journal is of a run ${what}`, {
    kind: 'usage',
    cure: 'resume it with the pipeline, the version and the options that it was begun with, or name another journal',
  })
}

/** A text that no frame can carry is refused before the journal has it: no later host could go on from there. */
export function requireShort(item: Item, at: number): void {
  if (item.kind !== 'event') return
  for (const [name, text] of [...Object.entries(item.values), ['key', item.key] as const]) {
    if (typeof text !== 'string' || text.length <= SURELY_SHORT) continue
    const line = sealLine(encodeNumbered(Number.MAX_SAFE_INTEGER, { type: 'D', of: 't', i: 65_535, text }))
    if (line.length + 1 > MAX_LINE)
      throw new RivuletError(
        'E_TOO_LONG',
        `item ${at}: '${name}' has ${text.length} characters, more than a frame carries`,
        {
          kind: 'usage',
          place: item.ref,
          cure: 'use shorter keys and texts',
        },
      )
  }
}
