/**
 * The narrow waist of all devices: bytes out, bytes in, a reset line, and the clock by which to wait for answers. Text
 * stands for bytes, one character each (latin-1). Everything above a port is the same for every device.
 */
import type { Clock } from '../../shared/protocol/clock.ts'

export interface PortListener {
  data(text: string): void
  /** The far end is gone; `why` is a sentence. */
  closed(why: string): void
}

/** What only a simulated device knows exactly. */
export interface Figures {
  readonly virtualMs: number
  readonly instructions: number
  readonly vars: { readonly used: number; readonly peak: number; readonly total: number }
}

export interface Port {
  /** As the user wrote it. */
  readonly address: string
  readonly clock: Clock
  open(listener: PortListener): Promise<void>
  write(text: string): void
  /** Restarts the device; its flash stays. */
  reset(): Promise<void>
  close(): Promise<void>
  /**
   * After the far end has gone: waits until it is there again, with a limit, and opens it for the same listener. What was under way is lost. A port
   * without it cannot come back.
   */
  reopen?(): Promise<void>
  /**
   * Hash of the program of a far end that speaks frames and has no console here: a board with a connection to a broker of its own. `null` or absent: there
   * is a console.
   */
  readonly program?: string | null
  figures?(): Figures
  /** Bytes that were written and have not left: of a slow line, or one that is held. */
  unsent?(): number
}
