/** The E object (FACTS 4), without what concerns consoles, boot code and files: that is the board's. */
import { ERROR_FLAGS } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { isNumeric, truth, typeInMessage, viewElement } from '../language/convert.ts'
import { setElement } from '../language/members.ts'
import { show, TO_JS, PRINT } from '../language/show.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, Bool, float, Fn, int, isFunction, isHolder, Obj, Str, str, type Value, View, wide } from '../values.ts'
import { allEntries, entries, isIterable } from './arrays.ts'
import { clip } from './math.ts'
import { bufferOf, bytesOf, liveString, newTyped, signedElement } from './typed.ts'

/** Bytes of numbers, strings, arrays of them, and `{data, count}`, as many natives take them. */
export function gatherBytes(vm: Interpreter, data: Value, out: number[]): void {
  if (isNumeric(data)) out.push(vm.toInt(data) & 255)
  else if (data instanceof Str) for (let at = 0; at < data.text.length; at++) out.push(data.text.charCodeAt(at))
  else if (data instanceof Obj) gatherFromObject(vm, data, out)
  else if (data instanceof Fn) gatherFromFunction(vm, data, out)
  else if (isIterable(data)) for (const [, item] of allEntries(vm, data)) gatherBytes(vm, item, out)
  else throw vm.error('TypeError', `Expecting Number or iterable, got ${typeInMessage(data)}`)
}

/** Rounds after which memory and time are looked after, and instructions for each of them. */
const LONG = 16_384
const BYTE_COST = 100

/** A function holds its parameters, which have no value, and its text. */
function gatherFromFunction(vm: Interpreter, fn: Fn, out: number[]): void {
  if (fn.params.length > 0) gatherBytes(vm, undefined, out)
  if (fn.code !== undefined) gatherBytes(vm, fn.code, out)
}

function gatherFromObject(vm: Interpreter, data: Obj, out: number[]): void {
  const callback = data.find('callback')?.value
  if (isFunction(callback)) {
    const result = vm.call(callback, undefined, [])
    if (result !== undefined) gatherBytes(vm, result, out)
    return
  }
  const count = data.find('count')?.value as Value
  const inner = data.find('data')?.value as Value
  if (inner === undefined || !isNumeric(count)) {
    const form = 'If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn}'
    throw vm.error('TypeError', `${form} - got ${show(vm, data, { ...PRINT, classNames: false, toJson: true })}`)
  }
  for (let left = vm.toInt(count); left > 0; left--) {
    gatherBytes(vm, inner, out)
    if (left % LONG !== 0) continue
    vm.work(LONG * BYTE_COST)
    vm.heap.reserve(out.length)
  }
}

function bytesOfAll(vm: Interpreter, args: readonly Value[]): number[] {
  const out: number[] = []
  for (const arg of args) gatherBytes(vm, arg, out)
  return out
}

function textOfBytes(bytes: readonly number[]): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** The string behind a typed array of bytes that covers all of its buffer: it is shared, not copied. */
function backing(value: Value): Str | undefined {
  if (!(value instanceof View) || value.cells.size !== 1 || value.offset !== 0) return undefined
  return value.bytes.data.length === value.length ? liveString(value.bytes) : undefined
}

function toText(flat: boolean): NativeFunction {
  return (vm, _self, args) => {
    if (args.length === 1) {
      const [only] = args
      if (only instanceof Str && (!flat || only.layout === 'flat')) return only
      const shared = backing(only)
      if (shared !== undefined && (!flat || shared.layout === 'flat')) return shared
    }
    const bytes = bytesOfAll(vm, args)
    vm.heap.reserve(bytes.length)
    return new Str(textOfBytes(bytes), flat || bytes.length > 19 ? 'flat' : 'linked')
  }
}

/** Elements as floats; an error names what is no list. */
function floats(vm: Interpreter, list: Value, message: string, holes: boolean): number[] {
  if (!isIterable(list)) throw vm.error('Error', message)
  if (list instanceof View) {
    const numbers: number[] = []
    for (let at = 0; at < list.length; at++) numbers.push(signedElement(list, at))
    return numbers
  }
  const items = list instanceof Obj ? allEntries(vm, list) : entries(list, holes)
  return items.map(([, item]) => (list instanceof Str ? byteAt(item) : vm.toFloat(item)))
}

