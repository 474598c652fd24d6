/** Skip strategies (SEMANTICS 7.6): which starts an emitted match removes. */
import type { Skip } from '../../pipeline/pipeline.ts'
import { inOrder } from './taken.ts'
import type { Match } from './thread.ts'

/** Threads and held matches that start before this event number are removed; `error` for a strict target that fails. */
export type Removed = number | 'error'

export function removedBy(match: Match, skip: Skip): Removed {
  switch (skip.kind) {
    case 'noSkip':
      return -Infinity
    case 'skipToNext':
      return match.first.n + 1
    case 'skipPastLastEvent':
      return match.taken.n + 1
    case 'skipToFirst':
    case 'skipToLast': {
      const all = inOrder(match.taken).filter(({ step }) => step === skip.step)
      const target = skip.kind === 'skipToFirst' ? all[0] : all.at(-1)
      if (target === undefined) return skip.strict ? 'error' : -Infinity
      return skip.strict && target.n === match.first.n ? 'error' : target.n
    }
  }
}
