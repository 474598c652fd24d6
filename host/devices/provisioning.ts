/**
 * What a board with a connection to a broker of its own has to know: a file in its flash, written through its console, read by
 * `firmware/runtime/mqtt.ts`. It holds secrets: sizes are bounded here, values are told nowhere.
 */
import { RivuletError } from '../../shared/error.ts'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import type { Device } from './device.ts'

/** The members of the file. */
export interface BoardSettings {
  /** The Wi-Fi to join, and its key; without a name the board is online already. */
  readonly ssid?: string
  readonly password?: string
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly pass?: string
  /** Of the device at the broker. */
  readonly id: string
  /** Seconds between signs of life, twice. */
  readonly keepalive: number
}

/** The file, and its size at most, in bytes: the program reads no larger one. */
export const SETTINGS_FILE = 'rvnet'
export const MAX_SETTINGS = 1024
/** Bytes of each text, in UTF-8. */
const MOST = { ssid: 32, password: 64, host: 253, user: 128, pass: 128 } as const
const NAMES: Readonly<Record<keyof typeof MOST, string>> = {
  ssid: 'the name of the Wi-Fi',
  password: 'RIVULET_WIFI_PASSWORD',
  host: 'the name of the broker',
  user: 'RIVULET_MQTT_USER',
  pass: 'RIVULET_MQTT_PASSWORD',
}
const TRIES = 3

/** Writes the settings; the program reads them at its next start. */
export async function provision(device: Device, settings: BoardSettings): Promise<void> {
  const bytes = settingsFile(settings)
  // The console has no check of its own: the board looks at what it got before it stores it.
  const store = `(function(t,f){return E.CRC32(t)==${crc32(bytes)}?require("Storage").write(f,t):"spoilt"})`
  const call = `${store}(atob("${encodeBytes(bytes)}"),"${SETTINGS_FILE}")`
  let answer = ''
  for (let tries = 1; answer !== 'true'; tries++) {
    answer = await device.withheld(() => device.evaluate(call, 'the settings to be stored'))
    if (answer === 'true' || (answer === 'spoilt' && tries < TRIES)) continue
    throw new RivuletError('E_STORAGE', `the device did not store its settings: ${answer}`, {
      kind: 'device-failed',
      place: device.address,
      cure: 'free its storage: require("Storage").eraseAll() in its console; or use a better cable',
    })
  }
}

/** Takes the settings away; the program has its serial line only from its next start on. */
export async function forget(device: Device): Promise<void> {
  await device.evaluate(`require("Storage").erase("${SETTINGS_FILE}")`, 'the settings to be erased')
}

/** The file's bytes; refuses what a board could not take, without telling it. */
export function settingsFile(settings: BoardSettings): Uint8Array {
  for (const [member, most] of Object.entries(MOST)) {
    const value = settings[member as keyof typeof MOST] ?? ''
    const name = NAMES[member as keyof typeof MOST]
    if (Buffer.byteLength(value) > most) throw unfit(`${name} is longer than ${most} bytes`, 'use a shorter one')
    if (value.includes('\0')) throw unfit(`${name} holds a byte 0`, 'use another one')
  }
  const bytes = Buffer.from(JSON.stringify(settings))
  if (bytes.length > MAX_SETTINGS) throw unfit(`the settings take more than ${MAX_SETTINGS} bytes`, 'use shorter ones')
  return bytes
}

function unfit(message: string, cure: string): RivuletError {
  return new RivuletError('E_PROVISION', message, { kind: 'usage', cure })
}
