/** The examples of the README are run: a serial port, a live board with `verify` and the official client on it, what a line carries. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { lineThroughput } from '../../scripts/line-throughput.ts'
import { folder, run, runIn } from '../cli/testing.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')
/** The commands of the block in which these words stand. */
function block(words: string): string {
  return [...readme.matchAll(/```sh\n([^]*?)```/g)].map(([, text]) => text).find((text) => text.includes(words))!
}
const { file, directory } = folder()

const pipeline = {
  name: 'rooms',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()' } }],
}

/** The arguments of a line, on the port and in the folder of this test. */
function argumentsOf(line: string, port: string): string[] {
  const [, args] = /^npm run -s rivulet -- (.*)$/.exec(line)!
  const paths: Record<string, string> = {
    'rooms.pipeline.json': file('rooms.pipeline.json', pipeline),
    'rooms.ndjson': file('rooms.ndjson', '{"t":1,"v":2}\n{"t":150,"v":3}\n'),
    'board.flash': path.join(directory(), 'board.flash'),
  }
  return args.split(' ').map((arg) => (paths[arg] ?? arg).replace('2323', port))
}

test('a board listens, and verify runs on it', async () => {
  const [listen, verify, official] = block('--listen').trimEnd().split('\n')
  expect(official).toMatch(/^npx espruino --no-ble -p tcp:\/\/127\.0\.0\.1:2323 -e /)
  const interrupt = new AbortController()
  let onAddress: (port: string) => void
  const listening = new Promise<string>((resolve) => (onAddress = resolve))
  const onWrite = (text: string): void => {
    const port = /listening on tcp:.*:(\d+)\n/.exec(text)?.[1]
    if (port !== undefined) onAddress(port)
  }
  const board = runIn({ signal: interrupt.signal, onWrite }, ...argumentsOf(listen, '0'))
  const port = await Promise.race([listening, board.then(({ err }) => Promise.reject(new Error(err)))])
  const { code, out } = await run(...argumentsOf(verify, port))
  interrupt.abort()
  expect([code, out]).toEqual([0, expect.stringMatching(/^verdict: \d+ results, 0 differ\n$/)])
  expect((await board).code).toBe(130)
})

describe('a serial port', () => {
  const [ports, verify] = block('rivulet -- ports').trimEnd().split('\n')
  const { onTerminal } = live()

  test('the list of what there is', async () => {
    const { code, out } = await run(...argumentsOf(ports, ''))
    expect(code).toBe(out === '' ? 5 : 0)
  })

  test.skipIf(!HAS_SOCAT)(`verify on it (${WITHOUT_SOCAT})`, async () => {
    const { path: tty } = await onTerminal()
    const { code, out } = await run(...argumentsOf(verify, '').map((arg) => (arg === 'auto' ? tty : arg)))
    expect([code, out]).toEqual([0, expect.stringMatching(/^verdict: \d+ results, 0 differ\n$/)])
  })
})

describe('what a line carries is what the table says', () => {
  const rows = [
    ...readme.matchAll(
      /^\| (short decimals|float64) \| ([\d,]+) \| (\d+) % \| (\d+) % \| ([\d.]+) \| (\d+) \| [\d.]+ % \|$/gm,
    ),
  ]

  test('there is a row for either kind', () => {
    expect(rows.map(([, kind]) => kind)).toEqual(['short decimals', 'float64'])
  })

  test.each(rows.map(([, ...row]) => row))('%s', async (kind, events, line, chip, bytes, instructions) => {
    const workload = { rate: 1000, frame: 32, float64: kind === 'float64' }
    const carried = await lineThroughput(workload, { baud: 115_200, ns: 10, seconds: 5, warmSeconds: 6 })
    const shown = (text: string): number => Number(text.replaceAll(',', ''))
    // Short frame numbers, as at the beginning of a run, let a little more through.
    expect(carried.eventsPerSecond).toBeGreaterThan(0.95 * shown(events))
    expect(carried.eventsPerSecond).toBeLessThan(1.2 * shown(events))
    expect(100 * carried.lineBusy).toBeGreaterThan(0.95 * shown(line))
    expect(100 * carried.chipBusy).toBeLessThan(1.2 * shown(chip))
    expect(carried.bytesPerEvent).toBeLessThan(1.05 * shown(bytes))
    expect(carried.instructionsPerEvent / 1000).toBeLessThan(1.1 * shown(instructions))
  })
})
