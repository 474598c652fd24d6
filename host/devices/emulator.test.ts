import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { NodeNetwork } from '../network/node-network.ts'
import { Device } from './device.ts'
import { EmulatorPort } from './emulator.ts'
import { upload } from './uploader.ts'

async function opened(options = {}): Promise<Device> {
  const device = new Device(new EmulatorPort(options))
  await device.open()
  return device
}

test('it loads, answers and counts as a board does', async () => {
  const device = await opened({ vars: 2000 })
  await upload(device, 'function answer(){return 42}')
  expect(await device.evaluate('answer()')).toBe('42')
  expect(await device.memory()).toMatchObject({ total: 2000, blockSize: 14 })
  const { virtualMs, instructions, vars } = device.figures()!
  expect([virtualMs > 0, instructions > 0, vars.total]).toEqual([true, true, 2000])
  await device.close()
})

test('a run repeats exactly', async () => {
  const once = async (): Promise<unknown> => {
    const device = await opened({ seed: 5 })
    await upload(device, 'var r=Math.random()')
    const seen = [await device.evaluate('r'), device.figures()]
    await device.close()
    return seen
  }
  expect(await once()).toEqual(await once())
})

test('waiting in vain takes virtual time only', async () => {
  const device = await opened()
  const began = performance.now()
  const waiting = device.expect({ awaited: 'nothing', match: () => undefined, timeoutMs: 60_000 })
  await expect(waiting).rejects.toMatchObject({ code: 'E_SILENT' })
  expect(performance.now() - began).toBeLessThan(5000)
  expect(device.port.clock.now()).toBeGreaterThanOrEqual(60_000)
  await device.close()
})

test('timers of the program run while the host waits', async () => {
  const device = await opened()
  device.console('setTimeout(function(){print("tick")},500)')
  const tick = await device.expect({ awaited: 'tick', match: (line) => (line === 'tick' ? line : undefined) })
  expect(tick).toBe('tick')
  await device.close()
})

test('a program that never gives control back is a device that is gone', async () => {
  const device = await opened()
  device.console('while(true);')
  const waiting = device.expect({ awaited: 'an answer', match: () => undefined, timeoutMs: 60_000 })
  await expect(waiting).rejects.toMatchObject({ kind: 'no-device' })
  await device.close()
})

test('a program that asks for what is not modelled is a device that is gone, and says for what', async () => {
  const device = await opened()
  device.console('debugger')
  const waiting = device.expect({ awaited: 'an answer', match: () => undefined })
  await expect(waiting).rejects.toMatchObject({
    code: 'E_GONE',
    message: expect.stringContaining('Unimplemented: debugger') as string,
  })
  await device.close()
})

test('a cancelled timer does not fire', async () => {
  const { port } = await opened()
  let fired = false
  port.clock.after(10, () => (fired = true))()
  await new Promise<void>((resolve) => port.clock.after(20, resolve))
  expect(fired).toBe(false)
  await port.close()
})

test('at 115,200 baud a program of 4 kB is loaded within two seconds', async () => {
  const device = await opened({ baud: 115_200 })
  const before = device.port.clock.now()
  await upload(device, `var x=1;${'function f(){return 1234}\n'.repeat(157)}`)
  expect(device.port.clock.now() - before).toBeLessThan(2000)
  await device.close()
})

test('a program on a network speaks with this computer, in real time while it does', async () => {
  const server = createServer((socket) =>
    socket.on('data', (data) => setTimeout(() => socket.end(`heard ${data.toString()}`), 50)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const device = await opened({ network: new NodeNetwork() })
  device.console(
    `require("Wifi").connect("lab",{},function(){var c=require("net").connect({port:${port}},function(){c.write("board")});` +
      'c.on("data",function(d){print(d)})});setTimeout(function(){print("too late")},60000)',
  )
  const lines: string[] = []
  await device.expect({
    awaited: 'an answer',
    match: (line) => {
      lines.push(line)
      return line === 'heard board' ? line : undefined
    },
    timeoutMs: 10_000,
  })
  expect(lines).not.toContain('too late')
  await device.close()
  await new Promise((resolve) => server.close(resolve))
})
