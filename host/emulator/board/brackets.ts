/**
 * Whether a typed line is complete (FACTS 5.1): brackets that are open, counted by token.
 *
 * The console asks after every newline, so a text of n lines would be read n times over. What has been read up to a
 * newline is remembered: a text that begins with it is read from there on.
 */
import { Lexer } from '../language/lexer.ts'

/** What open text counts as, in brackets. An open pattern is executed and fails there. */
const UNFINISHED: Readonly<Record<string, number>> = {
  'UNFINISHED COMMENT': 1000,
  'UNFINISHED TEMPLATE LITERAL': 1000,
  'UNFINISHED STRING': 0,
}

/** A text that ends with a newline, outside of any token, and its open brackets. */
interface Known {
  readonly text: string
  readonly depth: number
}

const NOTHING: Known = { text: '', depth: 0 }

export class Brackets {
  private known = NOTHING

  /** Open brackets minus closed ones. An open comment or template counts 1000, an open string as nothing open. */
  open(text: string): number {
    const known = this.continues(text) ? this.known : NOTHING
    const lexer = new Lexer(text, false, known.text.length)
    let { depth } = known
    let isWhole = true
    for (; lexer.type !== 'EOF' && !(lexer.type in UNFINISHED) && depth >= 0; lexer.next()) {
      if ('([{'.includes(lexer.type)) depth++
      else if (')]}'.includes(lexer.type)) depth--
      else if (lexer.type === 'UNFINISHED REGEX') isWhole = false
    }
    if (lexer.type in UNFINISHED) return UNFINISHED[lexer.type]
    // The console adds the newline when it goes on.
    if (lexer.type === 'EOF' && isWhole) this.known = { text, depth }
    return depth
  }

  /** What is known ends where a token ends only if a newline follows; a slash may be an operator or begin a pattern. */
  private continues(text: string): boolean {
    const { length } = this.known.text
    return text[length] === '\n' && text.startsWith(this.known.text) && !/^\s*\//.test(text.slice(length))
  }
}
