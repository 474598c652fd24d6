/**
 * Chance (FACTS 4): the firmware takes all of it from the C library's `rand`, also `E.hwRand`. Until a program calls
 * `E.srand` it is the host's; from then on it is the sequence that newlib computes from the seed.
 */
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { float, int } from '../values.ts'

/** One more than the greatest number of `rand`. */
const RANGE = 2147483648

const seeds = new WeakMap<Interpreter, bigint>()

/** A whole number from 0 to 2147483647. */
function rand(vm: Interpreter): number {
  const state = seeds.get(vm)
  if (state === undefined) return Math.floor(vm.host.random() * RANGE)
  const next = BigInt.asUintN(64, state * 6364136223846793005n + 1n)
  seeds.set(vm, next)
  return Number((next >> 32n) & 0x7fffffffn)
}

const srand: NativeFunction = (vm, _self, [seed]) => {
  seeds.set(vm, BigInt(vm.toInt(seed) >>> 0))
  return undefined
}

const randInt: NativeFunction = (vm, _self, [range]) => {
  const size = vm.toInt(range)
  return int(size > 0 ? rand(vm) % size : rand(vm) ^ (rand(vm) << 1))
}

export function chance(natives: NativeRegistry): void {
  natives.object('Math', { statics: { randInt, random: (vm) => float(rand(vm) / RANGE) } })
  natives.object('E', { statics: { hwRand: (vm) => int(rand(vm)), srand } })
}
