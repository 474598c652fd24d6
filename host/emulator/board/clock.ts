/**
 * The time of a board. Nothing here looks at a real clock: time passes because the interpreter executed
 * instructions, or because whoever runs the board let it pass.
 *
 * All values are whole microseconds. The system time never goes back; `setTime` moves what `getTime` shows.
 */
export class Clock {
  private waited = 0
  private shift: number

  /** `startMs` is what `getTime` shows at power-on; `worked` tells the microseconds of computing since then. */
  constructor(
    startMs: number,
    private readonly worked: () => number,
  ) {
    this.shift = Math.round(startMs * 1000)
  }

  /** Microseconds since power-on, computing included. */
  now(): number {
    return this.waited + Math.floor(this.worked())
  }

  /** Microseconds since 1970, as programs see it. */
  wall(): number {
    return this.now() + this.shift
  }

  /** Makes `getTime` show `micros` from now on. */
  setWall(micros: number): void {
    this.shift = Math.round(micros) - this.now()
  }

  /** Lets time pass until `micros` since power-on; nothing happens when that is over. */
  waitUntil(micros: number): void {
    this.waited += Math.max(0, Math.ceil(micros) - this.now())
  }
}
