/** The live demonstration on a clock that runs as fast as it is waited for, with loads of the test; its verb for a moment of real time. */
import { describe, expect, test } from 'vitest'
import { run, runIn } from '../cli/testing.ts'
import { terminal } from '../cli/terminal.ts'
import { portOf } from '../devices/address.ts'
import { Device } from '../devices/device.ts'
import type { Clock } from '../../shared/protocol/clock.ts'
import type { Readings } from '../sources/live/computer.ts'
import { liveDemo, type LiveDemoOptions } from './demo-live.ts'

const T = 1_700_000_000_000

/** Whoever waits is served at once, and the time is then what it would be. */
class EagerClock implements Clock {
  #now = 0

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const due = this.#now + ms
    const waiting = setImmediate(() => {
      this.#now = Math.max(this.#now, due)
      callback()
    })
    return () => clearImmediate(waiting)
  }
}

/** A computer that is idle for ten seconds, busy for ten, then idle again; read five times a second. */
function readings(): Readings {
  let [n, busy] = [0, 0]
  return {
    now: () => T,
    processors() {
      n += 1
      busy += n > 51 && n <= 101 ? 95 : 10 + (n % 3)
      return { busy, all: 100 * n }
    },
    memory: () => ({ used: 1, all: 4 }),
  }
}

async function show(options: LiveDemoOptions = {}): Promise<{ lines: string[]; equal: boolean }> {
  let text = ''
  const stream = { write: (part: string): void => void (text += part) }
  const device = new Device(await portOf('emu:', {}))
  await device.open()
  try {
    const all = { clock: new EagerClock(), readings: readings(), forMs: 30_000, ...options }
    const { equal } = await liveDemo(device, terminal({ out: stream, err: stream, env: {} }), all)
    return { lines: text.trimEnd().split('\n'), equal }
  } finally {
    await device.close()
  }
}

test('results as they come, and the verdict', async () => {
  const { lines, equal } = await show()
  expect(lines[0]).toBe('Rivulet: this computer on emu:, 5 readings a second')
  expect(lines[1]).toMatch(/^ {2}stages load, busy, odd; program [0-9a-f]{8}; Ctrl-C ends it$/)
  const news = lines.filter((line) => /^\d\d:\d\d:\d\d /.test(line))
  expect(news[0]).toMatch(/^22:13:25 {2} *[▁▂▃▄▅▆▇█]+ {2}cpu {2}11\.\d %, at most {2}12\.0 % {2}memory {2}25\.0 %$/)
  expect(news.filter((line) => line.includes('cpu')).length).toBe(6)
  expect(news.filter((line) => line.includes('busy'))).toEqual([
    '22:13:30  busy',
    '22:13:40  no longer busy, after 10 s',
  ])
  expect(news.some((line) => line.includes('odd load of 95 %'))).toBe(true)
  expect(lines.at(-2)).toBe('150 readings')
  expect(lines.at(-1)).toMatch(/^verdict: \d+ results, 0 differ$/)
  expect(equal).toBe(true)
})

test('as JSON', async () => {
  const { lines } = await show({ json: true })
  const data = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(data[0]).toMatchObject({ type: 'window', stage: 'load', end: T + 5000, aggs: { n: 24, meanMemory: 25 } })
  expect(data.at(-1)).toMatchObject({ type: 'verdict', differ: 0, items: 150 })
})

describe('npm start -- --live', () => {
  test('for a moment', async () => {
    const { code, out } = await run('demo', '--live', '--for', '200ms')
    expect([code, out]).toEqual([0, expect.stringMatching(/\n1 readings\nverdict: 0 results, 0 differ\n$/)])
  })

  test('until Ctrl-C, which ends the input only', async () => {
    const interrupt = new AbortController()
    const onWrite = (text: string): void => {
      if (text.includes('Ctrl-C ends it')) interrupt.abort()
    }
    const { code, out } = await runIn({ signal: interrupt.signal, onWrite }, 'demo', '--live')
    expect([code, out]).toEqual([0, expect.stringMatching(/\nverdict: 0 results, 0 differ\n$/)])
  })

  test.each([
    [['--for', '3s'], '--for goes with --live'],
    [['--live', '--seed', '3'], '--seed and --events go without --live'],
    [['--live', '--events', '3'], '--seed and --events go without --live'],
    [['--live', '--for', '3'], 'Write a number and a unit'],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await run('demo', ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
    expect(err).toContain('cure: ')
  })
})
