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
  /** The state of the input and of each stage: `vars.state` by what claims it, with its bounds. */
  readonly state: readonly PlannedState[]
  readonly checkpoint: PlannedCheckpoint
}

/** The program's checkpoints on an ESP32 (protocol, section 8). */
export interface PlannedCheckpoint {
  /** State and head. */
  readonly bytes: number
  /** Pages of flash a place takes, and how many places take turns; 0: too large for two, so it lies in files of Storage. */
  readonly pages: number
  readonly slots: number
  /** Days of a checkpoint a minute until the pages are worn, at 100,000 erasures each. */
  readonly days: number
}

/** State that is claimed at boot. */
export interface PlannedState {
  /** A stage's id, `input`, or a waiting room. */
  readonly of: string
  /** Variables, for all keys. */
  readonly vars: number
  readonly bounds: readonly PlannedBound[]
}

/** A bound of SEMANTICS 9. */
export interface PlannedBound {
  /** A key of `limits`, or what a stage's own size counts. */
  readonly bound: string
  readonly limit: number
  /** For whom there is so much room. */
  readonly per: 'program' | 'key' | 'key and side' | 'thread'
  /** Where the number comes from: `limits.NAME`, `default`, `time bounds` or `the pipeline`. */
  readonly from: string
  /** What happens beyond it; `never`: it cannot be touched. */
  readonly beyond: 'reject' | 'advance' | 'drop' | 'never'
}

/** Nanoseconds an instruction takes on a device: the least, the likely, the most. */
export interface NsPerInstruction {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** An ESP32 that nobody has timed (PERFORMANCE 9). */
export const UNCALIBRATED: NsPerInstruction = { low: 6.5, mid: 10, high: 20 }
