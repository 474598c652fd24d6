/** String and its members (FACTS 3.2): characters are bytes. */
import type { Interpreter } from '../interpreter.ts'
import { isNumeric, toText } from '../language/convert.ts'
import { immediate, type NativeFunction, type NativeRegistry, type NativeTable } from '../natives.ts'
import { Arr, bool, float, int, Null, Obj, partOf, Str, str, type Value } from '../values.ts'
import { placeOf, replaceEach } from './find-text.ts'
import { matchText, replaceText, splitText } from './regexp.ts'

/** The text that a member works on. */
function textOf(vm: Interpreter, self: Value): string {
  return self instanceof Str ? self.text : toText(vm, self)
}

type PartFunction = (vm: Interpreter, text: string, args: readonly Value[]) => readonly [from: number, to: number]

/** A member that yields a part of its string. */
function part(bounds: PartFunction): NativeFunction {
  return (vm, self, args) => {
    const whole = self instanceof Str ? self : str(toText(vm, self))
    const [from, to] = bounds(vm, whole.text, args)
    return partOf(whole, from, Math.max(from, to))
  }
}

type TextFunction = (vm: Interpreter, text: string, args: readonly Value[]) => Value

function onText(body: TextFunction): NativeFunction {
  return (vm, self, args) => body(vm, textOf(vm, self), args)
}

/** An optional length or position. */
function optional(vm: Interpreter, value: Value, otherwise: number): number {
  return value === undefined ? otherwise : vm.toInt(value)
}

function isRegExp(vm: Interpreter, value: Value): value is Obj {
  if (!(value instanceof Obj)) return false
  const maker = vm.root.find('RegExp')?.value
  const prototype = value.find('__proto__')?.value
  return maker !== undefined && prototype instanceof Obj && prototype.find('constructor')?.value === maker
}

function pad(atEnd: boolean): NativeFunction {
  return (vm, self, [length, filler]) => {
    const text = textOf(vm, self)
    const wanted = vm.toInt(length) - text.length
    const unit = filler === undefined ? ' ' : toText(vm, filler)
    if (wanted <= 0 || unit === '') return self instanceof Str ? self : str(text)
    vm.heap.reserve(wanted)
    const padding = unit.repeat(Math.ceil(wanted / unit.length)).slice(0, wanted)
    return str(atEnd ? text + padding : padding + text)
  }
}

const slice = part((vm, { length }, [from, to]) => {
  const start = vm.toInt(from)
  const end = optional(vm, to, length)
  return [start < 0 ? Math.max(length + start, 0) : start, end < 0 ? end + length : end]
})

const substring = part((vm, text, [from, to]) => {
  const start = Math.max(vm.toInt(from), 0)
  const end = Math.max(optional(vm, to, text.length), 0)
  return [Math.min(start, end), Math.max(start, end)]
})

const substr = part((vm, text, [from, count]) => {
  const start = vm.toInt(from)
  const begin = start < 0 ? Math.max(text.length + start, 0) : start
  return [begin, begin + optional(vm, count, text.length)]
})

const trim = part((_vm, text) => {
  const from = text.search(/[^\t\v\f \n\r]/)
  return from < 0 ? [0, 0] : [from, text.replace(/[\t\v\f \n\r]+$/, '').length]
})

const repeat = onText((vm, text, [times]) => {
  const count = vm.toInt(times)
  if (count < 0) throw vm.error('Error', 'Invalid count value')
  vm.heap.reserve(text.length * count)
  return str(text.repeat(count))
})

function replace(all: boolean): NativeFunction {
  return (vm, self, [wanted, by]) => {
    const text = textOf(vm, self)
    if (isRegExp(vm, wanted)) return str(replaceText(vm, text, wanted, by))
    const pattern = toText(vm, wanted)
    const replacement = toText(vm, by)
    const at = placeOf(text, pattern, 0)
    // a text in which nothing is replaced is the same one, which takes no memory
    if (at < 0 && self instanceof Str) return self
    if (!all) return str(at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + pattern.length))
    return str(pattern === '' ? text : replaceEach(vm, text, pattern, replacement))
  }
}

const split: NativeFunction = (vm, self, [separator]) => {
  const whole = self instanceof Str ? self : str(toText(vm, self))
  const { text } = whole
  if (separator === undefined) return new Arr([whole])
  if (isRegExp(vm, separator)) return new Arr(splitText(vm, text, separator).map(str))
  const between = toText(vm, separator)
  if (text.length + 1 < between.length || text + between === '') return new Arr()
  let at = 0
  return new Arr(
    text.split(between).map((piece) => {
      const from = at
      at += piece.length + between.length
      return partOf(whole, from, from + piece.length)
    }),
  )
}

/** Capital and small letters of Latin-1 differ in one bit. */
function changeCase(letters: RegExp): NativeFunction {
  const change = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) ^ 32)
  return onText((_vm, text) => str(text.replace(letters, change)))
}

const members: NativeTable = {
  length: immediate((_vm, self) => (self instanceof Str ? int(self.text.length) : undefined)),
  charAt: onText((vm, text, [at]) => str(text.charAt(vm.toInt(at)))),
  charCodeAt: onText((vm, text, [at]) => {
    const index = vm.toInt(at)
    return index >= 0 && index < text.length ? text.charCodeAt(index) : float(NaN)
  }),
  concat: onText((vm, text, args) =>
    str(text + args.map((arg) => (arg === undefined ? '' : toText(vm, arg))).join('')),
  ),
  startsWith: onText((vm, text, [wanted, at]) => bool(text.startsWith(toText(vm, wanted), Math.max(vm.toInt(at), 0)))),
  endsWith: onText((vm, text, [wanted, end]) =>
    bool(text.endsWith(toText(vm, wanted), optional(vm, end, text.length))),
  ),
  includes: onText((vm, text, [wanted, at]) => bool(placeOf(text, toText(vm, wanted), optional(vm, at, 0)) >= 0)),
  indexOf: onText((vm, text, [wanted, at]) => int(placeOf(text, toText(vm, wanted), optional(vm, at, 0)))),
  lastIndexOf: onText((vm, text, [wanted, at]) =>
    int(text.lastIndexOf(toText(vm, wanted), isNumeric(at) ? vm.toInt(at) : text.length)),
  ),
  match: (vm, self, [pattern]) => {
    const text = textOf(vm, self)
    if (pattern === undefined) return undefined
    if (isRegExp(vm, pattern)) return matchText(vm, self, text, pattern)
    const wanted = toText(vm, pattern)
    const at = placeOf(text, wanted, 0)
    if (at < 0) return new Null()
    const found = new Arr([str(wanted)])
    found.add('index', int(at))
    found.add('input', str(wanted))
    return found
  },
  padStart: pad(false),
  padEnd: pad(true),
  repeat,
  replace: replace(false),
  replaceAll: replace(true),
  slice,
  split,
  substr,
  substring,
  toLowerCase: changeCase(/[A-Z\xc0-\xd6\xd8-\xde]/g),
  toUpperCase: changeCase(/[a-z\xe0-\xf6\xf8-\xfe]/g),
  trim,
}

const fromCharCode: NativeFunction = (vm, _self, args) =>
  str(args.map((code) => String.fromCharCode(vm.toInt(code) & 255)).join(''))

export function strings(natives: NativeRegistry): void {
  natives.object('String', {
    construct: (vm, _self, args) => (args.length === 0 ? str('') : str(toText(vm, args[0]))),
    statics: { fromCharCode },
    prototype: members,
  })
}
