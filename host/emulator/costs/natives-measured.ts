/**
 * The rows of natives.jsonl, and what the emulator charges for their calls. Each was measured on a real interpreter by
 * scripts/native-cost.ts: instructions from the entry of the native to its end.
 */
import { Board } from '../board/board.ts'
import type { Interpreter } from '../interpreter.ts'
import { paysRelease } from './natives.ts'
import { handsOn, releaseCost } from './natives-release.ts'
import { runNative } from '../natives.ts'
import { Arr, Native, type Value } from '../values.ts'

export interface MeasuredRow {
  /** `fit` rows made the figures of the tables, `check` rows had no part in them. */
  readonly use: 'fit' | 'check'
  readonly setup: string
  /** One call or several, with semicolons between them; a result may be assigned. */
  readonly call: string
  /** Instructions of the natives, and of the statement outside of them. */
  readonly ir: number
  readonly rest: number
}

/** A board like the measured interpreter. */
export function measuredBoard(): Board {
  const board = new Board({ vars: 16383 })
  board.boot(false)
  return board
}

/** Instructions that the emulator charges for the natives of a row. */
export function chargeOf(row: Pick<MeasuredRow, 'setup' | 'call'>, board = measuredBoard()): number {
  const { vm } = board
  const outcome = vm.execute(row.setup, 'setup')
  if (outcome.error !== undefined) throw new Error(`${outcome.error} in ${row.setup}`)
  const calls = row.call.split(/;(?=\w+[.=(])/)
  const charge = (): number => calls.reduce((sum, call) => sum + chargeOfCall(vm, call), 0)
  // as measured: the calls have run before, what they sort is sorted
  charge()
  return charge()
}

function chargeOfCall(vm: Interpreter, text: string): number {
  const [, target, kind, callee, args] = /^(?:(\w+)=)?(new )?([^(]*)(?:\((.*)\))?$/s.exec(text) ?? []
  const dot = callee.lastIndexOf('.')
  const self = dot < 0 ? undefined : value(vm, callee.slice(0, dot))
  const name = callee.slice(dot + 1)
  if (args === undefined) {
    const entry = self instanceof Native ? self.def.statics.get(name)! : vm.builtIn(self, name)!
    const before = vm.instructions
    vm.native(entry, self)
    return vm.instructions - before
  }
  const list = value(vm, `[${args}]`)
  const fn = dot < 0 ? value(vm, callee) : vm.member(self, name)
  if (!(fn instanceof Native && list instanceof Arr)) throw new Error(`no native: ${text}`)
  const instance = kind === undefined ? self : vm.newObject(name)
  const before = vm.instructions
  const values = list.items as Value[]
  const result = runNative(vm, fn.def, instance, values)
  // the release of the result was measured elsewhere
  const charged =
    vm.instructions - before - (paysRelease(fn.def.cost) && !handsOn(values, result) ? releaseCost(result) : 0)
  if (target !== undefined) vm.root.put(target, result)
  else vm.pieces.released()
  return charged
}

function value(vm: Interpreter, text: string): Value {
  const { value, error } = vm.evaluate(text)
  if (error !== undefined) throw new Error(`${error} in ${text}`)
  return value
}
