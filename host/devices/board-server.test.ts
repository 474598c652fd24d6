/** A board behind a TCP port: one line, one client at a time, bounded buffers, flash that is kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { serveBoard, type ServedBoard, type ServerOptions } from './board-server.ts'

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function serve(options: Partial<ServerOptions> = {}): Promise<ServedBoard> {
  const served = await serveBoard({ port: 0, ...options })
  open.push(served)
  return served
}

interface Client {
  readonly socket: Socket
  readonly said: () => string
  readonly send: (text: string) => void
  /** Waits, with a limit, until what was said matches. */
  readonly until: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<void>
}

function client({ port }: ServedBoard): Client {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('latin1').on('error', () => undefined)
  open.push({ close: () => socket.destroy() })
  let said = ''
  let look = (): void => undefined
  socket.on('data', (text) => {
    said += String(text)
    look()
  })
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`awaited ${pattern}, got ${JSON.stringify(said.slice(-300))}`)),
        20_000,
      )
      look = () => {
        if (!pattern.test(said)) return
        clearTimeout(timer)
        look = () => undefined
        resolve(said)
      }
      look()
    })
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { socket, said: () => said, send: (text) => socket.write(text, 'latin1'), until, ended }
}

test('a client talks to the console; the port was chosen', async () => {
  const served = await serve()
  expect([served.host, served.port > 0]).toEqual(['127.0.0.1', true])
  const { send, until } = client(served)
  send('6*7\n')
  await until(/6\*7\r\n=42\r\n>/)
})

test('the options of the board count, files are loaded, errors in them are told', async () => {
  const told: string[] = []
  const served = await serve({
    board: { vars: 1234 },
    files: [
      { name: 'a.js', text: 'var a=5' },
      { name: 'b.js', text: 'foo()' },
    ],
    onTold: (text) => told.push(text),
  })
  const { send, until } = client(served)
  send('\x10print(a,process.memory().total)\n')
  await until(/5 1234\r\n/)
  expect(told).toEqual([expect.stringContaining('b.js: Uncaught ReferenceError: "foo" is not defined')])
})

test('a second client is told that the board is in use, and the first is not disturbed', async () => {
  const served = await serve()
  const first = client(served)
  first.send('1\n')
  await first.until(/=1\r\n>/)
  const second = client(served)
  await second.ended
  expect(second.said()).toBe('This board is in use: it has one line, and another client has it.\r\n')
  first.send('2\n')
  await first.until(/=2\r\n>/)
})

test('the board runs on when a client leaves, and the next one finds it as it is', async () => {
  const served = await serve()
  const first = client(served)
  first.send('var n=0;setInterval(function(){n++},1);\n')
  await first.until(/=\d+\r\n>/)
  first.socket.destroy()
  const next = client(served)
  next.send('\x10print("n",n>0)\n')
  await next.until(/n true\r\n/)
})

test('Ctrl-C reaches a program that never ends', async () => {
  const { send, until } = client(await serve())
  send('while(true);\n')
  await until(/while\(true\);\r\n/)
  send('\x03')
  await until(/Execution Interrupted/)
})

test('a client that sends more than the board reads is slowed down, and nothing is lost', async () => {
  const { send, until } = client(await serve())
  const lines = Array.from({ length: 6000 }, (_, i) => `\x10s+=${i};// ${'.'.repeat(30)}\n`)
  send(`\x10var s=0;\n${lines.join('')}\x10print("sum",s)\n`)
  await until(/sum 17997000\r\n/)
})

test('a client that does not read costs no memory', async () => {
  const served = await serve({ board: { nsPerInstruction: 1 } })
  const { socket, send } = client(served)
  socket.pause()
  send('var t="x".repeat(500);while(true)print(t)\n')
  const before = process.memoryUsage().arrayBuffers
  await new Promise<void>((resolve) => setTimeout(resolve, 1500))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
})

test('flash is kept in its file from one board to the next', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-server-'))
  open.push({ close: () => rmSync(directory, { recursive: true }) })
  const flashFile = path.join(directory, 'flash.bin')
  const first = await serveBoard({ port: 0, flashFile })
  const one = client(first)
  one.send('E.setBootCode("print(\\"booted\\")")\n')
  await one.until(/=undefined\r\n>/)
  await first.close()
  await one.ended
  const two = client(await serve({ flashFile }))
  two.send('\x10print(require("Storage").list())\n')
  await two.until(/\.bootcde/)
})

test('a port that is taken is named, with a cure', async () => {
  const { port } = await serve()
  await expect(serveBoard({ port })).rejects.toMatchObject({
    code: 'E_LISTEN',
    kind: 'no-device',
    place: `tcp://127.0.0.1:${port}`,
    message: expect.stringContaining('the port is taken'),
    cure: expect.stringContaining('another port'),
  })
})

test('it ends also while a program runs', async () => {
  const served = await serveBoard({ port: 0 })
  const { send, until, ended } = client(served)
  send('while(true);\n')
  await until(/while/)
  await served.close()
  await ended
})
