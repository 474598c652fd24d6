/** Virtual sensors: recordings as signals, and how a board sees them on a pin, as pulses, and on its buses. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegisterDevice, wordRegisters } from '../buses/devices.ts'
import { Bench } from '../testing.ts'
import { recorded, VirtualSensor } from './sensor.ts'

describe('a recording as a signal', () => {
  const READINGS = [
    [0, 10],
    [100, 20],
    [300, 0],
  ] as const

  test.each([
    // ms   kept  straight
    [-5, 10, 10],
    [0, 10, 10],
    [50, 10, 15],
    [100, 20, 20],
    [200, 20, 10],
    [299, 20, 0.1],
    [300, 0, 0],
    [1e9, 0, 0],
  ])('at %d ms', (ms, kept, straight) => {
    expect(recorded(READINGS)(ms)).toBe(kept)
    expect(recorded(READINGS, true)(ms)).toBeCloseTo(straight, 9)
  })

  test('one reading is always', () => {
    expect(recorded([[5, 7]], true)(0)).toBe(7)
  })

  test('none is no signal', () => {
    expect(() => recorded([])).toThrow('give it at least one')
  })

  test('a kept value is one of the readings: the last that is not later', () => {
    const times = fc.uniqueArray(fc.nat(1000), { minLength: 1 }).map((all) => all.sort((a, b) => a - b))
    fc.assert(
      fc.property(times, fc.nat(1100), (all, ms) => {
        const expected = all.filter((time) => time <= ms).at(-1) ?? all[0]
        expect(recorded(all.map((time) => [time, time]))(ms)).toBe(expected)
      }),
    )
  })
})

describe('on a board', () => {
  test('as a voltage', () => {
    const bench = new Bench()
    const { board } = bench
    const start = board.ms
    new VirtualSensor(
      recorded(
        [
          [start, 20],
          [start + 1000, 30],
        ],
        true,
      ),
    ).toAnalog(board, 'D36', 0, 40)
    const celsius = (): number => Number(bench.run('print(Math.round(analogRead(D36)*400)/10)', 500))
    expect([celsius(), celsius(), celsius()]).toEqual([20, 25, 30])
  })

  test('as pulses: a watch counts them', () => {
    const bench = new Bench()
    const { board } = bench
    board.pins.set(4, 0)
    bench.run('var n=0;setWatch(function(){n++},D4,{repeat:true,edge:"rising"})', 1)
    const start = board.ms
    new VirtualSensor((ms) => (ms < start + 495 ? 100 : 0)).toPulses(board, 4, start, start + 1000)
    bench.wait(1000)
    expect(bench.run('print(n)')).toBe('50\n')
  })

  test('as registers of an I2C device', () => {
    const bench = new Bench()
    const { board } = bench
    const start = board.ms
    new VirtualSensor((ms) => 21.5 + (ms - start) / 1000).toRegisters(board, 'I2C1', 0x48, 0, 2, 256)
    const read = `I2C1.setup({sda:D21,scl:D22,bitrate:100000});I2C1.writeTo(0x48,0);
      var d=I2C1.readFrom(0x48,2);print((d[0]<<8|d[1])/256)`
    expect(Math.round(Number(bench.run(read)) * 10)).toBe(215)
    bench.wait(1000)
    expect(Math.round(Number(bench.run('var d=I2C1.readReg(0x48,0,2);print((d[0]<<8|d[1])/256)')) * 10)).toBe(225)
  })
})

describe('buses', () => {
  test.each([
    ['I2C1.writeTo(5,1)', 'Error: jshI2CWrite:, unknown error code 259'],
    ['I2C1.readFrom(5,1)', 'Error: jshI2CRead:, unknown error code 259'],
    ['I2C1.setup({});I2C1.writeTo(5,1)', "Error: jshI2CWrite: slave doesn't ACK the transfer"],
    ['I2C1.setup({});I2C1.readFrom(5,1)', "Error: jshI2CRead: slave doesn't ACK the transfer"],
    ['I2C1.setup({});I2C1.readReg({address:5},1,1)', "Error: jshI2CWrite: slave doesn't ACK the transfer"],
    ['SPI1.setup({baud:1})', 'Error: Invalid SPI baud rate'],
  ])('without a device, %s: %s', (program, error) => {
    expect(new Bench().run(`try{${program}}catch(e){print(e.toString())}`)).toBe(`${error}\n`)
  })

  test('nothing to send and nothing to read is no transfer', () => {
    expect(new Bench().run('I2C1.setup({});I2C1.writeTo(5);print(I2C1.readFrom(5,0).length)')).toBe('0\n')
  })

  test('a register device keeps its place and takes what is written', () => {
    const device = new RegisterDevice(new Map(wordRegisters(4, 3, () => 0x123456)))
    device.write([4])
    expect([device.read(2, 0), device.read(2, 0)]).toEqual([
      [0x12, 0x34],
      [0x56, 0],
    ])
    device.write([9, 1, 2])
    device.write([])
    device.write([9])
    expect(device.read(3, 0)).toEqual([1, 2, 0])
  })

  test('devices on I2C by bus and address; one may refuse', () => {
    const bench = new Bench()
    const { buses } = bench.board
    const got: number[][] = []
    buses.attachI2c('I2C2', 0x20, {
      write: (bytes) => {
        got.push([...bytes])
        return bytes[0] !== 9
      },
      read: () => [7],
    })
    expect(
      bench.run(`I2C2.setup({scl:D16,sda:D17});I2C2.writeTo({address:0x20,stop:false},1,[2,"A"]);print(I2C2.readFrom(0x20,3),I2C2);
        try{I2C2.writeTo(0x20,9)}catch(e){print(e.message)}`),
    ).toBe(
      'new Uint8Array([7, 255, 255]) I2C: {\n  "_options": { "scl": D16, "sda": D17 }\n }\njshI2CWrite: slave doesn\'t ACK the transfer\n'.replace(
        '{\n',
        '{ \n',
      ),
    )
    expect(got).toEqual([[1, 2, 65], [9]])
  })

  test('a device on SPI, chosen by a pin; what nobody drives reads as its pin', () => {
    const bench = new Bench()
    const { board } = bench
    const levels: boolean[] = []
    board.buses.attachSpi(
      'SPI1',
      { transfer: (bytes) => (levels.push(board.pins.level(5)), bytes.map((byte) => byte + 1)) },
      5,
    )
    expect(
      bench.run(
        'SPI1.setup({sck:D14,miso:D12,mosi:D13});print(SPI1.send([1,2],D5),SPI1.send(7,D5),JSON.stringify(SPI1.send("AB",D5)));SPI1.write(1,[2,3],D5)',
      ),
    ).toBe('new Uint8Array([2, 3]) 8 "BC"\n')
    expect([levels, board.pins.level(5)]).toEqual([[false, false, false, false], true])
    expect(bench.run('print(SPI1.send([1,2]))')).toBe('new Uint8Array([255, 255])\n')
    board.pins.set(12, 0)
    expect(bench.run('print(SPI1.send([1,2],D4))')).toBe('new Uint8Array(2)\n')
  })

  test('a second serial line', () => {
    const bench = new Bench()
    let got = ''
    const send = bench.board.buses.attachSerial('Serial2', (bytes) => (got += String.fromCharCode(...bytes)))
    bench.run(
      'Serial2.setup(9600,{rx:D5,tx:D4});Serial2.on("data",function(d){print(d);Serial2.write("got "+d)});Serial2.println("ready")',
    )
    send(Array.from('ping', (char) => char.charCodeAt(0)))
    expect(bench.wait(5)).toBe('ping\n')
    expect(got).toBe('ready\r\ngot ping')
    expect(bench.run('Serial3.print("nobody")')).toBe('')
  })

  test('buses in software are not modelled', () => {
    expect(() => new Bench().run('new I2C()')).toThrow('Unimplemented: I2C in software')
    expect(() => new Bench().run('new SPI()')).toThrow('Unimplemented: SPI in software')
    expect(() => new Bench().run('SPI1.send4bit([1],0,1)')).toThrow('Unimplemented: SPI.send4bit')
  })
})