function byteAt(char: Value): number {
  return char instanceof Str ? char.text.charCodeAt(0) : 0
}

const sum: NativeFunction = (vm, _self, [list]) => {
  const message = `First argument must be Array, not ${typeInMessage(list)}`
  if (!(list instanceof Str || list instanceof Arr || list instanceof View)) throw vm.error('Error', message)
  let total = 0
  if (list instanceof View) for (let at = 0; at < list.length; at++) total += signedElement(list, at)
  else for (const number of floats(vm, list, message, false)) total += number
  return float(total)
}

/** The sum of squared deviations; it is not divided by the count. */
const variance: NativeFunction = (vm, _self, [list, mean]) => {
  const middle = vm.toFloat(mean)
  let total = 0
  for (const number of floats(vm, list, `First argument must iterable, not ${typeInMessage(list)}`, true)) {
    total += (number - middle) * (number - middle)
  }
  return float(total)
}

const convolve: NativeFunction = (vm, _self, [first, second, start]) => {
  const message = `Expecting first 2 arguments to be iterable, not ${typeInMessage(first)} and ${typeInMessage(second)}`
  const a = floats(vm, first, message, true)
  const b = floats(vm, second, message, true)
  const offset = vm.toInt(start)
  const from = ((offset % b.length) + b.length) % b.length
  let total = 0
  a.forEach((number, at) => (total += number * b[(from + at) % b.length]))
  return float(total)
}

