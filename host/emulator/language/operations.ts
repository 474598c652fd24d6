/**
 * Compiles operators (FACTS 3.2): comparisons, arithmetic, logic, conditions. Numbers take short ways; everything else
 * goes through operators.ts.
 */
import { COST } from '../costs/model.ts'
import { type Fault, Thrown } from '../errors.ts'
import { bool, float, int, isNullish, Num, Str, type Value, wide } from '../values.ts'
import type { Activation } from './activation.ts'
import type { Binary, Conditional, Expr, Logical } from './ast.ts'
import { type Context, raiseFault, type Run, type Test } from './context.ts'
import { floatToInt, primitive, toInt, toNumber, truth } from './convert.ts'
import { isInstance } from './instances.ts'
import { hasMember, toKey } from './members.ts'
import { add, bothNumbers, identical, operateAny, remainder } from './operators.ts'
import { compileValue } from './values-of.ts'

/** Compiles an expression for its truth; an unknown name is an error at `pos`. */
export function compileTest(c: Context, e: Expr, pos = e.end): Test {
  if (e.t === 'binary') {
    const test = compileComparison(c, e)
    if (test !== undefined) return test
  }
  if (e.t === 'unary' && e.op === '!') {
    const inner = compileTest(c, e.operand)
    return (a) => !inner(a)
  }
  if (e.t === 'paren') return compileTest(c, e.inner, pos)
  const run = compileValue(c, e, pos)
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
  const isIdentity = op === '===' || op === '!=='
  const compare = COMPARE[op] as Compare | undefined
  // Sides are compiled once and only if needed: twice on every level would double the work with every operator.
  if (!isIdentity && compare === undefined) return undefined
  const { left, right } = compileSides(c, e)
  if (compare === undefined) return (a) => identical(vm, left(a), right(a)) === (op === '===')
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

export function compileBinary(c: Context, e: Binary): Run {
  const { vm } = c
  const { op } = e
  const { left, right } = compileSides(c, e)
  const { end } = e
  switch (op) {
    case '+': {
      const copies = e.left.t === 'name' || e.left.t === 'member'
      return (a) => {
        const x = left(a)
        const y = right(a)
        a.pos = end
        return add(vm, x, y, copies)
      }
    }
    case '===':
    case '!==':
      return (a) => bool(identical(vm, left(a), right(a)) === (op === '==='))
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
    if (isFloat(x) || isFloat(y)) return float(remainder(numberOf(x), b))
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
      vm.charged = 1
      return raiseFault(vm, a, fault)
    }
  }
}

export function compileLogical(c: Context, e: Logical): Run {
  const { vm } = c
  const { op, rightFault, extra } = e
  const read = compileValue(c, e.left, e.pos)
  const left = op === '&&' && rightFault !== undefined ? orFault(c, read, rightFault) : read
  const right = compileValue(c, e.right)
  return (a) => {
    const value = left(a)
    const goOn = op === '&&' ? truth(value) : op === '||' ? !truth(value) : isNullish(value)
    if (goOn) {
      vm.instructions += extra
      return right(a)
    }
    if (rightFault !== undefined) raiseFault(vm, a, rightFault)
    return value
  }
}

export function compileConditional(c: Context, e: Conditional): Run {
  const { vm } = c
  const { yesFault, noFault, yesExtra, noExtra } = e
  const plain = compileTest(c, e.test, e.pos)
  const test = yesFault === undefined ? plain : orFault(c, plain, yesFault)
  const yes = compileValue(c, e.yes)
  const no = compileValue(c, e.no)
  return (a) => {
    if (test(a)) {
      vm.instructions += yesExtra
      const value = yes(a)
      if (noFault !== undefined) raiseFault(vm, a, noFault)
      return value
    }
    if (yesFault !== undefined) raiseFault(vm, a, yesFault)
    vm.instructions += noExtra
    return no(a)
  }
}

export function compileUnary(c: Context, op: '!' | '~' | '-' | '+', operand: Expr): Run {
  const { vm } = c
  if (op === '!') {
    const test = compileTest(c, operand)
    return (a) => bool(!test(a))
  }
  const run = compileValue(c, operand)
  if (op === '~') return (a) => int(~toInt(vm, primitive(vm, run(a))))
  if (op === '+') {
    return (a) => {
      const value = run(a)
      if (value instanceof Str) {
        vm.instructions += COST.textToNumber + value.text.length * COST.textToNumberCharacter
        a.pos = operand.end
      }
      return toNumber(vm, primitive(vm, value))
    }
  }
  return (a) => {
    const value = run(a)
    if (typeof value === 'number') return wide(-value)
    if (value instanceof Num && value.isFloat) return float(0 - value.value)
    return operateAny(vm, '-', 0, value)
  }
}
