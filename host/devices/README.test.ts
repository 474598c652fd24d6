/** The example of the README is run: a live board, and `verify` and the official client on it. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folder, run, runIn } from '../cli/testing.ts'

const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')
const [, example] = /```sh\n([^]*?)```/.exec(readme)!
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
  const [listen, verify, official] = example.trimEnd().split('\n')
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
