/** Connects the packet protocol with the interpreter and the storage of a chip. */
import type { Outcome } from '../host.ts'
import { Bool, Num, Obj, Str, wide, type Value } from '../values.ts'
import { toJs } from './built-ins.ts'
import type { Chip } from './chip.ts'
import type { FileRequest, PacketHost } from './packets.ts'
import { readNative } from './storage-natives.ts'
import { StorageError } from './storage.ts'

export function packetHost(chip: Chip): PacketHost {
  return {
    now: () => chip.clock.now(),
    send: (text) => chip.console.send(text),
    evaluate: (text) => {
      const { vm } = chip
      const outcome = vm.evaluate(text)
      const { value } = outcome
      // The text of the result takes memory, too.
      let shown: string | undefined
      const ended = isWhole(outcome) ? vm.attempt(() => void (shown = toJs(vm, value))) : outcome
      chip.loop.faults.note(ended)
      if (shown === undefined) chip.console.line.remove()
      return shown
    },
    reportErrors: () => chip.loop.checkErrors(),
    parse: (text) => {
      const value = chip.vm.parseRelaxed(text)
      return value instanceof Obj ? value : undefined
    },
    request: fileRequest,
    emit: (event, object) => chip.loop.runListeners('E', event, [object]),
    progress: (request, length, offset) => reportUpload(chip, request, length, offset),
    readFile: (name) => readNative(chip.storage, name)?.text,
    writeFile: (request, data, offset) => writeUpload(chip, request, data, offset),
  }
}

function isWhole({ thrown, interrupted }: Outcome): boolean {
  return thrown === undefined && interrupted === undefined
}

function reportUpload(chip: Chip, request: FileRequest, length: number, offset: number): void {
  const info = new Obj()
  info.put('l', wide(length))
  info.put('o', wide(offset))
  info.put('s', wide(request.size))
  info.put('fn', new Str(request.name))
  chip.loop.runListeners('E', 'packetUpload', [info])
}

function writeUpload(chip: Chip, request: FileRequest, data: string, offset: number): boolean {
  try {
    const bytes = Uint8Array.from(data, (char) => char.charCodeAt(0))
    return chip.storage.write(request.name, bytes, { offset, size: request.size })
  } catch (error) {
    if (error instanceof StorageError) return false
    throw error
  }
}

/** Reads `{fn, s, fs, c}`. */
function fileRequest(object: Value): FileRequest | undefined {
  if (!(object instanceof Obj)) return undefined
  const name = object.find('fn')?.value
  if (!(name instanceof Str)) return undefined
  const number = (key: string): number => {
    const value = object.find(key)?.value
    if (value instanceof Num) return value.value
    if (value instanceof Bool) return value.value ? 1 : 0
    return typeof value === 'number' ? value : 0
  }
  return { name: name.text, size: number('s'), compressed: number('c') !== 0, onCard: number('fs') !== 0 }
}
