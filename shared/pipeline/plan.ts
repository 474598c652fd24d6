/**
 * What a program will need, stated before anything is flashed (DESIGN 4): variables of 14 bytes and instructions.
 * Made by the toolchain from the finished program; compared with what devices report.
 */
export interface Plan {
  readonly vars: {
    /** Functions and everything the program text itself needs, the interpreter's own at boot included. */
    readonly code: number
    /** Claimed at boot for data; `code + state` is what the device reports at idle. */
    readonly state: number
    /** The most in use while a frame is processed. */
    readonly peak: number
  }
  /** Instructions of the `Og32` build for an event in order, in full frames. */
  readonly instructionsPerEvent: number
  /** By what an instruction takes: at `high`, `mid` and `low` nanoseconds. */
  readonly eventsPerSecond: { readonly low: number; readonly mid: number; readonly high: number }
}

/** Nanoseconds an instruction takes on a device: the least, the likely, the most. */
export interface NsPerInstruction {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** An ESP32 that nobody has timed (PERFORMANCE 9). */
export const UNCALIBRATED: NsPerInstruction = { low: 6.5, mid: 10, high: 20 }
