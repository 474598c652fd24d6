/** What a new interpreter gets beside its event loop and ends with it: pipes, tasks of the timer, dump and edit. */
import type { Interpreter } from '../interpreter.ts'
import type { Clock } from './clock.ts'
import type { Console } from './console.ts'
import { bootCodeOf } from './dump.ts'
import type { EventLoop } from './loop.ts'
import { Pipes, registerPipes } from './pipe.ts'
import type { Pins } from './pins/pins.ts'
import { registerProgram } from './program-natives.ts'
import { readNative } from './storage-natives.ts'
import type { Storage } from './storage.ts'
import { registerTimerTasks, TimerTasks } from './timer-tasks.ts'

/** The parts of the chip that these work with. */
export interface PartsHost {
  readonly vm: Interpreter
  readonly loop: EventLoop
  readonly clock: Clock
  readonly console: Console
  readonly storage: Storage
  readonly peripherals: { readonly pins: Pins }
}

export class InterpreterParts {
  readonly tasks: TimerTasks
  private readonly pipes: Pipes

  constructor(chip: PartsHost) {
    const { natives } = chip.vm
    const { line } = chip.console
    this.pipes = new Pipes(chip.loop)
    this.tasks = new TimerTasks(chip.loop, {
      now: () => chip.clock.now(),
      writePin: (pin, level) => chip.peripherals.pins.write(pin, level),
    })
    registerTimerTasks(natives, () => this.tasks)
    registerPipes(natives, () => this.pipes)
    registerProgram(natives, {
      flash: chip.storage.flash,
      dumpHost: () => ({
        echoOff: line.echoOff,
        bootCode: bootCodeOf((name) => readNative(chip.storage, name)),
      }),
      replaceLine: (text) => {
        line.remove()
        line.line = text
        line.cursor = text.length
      },
    })
  }

  /** One pass of the event loop; true when there was something to do. */
  idle(): boolean {
    return [this.tasks.run(), this.pipes.pass()].includes(true)
  }
}
