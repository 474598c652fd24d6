/** A line that loses, repeats, spoils and delays, by seeded chance on a simulated clock. */
import type { Clock } from '../clock.ts'

export interface Faults {
  /** Shares of lines. */
  readonly drop: number
  readonly repeat: number
  readonly corrupt: number
  /** Longest delay of a line in ms; what it carries stays in order. */
  readonly delay: number
  /** Share of lines of which a copy comes once more, up to three seconds later, overtaken by others. */
  readonly late?: number
}

export const NO_FAULTS: Faults = { drop: 0, repeat: 0, corrupt: 0, delay: 1 }
const LATE_MS = 3000

export function lossy(
  clock: Clock,
  random: () => number,
  faults: Faults,
  deliver: (line: string) => void,
): (line: string) => void {
  let free = 0
  return (line) => {
    if (random() < (faults.late ?? 0)) clock.after(random() * LATE_MS, () => deliver(line))
    if (random() < faults.drop) return
    const times = random() < faults.repeat ? 2 : 1
    for (let i = 0; i < times; i++) {
      const spoilt = random() < faults.corrupt ? spoil(line, random) : line
      free = Math.max(free, clock.now() + random() * faults.delay)
      clock.after(free - clock.now(), () => deliver(spoilt))
    }
  }
}

/** Cut off, cut in two, or with another character somewhere. */
function spoil(line: string, random: () => number): string {
  const at = Math.floor(random() * line.length)
  const how = random()
  if (how < 0.3) return line.slice(0, at)
  if (how < 0.5) return line.slice(0, at) + '\n' + line.slice(at)
  return line.slice(0, at) + String.fromCharCode(33 + Math.floor(random() * 90)) + line.slice(at + 1)
}
