/** Buses as programs use them: what is refused, and transfers with devices that a test attaches. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measured } from '../../golden/measured.ts'
import { Bench } from '../testing.ts'
import { RegisterDevice, wordRegisters } from './devices.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('I2C: whatever is given', [
  [
    'options',
    `
    ${TRY}
    t(()=>I2C1.setup({sda:D1}));t(()=>I2C1.setup(5));t(()=>I2C1);t(()=>I2C1.setup({foo:1}));t(()=>I2C1.setup({sda:"x",scl:5,bitrate:"q"}));
    t(()=>I2C1);t(()=>I2C1.setup());t(()=>I2C1);t(()=>I2C1.setup(null));t(()=>I2C1.setup([]));t(()=>I2C1.setup("x"));t(()=>I2C1.setup({bitrate:99}));t(()=>I2C1.setup({bitrate:-1}));
    `,
    `
    undefined
    Error: Expecting Object or undefined, got Number
    I2C: { 
      "_options": { "sda": D1 }
     }
    Error: Unknown option "foo"
    Error: Invalid I2C bitrate
    I2C: { 
      "_options": { "sda": D1 }
     }
    undefined
    I2C: {  }
    Error: Expecting Object or undefined, got null
    Error: Expecting Object or undefined, got Array
    Error: Expecting Object or undefined, got String
    Error: Invalid I2C bitrate
    Error: Invalid I2C bitrate
    `,
  ],
  [
    'nothing to write, nothing to read',
    `
    ${TRY}
    t(()=>I2C1.readFrom(5,-1));t(()=>I2C1.readFrom(5,0));t(()=>I2C1.writeTo(5));t(()=>I2C1.writeTo(5,{}));t(()=>I2C1.readFrom());t(()=>I2C1.readFrom({address:5},0));t(()=>I2C1.writeTo());t(()=>I2C1.writeTo(5,"",[]));
    `,
    `
    undefined
    undefined
    undefined
    TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got {  }
    undefined
    undefined
    undefined
    undefined
    `,
  ],
])

describe('buses', () => {
  test.each([
    ['I2C1.writeTo(5,1)', 'Error: jshI2CWrite:, unknown error code 259'],
    ['I2C1.readFrom(5,1)', 'Error: jshI2CRead:, unknown error code 259'],
    ['I2C1.setup({});I2C1.writeTo(5,1)', "Error: jshI2CWrite: slave doesn't ACK the transfer"],
    ['I2C1.setup({});I2C1.readFrom(5,1)', "Error: jshI2CRead: slave doesn't ACK the transfer"],
    ['I2C1.setup({});I2C1.readReg({address:5},1,1)', "Error: jshI2CWrite: slave doesn't ACK the transfer"],
  ])('without a device, %s: %s', (program, error) => {
    expect(new Bench().run(`try{${program}}catch(e){print(e.toString())}`)).toBe(`${error}\n`)
  })

  test('nothing to send and nothing to read is no transfer', () => {
    expect(new Bench().run('I2C1.setup({});I2C1.writeTo(5);print(I2C1.readFrom(5,0))')).toBe('undefined\n')
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

describe('setup of SPI', () => {
  // Linux has no SPI by itself; the errors, and that unknown options are kept, are the same
  test.each([
    ['undefined', 'undefined SPI: {  }'],
    ['{baud:100,mode:9,bits:99,order:"lsb"}', 'undefined'],
    ['{baud:99}', 'Error: Invalid SPI baud rate SPI: {  }'],
    ['{baud:"x"}', 'Error: Invalid SPI baud rate SPI: {  }'],
    ['{order:"x"}', "Error: SPI order should be 'msb' or 'lsb' SPI: {  }"],
    ['null', 'Error: Expecting Object or undefined, got null SPI: { "_options": null }'],
    ['{foo:1}', 'Error: Unknown option "foo" SPI: {'],
  ])('with %s', (options, shows) => {
    const said = new Bench().run(`var e;try{e=SPI1.setup(${options})}catch(x){e=x.toString()};print(e,SPI1)`)
    expect(said.slice(0, shows.length)).toBe(shows)
  })
})

describe('what goes over a bus comes out of it', () => {
  const BYTES = fc.array(fc.nat(255), { minLength: 1, maxLength: 20 })

  test('registers: what is written from one on is read from it on, round the end', () => {
    const bench = new Bench()
    bench.board.buses.attachI2c('I2C1', 0x21, new RegisterDevice(new Map()))
    bench.run('I2C1.setup({})')
    fc.assert(
      fc.property(fc.nat(255), BYTES, (register, bytes) => {
        const program = `I2C1.writeTo(0x21,${register},[${bytes.join()}]);print([].slice.call(I2C1.readReg(0x21,${register},${bytes.length})).join())`
        expect(bench.run(program)).toBe(`${bytes.join()}\n`)
      }),
      { seed: 13, numRuns: 40 },
    )
  })

  test('addresses have seven bits', () => {
    const bench = new Bench()
    bench.board.buses.attachI2c('I2C1', 5, { write: () => undefined, read: () => [7] })
    expect(bench.run('I2C1.setup({});print(I2C1.readFrom(5+128,1)[0],I2C1.readReg(5+256,0,1)[0])')).toBe('7 7\n')
  })

  test('a number over several registers is put together again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(2 ** 32 - 1), fc.nat(200), (count, value, start) => {
        const fits = value % 2 ** (8 * count)
        const device = new RegisterDevice(new Map(wordRegisters(start, count, () => fits)))
        device.write([start])
        expect(device.read(count, 0).reduce((sum, byte) => sum * 256 + byte, 0)).toBe(fits)
      }),
      { seed: 14 },
    )
  })

  test('SPI: a number gives a number, a text a text, the rest bytes; all forms send the same', () => {
    const bench = new Bench()
    const sent: number[] = []
    const transfer = (bytes: readonly number[]): number[] => (sent.push(...bytes), bytes.map((byte) => byte ^ 255))
    bench.board.buses.attachSpi('SPI2', { transfer })
    bench.run('SPI2.setup({})')
    fc.assert(
      fc.property(BYTES, (bytes) => {
        sent.length = 0
        const list = `[${bytes.join()}]`
        const codes = (expression: string): string => `[].slice.call(E.toUint8Array(${expression})).join()`
        const forms = [
          list,
          `E.toString(${list})`,
          `new Uint8Array(${list})`,
          `[${bytes.map((byte) => `[${byte}]`).join()}]`,
        ]
        const turned = bytes.map((byte) => byte ^ 255)
        expect(bench.run(forms.map((form) => `print(${codes(`SPI2.send(${form})`)})`).join(';'))).toBe(
          `${turned.join()}\n`.repeat(forms.length),
        )
        expect(bench.run(`SPI2.write(${list});print(SPI2.send(${bytes[0]}),SPI2.send(${bytes[0]}.5))`)).toBe(
          `${turned[0]} ${turned[0]}\n`,
        )
        expect(sent).toEqual([...Array.from({ length: forms.length + 1 }, () => bytes).flat(), bytes[0], bytes[0]])
      }),
      { seed: 15, numRuns: 25 },
    )
  })

  test('true is a number, too', () => {
    const bench = new Bench()
    bench.board.buses.attachSpi('SPI1', { transfer: (bytes) => bytes.map((byte) => byte + 1) })
    expect(bench.run('SPI1.setup({});print(SPI1.send(true),SPI1.send(D5))')).toBe('2 6\n')
  })
})
