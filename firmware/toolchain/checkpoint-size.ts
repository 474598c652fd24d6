/**
 * How large the checkpoints of a finished program are, read off its text: the arrays that `state.ts` listed and the numbers beside
 * them. What that means for the flash: how many places there are in the free pages of a chip, and how long they last.
 */
import type { AnyNode } from 'acorn'
import { simple } from 'acorn-walk'
import type { PlannedCheckpoint } from '../../shared/pipeline/plan.ts'
import { FREE_BYTES, HEAD, PAGE, slotInPages } from '../../shared/protocol/checkpoint-layout.ts'
import { parseProgram } from './syntax.ts'

const BYTES: Readonly<Record<string, number>> = {
  Float64Array: 8,
  Float32Array: 4,
  Int32Array: 4,
  Uint32Array: 4,
  Int16Array: 2,
  Uint16Array: 2,
  Uint8Array: 1,
}
/** Erasures that a page is good for, as makers of such chips promise. */
const CYCLES = 100_000
const MINUTES_A_DAY = 1440

/** The checkpoints of a program. */
export function checkpointOf(code: string): PlannedCheckpoint {
  const bytes = HEAD + stateBytes(code)
  const size = slotInPages(bytes)
  const slots = Math.floor(FREE_BYTES / size)
  // Each checkpoint erases the pages of one slot, and slots take turns.
  const days = Math.floor((slots * CYCLES) / MINUTES_A_DAY)
  return slots < 2 ? { bytes, pages: 0, slots: 0, days: 0 } : { bytes, pages: size / PAGE, slots, days }
}

function stateBytes(code: string): number {
  const program = parseProgram(code)
  const arrays = new Map<string, number>()
  const isEmpty = new Set<string>()
  for (const node of program.body)
    if (node.type === 'VariableDeclaration')
      for (const { id, init } of node.declarations)
        if (id.type === 'Identifier' && init) {
          arrays.set(id.name, bytesOf(init))
          if (init.type === 'NewExpression') isEmpty.add(id.name)
        }
  let state = 0
  let numbers = 0
  simple(program, {
    VariableDeclarator({ init }) {
      const listed = init ? namesIn(init) : null
      // The one list of names that are all arrays.
      if (
        listed !== null &&
        listed.length > 0 &&
        listed.every((name) => (arrays.get(name) ?? 0) > 0 || isEmpty.has(name))
      )
        state = listed.reduce((sum, name) => sum + (arrays.get(name) ?? 0), 0)
    },
    // The numbers are the only Float64Array that is made again and again, of a size that is known.
    NewExpression({ callee, arguments: [size] }) {
      const known = size?.type === 'Literal' && typeof size.value === 'number'
      if (known && callee.type === 'Identifier' && callee.name === 'Float64Array') numbers = Number(size.value)
    },
  })
  return state + 8 * numbers
}

/** Names of a list, `[A,B]` or `[A,B].concat(C)`; `null`: it is none. */
function namesIn(node: AnyNode): string[] | null {
  if (node.type === 'ArrayExpression')
    return node.elements.every((e) => e?.type === 'Identifier')
      ? node.elements.map((e) => (e as { name: string }).name)
      : null
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return null
  const before = namesIn(node.callee.object)
  const [more] = node.arguments
  return before !== null && more?.type === 'Identifier' ? [...before, more.name] : null
}

/** Bytes of a typed array, filled or not, or of a list of them. */
function bytesOf(node: AnyNode): number {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') return bytesOf(node.callee.object)
  if (node.type === 'ArrayExpression') return node.elements.reduce((sum, e) => sum + (e === null ? 0 : bytesOf(e)), 0)
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier') return 0
  const [size] = node.arguments
  return size?.type === 'Literal' ? (BYTES[node.callee.name] ?? 0) * Number(size.value) : 0
}
