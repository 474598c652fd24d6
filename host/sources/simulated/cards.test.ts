import { describe, expect, test } from 'vitest'
import { cardPayments, type Payment } from './cards.ts'

const MINUTE_MS = 60_000
const payments = cardPayments({ cards: 60, minutes: 60, seed: 1 })
const byCard = new Map<number, Payment[]>()
for (const payment of payments) byCard.set(payment.card, [...(byCard.get(payment.card) ?? []), payment])

test('payments are named in the order in which they were made, and come in that of their arrival', () => {
  const made = [...payments].sort((a, b) => Number(a.ref.slice(1)) - Number(b.ref.slice(1)))
  expect(made.map(({ t }) => t)).toEqual(made.map(({ t }) => t).sort((a, b) => a - b))
  expect(new Set(payments.map(({ ref }) => ref)).size).toBe(payments.length)
  expect(payments.map(({ arrival }) => arrival)).toEqual(payments.map(({ arrival }) => arrival).sort((a, b) => a - b))
})

test('none arrives before it was made; most at once, a third after seconds, few after minutes', () => {
  const delays = payments.map(({ t, arrival }) => arrival - t)
  const share = (from: number, to: number): number =>
    delays.filter((ms) => ms >= from && ms < to).length / delays.length
  expect(Math.min(...delays)).toBeGreaterThan(0)
  expect(share(0, 50)).toBeGreaterThan(0.55)
  expect(share(50, 5000)).toBeGreaterThan(0.25)
  expect(share(5000, 5 * MINUTE_MS)).toBeGreaterThan(0.005)
  expect(share(5000, 5 * MINUTE_MS)).toBeLessThan(0.05)
})

test('all are made within the time asked for', () => {
  const times = payments.map(({ t }) => t - 1_700_000_000_000)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...times)).toBeLessThan(60 * MINUTE_MS)
})

describe('cards', () => {
  /** The shortest time in which three charges of a card were refused. */
  const shortest = (card: number): number => {
    const refused = byCard
      .get(card)!
      .filter(({ status }: Payment) => status === 'DECLINED')
      .map(({ t }) => t)
      .sort((a, b) => a - b)
    return Math.min(...refused.slice(2).map((t, i) => t - refused[i]))
  }
  const cards = [...byCard.keys()]

  test('a third is tried in haste, within five minutes', () => {
    for (const card of cards.filter((each) => each % 3 === 1)) expect(shortest(card)).toBeLessThan(5 * MINUTE_MS)
  })

  test('a third with patience, close to five minutes on either side', () => {
    const spans = cards.filter((each) => each % 3 === 2).map(shortest)
    expect(spans.filter((span) => span < 5 * MINUTE_MS).length).toBeGreaterThan(3)
    expect(spans.filter((span) => span >= 5 * MINUTE_MS).length).toBeGreaterThan(3)
    const near = spans.filter((span) => Math.abs(span - 5 * MINUTE_MS) <= 4000)
    expect(near.length).toBeGreaterThan(spans.length / 2)
  })

  test('the others pay and are hardly ever refused', () => {
    const honest = cards.filter((each) => each % 3 === 0).flatMap((card) => byCard.get(card)!)
    expect(honest.filter(({ status }) => status === 'DECLINED').length / honest.length).toBeLessThan(0.1)
  })
})

test('a seed repeats it, another gives others', () => {
  const options = { cards: 5, minutes: 10, seed: 7 }
  expect(cardPayments(options)).toEqual(cardPayments(options))
  expect(cardPayments({ ...options, seed: 8 })).not.toEqual(cardPayments(options))
})

test('short times: no charge falls outside', () => {
  for (const { t } of cardPayments({ cards: 12, minutes: 1, seed: 3 }))
    expect(t).toBeLessThan(1_700_000_000_000 + MINUTE_MS)
})
