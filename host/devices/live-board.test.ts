/** A live board against a simulated clock: what it says and when, with nothing that takes real time. */
import { expect, test } from 'vitest'
import type { Board, BoardOptions } from '../emulator/board/board.ts'
import { runLive, type LoadedFile, type Surroundings } from './live-board.ts'

interface Story {
  readonly options?: BoardOptions
  readonly files?: readonly LoadedFile[]
  /** What is typed, and at which millisecond. */
  readonly typed?: readonly (readonly [ms: number, text: string])[]
  readonly untilMs: number
  /** Milliseconds that pass each time somebody looks at the clock: computing takes time. */
  readonly glanceMs?: number
  readonly prepare?: (board: Board) => void
}

interface Told {
  /** What the board says, with the time at which it came. */
  readonly said: (readonly [ms: number, text: string])[]
  readonly text: string
  readonly told: string[]
  readonly waits: number[]
  readonly mostWaiting: number
}

const BANNER = /^[^]*espruino\.com\/Donate\r\n/

function live({ options = {}, files, typed = [], untilMs, glanceMs = 0.001, prepare }: Story): Told {
  let now = 0
  let next = 0
  const said: (readonly [number, string])[] = []
  const told: string[] = []
  const waits: number[] = []
  let mostWaiting = 0
  const around: Surroundings = {
    now: () => (now += glanceMs),
    wait: (ms) => {
      waits.push(ms)
      const input = next < typed.length ? Math.max(0, typed[next][0] - now) : Infinity
      now += Math.min(ms, input)
    },
    receive: () => {
      const due: Uint8Array[] = []
      for (; next < typed.length && typed[next][0] <= now; next++)
        due.push(Uint8Array.from(typed[next][1], (char) => char.charCodeAt(0)))
      return due
    },
    transmit: (bytes) => void said.push([now, String.fromCharCode(...bytes)]),
    onTurn: (waiting) => (mostWaiting = Math.max(mostWaiting, waiting)),
    tell: (text) => told.push(text),
    get ended() {
      return now >= untilMs
    },
  }
  runLive(options, around, files, prepare)
  const text = said.map(([, part]) => part).join('')
  return { said, text: text.replace(BANNER, ''), told, waits, mostWaiting }
}

test('it boots, answers a line, and waits in between', () => {
  const { text, waits } = live({ typed: [[100, '1+1\n']], untilMs: 2000 })
  expect(text).toBe('\r\n>1+1\r\n=2\r\n>')
  expect(waits.length).toBeLessThan(10)
})

test('timers run at their time of the clock, not sooner and hardly later', () => {
  const { said } = live({ typed: [[50, '\x10setInterval(function(){print("t")},100)\n']], untilMs: 1000 })
  const ticks = said.filter(([, text]) => text.includes('t\r\n')).map(([ms]) => Math.round(ms))
  expect(ticks).toHaveLength(9)
  for (const [index, ms] of ticks.entries()) expect(Math.abs(ms - 150 - 100 * index)).toBeLessThanOrEqual(2)
})

test('a board whose computing takes longer than on the chip catches up', () => {
  const { said } = live({
    typed: [[50, '\x10setInterval(function(){for(var i=0;i<9;i++);print("t")},100)\n']],
    untilMs: 1000,
    glanceMs: 3,
  })
  expect(said.filter(([, text]) => text.includes('t\r\n')).length).toBeGreaterThanOrEqual(8)
})

test('a board that computes faster than the chip is held back', () => {
  const { said } = live({
    typed: [[10, '\x10for(var i=0;i<2000;i++);print("done")\n']],
    untilMs: 5000,
    options: { nsPerInstruction: 100 },
  })
  const [ms] = said.find(([, text]) => text.includes('done'))!
  expect(ms).toBeGreaterThan(1000)
})

test('Ctrl-C ends an endless loop, and the console is back', () => {
  const { text } = live({
    typed: [
      [10, 'while(1);\n'],
      [500, '\x03'],
      [600, '2+2\n'],
    ],
    untilMs: 1000,
  })
  expect(text).toContain('while(1);\r\nExecution Interrupted')
  expect(text).toMatch(/2\+2\r\n=4\r\n>$/)
})

test('what an endless loop prints is sent while it runs', () => {
  const { said } = live({ typed: [[10, 'while(1)print("x")\n']], untilMs: 300 })
  expect(said.filter(([, text]) => text.includes('x\r\n')).length).toBeGreaterThan(10)
})

test('switching off ends also a program that runs', () => {
  const { waits } = live({ typed: [[10, 'while(1);\n']], untilMs: 300 })
  expect(waits.length).toBeGreaterThan(1)
})

test('files are loaded first, in their order; one that fails is told with its name', () => {
  const { text, told } = live({
    files: [
      { name: 'a.js', text: 'var a=1;print("a")' },
      { name: 'b.js', text: 'function f(){throw new Error("no")}\nf()' },
      { name: 'c.js', text: 'print(a+1)' },
    ],
    typed: [[100, 'a\n']],
    untilMs: 1000,
  })
  expect(text).toBe('\r\n>\r\x1b[Ja\r\n2\r\n>a\r\n=1\r\n>')
  expect(told).toEqual([expect.stringMatching(/^b\.js: Uncaught Error: no\n {4}at f \(/)])
})

test('what is not modelled is said on the line and told, and the board goes on', () => {
  const { text, told } = live({
    typed: [
      [10, 'debugger\n'],
      [100, '1+1\n'],
    ],
    untilMs: 1000,
  })
  expect(text).toBe('\r\n>debugger\r\nUnimplemented: debugger\r\n>1+1\r\n=2\r\n>')
  expect(told).toEqual(['Unimplemented: debugger'])
})

test.each([
  ['a line', 'debugger\n', '>debugger\r\nUnimplemented: debugger\r\n>'],
  ['a silent line', '\x10debugger\n', '>\r\x1b[JUnimplemented: debugger\r\n>'],
  ['a timer', '\x10setTimeout("debugger",10)\n', '>\r\x1b[JUnimplemented: debugger\r\n>'],
])('after what %s calls and is not modelled the prompt comes back at once, without a key', (_, typed, shown) => {
  const { text, said } = live({ typed: [[10, typed]], untilMs: 500 })
  expect(text).toBe(`\r\n${shown}`)
  expect(said.at(-1)![0]).toBeLessThan(50)
})

test('bytes that the board has not read are counted', () => {
  const { mostWaiting } = live({ typed: [[10, 'x'.repeat(3000)]], options: { baud: 9600 }, untilMs: 500 })
  expect(mostWaiting).toBeGreaterThan(2000)
})

test('whoever hands in flash sees the board before it boots', () => {
  const seen: number[] = []
  live({ untilMs: 10, prepare: (board) => seen.push(board.ms) })
  expect(seen).toEqual([0])
})
