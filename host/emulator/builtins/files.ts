/**
 * `fs`, `E.openFile` and their kin on a board without an SD card (FACTS 1): all of them say that there is none. With a
 * card, which takes an SPI bus, they are not modelled.
 */
import type { Interpreter } from '../interpreter.ts'
import { bool } from '../values.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'

/** Longest path, the byte behind it included. */
const PATH_ROOM = 64

function noCard(vm: Interpreter): never {
  throw vm.error('Error', 'SD card must be setup with E.connectSDCard first')
}

/** Functions that look at the path first. */
const withPath: NativeFunction = (vm, _self, [path]) => {
  if (path !== undefined && vm.toText(path).length >= PATH_ROOM) throw vm.error('Error', 'File path too long')
  return noCard(vm)
}

/** Nothing to write is no reason to look for a card. */
const writeFile: NativeFunction = (vm, _self, [, data]) => (data === undefined ? bool(false) : noCard(vm))

export function files(natives: NativeRegistry): void {
  natives.object('E', { statics: { openFile: noCard, unmountSD: () => undefined } })
  const tables = {
    appendFile: writeFile,
    mkdir: withPath,
    readFile: noCard,
    readdir: withPath,
    unlink: withPath,
    writeFile,
  }
  for (const [name, native] of Object.entries(tables))
    natives.library('fs', { [name]: native, [`${name}Sync`]: native })
  natives.library('fs', { statSync: withPath })
}
