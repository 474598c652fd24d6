/** Live boards and pseudo-terminals for tests, ended after each; and whether this machine can make a pseudo-terminal. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach } from 'vitest'
import { serveBoard, type ServedBoard, type ServerOptions } from '../board-server.ts'
import { openPseudoTerminal } from '../pseudo-terminal.ts'

export const HAS_SOCAT = spawnSync('socat', ['-V']).status === 0
export const WITHOUT_SOCAT = 'skipped without socat'

export interface Live {
  readonly serve: (options?: Partial<ServerOptions>) => Promise<ServedBoard & { readonly address: string }>
  /** A board on a pseudo-terminal; `unplug` ends the terminal. */
  readonly onTerminal: () => Promise<{ readonly path: string; readonly unplug: () => Promise<void> }>
  readonly folder: () => string
  /** Something to be closed after the test, in reverse order. */
  readonly closing: <T extends { close(): unknown }>(it: T) => T
}

export function live(): Live {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close()
  })
  const closing = <T extends { close(): unknown }>(it: T): T => {
    open.push(it)
    return it
  }
  const folder = (): string => {
    const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-live-'))
    closing({ close: () => rmSync(directory, { recursive: true, force: true }) })
    return directory
  }
  const serve: Live['serve'] = async (options = {}) => {
    const served = closing(await serveBoard({ port: 0, ...options }))
    return { ...served, address: `tcp://127.0.0.1:${served.port}` }
  }
  const onTerminal: Live['onTerminal'] = async () => {
    const { port } = await serve()
    const terminal = closing(await openPseudoTerminal(path.join(folder(), 'tty'), port))
    return { path: terminal.path, unplug: () => terminal.close() }
  }
  return { serve, onTerminal, folder, closing }
}
