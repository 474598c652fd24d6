/** Deep sleep (FACTS 1): memory is lost, pins and time go on; a timer or levels of pins start the chip again. */
import type { Wake, WAKE_CAUSES } from './esp32-natives.ts'
import type { Pins } from './pins/pins.ts'

/** Why the chip is running. */
export interface Woken {
  readonly cause: keyof typeof WAKE_CAUSES
  readonly pin?: number
}

export class Sleep {
  /** When the timer ends the sleep, in microseconds since power-on; Infinity without timer. */
  readonly until: number

  constructor(
    private readonly wake: Wake,
    private readonly pins: Pins,
    now: number,
  ) {
    this.until = wake.kind === 'timer' ? now + wake.micros : Infinity
  }

  /** When something happens to the sleeping chip by itself. */
  next(): number {
    return Math.min(this.until, this.pins.next())
  }

  /** What has ended the sleep; undefined while it lasts. */
  ended(now: number): Woken | undefined {
    const { wake, pins } = this
    pins.advance()
    switch (wake.kind) {
      case 'timer':
        return now >= this.until ? { cause: 'timer' } : undefined
      case 'ext0':
        return pins.level(wake.pin) === wake.level ? { cause: 'ext0' } : undefined
      case 'ext1': {
        const high = wake.pins.filter((pin) => pins.level(pin))
        if (wake.any) return high.length > 0 ? { cause: 'ext1', pin: Math.min(...high) } : undefined
        return high.length === 0 ? { cause: 'ext1', pin: Math.min(...wake.pins) } : undefined
      }
    }
  }
}
