/** A pseudo-terminal in front of a TCP port, made by socat: a serial path that any tool can open. */
import { spawn, type ChildProcess } from 'node:child_process'
import { lstatSync, readlinkSync, rmSync, existsSync } from 'node:fs'
import { RivuletError } from '../../shared/error.ts'

export interface PseudoTerminal {
  readonly path: string
  /** Rejects when socat ends by itself. */
  readonly failed: Promise<never>
  /** Ends it and removes its path. */
  close(): Promise<void>
}

/** How long socat has to make the path, and how often it is looked at, in ms. */
const START_MS = 5000
const LOOK_MS = 10

/** Makes `path` a terminal whose other end is the port on this computer. `program` is socat, by another path if need be. */
export async function openPseudoTerminal(path: string, port: number, program = 'socat'): Promise<PseudoTerminal> {
  checkFree(path)
  // In this order the path is there only when the connection is.
  const child = spawn(program, [`tcp:127.0.0.1:${port},nodelay`, `pty,raw,echo=0,link=${path}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-500)))
  let closing = false
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (cause) => reject(noSocat(path, cause)))
    child.once('exit', (code) => closing || reject(trouble(path, said.trim() || `socat ended with exit ${code}`)))
  })
  failed.catch(() => undefined)
  const close = async (): Promise<void> => {
    closing = true
    await end(child)
    if (isLink(path)) rmSync(path, { force: true })
  }
  try {
    await Promise.race([made(path), failed])
  } catch (error) {
    await close()
    throw error
  }
  return { path, failed, close }
}

/** A path left behind by a terminal that is gone may be taken, nothing else. */
function checkFree(path: string): void {
  if (isLink(path) && !existsSync(path)) return rmSync(path)
  let target: string
  try {
    target = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : 'a file'
  } catch {
    return
  }
  throw trouble(path, `it exists already (${target})`)
}

async function made(path: string): Promise<void> {
  for (let waited = 0; waited < START_MS; waited += LOOK_MS) {
    if (existsSync(path)) return
    await new Promise<void>((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw trouble(path, `socat did not make it within ${START_MS} ms`)
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 1000)
  await gone
  clearTimeout(timer)
}

function noSocat(path: string, cause: Error): RivuletError {
  return new RivuletError('E_NO_SOCAT', `a pseudo-terminal needs the program socat: ${cause.message}`, {
    kind: 'usage',
    place: path,
    cure: 'install socat (apt install socat, brew install socat), or use --listen PORT and tcp://127.0.0.1:PORT',
    cause,
  })
}

function trouble(path: string, why: string): RivuletError {
  return new RivuletError('E_PTY', `no pseudo-terminal at ${path}: ${why}`, {
    kind: 'usage',
    place: path,
    cure: 'name a path that does not exist, in a folder that you may write to',
  })
}
