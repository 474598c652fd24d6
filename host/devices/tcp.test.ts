/** Devices on TCP ports: a live board, a listener that says nothing, a port where nobody listens. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { Device } from './device.ts'
import { TcpPort } from './tcp.ts'
import { live } from './testing/live.ts'
import { upload } from './uploader.ts'

const { serve, closing } = live()

async function opened(port: number): Promise<Device> {
  const device = closing(new Device(new TcpPort('127.0.0.1', port)))
  await device.open()
  return device
}

test('it loads, answers, and restarts with its flash', async () => {
  const device = await opened((await serve()).port)
  await upload(device, 'function answer(){return 42}')
  expect(await device.evaluate('answer()')).toBe('42')
  device.console('var x=1')
  await device.reset()
  expect(await device.evaluate('typeof x+answer()')).toBe('undefined42')
})

test('bytes above 127 pass both ways', async () => {
  const device = await opened((await serve()).port)
  const all = Array.from({ length: 95 }, (_, i) => String.fromCharCode(161 + i)).join('')
  const answer = await device.evaluate(`"${all}"`)
  expect(answer).toBe(all)
})

test('a device that goes away is noticed', async () => {
  const served = await serve()
  const device = await opened(served.port)
  const waiting = device.expect({ awaited: 'the end', match: () => undefined })
  await served.close()
  await expect(waiting).rejects.toMatchObject({ code: 'E_GONE', kind: 'no-device', place: served.address })
})

test('closing is not an end of the device, and may come twice', async () => {
  const closed: string[] = []
  const port = new TcpPort('127.0.0.1', (await serve()).port)
  await port.open({ data: () => undefined, closed: (why) => closed.push(why) })
  await port.close()
  await port.close()
  port.write('into the void')
  expect(closed).toEqual([])
})

test('what a far end does not read is counted as unsent', async () => {
  const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve))
  const port = new TcpPort('127.0.0.1', (server.address() as AddressInfo).port)
  expect(port.unsent()).toBe(0)
  await port.open({ data: () => undefined, closed: () => undefined })
  const far = await connected
  // More than any buffer of the system.
  const text = 'x'.repeat(1 << 20)
  for (let i = 0; i < 32; i++) port.write(text)
  expect(port.unsent()).toBeGreaterThan(1 << 20)
  far.resume()
  await expect.poll(() => port.unsent(), { timeout: 10_000 }).toBe(0)
  await port.close()
  far.destroy()
  server.close()
})

test('nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  await expect(opened(port)).rejects.toMatchObject({
    code: 'E_NO_DEVICE',
    kind: 'no-device',
    place: `tcp://127.0.0.1:${port}`,
    cure: expect.stringContaining('emulate --listen'),
  })
})

test('a listener that says nothing is a silent device', async () => {
  const server = closing(createServer((socket) => socket.resume()).listen(0, '127.0.0.1'))
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const device = closing(new Device(new TcpPort('127.0.0.1', port), { timeoutMs: 300 }))
  await expect(device.open()).rejects.toMatchObject({ code: 'E_SILENT' })
})

test('an address of six groups is written in brackets', () => {
  expect(new TcpPort('::1', 23).address).toBe('tcp://[::1]:23')
})
