/**
 * The official `espruino` command line (0.1.67) against a live board: proof that the emulator speaks to tools that are not
 * ours. Its files have more than 512 bytes: shorter ones never finish with it (DEPENDENCIES 4).
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../../shared/protocol/line.ts'
import { Device } from './device.ts'
import { TcpPort } from './tcp.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const { serve, onTerminal, folder, closing } = live()

const CLIENT = path.join(import.meta.dirname, '../../node_modules/espruino/bin/espruino-cli.js')
/** It is ended when it takes longer: a wait of its own has no limit. */
const LIMIT_MS = 30_000

interface Ended {
  readonly code: number | string
  readonly out: string
}

function node(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { timeout: LIMIT_MS, killSignal: 'SIGKILL', encoding: 'latin1' },
      (error, stdout) => resolve({ code: error === null ? 0 : (error.code ?? 'killed'), out: stdout }),
    )
  })
}

const client = (address: string, ...args: string[]): Promise<Ended> =>
  node(CLIENT, '--no-ble', '--quiet', '--config', 'BOARD_JSON_URL=', '-p', address, ...args)

/** Forty functions of several lines, more than 1,400 bytes; prints what one of them gives. */
const PROGRAM =
  Array.from({ length: 40 }, (_, i) => `function f${i}(a) {\n  return a + ${i};\n}`).join('\n') +
  '\nvar answer = f3(f4(35));\nprint("loaded", answer);\n'

function programFile(): string {
  const file = path.join(folder(), 'program.js')
  writeFileSync(file, PROGRAM)
  return file
}

async function evaluate(port: number, expression: string): Promise<string> {
  const device = closing(new Device(new TcpPort('127.0.0.1', port)))
  await device.open()
  const value = await device.evaluate(expression)
  await device.close()
  return value
}

test('it uploads a program to RAM, and the program runs', async () => {
  const { port, address } = await serve()
  const { code, out } = await client(address, programFile())
  expect([code, out]).toEqual([0, expect.stringContaining('loaded 42')])
  expect(await evaluate(port, 'f7(answer)+" "+require("Storage").list().length')).toBe('49 0')
})

test('it evaluates an expression without disturbing the program', async () => {
  const { address } = await serve({ files: [{ name: 'x.js', text: 'var kept=5' }] })
  const { code, out } = await client(address, '-e', 'print("kept is",kept)')
  expect([code, out]).toEqual([0, expect.stringContaining('kept is 5')])
})

test('it saves a program as boot code, which runs again after a reset', async () => {
  const { port, address } = await serve()
  const { code, out } = await client(address, '--config', 'SAVE_ON_SEND=1', programFile())
  expect([code, out]).toEqual([0, expect.stringContaining('loaded 42')])
  const device = closing(new Device(new TcpPort('127.0.0.1', port)))
  await device.open()
  expect(await device.evaluate('JSON.stringify(require("Storage").list())')).toBe('[".bootcde"]')
  await device.reset()
  expect(await device.evaluate('f7(answer)')).toBe('49')
})

test('it writes a program to a file of Storage and loads it', async () => {
  const { port, address } = await serve()
  const { code, out } = await client(address, '--storage', 'app.js:-', programFile())
  expect([code, out]).toEqual([0, expect.stringContaining('loaded 42')])
  expect(await evaluate(port, 'require("Storage").read("app.js").length')).toBe(String(PROGRAM.length))
})

test('it writes data to a file of Storage', async () => {
  const { port, address } = await serve()
  const data = programFile()
  const { code } = await client(address, '--storage', `data.txt:${data}`, programFile())
  expect(code).toBe(0)
  const sum = '(function(s){return s.length+" "+E.CRC32(s)})(require("Storage").read("data.txt"))'
  expect(await evaluate(port, sum)).toBe(`${readFileSync(data).length} ${crc32(readFileSync(data))}`)
})

test('a program that fails shows its error through it', async () => {
  const { address } = await serve()
  const file = path.join(folder(), 'fails.js')
  writeFileSync(file, `${PROGRAM}f1(nothing);\n`)
  const { out } = await client(address, file)
  expect(out).toContain('Uncaught ReferenceError: "nothing" is not defined')
})

describe.skipIf(!HAS_SOCAT)(`over a serial path (${WITHOUT_SOCAT})`, () => {
  test('its packets send a file, read it back, and evaluate', async () => {
    const { path: tty } = await onTerminal()
    const data = path.join(folder(), 'data.bin')
    // Every byte but LF: the console of this Espruino sends CR LF for it, in packets, too.
    const bytes = Array.from({ length: 5000 }, (_, i) => (i * 7) & 255)
    writeFileSync(data, Buffer.from(bytes.map((byte) => (byte === 10 ? 0 : byte))))
    const { code, out } = await node(path.join(import.meta.dirname, 'official-packets.cjs'), tty, data)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      same: true,
      steps: 6,
      values: [42, { a: [1, 2], b: 'x' }, 5000],
      failed: 'NAK while sending packet',
    })
  })
})
