/** Tests on texts: which dictionary numbers fulfil them, found out once, when a text arrives. */

/** Marks text `i` in the table when it contains `part` (`at` < 0) or has it at position `at`. */
export function mark(table: Uint8Array, i: number, text: string, part: string, at: number): void {
  const found = text.indexOf(part)
  table[i] = (at < 0 ? found >= 0 : found === at) ? 1 : 0
}
