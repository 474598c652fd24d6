/**
 * A real Espruino Linux build as a device: `espruino:PATH`. Runs in a temporary directory of its own, where it keeps
 * its flash (`espruino.flash`), and speaks to its console by pipe. Its input is never closed: it would exit.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RivuletError } from '../../shared/error.ts'
import { closedMeanwhile } from './come-back.ts'
import type { Port, PortListener } from './port.ts'
import { systemClock } from './system-clock.ts'

export class EspruinoPort implements Port {
  readonly address: string
  readonly clock = systemClock
  readonly #binary: string
  #directory: string | null = null
  #child: ChildProcessWithoutNullStreams | null = null
  #listener: PortListener | null = null

  constructor(binary: string) {
    this.address = `espruino:${binary}`
    this.#binary = path.resolve(binary)
  }

  async open(listener: PortListener): Promise<void> {
    checkBinary(this.#binary)
    this.#listener = listener
    this.#directory = mkdtempSync(path.join(tmpdir(), 'rivulet-espruino-'))
    await this.#start()
  }

  write(text: string): void {
    this.#child?.stdin.write(text, 'latin1')
  }

  /** Ends the process and starts another on the same flash. */
  async reset(): Promise<void> {
    await this.#stop()
    await this.#start()
  }

  /** Starts a process that has ended anew, as a board whose power comes back. */
  async reopen(): Promise<void> {
    if (this.#listener === null) throw closedMeanwhile(this.address)
    await this.reset()
  }

  async close(): Promise<void> {
    this.#listener = null
    await this.#stop()
    if (this.#directory !== null) rmSync(this.#directory, { recursive: true, force: true })
    this.#directory = null
  }

  async #start(): Promise<void> {
    const child = spawn(this.#binary, [], { cwd: this.#directory!, stdio: 'pipe' })
    this.#child = child
    const listener = this.#listener!
    child.stdout.setEncoding('latin1').on('data', (text: string) => listener.data(text))
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    child.on('exit', (code, signal) => {
      if (this.#child === child) this.#listener?.closed(`the process ended (${signal ?? `exit ${code}`})`)
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (cause) => reject(cannotRun(this.#binary, cause)))
    })
  }

  async #stop(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    // It catches the milder signals and then waits for input.
    child.kill('SIGKILL')
    await ended
  }
}

function checkBinary(binary: string): void {
  try {
    accessSync(binary, constants.X_OK)
  } catch (cause) {
    throw cannotRun(binary, cause)
  }
}

function cannotRun(binary: string, cause: unknown): RivuletError {
  return new RivuletError('E_NO_DEVICE', `${binary} is no program that can be run`, {
    kind: 'no-device',
    place: `espruino:${binary}`,
    cure: 'name a Linux build of Espruino: -p espruino:PATH, or ESPRUINO_BIN=PATH and -p espruino:',
    cause,
  })
}
