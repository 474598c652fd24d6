/** Programs with sockets of this computer: their results, when they end, and what they reach. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emulate } from '../emulator/emulate.ts'
import { emulateNetworked } from './emulate-networked.ts'
import { NodeNetwork } from './node-network.ts'

/** Joining takes no time here. */
const QUICK = { wifi: { associateMs: 0, addressMs: 0 } }
const ONLINE = 'require("Wifi").connect("lab",{});'

let server: Server
let port: number
let visitors: Socket[]

beforeEach(async () => {
  visitors = []
  server = createServer((socket) => {
    visitors.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => socket.end(`heard ${data.toString()}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterEach(() => {
  for (const visitor of visitors) visitor.destroy()
  server.close()
})

/** A program that sends a word as soon as Wi-Fi is up. */
const client = (then = ''): string => `${ONLINE}setTimeout(function(){
  var c=require("net").connect({port:${port}});c.write("hello");
  c.on("data",function(d){print(d)});c.on("close",function(e){print("closed",e);${then}})},5)`

test('a program speaks with a server of this computer, and ends when its socket has closed', async () => {
  const network = new NodeNetwork()
  const result = await emulateNetworked(client(), network, { ...QUICK, limitMs: 5000 })
  expect(result).toMatchObject({ stdout: 'heard hello\nclosed false\n', idle: true })
  expect(visitors).toHaveLength(1)
  expect(result.virtualMs).toBeLessThan(5000)
})

test('timers that are left are run, too', async () => {
  const program = client('setTimeout(function(){print("later")},30)')
  const result = await emulateNetworked(program, new NodeNetwork(), { ...QUICK, limitMs: 5000 })
  expect(result).toMatchObject({ stdout: 'heard hello\nclosed false\nlater\n', idle: true })
})

test('a server waits until the limit, and its port is closed then', async () => {
  const network = new NodeNetwork({ ports: { 80: 0 } })
  const program = `${ONLINE}setTimeout(function(){require("net").createServer(print).listen(80)},5)`
  const result = await emulateNetworked(program, network, { ...QUICK, limitMs: 60 })
  expect([result.idle, network.isInUse]).toEqual([false, false])
})

test('other computers are refused, with the cure', async () => {
  const program = `${ONLINE}setTimeout(function(){require("net").connect({host:"192.0.2.1",port:80})},5)`
  const { stdout } = await emulateNetworked(program, new NodeNetwork(), { ...QUICK, limitMs: 1000 })
  expect(stdout).toContain('192.0.2.1 is not this computer')
  expect(stdout).toContain('Uncaught InternalError: Unable to create socket')
})

test('an abort ends it and closes its sockets', async () => {
  const abort = new AbortController()
  const network = new NodeNetwork()
  const program = `${ONLINE}setTimeout(function(){require("net").connect({port:${port}})},5)`
  const running = emulateNetworked(program, network, { ...QUICK, limitMs: 600_000 }, abort.signal)
  await once(server, 'connection')
  abort.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  expect(visitors).toHaveLength(1)
})

describe('without sockets it is the same as emulate', () => {
  test.each([
    ['prints and ends', 'print(1+1)'],
    ['waits', 'setTimeout(function(){print("late")},20)'],
    ['fails', 'print(1);nothing()'],
    ['interrupts itself', 'function f(){f()}f()'],
    ['runs on', 'while(true);'],
  ])('a program that %s', async (_what, program) => {
    const shown = ({ stdout, error, stack, idle }: ReturnType<typeof emulate>): unknown => ({
      stdout,
      error,
      stack,
      idle,
    })
    const options = { limitMs: 100, patienceMs: 10 }
    expect(shown(await emulateNetworked(program, new NodeNetwork(), options))).toEqual(shown(emulate(program, options)))
  })
})
