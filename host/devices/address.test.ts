import { describe, expect, test } from 'vitest'
import { parseAddress, portOf } from './address.ts'

test.each([
  ['emu:', { kind: 'emu' }],
  ['emu:?vars=3000&seed=1', { kind: 'emu', vars: 3000, seed: 1 }],
  ['emu:?baud=115200', { kind: 'emu', baud: 115200 }],
  ['emu:?ns=6.5', { kind: 'emu', ns: 6.5 }],
  ['espruino:/usr/bin/espruino', { kind: 'espruino', path: '/usr/bin/espruino' }],
  ['espruino:bin/espruino', { kind: 'espruino', path: 'bin/espruino' }],
  ['/dev/ttyUSB0', { kind: 'serial', path: '/dev/ttyUSB0' }],
  ['./board', { kind: 'serial', path: './board' }],
  ['COM3', { kind: 'serial', path: 'COM3' }],
  ['auto', { kind: 'sought', query: { by: 'auto' } }],
  ['id:0001', { kind: 'sought', query: { by: 'id', value: '0001' } }],
  ['loc:1-1.4', { kind: 'sought', query: { by: 'loc', value: '1-1.4' } }],
  ['tcp://localhost:2323', { kind: 'tcp', host: 'localhost', port: 2323 }],
  ['tcp://10.0.0.7:23', { kind: 'tcp', host: '10.0.0.7', port: 23 }],
  ['tcp://[::1]:65535', { kind: 'tcp', host: '::1', port: 65535 }],
  [
    'mqtt://broker/lab-01',
    { kind: 'mqtt', device: 'lab-01', broker: { tls: false, host: 'broker', port: 1883, url: 'mqtt://broker' } },
  ],
  [
    'mqtts://[::1]:8884/x',
    { kind: 'mqtt', device: 'x', broker: { tls: true, host: '::1', port: 8884, url: 'mqtts://[::1]:8884' } },
  ],
])('%s', (address, parsed) => {
  expect(parseAddress(address)).toEqual(parsed)
})

test('the environment may name the binary', () => {
  expect(parseAddress('espruino:', { ESPRUINO_BIN: '/opt/espruino' })).toEqual({
    kind: 'espruino',
    path: '/opt/espruino',
  })
  expect(parseAddress('espruino:/a', { ESPRUINO_BIN: '/b' })).toEqual({ kind: 'espruino', path: '/a' })
})

test.each([
  ['mac:aa', 'mac: devices'],
  ['rfc2217://h:1', 'rfc2217: devices'],
])('%s is for later', (address, what) => {
  expect(() => parseAddress(address)).toThrow(`${what}`)
  expect(() => parseAddress(address)).toThrow(
    expect.objectContaining({ code: 'E_UNSUPPORTED', kind: 'usage' }) as Error,
  )
})

describe('what means nothing is refused with a cure', () => {
  test.each([
    ['', 'names no device'],
    ['banana', 'names no device'],
    ['http://x', 'names no device'],
    ['emu:3000', '"3000" after emu:'],
    ['emu:?size=3', 'emu: has no option "size"'],
    ['emu:?vars=lots', 'vars is "lots"'],
    ['emu:?vars=', 'vars is ""'],
    ['emu:?vars=-1', 'vars is "-1"'],
    ['emu:?ns=0', 'ns is "0"'],
    ['emu:?ns=', 'ns is ""'],
    ['emu:?ns=Infinity', 'ns is "Infinity"'],
    ['espruino:', 'names no binary'],
    ['COM', 'names no device'],
    ['automatic', 'names no device'],
    ['id:', 'id: names nothing'],
    ['loc:', 'loc: names nothing'],
    ['tcp://localhost', 'is no TCP address'],
    ['tcp://:23', 'is no TCP address'],
    ['tcp://host:0', 'is no TCP address'],
    ['tcp://host:65536', 'is no TCP address'],
    ['tcp://host:23/path', 'is no TCP address'],
    ['tcp:host:23', 'is no TCP address'],
    ['tcp://a:b:23', 'is no TCP address'],
    ['mqtt://broker', 'names no device'],
    ['mqtt://broker/', 'names no device'],
    ['mqtt://broker/Lab', '"Lab" is no id of a device'],
    ['mqtt://broker/a/b', '"a/b" is no id of a device'],
    [`mqtt://broker/${'x'.repeat(33)}`, 'is no id of a device'],
  ])('%j: %s', (address, message) => {
    expect(() => parseAddress(address)).toThrow(message)
    expect(() => parseAddress(address)).toThrow(
      expect.objectContaining({ code: 'E_ADDRESS', cure: expect.any(String) as string }) as Error,
    )
  })
})

test('a port knows its address', async () => {
  expect((await portOf('espruino:/x', {})).address).toBe('espruino:/x')
  expect((await portOf('emu:?vars=2000', {})).address).toBe('emu:?vars=2000')
  expect((await portOf('/dev/ttyUSB0', {}, { baud: 9600 })).address).toBe('/dev/ttyUSB0')
  expect((await portOf('id:0001', {})).address).toBe('id:0001')
  expect((await portOf('tcp://localhost:2323', {})).address).toBe('tcp://localhost:2323')
  expect((await portOf('mqtt://localhost:1883/lab-01', {})).address).toBe('mqtt://localhost/lab-01')
})

test('a binary that does not exist is no device', async () => {
  const port = await portOf('espruino:/no/such/binary', {})
  const opening = port.open({ data: () => undefined, closed: () => undefined })
  await expect(opening).rejects.toMatchObject({ code: 'E_NO_DEVICE', kind: 'no-device' })
})

test('a reset string that means nothing is refused before anything is opened', async () => {
  await expect(portOf('/dev/ttyUSB0', {}, { reset: 'D0|X' })).rejects.toMatchObject({
    code: 'E_RESET_STRING',
    kind: 'usage',
  })
})
