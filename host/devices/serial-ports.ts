/**
 * The serial ports of this computer, and which of them an address means: `auto` (the only board on USB), `id:SERIAL` (the number of its
 * USB adapter), `loc:PLACE` (the USB socket it is in). The system's own list is asked first; where that fails, as without
 * udev, the kernel's files are read. Paths change when a board is plugged in again, number and socket do not.
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { SerialPort } from 'serialport'
import { RivuletError } from '../../shared/error.ts'

export interface SerialPortInfo {
  readonly path: string
  /** The number of the USB adapter. */
  readonly id?: string
  /** The USB socket: bus and ports on the way, `1-1.2`. */
  readonly location?: string
  /** USB numbers of maker and product, hexadecimal. */
  readonly vendor?: string
  readonly product?: string
  readonly maker?: string
}

export interface PortSources {
  /** What the system lists. */
  readonly list?: () => Promise<SystemPort[]>
  /** Where the kernel's files begin: `/`. */
  readonly root?: string
}

/** A port as serialport lists it. */
export interface SystemPort {
  readonly path: string
  readonly serialNumber?: string | undefined
  readonly locationId?: string | undefined
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly manufacturer?: string | undefined
}

/** All ports behind which hardware was found, by path. */
export async function serialPorts({ list = () => SerialPort.list(), root = '/' }: PortSources = {}): Promise<
  SerialPortInfo[]
> {
  const listed = await list().catch((): SystemPort[] => [])
  const ports = new Map<string, SerialPortInfo>()
  for (const info of kernelPorts(root)) ports.set(info.path, info)
  for (const port of listed) {
    const known = ports.get(port.path)
    // Sockets without a chip are listed as well on some systems; the kernel knows them apart.
    if (known !== undefined || port.vendorId !== undefined) ports.set(port.path, { ...ofSystem(port), ...known })
  }
  return [...ports.values()].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
}

function ofSystem(port: SystemPort): SerialPortInfo {
  return withoutUndefined({
    path: port.path,
    id: port.serialNumber,
    location: port.locationId,
    vendor: port.vendorId?.toLowerCase(),
    product: port.productId?.toLowerCase(),
    maker: port.manufacturer,
  })
}

/** Ports of the kernel: those of USB with what the adapter tells of itself, others where a link by id names them. */
function kernelPorts(root: string): SerialPortInfo[] {
  const found = names(path.join(root, 'sys/class/tty')).flatMap((name) => {
    const usb = usbDevice(path.join(root, 'sys/class/tty', name, 'device'))
    return usb === null ? [] : [{ path: `/dev/${name}`, ...usb }]
  })
  const known = new Set(found.map((port) => port.path))
  return [...found, ...[...linksById(root).values()].filter((port) => !known.has(port)).map((port) => ({ path: port }))]
}

/** What the USB device above a terminal tells; `null` when there is none. */
function usbDevice(terminal: string): Omit<SerialPortInfo, 'path'> | null {
  let folder: string
  try {
    folder = realpathSync(terminal)
  } catch {
    return null
  }
  for (let up = 0; up < 4; up++, folder = path.dirname(folder)) {
    const vendor = text(folder, 'idVendor')
    if (vendor === undefined) continue
    return withoutUndefined({
      id: text(folder, 'serial'),
      location: path.basename(folder),
      vendor,
      product: text(folder, 'idProduct'),
      maker: text(folder, 'manufacturer'),
    })
  }
  return null
}

/** Links of /dev/serial/by-id: which name leads to which port. */
export function linksById(root = '/'): Map<string, string> {
  const folder = path.join(root, 'dev/serial/by-id')
  const links = new Map<string, string>()
  for (const name of names(folder)) {
    try {
      const real = realpathSync(path.join(folder, name))
      links.set(path.join(folder, name), root === '/' ? real : `/${path.relative(root, real)}`)
    } catch {
      // A link whose port has just been pulled.
    }
  }
  return links
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function text(folder: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

function withoutUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}

/** How a port is asked for other than by its path. */
export type PortQuery = { readonly by: 'auto' } | { readonly by: 'id' | 'loc'; readonly value: string }

/** The one port that is meant. None, or several, is an error that lists what there is. */
export function choosePort(query: PortQuery, address: string, ports: readonly SerialPortInfo[]): SerialPortInfo {
  const candidates = ports.filter((port) => fits(query, port))
  if (candidates.length === 1) return candidates[0]
  const shown = candidates.length === 0 ? ports : candidates
  const list = shown.map((port) => `\n  ${describePort(port)}`).join('')
  const found =
    candidates.length === 0 ? `no serial port is ${sought(query)}` : `${candidates.length} ports are ${sought(query)}`
  const code = candidates.length === 0 ? 'E_NO_DEVICE' : 'E_SEVERAL'
  throw new RivuletError(code, `${found}${list === '' ? '; there is none at all' : `:${list}`}`, {
    kind: 'no-device',
    place: address,
    cure:
      candidates.length === 0
        ? 'connect the board (rivulet ports lists what is there), or name another'
        : 'name one of them by its path, id:NUMBER or loc:SOCKET',
    more: { ports: shown },
  })
}

function fits(query: PortQuery, port: SerialPortInfo): boolean {
  if (query.by === 'auto') return port.vendor !== undefined
  return (query.by === 'id' ? port.id : port.location) === query.value
}

function sought(query: PortQuery): string {
  if (query.by === 'auto') return 'on USB'
  return query.by === 'id' ? `of an adapter with the number ${query.value}` : `in the socket ${query.value}`
}

/** A port in one line. */
export function describePort({ path: place, id, location, vendor, product, maker }: SerialPortInfo): string {
  const usb = vendor === undefined ? null : `${vendor}:${product ?? '?'}`
  return [place, id && `id:${id}`, location && `loc:${location}`, usb, maker].filter((part) => part).join('  ')
}

/** Where the port that is meant is now. Once found it is the same adapter that is looked for, by its number or its socket. */
export function portFinder(query: PortQuery, address: string, sources?: PortSources): () => Promise<string> {
  let sought = query
  return async () => {
    const { path: place, id, location } = choosePort(sought, address, await serialPorts(sources))
    if (sought.by !== 'auto') return place
    if (id !== undefined) sought = { by: 'id', value: id }
    else if (location !== undefined) sought = { by: 'loc', value: location }
    return place
  }
}
