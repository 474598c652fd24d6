/** Compiles statements (FACTS 3.2). A statement says how it ended; only thrown values use exceptions. */
import { COST } from '../costs/model.ts'
import { Thrown, Unimplemented } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { Accessor, Fn, type Holder, Scope, type Slot, type Value } from '../values.ts'
import { type Activation, BREAK, type Completion, CONTINUE, NORMAL, RETURN } from './activation.ts'
import type { Declaration, If, Stmt, Switch, Try } from './ast.ts'
import { type Context, deeper, type Exec, raiseFault, type Run } from './context.ts'
import { replaceFunction } from './functions.ts'
import { compileFor, compileForEach, compileWhile } from './loops.ts'
import { store } from './names.ts'
import { identical } from './operators.ts'
import { compileTest } from './operations.ts'
import { landingOf, settleStray } from './stray.ts'
import { compileDiscard, compileValue } from './values-of.ts'

/** Bytes of stack that constructs take on the device (measured: FACTS 2.5). */
const BLOCK_STACK = 65
const FOR_STACK = 405

export function compileStatement(c: Context, stmt: Stmt): Exec {
  switch (stmt.s) {
    case 'expr':
      return compileExpression(c, compileDiscard(c, stmt.expr, stmt.check), stmt.cost)
    case 'debugger':
      return () => {
        throw new Unimplemented('debugger')
      }
    case 'empty':
      return compileEmpty(c, stmt.cost)
    case 'var':
      return compileDeclaration(c, stmt)
    case 'function':
      return compileFunctionDeclaration(c, stmt)
    case 'block':
      return deeper(c, BLOCK_STACK, () => compileBlock(c, stmt.body, stmt.scoped))
    case 'if':
      return compileIf(c, stmt)
    case 'while':
    case 'do':
      return deeper(c, FOR_STACK, () => compileWhile(c, stmt))
    case 'for':
      return deeper(c, FOR_STACK, () => compileFor(c, stmt))
    case 'foreach':
      return deeper(c, FOR_STACK, () => compileForEach(c, stmt))
    case 'switch':
      return deeper(c, FOR_STACK, () => compileSwitch(c, stmt))
    case 'try':
      return deeper(c, BLOCK_STACK, () => compileTry(c, stmt))
    case 'return':
    case 'throw':
      return compileExit(c, stmt)
    case 'break':
    case 'continue':
      return compileJump(c, stmt)
    case 'bad':
      return (a) => raiseFault(c.vm, a, stmt.fault)
  }
}

function compileEmpty({ vm }: Context, cost: number): Exec {
  if (cost === 0) return () => NORMAL
  return () => {
    vm.instructions += cost
    return NORMAL
  }
}

export function compileStatements(c: Context, list: readonly Stmt[]): Exec {
  const execs = list.map((stmt) => compileLeaving(c, stmt))
  const count = execs.length
  if (count === 0) return () => NORMAL
  if (count === 1) return execs[0]
  if (count === 2) {
    const [first, second] = execs
    return (a) => {
      const how = first(a)
      return how === NORMAL ? second(a) : how
    }
  }
  return (a) => {
    for (let at = 0; at < count; at++) {
      const how = execs[at](a)
      if (how !== NORMAL) return how
    }
    return NORMAL
  }
}

/** A statement of a block: when it leaves the block, the device passes the rest. */
function compileLeaving(c: Context, stmt: Stmt): Exec {
  const exec = compileStatement(c, stmt)
  const { vm } = c
  const { rest } = stmt
  if (rest === undefined) return exec
  return (a) => {
    const how = exec(a)
    if (how !== NORMAL) vm.instructions += rest
    return how
  }
}

function compileExpression({ vm }: Context, run: Run, cost: number): Exec {
  return (a) => {
    if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    run(a)
    return NORMAL
  }
}

/** A block; one that declares let or const gets a scope when the first declaration runs. */
function compileBlock(c: Context, body: readonly Stmt[], scoped: boolean): Exec {
  const exec = compileStatements(c, body)
  if (!scoped) return exec
  return (a) => {
    const { block, scope } = a
    a.block = null
    const how = exec(a)
    a.block = block
    a.scope = scope
    return how
  }
}

