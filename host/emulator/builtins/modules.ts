/**
 * `require` and `Modules` (FACTS 7). A module is looked for among those loaded before, the built-in libraries and the
 * files of Storage. Its text runs once, in a scope of its own that it sees as `module`.
 */
import type { Interpreter } from '../interpreter.ts'
import { Activation } from '../language/activation.ts'
import { typeInMessage } from '../language/convert.ts'
import { runText } from '../language/functions.ts'
import { quote } from '../language/quote.ts'
import { Source } from '../language/source.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import {
  Arr,
  Fn,
  isFunction,
  type Key,
  Native,
  Obj,
  type Scope,
  Slot,
  Str,
  str,
  type Stored,
  type Value,
} from '../values.ts'

/** A scope that programs see as an object: what they write to `module` are its variables. */
class ModuleScope extends Obj implements Scope {
  readonly parent = null
  parameters = 0
  holdsResult = false

  addParameter(key: Key, value: Stored): void {
    this.slots.push(new Slot(key, value))
    this.parameters++
  }
}

/** Longest name of a module, and of a file of Storage. */
const LONGEST_NAME = 127
const LONGEST_FILE_NAME = 28
/** Bytes of stack that running a module takes; an estimate. */
const MODULE_STACK = 300

/** Runs the text of a module and yields its exports; `keep` gets them even when it throws. */
function evaluateModule(vm: Interpreter, code: Str, keep: (exports: Value) => void): Value {
  const scope = new ModuleScope()
  const exports = new Obj()
  const slot = scope.add('exports', exports)
  scope.add('module', scope)
  const source = new Source(code.text, code.layout === 'native')
  const caller = vm.current
  const stack = (caller?.stack ?? 0) + MODULE_STACK
  const held = vm.temporaries.length
  vm.temporaries.push(code, scope)
  vm.heap.track(scope)
  try {
    runText(vm, new Activation(source, 'module', caller, scope, scope, exports, stack))
  } finally {
    vm.current = caller
    vm.temporaries.length = held
    keep(slot.value as Value)
  }
  return slot.value as Value
}

const require: NativeFunction = (vm, _self, [name]) => {
  if (!(name instanceof Str))
    throw vm.error('TypeError', `Expecting module name as a string, got ${typeInMessage(name)}`)
  const { text } = name
  if (text.length > LONGEST_NAME) throw vm.error('TypeError', 'Module name too long (max 128 chars)')
  const modules = vm.moduleCache()
  const cached = modules.find(text)?.value
  if (cached !== undefined) return cached as Value
  const def = vm.natives.findLibrary(text)
  if (def !== undefined) return modules.put(text, new Native(def)).value as Value
  const file = text.length <= LONGEST_FILE_NAME ? vm.host.readFile?.(text) : undefined
  if (file === undefined) throw vm.error('Error', `Module ${quote(text, false)} not found`)
  return evaluateModule(vm, file, (exports) => void modules.put(text, exports))
}

const addCached: NativeFunction = (vm, _self, [name, code]) => {
  if (!(name instanceof Str && (code instanceof Str || isFunction(code))))
    throw vm.error('Error', 'args must be addCached(string, string|function)')
  const text = code instanceof Fn ? code.code : code
  if (!(text instanceof Str)) throw vm.error('Error', `Unable to load module ${quote(name.text, false)}`)
  evaluateModule(vm, text, (exports) => void vm.moduleCache().put(name.text, exports))
  return undefined
}

const removeCached: NativeFunction = (vm, _self, [name]) => {
  if (!(name instanceof Str)) throw vm.error('Error', 'First argument must be String')
  if (!vm.moduleCache().remove(name.text)) throw vm.error('Error', `Module ${quote(name.text, false)} not found`)
  return undefined
}

export function modules(natives: NativeRegistry): void {
  natives.functions({ require })
  natives.object('Modules', {
    statics: {
      addCached,
      getCached: (vm) => new Arr(vm.moduleCache().slots.map(({ key }) => str(String(key)))),
      removeAllCached(vm) {
        vm.moduleCache().removeAll()
        return undefined
      },
      removeCached,
    },
  })
}
