/**
 * An MQTT client written for Espruino (fixtures/mqtt-client.js) on the emulator exchanges messages with real brokers, seen
 * from the other side by the `mqtt` package. Mosquitto is used where it is installed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { Board } from '../emulator/board/board.ts'
import { NodeNetwork, run } from './node-network.ts'

const CLIENT = readFileSync(path.join(import.meta.dirname, 'fixtures/mqtt-client.js'), 'latin1')
const MOSQUITTO = '/usr/sbin/mosquitto'
/** Real time that any step may take. */
const LIMIT_MS = 10_000

interface Broker {
  readonly port: number
  close(): Promise<void>
}

async function aedes(): Promise<Broker> {
  const broker = await Aedes.createBroker()
  const server: Server = createServer((socket) => void broker.handle(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => broker.close(() => resolve()))
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { port, close }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

async function mosquitto(): Promise<Broker> {
  const port = await freePort()
  const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-mosquitto-'))
  const config = path.join(directory, 'mosquitto.conf')
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_dest stderr\n`)
  const child = spawn(MOSQUITTO, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  await said(child, 'running')
  const close = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
  return { port, close }
}

/** Waits until a process has written a word to its standard error. */
async function said(child: ChildProcess, word: string): Promise<void> {
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`waited ${LIMIT_MS} ms for "${word}": ${text}`)), LIMIT_MS)
    child.stderr!.on('data', (data: Buffer) => {
      text += data.toString()
      if (!text.includes(word)) return
      clearTimeout(late)
      resolve()
    })
  })
}

/** What the program on the board does: it answers every message to `to/board` and tells on the console what happens. */
function program(port: number, more = ''): string {
  return `echo(0);${CLIENT}
    var m;
    require('Wifi').connect('lab', { password: 'secret' }, function (error) {
      print('wifi', error);
      m = mqttConnect({ host: 'localhost', port: ${port}, id: 'board', keepAlive: 60 }, function (what, x) {
        if (what === 'connected') m.subscribe('to/#', 1);
        if (what === 'subscribed') m.publish('from/board', 'hello', 0);
        if (what === 'message') {
          if (x.payload.length < 100) m.publish('from/board', 'got ' + x.payload + ' qos ' + x.qos, 1);
          else m.publish('from/board', 'length ' + x.payload.length + ' sum ' + E.sum(E.toUint8Array(x.payload)), 1);
        }
        print(what, x === undefined ? '' : typeof x === 'object' ? x.topic : x);
        ${more}
      });
    });`
}

class Session {
  readonly network = new NodeNetwork()
  readonly board: Board
  text = ''
  readonly heard: string[] = []

  constructor(
    readonly broker: Broker,
    readonly other: mqtt.MqttClient,
    code: string,
  ) {
    this.board = new Board({ vars: 3000, network: this.network, wifi: { associateMs: 10, addressMs: 10 } })
    this.board.onOutput((bytes) => (this.text += String.fromCharCode(...bytes)))
    other.on('message', (_topic, payload) => this.heard.push(payload.toString('latin1')))
    this.board.storage.write(
      '.bootcde',
      Uint8Array.from(code, (char) => char.charCodeAt(0)),
    )
    this.board.boot()
  }

  async until(done: () => boolean): Promise<void> {
    expect(await run(this.board, this.network, done, LIMIT_MS), this.text).toBe(true)
  }

  async close(): Promise<void> {
    this.network.close()
    await this.other.endAsync(true)
    await this.broker.close()
  }
}

const open: Session[] = []
afterEach(async () => {
  for (const session of open.splice(0)) await session.close()
})

async function session(start: () => Promise<Broker>, more = ''): Promise<Session> {
  const broker = await start()
  const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { clientId: 'other', reconnectPeriod: 0 })
  await other.subscribeAsync('from/#', { qos: 1 })
  const made = new Session(broker, other, program(broker.port, more))
  open.push(made)
  return made
}

const brokers = [
  ['aedes', aedes, false],
  ['mosquitto', mosquitto, !existsSync(MOSQUITTO)],
] as const

describe.each(brokers)('a board and %s', (_name, start, isMissing) => {
  test.skipIf(isMissing)('messages go both ways, with quality of service 0 and 1', async () => {
    const lab = await session(start)
    await lab.until(() => lab.heard.includes('hello'))
    await lab.other.publishAsync('to/board', 'zero', { qos: 0 })
    await lab.other.publishAsync('to/board', 'one', { qos: 1 })
    await lab.until(() => lab.heard.length === 3 && lab.text.split('acknowledged').length === 3)
    expect(lab.heard).toEqual(['hello', 'got zero qos 0', 'got one qos 1'])
    expect(lab.text).toContain('wifi null\r\nconnected \r\nsubscribed 1\r\n')
    expect(lab.text).not.toMatch(/Uncaught|ERROR/)
  })

  test.skipIf(isMissing)('a message of 5,000 bytes arrives whole, in pieces of 536', async () => {
    const lab = await session(start)
    await lab.until(() => lab.heard.includes('hello'))
    const payload = Array.from({ length: 5000 }, (_, at) => String.fromCharCode(33 + (at % 90))).join('')
    const sum = Array.from(payload).reduce((total, char) => total + char.charCodeAt(0), 0)
    await lab.other.publishAsync('to/board', payload, { qos: 1 })
    await lab.until(() => lab.heard.length === 2)
    expect(lab.heard[1]).toBe(`length 5000 sum ${sum}`)
  })

  test.skipIf(isMissing)('the broker answers pings and notices the end', async () => {
    const lab = await session(
      start,
      `if (what === 'subscribed') m.socket.write('\\xc0\\0'); if (what === 'pong') m.end();`,
    )
    await lab.until(() => lab.text.includes('closed') && lab.network.open === 0)
    expect(lab.text).toContain('pong \r\nclosed')
  })
})

test('a broker that is not there is told as an error of the socket', async () => {
  const port = await freePort()
  const broker = await aedes()
  const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`)
  const lab = new Session(broker, other, program(port))
  open.push(lab)
  await lab.until(() => lab.text.includes('closed'))
  expect(lab.text).toContain('refused connection reset\r\nclosed')
})
