/**
 * Text in UTF-8 (FACTS 3.2): an ESP32 has strings of bytes only. What exists for others refuses, or says that nothing is
 * UTF-8; `decodeUTF8` and `removeAccents` make single bytes of it.
 */
import type { Interpreter } from '../interpreter.ts'
import { toText } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Accessor, Arr, bool, HOLE, int, isFunction, isHolder, Obj, Str, str, type Value } from '../values.ts'

const asUtf8: NativeFunction = (vm) => {
  throw vm.error('Error', 'Unicode not supported on this build')
}

/** The code point at a place and the place behind it; what is no start of a sequence counts as itself. */
function codePoint(text: string, at: number): readonly [code: number, next: number] {
  const byte = text.charCodeAt(at)
  const more = byte < 0xc0 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf8 ? 3 : 0
  let code = more === 0 ? byte : byte & (0x3f >> more)
  for (let i = 1; i <= more; i++) code = (code << 6) | ((text.charCodeAt(at + i) || 0) & 0x3f)
  return [code, at + 1 + more]
}

/** What stands for a code point that no byte can hold. */
function replacement(vm: Interpreter, code: number, lookup: Value, otherwise: Value): Value {
  const found = lookup instanceof Arr ? lookup.at(code) : lookup instanceof Obj ? lookup.find(code)?.value : undefined
  if (found !== undefined && found !== HOLE && !(found instanceof Accessor)) return found as Value
  if (isFunction(otherwise)) return vm.call(otherwise, undefined, [int(code)])
  return otherwise instanceof Str ? otherwise : undefined
}

const decodeUtf8: NativeFunction = (vm, _self, [text, lookup, otherwise]) => {
  if (!(text instanceof Str)) throw vm.error('Error', 'First argument must be String')
  let out = ''
  for (let at = 0; at < text.text.length;) {
    const [code, next] = codePoint(text.text, at)
    at = next
    const other = code < 256 ? undefined : replacement(vm, code, lookup, otherwise)
    if (code < 256) out += String.fromCharCode(code)
    else if (other !== undefined) out += toText(vm, other)
  }
  return str(out)
}

/** Letters of ISO 8859-1 from 0xC0 on without their accents; a dot keeps the character. */
const PLAIN = [...'AAAAAA.CEEEEIIIIDNOOOOO.OUUUUYP.']
const CAPITALS = 0xc0
const SMALL = 0xe0
const BOTH: Readonly<Record<number, string>> = { 0xc6: 'AE', 0xdf: 'SS', 0xe6: 'ae', 0xff: 'y' }

function plain(char: string): string {
  const code = char.charCodeAt(0)
  if (code < CAPITALS) return char
  const letter = BOTH[code] ?? PLAIN[(code - CAPITALS) % (SMALL - CAPITALS)]
  if (letter === '.') return char
  return code >= SMALL ? letter.toLowerCase() : letter
}

/** Finds a name without regard to capitals: the value, or the name as it is written. */
const lookupNoCase: NativeFunction = (vm, _self, [haystack, needle, wantsKey]) => {
  if (!isHolder(haystack)) return undefined
  const wanted = toText(vm, needle)
  if (wanted.length >= LONGEST_NEEDLE) throw vm.error('Error', `Search string is too long (>=${LONGEST_NEEDLE} chars)`)
  const slot = haystack.slots.find(({ key }) => typeof key === 'string' && lower(key) === lower(wanted))
  if (slot === undefined) return undefined
  if (vm.truth(wantsKey)) return str(String(slot.key))
  return slot.value instanceof Accessor ? undefined : slot.value
}

const LONGEST_NEEDLE = 64
const lower = (text: string): string => text.replace(/[A-Z\xc0-\xd6\xd8-\xde]/g, (letter) => letter.toLowerCase())

export function unicode(natives: NativeRegistry): void {
  natives.object('E', {
    statics: {
      asUTF8: asUtf8,
      decodeUTF8: decodeUtf8,
      fromUTF8: () => undefined,
      isUTF8: () => bool(false),
      lookupNoCase,
    },
  })
  natives.object('String', {
    prototype: { removeAccents: (vm, self) => str(Array.from(toText(vm, self), plain).join('')) },
  })
}