const crc32: NativeFunction = (vm, _self, [data]) => {
  if (!isIterable(data)) return undefined
  let crc = -1
  const feed = (byte: number): void => {
    crc ^= byte & 255
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  if (data instanceof Str) for (let at = 0; at < data.text.length; at++) feed(data.text.charCodeAt(at))
  else for (const [, item] of allEntries(vm, data)) feed(vm.toInt(item))
  return wide(~crc >>> 0)
}

/** Elements of one typed array, cut into pieces of `bits`, through a function or table into another. */
const mapInPlace: NativeFunction = (vm, _self, [from, to, map, bitsArg]) => {
  if (!(from instanceof View && to instanceof View))
    throw vm.error('Error', 'First 2 arguments should be array buffers')
  if (map !== undefined && !(map instanceof Arr || map instanceof View || isFunction(map))) {
    throw vm.error('Error', 'Third argument should be a function or array')
  }
  const width = 8 * from.cells.size
  let bits = vm.toInt(bitsArg)
  const highFirst = bits >= 0
  bits = Math.abs(bits) || width
  // of 32 bits none is left: the processor shifts by the lowest five bits of a count, as this language does
  const mask = (1 << bits) - 1
  let held = 0
  let have = 0
  let read = 0
  for (let at = 0; at < to.length && (read < from.length || have >= bits); at++) {
    const index = read
    while (have < bits) {
      const next = read < from.length ? from.cells.get(read) : 0
      held = highFirst ? (held << width) | next : held | (next << have)
      read++
      have += width
    }
    const piece = highFirst ? (held >> (have - bits)) & mask : held & mask
    if (!highFirst) held >>= bits
    have -= bits
    setElement(vm, to, at, mapped(vm, map, piece, index))
  }
  return undefined
}

function mapped(vm: Interpreter, map: Value, piece: number, index: number): Value {
  if (isFunction(map)) return vm.call(map, undefined, [int(piece), int(index)])
  if (map instanceof Arr) return map.at(piece) as Value
  if (map instanceof View) return piece >= 0 && piece < map.length ? viewElement(map, piece) : undefined
  return int(piece)
}

const clipped: NativeFunction = (vm, _self, args) => {
  const [x, low, high] = [0, 1, 2].map((at) => vm.toFloat(args[at]))
  return float(clip(x, low, high))
}

const FLAGS = 'deepSleep unsafeFlash unsyncFiles pretokenise jitDebug onErrorSave onErrorFlash'.split(' ')

const getFlags: NativeFunction = (vm) => {
  const made = new Obj()
  for (const name of FLAGS) made.add(name, vm.flags.get(name) ?? 0)
  return made
}

const setFlags: NativeFunction = (vm, _self, [flags]) => {
  if (!isHolder(flags)) return undefined
  for (const name of FLAGS) {
    const value = flags.find(name)?.value as Value
    if (value !== undefined) vm.flags.set(name, truth(value) ? 1 : 0)
  }
  return undefined
}

const getErrorFlags: NativeFunction = (vm) => {
  const names = ERROR_FLAGS.filter((flag) => vm.errorFlags.has(flag))
  vm.errorFlags.clear()
  return new Arr(names.map(str))
}

const getSizeOf: NativeFunction = (vm, _self, [value, depth]) => {
  const levels = vm.toInt(depth)
  if (levels <= 0 || !isHolder(value)) return int(vm.heap.sizeOf(value))
  const list = new Arr()
  const parts: [string, Value][] =
    value instanceof Arr ? entries(value, false).map(([at, item]) => [String(at), item]) : []
  for (const { key, value: item } of value.slots) parts.push([String(key), item as Value])
  for (const [name, item] of parts) {
    const row = new Obj()
    row.add('name', str(name))
    const nested = item instanceof Bool ? 1 : vm.heap.sizeOf(typeof item === 'number' ? undefined : item)
    row.add('size', int(nested + 1))
    if (levels > 1 && isHolder(item)) row.add('more', getSizeOf(vm, undefined, [item, int(levels - 1)]))
    list.push(row)
  }
  return list
}

/** A float as the processor cuts it to 32 bits: what does not fit becomes the smallest integer. */
function cut(value: number): number {
  return Math.abs(value) < 2147483648 ? Math.trunc(value) : -2147483648
}

/** Colour of hue, saturation and brightness in 24 bits, red lowest. */
function rgbOf(hue: number, saturation: number, brightness: number): number {
  if (brightness === 0) return 0
  const top = cut(brightness * 255)
  if (saturation === 0) return top | (top << 8) | (top << 16)
  const position = (hue - Math.floor(hue)) * 6
  const sector = cut(position)
  const part = position - sector
  const low = cut((1 - saturation) * brightness * 255)
  const falling = cut((1 - saturation * part) * brightness * 255)
  const rising = cut((1 - saturation * (1 - part)) * brightness * 255)
  const sectors = [
    [top, rising, low],
    [falling, top, low],
    [low, top, rising],
    [low, falling, top],
    [rising, low, top],
    [top, low, falling],
  ]
  const [red, green, blue] = sectors[sector % 6] ?? [0, 0, 0]
  return red | (green << 8) | (blue << 16)
}

const hsbToRgb: NativeFunction = (vm, _self, [hue, saturation, brightness, format]) => {
  const rgb = rgbOf(vm.toFloat(hue), vm.toFloat(saturation), vm.toFloat(brightness))
  const [red, green, blue] = [rgb & 255, (rgb >> 8) & 255, (rgb >> 16) & 255]
  switch (vm.toInt(format)) {
    case 0:
    case 24:
      return int(rgb)
    case 16:
      return int((blue >> 3) | ((green >> 2) << 5) | ((red >> 3) << 11))
    case 1:
      return new Arr([red, green, blue])
  }
  throw vm.error('Error', "HSBtoRGB's format arg expects undefined/1/16/24")
}

export function espruino(natives: NativeRegistry): void {
  natives.object('E', {
    statics: {
      CRC32: crc32,
      HSBtoRGB: hsbToRgb,
      clip: clipped,
      convolve,
      defrag: () => undefined,
      getErrorFlags,
      getFlags,
      getSizeOf,
      mapInPlace,
      reverseByte(vm, _self, [value]) {
        let byte = vm.toInt(value) & 255
        let result = 0
        for (let bit = 0; bit < 8; bit++, byte >>= 1) result = (result << 1) | (byte & 1)
        return result
      },
      setFlags,
      sum,
      toArrayBuffer: (_vm, _self, [text]) => (text instanceof Str ? bufferOf(bytesOf(text)) : undefined),
      toFlatString: toText(true),
      toJS: (vm, _self, [value]) => str(show(vm, value, TO_JS)),
      toString: toText(false),
      toUint8Array(vm, _self, args) {
        const bytes = bytesOfAll(vm, args)
        const made = newTyped(vm, 'Uint8Array', bytes.length)
        made.bytes.data.set(bytes)
        return made
      },
      variance,
    },
  })
}
