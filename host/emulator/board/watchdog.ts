/**
 * The watchdog of `E.enableWatchdog` (FACTS 6): the chip starts again when it was not kicked in time, by the event loop if
 * that is its mode, or by `E.kickWatchdog()`. Times are microseconds since power-on. It ends with the power and with every
 * reset of the chip, not with `reset()` or `load()`.
 */
import { truth } from '../language/convert.ts'
import type { NativeRegistry } from '../natives.ts'

/** Thrown out of the program that runs too long. */
export class WatchdogReset extends Error {}

export class Watchdog {
  private due = Infinity
  private timeout = Infinity
  private isAutomatic = false

  constructor(private readonly now: () => number) {}

  /** When an idle chip starts again: never, when the event loop kicks. */
  get next(): number {
    return this.isAutomatic ? Infinity : this.due
  }

  /** Whole seconds count on this chip. */
  enable(seconds: number, isAutomatic: boolean): void {
    this.timeout = Math.trunc((seconds >= 0 ? seconds : 1) + 0.5) * 1e6
    this.isAutomatic = isAutomatic
    this.kick()
  }

  kick(): void {
    this.due = this.now() + this.timeout
  }

  /** The event loop is at work. */
  passed(): void {
    if (this.isAutomatic) this.kick()
  }

  /** Throws when time is up. */
  check(): void {
    if (this.now() >= this.due) throw new WatchdogReset()
  }

  stop(): void {
    this.timeout = this.due = Infinity
  }
}

export function registerWatchdog(natives: NativeRegistry, watchdog: Watchdog): void {
  natives.object('E', {
    statics: {
      enableWatchdog: (vm, _self, [seconds, isAutomatic]) => {
        watchdog.enable(vm.toFloat(seconds), isAutomatic === undefined || truth(isAutomatic))
        return undefined
      },
      kickWatchdog: () => {
        watchdog.kick()
        return undefined
      },
    },
  })
}
