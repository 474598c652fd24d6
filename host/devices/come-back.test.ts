/** Waiting for a device on a simulated clock: how often it is looked for, how long, and what ends the wait. */
import { describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { AWAY_MS, closedMeanwhile, comeBack, LOOK_AGAIN_MS } from './come-back.ts'

const away = (): RivuletError =>
  new RivuletError('E_NO_DEVICE', 'port x does not exist', { kind: 'no-device', cure: 'connect it' })

/** Lets the clock run until the wait is over. */
async function waited<T>(clock: SimulatedClock, waiting: Promise<T>): Promise<T> {
  let ended = false
  void waiting.finally(() => (ended = true)).catch(() => undefined)
  for (let left = 10_000; !ended && left > 0; left--) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (!ended) clock.step()
  }
  return waiting
}

describe('a device that comes back', () => {
  test.each([0, 1, 2, 239])('after %i looks in vain', async (vain) => {
    const clock = new SimulatedClock()
    let looks = 0
    const back = comeBack({ clock, address: 'x' }, () =>
      looks++ < vain ? Promise.reject(away()) : Promise.resolve(looks),
    )
    expect(await waited(clock, back)).toBe(vain + 1)
    expect(clock.now()).toBe(vain * LOOK_AGAIN_MS)
  })
})

describe('a wait that ends', () => {
  test('after its limit, with the last reason and its cure', async () => {
    const clock = new SimulatedClock()
    const back = comeBack({ clock, address: 'COM7' }, () => Promise.reject(away()))
    await expect(waited(clock, back)).rejects.toMatchObject({
      code: 'E_GONE',
      kind: 'no-device',
      place: 'COM7',
      message: 'COM7 did not come back within 60 s: port x does not exist',
      cure: 'connect it',
    })
    expect(clock.now()).toBe(AWAY_MS)
  })

  test('the limit is the one that was given', async () => {
    const clock = new SimulatedClock()
    await expect(
      waited(
        clock,
        comeBack({ clock, address: 'x', limitMs: 1000 }, () => Promise.reject(away())),
      ),
    ).rejects.toThrow('within 1 s')
    expect(clock.now()).toBe(1000)
  })

  test.each([
    ['a mistake of the user', new RivuletError('E_X', 'x', { kind: 'usage' })],
    ['a fault of ours', new TypeError('x')],
    ['the port was closed', closedMeanwhile('x')],
  ])('at once: %s', async (_, error) => {
    const clock = new SimulatedClock()
    await expect(
      waited(
        clock,
        comeBack({ clock, address: 'x' }, () => Promise.reject(error)),
      ),
    ).rejects.toBe(error)
    expect(clock.now()).toBe(0)
  })
})
