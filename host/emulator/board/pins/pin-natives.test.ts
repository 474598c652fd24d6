/** Pins as programs use them. The texts are those of the real interpreter; the levels, of which Linux has none, of wires. */
import { describe, expect, test } from 'vitest'
import { Unimplemented } from '../../errors.ts'
import { measured } from '../../golden/measured.ts'
import { Bench } from '../testing.ts'
import type { PinWrite } from './pins.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('pins: names and texts', [
  [
    'a pin is its name, a number to calculate with, and equal to its number',
    `
    ${TRY}
    t(()=>D5);t(()=>D40);t(()=>typeof D5);t(()=>D5==5);t(()=>D5===D5);t(()=>D5+1);t(()=>""+D5);t(()=>[D1,D2]);
    t(()=>JSON.stringify({a:D5}));t(()=>D5|0);t(()=>isNaN(D5));t(()=>E.getSizeOf(D5));t(()=>D5.foo);t(()=>D5 instanceof Pin);
    `,
    `
    D5
    ReferenceError: "D40" is not defined
    number
    true
    true
    6
    D5
    [ D1, D2 ]
    {"a":"D5"}
    5
    false
    1
    undefined
    true
    `,
  ],
  [
    'a pin is made of a number, a name, a pin',
    `
    ${TRY}
    t(()=>new Pin(4));t(()=>new Pin("D7"));t(()=>Pin(D3));t(()=>Pin(300));t(()=>new Pin());t(()=>Pin("Z"));t(()=>Pin(1.5));t(()=>Pin(true));t(()=>Pin("D"));
    `,
    `
    D4
    D7
    D3
    undefined
    Pin: {  }
    undefined
    undefined
    undefined
    undefined
    `,
  ],
  [
    'what is no pin',
    `
    ${TRY}
    t(()=>digitalRead());t(()=>digitalWrite());t(()=>digitalRead({}));t(()=>digitalWrite({}));t(()=>digitalRead("x"));t(()=>digitalRead(1.5));
    t(()=>pinMode());t(()=>getPinMode());t(()=>getPinMode("x"));t(()=>digitalPulse());t(()=>digitalRead([]));
    `,
    `
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    0
    `,
  ],
  [
    'modes',
    `
    ${TRY}
    t(()=>pinMode(D5,"foo"));t(()=>pinMode(D5,5));t(()=>pinMode(D5));t(()=>pinMode(D5,"auto"));
    ["input","input_pullup","input_pulldown","output","opendrain","analog"].forEach(m=>{pinMode(D6,m);print(getPinMode(D6),D6.getMode())});
    t(()=>D7.mode("input_pullup"));t(()=>D7.getMode());
    `,
    `
    Error: Unknown pin mode
    Error: Unknown pin mode
    undefined
    undefined
    input input
    input_pullup input_pullup
    input_pulldown input_pulldown
    output output
    opendrain opendrain
    analog analog
    undefined
    input_pullup
    `,
  ],
  [
    'reading makes an input, writing an output, unless the program has chosen',
    `
    digitalRead(D5);print(getPinMode(D5));digitalWrite(D5,1);print(getPinMode(D5));
    pinMode(D6,"opendrain");digitalWrite(D6,0);D6.read();print(getPinMode(D6));
    pinMode(D7,"opendrain",true);D7.write(0);print(getPinMode(D7));
    digitalWrite("D8",1);print(getPinMode(D8));digitalWrite(9,1);print(getPinMode(D9));
    `,
    `
    input
    output
    opendrain
    output
    output
    output
    `,
  ],
  [
    'objects that read and write',
    `
    print(digitalRead({read:()=>7}),digitalRead({read:()=>"12"}));
    digitalWrite({write:x=>print("w",x)},true);digitalWrite({write:x=>print("w",x)},5);digitalWrite({write:x=>print("w",x)},0);
    `,
    `
    7 12
    w -1
    w 5
    w 0
    `,
  ],
  [
    'pulses that are none',
    `
    ${TRY}
    t(()=>digitalPulse(D5,1,-1));t(()=>digitalPulse(D5,1,NaN));t(()=>digitalPulse(D5,1));t(()=>digitalPulse(D5,1,print));t(()=>digitalPulse(D5,1,null));
    `,
    `
    Error: Pulse Time is less than 0 or not a number
    Error: Pulse Time is less than 0 or not a number
    Error: Expecting Number or Array, got undefined
    undefined
    Error: Expecting Number or Array, got null
    `,
  ],
  [
    'shifting out: what is refused',
    `
    ${TRY}
    t(()=>shiftOut(D5,{clk:D6},[1,2]));t(()=>shiftOut([D1,D1,D1,D1,D1,D1,D1,D1,D1],{},[1]));t(()=>shiftOut(D5,5,[1]));t(()=>shiftOut(D5,{foo:1},[1]));t(()=>shiftOut(D5,undefined,1));
    `,
    `
    undefined
    Error: Too many pins! 8 Maximum
    Error: Expecting Object or undefined, got Number
    Error: Unknown option "foo"
    undefined
    `,
  ],
])

