/**
 * A broker in this process (aedes, MQTT 3.1.1): on loopback unless told otherwise, packets of bounded size, and bounds on what is
 * kept. Where
 * user and password are set, every client has to know them; without them it binds to loopback only.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { timingSafeEqual } from 'node:crypto'
import { RivuletError } from '../../shared/error.ts'
import { boundKept, type KeepingBroker, type KeepLimits } from './kept.ts'
import { GatedSocket } from './packet-gate.ts'
import { isLoopback, type Secrets } from './settings.ts'

export interface EmbeddedBrokerOptions {
  /** 0: any that is free. */
  readonly port: number
  readonly host?: string
  /** Bytes of a packet at most. */
  readonly maxPacket?: number
  readonly secrets?: Pick<Secrets, 'user' | 'password'>
  readonly keeps?: KeepLimits
}

export interface EmbeddedBroker {
  readonly url: string
  readonly port: number
  /** Messages that were not kept for clients that are away. */
  readonly dropped: number
  close(): Promise<void>
}

/** What is used of the package, which is loaded when it is needed. */
interface Broker extends KeepingBroker {
  handle(stream: Duplex): unknown
  close(done: () => void): void
}
type Authenticate = (
  client: unknown,
  user: string | undefined,
  password: Buffer | undefined,
  done: (error: Error | null, ok: boolean) => void,
) => void
interface AedesModule {
  readonly Aedes: { createBroker(options: { authenticate?: Authenticate; queueLimit?: number }): Promise<Broker> }
}

const MAX_PACKET = 262_144

export async function startBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { port, host = '127.0.0.1', maxPacket = MAX_PACKET, secrets = {}, keeps } = options
  if (!isLoopback(host) && secrets.user === undefined) throw open(host)
  const { Aedes } = await load()
  const { user } = secrets
  const broker = await Aedes.createBroker(
    user === undefined ? {} : { authenticate: login(user, secrets.password ?? '') },
  )
  const kept = boundKept(broker, keeps)
  // What is wrong with a client ends its connection; nothing else follows from it.
  for (const event of ['clientError', 'connectionError']) broker.on(event, () => undefined)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true).on('close', () => sockets.delete(socket))
    broker.handle(new GatedSocket(socket, maxPacket))
  })
  const bound = await listen(server, port, host)
  return {
    port: bound,
    url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    get dropped() {
      return kept.dropped
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function load(): Promise<AedesModule> {
  try {
    return (await import('aedes')) as unknown as AedesModule
  } catch (cause) {
    throw new RivuletError('E_BROKER', 'the package aedes is not installed', {
      kind: 'usage',
      cure: 'npm install, or use a broker of your own: --broker mqtt://HOST',
      cause,
    })
  }
}

function login(user: string, password: string): Authenticate {
  return (_client, name, secret, done) => done(null, same(name ?? '', user) && same(secret ?? '', password))
}

/** Takes as long whatever the first difference is. */
function same(given: string | Buffer, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const busy = cause.code === 'EADDRINUSE'
      const said = `the broker cannot listen on ${host}:${port}: ${cause.message}`
      const cure = busy ? 'choose another port, or 0 for any that is free' : 'choose another port or address'
      reject(new RivuletError('E_BROKER', said, { kind: 'usage', place: `${host}:${port}`, cure, cause }))
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

function open(host: string): RivuletError {
  return new RivuletError('E_BROKER', `a broker without a password would be open to whoever reaches ${host}`, {
    kind: 'usage',
    place: host,
    cure: 'set RIVULET_MQTT_USER and RIVULET_MQTT_PASSWORD, or leave it on loopback',
  })
}
