import { expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import type { Item } from '../../shared/stream/event.ts'
import { flushedWhenQuiet, QUIET_MS } from './quiet.ts'

const item = (pt: number): Item => ({ kind: 'clock', pt })
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Items that come when the test says so, and what happened to them. */
function started(flush = (): void => undefined): {
  clock: SimulatedClock
  happened: string[]
  give: (item: Item | null) => Promise<void>
} {
  const clock = new SimulatedClock()
  const happened: string[] = []
  const waiting: ((item: Item | null) => void)[] = []
  const source = async function* (): AsyncGenerator<Item> {
    for (;;) {
      const next = await new Promise<Item | null>((resolve) => waiting.push(resolve))
      if (next === null) return
      yield next
    }
  }
  const act = (): void => {
    happened.push('flush')
    flush()
  }
  void (async () => {
    for await (const each of flushedWhenQuiet(source(), act, clock))
      happened.push(String(each.kind === 'clock' && each.pt))
    happened.push('end')
  })()
  const give = async (next: Item | null): Promise<void> => {
    await turn()
    waiting.shift()!(next)
    await turn()
  }
  return { clock, happened, give }
}

test('after a moment without an item, once', async () => {
  const { clock, happened, give } = started()
  clock.advance(1000)
  await give(item(1))
  clock.advance(QUIET_MS - 1)
  expect(happened).toEqual(['1'])
  clock.advance(1)
  expect(happened).toEqual(['1', 'flush'])
  clock.advance(10_000)
  expect(happened).toEqual(['1', 'flush'])
})

test('not while items come', async () => {
  const { clock, happened, give } = started()
  for (let i = 1; i <= 3; i++) {
    await give(item(i))
    clock.advance(QUIET_MS - 1)
  }
  expect(happened).toEqual(['1', '2', '3'])
  clock.advance(QUIET_MS)
  expect(happened).toEqual(['1', '2', '3', 'flush'])
})

test('not after the end, which flushes by itself', async () => {
  const { clock, happened, give } = started()
  await give(item(1))
  await give(null)
  clock.advance(1000)
  expect([happened, clock.idle]).toEqual([['1', 'end'], true])
})

test('a failure of the session is left to the next item', async () => {
  const { clock, happened, give } = started(() => {
    throw new RivuletError('E_GONE', 'gone', { kind: 'no-device' })
  })
  await give(item(1))
  clock.advance(QUIET_MS)
  await give(item(2))
  expect(happened).toEqual(['1', 'flush', '2'])
})
