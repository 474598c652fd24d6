/**
 * One grammar names a device everywhere (CONVENTIONS 3):
 * `emu:` with options, `espruino:PATH`, a path or `COM3`, `tcp://HOST:PORT`, and for later `auto`, `id: loc: mac:`,
 * `rfc2217: mqtt: mqtts:`.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Port } from './port.ts'

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
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }

const LATER = ['id', 'loc', 'mac', 'rfc2217', 'mqtt', 'mqtts']
const EMU_OPTIONS = ['vars', 'seed', 'baud', 'ns'] as const

/** Reads an address; `environment` may name the binary for `espruino:`. */
export function parseAddress(address: string, environment: Readonly<Record<string, string | undefined>> = {}): Address {
  const scheme = /^([a-z][a-z0-9]*):/.exec(address)?.[1]
  if (scheme === 'emu') return parseEmu(address)
  if (scheme === 'espruino') return parseEspruino(address, environment['ESPRUINO_BIN'])
  if (scheme === 'tcp') return parseTcp(address)
  if (scheme !== undefined && LATER.includes(scheme)) throw unsupported(address, `${scheme}: devices`)
  if (address === 'auto') throw unsupported(address, 'finding a board by itself')
  if (scheme === undefined && /^(\/|\.|COM\d+$)/.test(address)) return { kind: 'serial', path: address }
  throw usage(address, `"${address}" names no device`, 'use emu:, espruino:PATH, a serial path or tcp://HOST:PORT')
}

/** The port of an address, not yet open; `baud` is the speed of a serial line. Only what the address needs is loaded. */
export async function portOf(
  address: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  baud?: number,
): Promise<Port> {
  const parsed = parseAddress(address, environment)
  switch (parsed.kind) {
    case 'emu':
      return new (await import('./emulator.ts')).EmulatorPort(parsed, address)
    case 'espruino':
      return new (await import('./espruino.ts')).EspruinoPort(parsed.path)
    case 'serial':
      return new (await import('./serial.ts')).SerialLine(parsed.path, baud)
    case 'tcp':
      return new (await import('./tcp.ts')).TcpPort(parsed.host, parsed.port)
  }
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

function unsupported(address: string, what: string): RivuletError {
  return new RivuletError('E_UNSUPPORTED', `${what}: not supported yet`, {
    kind: 'usage',
    place: address,
    cure: 'use emu:, espruino:PATH, a serial path or tcp://HOST:PORT',
  })
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_ADDRESS', message, { kind: 'usage', place, cure })
}
