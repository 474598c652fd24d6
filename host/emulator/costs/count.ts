/** What the emulator counts for a snippet: instructions of one turn, start-up and first turns left out. */
import { Board } from '../board/board.ts'
import { programOf, type Snippet } from './snippets.ts'

/** Variables of the builds that were measured. */
const VARS = 16_383

/** Characters of the calls that stand before the ones that are measured, in their line. */
const CALLS_BEFORE = 40

/** Runs `run` so many times, then twice as many times: the difference belongs to the turns. */
export function countOf(snippet: Snippet): number {
  const board = new Board({ vars: VARS })
  board.boot(false)
  const { vm } = board
  const spent = (text: string): number => {
    const before = vm.instructions
    const { error } = vm.execute(text, 'snippet')
    if (error !== undefined) throw new Error(`${snippet.name}: ${error}`)
    return vm.instructions - before
  }
  const { turns } = snippet
  spent(programOf(snippet))
  // as if the call stood behind the program and the calls before: an error looks for its place from the start of the text
  const gap = programOf(snippet).replace(/[^\n]/g, ' ') + ' '.repeat(CALLS_BEFORE)
  spent(`${gap}run(${warmUpOf(snippet)});`)
  const once = spent(`${gap}run(${turns});`)
  return (spent(`${gap}run(${2 * turns});`) - once) / turns
}

/** Turns before counting starts. */
export function warmUpOf({ turns }: Snippet): number {
  return turns < 10 ? 1 : 8
}
