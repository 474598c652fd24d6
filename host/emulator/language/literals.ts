/** Compiles literals that build something: arrays, objects, templates, regular expressions (FACTS 3.1). */
import { COST } from '../costs/model.ts'
import { Accessor, Arr, type Element, HOLE, Obj, str, type Value } from '../values.ts'
import { Activation } from './activation.ts'
import type { Expr, ObjectMember } from './ast.ts'
import { type Context, raiseFault, type Run } from './context.ts'
import { toText } from './convert.ts'
import { ExpressionParser } from './expressions.ts'
import { isReserved } from './lexer.ts'
import { readName } from './names.ts'
import { runNative } from '../natives.ts'
import { textKey } from './members.ts'
import { textCost } from './operators.ts'
import { Source } from './source.ts'
import { strayFrom } from './stray.ts'
import { compileValue } from './values-of.ts'

export function compileArray(c: Context, items: readonly (Expr | undefined)[]): Run {
  const { vm } = c
  const runs = items.map((item) => (item === undefined ? undefined : compileValue(c, item)))
  return (a) => {
    const list: Element[] = []
    const array = new Arr(list)
    const held = vm.temporaries.length
    vm.temporaries.push(array)
    for (const run of runs) list.push(run === undefined ? HOLE : run(a))
    array.setLength(list.length)
    vm.temporaries.length = held
    vm.heap.track(array)
    return array
  }
}

type ObjectExpr = Extract<Expr, { t: 'object' }>

export function compileObject(c: Context, e: ObjectExpr): Run {
  const { vm } = c
  const { fault } = e
  const members = e.members.map((member) => compileObjectMember(c, member))
  const last = e.members.at(-1)
  // a name alone at the end is taken together with the brace
  const strays = members.length > (last?.kind === 'short' && members.length === 2 ? 2 : 1)
  return (a) => {
    const object = new Obj()
    const held = vm.temporaries.length
    vm.temporaries.push(object)
    if (strays) addMembers(a, object, members)
    else for (const add of members) add(a, object)
    if (fault !== undefined) raiseFault(vm, a, fault)
    vm.temporaries.length = held
    vm.heap.track(object)
    return object
  }
}

/** Adds all members; an exception in one makes the device lose its place unless it is the last one. */
function addMembers(a: Activation, object: Obj, members: readonly AddMember[]): void {
  let at = 0
  try {
    for (; at < members.length; at++) members[at](a, object)
  } catch (caught) {
    if (at < members.length - 1) strayFrom(a, caught)
    throw caught
  }
}

type AddMember = (a: Activation, object: Obj) => void

function compileObjectMember(c: Context, member: ObjectMember): AddMember {
  const { kind } = member
  const run = compileValue(c, member.value)
  const key = typeof member.key === 'number' ? textKey(String(member.key)) : textKey(member.key)
  if (kind === 'get' || kind === 'set') return (a, object) => addAccessor(object, String(key), kind, run(a))
  return (a, object) => {
    const slot = object.findOrAdd(key)
    slot.value = run(a)
  }
}

/** Adds a getter or setter beside the other one. */
export function addAccessor(object: Obj, name: string, kind: 'get' | 'set', fn: Value): void {
  const slot = object.findOrAdd(name)
  const accessor = slot.value instanceof Accessor ? slot.value : new Accessor()
  accessor[kind] = fn
  slot.value = accessor
}

type TemplateExpr = Extract<Expr, { t: 'template' }>

/**
 * A template evaluates its expressions as texts of their own: stack traces begin there. The value of a name that
 * stands alone is fetched outside of that text, and an unknown one is an error there.
 */
export function compileTemplate(c: Context, e: TemplateExpr): Run {
  const { vm } = c
  const runs = e.parts.map((part) => ('text' in part ? part.text : compilePart(c, part.code, e.pos)))
  return (a) => {
    let text = ''
    vm.instructions += COST.template
    for (const run of runs) {
      if (typeof run === 'string') text += run
      else {
        a.pos = e.end
        const value = run(a)
        const part = toText(vm, value)
        vm.instructions += COST.templatePart + textCost(value)
        text += part
      }
    }
    vm.instructions += text.length * COST.templateCharacter
    return str(text)
  }
}

function compilePart(c: Context, code: string, pos: number): Run {
  return /^[A-Za-z_$][\w$]*$/.test(code) && !isReserved(code) ? readName(c, code, pos) : compileEmbedded(c, code)
}

function compileEmbedded(c: Context, code: string): Run {
  const source = new Source(code)
  const { vm } = c
  let run: Run | undefined
  let cost = 0
  return (a) => {
    const inner = new Activation(source, undefined, null, a.scope, a.base, a.self, a.stack + c.nest)
    inner.block = a.block
    inner.outer = a
    vm.current = inner
    if (run === undefined) {
      const parser = new ExpressionParser(code)
      run = compileValue({ vm, source, nest: 0 }, parser.expression())
      cost = parser.lexer.ran + code.length * COST.templateCharacter
    }
    vm.instructions += cost
    const value = run(inner)
    vm.current = a
    return value
  }
}

type RegexExpr = Extract<Expr, { t: 'regex' }>

export function compileRegex({ vm }: Context, e: RegexExpr): Run {
  return () => {
    const args = e.flags === '' ? [str(e.source)] : [str(e.source), str(e.flags)]
    const maker = vm.natives.findObject('RegExp')
    return maker === undefined ? undefined : runNative(vm, maker, undefined, args)
  }
}
