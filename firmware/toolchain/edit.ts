/** Replacing pieces of the finished text. */

/** A replacement of `[start, end)` of the text before by `text`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text after `edits`, which are in order and do not overlap. */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  let out = ''
  let from = 0
  for (const { start, end, text } of edits) {
    out += code.slice(from, start) + text
    from = end
  }
  return out + code.slice(from)
}
