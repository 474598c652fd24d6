/** ArrayBuffer and typed arrays (FACTS 3.2, 4). */
import type { Interpreter } from '../interpreter.ts'
import { iterationCost, sortCosts } from '../costs/natives-arrays.ts'
import { setElement } from '../language/members.ts'
import { immediate, type NativeFunction, type NativeRegistry, type NativeTable } from '../natives.ts'
import { Arr, Bytes, FLAT_FROM, HOLE, int, isFunction, Obj, Str, type Value, View, type ViewType } from '../values.ts'
import { typeInMessage, isNumeric, viewElement } from '../language/convert.ts'
import { KINDS } from './cells.ts'
import { dataViews } from './data-view.ts'
import { sortWith } from './sort.ts'
import { arrayFunctions, compared } from './arrays.ts'

const TYPED = Object.keys(KINDS).filter((name) => name !== 'ArrayBuffer') as ViewType[]

/** The largest ArrayBuffer that this build makes. */
const MAX_LENGTH = 0xffffff
/** A view begins at most so many bytes into its buffer. */
export const MAX_OFFSET = 65535

function view(type: ViewType, bytes: Bytes, buffer: View | undefined, offset: number, length: number): View {
  return new View(type, bytes, buffer, offset, length, KINDS[type].make(bytes.data, offset))
}

/** An ArrayBuffer over bytes. */
export function bufferOf(bytes: Bytes): View {
  return view('ArrayBuffer', bytes, undefined, 0, bytes.data.length)
}

function newBuffer(vm: Interpreter, length: number): View {
  if (length < 0) throw vm.error('Error', 'Invalid length for ArrayBuffer')
  if (length > MAX_LENGTH) throw vm.error('Error', 'ArrayBuffer too long')
  const inOnePiece = vm.heap.claim(length)
  return bufferOf(new Bytes(new Uint8Array(length), undefined, !inOnePiece))
}

/** A typed array on a buffer; length 0 means to the end of it. */
function viewOn(vm: Interpreter, type: ViewType, buffer: View, offset: number, length: number): View {
  if (offset < 0 || offset > MAX_OFFSET) throw vm.error('Error', 'byteOffset too large (or negative)')
  const room = Math.max(0, Math.trunc((buffer.length - offset) / KINDS[type].size))
  // what is told stays told, even where the buffer ends before
  return view(type, buffer.bytes, buffer, offset, (length === 0 ? room : length) & MAX_LENGTH)
}

/** A typed array of its own. */
export function newTyped(vm: Interpreter, type: ViewType, length: number): View {
  // the product has 32 bits
  const buffer = newBuffer(vm, Math.imul(KINDS[type].size, length))
  return view(type, buffer.bytes, buffer, 0, length & MAX_LENGTH)
}

/** A string whose characters are bytes that programs can change. */
export function liveString(bytes: Bytes): Str {
  if (bytes.lender !== undefined) return bytes.lender
  const isFlat = bytes.data.length > FLAT_FROM && !bytes.isScattered
  const text = new Str('', isFlat ? 'flat' : 'linked')
  text.bytes = bytes
  bytes.lender = text
  return text
}

/** The bytes of a string, shared with it from now on. */
export function bytesOf(text: Str): Bytes {
  return (text.bytes ??= new Bytes(toBytes(text.text), text))
}

function toBytes(text: string): Uint8Array {
  const data = new Uint8Array(text.length)
  for (let at = 0; at < data.length; at++) data[at] = text.charCodeAt(at)
  return data
}

function construct(type: ViewType): NativeFunction {
  return (vm, _self, [source, offset, length]) => {
    const start = vm.toInt(offset)
    if (start < 0 || start > MAX_OFFSET) throw vm.error('Error', 'byteOffset too large (or negative)')
    if (source instanceof View && source.type === 'ArrayBuffer')
      return viewOn(vm, type, source, start, vm.toInt(length))
    if (isNumeric(source)) return newTyped(vm, type, vm.toInt(source))
    if (!(source instanceof Arr || source instanceof View)) {
      throw vm.error('Error', `Unsupported first argument of type ${typeInMessage(source)}`)
    }
    const made = newTyped(vm, type, source.length)
    const indices = source instanceof Arr ? source.indices() : source.cells
    if (Array.isArray(indices)) {
      for (const at of indices) setElement(vm, made, at, (source as Arr).at(at) as Value)
    } else for (let at = 0; at < source.length; at++) setElement(vm, made, at, viewElement(source as View, at))
    return made
  }
}

/** An element as natives read it that compute with numbers: 32-bit integers have a sign. */
export function signedElement(view: View, at: number): number {
  const number = view.cells.get(at)
  return view.type === 'Uint32Array' ? number | 0 : number
}

function theView(vm: Interpreter, self: Value, message: string): View {
  if (!(self instanceof View)) throw vm.error('Error', message)
  return self
}

