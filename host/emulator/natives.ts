/**
 * How built-in functions and objects are described. A built-in object (Math, E, Uint8Array, ...) is a native function
 * with static members and, when it is a class, members of its instances; nothing of it occupies memory until a program
 * names it (FACTS 2.2).
 */
import { costOf, type NativeCost } from './costs/natives.ts'
import type { Interpreter } from './interpreter.ts'
import type { NativeDef, NativeEntry, Value } from './values.ts'

/** A native: `self` is `this`, arguments that were not given are absent. */
export type NativeFunction = (vm: Interpreter, self: Value, args: readonly Value[]) => Value

/** A member that is computed when it is read, such as `length` or `Math.PI`. */
export class Immediate {
  constructor(readonly get: NativeFunction) {}
}

export function immediate(get: NativeFunction): Immediate {
  return new Immediate(get)
}

export type NativeTable = Readonly<Record<string, NativeFunction | Immediate>>

export interface ObjectTables {
  /** What calling it does; `this` is a fresh object after `new`. */
  readonly construct?: NativeFunction
  readonly statics?: NativeTable
  readonly prototype?: NativeTable
}

class Def implements NativeDef {
  readonly statics = new Map<string, NativeEntry>()
  readonly prototype = new Map<string, NativeEntry>()
  readonly cost: NativeCost
  /** `place` is what the table of costs calls it: `Math.abs`, `String#trim`, `parseInt`. */
  constructor(
    readonly name: string,
    public body: NativeFunction,
    place = name,
  ) {
    this.cost = costOf(place)
  }
}

/** All built-ins of one interpreter. Later definitions add to or replace earlier ones. */
export class NativeRegistry {
  private readonly globals = new Map<string, NativeEntry>()
  private readonly objects = new Map<string, Def>()
  private readonly libraries = new Map<string, Def>()

  /** Global functions, and global names that are computed when read. */
  functions(table: NativeTable): void {
    fill(this.globals, table, '')
  }

  /** A built-in object: the first use of its name adds it to the globals of the program. */
  object(name: string, tables: ObjectTables): void {
    const known = this.objects.get(name)
    const def = known ?? new Def(name, tables.construct ?? (() => undefined))
    if (tables.construct !== undefined) def.body = tables.construct
    fill(def.statics, tables.statics ?? {}, `${name}.`)
    fill(def.prototype, tables.prototype ?? {}, `${name}#`)
    if (known === undefined) {
      this.objects.set(name, def)
      this.globals.set(name, { def, immediate: false })
    }
  }

  /** What `require(name)` yields. */
  library(name: string, statics: NativeTable): void {
    const def = this.libraries.get(name) ?? new Def(name, () => undefined)
    fill(def.statics, statics, `${name}.`)
    this.libraries.set(name, def)
  }

  /** Every definition with a name that tells where it stands; the same in each interpreter with the same built-ins. */
  *places(): Iterable<readonly [place: string, def: NativeDef]> {
    for (const [name, { def }] of this.globals) yield [name, def]
    for (const [kind, defs] of [['', this.objects] as const, ['require ', this.libraries] as const]) {
      for (const [name, def] of defs) {
        yield [`${kind}${name}`, def]
        for (const [member, entry] of def.statics) yield [`${kind}${name}.${member}`, entry.def]
        for (const [member, entry] of def.prototype) yield [`${kind}${name}#${member}`, entry.def]
      }
    }
  }

  findGlobal(name: string): NativeEntry | undefined {
    return this.globals.get(name)
  }

  globalNames(): string[] {
    return [...this.globals.keys()]
  }

  findLibrary(name: string): NativeDef | undefined {
    return this.libraries.get(name)
  }

  libraryNames(): string[] {
    return [...this.libraries.keys()]
  }

  /** The definition of a built-in object, or undefined when there is none of that name. */
  findObject(name: string): NativeDef | undefined {
    return this.objects.get(name)
  }
}

function fill(map: Map<string, NativeEntry>, table: NativeTable, prefix: string): void {
  for (const [name, member] of Object.entries(table)) {
    const isImmediate = member instanceof Immediate
    const def = new Def(name, isImmediate ? member.get : member, prefix + name)
    map.set(name, { def, immediate: isImmediate })
  }
}

/** Runs the body of a native and charges what it cost; one that throws is not charged. */
export function runNative(vm: Interpreter, def: NativeDef, self: Value, args: readonly Value[]): Value {
  const { charged } = vm
  vm.charged = 0
  const result = (def.body as NativeFunction)(vm, self, args)
  vm.charged = charged
  vm.instructions += Math.round((def.cost as NativeCost)(vm, self, args, result))
  if (vm.heap.isDue()) vm.heap.admit(result)
  return result
}
