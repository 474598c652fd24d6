/**
 * The same program, seed and input give the same bytes at the same virtual times: however often, in whatever order, however
 * the host cuts its waiting, and on every machine. `golden/fingerprints.json` holds what was recorded; where the cost model
 * or the programs were changed on purpose it is recorded anew by
 *
 *     npx vitest run --config scripts/vitest.config.ts host/emulator/determinism -u
 */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Board, type BoardOptions } from './board/board.ts'
import { blankFlash } from './board/flash.ts'
import { emulate } from './emulate.ts'
import { fingerprint, REPEATABLE, sumOf, type Fingerprint, type Repeatable } from './golden/repeatable.ts'

/** A program that uses chance, time, timers, events, promises, memory and Storage. */
const PROGRAM = `
  var log = [], s = require("Storage");
  function note(x) { log.push(x + "@" + Math.round(getTime() * 1e6)); }
  setInterval(function () { note("i" + Math.randInt(100)); }, 7);
  setTimeout(function () { note(E.hwRand()); var a = []; for (var i = 0; i < 50; i++) a.push(Math.random()); note(E.sum(a)); }, 20);
  Promise.resolve(1).then(function (v) { note("p" + v); });
  var o = {}; o.on("x", function (v) { note("e" + v); }); o.emit("x", process.memory().usage);
  setTimeout(function () { s.write("f", log.join(",")); print(s.hash(), log.join("\\n")); clearInterval(); }, 60);
`

/** Everything that can be seen of a board: what it sent and when, and its figures. */
interface Trace {
  readonly output: readonly (readonly [ms: number, text: string])[]
  readonly ms: number
  readonly instructions: number
  readonly vars: ReturnType<Board['vars']>
  readonly flash: number
}

/** Boots a board, types `lines` 50 virtual ms apart, and lets `ms` pass in steps. */
function trace(lines: readonly string[], options: BoardOptions = {}, step = 50): Trace {
  const flash = blankFlash()
  const board = new Board({ flash, baud: 115_200, ...options })
  const output: [number, string][] = []
  board.onOutput((bytes) => output.push([board.ms, String.fromCharCode(...bytes)]))
  board.boot()
  for (const line of lines) {
    board.input(line)
    for (const end = board.ms + 50; board.ms < end;) board.advance(Math.min(step, end - board.ms))
  }
  board.advance(200)
  const sum = flash.reduce((total, byte, at) => (Math.imul(total, 31) + byte * (at & 7)) | 0, 0)
  return { output, ms: board.ms, instructions: board.instructions, vars: board.vars(), flash: sum }
}

const SESSION = [
  'var a=1\n',
  `\x10${PROGRAM.replaceAll('\n', ' ')}\n`,
  'a+1\n',
  'nope\n',
  '\x10print("x".repeat(300))\n',
  'setTimeout(()=>print("late"),30)\n',
  'reset()\n',
  'process.memory().usage\n',
]

describe('runs repeat', () => {
  test('a program', () => {
    expect(emulate(PROGRAM)).toEqual(emulate(PROGRAM))
  })

  test('a session at the console, moment by moment', () => {
    const first = trace(SESSION)
    expect(first.output.length).toBeGreaterThan(8)
    expect(trace(SESSION)).toEqual(first)
  })

  test('also when another board has run in between', () => {
    const first = trace(SESSION)
    trace(['\x10for(var i=0;i<1000;i++)Math.random()\n', '\x10var x={};x.x=x\n'], { seed: 9, vars: 700 })
    emulate('var a=[];while(true)a.push(1.5)', { vars: 500 })
    expect(trace(SESSION)).toEqual(first)
  })

  test('also when two boards take turns', () => {
    const alone = trace(SESSION)
    const boards = [0, 1].map(() => {
      const board = new Board({ flash: blankFlash(), baud: 115_200 })
      let text = ''
      board.onOutput((bytes) => (text += String.fromCharCode(...bytes)))
      board.boot()
      return { board, text: () => text }
    })
    for (const line of SESSION) {
      for (const { board } of boards) board.input(line)
      for (const { board } of boards) for (const end = board.ms + 50; board.ms < end;) board.advance(end - board.ms)
    }
    for (const { board } of boards) board.advance(200)
    const expected = alone.output.map(([, text]) => text).join('')
    for (const { board, text } of boards) {
      expect(text()).toBe(expected)
      expect(board.ms).toBe(alone.ms)
      expect(board.instructions).toBe(alone.instructions)
    }
  })
})

