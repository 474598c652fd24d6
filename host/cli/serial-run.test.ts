/**
 * A whole run over a serial line: `verify` in this process, socat between, an emulated board in a process of its own whose line has
 * 115,200 baud. Everything a board on a cable does is in it but the cable.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { HAS_SOCAT, WITHOUT_SOCAT } from '../devices/testing/live.ts'
import { folder, run, runIn } from './testing.ts'

const { file, directory } = folder()
const BIN = path.join(import.meta.dirname, 'bin.mjs')
/** Longest wait for the board to be there, in ms. */
const START_MS = 30_000

const boards: ChildProcess[] = []
afterEach(switchOff)

/** Ends all boards; what their flash holds is kept. */
async function switchOff(): Promise<void> {
  for (const board of boards.splice(0)) {
    if (board.exitCode !== null || board.signalCode !== null) continue
    const gone = new Promise((resolve) => board.once('exit', resolve))
    board.kill('SIGINT')
    const timer = setTimeout(() => board.kill('SIGKILL'), 5000)
    await gone
    clearTimeout(timer)
  }
}

/** Starts `emulate` on a pseudo-terminal; gives its path when it is there. */
function board(name: string, ...args: string[]): Promise<string> {
  const tty = path.join(directory(), name)
  const child = spawn(process.execPath, [BIN, 'emulate', '--pty', tty, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  boards.push(child)
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(() => reject(new Error(`no board after ${START_MS} ms: ${said}`)), START_MS)
    const hear = (part: Buffer): void => {
      said += part.toString()
      if (!/listening on /.test(said)) return
      clearTimeout(timer)
      resolve(tty)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`it ended with ${code}: ${said}`))
    })
  })
}

const pipeline = {
  name: 'rooms',
  input: { fields: { room: 'string', c: 'double' }, key: 'room', packed: { c: 'int16/100' } },
  time: { mode: 'event', outOfOrdernessMs: 1000 },
  stages: [
    {
      id: 'minute',
      from: 'input',
      window: { type: 'tumbling', sizeMs: 60_000 },
      aggregates: { m: 'mean(c)', n: 'count()' },
    },
    { id: 'hot', from: 'input', detect: { when: 'c > 24', until: 'c < 22' } },
  ],
  limits: { keys: 4 },
}

/** Two rooms, a reading every ten seconds each, for an hour and forty minutes. */
const readings = Array.from({ length: 1200 }, (_, i) => {
  const t = 1_700_000_000_000 + 5000 * i
  return JSON.stringify({ t, room: i % 2 === 0 ? 'hall' : 'attic', c: Math.round(2200 + 400 * Math.sin(i / 17)) / 100 })
}).join('\n')

/** Results in an order of their own: the order of keys and the last bits of a mean are no part of them. */
function told(lines: readonly Record<string, unknown>[]): string[] {
  const results = lines.filter(({ type }) => type === 'window' || type === 'detect')
  return results
    .map((line) => JSON.stringify(line, (_, v: unknown) => (typeof v === 'number' ? v.toFixed(6) : v)))
    .sort()
}

describe.skipIf(!HAS_SOCAT)(`through socat (${WITHOUT_SOCAT})`, () => {
  test('all results come, and none differs', async () => {
    const tty = await board('tty', '--baud', '115200')
    const args = ['verify', file('rooms.pipeline.json', pipeline), '-i', file('rooms.ndjson', readings), '-p', tty]
    const { code, lines, err } = await run(...args, '--json', '--timeout', '120s')
    const verdict = lines.find(({ type }) => type === 'verdict')
    expect([code, err]).toEqual([0, expect.any(String) as string])
    expect(verdict).toMatchObject({ differ: 0 })
    expect(Number(verdict!['results'])).toBeGreaterThan(200)
  })

  test('power and plug are lost in the middle and come back: all results come, and none differs', async () => {
    const flash = ['--flash', path.join(directory(), 'board.flash')]
    const tty = await board('power', ...flash)
    const args = ['run', file('rooms.pipeline.json', pipeline), '-i', file('rooms.ndjson', readings)]
    const expected = await run('try', ...args.slice(1), '--json')
    let results = 0
    const again: Promise<unknown>[] = []
    let ended = false
    let inTime = false
    const onWrite = (text: string): void => {
      results += text.split('\n').filter((line) => line.startsWith('{"type":"')).length
      if (results < 5 || again.length > 0) return
      const back = switchOff().then(() => board('power', ...flash))
      again.push(back.then(() => (inTime = !ended)))
    }
    const { code, lines, err } = await runIn({ onWrite }, ...args, '-p', tty, '--json', '--timeout', '200s')
    ended = true
    await Promise.all(again)
    expect([code, err]).toEqual([0, expect.any(String) as string])
    expect(inTime).toBe(true)
    expect(told(lines)).toEqual(told(expected.lines))
  })

  test('a port that another program has is exit 4, with the cure, at once', async () => {
    const tty = await board('busy')
    const { SerialLine } = await import('../devices/serial.ts')
    const other = new SerialLine(tty)
    await other.open({ data: () => undefined, closed: () => undefined })
    try {
      const args = ['verify', file('rooms.pipeline.json', pipeline), '-i', file('rooms.ndjson', readings), '-p', tty]
      const { code, err } = await run(...args)
      expect(code).toBe(4)
      expect(err).toBe(
        `E_PORT_BUSY ${tty}: port ${tty} is open in another program\n  cure: close the other program, such as a terminal or an IDE\n`,
      )
    } finally {
      await other.close()
    }
  })
})
