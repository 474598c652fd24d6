/** The far ends of buses by themselves: who is reached, and registers against a plain array of 256 bytes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bench } from '../testing.ts'
import { Buses, type I2cDevice, RegisterDevice, type SpiDevice, wordRegisters } from './devices.ts'

const silent: I2cDevice = { write: () => undefined, read: () => [] }
const echo = (): SpiDevice => ({ transfer: (bytes) => bytes })

describe('who is reached', () => {
  test('on I2C by bus and address', () => {
    const buses = new Buses()
    const [one, two]: I2cDevice[] = [{ ...silent }, { ...silent }]
    buses.attachI2c('I2C1', 0x20, one)
    buses.attachI2c('I2C2', 0x20, two)
    expect(buses.i2c('I2C1', 0x20)).toBe(one)
    expect(buses.i2c('I2C2', 0x20)).toBe(two)
    expect(buses.i2c('I2C1', 0x21)).toBeUndefined()
    buses.attachI2c('I2C1', 0x20, two)
    expect(buses.i2c('I2C1', 0x20)).toBe(two)
  })

  test('on SPI by the pin that selects, otherwise who listens always', () => {
    const buses = new Buses()
    const [chosen, always] = [echo(), echo()]
    buses.attachSpi('SPI1', chosen, 5)
    expect([buses.spi('SPI1', 5), buses.spi('SPI1', 4), buses.spi('SPI1', -1)]).toEqual([chosen, undefined, undefined])
    buses.attachSpi('SPI1', always)
    expect(buses.spi('SPI1', 5)).toBe(chosen)
    expect(buses.spi('SPI1', 4)).toBe(always)
    expect(buses.spi('SPI1', -1)).toBe(always)
    expect(buses.spi('SPI2', 5)).toBeUndefined()
  })

  test('a serial line sends to the board that it is attached to', () => {
    const buses = new Buses()
    const got: [string, number[]][] = []
    buses.receive = (line, bytes) => got.push([line, bytes])
    const send = [buses.attachSerial('Serial2', () => undefined), buses.attachSerial('Serial3', () => undefined)]
    const bytes = [1, 2]
    send[1](bytes)
    send[0](bytes)
    bytes.push(3)
    expect(got).toEqual([
      ['Serial3', [1, 2]],
      ['Serial2', [1, 2]],
    ])
    expect([buses.serial('Serial2'), buses.serial('Serial1')]).toEqual([expect.any(Function), undefined])
  })
})

describe('registers', () => {
  /** Registers around the end, where the ring closes. */
  const PLACE = fc.integer({ min: -5, max: 5 }).map((place) => place & 255)
  const BYTES = fc.array(fc.nat(255), { maxLength: 6 })
  const TRANSFER = fc.oneof(
    fc.tuple(PLACE, BYTES).map(([place, bytes]) => ({ write: [place, ...bytes] })),
    fc.constant({ write: [] as number[] }),
    fc.record({ read: fc.nat(6) }),
  )

  test('are 256 bytes in a ring, with one place for reading and writing', () => {
    fc.assert(
      fc.property(fc.array(TRANSFER, { maxLength: 20 }), (transfers) => {
        const device = new RegisterDevice(new Map())
        const plain = new Uint8Array(256)
        let at = 0
        for (const each of transfers) {
          if ('read' in each) {
            const expected = Array.from({ length: each.read }, () => plain[at++ & 255])
            expect(device.read(each.read, 0)).toEqual(expected)
          } else {
            device.write(each.write)
            if (each.write.length > 0) at = each.write[0]
            for (const byte of each.write.slice(1)) plain[at++ & 255] = byte
          }
        }
      }),
      { seed: 28, numRuns: 300 },
    )
  })

  test('that are computed are computed at each reading; what is written takes their place', () => {
    const device = new RegisterDevice(new Map([[7, (ms: number): number => ms + 0.9]]))
    const read = (ms: number): number => {
      device.write([7])
      return device.read(1, ms)[0]
    }
    expect([read(1), read(2), read(257)]).toEqual([1, 2, 1])
    device.write([7, 99])
    expect(read(1)).toBe(99)
  })

  test.each([
    // value        bytes    the highest first
    [0, 2, [0, 0]],
    [0x1234, 2, [0x12, 0x34]],
    [0x123456, 2, [0x34, 0x56]],
    [-1, 2, [255, 255]],
    [-2, 3, [255, 255, 254]],
    [1.99, 1, [1]],
  ])('show %d in %d bytes', (value, bytes, expected) => {
    const device = new RegisterDevice(new Map(wordRegisters(0, bytes, () => value)))
    expect(device.read(bytes, 0)).toEqual(expected)
  })
})

describe('a board', () => {
  test('tells devices the virtual time of each transfer', () => {
    const bench = new Bench()
    const times: number[] = []
    const note = (ms: number): number[] => (times.push(ms), [0])
    bench.board.buses.attachI2c('I2C1', 1, { write: (_, ms) => void note(ms), read: (_, ms) => note(ms) })
    bench.board.buses.attachSpi('SPI1', { transfer: (_, ms) => note(ms) })
    bench.run('I2C1.setup({});setTimeout(function(){I2C1.writeTo(1,1);I2C1.readFrom(1,1);SPI1.send(1)},100)', 90)
    const before = bench.board.ms
    expect(times).toEqual([])
    bench.wait(20)
    expect(times).toHaveLength(3)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    for (const ms of times) expect(Math.abs(ms - before - 10)).toBeLessThan(5)
  })

  test('lets a device that says too much or too little say as much as was asked', () => {
    const bench = new Bench()
    bench.board.buses.attachI2c('I2C1', 1, { ...silent, read: () => [1, 2, 300, 4, 5] })
    bench.board.buses.attachSpi('SPI1', { transfer: () => [1] })
    bench.board.pins.set(12, 0)
    expect(bench.run('I2C1.setup({});print(I2C1.readFrom(1,3),I2C1.readFrom(1,7)[6],SPI1.send([7,8]))')).toBe(
      'new Uint8Array([1, 2, 44]) 255 new Uint8Array([1, 0])\n',
    )
  })
})
