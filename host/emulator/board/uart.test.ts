/** The receiving side of a chip's UART: pieces of 120 bytes, pauses, 5 ms, 1,152 bytes, and what a change of speed does to them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Uart } from './uart.ts'

/** 10,000 bits a second: a byte takes a millisecond. */
const SLOW = 10_000
const BYTE = 1000
/** Ten bytes of silence, and what the task waits. */
const PAUSE = 10 * BYTE
const WAIT = 5000

const bytes = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => (from + i) & 255)

/** Takes whenever something is due, until nothing is; gives what came when. */
function pieces(uart: Uart, until = Infinity): (readonly [at: number, count: number])[] {
  const taken: [number, number][] = []
  for (let at = uart.next(); at <= until && at < Infinity; at = uart.next()) taken.push([at, uart.take(at).length])
  return taken
}

describe('without a speed', () => {
  test('everything is there at once, 256 bytes at a time', () => {
    const uart = new Uart(null)
    uart.send(bytes(600), 50)
    expect(uart.next()).toBe(50)
    expect([uart.take(50), uart.take(50), uart.take(50), uart.take(50)].map((piece) => piece.length)).toEqual([
      256, 256, 88, 0,
    ])
    expect([uart.waiting, uart.next()]).toEqual([0, Infinity])
  })

  test('nothing is lost, however long nobody takes it', () => {
    const uart = new Uart(null)
    uart.send(bytes(10_000), 0)
    uart.hold(1e9)
    expect([uart.lost, uart.waiting]).toEqual([0, 10_000])
  })
})

describe('with a speed', () => {
  test('a few bytes come when nothing followed for ten of them, and no more for 5 ms', () => {
    const uart = new Uart(SLOW)
    uart.send([1, 2, 3], 500)
    const at = 500 + 3 * BYTE + PAUSE + WAIT
    expect(uart.next()).toBe(at)
    expect(uart.take(at - 1)).toEqual([])
    expect(uart.take(at)).toEqual([1, 2, 3])
  })

  test('a busy line gives 120 bytes at a time while they take longer than the task waits', () => {
    const uart = new Uart(115_200)
    const byte = 1e7 / 115_200
    uart.send(bytes(300), 0)
    const [first, second, third] = pieces(uart)
    expect([first[1], second[1], third[1]]).toEqual([120, 120, 60])
    expect(first[0]).toBeCloseTo(120 * byte + WAIT, 6)
    expect(second[0]).toBeCloseTo(240 * byte + WAIT, 6)
    expect(third[0]).toBeCloseTo(310 * byte + WAIT, 6)
  })

  test('a fast one gives 256 as soon as they are there', () => {
    const uart = new Uart(921_600)
    const byte = 1e7 / 921_600
    uart.send(bytes(1000), 0)
    const taken = pieces(uart)
    expect(taken.map(([, count]) => count)).toEqual([256, 256, 256, 232])
    // The third group of 120 makes the first 256 full.
    expect(taken[0][0]).toBeCloseTo(360 * byte, 6)
  })

  test('bytes that follow within the pause belong together, later ones do not', () => {
    const uart = new Uart(SLOW)
    uart.send([1], 0)
    uart.send([2], 9 * BYTE)
    expect(uart.take(100 * BYTE)).toEqual([1, 2])
    uart.send([3], 200 * BYTE)
    uart.send([4], 300 * BYTE)
    expect(uart.take(400 * BYTE)).toEqual([3])
    expect(uart.take(400 * BYTE)).toEqual([4])
  })

  test('a later byte can move what is due, but not what was taken', () => {
    const uart = new Uart(SLOW)
    uart.send([1], 0)
    const due = uart.next()
    uart.send([2], 5 * BYTE)
    expect(uart.next()).toBe(due + 5 * BYTE)
  })

  test('order and number of the bytes are kept, however the host cuts and the program looks', () => {
    const sends = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 60_000 })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(
        sends,
        fc.constantFrom(9600, 115_200, 921_600),
        fc.integer({ min: 1, max: 30_000 }),
        (plan, baud, step) => {
          const uart = new Uart(baud)
          const sent: number[] = []
          const taken: number[] = []
          let now = 0
          const look = (until: number): void => {
            for (; now < until; now += step)
              for (let p = uart.take(now); p.length > 0; p = uart.take(now)) taken.push(...p)
          }
          for (const [count, pause] of plan) {
            const part = bytes(count, sent.length)
            sent.push(...part)
            uart.send(part, now)
            look(now + pause)
          }
          look(now + 20_000_000)
          expect(taken).toEqual(sent)
          expect(uart.lost).toBe(0)
        },
      ),
      { seed: 3, numRuns: 60 },
    )
  })
})

describe('nobody takes', () => {
  test('what driver and chip cannot hold is lost, the newest first', () => {
    const uart = new Uart(SLOW)
    uart.send(bytes(1300), 0)
    uart.hold(1200 * BYTE)
    expect(uart.lost).toBe(48)
    const kept: number[] = []
    for (let at = 1300 * BYTE; uart.waiting > 0; at += PAUSE + WAIT) kept.push(...uart.take(at))
    expect(kept).toEqual([...bytes(1300).slice(0, 1152), ...bytes(1300).slice(1200)])
  })

  test('what gathered meanwhile comes in one piece', () => {
    const uart = new Uart(115_200)
    uart.send(bytes(250), 0)
    uart.hold(100_000)
    expect(uart.take(106_000)).toHaveLength(250)
  })

  test('what a sleeping chip could not hear is gone', () => {
    const uart = new Uart(SLOW)
    uart.send(bytes(10), 0)
    uart.drop(4 * BYTE)
    expect([uart.lost, uart.waiting]).toEqual([4, 6])
    expect(pieces(uart)).toEqual([[10 * BYTE + PAUSE + WAIT, 6]])
  })

  test('so is what the driver had, and what follows comes when its own time has come', () => {
    const uart = new Uart(SLOW)
    uart.send(bytes(130), 0)
    expect(uart.take(121 * BYTE)).toEqual([])
    uart.drop(125 * BYTE)
    expect([uart.lost, uart.waiting]).toEqual([125, 5])
    expect(pieces(uart)).toEqual([[130 * BYTE + PAUSE + WAIT, 5]])
  })
})

describe('a change of speed', () => {
  test('the sender must follow: what it sends as before is noise', () => {
    const uart = new Uart(115_200)
    uart.setSpeed(921_600, 0)
    uart.send([65, 66, 67], 0)
    const noise = uart.take(1e6)
    expect(noise).not.toEqual([65, 66, 67])
    expect(noise.length).toBeGreaterThan(3)
    uart.setSenderSpeed(921_600)
    uart.send([65, 66, 67], 1e6)
    expect(uart.take(2e6)).toEqual([65, 66, 67])
  })

  test('what has arrived stays; what is still on the line is heard in the new way', () => {
    const uart = new Uart(SLOW)
    uart.send(bytes(6, 65), 0)
    uart.setSpeed(2 * SLOW, 3 * BYTE)
    const heard: number[] = []
    for (let at = uart.next(); at < Infinity; at = uart.next()) heard.push(...uart.take(at))
    expect(heard.slice(0, 3)).toEqual([65, 66, 67])
    expect(heard.slice(3)).not.toEqual([68, 69, 70])
    expect(heard.length).toBeGreaterThan(3)
  })

  test('without a speed there is none to change', () => {
    const uart = new Uart(null)
    uart.setSpeed(9600, 0)
    uart.setSenderSpeed(115_200)
    uart.send([1], 0)
    expect(uart.take(0)).toEqual([1])
  })
})
