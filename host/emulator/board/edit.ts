/** `edit(function)`: puts what makes a function into the input line, to be changed and entered again (FACTS 5.1). */
import { functionText } from '../language/function-text.ts'
import { textKey } from '../language/members.ts'
import type { NativeFunction } from '../natives.ts'
import { Fn, isFunction, Str, type Value } from '../values.ts'
import { pathTo } from './dump.ts'

export function editFunction(replaceLine: (text: string) => void): NativeFunction {
  return (vm, _self, [target]) => {
    const isName = target instanceof Str
    const fn = isName ? (vm.root.find(textKey(target.text))?.value as Value) : target
    const path = isName ? target.text : pathTo(vm.root, target)
    if (path === undefined) throw vm.error('Error', "Edit should be called with edit(funcName) or edit('funcName')")
    if (!isFunction(fn)) throw vm.error('Error', 'Edit should be called with the name of a function')
    const isGlobal = vm.root.slots.some(({ value }) => value === fn)
    const isPlain = isGlobal && !(fn instanceof Fn && fn.scope !== null)
    const text = functionText(fn)
    replaceLine(isPlain ? `function ${path}${text.slice('function '.length)}` : `${path}.replaceWith(${text});`)
    return undefined
  }
}
