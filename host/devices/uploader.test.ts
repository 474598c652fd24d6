import { expect, test } from 'vitest'
import { blankFlash } from '../emulator/board/flash.ts'
import { World } from '../soak/world.ts'
import { Device } from './device.ts'
import { ScriptedPort, type ScriptedOptions } from './testing.ts'
import { restart, upload } from './uploader.ts'

async function opened(options: ScriptedOptions = {}): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort(options)
  const device = new Device(port)
  await device.open()
  return { port, device }
}

const program = `var x=1;${'function f(){return 1}\n'.repeat(60)}`

test('the program is stored whole, in pieces, between a reset and a load', async () => {
  const { port, device } = await opened()
  await upload(device, program)
  expect(port.files.get('.bootcde')).toBe(program)
  const verbs = port.consoleLines.flatMap((line) => /reset\(\)|load\(\)|Storage"\)\.\w+/.exec(line)?.[0] ?? [])
  const pieces = Array.from({ length: 4 }, () => 'Storage").write')
  expect(verbs).toEqual(['Storage").read', 'reset()', ...pieces, 'Storage").read', 'load()'])
})

test('a program that is stored already is started and not stored again', async () => {
  const { port, device } = await opened()
  await upload(device, program)
  const before = port.consoleLines.length
  const seen: number[] = []
  await upload(device, program, { onProgress: (done) => seen.push(done) })
  const verbs = port.consoleLines
    .slice(before)
    .flatMap((line) => /reset\(\)|load\(\)|Storage"\)\.\w+/.exec(line)?.[0] ?? [])
  expect(verbs).toEqual(['Storage").read', 'load()'])
  expect(seen).toEqual([])
  // One byte less is another program.
  await upload(device, program.slice(1))
  expect(port.files.get('.bootcde')).toBe(program.slice(1))
})

test('text beyond ASCII is stored as UTF-8', async () => {
  const { port, device } = await opened()
  await upload(device, 'print("é")')
  expect(port.files.get('.bootcde')).toBe('print("\xc3\xa9")')
})

test('progress ends at the whole length', async () => {
  const { device } = await opened()
  const seen: [number, number][] = []
  await upload(device, program, { onProgress: (done, total) => seen.push([done, total]) })
  expect(seen).toHaveLength(4)
  expect(seen.at(-1)).toEqual([program.length, program.length])
})

test('a device that has no room says so', async () => {
  const { device } = await opened({ answer: (code) => answerWrite(code, 'false') })
  await expect(upload(device, program)).rejects.toMatchObject({ code: 'E_STORAGE', kind: 'device-failed' })
})

test('what reads back otherwise is not started', async () => {
  const { port, device } = await opened({
    answer: (code) => (code.includes('.read(') ? `${markOf(code)} 5 12345\r\n` : undefined),
  })
  await expect(upload(device, program)).rejects.toThrow('reads back as "5 12345"')
  expect(port.consoleLines.some((line) => line.includes('load()'))).toBe(false)
})

/** The first so many pieces get this answer instead of being stored. */
function failing(count: number, said: (code: string) => string): ScriptedOptions {
  let left = count
  return { answer: (code) => (code.includes('.write(') && left-- > 0 ? said(code) : undefined) }
}

const MISREAD = "Uncaught SyntaxError: Got '#' expected ','\r\n    at REPL (:1:329)\r\n"

test.each<[string, (code: string) => string]>([
  ['a line that lost bytes', () => MISREAD],
  ['bytes that arrived as others', (code) => `${markOf(code)} spoilt\r\n`],
  ['a piece or its answer that was lost', () => ''],
])('%s: the piece is sent once more, and nothing else', async (_, said) => {
  const { port, device } = await opened(failing(1, said))
  await upload(device, program)
  expect(port.files.get('.bootcde')).toBe(program)
  expect(port.consoleLines.filter((line) => line.includes('.erase('))).toHaveLength(0)
  expect(port.consoleLines.some((line) => line.includes('reset()'))).toBe(true)
})

test('a piece whose bytes are not what was sent is not stored', async () => {
  const { port, device } = await opened()
  port.write = spoiling(port, (line) => line.replace('atob("d', 'atob("e'))
  await upload(device, program)
  expect(port.files.get('.bootcde')).toBe(program)
})

/** Changes the first line that it can. */
function spoiling(port: ScriptedPort, change: (line: string) => string): (text: string) => void {
  const write = port.write.bind(port)
  let done = false
  return (text) => {
    const spoilt = done ? text : change(text)
    done ||= spoilt !== text
    write(spoilt)
  }
}

test('a line that spoils one piece again and again is not the end: all is stored again, piece by piece', async () => {
  const { port, device } = await opened(failing(12, () => MISREAD))
  await upload(device, program)
  expect(port.files.get('.bootcde')).toBe(program)
  expect(port.consoleLines.filter((line) => line.includes('.erase('))).toHaveLength(1)
})

test('what is spoilt every time is given up after five tries', async () => {
  let tries = 0
  const { device } = await opened({
    answer: (code) => {
      if (!code.includes('.read(')) return undefined
      tries += 1
      return `${markOf(code)} 5 12345\r\n`
    },
  })
  await expect(upload(device, program)).rejects.toMatchObject({ code: 'E_READ_BACK' })
  // The first question is whether it is there already.
  expect(tries).toBe(6)
})

test('an error while the program boots is reported', async () => {
  const { device } = await opened({
    answer: (code) => (code.endsWith('load()') ? 'Uncaught Error: bad boot\r\n    at .bootcde:1:9\r\n' : undefined),
  })
  await expect(upload(device, program)).rejects.toMatchObject({ kind: 'device-failed' })
})

test('a restart is over when a variable set before is gone', async () => {
  let asked = 0
  const { port, device } = await opened({
    answer: (code) => (code.includes('typeof') && asked++ < 3 ? `${markOf(code)} number\r\n` : undefined),
  })
  await restart(device, 'load()')
  expect(port.consoleLines.filter((line) => line.includes('typeof'))).toHaveLength(4)
})

test('a restart that never happens has an end', async () => {
  const { device } = await opened({
    answer: (code) => (code.includes('typeof') ? `${markOf(code)} number\r\n` : undefined),
  })
  await expect(restart(device, 'reset()')).rejects.toMatchObject({ code: 'E_SILENT' })
})

test('an empty program is refused', async () => {
  const { device } = await opened()
  await expect(upload(device, '')).rejects.toThrow('empty program')
})

function markOf(code: string): string {
  return /#\d+#/.exec(code)![0]
}

function answerWrite(code: string, answer: string): string | undefined {
  return code.includes('.write(') ? `${markOf(code)} ${answer}\r\n` : undefined
}

test('a piece whose answer is lost was stored all the same: asked again it is found there', async () => {
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1 })
  let answers = 0
  world.carry = (bytes, to) => {
    const text = Buffer.from(bytes).toString('latin1')
    const heard = to === 'board' ? text : text.replace(/#\d+# true\r?\n/g, (line) => (++answers === 3 ? '' : line))
    return [{ bytes: Buffer.from(heard, 'latin1'), after: 0.1 }]
  }
  const sent: string[] = []
  const device = new Device(world, { log: (direction, line) => direction === '>' && sent.push(line) })
  world.start()
  await device.open()
  await upload(device, program)
  world.end()
  expect(answers).toBe(4 + 1)
  // Nothing began anew.
  expect(sent.filter((line) => line.includes('.erase('))).toEqual([])
  expect(Buffer.from(world.board.storage.read('.bootcde')!.bytes).toString()).toBe(program)
})
