import { describe, expect, test } from 'vitest'
import { Wires } from './serial.ts'

interface Setup {
  readonly wires: Wires
  readonly sent: number[]
  readonly interrupts: string[]
  readonly clock: { now: number }
}

function setup(baud?: number): Setup {
  const sent: number[] = []
  const interrupts: string[] = []
  const clock = { now: 0 }
  const wires = new Wires(
    { hostDevice: 'Serial1', baud },
    {
      now: () => clock.now,
      wait: (until) => (clock.now = until),
      onTransmit: (byte) => sent.push(byte),
      onCtrlC: (device) => interrupts.push(device),
    },
  )
  return { wires, sent, interrupts, clock }
}

const take = (wires: Wires): number => {
  let count = 0
  for (let event = wires.ring.pop(); event; event = wires.ring.pop()) count += event.bytes.length
  return count
}

describe('to the host', () => {
  const BYTE = 100

  test.each([
    ['without a baud rate output takes no time', undefined, [1000], 0],
    ['what fits the transmit buffer neither', 100_000, [128], 0],
    ['beyond it the interpreter waits for room', 100_000, [129], BYTE],
    ['byte for byte', 100_000, [228], 100 * BYTE],
    ['whoever wrote before', 100_000, [100, 100], 72 * BYTE],
  ])('%s', (_, baud, writes, waited) => {
    const { wires, sent, clock } = setup(baud)
    for (const count of writes) wires.transmit('Serial1', new Uint8Array(count))
    expect(clock.now).toBe(waited)
    expect(sent).toHaveLength(writes.reduce((sum, count) => sum + count))
  })

  test('the buffer drains while time passes', () => {
    const { wires, clock } = setup(100_000)
    wires.transmit('Serial1', new Uint8Array(128))
    clock.now = 50 * BYTE
    wires.transmit('Serial1', new Uint8Array(50))
    expect(clock.now).toBe(50 * BYTE)
    wires.transmit('Serial1', [0])
    expect(clock.now).toBe(51 * BYTE)
  })

  test('loopback takes no time', () => {
    const { wires, clock } = setup(100_000)
    wires.transmit('LoopbackA', new Uint8Array(1000))
    expect(clock.now).toBe(0)
  })
})

describe('from the host', () => {
  test('without a baud rate all arrives at once, as fast as it is taken', () => {
    const { wires } = setup()
    wires.send(new Uint8Array(10_000), 0)
    wires.receive(0)
    let total = take(wires)
    expect(total).toBeGreaterThan(3000)
    expect(total).toBeLessThan(4096)
    while (wires.waiting > 0) {
      wires.receive(0)
      total += take(wires)
    }
    expect(total).toBe(10_000)
    expect(wires.lost).toBe(0)
  })

  test('bytes take ten bits each, and come when the chip hands them over', () => {
    const { wires, clock } = setup(10_000)
    wires.send([1, 2, 3], 500)
    const due = 500 + 3000 + 10_000 + 5000
    // A pass a moment before, as a chip makes all the time.
    expect(wires.nextArrival()).toBe(due - 1)
    clock.now = due - 1
    expect(wires.nextArrival()).toBe(due)
    wires.receive(due - 1)
    expect(wires.ring.used).toBe(0)
    wires.receive(due)
    expect(take(wires)).toBe(3)
    expect(wires.nextArrival()).toBe(Infinity)
  })

  test('what nobody reads is lost without a sign, once ring and driver are full', () => {
    const { wires } = setup(115_200)
    wires.send(new Uint8Array(8000), 0)
    wires.receive(1_000_000)
    const inRing = take(wires)
    wires.receive(1_000_000)
    expect(inRing + take(wires) + wires.lost).toBe(8000)
    expect(wires.lost).toBeGreaterThan(2000)
    expect(wires.ring.overflowed).toBe(false)
  })

  test('Ctrl-C is seen when it is received, not when its turn comes', () => {
    const { wires, interrupts } = setup()
    wires.send([65, 3], 0)
    expect(interrupts).toEqual([])
    wires.receive(0)
    expect(interrupts).toEqual(['Serial1'])
    expect(wires.ring.pop()?.bytes).toEqual([65, 3])
  })
})

