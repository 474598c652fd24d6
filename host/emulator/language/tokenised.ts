/**
 * Pretokenised functions (FACTS 3.2): white space and comments are dropped, reserved words take one byte, short texts
 * and small integers are stored raw. Only the size and the printed form are of interest here.
 */
import { isReserved, Lexer } from './lexer.ts'

const WORDLIKE = new Set(['ID', 'INT', 'FLOAT'])

/** How many bytes the text takes when stored, and how it prints. */
export function pretokenise(text: string): { length: number; shown: string } {
  const lexer = new Lexer(text)
  let length = 0
  let shown = ''
  let last = 'EOF'
  for (; lexer.type !== 'EOF'; lexer.next()) {
    const { type } = lexer
    const source = text.slice(lexer.start, lexer.end)
    if (needsSpace(last, type)) {
      length++
      shown += ' '
    } else if (touches(shown, source) && (isReserved(last) || isReserved(type))) shown += ' '
    length += storedLength(lexer, source)
    shown += source
    last = type
  }
  return { length, shown }
}

function needsSpace(last: string, type: string): boolean {
  if (WORDLIKE.has(last) && WORDLIKE.has(type)) return true
  return (last === type && (type === '-' || type === '+')) || (last === '/' && type === 'REGEX')
}

/** Whether a word would run into another when printed. */
function touches(shown: string, next: string): boolean {
  return /[A-Za-z0-9_]$/.test(shown) && /^[A-Za-z0-9_]/.test(next)
}

function storedLength(lexer: Lexer, source: string): number {
  const { type } = lexer
  if (type === 'STRING' && lexer.value !== '') return lexer.value.length + (lexer.value.length < 256 ? 2 : 3)
  if (type === 'INT') {
    const { value } = lexer.number()
    if (value === 0) return 1
    if (value >= -128 && value < 128) return 2
    if (value >= -32768 && value < 32768) return 3
    return source.length
  }
  return WORDLIKE.has(type) || ['STRING', 'TEMPLATE LITERAL', 'REGEX'].includes(type) ? source.length : 1
}
