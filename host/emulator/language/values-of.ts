/** Compiles expressions for their value (FACTS 3.2). Names are looked up where Espruino looks, for the right error. */
import { type Fault, Thrown } from '../errors.ts'
import { bool, float, Holder, int, isNullish, Null, Num, str, type Value, View, wide } from '../values.ts'
import type { Binary, Conditional, Expr, Logical, Member } from './ast.ts'
import type { Activation } from './activation.ts'
import { compileAssign, compileDelete, compileUpdate } from './assignments.ts'
import { compileCall, compileNew, compileSuper } from './call-sites.ts'
import { type Context, deeper, raiseFault, type Run, type Test } from './context.ts'
import { floatToInt, primitive, toInt, toNumber, truth, typeName } from './convert.ts'
import { compileArray, compileObject, compileRegex, compileTemplate } from './literals.ts'
import { compileClass } from './classes.ts'
import { compileFunction } from './functions.ts'
import { findMember, getIndexed, getMember, hasMember, textKey, toKey } from './members.ts'
import { findSlot, readName } from './names.ts'
import { add, bothNumbers, identical, operateAny } from './operators.ts'
import { isInstance } from './instances.ts'

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
  return compileDiscard(c, e, e.end)
}

/** Compiles an expression whose value is not wanted: of a member it finds the place, so no getter runs. */
export function compileDiscard(c: Context, e: Expr, pos: number): Run {
  if (e.t === 'paren') return compileDiscard(c, e.inner, pos)
  if (e.t === 'member') return compileMember(c, e, findMember)
  return compileValue(c, e, pos)
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
  return (a) => {
    const on = object(a)
    const at = index(a)
    if (typeof at === 'number' && on instanceof View && at >= 0 && at < on.length) {
      const { cells } = on
      return cells.isFloat ? float(cells.get(at)) : wide(cells.get(at))
    }
    a.pos = pos
    const key = toKey(vm, at)
    return read === getMember || !(on instanceof Holder) ? getIndexed(vm, on, key) : read(vm, on, key)
  }
}

/** Compiles an expression for its truth. */
export function compileTest(c: Context, e: Expr): Test {
  if (e.t === 'binary') {
    const test = compileComparison(c, e)
    if (test !== undefined) return test
  }
  if (e.t === 'unary' && e.op === '!') {
    const inner = compileTest(c, e.operand)
    return (a) => !inner(a)
  }
  if (e.t === 'paren') return compileTest(c, e.inner)
  const run = compileValue(c, e)
  return (a) => truth(run(a))
}

/** Whether evaluating an expression may call something, which may ask how much memory is in use. */
function mayCall(e: Expr): boolean {
  switch (e.t) {
    case 'name':
    case 'number':
    case 'string':
    case 'true':
    case 'false':
    case 'null':
    case 'undefined':
    case 'this':
      return false
    case 'paren':
      return mayCall(e.inner)
    case 'unary':
    case 'typeof':
      return mayCall(e.operand)
    case 'binary':
    case 'logical':
      return mayCall(e.left) || mayCall(e.right)
    case 'member':
      return mayCall(e.object) || (typeof e.key !== 'string' && mayCall(e.key))
    default:
      return true
  }
}

/** Both sides of an operator: the left value is held while the right one is computed. */
function compileSides(c: Context, e: Binary): { left: Run; right: Run } {
  const { vm } = c
  const left = compileValue(c, e.left, e.pos)
  const right = compileValue(c, e.right)
  if (!mayCall(e.right)) return { left, right }
  return {
    left: (a) => {
      const value = left(a)
      vm.temporaries.push(typeof value === 'object' ? value : value === undefined ? 0 : 1)
      return value
    },
    right: (a) => {
      const value = right(a)
      vm.temporaries.pop()
      return value
    },
  }
}

type Compare = (left: number, right: number) => boolean

const COMPARE: Readonly<Record<string, Compare>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}

/** A comparison yields a truth without a value; undefined when the operator is not one. */
function compileComparison(c: Context, e: Binary): Test | undefined {
  const { vm } = c
  const { op } = e
  const { left, right } = compileSides(c, e)
  if (op === '===' || op === '!==') {
    const wanted = op === '==='
    return (a) => identical(vm, left(a), right(a)) === wanted
  }
  const compare: Compare | undefined = COMPARE[op]
  if (compare === undefined) return undefined
  if (op === '<') {
    return (a) => {
      const x = left(a)
      const y = right(a)
      if (typeof x === 'number' && typeof y === 'number') return x < y
      return general(c, e, compare, x, y)
    }
  }
  return (a) => {
    const x = left(a)
    const y = right(a)
    if (typeof x === 'number' && typeof y === 'number') return compare(x, y)
    return general(c, e, compare, x, y)
  }
}

function general({ vm }: Context, e: Binary, compare: Compare, x: Value, y: Value): boolean {
  if (bothNumbers(x, y)) return compare(numberOf(x), numberOf(y))
  return truth(operateAny(vm, e.op, x, y))
}

function numberOf(value: Value): number {
  return typeof value === 'number' ? value : (value as Num).value
}

