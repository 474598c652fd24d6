/**
 * Serial devices as streams (FACTS 5.4): `Serial1`, `USB`, `LoopbackA` and `LoopbackB`.
 *
 * Received data go to the `data` listeners at once; without listeners up to 512 bytes wait in the object.
 */
import type { Interpreter } from '../interpreter.ts'
import { immediate, type NativeFunction, type NativeTable } from '../natives.ts'
import { Unimplemented } from '../errors.ts'
import { Obj, Str, str, wide, type Value } from '../values.ts'
import { bytesOf } from './bytes.ts'
import { listenersOf, PREFIX, STREAM_BUFFER } from './emitter.ts'
import type { EventLoop } from './loop.ts'

/** Most bytes kept for a device that nobody listens to. */
const BUFFER_BYTES = 512

/** The devices of every board; the console's own name is one of the first two. */
export const DEVICES: readonly string[] = ['USB', 'Serial1', 'LoopbackA', 'LoopbackB']

/** Gives received data to a stream: to its listeners, or into its buffer. */
export function receiveStream(loop: EventLoop, stream: Obj, data: Str): void {
  const listeners = listenersOf(stream, 'data')
  if (listeners === undefined) {
    keep(loop.vm, stream, data)
    return
  }
  if (loop.run(stream, listeners, [data])) return
  loop.warn('Error processing Serial data handler - removing it.')
  loop.vm.errorFlags.add('CALLBACK')
  stream.remove(`${PREFIX}data`)
}

function keep(vm: Interpreter, stream: Obj, data: Str): void {
  const old = stream.find(STREAM_BUFFER)?.value
  if (!(old instanceof Str)) {
    stream.put(STREAM_BUFFER, data)
    return
  }
  const text = old.text + data.text
  if (text.length > BUFFER_BYTES) vm.errorFlags.add('BUFFER_FULL')
  stream.put(STREAM_BUFFER, new Str(text.slice(0, BUFFER_BYTES), old.layout))
}

export const available: NativeFunction = (_vm, self) => {
  const kept = self instanceof Obj ? self.find(STREAM_BUFFER)?.value : undefined
  return wide(kept instanceof Str ? kept.text.length : 0)
}

export const read: NativeFunction = (vm, self, args) => {
  if (!(self instanceof Obj)) return undefined
  const kept = self.find(STREAM_BUFFER)?.value
  if (!(kept instanceof Str)) return str('')
  const wanted = vm.toInt(args[0])
  if (wanted <= 0 || wanted >= kept.text.length) {
    self.remove(STREAM_BUFFER)
    return kept
  }
  self.put(STREAM_BUFFER, str(kept.text.slice(wanted)))
  return str(kept.text.slice(0, wanted))
}

/** What the stream natives need of the board. */
export interface StreamHost {
  transmit(device: string, bytes: Iterable<number>): void
  /** Bytes as if they had been received by the device. */
  inject(device: string, bytes: number[]): void
  setConsole(device: string, force: boolean): void
  /** `setup` ends XON and XOFF unless its options ask for them. */
  setFlowControl(device: string, on: boolean): void
  /** Bits a second of a device from now on. */
  setBaud(device: string, baud: number): void
}

export function serialPrototype(host: StreamHost): NativeTable {
  const print =
    (ending: string): NativeFunction =>
    (vm, self, args) => {
      host.transmit(deviceOf(self), codes(vm.toText(args[0]) + ending))
      return undefined
    }
  return {
    available,
    read,
    print: print(''),
    println: print('\r\n'),
    write: (vm, self, args) => {
      for (const arg of args) host.transmit(deviceOf(self), bytesOf(vm, arg))
      return undefined
    },
    inject: (vm, self, args) => {
      for (const arg of args) host.inject(deviceOf(self), bytesOf(vm, arg))
      return undefined
    },
    flush: () => undefined,
    setConsole: (vm, self, args) => {
      host.setConsole(deviceOf(self), vm.truth(args[0]))
      return undefined
    },
    setup: (vm, self, args) => setup(vm, self, args, host),
    unsetup: () => undefined,
    pipe: () => {
      throw new Unimplemented('Serial.pipe')
    },
  }
}

/** Global names of the devices: each is made when a program first reads it. An ESP32 has no USB of its own. */
export function deviceGlobals(board: string): NativeTable {
  const names = DEVICES.filter((name) => board === 'LINUX' || name !== 'USB')
  return Object.fromEntries(names.map((name) => [name, immediate((vm) => vm.device(name, 'Serial'))]))
}

/** Bits a second of a `setup` that names none. */
const USUAL_BAUD = 9600

/** Speed and flow control have an effect here, the frame format has none. */
function setup(vm: Interpreter, self: Value, args: readonly Value[], host: StreamHost): Value {
  if (!(self instanceof Obj)) return undefined
  const [baud, options] = args
  if (baud !== undefined) self.put('_baudrate', wide(vm.toInt(baud)))
  host.setBaud(deviceOf(self), baud === undefined ? USUAL_BAUD : vm.toInt(baud))
  if (options instanceof Obj) self.put('_options', options)
  const flow = options instanceof Obj ? options.find('flow')?.value : undefined
  host.setFlowControl(deviceOf(self), flow instanceof Str && flow.text === 'xon')
  return undefined
}

function deviceOf(self: Value): string {
  return (self instanceof Obj ? self.device : undefined) ?? ''
}

function codes(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0))
}
