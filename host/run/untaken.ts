/** Where in its input a resumed run stands: what its journal holds is not taken again. */
import { RivuletError } from '../../shared/error.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Journal, Past } from '../journal/journal.ts'
import { encodeRecord } from '../journal/records.ts'
import type { Source } from '../sources/source.ts'

/**
 * The source as a run reads it that may be a resumed one. A recording is read from its beginning, and what the journal holds,
 * taken or left out, must come again as it was: anything else is refused (`E_JOURNAL`). Of a live source nothing comes again.
 */
export function untakenOf(source: Source, journal: Journal | undefined): Source {
  if (!journal?.past || source.live === true) return source
  const { name, refusals, notes } = source
  return { name, refusals, notes, items: untaken(journal.past, source.items) }
}

async function* untaken({ records }: Past, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const taken = records.flatMap((each) => (each.kind === 'item' ? [lineOf(each.item)] : []))
  const left = countsOf(records.flatMap((each) => (each.kind === 'loss' ? [lineOf(each.item)] : [])))
  let [at, known] = [0, 0]
  for await (const item of items) {
    at += 1
    if (known === taken.length && left.size === 0) yield item
    else {
      const line = lineOf(item)
      if (line === taken[known]) known += 1
      else if (!takeFrom(left, line)) {
        // What waited when the run was ended is neither: it comes behind the last that was taken, between those that were left out.
        if (known < taken.length) throw another(at)
        yield item
      }
    }
  }
  if (known < taken.length || left.size > 0) throw another(at + 1)
}

function lineOf(item: Item): string {
  return encodeRecord({ kind: 'item', item })
}

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

/** Takes one of these, if there is one. */
function takeFrom(counts: Map<string, number>, line: string): boolean {
  const count = counts.get(line) ?? 0
  if (count > 1) counts.set(line, count - 1)
  else counts.delete(line)
  return count > 0
}

function another(item: number): RivuletError {
  return new RivuletError('E_JOURNAL', `item ${item} of the input is not the one that the journal holds`, {
    kind: 'usage',
    cure: 'resume the run with the input that it was begun with, or name another journal',
  })
}
