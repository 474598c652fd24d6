/** The `ESP32` object, time and temperature: restarts, sleep, and what remains of a board after them (FACTS 1, 4). */
import { describe, expect, test } from 'vitest'
import { Unimplemented } from '../errors.ts'
import { Bench } from './testing.ts'

/** What the saved program tells when it starts. */
const TOLD = 'print("started",ESP32.getWakeupCause(),ESP32.getWakeupPin(),Math.floor(getTime()))'

describe('restarts', () => {
  test('reboot: the rest of the program does not run, memory is lost, files stay', () => {
    const bench = new Bench({ startMs: 0 }, TOLD)
    bench.save('f', 'kept')
    expect(bench.run('var a=1;setTimeout(function(){print("never")},1);ESP32.reboot();print("never")', 100)).toContain(
      'started 0 undefined 0\n',
    )
    expect(bench.run('print(typeof a,require("Storage").read("f"))')).toBe('undefined kept\n')
  })

  test('in a callback, also of an interval: nothing is said of it', () => {
    const bench = new Bench({}, TOLD)
    const said = bench.run(
      'setInterval(function(){ESP32.reboot();print("never")},5);setInterval(function(){print("never, either")},5)',
      50,
    )
    expect(said.replace(/[^]*Donate\n\n/, '')).not.toMatch(/never|Ctrl-C|Interrupted/)
    expect(said).toContain('started')
  })

  test('from the console', () => {
    const bench = new Bench({}, TOLD)
    bench.board.input('ESP32.reboot();print("never")\nprint("lost")\n')
    const said = bench.wait(100)
    expect(said).toContain('started')
    expect(said).not.toMatch(/never|Interrupted/)
  })

  test.each([
    ['enableBLE', 'BLE', 4800],
    ['enableWifi', 'Wifi', 6900],
  ])('%s(false) erases the saved program, restarts and frees variables', (call, part, total) => {
    const bench = new Bench({ vars: 3000 }, 'print("saved")')
    expect(bench.run(`print(process.memory().total,ESP32.getState().${part});ESP32.${call}(false)`, 100)).toMatch(
      /^3000 true\n/,
    )
    expect(bench.run(`print(process.memory().total,ESP32.getState().${part},require("Storage").list().join())`)).toBe(
      `${total} false .boot0\n`,
    )
    bench.board.reset()
    bench.wait(1)
    expect(bench.run('print(process.memory().total)')).toBe(`${total}\n`)
    bench.run(`ESP32.${call}(true)`, 100)
    expect(bench.run('print(process.memory().total)')).toBe('3000\n')
  })

  test('there are never more variables than the format allows', () => {
    const bench = new Bench({ vars: 16_000 })
    bench.run('ESP32.enableWifi(false)', 100)
    expect(bench.run('print(process.memory().total)')).toBe('16383\n')
  })

  test('without Wi-Fi there are no sockets', () => {
    const bench = new Bench()
    bench.run('ESP32.enableWifi(false)', 100)
    expect(bench.run('try{require("net").connect({port:1})}catch(e){print(e.toString())}')).toBe(
      'InternalError: Not connected to the internet\n',
    )
  })
})

