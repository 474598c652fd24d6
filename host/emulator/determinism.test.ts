/** The same program, seed and input give the same bytes at the same virtual times, however often and in whatever order. */
import { describe, expect, test } from 'vitest'
import { Board, type BoardOptions } from './board/board.ts'
import { blankFlash } from './board/flash.ts'
import { emulate } from './emulate.ts'

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

  test('a session at the console, byte by byte and moment by moment', () => {
    const first = trace(SESSION)
    expect(first.output.length).toBeGreaterThan(20)
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
      for (const { board } of boards) board.advance(50)
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
