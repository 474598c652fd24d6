/**
 * `E.FFT(real, imaginary, inverse)` in 32-bit floats, in place (FACTS 4). Without an imaginary part the magnitudes are
 * written back. A chip that multiplies and adds in one step may differ in the last bit of 24.
 */
import type { Interpreter } from '../interpreter.ts'
import { typeInMessage } from '../language/convert.ts'
import { setElement } from '../language/members.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Accessor, Arr, float, isHolder, Str, type Value, View } from '../values.ts'
import { isIterable } from './arrays.ts'
import { freeStack, itemsOf } from './data.ts'
import { sqrt } from './exponential.ts'
import { bytesOf, signedElement } from './typed.ts'

/** Stack that must be left beside the data. */
const STACK_RESERVE = 256

const single = Math.fround
/** One item more or less: all of them in 32 bits. */
const plus = (a: number, b: number): number => single(a + b)
const minus = (a: number, b: number): number => single(a - b)
const times = (a: number, b: number): number => single(a * b)

/** Swaps every item with the one whose index has its bits in reverse. */
function reorder(re: Float32Array, im: Float32Array): void {
  const size = re.length
  for (let at = 0, twin = 0; at < size; at++) {
    if (at < twin) {
      ;[re[at], re[twin]] = [re[twin], re[at]]
      ;[im[at], im[twin]] = [im[twin], im[at]]
    }
    let bit = size >> 1
    for (; bit > 0 && (twin & bit) !== 0; bit >>= 1) twin ^= bit
    twin ^= bit
  }
}

/** Combines pairs of transforms of `half` items with the powers of a root of unity. */
function combine(re: Float32Array, im: Float32Array, half: number, rootRe: number, rootIm: number): void {
  let turnRe = 1
  let turnIm = 0
  for (let first = 0; first < half; first++) {
    for (let a = first; a < re.length; a += 2 * half) {
      const b = a + half
      const partRe = minus(times(turnRe, re[b]), times(turnIm, im[b]))
      const partIm = plus(times(turnRe, im[b]), times(turnIm, re[b]))
      re[b] = re[a] - partRe
      im[b] = im[a] - partIm
      re[a] += partRe
      im[a] += partIm
    }
    const next = minus(times(turnRe, rootRe), times(turnIm, rootIm))
    turnIm = plus(times(turnRe, rootIm), times(turnIm, rootRe))
    turnRe = next
  }
}

/** The transform in place; the length is a power of two. The forward one is divided by the length. */
export function transform(re: Float32Array, im: Float32Array, inverse: boolean): void {
  reorder(re, im)
  let rootRe = -1
  let rootIm = 0
  for (let half = 1; half < re.length; half *= 2) {
    combine(re, im, half, rootRe, rootIm)
    rootIm = single(sqrt((1 - rootRe) / 2)) * (inverse ? 1 : -1)
    rootRe = single(sqrt((1 + rootRe) / 2))
  }
  if (inverse) return
  for (let at = 0; at < re.length; at++) {
    re[at] /= re.length
    im[at] /= im.length
  }
}

function read(vm: Interpreter, source: Value, size: number): Float32Array {
  const data = new Float32Array(size)
  const numbers =
    source instanceof View
      ? Array.from({ length: source.length }, (_, at) => signedElement(source, at))
      : source === undefined
        ? []
        : itemsOf(source).map((item) => vm.toFloat(item))
  data.set(numbers.slice(0, size))
  return data
}

/** Writes over what is there; nothing becomes longer. */
function write(vm: Interpreter, target: Value, numbers: Float32Array | number[]): void {
  if (target instanceof View) {
    for (let at = 0; at < Math.min(target.length, numbers.length); at++) setElement(vm, target, at, float(numbers[at]))
  } else if (target instanceof Arr) {
    for (let at = 0, { length } = target; at < Math.min(length, numbers.length); at++)
      target.set(at, float(numbers[at]))
  } else if (target instanceof Str) {
    if (target.layout !== 'native') bytesOf(target).data.forEach((_, at, data) => (data[at] = Math.trunc(numbers[at])))
  } else if (isHolder(target)) {
    target.slots.forEach((slot, at) => {
      if (!(slot.value instanceof Accessor)) slot.value = float(numbers[at])
    })
  }
}

const fft: NativeFunction = (vm, _self, [real, imaginary, inverse]) => {
  if (!isIterable(real) || !(imaginary === undefined || isIterable(imaginary))) {
    const types = `${typeInMessage(real)} and ${typeInMessage(imaginary)}`
    throw vm.error('Error', `Expecting first 2 arguments to be iterable or undefined, not ${types}`)
  }
  const { length } = itemsOf(real)
  let size = 1
  while (size < length) size *= 2
  if (freeStack(vm) < STACK_RESERVE + 8 * size) throw vm.error('Error', 'Insufficient stack for computing FFT')
  const re = read(vm, real, size)
  const im = read(vm, imaginary, size)
  transform(re, im, vm.truth(inverse))
  if (imaginary === undefined)
    write(
      vm,
      real,
      Array.from(re, (part, at) => magnitude(part, im[at])),
    )
  else {
    write(vm, real, re)
    write(vm, imaginary, im)
  }
  return undefined
}

function magnitude(re: number, im: number): number {
  return sqrt(plus(times(re, re), times(im, im)))
}

export function fourier(natives: NativeRegistry): void {
  natives.object('E', { statics: { FFT: fft } })
}
