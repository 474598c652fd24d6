/** Tells what an input file held that is not used: refused lines with their reasons, ignored columns. */
import type { Source } from '../sources/source.ts'
import type { Context } from './context.ts'

/** How many refusals are shown one by one. */
const SHOWN = 5

export function tellRefusals({ terminal }: Context, { refusals, notes }: Source): void {
  for (const note of notes) terminal.say(note)
  if (refusals.count === 0) return
  for (const { place, reason } of refusals.first.slice(0, SHOWN)) terminal.warn(`${place}: refused: ${reason}`)
  if (refusals.count > SHOWN) terminal.warn(`… ${refusals.count} lines refused in all`)
}
