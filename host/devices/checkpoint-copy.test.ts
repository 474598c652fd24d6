/** The copy of a checkpoint that goes back to a board: to the pages where the program looks, whole, and in lines that a console takes. */
import { expect, test } from 'vitest'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { restoreCopy } from './checkpoint-copy.ts'
import { Device } from './device.ts'
import { ScriptedPort, type ScriptedOptions } from './testing.ts'

const FREE = 0x310000
const copyOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) % 251)

async function opened(options: ScriptedOptions = {}): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort(options)
  const device = new Device(port)
  await device.open()
  return { port, device }
}

/** What stands on the pages, in the order of addresses. */
function onPages({ pages }: ScriptedPort): Buffer {
  const places = [...pages.keys()].sort((a, b) => a - b)
  places.reduce((end, at) => (expect(at).toBe(end), at + pages.get(at)!.length), FREE)
  return Buffer.from(places.map((at) => pages.get(at)).join(''), 'latin1')
}

test.each([4096, 8192, 5000, 1])('%d bytes: pages are erased first, then written without a gap', async (length) => {
  const { port, device } = await opened()
  await restoreCopy(device, copyOf(length), 4)
  const lines = port.consoleLines.filter((line) => line.includes('Flash'))
  const erased = lines.flatMap((line) => /erasePage\((\d+)\)/.exec(line)?.[1] ?? []).map(Number)
  expect(erased).toEqual(Array.from({ length: Math.ceil(length / 4096) }, (_, i) => FREE + 4096 * i))
  expect(lines.slice(0, erased.length).every((line) => line.includes('erasePage'))).toBe(true)
  expect(onPages(port).equals(copyOf(length))).toBe(true)
})

test('where there are no free pages it is a file, made in its whole length', async () => {
  const { port, device } = await opened()
  await restoreCopy(device, copyOf(1000), 0)
  expect(Buffer.from(port.files.get('rv0')!, 'latin1').equals(copyOf(1000))).toBe(true)
  const lines = port.consoleLines.filter((line) => line.includes('.write('))
  expect(lines).toHaveLength(3)
  expect(lines.every((line) => line.includes('"rv0"') && line.includes(',1000)'))).toBe(true)
  expect(port.pages.size).toBe(0)
})

test('lines are short enough for a console, and hold nothing but base64', async () => {
  const { port, device } = await opened()
  await restoreCopy(device, copyOf(4096), 2)
  for (const line of port.consoleLines) expect(line.length).toBeLessThan(700)
  expect(port.consoleLines.some((line) => line.includes(encodeBytes(copyOf(384))))).toBe(true)
})

test.each<[string, ScriptedOptions, object]>([
  [
    'the device fails',
    { answer: (code) => (code.includes('.write(') ? 'Uncaught Error: no flash\r\n' : undefined) },
    { code: 'E_DEVICE_ERROR' },
  ],
  ['the line is dead', { loses: (line) => line.includes('erasePage') }, { code: 'E_SILENT' }],
])('%s: the error says what was under way', async (_, options, error) => {
  const { device } = await opened(options)
  await expect(restoreCopy(device, copyOf(4096), 2)).rejects.toMatchObject({
    ...error,
    message: expect.stringMatching(/a page of flash|bytes 0 and following of the checkpoint/) as string,
  })
})
