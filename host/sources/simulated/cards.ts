/**
 * Card payments on their way through a network. Most succeed. Some cards are tried by thieves: three or four refused charges
 * within minutes; some thieves know the rule of five minutes and keep close to it, on either side. Most payments arrive
 * after some 20 ms, a third of them up to some seconds later, a few from terminals with a bad line minutes later.
 */
import { Random } from '../random.ts'

export interface CardsOptions {
  readonly cards: number
  readonly minutes: number
  readonly seed: number
}

export interface Payment {
  /** When the charge was tried, in ms. */
  readonly t: number
  readonly ref: string
  readonly card: number
  readonly amount: number
  readonly status: 'SUCCESS' | 'DECLINED'
  /** When it arrives. */
  readonly arrival: number
}

const EPOCH_MS = 1_700_000_000_000
const MINUTE_MS = 60_000
/** Ordinary payments of a card: one in so many minutes, on average. */
const EVERY_MINUTES = 4
/** One ordinary payment in so many is refused. */
const REFUSED_EVERY = 20
/** One card in so many is tried by hasty thieves, and one by patient ones. */
const THIEVES_EVERY = 3
/** Longest pause between two charges of hasty thieves, in ms. */
const HASTY_MS = 100_000
/** How far the charges of patient thieves lie apart, first to third: five minutes, give or take. */
const PATIENT = { spanMs: 5 * MINUTE_MS, giveMs: 4000 }
const CHARGES = 3
/** One payment in so many is delayed by seconds, one by minutes. */
const DELAYS = { usualMs: 40, secondsEvery: 3, secondsMs: 4500, minutesEvery: 50, minutesMs: 4 * MINUTE_MS }

/** Payments in the order of their arrival, numbered `p0`, `p1`, … in the order in which they were made. */
export function cardPayments({ cards, minutes, seed }: CardsOptions): Payment[] {
  const random = new Random(seed)
  const lastMs = minutes * MINUTE_MS
  const made = Array.from({ length: cards }, (_, i) => paymentsOf(i + 1, lastMs, random)).flat()
  const inTime = made.filter(({ at }) => at < lastMs).sort((a, b) => a.at - b.at)
  const all = inTime.map(({ at, ...payment }, i): Payment => {
    const t = EPOCH_MS + at
    return { t, ref: `p${i}`, ...payment, arrival: t + delay(random) }
  })
  return all.sort((a, b) => a.arrival - b.arrival)
}

type Made = Omit<Payment, 't' | 'ref' | 'arrival'> & { readonly at: number }

function paymentsOf(card: number, lastMs: number, random: Random): Made[] {
  const payment = (at: number, status: Payment['status']): Made => {
    return { at, card, amount: (100 + random.below(20_000)) / 100, status }
  }
  const made: Made[] = []
  for (
    let at = pause(EVERY_MINUTES * MINUTE_MS, random);
    at < lastMs;
    at += pause(2 * EVERY_MINUTES * MINUTE_MS, random)
  ) {
    made.push(payment(at, random.below(REFUSED_EVERY) === 0 ? 'DECLINED' : 'SUCCESS'))
  }
  const patient = card % THIEVES_EVERY === 2
  if (card % THIEVES_EVERY === 0) return made
  const span = patient ? PATIENT.spanMs + random.below(2 * PATIENT.giveMs) - PATIENT.giveMs : CHARGES * HASTY_MS
  let at = random.below(Math.max(1, lastMs - span))
  for (let i = 0; i < CHARGES; i++) {
    made.push(payment(at, 'DECLINED'))
    at += patient ? Math.round(span / (CHARGES - 1)) : pause(HASTY_MS, random)
  }
  return made
}

function pause(longestMs: number, random: Random): number {
  return 1 + random.below(longestMs)
}

function delay(random: Random): number {
  const usual = 1 + random.below(DELAYS.usualMs)
  if (random.below(DELAYS.minutesEvery) === 0) return usual + random.below(DELAYS.minutesMs)
  if (random.below(DELAYS.secondsEvery) === 0) return usual + random.below(DELAYS.secondsMs)
  return usual
}
