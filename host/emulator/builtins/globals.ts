/** Global functions and the console object (FACTS 3.1, 4). */
import type { Interpreter } from '../interpreter.ts'
import { printCost } from '../costs/natives-json.ts'
import { parseFloatText, parseIntText, TOO_BIG } from '../numbers.ts'
import { Activation, stackText } from '../language/activation.ts'
import { isNumeric, toText, typeInMessage } from '../language/convert.ts'
import { runText } from '../language/functions.ts'
import { PRINT, show } from '../language/show.ts'
import { Source } from '../language/source.ts'
import { immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import { allEntries, isIterable } from './arrays.ts'
import { Arr, bool, flatStr, float, int, isFunction, Num, Pin, Scope, Str, str, type Value, View } from '../values.ts'

/** Arguments as text, with a space between them. */
export function printed(vm: Interpreter, args: readonly Value[]): string {
  return args.map((arg) => (arg instanceof Str ? arg.text : show(vm, arg, PRINT))).join(' ')
}

const print: NativeFunction = (vm, _self, args) => {
  const text = `${printed(vm, args)}\n`
  vm.instructions += printCost(args, text.length)
  vm.host.print(text)
  return undefined
}

/** Prints, and then where the program is. */
const trace: NativeFunction = (vm, self, args) => {
  print(vm, self, args)
  vm.host.print(stackText(vm.current))
  return undefined
}

/** Runs text in the scope of the caller. */
const evaluate: NativeFunction = (vm, _self, [code]) => {
  if (code === undefined) return undefined
  const caller = vm.current
  const text = code instanceof Str ? code : str(toText(vm, code))
  const source = new Source(text.text, text.layout === 'native')
  const stack = caller?.stack ?? 0
  const frame = new Activation(
    source,
    'eval',
    caller,
    caller?.scope ?? null,
    caller?.base ?? vm.root,
    caller?.self,
    stack,
  )
  const held = vm.temporaries.length
  vm.temporaries.push(text)
  const value = runText(vm, frame)
  vm.temporaries.length = held
  if (caller !== null && frame.block !== null) caller.scope = frame.scope
  return value
}

const args = immediate((vm) => {
  const base = vm.current?.base
  if (!(base instanceof Scope)) throw vm.error('Error', "Can only use 'arguments' variable inside a function")
  const list = new Arr(base.slots.slice(0, base.parameters).map((slot) => slot.value as Value))
  base.put('arguments', list)
  return list
})

const parseInteger: NativeFunction = (vm, _self, [value, radix]) => {
  const base = isNumeric(radix) ? vm.toInt(radix) : 0
  if (value instanceof Num && value.isFloat && !Number.isFinite(value.value)) return float(NaN)
  if (value instanceof Pin) return int(value.number)
  const result = parseIntText(toText(vm, value), base)
  if (result === undefined) throw vm.error('Error', TOO_BIG)
  return Number.isInteger(result) && Math.abs(result) <= 2147483647 ? int(result) : float(result)
}

const parseDecimal: NativeFunction = (vm, _self, [value]) => {
  if (value instanceof Pin) return float(value.number)
  const result = parseFloatText(toText(vm, value))
  return result === undefined ? vm.raise('Error', TOO_BIG) : float(result)
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 of the bytes of a string or list; numbers count modulo 256. */
const btoa: NativeFunction = (vm, _self, [value]) => {
  if (!isIterable(value)) throw vm.error('Error', `Expecting String or Array, got ${typeInMessage(value)}`)
  const bytes =
    value instanceof Str
      ? Array.from(value.text, (char) => char.charCodeAt(0))
      : allEntries(vm, value).map(([, item]) => vm.toInt(item) & 255)
  let out = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let place = 0; place < 4; place++) {
      out += at + place > bytes.length ? '=' : DIGITS[(group >> (18 - 6 * place)) & 63]
    }
  }
  return flatStr(out)
}

