/** `emulate --listen` and `--pty`: how it says where it is, what other verbs do with it, how it ends. */
import { existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { HAS_SOCAT, WITHOUT_SOCAT } from '../devices/testing/live.ts'
import { folder, run, runIn, type Ran } from './testing.ts'

const { file, directory } = folder()

interface Running {
  /** Where the board is, as it says itself. */
  readonly address: string
  readonly stop: () => Promise<Ran>
}

let running: Running[] = []
afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop()
  running = []
})

/** Starts `emulate` with these arguments and waits until it listens. */
function start(...args: string[]): Promise<Running> {
  const interrupt = new AbortController()
  return new Promise((resolve, reject) => {
    let out = ''
    const onWrite = (text: string): void => {
      out += text
      const address = /listening on (\S+)\n/.exec(out)?.[1]
      if (address === undefined) return
      const it = { address, stop }
      running.push(it)
      resolve(it)
    }
    const ended = runIn({ signal: interrupt.signal, onWrite }, 'emulate', ...args)
    ended.then(({ code, err }) => reject(new Error(`it ended with ${code}: ${err}`)), reject)
    const stop = (): Promise<Ran> => {
      interrupt.abort()
      return ended
    }
  })
}

/** What the board answers to a line. */
function ask(address: string, line: string, answer: RegExp): Promise<string> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let said = ''
    const finish = (act: () => void): void => {
      clearTimeout(timer)
      socket.destroy()
      act()
    }
    const timer = setTimeout(() => finish(() => reject(new Error(`no answer: ${JSON.stringify(said)}`))), 20_000)
    socket.on('error', (error) => finish(() => reject(error)))
    socket.setEncoding('latin1').on('data', (text) => {
      said += String(text)
      const found = answer.exec(said)
      if (found !== null) finish(() => resolve(found[0]))
    })
    socket.write(line)
  })
}

const pipeline = (): string =>
  file('p.json', {
    name: 'live',
    input: { fields: { v: 'double' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', top: 'max(v)' } }],
  })
const input = (): string => file('in.csv', 't,v\n10,1\n20,5\n130,2\n250,3\n')

describe('--listen', () => {
  test('says its address, answers, and is interrupted with 130', async () => {
    const { address, stop } = await start('--listen', '0')
    expect(address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask(address, '6*7\n', /=\d+/)).toBe('=42')
    const { code, out } = await stop()
    expect([code, out]).toEqual([130, `listening on ${address}\n`])
    await expect(ask(address, '1\n', /=/)).rejects.toThrow()
  })

  test('files are loaded first; --vars and --seed count', async () => {
    const { address } = await start('--listen', '0', '--vars', '1500', '--seed', '3', file('a.js', 'var loaded="yes"'))
    expect(await ask(address, '\x10print(loaded,process.memory().total)\n', /\w+ \d+\r/)).toBe('yes 1500\r')
    const random = await ask(address, '\x10print("r",Math.random())\n', /r 0\.\d+/)
    const again = await start('--listen', '0', '--seed', '3')
    expect(await ask(again.address, '\x10print("r",Math.random())\n', /r 0\.\d+/)).toBe(random)
  })

  test('an error in a file is told, and the board stays', async () => {
    const { address, stop } = await start('--listen', '0', file('bad.js', 'nothing()'))
    expect(await ask(address, '1+1\n', /=\d/)).toBe('=2')
    expect((await stop()).err).toContain('bad.js: Uncaught ReferenceError: "nothing" is not defined')
  })

  test('--flash keeps Storage from one board to the next', async () => {
    const flash = path.join(directory(), 'kept.flash')
    const first = await start('--listen', '0', '--flash', flash)
    await ask(first.address, 'require("Storage").write("f","kept")\n', /=true/)
    await first.stop()
    const second = await start('--listen', '0', '--flash', flash)
    expect(await ask(second.address, '\x10print(require("Storage").read("f"))\n', /kept/)).toBe('kept')
  })

  test('--json says it as an object', async () => {
    const interrupt = new AbortController()
    const { code, lines } = await runIn(
      { signal: interrupt.signal, onWrite: (text) => text.includes('listening') && interrupt.abort() },
      ...['emulate', '--listen', '0', '--json'],
    )
    expect([code, lines[0]]).toEqual([130, { type: 'listening', address: expect.stringMatching(/^tcp:/) }])
  })

  test('--timeout ends it with 42', async () => {
    expect((await run('emulate', '--listen', '0', '--timeout', '200ms')).code).toBe(42)
  })

  test('verify runs on it, with the results of the reference', async () => {
    const { address } = await start('--listen', '0')
    const { code, out, err } = await run('verify', pipeline(), '-i', input(), '-p', address)
    expect([code, out], err).toEqual([0, 'verdict: 2 results, 0 differ\n'])
  })
})

describe.skipIf(!HAS_SOCAT)(`--pty (${WITHOUT_SOCAT})`, () => {
  test('verify runs on the path; the path goes with the board', async () => {
    const tty = path.join(directory(), 'tty')
    const { address, stop } = await start('--pty', tty)
    expect(address).toBe(tty)
    const args = [pipeline(), '-i', input(), '-p', tty, '-b', '115200']
    for (let times = 0; times < 2; times++) {
      const { code, out, err } = await run('verify', ...args)
      expect([code, out], err).toEqual([0, 'verdict: 2 results, 0 differ\n'])
    }
    expect(existsSync(tty)).toBe(true)
    expect((await stop()).code).toBe(130)
    expect(existsSync(tty)).toBe(false)
  })

  test('a path that exists is left alone', async () => {
    const taken = file('taken', 'mine')
    const { code, err } = await run('emulate', '--pty', taken)
    expect(code).toBe(2)
    expect(err).toMatch(/^E_PTY .*taken: no pseudo-terminal at .*: it exists already \(a file\)\n {2}cure: /)
  })
})

describe('what does not fit together is refused', () => {
  test.each([
    [['--listen', '0', '--pty', 'x'], 'a board has one line'],
    [['--pty', 'x', '--host', '0.0.0.0'], '--host is the address of --listen'],
    [['--host', '0.0.0.0', 'a.js'], '--host is the address of --listen'],
    [['--seed', '1', 'a.js'], '--seed is for an interactive board'],
    [['--baud', '9600', 'a.js'], '--baud is for an interactive board'],
    [['--flash', 'f', 'a.js'], '--flash is for an interactive board'],
    [['--listen', '0', '--network'], '--network is for programs that run to their end'],
    [['--listen', '65536'], 'Write a number from 0 to 65535.'],
    [['--listen', 'tcp'], 'Write a number from 0 to 65535.'],
    [['--listen', '0', 'no-such.js'], 'no-such.js cannot be read'],
  ])('%j', async (args, message) => {
    const { code, err } = await run('emulate', ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    expect(err).toContain('\n  cure: ')
  })

  test('a file that is no flash image', async () => {
    const flash = path.join(directory(), 'short.flash')
    writeFileSync(flash, 'short')
    const { code, err } = await run('emulate', '--listen', '0', '--flash', flash)
    expect([code, err]).toEqual([2, expect.stringContaining('has 5 bytes, a flash image has 983040')])
  })

  test('a port that is taken: no device', async () => {
    const { address } = await start('--listen', '0')
    const { code, err } = await run('emulate', '--listen', new URL(address).port)
    expect([code, err]).toEqual([4, expect.stringContaining('the port is taken')])
  })
})
