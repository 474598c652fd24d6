/** The command line in a test: arguments in; exit code, both streams and the lines of JSON out. Nothing is spawned. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { main } from './main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Lines of stdout that are JSON objects. */
  readonly lines: readonly Record<string, unknown>[]
}

export interface Around {
  readonly env?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  readonly signal?: AbortSignal
  /** Sees everything that is written, as it is written. */
  readonly onWrite?: (text: string) => void
}

export async function runIn({ env = {}, isTTY = false, signal, onWrite }: Around, ...args: string[]): Promise<Ran> {
  const text = { out: '', err: '' }
  const stream = (name: 'out' | 'err'): { write: (text: string) => void; isTTY: boolean } => ({
    isTTY,
    write: (part) => {
      text[name] += part
      onWrite?.(part)
    },
  })
  const code = await main(args, { out: stream('out'), err: stream('err'), env, ...(signal && { signal }) })
  const lines = text.out
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
  return { code, ...text, lines }
}

export async function run(...args: string[]): Promise<Ran> {
  return runIn({}, ...args)
}

export interface Folder {
  readonly directory: () => string
  /** Writes a file, data as JSON; gives its path. */
  readonly file: (name: string, content: unknown) => string
}

/** A folder for the tests of a file, removed after them. */
export function folder(): Folder {
  let directory = ''
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'rivulet-cli-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))
  return {
    directory: () => directory,
    file: (name, content) => {
      const full = path.join(directory, name)
      writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
      return full
    },
  }
}
