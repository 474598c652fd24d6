/** What work of the flash costs a board: time, in which it executes nothing, and its line goes on. */
import { describe, expect, test } from 'vitest'
import { Board, type BoardOptions } from './board.ts'
import { Clock } from './clock.ts'
import { blankFlash, FREE_START, STORAGE_START, type FlashOperation } from './flash.ts'
import { flashMs, FlashWaits, INSTANT_FLASH, TYPICAL_FLASH } from './flash-timing.ts'
import { Bench } from './testing.ts'

const operation = (kind: FlashOperation['kind'], length: number): FlashOperation => ({
  ...{ kind, length },
  address: FREE_START,
})

describe('an operation', () => {
  test.each([
    ['erase', 4096, 45],
    ['write', 1, 0.7],
    ['write', 256, 0.7],
    ['write', 257, 1.4],
    ['write', 4096, 11.2],
  ] as const)('%s of %s bytes: %s ms', (kind, length, ms) => {
    expect(flashMs(operation(kind, length), TYPICAL_FLASH)).toBeCloseTo(ms, 9)
    expect(flashMs(operation(kind, length), INSTANT_FLASH)).toBe(0)
  })

  test('the line is looked at every millisecond of it, and at its end', () => {
    const clock = new Clock(0, () => 0)
    const looks: number[] = []
    const waits = new FlashWaits({ eraseMs: 2.5, writeMs: 0.3 }, clock, () => looks.push(clock.now()))
    waits.add(operation('erase', 4096))
    waits.add(operation('write', 300))
    expect(looks).toEqual([1000, 2000, 2500, 3100])
    expect(waits.total).toBe(3100)
  })
})

/** Milliseconds of the flash, and of all but its instructions, in a program. */
function spent(program: string, options: BoardOptions = {}): number[] {
  const { board } = new Bench(options)
  const before = { ms: board.ms, flash: board.flashMs, work: board.instructions * 10e-6 }
  const { error } = board.execute(`var F=require("Flash"),S=require("Storage");${program}`, 'test', 60_000)
  expect(error).toBeUndefined()
  const waited = board.ms - before.ms - (board.instructions * 10e-6 - before.work)
  return [board.flashMs - before.flash, Math.abs(waited)].map((ms) => Math.round(ms * 100) / 100)
}

describe('a program waits', () => {
  test.each<[string, string, number]>([
    ['for a page of its own to be erased', 'F.erasePage(0x310000)', 45],
    ['for what it writes', 'F.write(new Uint8Array(1000),0x310000)', 4 * 0.7],
    ['not for nothing', 'F.write("",0x310000);F.read(100,0x310000);S.read("x")', 0],
    ['for a file: its header, its content', 'S.write("f","x".repeat(300))', 0.7 + 2 * 0.7],
    ['not for a file that is written as it is', 'S.write("f","abc");S.write("f","abc")', 2 * 0.7],
    ['for a file to become trash', 'S.write("f","abc");S.erase("f")', 3 * 0.7],
    // The first page holds the boot file as well.
    ['for pages that are compacted', 'S.write("f","x".repeat(9000));S.erase("f");S.compact()', 0.7 * 38 + 3 * 45 + 0.7],
  ])('%s', (_, program, ms) => {
    const [flash, waited] = spent(program)
    expect(flash).toBeCloseTo(ms, 5)
    expect(waited).toBeCloseTo(ms, 1)
  })

  test('as long as the board says that its flash takes', () => {
    expect(spent('F.erasePage(0x310000)', { flashTiming: { eraseMs: 400, writeMs: 3 } })).toEqual([400, 400])
    expect(spent('F.erasePage(0x310000);S.eraseAll()', { flashTiming: INSTANT_FLASH })).toEqual([0, 0])
  })

  test('also longer than code may run: the whole of Storage is erased in ten seconds', () => {
    const bench = new Bench({ patienceMs: 500 })
    bench.board.input('\x10require("Storage").eraseAll();print(getTime()>10)\n')
    expect(bench.wait(10_500)).toBe('true\n')
  })

  test('and what is due meanwhile comes late', () => {
    const said = new Bench().run(
      'var t=getTime();setTimeout(function(){print(getTime()-t>0.045)},10);require("Flash").erasePage(0x310000)',
      100,
    )
    expect(said).toBe('true\n')
  })
})

test('what is put into the flash before power is on takes no time of the board', () => {
  const board = new Board()
  board.storage.write(
    '.bootcde',
    Uint8Array.from('print(1)', (char) => char.charCodeAt(0)),
  )
  expect([board.ms, board.flashMs]).toEqual([0, 0])
})

test('a storage that is found corrupt is erased before there is a prompt', () => {
  const flash = blankFlash()
  flash[STORAGE_START - FREE_START + 5000] = 0
  const board = new Board({ flash, baud: 115_200 })
  board.input('1')
  board.boot()
  expect(board.flashMs).toBe(224 * 45)
})

describe('the line meanwhile', () => {
  /** Erases `pages` while `bytes` come: what the program got, what was lost, and how often it asked the host to stop. */
  function during(pages: number, bytes: number): { got: number; lost: number; stops: number } {
    const board = new Board({ baud: 115_200 })
    let stops = 0
    board.onOutput((sent) => (stops += sent.filter((byte) => byte === 0x13).length))
    board.boot()
    const program =
      'var n=0;LoopbackA.setConsole(true);Serial1.on("data",function(d){n+=d.length;' +
      `if(d[0]=="g")for(var i=0;i<${pages};i++)require("Flash").erasePage(0x310000)})`
    board.input(`\x10${program}\n`)
    board.advance(100)
    board.input('g' + 'x'.repeat(bytes - 1))
    board.advance(2000)
    const { value } = board.vm.root.find('n')!
    return { got: Number(value), lost: board.lost, stops }
  }

  test('bytes of 115,200 baud are kept', () => {
    expect(during(1, 500)).toEqual({ got: 500, lost: 0, stops: 0 })
    expect(during(6, 3000)).toEqual({ got: 3000, lost: 0, stops: 0 })
  })

  test('the host is asked to stop when many have come', () => {
    expect(during(8, 4000)).toMatchObject({ got: 4000, lost: 0, stops: 1 })
  })

  test('one that goes on loses what exceeds the buffers', () => {
    const { got, lost } = during(16, 7000)
    expect(lost).toBeGreaterThan(1000)
    expect(got + lost).toBe(7000)
  })
})
