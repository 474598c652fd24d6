/** Compiles expressions for their value (FACTS 3.2). Names are looked up where Espruino looks, for the right error. */
import { COST } from '../costs/model.ts'
import type { Fault } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { bool, float, Holder, int, Null, Str, str, type Value, View, wide } from '../values.ts'
import type { Expr, Member } from './ast.ts'
import { compileAssign, compileDelete, compileUpdate } from './assignments.ts'
import { compileCall, compileNew, compileSuper } from './call-sites.ts'
import { type Context, deeper, raiseFault, type Run } from './context.ts'
import { typeName } from './convert.ts'
import { compileArray, compileObject, compileRegex, compileTemplate } from './literals.ts'
import { compileClass } from './classes.ts'
import { compileFunction } from './functions.ts'
import { findMember, getIndexed, getMember, textKey, toKey } from './members.ts'
import { findSlot, readName, withIndex } from './names.ts'
import { compileBinary, compileConditional, compileLogical, compileUnary } from './operations.ts'

/** Bytes of stack that a pair of brackets takes. */
const BRACKET_STACK = 300

/** Compiles an expression for its value; an unknown name is an error at `pos`. */
export function compileValue(c: Context, e: Expr, pos = e.end): Run {
  switch (e.t) {
    case 'name':
      return readName(c, e.name, pos)
    case 'number':
      return compileNumber(e.value, e.isInt)
    case 'string': {
      const { text } = e
      return () => str(text)
    }
    case 'true':
    case 'false': {
      const value = e.t === 'true'
      return () => bool(value)
    }
    case 'null':
      return () => new Null()
    case 'undefined':
      return () => undefined
    case 'this':
      return (a) => a.self ?? c.vm.root
    case 'paren':
      return deeper(c, BRACKET_STACK, () => compileValue(c, e.inner, pos))
    case 'comma':
      return compileComma(c, e.list, e.inParens, pos)
    case 'member':
      return compileMember(c, e)
    case 'call':
      return compileCall(c, e)
    case 'new':
      return compileNew(c, e)
    case 'assign':
      return compileAssign(c, e)
    default:
      return compileRest(c, e)
  }
}

function compileRest(c: Context, e: Expr): Run {
  switch (e.t) {
    case 'binary':
      return compileBinary(c, e)
    case 'logical':
      return compileLogical(c, e)
    case 'conditional':
      return compileConditional(c, e)
    case 'unary':
      return compileUnary(c, e.op, e.operand)
    case 'update':
      return compileUpdate(c, e)
    case 'typeof':
      return compileTypeof(c, e.operand)
    case 'void': {
      const run = compileEffect(c, e.operand)
      return (a) => void run(a)
    }
    case 'delete':
      return compileDelete(c, e.operand)
    case 'array':
      return deeper(c, BRACKET_STACK, () => compileArray(c, e.items))
    case 'object':
      return deeper(c, BRACKET_STACK, () => compileObject(c, e))
    case 'function':
      return compileFunction(c, e)
    case 'class':
      return compileClass(c, e)
    case 'template':
      return compileTemplate(c, e)
    case 'regex':
      return compileRegex(c, e)
    case 'super':
      return compileSuper(c, e)
    case 'bad':
      return compileBad(c, e.fault, e.before)
    default:
      throw new Error(`no code for ${e.t}`)
  }
}

function compileBad({ vm }: Context, fault: Fault, before: Expr | undefined): Run {
  const c: Context = { vm, source: { text: '' } as Context['source'], nest: 0 }
  const first = before === undefined ? undefined : compileEffect(c, before)
  return (a) => {
    first?.(a)
    raiseFault(vm, a, fault)
  }
}

/** Compiles an expression that is a reference and whose value is not wanted: unknown names are no error. */
export function compileEffect(c: Context, e: Expr): Run {
  if (e.t === 'name') return (a) => void findSlot(c.vm, a, e.name)
  if (e.t === 'paren') return compileEffect(c, e.inner)
  if (e.t === 'comma' && e.inParens) {
    const runs = e.list.map((item) => compileEffect(c, item))
    return (a) => {
      let last: Value
      for (const run of runs) last = run(a)
      return last
    }
  }
  return compileDiscard(c, e, e.end)
}

/** Compiles an expression whose value is not wanted: of a member it finds the place, so no getter runs. */
export function compileDiscard(c: Context, e: Expr, pos: number): Run {
  if (e.t === 'paren') return compileDiscard(c, e.inner, pos)
  if (e.t === 'name') return readName(c, e.name, pos, 0)
  if (e.t === 'member') return compileMember(c, e, findMember)
  if (e.t === 'assign') return compileAssign(c, e, false)
  if (e.t === 'update') return compileUpdate(c, e, false)
  const value = compileValue(c, e, pos)
  return e.t === 'call' || e.t === 'new' ? withoutPiece(c.vm, value) : value
}

/** Memory in one piece that a call made for its result is free again when nobody keeps that. */
function withoutPiece(vm: Interpreter, value: Run): Run {
  const { pieces } = vm
  return (a) => {
    const before = pieces.taken
    const result = value(a)
    if (pieces.taken !== before && (result instanceof View || result instanceof Str)) pieces.released()
    return result
  }
}

function compileNumber(value: number, isInt: boolean): Run {
  const ready = isInt ? int(value) : undefined
  if (typeof ready === 'number') return () => ready
  return isInt ? () => int(value) : () => float(value)
}

function compileComma(c: Context, list: readonly Expr[], inParens: boolean, pos: number): Run {
  if (list.length === 0) return () => undefined
  const first = list.slice(0, -1).map((item) => (inParens ? compileEffect(c, item) : compileDiscard(c, item, item.end)))
  const last = compileValue(c, list[list.length - 1], pos)
  return (a) => {
    for (const run of first) run(a)
    return last(a)
  }
}

/** Reading a member by name or by an expression in brackets. */
function compileMember(c: Context, e: Member, read = getMember): Run {
  const { vm } = c
  const { pos } = e
  const object = compileValue(c, e.object, pos)
  if (typeof e.key === 'string') {
    const key = textKey(e.key)
    return (a) => {
      const on = object(a)
      a.pos = pos
      return read(vm, on, key)
    }
  }
  const index = compileValue(c, e.key)
  const typedRead = read === getMember ? COST.typedRead : 0
  const indexed = withIndex(c, e.object, object, index)
  return (a) => {
    const on = indexed(a)
    const at = index(a)
    if (typeof at === 'number' && on instanceof View && at >= 0 && at < on.length) {
      const { cells } = on
      vm.instructions += typedRead
      return cells.isFloat ? float(cells.get(at)) : wide(cells.get(at))
    }
    a.pos = pos
    const key = toKey(vm, at)
    return read === getMember || !(on instanceof Holder) ? getIndexed(vm, on, key) : read(vm, on, key, COST.textKeyStep)
  }
}

function compileTypeof(c: Context, operand: Expr): Run {
  if (operand.t !== 'name') {
    const run = compileValue(c, operand)
    return (a) => str(typeName(run(a)))
  }
  const { name } = operand
  const { vm } = c
  const read = readName(c, name, operand.end)
  return (a) => {
    if (findSlot(vm, a, name) === undefined && vm.touch(name) === undefined) return str('undefined')
    return str(typeName(read(a)))
  }
}
