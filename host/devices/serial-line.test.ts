/** A serial port told as stories: a board behind an adapter, on a simulated clock. Plugs are pulled, speeds agreed, chips restarted. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AWAY_MS, LOOK_AGAIN_MS } from './come-back.ts'
import { LOOK_MS, SerialLine, type SerialOptions } from './serial.ts'
import { Adapter } from './testing/adapter.ts'

const FAST = 921_600
/** What letting output run makes of the modem lines, for a moment: it opens another handle. */
const RAISED = [[true, true]]

interface Opened {
  readonly adapter: Adapter
  readonly line: SerialLine
  readonly closed: string[]
  readonly told: string[]
  readonly heard: () => string
  /** What the board's console answers. */
  readonly evaluate: (expression: string) => Promise<string | undefined>
}

async function opened(options: SerialOptions = {}, adapter = new Adapter(), address = 'COM7'): Promise<Opened> {
  const closed: string[] = []
  const told: string[] = []
  let said = ''
  const line = new SerialLine(address, {
    clock: adapter.clock,
    make: adapter.make,
    onTold: (text) => told.push(text),
    ...options,
  })
  await adapter.during(line.open({ data: (text) => (said += text), closed: (why) => closed.push(why) }))
  const evaluate = async (expression: string): Promise<string | undefined> => {
    said = ''
    line.write(`\x03\x10print("=",${expression})\n`)
    await adapter.pass(300)
    return /= (.*)\r/.exec(said)?.[1]
  }
  return { adapter, line, closed, told, heard: () => said, evaluate }
}

describe('a restart', () => {
  test('by the usual lines: DTR is released before the chip may start, and the program runs', async () => {
    const { adapter, line, evaluate } = await opened()
    await evaluate('x=1')
    await adapter.during(line.reset())
    expect(adapter.lines.map(({ dtr, rts }) => [dtr, rts])).toEqual([
      [false, true],
      [false, true],
      [false, false],
      ...RAISED,
      [false, false],
    ])
    expect(adapter.lines[2].at - adapter.lines[1].at).toBe(100)
    expect(adapter.inLoader).toBe(false)
    expect(await evaluate('typeof x')).toBe('undefined')
  })

  test('by a string of the user: this one ends in the loader', async () => {
    const { adapter, line } = await opened({ reset: 'D0|R1|W100|D1|R0|W50|D0' })
    await adapter.during(line.reset())
    expect(adapter.inLoader).toBe(true)
  })

  test('a second one begins with the lines as the first left them', async () => {
    const { adapter, line } = await opened({ reset: 'R1|W20|R0' })
    await adapter.during(line.reset())
    await adapter.during(line.reset())
    expect(adapter.lines.map(({ dtr, rts }) => [dtr, rts])).toEqual([
      [true, true],
      [true, false],
      ...RAISED,
      [true, false],
      [true, true],
      [true, false],
      ...RAISED,
      [true, false],
    ])
  })

  test.each<[string, SerialOptions, Adapter]>([
    ['--reset none', { reset: 'none' }, new Adapter()],
    ['a port without modem lines', {}, new Adapter({ withoutLines: true })],
  ])('by the console: %s', async (_, options, adapter) => {
    const { line, evaluate } = await opened(options, adapter)
    await evaluate('x=1')
    await adapter.during(line.reset())
    await adapter.pass(500)
    expect(adapter.lines).toEqual([])
    expect(await evaluate('typeof x')).toBe('undefined')
  })
})

describe('a program that has taken the line over', () => {
  /** As the firmware does: the console is elsewhere, and only the question `Q` brings it back. */
  const TAKES =
    'x=1;Serial1.on("data",function(d){if(d.indexOf("[\\"Q\\"]")>=0){Serial1.removeAllListeners();Serial1.setConsole(true)}});LoopbackA.setConsole(true)'

  test('gives it back, and the chip restarts by its console', async () => {
    const { adapter, line, evaluate } = await opened({ reset: 'none' })
    line.write(`\x10${TAKES}\n`)
    await adapter.pass(300)
    expect(await evaluate('2')).toBeUndefined()
    await adapter.during(line.reset())
    await adapter.pass(500)
    expect(await evaluate('typeof x')).toBe('undefined')
  })
})

