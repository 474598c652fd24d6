/**
 * All values of a program as bytes, and back: what `save()` writes (FACTS 6). Everything that the program can reach is
 * kept with its identity: two names that share an object share it again.
 *
 * The text of an image is a head that names classes and their fields, then one list of fields an object, with references
 * by number. It is latin-1: strings of a program have 8-bit characters. Numbers 0 and 1 are the global and the hidden root.
 */
import { Unimplemented } from './errors.ts'
import { HOLE, Holder, Obj, Scope, Slot } from './holders.ts'
import type { Interpreter } from './interpreter.ts'
import { KINDS } from './builtins/cells.ts'
import { Accessor, Arr, Bool, Bytes, Fn, Native, Null, Num, Pin, Str, View } from './values.ts'

/** First characters of an image: the form, and its version. */
const MAGIC = 'RVI1'

const CLASSES: Readonly<Record<string, abstract new (...args: never[]) => object>> = {
  ...{ Accessor, Arr, Bool, Bytes, Fn, Native, Null, Num, Obj, Pin, Scope, Slot, Str, View },
  // The scope of a module; restored as the object that programs see.
  ModuleScope: Obj,
}

/** Fields that are made anew: marks of memory walks, indices, compiled code. */
const MADE_ANEW = new Set(['mark', 'index', 'version', 'template', 'cells'])

/** What stands for itself in JSON, and lists that begin with what they are. */
type Code = null | boolean | number | string | readonly unknown[]

type Fields = Record<string, unknown>

/** The image of the program that runs in this interpreter. */
export function imageOf(vm: Interpreter): Uint8Array {
  const writer = new Writer(vm)
  const text = MAGIC + JSON.stringify(writer.write([vm.root, vm.hidden]))
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** Whether these bytes are an image that can be loaded. */
export function isImage(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC
}

/** Puts the values of an image into a new interpreter, which has the built-ins of the one that was saved. */
export function restoreImage(vm: Interpreter, bytes: Uint8Array): void {
  let text = ''
  for (let at = MAGIC.length; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, Math.min(bytes.length, at + 8192)))
  new Reader(vm, JSON.parse(text) as Saved).read([vm.root, vm.hidden])
}

interface Saved {
  readonly classes: readonly (readonly [name: string, ...fields: string[]])[]
  readonly objects: readonly (readonly [classNumber: number, ...values: Code[]])[]
}

class Writer {
  private readonly numbers = new Map<object, number>()
  private readonly waiting: object[] = []
  private readonly classes: [string, ...string[]][] = []
  private readonly known = new Map<string, number>()
  private readonly natives: ReadonlyMap<unknown, string>

  constructor(vm: Interpreter) {
    this.natives = new Map([...vm.natives.places()].map(([place, def]) => [def, place]))
  }

  write(roots: readonly object[]): Saved {
    for (const root of roots) this.reference(root)
    const objects: [number, ...Code[]][] = []
    for (let at = 0; at < this.waiting.length; at++) {
      const it = this.waiting[at] as Fields
      const fields = Object.keys(it).filter((name) => !MADE_ANEW.has(name))
      objects.push([this.classOf(it, fields), ...fields.map((name) => this.code(it[name]))])
    }
    return { classes: this.classes, objects }
  }

  private classOf(it: object, fields: readonly string[]): number {
    const { name } = it.constructor
    if (!(name in CLASSES)) throw new Unimplemented(`save() of ${name}`)
    const key = [name, ...fields].join()
    const known = this.known.get(key)
    if (known !== undefined) return known
    this.known.set(key, this.classes.length)
    return this.classes.push([name, ...fields]) - 1
  }

  private code(value: unknown): Code {
    if (value === undefined) return ['u']
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['n', Object.is(value, -0) ? '-0' : String(value)]
    if (value === HOLE) return ['h']
    if (Array.isArray(value)) return ['a', ...(value as unknown[]).map((item) => this.code(item))]
    if (value instanceof Map)
      return ['m', ...[...(value as Map<unknown, unknown>)].map(([key, item]) => [this.code(key), this.code(item)])]
    if (value instanceof Uint8Array) return ['b', Array.from(value, (byte) => String.fromCharCode(byte)).join('')]
    if (typeof value !== 'object') throw new Unimplemented(`save() of a ${typeof value}`)
    return this.objectCode(value)
  }

  private objectCode(value: object): Code {
    const place = this.natives.get(value)
    if (place !== undefined) return ['d', place]
    if (value.constructor !== Object) return ['r', this.reference(value)]
    const names = Object.keys(value)
    if ('body' in value) throw new Unimplemented('save() of a function that a built-in has made')
    return ['o', ...names.map((name) => [name, this.code((value as Fields)[name])])]
  }

  private reference(it: object): number {
    const known = this.numbers.get(it)
    if (known !== undefined) return known
    this.numbers.set(it, this.waiting.length)
    return this.waiting.push(it) - 1
  }
}

class Reader {
  private readonly objects: object[] = []
  private readonly natives: ReadonlyMap<string, unknown>

  constructor(
    private readonly vm: Interpreter,
    private readonly saved: Saved,
  ) {
    this.natives = new Map(vm.natives.places())
  }

  /** Makes all objects, then fills them; the first are those handed in. */
  read(roots: readonly object[]): void {
    const { classes, objects } = this.saved
    for (const [number, [kind]] of objects.entries())
      this.objects.push(roots[number] ?? (Object.create(CLASSES[classes[kind][0]].prototype as object) as object))
    for (const [number, [kind, ...values]] of objects.entries()) {
      const it = this.objects[number] as Fields
      for (const [at, name] of classes[kind].slice(1).entries()) it[name] = this.value(values[at])
      // Every value has been counted by some walk of memory, or by none yet.
      if (!(it instanceof Slot)) it['mark'] = 0
    }
    for (const it of this.objects) this.finish(it)
  }

  private finish(it: object): void {
    if (it instanceof Fn) it.template = { code: undefined }
    if (it instanceof View) Object.assign(it, { cells: KINDS[it.type].make(it.bytes.data, it.offset) })
    if (!(it instanceof Holder)) return
    it.indexSlots()
    if (it !== this.vm.root && it !== this.vm.hidden) this.vm.heap.track(it)
  }

  private value(code: Code): unknown {
    if (!Array.isArray(code)) return code
    const [kind, ...rest] = code as [string, ...Code[]]
    switch (kind) {
      case 'u':
        return undefined
      case 'n':
        return Number(rest[0])
      case 'h':
        return HOLE
      case 'a':
        return rest.map((item) => this.value(item))
      case 'm':
        return new Map(rest.map((pair) => (pair as Code[]).map((item) => this.value(item)) as [unknown, unknown]))
      case 'b':
        return Uint8Array.from(rest[0] as string, (char) => char.charCodeAt(0))
      case 'd':
        return this.natives.get(rest[0] as string)
      case 'o':
        return Object.fromEntries(rest.map((pair) => [(pair as string[])[0], this.value((pair as Code[])[1])]))
      default:
        return this.objects[rest[0] as number]
    }
  }
}
