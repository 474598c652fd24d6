/**
 * Functions as values, and running program text (FACTS 2.1, 3.2). A body is kept as text; it is parsed and compiled
 * when it is first called.
 */
import type { Interpreter } from '../interpreter.ts'
import { Accessor, FLAT_FROM, Fn, Str, type Template, type Value } from '../values.ts'
import type { Activation } from './activation.ts'
import type { Body, FunctionExpr, Stmt } from './ast.ts'
import { type Context, raiseFault, type Run } from './context.ts'
import { ExpressionParser } from './expressions.ts'
import { findSlot, isSlot } from './names.ts'
import { Parser } from './parser.ts'
import { Source } from './source.ts'
import { compileStatements, compileStatement } from './statements.ts'
import { settled } from './stray.ts'
import { pretokenise } from './tokenised.ts'
import { compileTest } from './operations.ts'
import { compileDiscard, compileValue } from './values-of.ts'

export type { Run } from './context.ts'

/** The text of a body as a value, or undefined when it is empty. */
function bodyText(vm: Interpreter, source: Source, body: Body): Str | undefined {
  if (body.to <= body.from) return undefined
  const text = source.text.slice(body.from, body.to)
  if (body.inRam || vm.flags.get('pretokenise') === 1) {
    const { length, shown } = pretokenise(text)
    vm.instructions += vm.charged * vm.pieces.find(length)
    const code = new Str(text, length > FLAT_FROM ? 'flat' : 'linked')
    code.tokenised = { length, shown }
    return code
  }
  if (source.inFlash) return new Str(text, 'native')
  vm.instructions += vm.charged * vm.pieces.find(text.length)
  return new Str(text, text.length > FLAT_FROM ? 'flat' : 'linked')
}

/** Makes the function object of a function expression or method. */
export function compileFunction(c: Context, e: FunctionExpr): (a: Activation) => Fn {
  const { vm, source } = c
  const template: Template = { code: undefined }
  const { params, body, ownName } = e
  return (a) => {
    if (e.arrow) checkArrow(vm, a, e)
    const fn = new Fn()
    fn.params = params
    fn.isExpression = body.isExpression
    fn.code = bodyText(vm, source, body)
    fn.template = template
    if (fn.code !== undefined) fn.scope = a.scope
    if (ownName !== undefined) fn.ownName = new Str(ownName)
    if (e.usesThis) fn.boundThis = { value: a.self }
    vm.heap.track(fn)
    return fn
  }
}

/** Parameters of an arrow function are first read as names; the name of a native function is none. */
function checkArrow(vm: Interpreter, a: Activation, e: FunctionExpr): void {
  for (const name of e.params) {
    if (findSlot(vm, a, name) !== undefined) continue
    const touched = vm.touch(name)
    if (touched !== undefined && !touched.isName) {
      raiseFault(vm, a, { type: 'SyntaxError', message: 'Got => expected EOF', pos: e.end })
    }
  }
}

/** Compiles the body of a function; null when it has none. */
export function compileBody(vm: Interpreter, fn: Fn): { run: Run; source: Source } | null {
  const { code } = fn
  if (code === undefined) return null
  const source = new Source(code.text, code.layout === 'native')
  const c: Context = { vm, source, nest: 0 }
  if (fn.isExpression) return { run: compileExpressionBody(c, code), source }
  const body = compileStatements(c, new Parser(code.text, code.tokenised !== undefined).functionBody())
  return {
    source,
    run: (a) => {
      try {
        body(a)
      } catch (caught) {
        throw settled(vm, a, caught)
      }
      return a.result
    },
  }
}

function compileExpressionBody(c: Context, code: Str): Run {
  const parser = new ExpressionParser(code.text, code.tokenised !== undefined)
  if (parser.lexer.type === ';' || parser.lexer.type === '}') return () => undefined
  const value = compileValue(c, parser.expression())
  const { vm } = c
  const cost = parser.lexer.ran
  return (a) => {
    if ((vm.instructions += cost) >= vm.attendAt || vm.heap.isDue()) vm.attend()
    return value(a)
  }
}

/** Runs text statement by statement; yields the value of the last one. */
export function runText(vm: Interpreter, frame: Activation): Value {
  const { current: outer, charged } = vm
  vm.current = frame
  vm.charged = 1
  const parser = new Parser(frame.source.text)
  const c: Context = { vm, source: frame.source, nest: 0 }
  let value: Value
  try {
    for (let stmt = parser.programStatement(); stmt !== undefined; stmt = parser.programStatement()) {
      value = runTopLevel(c, frame, stmt, parser.lexer.type === 'EOF')
      if (parser.fault !== undefined) raiseFault(vm, frame, parser.fault)
    }
  } catch (caught) {
    throw settled(vm, frame, caught)
  }
  vm.current = outer
  vm.charged = charged
  return value
}

/** Evaluates text as one expression. */
export function runExpression(vm: Interpreter, frame: Activation): Value {
  const { current: outer, charged } = vm
  vm.current = frame
  vm.charged = 1
  const parser = new ExpressionParser(frame.source.text)
  const value = compileValue({ vm, source: frame.source, nest: 0 }, parser.expression())(frame)
  vm.current = outer
  vm.charged = charged
  return value
}

/** Runs a statement of a program; the last one yields its value, which the console may show. */
function runTopLevel(c: Context, frame: Activation, stmt: Stmt, isLast: boolean): Value {
  frame.result = undefined
  if (stmt.s === 'expr') {
    c.vm.instructions += stmt.cost
    if (c.vm.heap.isDue()) c.vm.attend()
    return (isLast ? compileValue : compileDiscard)(c, stmt.expr, stmt.check)(frame)
  }
  if (stmt.s === 'if' && stmt.yesFault === undefined && stmt.noFault === undefined) {
    const yes = compileTest(c, stmt.test, stmt.check)(frame)
    const branch = yes ? stmt.yes : stmt.no
    c.vm.instructions += stmt.cost + (yes ? stmt.noSkip : stmt.yesSkip)
    return branch === undefined ? undefined : runTopLevel(c, frame, branch, isLast)
  }
  compileStatement(c, stmt)(frame)
  const name = stmt.s === 'function' ? stmt.name : stmt.s === 'var' ? stmt.names.at(-1)?.name : undefined
  const found = name === undefined ? undefined : findSlot(c.vm, frame, name)
  return isSlot(found) && !(found.value instanceof Accessor) ? found.value : undefined
}

/** Replaces what a function does, keeping its identity, scope and prototype. */
export function replaceFunction(old: Fn, by: Fn): void {
  old.params = by.params
  old.isExpression = by.isExpression
  old.code = by.code
  old.ownName = by.ownName
  old.boundThis = by.boundThis
  old.boundArgs = by.boundArgs
  old.template = by.template
  const prototype = old.find('prototype')?.value
  old.removeAll()
  for (const { key, value } of by.slots) if (key !== 'prototype') old.add(key, value)
  if (prototype !== undefined) old.add('prototype', prototype)
}
