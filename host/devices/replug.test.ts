/** Plugs pulled and put back in the middle of traffic, with real sockets and pseudo-terminals: what is said before and after is heard. */
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { serveBoard } from './board-server.ts'
import type { Port } from './port.ts'
import { openPseudoTerminal } from './pseudo-terminal.ts'
import { SerialLine } from './serial.ts'
import { TcpPort } from './tcp.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const { serve, folder, closing } = live()

/** Longest wait for what has to come, in ms. */
const LIMIT_MS = 20_000

interface Talk {
  /** Waits, with a limit, until something was said that matches. */
  readonly until: (pattern: RegExp) => Promise<void>
  /** Waits until the end of the device is told; gives the reason. */
  readonly lost: () => Promise<string>
}

async function talk(port: Port): Promise<Talk> {
  let said = ''
  const ends: string[] = []
  let look = (): void => undefined
  const waiting = (done: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`awaited ${what}, heard ${said.slice(-200)}`)), LIMIT_MS)
      look = () => {
        if (!done()) return
        clearTimeout(timer)
        look = () => undefined
        resolve()
      }
      look()
    })
  await port.open({
    data: (text) => {
      said += text
      look()
    },
    closed: (why) => {
      ends.push(why)
      look()
    },
  })
  return {
    until: async (pattern) => {
      await waiting(() => pattern.test(said), String(pattern))
      said = ''
    },
    lost: async () => {
      const known = ends.length
      await waiting(() => ends.length > known, 'the end')
      return ends[ends.length - 1]
    },
  }
}

/** A board that counts while nobody is there, and says so all the time. */
const COUNTS = '\x10var n=0;setInterval(function(){n++;print("at",n)},5)\n'

describe.skipIf(!HAS_SOCAT)(`a pseudo-terminal (${WITHOUT_SOCAT})`, () => {
  test('socat ends and starts again in the middle of traffic: the same listener hears the same board', async () => {
    const { port } = await serve()
    const tty = path.join(folder(), 'tty')
    const first = closing(await openPseudoTerminal(tty, port))
    const line = closing(new SerialLine(tty))
    const { until, lost } = await talk(line)
    line.write(COUNTS)
    await until(/at 20\r/)
    const told = lost()
    await first.close()
    expect(await told).toMatch(/path is gone|bad file|EIO|i\/o error|closed/i)
    const back = line.reopen()
    closing(await openPseudoTerminal(tty, port))
    await back
    await until(/at \d+\r/)
    line.write('\x10print("more than 20:",n>20)\n')
    await until(/more than 20: true/)
  })

  test('three times in a row', async () => {
    const { port } = await serve()
    const tty = path.join(folder(), 'tty')
    let terminal = closing(await openPseudoTerminal(tty, port))
    const line = closing(new SerialLine(tty))
    const { until, lost } = await talk(line)
    for (let time = 0; time < 3; time++) {
      const told = lost()
      await terminal.close()
      await told
      const back = line.reopen()
      terminal = closing(await openPseudoTerminal(tty, port))
      await back
      line.write(`\x03\x10print("time",${time})\n`)
      await until(new RegExp(`time ${time}\\r`))
    }
  })
})

describe('a TCP port', () => {
  test('its board ends, and another listens there later', async () => {
    const first = await serveBoard({ port: 0 })
    closing(first)
    const port = closing(new TcpPort('127.0.0.1', first.port))
    const { until, lost } = await talk(port)
    port.write(COUNTS)
    await until(/at 20\r/)
    const told = lost()
    await first.close()
    await told
    const back = port.reopen()
    closing(await serveBoard({ port: first.port }))
    await back
    port.write('\x10print("another:",typeof n)\n')
    await until(/another: undefined/)
  })

  test('a connection that seems to be there is closed, and the same board heard over another', async () => {
    const { port: number } = await serve()
    const port = closing(new TcpPort('127.0.0.1', number))
    const { until } = await talk(port)
    port.write(COUNTS)
    await until(/at 20\r/)
    await port.reopen()
    port.write('\x10print("more than 20:",n>20)\n')
    await until(/more than 20: true/)
  })

  test('it does not come back within the limit', async () => {
    const first = await serveBoard({ port: 0 })
    const port = closing(new TcpPort('127.0.0.1', first.port, { awayMs: 300 }))
    const { lost } = await talk(port)
    const told = lost()
    await first.close()
    await told
    await expect(port.reopen()).rejects.toMatchObject({
      code: 'E_GONE',
      kind: 'no-device',
      place: port.address,
      message: expect.stringContaining('did not come back within 0.3 s'),
    })
  })

  test('closing ends the wait', async () => {
    const first = await serveBoard({ port: 0 })
    const port = new TcpPort('127.0.0.1', first.port)
    const { lost } = await talk(port)
    const told = lost()
    await first.close()
    await told
    const back = port.reopen()
    await port.close()
    await expect(back).rejects.toMatchObject({ code: 'E_CLOSED' })
  })
})
