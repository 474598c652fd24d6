/** What programs use to steer the board itself: echo, reset, load, the console's device, saved code (FACTS 5.1, 5.4, 6). */
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Null, Obj, Str, str, type Value } from '../values.ts'
import { emitterFunctions, type Enqueue } from './emitter.ts'
import { storageFilePrototype } from './storage-file.ts'
import { flashLibrary } from './flash-natives.ts'
import { setBootCode, storageLibrary } from './storage-natives.ts'
import type { Storage } from './storage.ts'
import { deviceGlobals, DEVICES, serialPrototype, type StreamHost } from './streams.ts'
import { timerFunctions, type Timers } from './timers.ts'

/** Name of the console's password among the hidden values. */
const PASSWORD = 'pwd'

export interface SystemHost extends StreamHost {
  readonly storage: Storage
  timers(): Timers
  enqueue: Enqueue
  /** `echo(on)`. */
  setEcho(on: boolean): void
  /** `reset(clear)`, after this pass of the event loop. */
  askReset(clearFlash: boolean): void
  /** `load(file)`, after this pass; without a file the saved program. */
  askLoad(file: string | undefined): void
  /** `E.lockConsole()`: locked if there is a password. */
  lockConsole(): void
  /** `save()`, after this pass. */
  askSave(): void
  /** `E.reboot()`, after this pass. */
  askReboot(): void
  consoleDevice(): string | null
  /** Name of the build: `ESP32` or `LINUX`. */
  board(): string
  moveConsole(device: string | null, force: boolean): void
  stopEventPropagation(): void
}

/** Gives a new interpreter everything that needs the board. */
export function registerBoard(natives: NativeRegistry, host: SystemHost): void {
  natives.functions({
    ...timerFunctions(() => host.timers()),
    ...deviceGlobals(host.board()),
    echo: quiet((vm, args) => host.setEcho(vm.truth(args[0]))),
    reset: quiet((vm, args) => host.askReset(vm.truth(args[0]))),
    load: quiet((vm, args) => host.askLoad(args[0] === undefined ? undefined : vm.toText(args[0]))),
    save: (vm) => {
      if (host.storage.find('.bootcde') !== undefined)
        vm.raise('Error', 'Cannot save: .bootcde file already exists. Please remove it first.')
      host.askSave()
      return undefined
    },
  })
  natives.object('Object', { prototype: emitterFunctions((...call) => host.enqueue(...call)) })
  natives.object('Serial', { prototype: serialPrototype(host) })
  natives.object('StorageFile', { prototype: storageFilePrototype(host.storage) })
  natives.object('E', {
    statics: {
      setConsole: quiet((vm, args) => setConsole(vm, args, host)),
      getConsole: () => {
        const device = host.consoleDevice()
        return device === null ? new Null() : str(device)
      },
      setBootCode: setBootCode(host.storage),
      stopEventPropagation: quiet(() => host.stopEventPropagation()),
      reboot: quiet(() => host.askReboot()),
      setPassword: quiet((vm, [password]) => {
        if (password === undefined) vm.hidden.remove(PASSWORD)
        else vm.hidden.put(PASSWORD, str(vm.toText(password)))
      }),
      lockConsole: quiet(() => host.lockConsole()),
    },
  })
  natives.library('Storage', storageLibrary(host.storage))
  natives.library('Flash', flashLibrary(host.storage.flash))
}

/** The password of `E.setPassword`, or undefined. */
export function passwordOf(vm: Interpreter): string | undefined {
  const password = vm.hidden.find(PASSWORD)?.value
  return password instanceof Str ? password.text : undefined
}

/** `E.setConsole(device | name | null, {force})`. */
function setConsole(vm: Interpreter, [device, options]: readonly Value[], host: SystemHost): void {
  const force = options instanceof Obj && vm.truth(options.find('force')?.value as Value)
  if (device instanceof Null) {
    host.moveConsole(null, force)
    return
  }
  const name = device instanceof Str ? device.text : device instanceof Obj ? device.device : undefined
  if (name === undefined || !DEVICES.includes(name)) vm.raise('Error', 'Unknown device type "undefined"')
  else host.moveConsole(name, force)
}

/** A native that yields nothing. */
function quiet(act: (vm: Interpreter, args: readonly Value[]) => void): NativeFunction {
  return (vm, _self, args) => {
    act(vm, args)
    return undefined
  }
}
