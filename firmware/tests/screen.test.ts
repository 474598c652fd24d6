/** Tests on whole frames (`toolchain/screen.ts`): what they can tell, and that a yes is always right. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Expr } from '../../shared/pipeline/expr/ast.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { always, never } from '../toolchain/screen.ts'
import { evaluated } from './evaluated.ts'

/** The condition of a filter over the numbers v and w. */
function parsed(where: string): Expr {
  const spec = {
    name: 'screen',
    input: { fields: { v: 'double', w: 'double', s: 'string' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ filter: where }],
  }
  const [stage] = loadPipeline(spec).stages
  return (stage as Extract<typeof stage, { kind: 'filter' }>).where
}

const names = {
  column: (field: string) =>
    field === 's' ? undefined : { mean: `${field}.m`, spread: `${field}.v`, scale: `${field}.s` },
  distance: 'd',
}

test.each([
  // condition                  no event can fulfil it                        every event does
  ['v > 2', '((d=(2)*v.s-v.m)>=1&&d*d>=v.v)', '((d=v.m-(2)*v.s)>=1&&d*d>=v.v)'],
  ['v <= 0', '((d=v.m-0)>=1&&d*d>=v.v)', '((d=0-v.m)>=1&&d*d>=v.v)'],
  ['2 < v', '((d=(2)*v.s-v.m)>=1&&d*d>=v.v)', '((d=v.m-(2)*v.s)>=1&&d*d>=v.v)'],
  ['v > -2', '((d=(-2)*v.s-v.m)>=1&&d*d>=v.v)', '((d=v.m-(-2)*v.s)>=1&&d*d>=v.v)'],
  ['true', undefined, 'true'],
  ['false', 'true', undefined],
  ['v > w', undefined, undefined],
  ['v + 1 > 2', undefined, undefined],
  ["s == 'a'", undefined, undefined],
  ['v > 2 && v > w', '((d=(2)*v.s-v.m)>=1&&d*d>=v.v)', undefined],
  ['v > 2 || v > w', undefined, '((d=v.m-(2)*v.s)>=1&&d*d>=v.v)'],
])('%s', (condition, no, yes) => {
  expect(never(parsed(condition), names)).toBe(no)
  expect(always(parsed(condition), names)).toBe(yes)
})

const integers = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 32 })
const bound = fc.integer({ min: -45, max: 45 }).map((n) => n / 10)
const comparison = fc
  .record({ field: fc.constantFrom('v', 'w'), op: fc.constantFrom('>', '>=', '<', '<='), bound })
  .map(({ field, op, bound }) => `${field} ${op} ${bound}`)
const conditions = fc.oneof(
  comparison,
  fc
    .record({ a: comparison, b: comparison, op: fc.constantFrom('&&', '||'), not: fc.boolean() })
    .map(({ a, b, op, not }) => (not ? `!(${a} ${op} ${b})` : `${a} ${op} ${b}`)),
)

/** What `runtime/column.ts` knows of a column of integers over 10. */
function column(x: readonly number[]): { m: number; v: number; s: number } {
  const m = x.reduce((a, b) => a + b, 0) / x.length
  return { m, v: x.reduce((a, b) => a + (b - m) * (b - m), 0), s: 10 }
}

test('whatever the frame, a yes is never wrong', () => {
  const property = fc.property(conditions, integers, integers, (condition, v, w) => {
    const n = Math.min(v.length, w.length)
    const events = Array.from({ length: n }, (_, i) => [v[i] / 10, w[i] / 10])
    const holds = evaluated(`events.map(([v,w])=>${condition})`, { events })
    const frame = { v: column(v.slice(0, n)), w: column(w.slice(0, n)) }
    const says = (text: string | undefined): unknown => text !== undefined && evaluated(`let d;${text}`, frame)
    const expr = parsed(condition)
    if (says(never(expr, names))) expect(holds).not.toContain(true)
    if (says(always(expr, names))) expect(holds).not.toContain(false)
  })
  fc.assert(property, { numRuns: 300 })
})
