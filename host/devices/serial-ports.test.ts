/** The serial ports of a computer, made of files: with and without udev, and which of them an address means. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import {
  choosePort,
  describePort,
  linksById,
  portFinder,
  serialPorts,
  type PortQuery,
  type SerialPortInfo,
  type SystemPort,
} from './serial-ports.ts'

let root = ''
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'rivulet-ports-'))))
afterEach(() => rmSync(root, { recursive: true }))

const withoutUdev = (): Promise<SystemPort[]> => Promise.reject(new Error('spawn udevadm ENOENT'))

/** A USB adapter as the kernel shows it: /sys/class/tty/NAME/device leads into the device's folder. */
function plugIn(name: string, socket: string, about: Record<string, string> = {}): void {
  const device = path.join(root, 'sys/devices/usb1', socket)
  const terminal = path.join(device, `${socket}:1.0`, name)
  mkdirSync(terminal, { recursive: true })
  for (const [file, text] of Object.entries({ idVendor: '10c4', idProduct: 'ea60', ...about }))
    writeFileSync(path.join(device, file), `${text}\n`)
  mkdirSync(path.join(root, 'sys/class/tty', name), { recursive: true })
  symlinkSync(terminal, path.join(root, 'sys/class/tty', name, 'device'))
}

function linkById(name: string, port: string): void {
  const folder = path.join(root, 'dev/serial/by-id')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(root, 'dev', port), '')
  symlinkSync(path.join(root, 'dev', port), path.join(folder, name))
}

describe('what there is', () => {
  test('without udev the kernel is asked', async () => {
    plugIn('ttyUSB10', '1-1.3', { serial: '0002' })
    plugIn('ttyUSB9', '1-1.2', { serial: '0001', manufacturer: 'Silicon Labs' })
    // A terminal without hardware, and one of the mainboard.
    mkdirSync(path.join(root, 'sys/class/tty/tty1'), { recursive: true })
    mkdirSync(path.join(root, 'sys/devices/pnp/00:01'), { recursive: true })
    mkdirSync(path.join(root, 'sys/class/tty/ttyS0'), { recursive: true })
    symlinkSync(path.join(root, 'sys/devices/pnp/00:01'), path.join(root, 'sys/class/tty/ttyS0/device'))
    expect(await serialPorts({ list: withoutUdev, root })).toEqual([
      { path: '/dev/ttyUSB9', id: '0001', location: '1-1.2', vendor: '10c4', product: 'ea60', maker: 'Silicon Labs' },
      { path: '/dev/ttyUSB10', id: '0002', location: '1-1.3', vendor: '10c4', product: 'ea60' },
    ])
  })

  test('a port that only a link by id names is there', async () => {
    linkById('usb-Thing_42-if00', 'ttyACM3')
    expect(await serialPorts({ list: withoutUdev, root })).toEqual([{ path: '/dev/ttyACM3' }])
    expect([...linksById(root)]).toEqual([[path.join(root, 'dev/serial/by-id/usb-Thing_42-if00'), '/dev/ttyACM3']])
  })

  test('a link that leads nowhere is none', () => {
    mkdirSync(path.join(root, 'dev/serial/by-id'), { recursive: true })
    symlinkSync(path.join(root, 'dev/gone'), path.join(root, 'dev/serial/by-id/usb-Gone'))
    expect(linksById(root).size).toBe(0)
  })

  test('the list of the system, without sockets that have no chip', async () => {
    const list = (): Promise<SystemPort[]> =>
      Promise.resolve([
        { path: '/dev/ttyS0' },
        { path: 'COM4', serialNumber: 'AB', locationId: '3-1', vendorId: '1A86', productId: '7523' },
        { path: 'COM3', vendorId: '303A', serialNumber: undefined, manufacturer: 'Espressif' },
      ])
    expect(await serialPorts({ list, root })).toEqual([
      { path: 'COM3', vendor: '303a', maker: 'Espressif' },
      { path: 'COM4', id: 'AB', location: '3-1', vendor: '1a86', product: '7523' },
    ])
  })

  test('nothing at all', async () => {
    expect(await serialPorts({ list: withoutUdev, root })).toEqual([])
  })

  test('on this computer it does not fail', async () => {
    expect(await serialPorts()).toEqual(expect.any(Array))
  })
})

