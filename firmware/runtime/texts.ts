/** Tests on texts: which dictionary numbers fulfil them, found out once, when a text arrives. */

/** Marks text `i` in the table when it contains `part` (`at` < 0) or has it at position `at`. */
export function mark(table: Uint8Array, i: number, text: string, part: string, at: number): void {
  // Two faults of the interpreter: the empty text is not found in an empty one, and what only begins at the end is found.
  const found = part ? text.indexOf(part) : 0
  const fits = found + part.length <= text.length
  table[i] = fits && (at < 0 ? found >= 0 : found === at) ? 1 : 0
}