describe('what makes a difference, and what does not', () => {
  test('the seed makes one', () => {
    expect(trace(SESSION, { seed: 1 }).output).not.toEqual(trace(SESSION, { seed: 2 }).output)
    expect(trace(SESSION, { seed: 1 })).toEqual(trace(SESSION, { seed: 1 }))
  })

  test('the time at power-on shows in the clock only', () => {
    const at = (startMs: number): string => emulate('print(Date.now())', { startMs }).stdout
    expect(Number(at(1_000_000)) - Number(at(0))).toBe(1_000_000)
    expect(trace(SESSION, { startMs: 5 }).instructions).toBe(trace(SESSION).instructions)
  })

  test('how the host cuts its waiting makes none', () => {
    const texts = (step: number): string =>
      trace(SESSION, {}, step)
        .output.map(([, text]) => text)
        .join('')
    expect(texts(10)).toBe(texts(50))
    expect(texts(5)).toBe(texts(50))
  })

  test('the speed of the chip moves the times, not the answers of a program without clock', () => {
    const code = 'var t=0;for(var i=0;i<100;i++)t+=i;print(t,Math.random())'
    const slow = emulate(code, { nsPerInstruction: 100 })
    const fast = emulate(code, { nsPerInstruction: 10 })
    expect(slow.stdout).toBe(fast.stdout)
    expect(slow.instructions).toBe(fast.instructions)
    expect(slow.virtualMs).toBeGreaterThan(fast.virtualMs)
  })
})

/** A run of the firmware of the basic lab, recorded by scripts/record-firmware-run.ts. */
const FIRMWARE_RUN: Repeatable = {
  ...(JSON.parse(readFileSync(new URL('golden/firmware-run.json', import.meta.url), 'utf8')) as {
    readonly setup: readonly string[]
    readonly code: string
  }),
  name: 'firmware of the basic lab',
  options: { vars: 8000, board: 'LINUX', console: 'USB', limitMs: 100_000 },
}

function run({ code, options, setup = [] }: Repeatable): Fingerprint {
  const flash = blankFlash()
  for (const text of setup) emulate(text, { ...options, flash })
  return fingerprint(emulate(code, { ...options, flash }))
}

describe('on every machine', () => {
  test('runs are as they were recorded', async () => {
    const found = Object.fromEntries([...REPEATABLE, FIRMWARE_RUN].map((program) => [program.name, run(program)]))
    await expect(JSON.stringify(found, null, 2) + '\n').toMatchFileSnapshot('golden/fingerprints.json')
  })

  test.each([...REPEATABLE, FIRMWARE_RUN])('$name: again, and with other work in between', (program) => {
    const first = run(program)
    emulate('var a=[];for(var i=0;i<99;i++)a.push(Math.random())', { seed: 5 })
    expect(run(program)).toEqual(first)
  })

  test('a fingerprint is of all bytes, and of the figures', () => {
    expect([sumOf(''), sumOf('a'), sumOf('foobar')]).toEqual(['0:811c9dc5', '1:e40c292c', '6:bf9cf968'])
    const of = (code: string): Fingerprint => fingerprint(emulate(code))
    expect(of('print(1)').bytes).not.toBe(of('print(2)').bytes)
    expect(of('throw 1').bytes).not.toBe(of('throw 2').bytes)
    expect(of('var a=1').instructions).not.toBe(of('var a=1;a').instructions)
    expect(of('var a=1').used).toBeLessThan(of('var a="four of them, or more than that"').used)
  })
})

/** What a board sends while programs are typed, in waits of `steps` milliseconds, over and over; and its figures. */
function inSteps(program: string, steps: readonly number[], baud?: number): Record<string, unknown> {
  const board = new Board({ seed: 3, baud })
  let sent = ''
  board.onOutput((bytes) => (sent += String.fromCharCode(...bytes)))
  let at = 0
  const until = (ms: number): void => {
    while (board.ms < ms) board.advance(Math.min(steps[at++ % steps.length], ms - board.ms))
  }
  board.boot()
  until(20)
  board.input(`\x10${program.replaceAll('\n', ' ')}\n`)
  until(400)
  board.input('\x03print(getTime(),E.getErrorFlags())\n')
  until(1000)
  board.input('reset()\n1+1\n')
  until(1500)
  return { sent, ms: board.ms, instructions: board.instructions, vars: board.vars().used }
}

describe('however the host cuts its waiting', () => {
  const step = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.05, max: 30, noNaN: true }))
  const slices = fc.array(step, { minLength: 1, maxLength: 8 })

  test.each(REPEATABLE.filter(({ name }) => name !== 'functions'))('$name', ({ code }) => {
    fc.assert(
      fc.property(slices, fc.constantFrom(undefined, 9600, 115_200), (steps, baud) => {
        const whole = inSteps(code, [10_000], baud)
        expect(inSteps(code, steps, baud)).toEqual(whole)
      }),
      { seed: 42, numRuns: 12 },
    )
  })
})
