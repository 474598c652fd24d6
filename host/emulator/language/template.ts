/** Template literals: text with expressions in it (FACTS 3.1). */
import type { TemplatePart } from './ast.ts'

/** Cuts the contents of a template into text and the texts of its expressions. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let plain = ''
  for (let at = 0; at < text.length;) {
    if (text[at] !== '$' || text[at + 1] !== '{') {
      plain += text[at++]
      continue
    }
    if (plain !== '') parts.push({ text: plain })
    plain = ''
    const from = at + 2
    let depth = 1
    for (at = from; at < text.length; at++) {
      if (text[at] === '{') depth++
      if (text[at] === '}' && --depth === 0) break
    }
    parts.push({ code: text.slice(from, at) })
    at++
  }
  if (plain !== '') parts.push({ text: plain })
  return parts
}