describe('the speed', () => {
  test('is 115,200, and nothing is asked, unless another is wanted', async () => {
    const { adapter, told, heard } = await opened()
    expect([adapter.speeds, told, heard()]).toEqual([[115_200], [], ''])
  })

  test('is what the board agrees to', async () => {
    const { adapter, told, evaluate } = await opened({ baud: FAST })
    expect(adapter.speeds).toEqual([115_200, FAST])
    expect(told).toEqual([`COM7: ${FAST} bits a second`])
    expect(await evaluate('6*7')).toBe('42')
  })

  test.each<[string, SerialOptions, Adapter]>([
    ['by its lines', {}, new Adapter()],
    ['by its console', { reset: 'none' }, new Adapter()],
    ['by its console, for want of lines', {}, new Adapter({ withoutLines: true })],
  ])('is agreed again after a restart %s, which begins at 115,200', async (_, options, adapter) => {
    const { line, evaluate } = await opened({ ...options, baud: FAST }, adapter)
    await evaluate('x=1')
    await adapter.during(line.reset())
    expect(adapter.speeds.slice(-2)).toEqual([115_200, FAST])
    expect(await evaluate('typeof x')).toBe('undefined')
  })

  test.each(['with', 'without'])('is found again when the board restarted by itself, %s modem lines', async (lines) => {
    const adapter = new Adapter({ withoutLines: lines === 'without' })
    const { line, evaluate } = await opened({ baud: FAST }, adapter)
    adapter.board.reset()
    expect(await evaluate('6*7')).toBeUndefined()
    await adapter.during(line.reset())
    expect(adapter.speed).toBe(FAST)
    expect(await evaluate('6*7')).toBe('42')
  })

  test('stays as it is when the adapter has no such speed', async () => {
    const { adapter, told, evaluate } = await opened({ baud: FAST }, new Adapter({ refused: [FAST] }))
    expect(adapter.speed).toBe(115_200)
    expect(told).toEqual([`COM7: no agreement on ${FAST} bits a second; 115200`])
    expect(await evaluate('6*7')).toBe('42')
  })

  test('is asked of nobody when the port goes away meanwhile', async () => {
    const adapter = new Adapter()
    const { line, closed } = await opened({}, adapter)
    await line.close()
    const again = new SerialLine('COM7', { clock: adapter.clock, make: adapter.make, baud: FAST })
    const opening = again.open({ data: () => undefined, closed: (why) => closed.push(why) })
    adapter.clock.after(5, () => adapter.unplug('close'))
    await expect(adapter.during(opening)).rejects.toMatchObject({ code: 'E_NO_DEVICE', kind: 'no-device' })
    // Whoever opens learns it from the failure.
    expect(closed).toEqual([])
  })
})

describe('a pulled plug', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'rivulet-line-'))))
  afterEach(() => rmSync(folder, { recursive: true }))
  const place = (name = 'ttyUSB0'): string => {
    const full = path.join(folder, name)
    writeFileSync(full, '')
    return full
  }

  test('with a sign: at once, and once', async () => {
    const { adapter, closed } = await opened()
    adapter.unplug('close')
    expect(closed).toEqual(['bad file descriptor'])
    await adapter.pass(2000)
    expect(closed).toHaveLength(1)
  })

  test('without one: at the next write', async () => {
    const { adapter, line, closed } = await opened()
    adapter.unplug('write error')
    await adapter.pass(2000)
    expect(closed).toEqual([])
    line.write('anything\n')
    line.write('more\n')
    await adapter.pass(1)
    expect(closed).toEqual(['EIO: i/o error, write'])
  })

  test('without any sign: by its path, after half a second at most, though nothing is sent', async () => {
    const file = place()
    const { adapter, closed } = await opened({}, new Adapter(), file)
    await adapter.pass(10 * LOOK_MS)
    expect(closed).toEqual([])
    adapter.unplug('none')
    rmSync(file)
    await adapter.pass(LOOK_MS)
    expect(closed).toEqual(['its path is gone'])
  })

  test('back so soon that the path was never missed: it leads to another port', async () => {
    const [one, other] = [place('pts1'), place('pts2')]
    const link = path.join(folder, 'board')
    symlinkSync(one, link)
    const { adapter, closed } = await opened({}, new Adapter(), link)
    rmSync(link)
    symlinkSync(other, link)
    await adapter.pass(LOOK_MS)
    expect(closed).toEqual(['its path leads to another port now'])
  })

  test('after closing nothing is looked at any more', async () => {
    const file = place()
    const { adapter, line, closed } = await opened({}, new Adapter(), file)
    await line.close()
    expect(adapter.clock.idle).toBe(true)
    rmSync(file)
    await adapter.pass(5 * LOOK_MS)
    expect(closed).toEqual([])
  })
})

