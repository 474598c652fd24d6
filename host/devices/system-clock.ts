/** Real time, for devices that live in it. */
import type { Clock } from '../../shared/protocol/clock.ts'

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
