/** The watchdog: it starts the chip again when nobody kicks it (FACTS 6). */
import { describe, expect, test } from 'vitest'
import { Board } from './board.ts'

/** A board that has run these lines, and what it prints from then on. */
function board(...lines: string[]): { board: Board; said: () => string } {
  const made = new Board({ nsPerInstruction: 100 })
  let text = ''
  made.onOutput((bytes) => (text += String.fromCharCode(...bytes)))
  made.boot()
  made.input('echo(0)\n')
  made.advance(10)
  text = ''
  for (const line of lines) made.input(`\x10${line}\n`)
  made.advance(5)
  return { board: made, said: () => text }
}

const BANNER = 'Donate'

describe('kicked by the event loop', () => {
  test('a program that gives control back may run for ever', () => {
    const { board: b, said } = board('E.enableWatchdog(2)', 'setInterval(function(){},500)')
    b.advance(20_000)
    expect(said()).not.toContain(BANNER)
  })

  test('an idle board is kicked as well', () => {
    const { board: b, said } = board('E.enableWatchdog(2,true)')
    b.advance(20_000)
    expect(said()).not.toContain(BANNER)
  })

  test('one that does not is ended, and the saved program starts again', () => {
    const { board: b, said } = board(
      'E.setBootCode("print(\'saved\')")',
      'E.enableWatchdog(2)',
      'setTimeout(function(){print("stuck");while(1);},1000)',
    )
    const started = b.ms
    b.advance(1500)
    expect(said()).toMatch(/stuck[^]*saved[^]*Donate/)
    expect(b.ms - started).toBeGreaterThan(2990)
    expect(b.ms - started).toBeLessThan(3050)
    const before = said()
    b.advance(10_000)
    expect(said()).toBe(before)
  })

  test('exceptions are no way to keep going', () => {
    const { board: b, said } = board('E.enableWatchdog(1)', 'while(1){try{throw 1}catch(e){}}')
    b.advance(3000)
    expect(said()).toContain(BANNER)
  })
})

describe('kicked by the program', () => {
  test('in time', () => {
    const { board: b, said } = board('E.enableWatchdog(2,false)', 'setInterval(function(){E.kickWatchdog()},1500)')
    b.advance(20_000)
    expect(said()).not.toContain(BANNER)
  })

  test('while it runs', () => {
    const { board: b, said } = board(
      'E.enableWatchdog(1,false)',
      'var t=getTime();while(getTime()-t<5)E.kickWatchdog();print("over")',
    )
    b.advance(500)
    expect(said()).toContain('over')
    expect(said()).not.toContain(BANNER)
  })

  test('too late: also an idle board starts again', () => {
    const { board: b, said } = board('E.enableWatchdog(2,false)')
    b.advance(1990)
    expect(said()).not.toContain(BANNER)
    b.advance(20)
    expect(said()).toContain(BANNER)
  })
})

test.each([
  ['2.4', 2],
  ['2.5', 3],
  ['-1', 1],
  ['undefined', 1],
])('enableWatchdog(%s) waits for %i seconds', (given, seconds) => {
  const { board: b, said } = board(`E.enableWatchdog(${given},false)`)
  b.advance(1000 * seconds - 20)
  expect(said()).not.toContain(BANNER)
  b.advance(40)
  expect(said()).toContain(BANNER)
})

test('reset() does not end it, a reset of the chip does', () => {
  const soft = board('E.enableWatchdog(2,false)', 'reset()')
  soft.board.advance(100)
  const greeted = soft.said().split(BANNER).length
  soft.board.advance(2000)
  expect(soft.said().split(BANNER).length).toBe(greeted + 1)
  const hard = board('E.enableWatchdog(2,false)')
  hard.board.reset()
  const once = hard.said()
  hard.board.advance(5000)
  expect(hard.said()).toBe(once)
})

test('a saved program that hangs starts again and again', () => {
  const { board: b, said } = board('E.setBootCode("print(\'boot\');E.enableWatchdog(1);while(1);")', 'load()')
  b.advance(3500)
  expect(said().match(/boot/g)?.length).toBeGreaterThanOrEqual(3)
})
