/**
 * A chip that says XOFF and loses its power: it never says XON. What the kernel makes of that is seen on real pseudo-terminals, the modem lines
 * and the order of things on a simulated adapter.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSerialPort, type HandleOptions } from './flow-control.ts'
import { SerialLine, type SerialOptions } from './serial.ts'
import { Adapter } from './testing/adapter.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const XON = '\x11'
const XOFF = '\x13'
/** Longest wait for what has to come, in ms. */
const LIMIT = { timeout: 10_000 }

const { folder, closing } = live()

interface FarEnd {
  readonly path: string
  readonly say: (text: string) => Promise<unknown>
  readonly heard: () => string
}

/** A pseudo-terminal whose other end, another one, the test holds in its hands. */
async function farEnd(): Promise<FarEnd> {
  const [near, far] = ['near', 'far'].map((name) => path.join(folder(), name))
  const child = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  closing({
    close: async () => {
      child.kill('SIGKILL')
      await gone
    },
  })
  await expect.poll(() => existsSync(near) && existsSync(far), LIMIT).toBe(true)
  const handle = closing(await openSerialPort(far, 115_200, { xon: false }))
  let heard = ''
  handle.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')))
  return {
    path: near,
    say: (text) => new Promise((resolve) => handle.write(Buffer.from(text, 'latin1'), resolve)),
    heard: () => heard,
  }
}

interface Talk {
  readonly line: SerialLine
  /** The board stops us: what we wrote does not leave, though it was given time to. */
  readonly stopped: () => Promise<void>
}

async function talk(board: FarEnd, options: SerialOptions = {}): Promise<Talk> {
  const line = closing(new SerialLine(board.path, options))
  let said = ''
  await line.open({ data: (text) => (said += text), closed: () => undefined })
  let round = 0
  const stopped = async (): Promise<void> => {
    await board.say(XOFF)
    for (let left = 3; left > 0; left--) {
      const mark = `<${++round}>`
      await board.say(mark)
      await expect.poll(() => said, LIMIT).toContain(mark)
      // The first mark came behind XOFF: all of this is written while the port is stopped.
      line.write(`lost ${round}\n`)
    }
    expect(line.unsent()).toBeGreaterThan(0)
    expect(board.heard()).not.toContain(`lost ${round}`)
  }
  return { line, stopped }
}

describe.skipIf(!HAS_SOCAT || process.platform !== 'linux')(`a pseudo-terminal (${WITHOUT_SOCAT})`, () => {
  test('XON lets output go on, as ever', async () => {
    const board = await farEnd()
    const { line, stopped } = await talk(board)
    await stopped()
    await board.say(XON)
    await expect.poll(board.heard, LIMIT).toContain('lost 3\n')
    expect(line.unsent()).toBe(0)
  })

  test('without XON a reset does: the console hears it, and XOFF is obeyed afterwards', async () => {
    const board = await farEnd()
    const { line, stopped } = await talk(board)
    await stopped()
    await line.reset()
    await expect.poll(board.heard, LIMIT).toContain('E.reboot()\n')
    line.write('after\n')
    await expect.poll(board.heard, LIMIT).toContain('after\n')
    await stopped()
  })

  test('a chip that stops us once more before it restarts: what is written then leaves', async () => {
    const board = await farEnd()
    const { line } = await talk(board)
    const resetting = line.reset()
    await expect.poll(board.heard, LIMIT).toContain('\x03')
    await board.say(XOFF)
    await resetting
    line.write('after\n')
    await expect.poll(board.heard, LIMIT).toContain('after\n')
  })

  test('opened again it is not stopped, and what was stuck is not sent', async () => {
    const board = await farEnd()
    const { line, stopped } = await talk(board)
    await stopped()
    await line.reopen()
    line.write('after\n')
    await expect.poll(board.heard, LIMIT).toContain('after\n')
    expect(board.heard()).not.toContain('lost')
  })

  test('a host that comes later is not stopped by what its predecessor was told', async () => {
    const board = await farEnd()
    const first = await talk(board)
    await first.stopped()
    await first.line.close()
    const second = await talk(board)
    second.line.write('after\n')
    await expect.poll(board.heard, LIMIT).toContain('after\n')
  })

  test('the port stays ours meanwhile', async () => {
    const board = await farEnd()
    const { line } = await talk(board)
    const resetting = line.reset()
    await expect(talk(board)).rejects.toMatchObject({ code: 'E_PORT_BUSY' })
    await resetting
    await expect(talk(board)).rejects.toMatchObject({ code: 'E_PORT_BUSY' })
  })
})

