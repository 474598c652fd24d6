/**
 * Checkpoints as a session asks for them (protocol, section 8): now and then the line comes to rest, the device makes its state
 * durable, and the host fetches a copy for the case that the board is lost. Only then are frames forgotten.
 */
import { HEAD, slotInFile, slotInPages } from '../../shared/protocol/checkpoint-layout.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { CheckpointFrame } from '../../shared/protocol/frames.ts'
import type { Sender } from '../../shared/protocol/sender.ts'

/** Time between checkpoints unless told otherwise, in ms: a minute costs the flash 100,000 erasures of a slot in months. */
export const CHECKPOINT_MS = 60_000
/** Frames that are kept make a checkpoint due before its time, in bytes. */
const KEPT_BYTES = 1 << 20
/** A copy that is larger is none of a board of ours. */
const MOST_BYTES = 1 << 20
/** Tries, when results were still on their way. */
const TRIES = 3

export interface Copy {
  /** Frames before this one are in it. */
  readonly f: number
  readonly slots: number
  readonly bytes: Uint8Array
}

export interface CheckpointsOptions {
  readonly clock: Clock
  readonly sender: Sender
  /** 0: none. */
  readonly everyMs: number
  /** Asks, and waits until all is answered; false when the device was restarted meanwhile. */
  readonly answered: (question: Parameters<Sender['ask']>[0]) => Promise<boolean>
  readonly rests: () => Promise<void>
  /** Before the device is asked: what is here must be safe by then. */
  readonly onAsk: () => void
  readonly onDurable: (f: number) => void
  readonly onCopy: (copy: Copy) => void
}

export class Checkpoints {
  readonly #options: CheckpointsOptions
  #last: number
  /** Taken frames at the last checkpoint. */
  #taken: number
  /** Whether the last that was asked for could be made. */
  #able = true
  /** The copy that the host holds. */
  copy: Copy | null = null

  constructor(options: CheckpointsOptions) {
    this.#options = options
    this.#last = options.clock.now()
    this.#taken = options.sender.taken
  }

  get due(): boolean {
    const { clock, sender, everyMs } = this.#options
    if (everyMs === 0 || sender.taken === this.#taken) return false
    // A device that cannot make one is not asked more often for it.
    return clock.now() - this.#last >= everyMs || (this.#able && sender.kept >= KEPT_BYTES)
  }

  /** Makes a checkpoint; whether there is one now. Without it nothing is lost: the frames stay here. */
  async make(): Promise<boolean> {
    const { sender, clock, answered, rests } = this.#options
    this.#last = clock.now()
    let made: CheckpointFrame | null = null
    for (let tries = 0; tries < TRIES && made === null; tries++) {
      sender.hold(true)
      await rests()
      this.#options.onAsk()
      if (!(await answered({ type: 'K', n: sender.word }))) return false
      const { checkpoint } = sender
      if (checkpoint !== null && checkpoint.serial > 0) made = checkpoint
    }
    sender.hold(false)
    this.#able = made !== null
    if (made === null) return false
    this.#taken = made.f
    this.#options.onDurable(made.f)
    return this.#fetch(made)
  }

  /** Fetches the copy while frames go on. */
  async #fetch({ f, bytes, slots }: CheckpointFrame): Promise<boolean> {
    const { sender, answered } = this.#options
    if (bytes <= HEAD || bytes > MOST_BYTES) return false
    const whole = new Uint8Array(slots === 0 ? slotInFile(bytes) : slotInPages(bytes)).fill(0xff)
    const head = whole.length - HEAD
    // What lies between the state and the head, at the end of the slot, is blank.
    for (let at = 0; at < whole.length;) {
      if (!(await answered({ type: 'B', n: at }))) return false
      const { copied } = sender
      if (copied === null || copied.at !== at || copied.bytes.length === 0) return false
      whole.set(copied.bytes.subarray(0, whole.length - at), at)
      const next = at + copied.bytes.length
      at = next >= bytes - HEAD && at < head ? Math.max(next, head) : next
    }
    this.copy = { f, slots, bytes: whole }
    this.#options.onCopy(this.copy)
    sender.forget(f)
    return true
  }
}
