/** The parts of the board that live in the interpreter's memory: history, queue of events, timers. */
import { describe, expect, test } from 'vitest'
import { Interpreter } from '../interpreter.ts'
import { Arr, Num, Obj, str, Str, type Value } from '../values.ts'
import { bytesOf } from './bytes.ts'
import { emulate } from '../emulate.ts'
import { HeapHistory } from './history.ts'
import { EventQueue } from './queue.ts'
import { Timers } from './timers.ts'

function interpreter(): Interpreter {
  return new Interpreter({
    print: () => undefined,
    now: () => 0,
    wall: () => 0,
    setWall: () => undefined,
    random: () => 0,
    enqueue: () => undefined,
  })
}

describe('history', () => {
  test('an equal older line goes, the newest is last', () => {
    const hidden = new Obj()
    const history = new HeapHistory(() => hidden)
    expect(history.last()).toBeUndefined()
    for (const line of ['a', 'b', 'c', 'b']) history.add(line)
    expect(history.last()).toBe('b')
    expect(history.neighbour('b', -1)).toBe('c')
    expect(history.neighbour('c', -1)).toBe('a')
    expect(history.neighbour('a', -1)).toBeUndefined()
    expect(history.neighbour('a', 1)).toBe('c')
    expect(history.neighbour('unknown', 1)).toBeUndefined()
  })

  test('its lines are variables of the hidden root', () => {
    const hidden = new Obj()
    new HeapHistory(() => hidden).add('line')
    const kept = hidden.find('history')?.value
    expect(kept instanceof Arr && kept.all().length).toBe(1)
  })
})

describe('queue', () => {
  test('first in, first out, with this and arguments', () => {
    const queue = new EventQueue(interpreter())
    const self = new Obj()
    queue.push(self, str('one'), [1, 2])
    queue.push(undefined, str('two'), [])
    expect(queue.length).toBe(2)
    expect(queue.pop()).toMatchObject({ self, args: [1, 2] })
    expect(queue.pop()).toMatchObject({ self: undefined, args: [] })
    expect(queue.pop()).toBeUndefined()
  })

  test('what is taken out occupies nothing, however long the queue goes on', () => {
    const vm = interpreter()
    const queue = new EventQueue(vm)
    const empty = vm.usage()
    queue.push(undefined, str('x'), [])
    const one = vm.usage()
    for (let round = 0; round < 1000; round++) {
      queue.push(undefined, str('x'), [])
      queue.pop()
    }
    expect(vm.usage()).toBe(one)
    queue.pop()
    expect(vm.usage()).toBe(empty)
  })
})

describe('timers', () => {
  function setup(): {
    timers: Timers
    ran: unknown[]
    warnings: string[]
    clock: { now: number }
    vm: Interpreter
    whole: { yes: boolean }
  } {
    const clock = { now: 0 }
    const ran: unknown[] = []
    const warnings: string[] = []
    const whole = { yes: true }
    const vm = interpreter()
    const timers = new Timers(vm, {
      now: () => clock.now,
      run: (callback) => {
        ran.push(callback instanceof Str ? callback.text : callback)
        return whole.yes
      },
      settle: () => undefined,
      warn: (message) => warnings.push(message),
    })
    return { timers, ran, warnings, clock, vm, whole }
  }

  test('are due in microseconds and run when their time has come', () => {
    const { timers, ran, clock } = setup()
    timers.add(str('a'), 5, [], false)
    timers.add(str('b'), 2, [], false)
    expect(timers.nextDue()).toBe(2000)
    clock.now = 1999
    expect(timers.pass()).toBe(false)
    clock.now = 2000
    expect(timers.pass()).toBe(true)
    expect(ran).toEqual(['b'])
    expect(timers.nextDue()).toBe(5000)
    clock.now = 9000
    timers.pass()
    expect(ran).toEqual(['b', 'a'])
    expect(timers.any).toBe(false)
    expect(timers.nextDue()).toBe(Infinity)
  })

  test('a late interval keeps its phase and runs once a pass', () => {
    const { timers, ran, clock } = setup()
    timers.add(str('i'), 10, [], true)
    clock.now = 35_000
    timers.pass()
    timers.pass()
    timers.pass()
    timers.pass()
    expect(ran).toHaveLength(3)
    expect(timers.nextDue()).toBe(40_000)
  })

  test('an interrupted interval is removed with a warning and a flag, an interrupted timeout quietly', () => {
    const { timers, warnings, clock, vm, whole } = setup()
    whole.yes = false
    timers.add(str('i'), 1, [], true)
    clock.now = 1000
    timers.pass()
    expect(warnings).toEqual(['Ctrl-C while processing interval - removing it.'])
    expect([...vm.errorFlags]).toEqual(['CALLBACK'])
    timers.add(str('t'), 1, [], false)
    clock.now = 2000
    timers.pass()
    expect(warnings).toHaveLength(1)
    expect(timers.any).toBe(false)
  })

  test.each([
    // what              variables
    ['a timeout', false, [] as Value[], 5],
    ['an interval', true, [] as Value[], 7],
    ['an argument', false, [new Num(1.5, true)] as Value[], 9],
  ])('%s (repeating: %s) costs what FACTS 2.1 says', (_what, repeats, args, cost) => {
    const { timers, vm } = setup()
    const before = vm.usage()
    timers.add(str('cb'), 50, args, repeats)
    expect(vm.usage() - before).toBe(cost + 1)
  })
})

describe('data for devices', () => {
  test.each([
    ['a number', [300], [44]],
    ['text', [str('ab')], [97, 98]],
    ['a nested array', [new Arr([1, new Arr([str('c')])])], [1, 99]],
  ])('%s', (_what, values: Value[], bytes) => {
    expect(values.flatMap((value) => bytesOf(interpreter(), value))).toEqual(bytes)
  })

  test('repeated data', () => {
    const repeated = new Obj()
    repeated.put('data', str('x'))
    repeated.put('count', 3)
    expect(bytesOf(interpreter(), repeated)).toEqual([120, 120, 120])
  })
})

test('more than 512 bytes do not wait for a listener', () => {
  const code = 'LoopbackB;LoopbackA.write("x".repeat(600));setTimeout(()=>print(LoopbackB.available()),10)'
  expect(emulate(code).stdout).toBe('New interpreter error: BUFFER_FULL\n512\n')
})
