/**
 * `require("Flash")`: raw pages (FACTS 4). Programs keep checkpoints in the free pages at 0x310000, outside Storage.
 * The list of free areas is that of the firmware, including 0x360000, which Storage covers.
 */
import { bytesBehind } from '../builtins/data.ts'
import type { NativeTable } from '../natives.ts'
import { Arr, Num, Obj, wide, type Value } from '../values.ts'
import { typeName, uint8Array } from './built-ins.ts'
import { FREE_START, PAGE_SIZE, type Flash } from './flash.ts'

const FREE_AREAS: readonly (readonly [address: number, length: number])[] = [
  [0xe000, 0x2000],
  [0x310000, 0x10000],
  [0x360000, 0xa0000],
]

export function flashLibrary(flash: Flash): NativeTable {
  return {
    getPage: (vm, _self, [address]) => {
      const at = vm.toInt(address)
      return area(at - (at % PAGE_SIZE), PAGE_SIZE)
    },
    getFree: () =>
      new Arr(
        FREE_AREAS.filter(([address]) => flash.hasFreePages || address !== FREE_START).map(([address, length]) =>
          area(address, length),
        ),
      ),
    erasePage: (vm, _self, [address]) => {
      if (typeof address !== 'number' && !(address instanceof Num && !address.isFloat))
        vm.raise('Error', `Address should be an integer, got ${typeName(address)}`)
      flash.erasePage(vm.toInt(address))
      return undefined
    },
    write: (vm, _self, [data, address]) => {
      const bytes = bytesBehind(vm, data) ?? vm.raise('Error', 'Data is not defined')
      if (bytes.length > 0) flash.write(vm.toInt(address), bytes)
      return undefined
    },
    read: (vm, _self, [length, address]) => {
      const count = vm.toInt(length)
      return count <= 0 ? undefined : uint8Array(vm, flash.read(vm.toInt(address), count))
    },
  }
}

function area(address: number, length: number): Value {
  const found = new Obj()
  found.put('addr', wide(address))
  found.put('length', wide(length))
  return found
}
