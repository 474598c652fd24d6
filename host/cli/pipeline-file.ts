/** A pipeline from a file: JSON, or a TypeScript or JavaScript module that exports the same data. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'

export async function readPipeline(file: string): Promise<Pipeline> {
  const data = /\.[cm]?[jt]s$/.test(file) ? await fromModule(file) : fromJson(file)
  try {
    return loadPipeline(data)
  } catch (error) {
    if (!(error instanceof RivuletError) || error.code !== 'E_SPEC') throw error
    const { kind, cure, place, message, cause } = error
    throw new RivuletError('E_SPEC', message, {
      kind,
      cure,
      place: place === undefined ? file : `${file}: ${place}`,
      cause,
    })
  }
}

function fromJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

async function fromModule(file: string): Promise<unknown> {
  let exported: Record<string, unknown>
  try {
    exported = (await import(pathToFileURL(path.resolve(file)).href)) as Record<string, unknown>
  } catch (cause) {
    throw unreadable(file, cause)
  }
  const [only, ...more] = Object.values(exported)
  const data = exported['default'] ?? exported['pipeline'] ?? (more.length === 0 ? only : undefined)
  if (data !== undefined) return data
  throw new RivuletError('E_PIPELINE', `${file} exports no pipeline`, {
    kind: 'usage',
    place: file,
    cure: 'export it as default, or as `pipeline`',
  })
}

function unreadable(file: string, cause: unknown): RivuletError {
  return new RivuletError('E_PIPELINE', `${file} cannot be read: ${(cause as Error).message}`, {
    kind: 'usage',
    place: file,
    cure: 'name a *.pipeline.json, or a .ts file that exports the same data',
    cause,
  })
}
