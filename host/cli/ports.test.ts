/** `ports`: what it shows, a line or an object a port; nothing found is exit 5. */
import path from 'node:path'
import { expect, test } from 'vitest'
import type { SerialPortInfo } from '../devices/serial-ports.ts'
import { tellPorts } from './ports.ts'
import { run } from './testing.ts'
import { terminal } from './terminal.ts'

const PORTS: readonly SerialPortInfo[] = [
  { path: '/dev/ttyUSB0', id: '0001', location: '1-1.2', vendor: '10c4', product: 'ea60', maker: 'Silicon Labs' },
  { path: '/dev/ttyS4' },
]

async function told(
  ports: readonly SerialPortInfo[],
  json: boolean,
): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const stream = (name: 'out' | 'err'): { write: (part: string) => void } => ({ write: (part) => (text[name] += part) })
  const speak = terminal({ out: stream('out'), err: stream('err'), env: {} }, { colour: false })
  return { code: await tellPorts({ terminal: speak, json }, ports), ...text }
}

test('a line a port, in the words that -p takes', async () => {
  expect(await told(PORTS, false)).toEqual({
    code: 0,
    out: '/dev/ttyUSB0  id:0001  loc:1-1.2  10c4:ea60  Silicon Labs\n/dev/ttyS4\n',
    err: '',
  })
})

test('an object a port', async () => {
  const { out } = await told(PORTS, true)
  const objects = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  expect(objects).toEqual(PORTS.map((port) => ({ type: 'port', ...port })))
})

test('none is exit 5, and said', async () => {
  expect(await told([], true)).toEqual({ code: 5, out: '', err: 'no serial port: connect a board, or use emu:\n' })
})

test('the verb looks at this computer, and does not fail without udev', async () => {
  const { code, err, lines } = await run('ports', '--json')
  expect(code).toBe(lines.length === 0 ? 5 : 0)
  for (const line of lines) expect(line).toMatchObject({ type: 'port', path: expect.any(String) as string })
  expect(err).not.toContain('E_')
})

test('an adapter that is not there is exit 4, with what there is', async () => {
  const pipeline = path.resolve(import.meta.dirname, '../../shared/pipeline/labs/factory-vibration.pipeline.json')
  const { code, err } = await run('run', pipeline, '-i', 'sim:factory?seconds=1', '-p', 'id:no-such')
  expect([code, err]).toEqual([4, expect.stringContaining('E_NO_DEVICE id:no-such: no serial port is of an adapter')])
})