/** `a.set(values, offset)`; what does not fit is ignored. */
const set: NativeFunction = (vm, self, [source, offset]) => {
  const target = theView(vm, self, 'Can only be called on an ArrayBufferView')
  if (!(source instanceof Str || source instanceof Arr || source instanceof View)) {
    throw vm.error('Error', `First argument must be Array, not ${typeInMessage(source)}`)
  }
  const start = vm.toInt(offset)
  const count = source instanceof Str ? source.text.length : source.length
  const values: Value[] = []
  for (let at = 0; at < count; at++) values.push(elementOf(source, at))
  values.forEach((value, at) => setElement(vm, target, start + at, value))
  return undefined
}

function elementOf(source: Str | Arr | View, at: number): Value {
  if (source instanceof Str) return source.text.charCodeAt(at)
  if (source instanceof View) return viewElement(source, at)
  const item = source.at(at)
  return item === HOLE ? undefined : (item as Value)
}

const subarray: NativeFunction = (vm, self, [from, to]) => {
  const whole = theView(vm, self, 'ArrayBufferView.subarray can only be called on an ArrayBufferView')
  let begin = vm.toInt(from)
  let end = isNumeric(to) ? vm.toInt(to) : whole.length
  if (begin < 0) begin += whole.length
  if (end < 0) end += whole.length
  if (end < 0) end = 0
  if (begin > end) begin = end = 0
  if (begin === end || whole.buffer === undefined) return newTyped(vm, whole.type, 0)
  return viewOn(vm, whole.type, whole.buffer, whole.offset + begin * whole.cells.size, end - begin)
}

const map: NativeFunction = (vm, self, [fn, thisArg]) => {
  const source = theView(vm, self, 'Can only be called on an ArrayBufferView')
  if (!isFunction(fn)) throw vm.error('Error', 'First argument must be a function')
  if (thisArg !== undefined && !(thisArg instanceof Obj))
    throw vm.error('Error', 'Second argument must be Object or undefined')
  const made = newTyped(vm, source.type, source.length)
  const iteration = iterationCost(source)
  for (let at = 0; at < source.length; at++) {
    vm.instructions += iteration
    const value = vm.call(fn, thisArg, [viewElement(source, at), int(at), source])
    if (value !== undefined) setElement(vm, made, at, value)
  }
  return made
}

const sort: NativeFunction = (vm, self, [compare]) => {
  const array = theView(vm, self, 'Can only be called on an ArrayBufferView')
  if (compare !== undefined && !isFunction(compare)) {
    throw vm.error('Error', `Expecting compare function, got ${typeInMessage(compare)}`)
  }
  const values: Value[] = []
  for (let at = 0; at < array.length; at++) values.push(viewElement(array, at))
  const costs = sortCosts(array, compare !== undefined)
  const order = compare === undefined ? numericOrder(vm, array.cells.isFloat) : compareBy(vm, compare)
  const sorted = sortWith(values, (a, b) => {
    const found = order(a, b)
    vm.instructions += costs.comparison + (found > 0 ? 0 : costs.move)
    return found
  })
  sorted.forEach((value, at) => setElement(vm, array, at, value))
  return array
}

/** By the difference, where NaN counts as above 0; that of integers has 32 bits and a sign. */
function numericOrder(vm: Interpreter, isFloat: boolean): (a: Value, b: Value) => number {
  if (isFloat) {
    return (a, b) => {
      const sign = Math.sign(vm.toFloat(a) - vm.toFloat(b))
      return Number.isNaN(sign) ? 1 : sign
    }
  }
  return (a, b) => (vm.toInt(a) - vm.toInt(b)) | 0
}

function compareBy(vm: Interpreter, compare: Value): (a: Value, b: Value) => number {
  return (a, b) => compared(vm, compare, a, b)
}

const indexOf: NativeFunction = (vm, self, [wanted, start]) => {
  const array = theView(vm, self, 'Can only be called on an ArrayBufferView')
  if (array.cells.isFloat) return arrayFunctions.indexOf(vm, self, [wanted, start])
  const number = vm.toInt(wanted)
  for (let at = vm.toInt(start); at < array.length; at++) if (signedElement(array, at) === number) return int(at)
  return -1
}

const viewMembers: NativeTable = {
  buffer: immediate((_vm, self) => (self instanceof View ? (self.buffer ?? self) : undefined)),
  byteLength: immediate((_vm, self) => (self instanceof View ? int(self.length * self.cells.size) : undefined)),
  byteOffset: immediate((_vm, self) => (self instanceof View ? int(self.offset) : undefined)),
  set,
  subarray,
  map,
  sort,
  indexOf,
}

/** Functions of arrays that typed arrays have too. */
const SHARED = [
  'every',
  'fill',
  'filter',
  'find',
  'findIndex',
  'forEach',
  'includes',
  'join',
  'reduce',
  'reverse',
  'slice',
  'some',
]

export function typedArrays(natives: NativeRegistry): void {
  natives.object('ArrayBuffer', {
    construct: (vm, _self, [length]) => newBuffer(vm, vm.toInt(length)),
    prototype: { byteLength: viewMembers.byteLength },
  })
  const shared = Object.fromEntries(SHARED.map((name) => [name, arrayFunctions[name]]))
  natives.object('ArrayBufferView', { prototype: { ...shared, ...viewMembers } })
  for (const type of TYPED) natives.object(type, { construct: construct(type) })
  dataViews(natives)
}
