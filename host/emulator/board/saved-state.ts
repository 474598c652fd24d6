/**
 * `save()` and what boots from it (FACTS 6): the image of all variables in the file `.varimg`, which counts against the
 * room of Storage, and what the console shows meanwhile.
 */
import { imageOf, isImage, restoreImage } from '../image.ts'
import type { Interpreter } from '../interpreter.ts'
import { Str } from '../values.ts'
import type { Uncaught } from './faults.ts'
import { FILE_COMPRESSED, FILE_PLAIN } from './storage-log.ts'
import { StorageError, type Storage } from './storage.ts'

const IMAGE = '.varimg'
/** Name among the hidden values of what else is saved, as JSON: whether the console echoes, the flags of `E.setFlags`. */
const STATE = 'state'
/** Bytes of a variable, for the size before compression. */
const VARIABLE_BYTES = 14
/** The device writes pieces of this length, and a dot when a piece ends at a multiple of a kilobyte. */
const PIECE = 128
const DOT_EVERY = 1024

export interface StateHost {
  readonly vm: Interpreter
  readonly storage: Storage
  echoOff: boolean
  /** Shows text where the cursor is. */
  readonly say: (text: string) => void
}

/** Keeps the first exception in the file `ERROR`; as long as it is there later ones are not kept. */
export function saveError(storage: Storage, { text, stack }: Uncaught): void {
  if (storage.find('ERROR') !== undefined) return
  const said = stack === '' ? text : `${text}\n${stack}`
  fits(
    storage,
    'ERROR',
    Uint8Array.from(said, (char) => char.charCodeAt(0)),
    FILE_PLAIN,
  )
}

/** Writes the image. What does not fit is told, and the program goes on. */
export function saveState(host: StateHost): void {
  const { storage, say } = host
  say('Compacting Flash...\n')
  storage.erase(IMAGE)
  storage.compact()
  say('Calculating Size...\n')
  const image = take(host)
  if (write(host, image)) return
  say(`ERROR: Too big to save to flash (${image.length} vs ${storage.stats().freeBytes} bytes)\n`)
  say('Deleting command history and trying again...\n')
  host.vm.hidden.remove('history')
  if (write(host, take(host))) return
  const isEmpty = storage.stats().fileBytes === 0
  say(
    isEmpty
      ? 'Code is too big to save to Flash.\n'
      : "Not enough free space to save. Try require('Storage').eraseAll()\n",
  )
}

/** Puts the saved program into a new interpreter, if there is one; true when it did. */
export function loadState(host: StateHost): boolean {
  const { storage, say, vm } = host
  const file = storage.read(IMAGE)
  if (file === undefined) return false
  if (!isImage(file.bytes)) {
    say('Not loading saved code from different Espruino firmware.\n')
    return false
  }
  say(`Loading ${file.bytes.length} bytes from flash...\n`)
  restoreImage(vm, file.bytes)
  const saved = vm.hidden.find(STATE)?.value
  vm.hidden.remove(STATE)
  const state = JSON.parse(saved instanceof Str ? saved.text : '{}') as Partial<State>
  host.echoOff = state.echoOff ?? false
  for (const [name, value] of state.flags ?? []) vm.flags.set(name, value)
  return true
}

interface State {
  readonly echoOff: boolean
  readonly flags: readonly (readonly [name: string, value: number])[]
}

function take({ vm, echoOff }: StateHost): Uint8Array {
  const state: State = { echoOff, flags: [...vm.flags] }
  vm.hidden.put(STATE, new Str(JSON.stringify(state)))
  const image = imageOf(vm)
  vm.hidden.remove(STATE)
  return image
}

function write({ storage, vm, say }: StateHost, image: Uint8Array): boolean {
  if (!fits(storage, IMAGE, image, FILE_COMPRESSED)) return false
  const { address } = storage.read(IMAGE)!
  const ends = Array.from({ length: Math.floor(image.length / PIECE) }, (_, piece) => address + (piece + 1) * PIECE)
  const dots = '.'.repeat(ends.filter((end) => end % DOT_EVERY === 0).length)
  say(`Writing..${dots}\nCompressed ${vm.heap.total * VARIABLE_BYTES} bytes to ${image.length}\n`)
  return true
}

function fits(storage: Storage, name: string, data: Uint8Array, flags: number): boolean {
  try {
    return storage.write(name, data, { flags })
  } catch (error) {
    if (error instanceof StorageError) return false
    throw error
  }
}