function compileDeclaration(c: Context, stmt: Declaration): Exec {
  const { vm } = c
  const { inBlock, kind } = stmt
  const isConst = kind === 'const'
  const cost = stmt.cost
  const names = stmt.names.map(({ name, value }) => ({
    name,
    run: value === undefined ? undefined : compileValue(c, value),
    end: value?.end ?? 0,
  }))
  return (a) => {
    if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    for (const { name, run, end } of names) {
      const scope = inBlock ? blockScope(vm, a) : a.base
      const slot = declare(vm, scope, name)
      if (run !== undefined) {
        const value = run(a)
        if (typeof value === 'number') vm.instructions += COST.storeInt
        if (slot.constant || slot.value instanceof Accessor) {
          a.pos = end
          store(vm, slot, value)
        } else slot.value = value
      }
      if (isConst) slot.constant = true
    }
    return NORMAL
  }
}

/** Finds a name, or adds it. */
function declare(vm: Interpreter, scope: Holder, name: string): Slot {
  const found = scope.find(name)
  vm.instructions += COST.step * (found === undefined ? scope.slots.length : found.at)
  if (found !== undefined) return found
  vm.instructions += COST.newName
  return scope.add(name, undefined)
}

/** The scope of the innermost block, made when it is missing. */
function blockScope(vm: Interpreter, a: Activation): Scope {
  if (a.block === null) {
    vm.instructions += COST.let
    a.block = new Scope(a.scope)
    a.scope = a.block
  }
  return a.block
}

type FunctionStmt = Extract<Stmt, { s: 'function' }>

/** A second declaration of a function changes the first: who holds it sees the new one. */
function compileFunctionDeclaration(c: Context, stmt: FunctionStmt): Exec {
  const { vm } = c
  const run = compileValue(c, stmt.value)
  const cost = stmt.cost
  return (a) => {
    vm.instructions += cost
    const made = run(a)
    const slot = declare(vm, a.base, stmt.name)
    if (slot.value instanceof Fn && made instanceof Fn) replaceFunction(slot.value, made)
    else store(vm, slot, made)
    return NORMAL
  }
}

function compileIf(c: Context, stmt: If): Exec {
  const { vm } = c
  const { yesFault, noFault, yesSkip, noSkip } = stmt
  const cost = stmt.cost
  const test = compileTest(c, stmt.test, stmt.check)
  const yes = compileStatement(c, stmt.yes)
  const no = stmt.no === undefined ? undefined : compileStatement(c, stmt.no)
  if (yesFault === undefined && noFault === undefined) {
    return (a) => {
      if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
      if (test(a)) {
        vm.instructions += noSkip
        return yes(a)
      }
      vm.instructions += yesSkip
      return no === undefined ? NORMAL : no(a)
    }
  }
  return (a) => {
    if (test(a)) {
      const how = yes(a)
      if (noFault !== undefined) raiseFault(vm, a, noFault)
      return how
    }
    if (yesFault !== undefined) raiseFault(vm, a, yesFault)
    return no === undefined ? NORMAL : no(a)
  }
}

/**
 * Cases are tested in order; the default comes last, and only when nothing matched or the match ran into it. What
 * stands behind `case` is evaluated even when the switch is over.
 */
function compileSwitch(c: Context, stmt: Switch): Exec {
  const { vm } = c
  const { fault } = stmt
  const cost = stmt.cost
  const subject = compileValue(c, stmt.subject)
  const cases = stmt.cases.map(({ test, check, body, skip }) => ({
    skip,
    test: compileValue(c, test, check),
    /** Evaluating it has no effect. */
    isPlain: test.t === 'number' || test.t === 'string',
    exec: compileStatements(c, body),
  }))
  const otherwise = stmt.otherwise === undefined ? undefined : compileStatements(c, stmt.otherwise)
  const run = (a: Activation): Completion => {
    const value = subject(a)
    const held = vm.temporaries.length
    vm.hold(value)
    let matched = false
    let how: Completion = NORMAL
    for (const { test, isPlain, exec, skip } of cases) {
      if (!isPlain || !(matched || how !== NORMAL)) {
        const equal = identical(vm, value, test(a))
        matched ||= equal
      }
      if (matched && how === NORMAL) how = exec(a)
      else vm.instructions += skip
    }
    vm.temporaries.length = held
    if (how === NORMAL && otherwise !== undefined) return otherwise(a)
    vm.instructions += stmt.otherwiseSkip
    return how
  }
  return (a) => {
    vm.instructions += cost
    const how = run(a)
    if (fault !== undefined && how !== RETURN) raiseFault(vm, a, fault)
    return how === BREAK ? NORMAL : how
  }
}

