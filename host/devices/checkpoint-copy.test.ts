/** The copy of a checkpoint that goes back to a board: to the pages where the program looks, whole, and in lines that a console takes. */
import { expect, test } from 'vitest'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { restoreCopy } from './checkpoint-copy.ts'
import { Device } from './device.ts'
import { EmulatorPort } from './emulator.ts'
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
  const erased = lines.flatMap((line) => /erasePage.*\((\d+)\)\)$/.exec(line)?.[1] ?? []).map(Number)
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

test('the board looks at what it got: a digit or a letter that is another touches nothing', async () => {
  const { port, device } = await opened()
  await restoreCopy(device, copyOf(4096), 2)
  const board = new Device(new EmulatorPort())
  await board.open()
  await board.quiet()
  const calls = port.consoleLines.flatMap((line) => /print\("#\d+#",(.*"Flash".*)\)$/.exec(line)?.[1] ?? [])
  expect(calls.length).toBeGreaterThan(10)
  for (const call of [calls[0], calls[1], calls.at(-1)!]) {
    const spoilt = [
      call.replace(/(\d)\)$/, (_, digit) => `${9 - Number(digit)})`),
      call.replace(/\d(\d)\)$/, '$1)'),
      call.replace('==', '==1'),
    ]
    if (call.includes('atob'))
      spoilt.push(call.replace(/atob\("(.)/, (_, letter) => `atob("${letter === 'B' ? 'C' : 'B'}`))
    for (const each of spoilt) {
      expect(each).not.toBe(call)
      expect(await board.evaluate(each)).toBe('spoilt')
    }
    expect(await board.evaluate(call)).toBe('1')
  }
  expect(await board.evaluate(`require("Flash").read(1,${FREE + 4095})[0]`)).toBe(String(copyOf(4096)[4095]))
  await board.close()
})

test.each([2, 0])('a call that was spoilt is made again, a few times (%d slots)', async (slots) => {
  let spoils = 2
  const { port, device } = await opened({
    answer: (code) => (code.includes('CRC32') && spoils-- > 0 ? `${/#\d+#/.exec(code)![0]} spoilt\r\n` : undefined),
  })
  await restoreCopy(device, copyOf(1000), slots)
  expect(slots === 0 ? port.files.get('rv0') : onPages(port).toString('latin1')).toBe(
    Buffer.from(copyOf(1000)).toString('latin1'),
  )
  const deaf = await opened({
    answer: (code) => (code.includes('CRC32') ? `${/#\d+#/.exec(code)![0]} spoilt\r\n` : undefined),
  })
  await expect(restoreCopy(deaf.device, copyOf(1000), slots)).rejects.toMatchObject({
    code: 'E_STORAGE',
    kind: 'device-failed',
  })
})
