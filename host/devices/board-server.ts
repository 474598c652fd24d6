/**
 * An emulated board behind a TCP port, live: for terminals, official tools, and our own `tcp://`.
 *
 * It has one line, as a board has: a second client is told so and sent away. The board runs on whether a client is there
 * or not; what it says meanwhile is lost. A client that does not read loses what exceeds a buffer, as on a serial line.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { RivuletError } from '../../shared/error.ts'
import type { BoardOptions } from '../emulator/board/board.ts'
import { SIGNALS, type WorkerInput, type WorkerOutput } from './board-worker.ts'
import type { LoadedFile } from './live-board.ts'

export interface ServerOptions {
  /** 0: one is chosen. */
  readonly port: number
  /** This computer only, unless given. */
  readonly host?: string
  readonly board?: BoardOptions
  /** Run before the first client comes. */
  readonly files?: readonly LoadedFile[]
  /** Keeps the flash; without it, it is blank and lost. */
  readonly flashFile?: string
  /** Hears a sentence about a program that failed or asks for what is not modelled. */
  readonly onTold?: (text: string) => void
}

export interface ServedBoard {
  readonly host: string
  readonly port: number
  /** Rejects when the board's thread fails; otherwise never settles. */
  readonly failed: Promise<never>
  /** Switches the board off; its flash is saved. */
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
/** Bytes that may wait for a slow client, and in the board for a client that sends too fast. */
const MOST_WAITING = 65_536
/** How often a client that was stopped is looked at again, in ms. */
const LOOK_MS = 10
/** How long a client may take to be gone that has closed its end, in ms. */
const LEAVING_MS = 100
/** How long the board has for its end, in ms. */
const END_MS = 2000
const IN_USE = 'This board is in use: it has one line, and another client has it.\r\n'

export async function serveBoard(options: ServerOptions): Promise<ServedBoard> {
  const { host = LOOPBACK, port } = options
  const signals = new Int32Array(new SharedArrayBuffer(4 * SIGNALS.cells))
  const server = createServer({ noDelay: true })
  await listen(server, host, port)
  const worker = startWorker(options, signals)
  let client: Socket | null = null
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  // Whoever serves hears of a failure; one that comes after the end must not end the process.
  failed.catch(() => undefined)
  worker.on('message', (said: WorkerOutput) => {
    if ('told' in said) options.onTold?.(said.told)
    else if (client !== null && client.writableLength < MOST_WAITING) client.write(said.bytes)
  })
  server.on('connection', (socket) => {
    socket.on('error', () => undefined)
    const attach = (): void => {
      if (socket.destroyed) return
      client = socket
      socket.on('data', (bytes) => send(worker, signals, socket, bytes))
      socket.on('close', () => (client = null))
    }
    if (client === null) return attach()
    // The one before may be about to leave: its end comes by another way than this beginning.
    setTimeout(() => (client === null ? attach() : socket.end(IN_USE)), LEAVING_MS)
  })
  return {
    host,
    port: (server.address() as AddressInfo).port,
    failed,
    close: async () => {
      server.close()
      client?.destroy()
      await end(worker, signals)
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)))
    server.listen(port, host, resolve)
  })
}

function startWorker({ board = {}, files = [], flashFile }: ServerOptions, signals: Int32Array): Worker {
  const workerData: WorkerInput = { board, files, signals, ...(flashFile !== undefined && { flashFile }) }
  return new Worker(new URL('./board-worker.mjs', import.meta.url), { workerData })
}

/** Gives bytes to the board; a client that is faster than the board is not read for a while. */
function send(worker: Worker, signals: Int32Array, socket: Socket, bytes: Uint8Array): void {
  worker.postMessage(new Uint8Array(bytes))
  Atomics.add(signals, SIGNALS.waiting, bytes.length)
  wake(signals)
  if (Atomics.load(signals, SIGNALS.waiting) < MOST_WAITING) return
  socket.pause()
  const look = (): void => {
    if (socket.destroyed) return
    if (Atomics.load(signals, SIGNALS.waiting) < MOST_WAITING) socket.resume()
    else setTimeout(look, LOOK_MS)
  }
  setTimeout(look, LOOK_MS)
}

function wake(signals: Int32Array): void {
  Atomics.add(signals, SIGNALS.messages, 1)
  Atomics.notify(signals, SIGNALS.messages)
}

/** Lets the thread come to its end, so that the flash is saved; ends it when it does not. */
async function end(worker: Worker, signals: Int32Array): Promise<void> {
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  Atomics.store(signals, SIGNALS.end, 1)
  wake(signals)
  const timer = setTimeout(() => void worker.terminate(), END_MS)
  if (worker.threadId !== -1) await gone
  clearTimeout(timer)
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): RivuletError {
  const busy = cause.code === 'EADDRINUSE'
  return new RivuletError('E_LISTEN', `no board at ${host}:${port}: ${busy ? 'the port is taken' : cause.message}`, {
    kind: 'no-device',
    place: `tcp://${host}:${port}`,
    cure: busy ? 'choose another port, or 0 for any that is free' : 'choose a port above 1023 of this computer',
    cause,
  })
}
