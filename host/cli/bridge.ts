/** `bridge -p DEVICE --broker URL --device ID`: a device of this computer at a broker, until Ctrl-C. */
import type { Command } from 'commander'
import { RivuletError } from '../../shared/error.ts'
import { portOf } from '../devices/address.ts'
import { inContext, requireAddress, type Context, type World } from './context.ts'
import { commonFlags, deviceFlags, readPort, type CommonFlags, type DeviceFlags } from './flags.ts'
import type { EmbeddedBroker } from '../mqtt/broker.ts'

type Flags = CommonFlags &
  DeviceFlags & {
    readonly broker?: string
    readonly device?: string
    readonly embeddedBroker?: number
    readonly host?: string
  }

export function bridgeCommand(program: Command, world: World): void {
  const command = program.command('bridge').description('a device of this computer at an MQTT broker')
  deviceFlags(commonFlags(command))
    .option('--broker <url>', 'mqtt://HOST[:PORT] or mqtts://HOST[:PORT]')
    .option('--device <id>', 'its id there: a-z 0-9 - (needed)')
    .option('--embedded-broker <port>', 'start a broker too; 0: any port that is free', readPort)
    .option('--host <address>', 'where the embedded broker listens, if not 127.0.0.1')
    .action((flags: Flags) =>
      inContext(world, flags, async (context) => {
        const { device, url } = await checked(flags)
        const address = requireAddress(context.world, flags)
        const embedded = flags.embeddedBroker === undefined ? null : await embed(context, flags, flags.embeddedBroker)
        try {
          await carry(context, { address, device, flags, url: url ?? embedded!.url })
        } finally {
          await embedded?.close()
        }
      }),
    )
}

/** What is wrong with the flags is said before anything is started. */
async function checked({ device, broker, embeddedBroker, host }: Flags): Promise<{ device: string; url?: string }> {
  const [{ requireId }, { parseBroker }] = await Promise.all([
    import('../mqtt/topics.ts'),
    import('../mqtt/settings.ts'),
  ])
  if (device === undefined) throw usage('the device has no name', 'give it one: --device lab-01')
  if (host !== undefined && embeddedBroker === undefined)
    throw usage('--host is the address of --embedded-broker', 'add --embedded-broker PORT')
  if (broker === undefined && embeddedBroker === undefined)
    throw usage('no broker is named', 'name one: --broker mqtt://HOST, or start one: --embedded-broker 1883')
  if (broker !== undefined && embeddedBroker !== undefined)
    throw usage('one broker is enough: --broker or --embedded-broker', 'leave one of them out')
  requireId(device)
  if (broker !== undefined && parseBroker(broker).path.length > 1)
    throw usage(`"${parseBroker(broker).path}" behind the broker means nothing`, 'name the device with --device')
  return { device, ...(broker !== undefined && { url: broker }) }
}

async function embed({ world }: Context, { host }: Flags, port: number): Promise<EmbeddedBroker> {
  const [{ startBroker }, { secretsFrom }] = await Promise.all([
    import('../mqtt/broker.ts'),
    import('../mqtt/settings.ts'),
  ])
  return startBroker({ port, secrets: secretsFrom(world.env), ...(host !== undefined && { host }) })
}

async function carry(
  { world, terminal, json }: Context,
  { address, device, flags, url }: { address: string; device: string; flags: DeviceFlags; url: string },
): Promise<never> {
  const [{ Bridge }, { parseBroker, secretsFrom }] = await Promise.all([
    import('../mqtt/bridge.ts'),
    import('../mqtt/settings.ts'),
  ])
  const { broker } = parseBroker(url)
  const bridge = new Bridge({
    port: () => portOf(address, world.env, { baud: flags.baud, reset: flags.reset, onTold: terminal.say }),
    broker,
    secrets: secretsFrom(world.env),
    device,
    boot: Date.now(),
    onTold: terminal.warn,
  })
  await bridge.start()
  try {
    const there = `${broker.url}/${device}`
    terminal.result(json ? JSON.stringify({ type: 'bridge', address: there, port: address }) : `bridge at ${there}`)
    terminal.say('Ctrl-C ends it')
    return await Promise.race([ended(world.signal), bridge.failed])
  } finally {
    await bridge.end()
    const { up, down, droppedUp, droppedDown } = bridge.counters
    const grouped = (n: number): string => n.toLocaleString('en')
    terminal.say(
      `${grouped(down)} bytes down, ${grouped(up)} up; ${grouped(droppedDown)} and ${grouped(droppedUp)} had nowhere to go`,
    )
  }
}

function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error)
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
}

function usage(message: string, cure: string): RivuletError {
  return new RivuletError('E_USAGE', message, { kind: 'usage', cure })
}