describe('deep sleep', () => {
  test('for a time: the clock goes on, the program starts again', () => {
    const bench = new Bench({ startMs: 0 }, TOLD)
    expect(bench.run('ESP32.deepSleep(2000000);print("never")', 1900)).toBe('')
    expect(bench.wait(200)).toContain('started 4 undefined 2\n')
  })

  test('what is sent to a sleeping board is lost', () => {
    const bench = new Bench({}, TOLD)
    bench.run('ESP32.deepSleep(100000)', 50)
    bench.board.input('print("heard")\n')
    expect(bench.wait(200)).not.toContain('heard')
    expect(bench.board.lost).toBe(15)
    bench.board.input('print("heard")\n')
    expect(bench.wait(50)).toContain('heard')
  })

  test.each([
    // sleep                              drives         woken by
    ['ESP32.deepSleepExt0(D4,1)', [4, 1], 'started 2 undefined'],
    ['ESP32.deepSleepExt0(D0,0)', [0, 0], 'started 2 undefined'],
    ['ESP32.deepSleepExt1([D4,D13],1)', [4, 1], 'started 3 D4'],
    ['ESP32.deepSleepExt1(D4,1)', [4, 1], 'started 3 D4'],
  ] as const)('%s', (sleep, [pin, level], woken) => {
    const bench = new Bench({}, TOLD)
    bench.board.pins.set(13, 0)
    bench.run('pinMode(D4,"input_pulldown")')
    expect(bench.run(sleep, 10_000)).toBe('')
    bench.board.pins.set(pin, level)
    expect(bench.wait(10)).toContain(woken)
  })

  test('all pins low', () => {
    const bench = new Bench({}, TOLD)
    const { pins } = bench.board
    pins.set(13, 1)
    pins.set(14, 1)
    bench.run('ESP32.deepSleepExt1([D13,D14],0)', 100)
    pins.set(13, 0)
    expect(bench.wait(100)).toBe('')
    pins.schedule(14, [[bench.board.ms + 50, 0]])
    expect(bench.wait(40)).toBe('')
    expect(bench.wait(20)).toContain('started 3 D13')
  })

  test('a board that nothing wakes is idle; its reset line helps', () => {
    const bench = new Bench({}, TOLD)
    bench.run('ESP32.deepSleepExt0(D4,1)', 10)
    expect(bench.board.runUntilIdle(1000)).toBe(true)
    bench.board.reset()
    expect(bench.wait(10)).toContain('started 0')
  })

  test.each([
    ['ESP32.deepSleepExt0(D5,1)', 'Error: Invalid pin'],
    ['ESP32.deepSleepExt1([D4,D5],1)', 'Error: Invalid pin'],
    ['ESP32.deepSleepExt1(D4,2)', 'Error: Invalid mode (2)!'],
  ])('%s: %s', (program, error) => {
    expect(new Bench().run(`try{${program}}catch(e){print(e.toString())}`)).toBe(`${error}\n`)
  })
})

describe('time, temperature, the rest', () => {
  test('light sleep passes time that timers do not notice', () => {
    const bench = new Bench()
    const start = bench.board.ms
    expect(bench.run('setTimeout(function(){print("timer")},50);ESP32.lightSleep(1000)')).toBe('')
    expect(bench.board.ms - start).toBeGreaterThanOrEqual(1000)
    expect(bench.wait(45)).toBe('')
    expect(bench.wait(10)).toBe('timer\n')
    expect(bench.run('ESP32.lightSleep(-1);print(1)')).toBe('1\n')
  })

  test('getTime and setTime: seconds, with microseconds', () => {
    const bench = new Bench({ startMs: 5000 })
    expect(Number(bench.run('print(getTime())'))).toBeGreaterThanOrEqual(5)
    const moved = bench.run('setTime(1e9+0.5);print(getTime()-1e9)', 1000)
    expect(Number(moved)).toBeGreaterThanOrEqual(0.5)
    expect(Number(moved)).toBeLessThan(0.51)
    expect(Number(bench.run('print(getTime()-1e9)'))).toBeGreaterThan(1.5)
  })

  test('the temperature of the chip: whole degrees Fahrenheit in a byte', () => {
    const bench = new Bench()
    expect(bench.run('print(E.getTemperature())')).toBe('77\n')
    bench.board.temperature = 100
    expect(bench.run('print(E.getTemperature())')).toBe('212\n')
    bench.board.temperature = 500
    expect(bench.run('print(E.getTemperature())')).toBe('255\n')
  })

  test('what the firmware itself has not', () => {
    expect(new Bench().run('print(E.getAnalogVRef())')).toBe('ERROR: >> jshReadVRef Not implemented\nNaN\n')
  })

  test('the range of the converter is logged by the library', () => {
    expect(new Bench().run('ESP32.setAtten(D36,3600)')).toBe('Atten:3600\n')
  })

  test.each(['NRF.setAdvertising({})', 'NRF.findDevices(print)', 'ESP32.setBLE_Debug(1)', 'ESP32.setOTAValid(true)'])(
    '%s is refused by name',
    (call) => {
      expect(() => new Bench().run(call)).toThrow(Unimplemented)
    },
  )
})
