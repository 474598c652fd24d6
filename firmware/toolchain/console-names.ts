/**
 * Names that a program must not have, because a host's console lines could call them by mistake. The console has no check sums: a line that
 * loses some bytes in a row on its way may still be a call, `o(0)` of `echo(0)` or `et("…")` of `echo(0);print("…")`, and the
 * program's functions are within its reach. What is left of two words is the beginning of one and the end of another.
 */

/** Words of what a host sends to a console (`host/devices`) that a bracket may come to stand behind. */
export const CONSOLE_WORDS = [
  'echo',
  'print',
  'load',
  'reset',
  'reboot',
  'require',
  'rivulet',
  'atob',
  'read',
  'write',
  'erase',
  'erasePage',
  'E',
  'CRC32',
  'global',
  'function',
  'return',
] as const

/** Longer names than programs have are of no interest. */
const LONGEST = 3

const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'
const LATER = `${FIRST}0123456789`

/** The `n`-th name that a program may have, the shortest first. */
export function shortName(n: number): string {
  while (names.length <= n) {
    const name = nthName(tried++)
    if (!within.has(name)) names.push(name)
  }
  return names[n]
}

/** The `n`-th of all names: one letter, two, and so on. */
function nthName(n: number): string {
  if (n < FIRST.length) return FIRST[n]
  const before = n - FIRST.length
  return nthName(Math.floor(before / LATER.length)) + LATER[before % LATER.length]
}

/** All names within reach, each once. */
export function namesWithinReach(): string[] {
  const starts = parts((word, length) => word.slice(0, length))
  const ends = parts((word, length) => word.slice(word.length - length))
  const names = starts.flatMap((start) => ends.map((end) => start + end))
  return [...new Set(names)].filter((name) => name.length <= LONGEST && /^[A-Za-z_$][\w$]*$/.test(name))
}

/** What `cut` leaves of the words in up to so many characters, nothing included. */
function parts(cut: (word: string, length: number) => string): string[] {
  const lengths = Array.from({ length: LONGEST }, (_, i) => i + 1)
  return [...new Set(['', ...CONSOLE_WORDS.flatMap((word) => lengths.map((length) => cut(word, length)))])]
}

const within = new Set(namesWithinReach())
const names: string[] = []
let tried = 0
