/**
 * `provision -p PORT --broker URL --device ID`: tells a board on its cable where its broker is. Passwords come from the environment or from
 * `.env`, go to the board's flash and nowhere else.
 */
import { InvalidArgumentError, type Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import type { BoardSettings } from '../devices/provisioning.ts'
import { inContext, requireAddress, withDevice, type World } from './context.ts'
import { commonFlags, deviceFlags, readDuration, type CommonFlags, type DeviceFlags } from './flags.ts'

type Flags = CommonFlags &
  DeviceFlags & {
    readonly broker?: string
    readonly device?: string
    readonly ssid?: string
    readonly keepalive?: number
    readonly forget?: true
  }

/** In seconds: the broker gives up a board that is silent for one and a half times that, the board a broker after once. */
const KEEPALIVE = 20

export function provisionCommand(program: Command, world: World): void {
  const command = program.command('provision').description('tell a board on its cable where its MQTT broker is')
  deviceFlags(commonFlags(command))
    .option('--broker <url>', 'mqtt://HOST[:PORT] (needed)')
    .option('--device <id>', 'its id there: a-z 0-9 - (needed)')
    .option('--ssid <name>', 'the Wi-Fi to join; its key is RIVULET_WIFI_PASSWORD')
    .option('--keepalive <duration>', `how soon a silent broker is given up; ${KEEPALIVE}s unless given`, readKeepalive)
    .option('--forget', 'take the settings away: the board has its cable only')
    .action((flags: Flags) =>
      inContext(world, flags, async (context) => {
        const { terminal, json, world } = context
        requireConsole(requireAddress(world, flags))
        const settings = flags.forget === true ? null : await settingsOf(world, flags)
        const { forget, provision } = await import('../devices/provisioning.ts')
        await withDevice(context, flags, {}, async (device) => {
          await (settings === null ? forget(device) : provision(device, settings))
          await device.reset()
        })
        const { id, host } = settings ?? {}
        const said =
          settings === null ? 'forgotten' : `${id} knows its broker; a program with "link": "mqtt" connects to it`
        terminal.result(json ? JSON.stringify({ type: 'provisioned', device: id ?? null }) : said)
        if (host !== undefined && (await import('../mqtt/settings.ts')).isLoopback(host))
          terminal.warn(`${host} is the board itself, for a board: name this computer as others reach it`)
      }),
    )
}

function readKeepalive(text: string): number {
  const seconds = readDuration(text) / 1000
  if (Number.isInteger(seconds) && seconds >= 2 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('Write whole seconds from 2s to 1h.')
}

/** A broker carries no console of a board that speaks to it, and settings would pass through others' hands. */
function requireConsole(address: string): void {
  if (!/^mqtts?:/.test(address)) return
  throw usage(`${address}: settings are told over the cable`, 'connect the board to this computer: -p /dev/ttyUSB0')
}

async function settingsOf(
  world: World,
  { broker: url, device, ssid, keepalive = KEEPALIVE }: Flags,
): Promise<BoardSettings> {
  const [{ requireId }, { parseBroker, secretsFrom, wifiKeyFrom }, { settingsFile }] = await Promise.all([
    import('../mqtt/topics.ts'),
    import('../mqtt/settings.ts'),
    import('../devices/provisioning.ts'),
  ])
  if (url === undefined) throw usage('no broker is named', 'name it: --broker mqtt://HOST')
  if (device === undefined) throw usage('the device has no name', 'give it one: --device lab-01')
  const id = requireId(device)
  const { broker, path } = parseBroker(url)
  if (path.length > 1) throw usage(`"${path}" behind the broker means nothing`, 'name the device with --device')
  if (broker.tls) throw withTls(broker.url)
  const { user, password: pass } = secretsFrom(world.env)
  const password = ssid === undefined ? undefined : wifiKeyFrom(world.env)
  const { host, port } = broker
  const settings = { ssid, password, host, port, user, pass, id, keepalive } as BoardSettings
  settingsFile(settings)
  return settings
}

function withTls(url: string): RivuletError {
  return new RivuletError('E_UNSUPPORTED', `${url}: a board's own connection is not encrypted`, {
    kind: 'usage',
    cure: `leave the board on its cable and carry it there: rivulet bridge -p PORT --broker ${url} --device ID; or name a broker inside a network you trust, mqtt://HOST`,
  })
}

function usage(message: string, cure: string): RivuletError {
  return new RivuletError('E_USAGE', message, { kind: 'usage', cure })
}
