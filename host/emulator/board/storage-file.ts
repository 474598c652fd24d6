/**
 * `Storage.open`: append-only files (FACTS 4), kept as a row of parts named `name\x01`, `name\x02`, ... The first
 * byte 255 ends a file, so data cannot contain it.
 */
import type { Interpreter } from '../interpreter.ts'
import type { NativeTable } from '../natives.ts'
import { Obj, Str, str, wide, type Value } from '../values.ts'
import { stringify } from './built-ins.ts'
import { guarded, textOf } from './storage-natives.ts'
import { FILE_PART, NAME_LENGTH } from './storage-log.ts'
import type { Storage } from './storage.ts'

/** Bytes of a part on a chip with 4,096-byte pages: a page without its header. */
const PART_BYTES = 4096 - 32
const MOST_PARTS = 255
const END = 255

/** Position in a file, kept in the object so that it counts as variables. */
interface Place {
  part: number
  offset: number
}

export function openStorageFile(vm: Interpreter, storage: Storage, name: Value, mode: Value): Value {
  const letter = mode instanceof Str ? mode.text : ''
  if (!['r', 'w', 'a'].includes(letter)) return vm.raise('Error', `Invalid mode ${stringify(vm, mode)}`)
  const file = vm.newObject('StorageFile')
  const text = vm.toText(name).slice(0, NAME_LENGTH)
  file.put('name', str(text))
  if (letter === 'w') erase(storage, text)
  const place = letter === 'a' ? end(storage, text) : { part: 1, offset: 0 }
  setPlace(file, place)
  file.put('mode', wide(letter.charCodeAt(0)))
  return file
}

export function storageFilePrototype(storage: Storage): NativeTable {
  return {
    read: (vm, self, [length]) => read(vm, storage, self, Math.max(0, vm.toInt(length)), false),
    readLine: (vm, self) => read(vm, storage, self, Infinity, true),
    getLength: (_vm, self) => wide(lengthOf(storage, nameOf(self))),
    write: (vm, self, [data]) => write(vm, storage, self, vm.toText(data)),
    erase: (_vm, self) => {
      if (!(self instanceof Obj)) return undefined
      erase(storage, nameOf(self))
      setPlace(self, { part: 1, offset: 0 })
      self.put('mode', 0)
      return undefined
    },
  }
}

function read(vm: Interpreter, storage: Storage, self: Value, length: number, line: boolean): Value {
  if (!(self instanceof Obj)) return undefined
  if (modeOf(self) !== 'r') return vm.raise('Error', "Can't read in this mode")
  const place = placeOf(self)
  let text: string | undefined
  while ((text?.length ?? 0) < length) {
    const bytes = partBytes(storage, nameOf(self), place.part)
    if (!bytes) break
    const rest = content(bytes.subarray(place.offset))
    const newline = line ? rest.indexOf('\n') : -1
    const taken = newline < 0 ? rest.slice(0, length - (text?.length ?? 0)) : rest.slice(0, newline + 1)
    if (taken !== '') text = (text ?? '') + taken
    place.offset += taken.length
    if (newline >= 0 || place.offset < bytes.length) break
    Object.assign(place, { part: place.part + 1, offset: 0 })
  }
  setPlace(self, place)
  return text === undefined ? undefined : str(text)
}

function write(vm: Interpreter, storage: Storage, self: Value, data: string): Value {
  if (!(self instanceof Obj)) return undefined
  const mode = modeOf(self)
  if (mode !== 'w' && mode !== 'a') return vm.raise('Error', "Can't write in this mode")
  const place = placeOf(self)
  const name = nameOf(self)
  // a new part takes all that is left or fails: only a part that exists is filled up first
  const exists = partBytes(storage, name, place.part) !== undefined
  const room = exists ? PART_BYTES - place.offset : data.length
  append(vm, storage, self, place, data.slice(0, room))
  if (exists && data.length >= room) {
    if (place.part === MOST_PARTS) return vm.raise('Error', 'File too big!')
    Object.assign(place, { part: place.part + 1, offset: 0 })
    setPlace(self, place)
    append(vm, storage, self, place, data.slice(room))
  }
  return undefined
}

/** Writes into one part; a file that could not be written is closed. */
function append(vm: Interpreter, storage: Storage, self: Obj, place: Place, data: string): void {
  if (data === '') return
  const bytes = Uint8Array.from(data, (char) => char.charCodeAt(0))
  const options = { offset: place.offset, size: PART_BYTES, flags: FILE_PART }
  const mode = self.find('mode')?.value
  self.put('mode', 0)
  guarded(vm, () => storage.write(partName(nameOf(self), place.part), bytes, options))
  self.put('mode', mode)
  place.offset += bytes.length
  setPlace(self, place)
}

function erase(storage: Storage, name: string): void {
  for (let part = 1; storage.erase(partName(name, part)); part++);
}

/** Where the next byte of a file goes. */
function end(storage: Storage, name: string): Place {
  const place = { part: 1, offset: 0 }
  for (let bytes = partBytes(storage, name, 1); bytes; bytes = partBytes(storage, name, place.part)) {
    place.offset = content(bytes).length
    if (place.offset < bytes.length || place.part === MOST_PARTS) break
    Object.assign(place, { part: place.part + 1, offset: 0 })
  }
  return place
}

function lengthOf(storage: Storage, name: string): number {
  const { part, offset } = end(storage, name)
  return (part - 1) * PART_BYTES + offset
}

function partBytes(storage: Storage, name: string, part: number): Uint8Array | undefined {
  return storage.read(partName(name, part))?.bytes
}

function partName(name: string, part: number): string {
  return name.slice(0, NAME_LENGTH - 1) + String.fromCharCode(part)
}

/** The text before the first byte 255. */
function content(bytes: Uint8Array): string {
  const stop = bytes.indexOf(END)
  return textOf(stop < 0 ? bytes : bytes.subarray(0, stop))
}

function nameOf(self: Value): string {
  const name = self instanceof Obj ? self.find('name')?.value : undefined
  return name instanceof Str ? name.text : ''
}

function modeOf(self: Obj): string {
  return String.fromCharCode(Number(self.find('mode')?.value ?? 0))
}

function placeOf(self: Obj): Place {
  return { part: Number(self.find('chunk')?.value ?? 1), offset: Number(self.find('offset')?.value ?? 0) }
}

function setPlace(self: Obj, place: Place): void {
  self.put('chunk', wide(place.part))
  self.put('offset', wide(place.offset))
}