describe('on an adapter', () => {
  interface Story {
    readonly adapter: Adapter
    readonly line: SerialLine
    readonly closed: string[]
    readonly answers: () => Promise<boolean>
  }

  async function story(options: SerialOptions = {}, adapter = new Adapter()): Promise<Story> {
    const closed: string[] = []
    let said = ''
    const line = new SerialLine('COM7', { clock: adapter.clock, make: adapter.make, ...options })
    await adapter.during(line.open({ data: (text) => (said += text), closed: (why) => closed.push(why) }))
    const answers = async (): Promise<boolean> => {
      said = ''
      line.write('\x03\x10print("=",6*7)\n')
      await adapter.pass(300)
      return said.includes('= 42')
    }
    return { adapter, line, closed, answers }
  }

  const stop = (adapter: Adapter): void => adapter.say(Buffer.from(XOFF))

  test.each<[string, SerialOptions, Adapter]>([
    ['by its lines', {}, new Adapter()],
    ['by its console', { reset: 'none' }, new Adapter()],
    ['by its console, for want of lines', {}, new Adapter({ withoutLines: true })],
    ['by its lines, at a speed that was agreed', { baud: 921_600 }, new Adapter()],
    ['by its console, at a speed that was agreed', { baud: 921_600, reset: 'none' }, new Adapter()],
  ])('the power fails behind XOFF: a restart %s finds the board', async (_, options, adapter) => {
    const { line, answers } = await story(options, adapter)
    stop(adapter)
    adapter.board.reset()
    expect(await answers()).toBe(false)
    await adapter.during(line.reset())
    expect(await answers()).toBe(true)
    expect(adapter.speed).toBe(options.baud ?? 115_200)
  })

  test('the chip stops us as long as it runs: output is let run when it is held no more, and the program starts', async () => {
    const { adapter, line, answers } = await story()
    const resetting = line.reset()
    adapter.clock.after(50, () => stop(adapter))
    await adapter.during(resetting)
    expect([adapter.stopped, adapter.inLoader]).toEqual([false, false])
    expect(await answers()).toBe(true)
  })

  test('the modem lines are left as the reset string leaves them', async () => {
    const { adapter, line } = await story({ reset: 'D0|R1|W100|D1|R0|W50|D0' })
    await adapter.during(line.reset())
    expect(adapter.lines.slice(-3).map(({ dtr, rts }) => [dtr, rts])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
    // None of it starts the chip once more: it is where the string has put it.
    await adapter.pass(2000)
    expect(adapter.inLoader).toBe(true)
  })

  test('lines that were never changed are not touched', async () => {
    const { adapter, line } = await story({ reset: 'none' })
    await adapter.during(line.reset())
    expect(adapter.lines).toEqual([])
  })

  test('a system that opens a port only once: the port works as before', async () => {
    const adapter = new Adapter()
    const once = (at: string, baud: number, options: HandleOptions = {}): ReturnType<Adapter['make']> =>
      options.lock === false ? Promise.reject(new Error(`Opening ${at}: Access denied`)) : adapter.make(at, baud)
    const { line, closed, answers } = await story({ make: once }, adapter)
    await adapter.during(line.reset())
    expect([await answers(), closed]).toEqual([true, []])
  })

  test('a plug that is pulled between the two handles: the port is gone, not one that disobeys XOFF', async () => {
    const adapter = new Adapter()
    let fails = false
    const make: Adapter['make'] = (at, baud, options) =>
      fails && options?.xon === true
        ? Promise.reject(new Error('Error: No such device'))
        : adapter.make(at, baud, options)
    const { line, closed } = await story({ make }, adapter)
    fails = true
    await adapter.during(line.reset())
    expect(closed).toEqual(['Error: No such device'])
    await expect(adapter.during(line.reopen())).rejects.toMatchObject({ code: 'E_GONE' })
    fails = false
    await adapter.during(line.reopen())
    expect(closed).toHaveLength(1)
  })

  test('closing a stopped port drops what is stuck, after a second', async () => {
    const { adapter, line } = await story()
    stop(adapter)
    line.write('stuck\n')
    const began = adapter.clock.now()
    await adapter.during(line.close())
    expect(adapter.clock.now() - began).toBeGreaterThanOrEqual(1000)
    expect(adapter.clock.now() - began).toBeLessThan(1100)
    expect(adapter.flushes).toBe(1)
  })

  test('closing one that runs lets all of it leave', async () => {
    const { adapter, line } = await story()
    line.write('\x10var x=7\n')
    await adapter.during(line.close())
    expect(adapter.flushes).toBe(0)
  })
})