describe('coming back', () => {
  test('the same listener hears the board again, at the speed that was agreed', async () => {
    const { adapter, line, closed, evaluate } = await opened({ baud: FAST })
    adapter.unplug('close')
    const back = line.reopen()
    adapter.clock.after(7000, () => {
      // A board on USB loses its power with the plug.
      adapter.board.reset()
      adapter.plugIn()
    })
    const began = adapter.clock.now()
    await adapter.during(back)
    expect(adapter.clock.now() - began).toBeGreaterThanOrEqual(7000)
    expect(adapter.clock.now() - began).toBeLessThan(7000 + LOOK_AGAIN_MS + 1000)
    expect([closed.length, adapter.speed]).toEqual([1, FAST])
    expect(await evaluate('6*7')).toBe('42')
  })

  test('it may go again, and come back again', async () => {
    const { adapter, line, closed, evaluate } = await opened()
    for (let time = 1; time <= 3; time++) {
      adapter.unplug('close')
      expect(closed).toHaveLength(time)
      adapter.plugIn()
      await adapter.during(line.reopen())
      expect(await evaluate('6*7')).toBe('42')
    }
  })

  test('under another name', async () => {
    let name = 'COM7'
    const adapter = new Adapter()
    const paths: string[] = []
    const { line } = await opened(
      {
        locate: () => Promise.resolve(name),
        make: (place, baud, options) => {
          if (options === undefined) paths.push(place)
          return adapter.make(place, baud, options)
        },
      },
      adapter,
    )
    adapter.unplug('close')
    name = 'COM9'
    adapter.plugIn()
    await adapter.during(line.reopen())
    expect([paths, line.address]).toEqual([['COM7', 'COM9'], 'COM7'])
  })

  test('a port that still seems open is closed first', async () => {
    const { adapter, line, evaluate } = await opened()
    await adapter.during(line.reopen())
    expect(await evaluate('6*7')).toBe('42')
  })

  test('not within the limit', async () => {
    const { adapter, line } = await opened()
    adapter.unplug('close')
    const began = adapter.clock.now()
    await expect(adapter.during(line.reopen())).rejects.toMatchObject({
      code: 'E_GONE',
      message: 'COM7 did not come back within 60 s: port COM7 does not exist',
      cure: 'connect the board, or name the path that it has',
    })
    expect(adapter.clock.now() - began).toBeGreaterThan(AWAY_MS - LOOK_AGAIN_MS)
    expect(adapter.clock.now() - began).toBeLessThanOrEqual(AWAY_MS + 10)
  })

  test('closing ends the wait', async () => {
    const { adapter, line, closed } = await opened()
    adapter.unplug('close')
    const back = line.reopen()
    adapter.clock.after(1000, () => void line.close())
    adapter.clock.after(1500, () => adapter.plugIn())
    await expect(adapter.during(back)).rejects.toMatchObject({ code: 'E_CLOSED' })
    await adapter.pass(2000)
    expect([closed.length, adapter.speeds]).toEqual([1, [115_200]])
  })

  test('closing at once does, too', async () => {
    const { adapter, line } = await opened()
    const back = line.reopen()
    await line.close()
    await expect(adapter.during(back)).rejects.toMatchObject({ code: 'E_CLOSED' })
    expect(adapter.speeds).toEqual([115_200])
  })

  test('with its modem lines as opening leaves them', async () => {
    const { adapter, line } = await opened({ reset: 'D0|R1|W20|R0' })
    await adapter.during(line.reset())
    await adapter.during(line.reopen())
    adapter.lines.length = 0
    await adapter.during(line.reset())
    expect(adapter.lines.map(({ dtr, rts }) => [dtr, rts])[0]).toEqual([false, true])
  })
})