function compileBinary(c: Context, e: Binary): Run {
  const { vm } = c
  const { op } = e
  const test = compileComparison(c, e)
  if (test !== undefined && COMPARE[op] === undefined) return (a) => bool(test(a))
  const { left, right } = compileSides(c, e)
  const { end } = e
  switch (op) {
    case '+':
      return (a) => {
        const x = left(a)
        const y = right(a)
        a.pos = end
        return add(vm, x, y)
      }
    case 'in':
      return (a) => containsKey(c, left(a), right(a))
    case 'instanceof':
      return (a) => {
        const x = left(a)
        const y = right(a)
        a.pos = end
        return bool(isInstance(vm, x, y))
      }
    default: {
      const compare = COMPARE[op] as Compare | undefined
      const quick: Quick = compare === undefined ? QUICK[op] : (x, y) => bool(compare(numberOf(x), numberOf(y)))
      return (a) => {
        const x = left(a)
        const y = right(a)
        if (bothNumbers(x, y)) return quick(x as number | Num, y as number | Num)
        a.pos = end
        return operateAny(vm, op, x, y)
      }
    }
  }
}

type Quick = (x: number | Num, y: number | Num) => Value

function isFloat(value: number | Num): boolean {
  return typeof value !== 'number' && value.isFloat
}

function asInt(value: number | Num): number {
  return typeof value === 'number' ? value : value.isFloat ? floatToInt(value.value) : value.value
}

/** Operators on two numbers. */
const QUICK: Readonly<Record<string, Quick>> = {
  '-': (x, y) => {
    const result = numberOf(x) - numberOf(y)
    return isFloat(x) || isFloat(y) ? float(result) : wide(result)
  },
  '*': (x, y) => {
    const result = numberOf(x) * numberOf(y)
    if (isFloat(x) || isFloat(y)) return float(result)
    if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return wide(result)
    return float(Number(BigInt(numberOf(x)) * BigInt(numberOf(y))))
  },
  '/': (x, y) => float(numberOf(x) / numberOf(y)),
  '%': (x, y) => {
    const b = numberOf(y)
    if (isFloat(x) || isFloat(y)) return float(numberOf(x) % b)
    return b === 0 ? float(NaN) : int((numberOf(x) % b) | 0)
  },
  '&': (x, y) => int(asInt(x) & asInt(y)),
  '|': (x, y) => int(asInt(x) | asInt(y)),
  '^': (x, y) => int(asInt(x) ^ asInt(y)),
  '<<': (x, y) => int(asInt(x) << asInt(y)),
  '>>': (x, y) => int(asInt(x) >> asInt(y)),
  '>>>': (x, y) => wide(asInt(x) >>> asInt(y)),
}

/** Null and undefined have the methods that every object has. */
function containsKey({ vm }: Context, needle: Value, haystack: Value): Value {
  const key = toKey(vm, needle)
  if (isNullish(haystack)) return bool(vm.builtIn(haystack, String(key))?.immediate === false)
  return bool(hasMember(vm, haystack, key))
}

/** A fault in a part that is skipped because of an exception takes the place of that exception. */
function orFault<T>({ vm }: Context, run: (a: Activation) => T, fault: Fault): (a: Activation) => T {
  return (a) => {
    try {
      return run(a)
    } catch (caught) {
      if (!(caught instanceof Thrown)) throw caught
      vm.current = a
      return raiseFault(vm, a, fault)
    }
  }
}

function compileLogical(c: Context, e: Logical): Run {
  const { vm } = c
  const { op, rightFault } = e
  const read = compileValue(c, e.left, e.pos)
  const left = op === '&&' && rightFault !== undefined ? orFault(c, read, rightFault) : read
  const right = compileValue(c, e.right)
  return (a) => {
    const value = left(a)
    const goOn = op === '&&' ? truth(value) : op === '||' ? !truth(value) : isNullish(value)
    if (goOn) return right(a)
    if (rightFault !== undefined) raiseFault(vm, a, rightFault)
    return value
  }
}

function compileConditional(c: Context, e: Conditional): Run {
  const { vm } = c
  const { yesFault, noFault } = e
  const plain = compileTest(c, e.test)
  const test = yesFault === undefined ? plain : orFault(c, plain, yesFault)
  const yes = compileValue(c, e.yes)
  const no = compileValue(c, e.no)
  return (a) => {
    if (test(a)) {
      const value = yes(a)
      if (noFault !== undefined) raiseFault(vm, a, noFault)
      return value
    }
    if (yesFault !== undefined) raiseFault(vm, a, yesFault)
    return no(a)
  }
}

function compileUnary(c: Context, op: '!' | '~' | '-' | '+', operand: Expr): Run {
  const { vm } = c
  if (op === '!') {
    const test = compileTest(c, operand)
    return (a) => bool(!test(a))
  }
  const run = compileValue(c, operand)
  if (op === '~') return (a) => int(~toInt(vm, primitive(vm, run(a))))
  if (op === '+') return (a) => toNumber(vm, primitive(vm, run(a)))
  return (a) => {
    const value = run(a)
    if (typeof value === 'number') return wide(-value)
    if (value instanceof Num && value.isFloat) return float(0 - value.value)
    return operateAny(vm, '-', 0, value)
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
