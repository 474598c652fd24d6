/** DataView (FACTS 4): reading past the end gives 0, writing there does nothing. */
import type { Interpreter } from '../interpreter.ts'
import { typeInMessage } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../natives.ts'
import { float, int, Obj, type Value, View, type ViewType, wide } from '../values.ts'
import { KINDS } from './cells.ts'
import { MAX_OFFSET } from './typed.ts'

const DATA_TYPES: Readonly<Record<string, ViewType>> = {
  Int8: 'Int8Array',
  Uint8: 'Uint8Array',
  Int16: 'Int16Array',
  Uint16: 'Uint16Array',
  Int32: 'Int32Array',
  Uint32: 'Uint32Array',
  Float32: 'Float32Array',
  Float64: 'Float64Array',
}

/** The bytes of the buffer that an access of a DataView begins at: those outside of the buffer are not there. */
function window(vm: Interpreter, self: Value, offset: number, size: number): Uint8Array | undefined {
  const buffer = self instanceof Obj ? self.find('buffer')?.value : undefined
  if (!(buffer instanceof View)) return undefined
  const at = offset + vm.toInt(vm.member(self, 'byteOffset'))
  if (at < 0 || at > MAX_OFFSET) throw vm.error('Error', 'byteOffset too large (or negative)')
  return buffer.bytes.data.subarray(at, at + size)
}

function dataViewMembers(): NativeTable {
  const table: Record<string, NativeFunction> = {}
  for (const [name, type] of Object.entries(DATA_TYPES)) {
    const { size, isFloat, make } = KINDS[type]
    table[`get${name}`] = (vm, self, [offset, little]) => {
      const bytes = window(vm, self, vm.toInt(offset), size)
      if (bytes === undefined) return isFloat ? float(0) : 0
      const ordered = new Uint8Array(size)
      ordered.set(bytes)
      if (!vm.truth(little)) ordered.reverse()
      const value = make(ordered, 0).get(0)
      return isFloat ? float(value) : wide(value)
    }
    table[`set${name}`] = (vm, self, [offset, value, little]) => {
      const bytes = window(vm, self, vm.toInt(offset), size)
      if (bytes === undefined) return undefined
      const ordered = new Uint8Array(size)
      make(ordered, 0).set(0, isFloat ? vm.toFloat(value) : vm.toInt(value))
      if (!vm.truth(little)) ordered.reverse()
      bytes.set(ordered.subarray(0, bytes.length))
      return undefined
    }
  }
  return table
}

const dataView: NativeFunction = (vm, _self, [buffer, offset, length]) => {
  if (!(buffer instanceof View) || buffer.type !== 'ArrayBuffer') {
    throw vm.error('TypeError', `Expecting ArrayBuffer, got ${typeInMessage(buffer)}`)
  }
  const made = vm.newObject('DataView')
  made.add('buffer', buffer)
  made.add('byteOffset', int(vm.toInt(offset)))
  made.add('byteLength', int(vm.toInt(length) || buffer.length))
  return made
}

export function dataViews(natives: NativeRegistry): void {
  natives.object('DataView', { construct: dataView, prototype: dataViewMembers() })
}
