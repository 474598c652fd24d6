/**
 * `require("Storage")` as programs see it (FACTS 4), over the file system of storage.ts.
 * A file that is read is a native string: one variable, whatever its length.
 */
import { bytesBehind } from '../builtins/data.ts'
import { parseJson } from '../builtins/json.ts'
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction, NativeTable } from '../natives.ts'
import { Arr, bool, Obj, Str, str, View, wide, type Value } from '../values.ts'
import { arrayBufferOf, matches, stringify, toJs } from './built-ins.ts'
import { bytesOf } from './bytes.ts'
import { openStorageFile } from './storage-file.ts'
import { FILE_PART } from './storage-log.ts'
import { StorageError, type Storage, type WriteOptions } from './storage.ts'

/** Latin-1 text of bytes. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

/** A file as a native string, or undefined when there is none. */
export function readNative(storage: Storage, name: string, offset = 0, length = 0): Str | undefined {
  const part = storage.read(name, offset, length)
  if (!part) return undefined
  if (part.bytes.length === 0) return str('')
  return new Str(textOf(part.bytes), 'native')
}

/** Runs a file operation; its errors become errors of the program. */
export function guarded<T>(vm: Interpreter, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof StorageError) return vm.raise('Error', error.message)
    throw error
  }
}

export function storageLibrary(storage: Storage): NativeTable {
  return {
    read: (vm, _self, [name, offset, length]) =>
      readNative(storage, vm.toText(name), vm.toInt(offset), vm.toInt(length)),
    readJSON: (vm, _self, [name, quiet]) => {
      const text = readNative(storage, vm.toText(name))
      return text && readJson(vm, text, vm.truth(quiet))
    },
    readArrayBuffer: (vm, _self, [name]) => {
      const text = readNative(storage, vm.toText(name))
      return text && arrayBufferOf(vm, text)
    },
    write: (vm, _self, args) => write(vm, storage, args),
    writeJSON: (vm, _self, [name, data]) => save(vm, storage, vm.toText(name), codes(toJs(vm, data)), {}),
    erase: (vm, _self, [name]) => {
      storage.erase(vm.toText(name))
      return undefined
    },
    eraseAll: () => {
      storage.eraseAll()
      return undefined
    },
    compact: () => {
      storage.compact()
      return undefined
    },
    list: (vm, _self, [pattern, filter]) => list(vm, storage, pattern, filter),
    hash: (vm, _self, [pattern]) => wide(hashOf(vm, storage, pattern)),
    getFree: () => wide(storage.stats().freeBytes),
    getStats: () => stats(storage),
    optimise: () => undefined,
    open: (vm, _self, [name, mode]) => openStorageFile(vm, storage, name, mode),
  }
}

/** The value that relaxed JSON text holds; when it holds none, undefined or (not `quiet`) an error. */
function readJson(vm: Interpreter, text: Str, quiet: boolean): Value {
  return quiet ? vm.parseRelaxed(text.text) : parseJson(vm, text.text, true)
}

function write(vm: Interpreter, storage: Storage, [name, data, offset, size]: readonly Value[]): Value {
  const file = vm.toText(name)
  if (data instanceof Obj) return save(vm, storage, file, codes(stringify(vm, data)), {})
  const bytes = dataBytes(vm, data)
  return save(vm, storage, file, bytes, { offset: vm.toInt(offset), size: vm.toInt(size) })
}

function save(vm: Interpreter, storage: Storage, name: string, bytes: number[], options: WriteOptions): Value {
  return bool(guarded(vm, () => storage.write(name, Uint8Array.from(bytes), options)))
}

/** What `write` accepts: text, numbers as bytes, arrays of such, and typed arrays (see `bytesBehind`). */
function dataBytes(vm: Interpreter, data: Value): number[] {
  if (data instanceof View) return [...bytesBehind(vm, data)!]
  if (data === undefined) return vm.raise('Error', "Can't get pointer to data to write")
  return bytesOf(vm, data)
}

const list = (vm: Interpreter, storage: Storage, pattern: Value, filter: Value): Value => {
  const wanted = filter instanceof Obj ? filter.find('sf')?.value : undefined
  const parts = wanted === undefined ? undefined : vm.truth(wanted as Value)
  const names: Value[] = []
  for (const { name, flags } of storage.list()) {
    const isPart = flags === FILE_PART
    if (parts !== undefined && parts !== isPart) continue
    const shown = str(isPart && parts === true ? name.slice(0, -1) : name)
    if (pattern === undefined || matches(vm, shown, pattern)) names.push(shown)
  }
  return new Arr(names)
}

const stats = (storage: Storage): Value => {
  const found = storage.stats()
  const result = new Obj()
  for (const key of ['totalBytes', 'freeBytes', 'fileBytes', 'fileCount', 'trashBytes', 'trashCount'] as const)
    result.put(key, wide(found[key]))
  return result
}

/** A number that changes when files are added, removed or moved: addresses and checksums of names, rolled together. */
function hashOf(vm: Interpreter, storage: Storage, pattern: Value): number {
  let hash = 0xabcddcba | 0
  for (const { name, flags, start } of storage.list()) {
    if (flags === FILE_PART || (pattern !== undefined && !matches(vm, str(name), pattern))) continue
    hash = ((hash << 1) | (hash >>> 31)) ^ start ^ crc32(codes(name))
  }
  return hash
}

function crc32(bytes: readonly number[]): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc
}

function codes(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0))
}

export const eraseSavedCode = (storage: Storage): void => {
  for (const name of ['.varimg', '.bootcde', '.bootrst']) storage.erase(name)
}

/** `E.setBootCode(code, always)`: replaces the saved program; without code it is removed. */
export function setBootCode(storage: Storage): NativeFunction {
  return (vm, _self, [code, always]) => {
    storage.erase('.bootcde')
    storage.erase('.bootrst')
    if (code instanceof Str && code.text !== '')
      save(vm, storage, vm.truth(always) ? '.bootrst' : '.bootcde', codes(code.text), {})
    return undefined
  }
}
