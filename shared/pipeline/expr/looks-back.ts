/** Whether an expression looks at the event before this one (`pipeline/README.md` 3.1), so that the order of events matters. */
import type { Expr } from './ast.ts'

export function looksBack(expr: Expr): boolean {
  switch (expr.kind) {
    case 'prev':
    case 'dt':
      return true
    case 'arithmetic':
    case 'order':
    case 'equal':
    case 'logic':
      return looksBack(expr.left) || looksBack(expr.right)
    case 'not':
    case 'negate':
      return looksBack(expr.operand)
    case 'call':
      return expr.args.some(looksBack)
    case 'textTest':
      return looksBack(expr.text)
    default:
      return false
  }
}