/** A bench that notes what is written to pins, as `pin=level` or `pin~part@frequency`. */
function wired(): { bench: Bench; writes: () => string } {
  const bench = new Bench()
  let writes: PinWrite[] = []
  bench.board.pins.onWrite((write) => writes.push(write))
  const show = (write: PinWrite): string =>
    'level' in write ? `${write.pin}=${Number(write.level)}` : `${write.pin}~${write.pwm}@${write.frequency}`
  return {
    bench,
    writes: () => {
      const text = writes.map(show).join(' ')
      writes = []
      return text
    },
  }
}

describe('levels', () => {
  test.each([
    // program                                 writes
    ['digitalWrite(D2,1)', '2=1'],
    ['digitalWrite(D2,"1");digitalWrite(D2,0)', '2=1 2=0'],
    ['D2.set();D2.reset();D2.write(1)', '2=1 2=0 2=1'],
    ['D2.toggle();D2.toggle()', '2=1 2=0'],
    ['LED1.set();LED.reset()', '2=1 2=0'],
    ['digitalWrite([D2,D4,D5],0b110)', '5=0 4=1 2=1'],
    ['digitalWrite([D2,D2,D4,D4],0b0101)', '4=1 4=0 2=1 2=0'],
    ['digitalWrite([D2,D4],true)', '4=1 2=1'],
    ['BTN1.set()', '0=0'],
    ['shiftOut(D4,{clk:D5},[1,0])', '4=1 5=0 5=1 4=0 5=0 5=1'],
    ['shiftOut([D4,D5],{repeat:2},6)', '5=0 4=1 5=1 4=0'],
    ['shiftOut(D4,{clk:D5,clkPol:1},[1])', '4=1 5=1 5=0'],
  ])('%s writes %s', (program, expected) => {
    const { bench, writes } = wired()
    expect(bench.run(program)).toBe('')
    expect(writes()).toBe(expected)
  })

  test('what the outside drives is read, over pull resistors, not over an output', () => {
    const bench = new Bench()
    const { pins } = bench.board
    expect(bench.run('print(D4.read(),digitalRead(D4))')).toBe('false 0\n')
    pins.set('D4', 1)
    expect(bench.run('print(D4.read(),digitalRead([D4,D5,D4]))')).toBe('true 5\n')
    pins.set(4, undefined)
    expect(bench.run('pinMode(D4,"input_pullup");print(D4.read());pinMode(D4,"input_pulldown");print(D4.read())')).toBe(
      'true\nfalse\n',
    )
    pins.set(4, 0)
    expect(bench.run('D4.mode("output");D4.set();print(D4.read())')).toBe('true\n')
    expect(
      bench.run(
        'D4.mode("opendrain");D4.set();print(D4.read());pinMode(D5,"opendrain_pullup");D5.set();print(D5.read());D5.reset();print(D5.read())',
      ),
    ).toBe('false\ntrue\nfalse\n')
  })

  test('the button is low when pressed, and true for the program', () => {
    const bench = new Bench()
    expect(bench.board.pins.level(0)).toBe(true)
    expect(bench.run('print(BTN1.read(),BTN)')).toBe('false D0\n')
    bench.board.pins.set(0, 0)
    expect(bench.run('print(BTN1.read())')).toBe('true\n')
  })

  test('a reset of the program sets modes back; what the outside drives stays', () => {
    const bench = new Bench()
    bench.board.pins.set(4, 1)
    bench.run('D4.set();D2.set();reset()', 10)
    expect(bench.run('print(getPinMode(D2),getPinMode(D13),D4.read(),D2.read())')).toBe(
      'undefined input_pullup true false\n',
    )
  })

  test('a pin that the board has not is refused', () => {
    const { pins } = new Bench().board
    expect(() => pins.set(40, 1)).toThrow('the board has no pin 40; its pins are 0 to 39, or D0 to D39')
    expect(() => pins.level('A1')).toThrow('no pin A1')
  })
})

