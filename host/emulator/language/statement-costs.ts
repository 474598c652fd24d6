/** Where instructions between statements are charged: with the statement that they belong to. */
import type { Stmt } from './ast.ts'

/** The statement, charged with so many more instructions each time it runs. */
export function withCost(stmt: Stmt, more: number): Stmt {
  if (more === 0 || stmt.s === 'bad') return stmt
  if (stmt.s !== 'block') return { ...stmt, cost: stmt.cost + more }
  const [first, ...others] = stmt.body
  return first === undefined ? { s: 'empty', cost: more } : { ...stmt, body: [withCost(first, more), ...others] }
}

/** The statement, knowing what passing the rest of its block costs when it leaves the block. */
export function withRest(stmt: Stmt, rest: number): Stmt {
  switch (stmt.s) {
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
      return withCost(stmt, rest)
    case 'if':
    case 'block':
    case 'switch':
    case 'try':
    case 'for':
    case 'foreach':
    case 'while':
    case 'do':
      return rest === 0 ? stmt : { ...stmt, rest }
    default:
      return stmt
  }
}
