/**
 * A factory of machines whose vibration velocity (mm/s) is measured ten times a second. One machine wears out: from a
 * third of the time on its vibration grows. Every reading travels up to 200 ms, so that they arrive out of order.
 */
import { Random } from '../random.ts'

export interface FactoryOptions {
  readonly machines: number
  readonly seconds: number
  readonly seed: number
}

export interface Reading {
  readonly t: number
  readonly machine: number
  readonly velocity: number
  /** When it arrives, in ms. */
  readonly arrival: number
}

const EPOCH_MS = 1_700_000_000_000
const PERIOD_MS = 100
/** Longest time that a reading travels. */
const LONGEST_MS = 200
/** RMS of a machine that is well, and of one that is worn out. */
const WELL = { from: 0.8, to: 1.4 }
const WORN = 9
/** How long it takes from well to worn out, in ms. */
const WEAR_MS = 40_000

/** The machine that wears out, and when that begins. */
export function faultOf({ machines, seconds }: FactoryOptions): { machine: number; from: number } {
  return { machine: Math.ceil(machines / 3), from: EPOCH_MS + Math.floor(seconds / 3) * 1000 }
}

/** Readings in the order of their arrival. */
export function* factory(options: FactoryOptions): Generator<Reading> {
  const random = new Random(options.seed)
  const machines = Array.from({ length: options.machines }, (_, i) => machineOf(i + 1, options, random))
  let onTheWay: Reading[] = []
  for (let at = 0; at < options.seconds * 1000; at += PERIOD_MS) {
    for (const machine of machines) {
      const t = EPOCH_MS + at + machine.phase
      const velocity = machine.velocity(t, random)
      onTheWay.push({ t, machine: machine.number, velocity, arrival: t + random.below(LONGEST_MS) })
    }
    // Whatever is measured later arrives after the end of this period.
    const end = EPOCH_MS + at + PERIOD_MS
    yield* inOrder(onTheWay.filter(({ arrival }) => arrival < end))
    onTheWay = onTheWay.filter(({ arrival }) => arrival >= end)
  }
  yield* inOrder(onTheWay)
}

interface Machine {
  readonly number: number
  /** When in a period it is measured, in ms. */
  readonly phase: number
  readonly velocity: (t: number, random: Random) => number
}

function machineOf(number: number, options: FactoryOptions, random: Random): Machine {
  const fault = faultOf(options)
  const well = WELL.from + random.next() * (WELL.to - WELL.from)
  const turns = 11 + 5 * random.next()
  const phase = random.below(PERIOD_MS)
  const rms = (t: number): number => {
    if (number !== fault.machine) return well
    const wear = Math.min(1, Math.max(0, (t - fault.from) / WEAR_MS))
    return well + wear * (WORN - well)
  }
  const velocity = (t: number, chance: Random): number => {
    // A turning shaft and as much noise: the RMS of the sum is `rms`.
    const swing = Math.sin((2 * Math.PI * turns * (t - EPOCH_MS)) / 1000)
    const noise = Math.sqrt(12) * (chance.next() - 0.5)
    return Math.round(100 * rms(t) * (swing + noise * Math.SQRT1_2)) / 100 + 0
  }
  return { number, phase, velocity }
}

function inOrder(arrived: readonly Reading[]): Reading[] {
  return [...arrived].sort((a, b) => a.arrival - b.arrival)
}