function compileTry(c: Context, stmt: Try): Exec {
  const { vm } = c
  const body = compileStatements(c, stmt.body)
  const { handler, fault, cost, handlerSkip } = stmt
  const handle = handler === undefined ? undefined : compileStatements(c, handler.body)
  const finish = stmt.finalizer === undefined ? undefined : compileStatements(c, stmt.finalizer)
  /** Runs a part; an exception in it is returned. */
  const attempt = (a: Activation, exec: Exec): Completion | Thrown => {
    const { scope, block } = a
    const held = vm.temporaries.length
    a.block = null
    try {
      return exec(a)
    } catch (caught) {
      if (!(caught instanceof Thrown)) throw caught
      vm.current = a
      vm.charged = 1
      vm.temporaries.length = held
      return caught
    } finally {
      a.scope = scope
      a.block = block
    }
  }
  return (a) => {
    vm.instructions += cost
    let how = attempt(a, body)
    if (handle !== undefined) vm.host.takeException?.()
    if (how instanceof Thrown) how = settleStray(vm, a, how)
    if (!(how instanceof Thrown)) vm.instructions += handlerSkip
    else if (handle !== undefined && isHandled(a, how, stmt)) {
      vm.instructions += COST.catch
      const { scope } = a
      if (handler?.name !== undefined) {
        a.scope = new Scope(scope)
        a.scope.add(handler.name, how.value)
      }
      how = attempt(a, handle)
      a.scope = scope
    }
    if (fault !== undefined && !(how instanceof Thrown)) raiseFault(vm, a, fault)
    const passes = how instanceof Thrown && !isFinished(a, how, stmt)
    const last = finish === undefined || passes ? NORMAL : attempt(a, finish)
    // what the last part throws is lost, or takes the place of what was thrown before
    if (how instanceof Thrown) throw last instanceof Thrown ? last : how
    return how
  }
}

/** Whether the device finds this handler after an exception in front of it. */
function isHandled(a: Activation, thrown: Thrown, { handlerAt }: Try): boolean {
  const landing = landingOf(a, thrown)
  return landing === undefined || landing.handler === handlerAt
}

/** Whether the device finds the last part of this statement after an exception. */
function isFinished(a: Activation, thrown: Thrown, { finalizerAt }: Try): boolean {
  const landing = landingOf(a, thrown)
  return landing === undefined || landing.finalizers.has(finalizerAt)
}

type Exit = Extract<Stmt, { s: 'return' | 'throw' }>

function compileExit(c: Context, stmt: Exit): Exec {
  const { vm } = c
  const cost = stmt.cost
  const run = stmt.value === undefined ? undefined : compileValue(c, stmt.value)
  if (stmt.s === 'throw') {
    return (a) => {
      vm.instructions += cost
      throw new Thrown(run?.(a))
    }
  }
  const end = stmt.value?.end ?? 0
  return (a) => {
    if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    const value: Value = run === undefined ? undefined : run(a)
    if (!(a.base instanceof Scope)) {
      a.pos = end
      throw vm.error('SyntaxError', 'RETURN statement, but not in a function.')
    }
    a.result = value
    return RETURN
  }
}

type Jump = Extract<Stmt, { s: 'break' | 'continue' }>

function compileJump(c: Context, stmt: Jump): Exec {
  const { vm } = c
  const { cost } = stmt
  const how = stmt.s === 'break' ? BREAK : CONTINUE
  if (stmt.allowed) {
    return () => {
      vm.instructions += cost
      return how
    }
  }
  const places =
    stmt.s === 'break'
      ? 'BREAK statement outside of SWITCH, FOR or WHILE loop'
      : 'CONTINUE statement outside of FOR or WHILE loop'
  return (a) => {
    a.pos = stmt.pos
    throw c.vm.error('SyntaxError', places)
  }
}