describe('analog', () => {
  test('a voltage in steps of 1/4096, below 1; pins without converter are not a number', () => {
    const bench = new Bench()
    const { pins } = bench.board
    expect(bench.run('print(analogRead(D36),analogRead(D5),analogRead(),D32.analog())')).toBe('0 NaN NaN 0\n')
    pins.setAnalog('D36', 0.5001)
    pins.setAnalog(39, 2)
    pins.setAnalog(34, -1)
    expect(bench.run('print(D36.analog(),D39.analog(),D34.analog())')).toBe('0.5 0.99975585937 0\n')
  })

  test('a voltage over virtual time', () => {
    const bench = new Bench()
    const start = bench.board.ms
    bench.board.pins.setAnalog(36, (ms) => (ms - start) / 1000)
    const read = (): number => Number(bench.run('print(analogRead(D36))', 100))
    expect([read(), read(), read()].map((value) => Math.round(value * 10))).toEqual([0, 1, 2])
  })

  test.each([
    ['analogWrite(D4,0.25)', '4~0.25@50000'],
    ['analogWrite(D4,0.5,{freq:1000})', '4~0.5@1000'],
    ['D4.pwm(2);D4.pwm(-1)', '4~1@50000 4~0@50000'],
    ['analogWrite(D25,0.5,{freq:10})', '25~0.5@0'],
    ['analogWrite(D4,0.5,{freq:NaN})', '4~0.5@50000'],
    ['analogWrite(D4,0.5,{freq:-1});analogWrite(D4,0.5,5)', '4~0.5@50000 4~0.5@50000'],
    ['analogWrite(D4,"x");analogWrite(D4)', '4~0@50000 4~0@50000'],
    ['analogWrite(D4,0.5,{soft:true});analogWrite(D4,0.5,{soft:1,freq:200})', '4~0.5@50 4~0.5@200'],
    ['analogWrite(D4,0.5,{soft:true,forceSoft:true})', '4~0.5@50000'],
    // what is pressed when it is low is turned round
    ['analogWrite(BTN1,0.25);analogWrite(BTN1,"x")', '0~0.75@50000 0~0@50000'],
  ])('%s puts out %s', (program, expected) => {
    const { bench, writes } = wired()
    bench.run(program)
    expect(writes()).toBe(expected)
  })

  test('pulses of the firmware’s timer need an output, those of the chip do not', () => {
    const modes = (options: string): string => new Bench().run(`analogWrite(D4,0.5,${options});print(getPinMode(D4))`)
    expect([modes('{}'), modes('{soft:true}')]).toEqual(['undefined\n', 'output\n'])
    expect(new Bench().run('pinMode(D4,"opendrain");analogWrite(D4,0.5,{soft:true});print(getPinMode(D4))')).toBe(
      'opendrain\n',
    )
  })

  test('writing a level ends PWM', () => {
    const bench = new Bench()
    bench.run('analogWrite(D4,0.25,{freq:50})')
    expect(bench.board.pins.pwm(4)).toEqual({ value: 0.25, frequency: 50 })
    bench.run('D4.reset()')
    expect(bench.board.pins.pwm(4)).toBeUndefined()
  })

  test('PWM on no pin is not modelled', () => {
    expect(() => new Bench().run('analogWrite(undefined,1)')).toThrow(Unimplemented)
  })
})

describe('pulses', () => {
  /** Levels of pin 13 and when they were written, in ms since the start. */
  function pulsed(program: string, ms = 100): string {
    const bench = new Bench()
    const start = bench.board.ms
    const found: string[] = []
    bench.board.pins.onWrite((write) => {
      if ('level' in write && write.pin === 13) found.push(`${Number(write.level)}@${Math.round(write.ms - start)}`)
    })
    expect(bench.run(program, ms)).toBe('')
    return found.join(' ')
  }

  test.each([
    ['digitalPulse(D13,1,5)', '1@0 0@5'],
    ['digitalPulse(D13,0,5)', '0@0 1@5'],
    ['D13.pulse(1,[5,3,2])', '1@0 0@5 1@8 0@10'],
    ['digitalPulse(D13,1,new Uint8Array([5,3]))', '1@0 0@5 1@8'],
    ['digitalPulse(D13,1,5);digitalPulse(D13,1,5)', '1@0 0@5 0@10'],
    ['digitalPulse(D13,1,[5,0,5])', '1@0 0@5 0@10'],
    ['digitalPulse(D13,1,5);digitalPulse(D13,1,0);D13.set()', '1@0 0@5 1@5'],
  ])('%s is %s', (program, expected) => {
    expect(pulsed(program)).toBe(expected)
  })

  test('they keep their time while code runs', () => {
    expect(pulsed('digitalPulse(D13,1,[2,2]);for(var i=0;i<300;i++)Math.sin(i)')).toBe('1@0 0@2 1@4')
  })

  test('a reset ends them', () => {
    const { bench, writes } = wired()
    bench.run('digitalPulse(D13,1,[50,10]);reset()', 100)
    expect(writes()).toBe('13=1')
  })

  test('more than the timer holds: the program waits', () => {
    const bench = new Bench()
    const start = bench.board.ms
    bench.run('digitalPulse(D13,1,new Array(20).fill(10))')
    expect(Math.round(bench.board.ms - start)).toBeGreaterThanOrEqual(50)
    expect(bench.board.ms - start).toBeLessThan(70)
  })
})

test('what a pin can be used for', () => {
  expect(
    new Bench().run(
      'print(JSON.stringify([D5.getInfo(),D36.getInfo().analog,D16.getInfo().functions,BTN1.getInfo().negated]))',
    ),
  ).toBe(
    '[{"port":"D","num":5,"output":0,"functions":{"USART2":{"type":"RX","af":0}}},{"ADCs":[1],"channel":0},' +
      '{"USART3":{"type":"RX","af":0},"I2C2":{"type":"SCL","af":1}},true]\n',
  )
})
