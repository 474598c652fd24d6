/**
 * Where a broker is and how it lets us in. The address never holds a password; user, password and the file of a certificate
 * authority come from the environment, or from a git-ignored `.env` in the working directory, and go nowhere but to the broker.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { RivuletError } from '../../shared/error.ts'

export interface BrokerAddress {
  /** Over TLS, verified. */
  readonly tls: boolean
  readonly host: string
  readonly port: number
  /** As it may be told: without user or password, which it never has. */
  readonly url: string
}

/** What the broker is told of us, and by what we know it. */
export interface Secrets {
  readonly user?: string
  readonly password?: string
  /** Certificates that are trusted instead of the usual ones, PEM. */
  readonly ca?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const PORTS = { mqtt: 1883, mqtts: 8883 } as const
const NAMES = ['RIVULET_MQTT_USER', 'RIVULET_MQTT_PASSWORD', 'RIVULET_MQTT_CA'] as const
const WIFI = 'RIVULET_WIFI_PASSWORD'

/** Reads `mqtt://HOST[:PORT]` or `mqtts://…`, perhaps with a path behind it, which is handed back. */
export function parseBroker(url: string): { broker: BrokerAddress; path: string } {
  const match = /^(mqtts?):\/\/(?:([^@/]*)@)?(?:\[([0-9a-fA-F:.]+)\]|([^:/\s@[\]]+))(?::(\d{1,5}))?(\/.*)?$/.exec(url)
  const [, scheme, login, bracketed, plain, digits, rest = ''] = match ?? []
  if (login !== undefined) throw usage(withoutLogin(url), 'a broker address holds no user or password', LOGIN_CURE)
  const host = bracketed ?? plain
  const port = digits === undefined ? PORTS[scheme as 'mqtt'] : Number(digits)
  if (host === undefined || !(port >= 1 && port <= 65_535))
    throw usage(
      withoutLogin(url),
      `"${withoutLogin(url)}" is no broker`,
      'write mqtt://HOST[:PORT] or mqtts://HOST[:PORT]',
    )
  const shown = bracketed === undefined ? host : `[${host}]`
  const isUsual = port === PORTS[scheme as 'mqtt']
  return {
    broker: { tls: scheme === 'mqtts', host, port, url: `${scheme}://${shown}${isUsual ? '' : `:${port}`}` },
    path: rest,
  }
}

const LOGIN_CURE = 'set RIVULET_MQTT_USER and RIVULET_MQTT_PASSWORD, in the environment or in .env'

/** Whether a host name means this computer alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** User, password and certificates; the environment goes before `.env`. */
export function secretsFrom(environment: Environment, directory = process.cwd()): Secrets {
  const file = dotEnv(path.join(directory, '.env'))
  const [user, password, ca] = NAMES.map((name) => environment[name] ?? file[name])
  if (password !== undefined && user === undefined)
    throw usage('RIVULET_MQTT_PASSWORD', 'a password without a user', 'set RIVULET_MQTT_USER as well')
  return {
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ca: certificates(path.resolve(directory, ca)) }),
  }
}

/** The key of the Wi-Fi that a board is to join, from the same places. */
export function wifiKeyFrom(environment: Environment, directory = process.cwd()): string | undefined {
  return environment[WIFI] ?? dotEnv(path.join(directory, '.env'))[WIFI]
}

/** The lines `NAME=value` of a file that concern us; none where there is no file. */
function dotEnv(file: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return {}
  }
  const found: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if ([...NAMES, WIFI].some((each) => each === name)) found[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return found
}

function certificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw usage(file, `RIVULET_MQTT_CA cannot be read: ${(cause as Error).message}`, 'name a file of PEM certificates')
  }
}

function withoutLogin(url: string): string {
  return url.replace(/\/\/.*@/, '//')
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_BROKER', message, { kind: 'usage', place, cure })
}