/**
 * Bytes of base64, four digits at a time. White space does not count; a character that is no digit counts as none, and
 * what a group yields is decided by its last digit. Room for the result is reckoned from the length: what is not
 * written stays 0, what is too much is lost.
 */
const atob: NativeFunction = (vm, _self, [value]) => {
  if (!(value instanceof Str)) throw vm.error('Error', `Expecting String, got ${typeInMessage(value)}`)
  const digits = value.text.replace(/[\t\v\f \n\r]/g, '')
  const padding = (digits.endsWith('=') ? 1 : 0) + (digits.at(-2) === '=' ? 1 : 0)
  const room = Math.max(0, Math.trunc((digits.length * 3) / 4) - padding)
  let out = ''
  for (let at = 0; at < digits.length; at += 4) {
    let triple = 0
    let last = 0
    for (let place = 0; place < 4; place++) {
      const digit = at + place < digits.length ? DIGITS.indexOf(digits[at + place]) : -1
      if (digit < 0) continue
      triple |= digit << ((3 - place) * 6)
      last = place
    }
    for (let byte = 0; byte < last; byte++) out += String.fromCharCode((triple >> (16 - 8 * byte)) & 255)
  }
  return flatStr(out.slice(0, room).padEnd(room, '\0'))
}

/** Characters that encodeURIComponent leaves alone. */
const UNRESERVED = /[A-Za-z0-9\-._!~*'()]/

const encode: NativeFunction = (vm, _self, [value]) => {
  const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return str(Array.from(toText(vm, value), (char) => (UNRESERVED.test(char) ? char : hex(char))).join(''))
}

/** The value of a digit of any radix; -1 for other characters and for none. */
function digitOf(char: string): number {
  return /^[0-9a-zA-Z]$/.test(char) ? parseInt(char, 36) : -1
}

/** Any letters and digits are taken for hexadecimal ones; what is none of them makes a byte of ones. */
const decode: NativeFunction = (vm, _self, [value]) => {
  const text = toText(vm, value)
  let out = ''
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 127) throw vm.error('Error', 'ASCII only')
    if (text[at] !== '%') {
      out += text[at]
      continue
    }
    const high = digitOf(text.charAt(++at))
    const low = digitOf(text.charAt(++at))
    out += String.fromCharCode(high < 0 || low < 0 ? 255 : ((high << 4) | low) & 255)
  }
  return str(out)
}

/** Text of white space only counts as a number, functions and typed arrays do as well. */
const isNaNValue: NativeFunction = (vm, _self, [value]) => {
  if (isFunction(value) || value instanceof View) return bool(false)
  if (value instanceof Str && /^[\t\v\f \n\r]*$/.test(value.text)) return bool(false)
  return bool(Number.isNaN(vm.toFloat(value)))
}

export function globals(natives: NativeRegistry): void {
  const global = immediate((vm) => vm.root)
  natives.functions({
    print,
    eval: evaluate,
    arguments: args,
    parseInt: parseInteger,
    parseFloat: parseDecimal,
    isNaN: isNaNValue,
    isFinite: (vm, _self, [value]) => bool(Number.isFinite(vm.toFloat(value))),
    NaN: immediate(() => float(NaN)),
    Infinity: immediate(() => float(Infinity)),
    HIGH: immediate(() => 1),
    LOW: immediate(() => 0),
    global,
    globalThis: global,
    atob,
    btoa,
    encodeURIComponent: encode,
    decodeURIComponent: decode,
    getTime: (vm) => float(vm.host.wall() / 1e6),
    setTime(vm, _self, [seconds]) {
      vm.host.setWall(vm.toFloat(seconds) * 1e6)
      return undefined
    },
  })
  natives.object('Pin', { construct: (_vm, _self, [value]) => (value instanceof Pin ? value : undefined) })
  natives.object('console', {
    statics: { debug: print, error: print, info: print, log: print, warn: print, trace },
  })
}