const ONE: SerialPortInfo = { path: '/dev/ttyUSB0', id: '0001', location: '1-1', vendor: '10c4', product: 'ea60' }
const TWO: SerialPortInfo = { path: '/dev/ttyUSB1', id: '0002', location: '1-2', vendor: '1a86' }
const BOARDLESS: SerialPortInfo = { path: '/dev/ttyS4' }

describe('which one is meant', () => {
  test.each<[string, PortQuery, SerialPortInfo[], SerialPortInfo]>([
    ['the only one on USB', { by: 'auto' }, [BOARDLESS, TWO], TWO],
    ['by its number', { by: 'id', value: '0001' }, [ONE, TWO], ONE],
    ['by its socket', { by: 'loc', value: '1-2' }, [ONE, TWO], TWO],
  ])('%s', (_, query, ports, meant) => {
    expect(choosePort(query, 'x', ports)).toBe(meant)
  })

  test.each<[string, PortQuery, SerialPortInfo[], string, string]>([
    [
      'several',
      { by: 'auto' },
      [ONE, TWO, BOARDLESS],
      'E_SEVERAL',
      '2 ports are on USB:\n  /dev/ttyUSB0  id:0001  loc:1-1  10c4:ea60\n  /dev/ttyUSB1  id:0002  loc:1-2  1a86:?',
    ],
    ['none on USB', { by: 'auto' }, [BOARDLESS], 'E_NO_DEVICE', 'no serial port is on USB:\n  /dev/ttyS4'],
    ['none at all', { by: 'auto' }, [], 'E_NO_DEVICE', 'no serial port is on USB; there is none at all'],
    [
      'a number nobody has',
      { by: 'id', value: '7' },
      [ONE],
      'E_NO_DEVICE',
      'no serial port is of an adapter with the number 7:\n  /dev/ttyUSB0  id:0001  loc:1-1  10c4:ea60',
    ],
    [
      'an empty socket',
      { by: 'loc', value: '9-9' },
      [ONE],
      'E_NO_DEVICE',
      'no serial port is in the socket 9-9:\n  /dev/ttyUSB0  id:0001  loc:1-1  10c4:ea60',
    ],
    [
      'a number that two have',
      { by: 'id', value: '0001' },
      [ONE, { ...TWO, id: '0001' }],
      'E_SEVERAL',
      '2 ports are of an adapter with the number 0001:\n  /dev/ttyUSB0  id:0001  loc:1-1  10c4:ea60\n  /dev/ttyUSB1  id:0001  loc:1-2  1a86:?',
    ],
  ])('%s', (_, query, ports, code, message) => {
    let told: unknown
    try {
      choosePort(query, 'auto', ports)
    } catch (error) {
      told = error
    }
    expect(told).toBeInstanceOf(RivuletError)
    expect(told).toMatchObject({ code, message, kind: 'no-device', place: 'auto', cure: expect.any(String) as string })
  })

  test('a port that is known by nothing but its path is shown by it', () => {
    expect(describePort(BOARDLESS)).toBe('/dev/ttyS4')
  })
})

describe('looking again', () => {
  test('auto means the same adapter from then on, whatever its name and whatever came beside it', async () => {
    let ports: SystemPort[] = [{ path: 'COM3', vendorId: '10c4', serialNumber: '0001' }]
    const find = portFinder({ by: 'auto' }, 'auto', { list: () => Promise.resolve(ports), root })
    expect(await find()).toBe('COM3')
    ports = []
    await expect(find()).rejects.toMatchObject({ code: 'E_NO_DEVICE' })
    ports = [
      { path: 'COM3', vendorId: '10c4', serialNumber: '0002' },
      { path: 'COM8', vendorId: '10c4', serialNumber: '0001' },
    ]
    expect(await find()).toBe('COM8')
  })

  test('an adapter without a number is known by its socket, one without either by being alone', async () => {
    let ports: SystemPort[] = [{ path: 'COM3', vendorId: '10c4', locationId: '1-1' }]
    const bySocket = portFinder({ by: 'auto' }, 'auto', { list: () => Promise.resolve(ports), root })
    await bySocket()
    ports = [{ path: 'COM9', vendorId: '10c4', locationId: '1-2' }]
    await expect(bySocket()).rejects.toMatchObject({ code: 'E_NO_DEVICE' })
    ports = [{ path: 'COM3', vendorId: '10c4' }]
    const alone = portFinder({ by: 'auto' }, 'auto', { list: () => Promise.resolve(ports), root })
    await alone()
    ports = [{ path: 'COM5', vendorId: '10c4' }]
    expect(await alone()).toBe('COM5')
  })
})
