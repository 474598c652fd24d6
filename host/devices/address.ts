/**
 * One grammar names a device everywhere (CONVENTIONS 3):
 * `emu:` with options, `espruino:PATH`, a path or `COM3`, `auto`, `id:NUMBER`, `loc:SOCKET`, `tcp://HOST:PORT`,
 * `mqtt://HOST[:PORT]/DEVICE`, `mqtts://…`, and for later `mac:`, `rfc2217:`.
 */
import { RivuletError } from '../../shared/error.ts'
import { parseBroker, secretsFrom, type BrokerAddress } from '../mqtt/settings.ts'
import { isId } from '../mqtt/topics.ts'
import type { Port } from './port.ts'
import type { PortQuery } from './serial-ports.ts'

export type Address =
  | {
      readonly kind: 'emu'
      readonly vars?: number
      readonly seed?: number
      readonly baud?: number
      readonly ns?: number
    }
  | { readonly kind: 'espruino'; readonly path: string }
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'sought'; readonly query: PortQuery }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'mqtt'; readonly broker: BrokerAddress; readonly device: string }

const LATER = ['mac', 'rfc2217']
const EMU_OPTIONS = ['vars', 'seed', 'baud', 'ns'] as const

/** Reads an address; `environment` may name the binary for `espruino:`. */
export function parseAddress(address: string, environment: Readonly<Record<string, string | undefined>> = {}): Address {
  const scheme = /^([a-z][a-z0-9]*):/.exec(address)?.[1]
  // Addresses are told, logged and written into reports: what may be a password goes no further.
  if (/:\/\/.*@/.test(address)) throw withLogin(address.replace(/:\/\/.*@/, '://'))
  if (scheme === 'emu') return parseEmu(address)
  if (scheme === 'espruino') return parseEspruino(address, environment['ESPRUINO_BIN'])
  if (scheme === 'tcp') return parseTcp(address)
  if (scheme === 'mqtt' || scheme === 'mqtts') return parseMqtt(address)
  if (scheme !== undefined && LATER.includes(scheme)) throw unsupported(address, `${scheme}: devices`)
  if (address === 'auto') return { kind: 'sought', query: { by: 'auto' } }
  if (scheme === 'id' || scheme === 'loc') return parseSought(address, scheme)
  if (scheme === undefined && /^(\/|\.|COM\d+$)/.test(address)) return { kind: 'serial', path: address }
  throw usage(
    address,
    `"${address}" names no device`,
    'use emu:, espruino:PATH, a serial path, auto, tcp://HOST:PORT or mqtt://HOST/DEVICE',
  )
}

/** What only a serial line has. */
export interface LineOptions {
  /** Bits a second that the board is asked for. */
  readonly baud?: number | undefined
  /** How it is restarted: a reset string or `none`. */
  readonly reset?: string | undefined
  /** Hears what was agreed with the board, a sentence. */
  readonly onTold?: ((text: string) => void) | undefined
}

/** The port of an address, not yet open. Only what the address needs is loaded. */
export async function portOf(
  address: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  line: LineOptions = {},
): Promise<Port> {
  const parsed = parseAddress(address, environment)
  switch (parsed.kind) {
    case 'emu':
      return new (await import('./emulator.ts')).EmulatorPort(parsed, address)
    case 'espruino':
      return new (await import('./espruino.ts')).EspruinoPort(parsed.path)
    case 'serial':
      return new (await import('./serial.ts')).SerialLine(parsed.path, line)
    case 'sought':
      return sought(address, parsed.query, line)
    case 'tcp':
      return new (await import('./tcp.ts')).TcpPort(parsed.host, parsed.port)
    case 'mqtt':
      return new (await import('./mqtt.ts')).MqttPort({ ...parsed, secrets: secretsFrom(environment) })
  }
}

async function sought(address: string, query: PortQuery, line: LineOptions): Promise<Port> {
  const [{ SerialLine }, { portFinder }] = await Promise.all([import('./serial.ts'), import('./serial-ports.ts')])
  return new SerialLine(address, { ...line, locate: portFinder(query, address) })
}

function parseSought(address: string, by: 'id' | 'loc'): Address {
  const value = address.slice(by.length + 1)
  if (value !== '') return { kind: 'sought', query: { by, value } }
  throw usage(address, `${by}: names nothing`, 'rivulet ports lists the numbers and sockets of the serial ports')
}

function parseEmu(address: string): Address {
  const rest = address.slice('emu:'.length)
  if (rest !== '' && !rest.startsWith('?'))
    throw usage(address, `"${rest}" after emu: means nothing`, 'write emu: or emu:?vars=3000&seed=1')
  const options: { vars?: number; seed?: number; baud?: number; ns?: number } = {}
  for (const [name, text] of new URLSearchParams(rest)) {
    const option = EMU_OPTIONS.find((known) => known === name)
    if (option === undefined)
      throw usage(address, `emu: has no option "${name}"`, `its options are ${EMU_OPTIONS.join(', ')}`)
    const value = Number(text)
    if (option === 'ns' && !(value > 0 && value < Infinity))
      throw usage(address, `ns is "${text}"`, 'ns is what an instruction takes, in nanoseconds: 10')
    if (option !== 'ns' && (text === '' || !Number.isSafeInteger(value) || value < 0))
      throw usage(address, `${name} is "${text}"`, `${name} is a whole number`)
    options[option] = value
  }
  return { kind: 'emu', ...options }
}

function parseEspruino(address: string, fallback: string | undefined): Address {
  const path = address.slice('espruino:'.length) || fallback
  if (path !== undefined && path !== '') return { kind: 'espruino', path }
  throw usage(address, 'espruino: names no binary', 'write espruino:PATH or set ESPRUINO_BIN')
}

function parseTcp(address: string): Address {
  const [, bracketed, plain, digits] = /^tcp:\/\/(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})$/.exec(address) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host !== undefined && port >= 1 && port <= 65_535) return { kind: 'tcp', host, port }
  throw usage(address, `"${address}" is no TCP address`, 'write tcp://HOST:PORT, such as tcp://127.0.0.1:2323')
}

function parseMqtt(address: string): Address {
  const { broker, path } = parseBroker(address)
  const device = path.slice(1)
  if (isId(device)) return { kind: 'mqtt', broker, device }
  throw usage(
    address,
    device === '' ? `${address} names no device` : `"${device}" is no id of a device`,
    `write ${broker.url}/lab-01: a-z 0-9 - and at most 32 characters`,
  )
}

function withLogin(address: string): RivuletError {
  const cure = 'leave it out; of a broker they come from RIVULET_MQTT_USER and RIVULET_MQTT_PASSWORD, or from .env'
  return usage(address, 'an address holds no user or password', cure)
}

function unsupported(address: string, what: string): RivuletError {
  return new RivuletError('E_UNSUPPORTED', `${what}: not supported yet`, {
    kind: 'usage',
    place: address,
    cure: 'use emu:, espruino:PATH, a serial path, tcp://HOST:PORT or mqtt://HOST/DEVICE',
  })
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_ADDRESS', message, { kind: 'usage', place, cure })
}