describe('flow control', () => {
  test('XOFF as the ring fills, XON once it has drained', () => {
    const { wires, sent } = setup()
    wires.send(new Uint8Array(3500), 0)
    wires.receive(0)
    expect(sent).toEqual([0x13])
    wires.releaseFlow()
    expect(sent).toEqual([0x13])
    while (wires.ring.used >= 1535) wires.ring.pop()
    wires.releaseFlow()
    wires.releaseFlow()
    expect(sent).toEqual([0x13, 0x11])
  })

  test('can be off', () => {
    const { wires, sent } = setup()
    wires.setFlowControl(false)
    wires.send(new Uint8Array(3500), 0)
    wires.receive(0)
    take(wires)
    wires.releaseFlow()
    expect(sent).toEqual([])
  })

  test('a restart empties the ring and forgets XOFF; bytes on the wire still come', () => {
    const { wires, sent } = setup()
    wires.setFlowControl(false)
    wires.send(new Uint8Array(5000), 0)
    wires.receive(0)
    wires.restart()
    expect(wires.ring.used).toBe(0)
    expect(wires.flowControl).toBe(true)
    expect(wires.waiting).toBeGreaterThan(0)
    wires.releaseFlow()
    expect(sent).toEqual([])
  })
})

describe('speeds of the two ends', () => {
  const text = (wires: Wires): string => {
    wires.receive(1e9)
    let said = ''
    for (let event = wires.ring.pop(); event; event = wires.ring.pop()) said += String.fromCharCode(...event.bytes)
    return said
  }
  const send = (wires: Wires, said: string, at: number): void =>
    wires.send(
      [...said].map((char) => char.charCodeAt(0)),
      at,
    )

  test('a chip that changed its own hears and says noise until the host follows', () => {
    const { wires, sent } = setup(115_200)
    wires.setBaud(921_600)
    send(wires, 'hello', 0)
    expect(text(wires)).not.toContain('hello')
    wires.transmit('Serial1', [65, 66, 67, 68])
    expect(sent).not.toEqual([65, 66, 67, 68])
    wires.setHostBaud(921_600)
    send(wires, 'hello', 1e9)
    expect(text(wires)).toBe('')
    wires.receive(2e9)
    expect(wires.ring.pop()?.bytes).toHaveLength(5)
    sent.length = 0
    wires.transmit('Serial1', [65, 66, 67, 68])
    expect(sent).toEqual([65, 66, 67, 68])
  })

  test('a restart of the chip brings the first speed back, and the host is the one that is wrong', () => {
    const { wires } = setup(115_200)
    wires.setBaud(921_600)
    wires.setHostBaud(921_600)
    wires.restart()
    expect(wires.baud).toBe(115_200)
    send(wires, 'hello', 0)
    expect(text(wires)).not.toContain('hello')
  })

  test('what the chip writes takes the time of its own speed', () => {
    const { wires, clock } = setup(100_000)
    wires.setBaud(200_000)
    wires.transmit('Serial1', new Uint8Array(228))
    expect(clock.now).toBe(5000)
  })

  test('a line without a speed has none to change', () => {
    const { wires, sent } = setup()
    wires.setBaud(9600)
    wires.setHostBaud(115_200)
    send(wires, 'hello', 0)
    expect(text(wires)).toBe('hello')
    wires.transmit('Serial1', [65])
    expect([wires.baud, sent]).toEqual([null, [65]])
  })
})

describe('from the program', () => {
  test('to the host', () => {
    const { wires, sent } = setup()
    wires.transmit('Serial1', [1, 2])
    wires.transmit('USB', [3])
    expect(sent).toEqual([1, 2])
  })

  test('through the loopback, byte by byte', () => {
    const { wires } = setup()
    wires.transmit('LoopbackA', [104, 105, 106])
    expect(wires.ring.pop()).toEqual({ device: 'LoopbackB', bytes: [104] })
    expect(wires.ring.pop()).toEqual({ device: 'LoopbackB', bytes: [105, 106] })
    wires.transmit('LoopbackB', [1])
    expect(wires.ring.pop()).toEqual({ device: 'LoopbackA', bytes: [1] })
  })

  test('injected bytes are received bytes', () => {
    const { wires, interrupts } = setup()
    wires.inject('Serial1', [3])
    expect(interrupts).toEqual(['Serial1'])
    expect(wires.ring.pop()).toEqual({ device: 'Serial1', bytes: [3] })
  })
})
