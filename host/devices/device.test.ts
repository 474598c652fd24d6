import { describe, expect, test } from 'vitest'
import { Device } from './device.ts'
import { ScriptedPort, type ScriptedOptions } from './testing.ts'

async function opened(options: ScriptedOptions = {}): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort(options)
  const device = new Device(port)
  await device.open()
  return { port, device }
}

test('opening finds a console that answers, and switches echo off', async () => {
  const { port } = await opened()
  expect(port.consoleLines).toEqual(['echo(0);print("#1#","")'])
})

test('a program that keeps the console busy is interrupted', async () => {
  let lost = 1
  const written: string[] = []
  const port = new ScriptedPort({ loses: () => lost-- > 0 })
  const device = new Device(port, { log: (direction, line) => direction === '>' && written.push(line) })
  await device.open()
  expect(written).toHaveLength(2)
})

test('what never answers is no device; the message says what was awaited', async () => {
  const device = new Device(new ScriptedPort({ loses: () => true }))
  await expect(device.open()).rejects.toMatchObject({ code: 'E_SILENT', kind: 'no-device', place: 'scripted:' })
  await expect(device.open()).rejects.toThrow(/awaited the prompt for \d+ ms in vain; last lines received/)
})

test('the last five lines received are named', async () => {
  const { port, device } = await opened()
  port.say('1\n2\n3\n4\n5\n6\n')
  const waiting = device.expect({ awaited: 'Godot', match: () => undefined, timeoutMs: 100 })
  await expect(waiting).rejects.toThrow(
    'awaited Godot for 100 ms in vain; last lines received: \n  2\n  3\n  4\n  5\n  6',
  )
})

test('an error on the console ends every wait, with its stack', async () => {
  const { device } = await opened({
    answer: (code) =>
      code.includes('foo()') ? 'Uncaught Error: no foo\r\n    at REPL (:1:1)\r\nfoo()\r\n^\r\n' : undefined,
  })
  await expect(device.evaluate('foo()')).rejects.toMatchObject({ code: 'E_DEVICE_ERROR', kind: 'device-failed' })
  await expect(device.evaluate('foo()')).rejects.toThrow('Uncaught Error: no foo\n      at REPL (:1:1)')
})

test('memory is read from the interpreter', async () => {
  const { device } = await opened()
  expect(await device.memory()).toEqual({ used: 60, total: 3000, blockSize: 14 })
})

test('every line is logged with its direction', async () => {
  const lines: string[] = []
  const device = new Device(new ScriptedPort(), { log: (direction, line) => lines.push(`${direction} ${line}`) })
  await device.open()
  device.note('done')
  expect(lines).toEqual(['> \x10echo(0);print("#1#","")', '<  ____ ', '<  2v29', '< #1# ', '# done'])
})

describe('handshake', () => {
  test('the program of this hash greets', async () => {
    const { port, device } = await opened({ hash: 'cafe0123' })
    const { hello } = await device.connect('cafe0123', 1)
    expect(hello).toMatchObject({ hash: 'cafe0123', f: 0xcafe01, q: 0, n: 0, grant: port.model.hello.grant })
  })

  test('another program refuses', async () => {
    const { device } = await opened({ hash: 'cafe0123' })
    await expect(device.connect('00000000', 1)).rejects.toMatchObject({
      code: 'E_DEVICE_PROGRAM',
      kind: 'device-failed',
    })
  })

  test('no program at all', async () => {
    const { device } = await opened({
      answer: (code) =>
        code.startsWith('rivulet') ? 'Uncaught ReferenceError: "rivulet" is not defined\r\n' : undefined,
    })
    await expect(device.connect('00000000', 1)).rejects.toThrow('"rivulet" is not defined')
  })

  test('a greeting of another protocol version is refused', async () => {
    const { port, device } = await opened({ answer: (code) => (code.startsWith('rivulet') ? '' : undefined) })
    const body = '["H",9,"cafe0123",1,2048,0,0,0,null,1]'
    const { encodeLine } = await import('../../shared/protocol/line.ts')
    port.say(`${encodeLine(body)}\n`)
    await expect(device.connect('cafe0123', 1)).rejects.toMatchObject({ code: 'E_HANDSHAKE' })
  })

  test('the link carries lines both ways until it ends', async () => {
    const { port, device } = await opened({ hash: 'cafe0123' })
    const { link } = await device.connect('cafe0123', 1)
    const heard: string[] = []
    link.listen(
      (line) => heard.push(line),
      () => undefined,
    )
    expect(port.model.attached).toBe(true)
    port.say('~one\n')
    await device.expect({ awaited: 'one', match: (line) => (line === '~one' ? true : undefined) })
    link.end()
    port.say('~two\n')
    await device.expect({ awaited: 'two', match: (line) => (line === '~two' ? true : undefined) })
    expect(heard).toEqual(['~one'])
  })
})

describe('a device that goes away', () => {
  test('ends the waits that are open, and those to come', async () => {
    const { port, device } = await opened()
    const waiting = device.expect({ awaited: 'anything', match: () => undefined })
    port.unplug('the cable was pulled')
    await expect(waiting).rejects.toMatchObject({ code: 'E_GONE', kind: 'no-device' })
    await expect(device.evaluate('1')).rejects.toThrow('the cable was pulled')
  })

  test('tells the link', async () => {
    const { port, device } = await opened({ hash: 'cafe0123' })
    const { link } = await device.connect('cafe0123', 1)
    const told: string[] = []
    link.listen(
      () => undefined,
      (error) => told.push(error.code),
    )
    port.unplug('it fell')
    expect(told).toEqual(['E_GONE'])
  })
})

test('closing closes the port and ends the waits that are open', async () => {
  const { port, device } = await opened()
  const waiting = device.expect({ awaited: 'anything', match: () => undefined })
  await device.close()
  expect(port.closed).toBe(true)
  await expect(waiting).rejects.toThrow('it was closed')
})

test('reset finds the console again', async () => {
  const { port, device } = await opened()
  await device.reset()
  expect([port.resets, port.consoleLines.length]).toEqual([1, 2])
})

test('figures are those of the port, if it has any', async () => {
  const { device } = await opened()
  expect(device.figures()).toBeNull()
})
