/**
 * The peak of a detection: what `max(f)` or `min(f)` names, or what the condition itself suggests.
 */
import { isNumeric, parseCall } from './aggregates.ts'
import type { Expr } from './expr/ast.ts'
import type { DetectStage, Field } from './pipeline.ts'

type Peak = DetectStage['peak']

/**
 * The peak of a valid stage. Without `peak`, the first comparison in `when` of a numeric field with a constant decides:
 * above a bound the largest value is the peak, below it the smallest. Without such a comparison there is none.
 */
export function peakOf(written: string | undefined, when: Expr, fields: readonly Field[]): Peak {
  if (written === undefined) return suggested(when, fields)
  const { fn, field } = parseCall(written) ?? { fn: '', field: null }
  return field === null ? null : { fn: fn === 'max' ? 'max' : 'min', field }
}

/** The first comparison that suggests a peak, in the order of the text. */
function suggested(expr: Expr, fields: readonly Field[]): Peak {
  switch (expr.kind) {
    case 'logic':
      return suggested(expr.left, fields) ?? suggested(expr.right, fields)
    case 'not':
      return suggested(expr.operand, fields)
    case 'equal':
      return suggested(expr.left, fields) ?? suggested(expr.right, fields)
    case 'order': {
      const rising = expr.op === '>' || expr.op === '>='
      return fromSides(expr.left, expr.right, rising, fields) ?? fromSides(expr.right, expr.left, !rising, fields)
    }
    default:
      return null
  }
}

function fromSides(side: Expr, other: Expr, rising: boolean, fields: readonly Field[]): Peak {
  if (side.kind !== 'field' || other.kind !== 'const') return null
  const field = fields.find(({ name }) => name === side.name)
  return field !== undefined && isNumeric(field) ? { fn: rising ? 'max' : 'min', field: field.name } : null
}
