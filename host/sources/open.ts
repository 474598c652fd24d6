/**
 * Opens an input by what it is: a simulation (`sim:`), or a file of CSV or NDJSON, told by its extension, otherwise by its
 * first character.
 */
import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { csvSource, type CsvOptions } from './csv.ts'
import { ndjsonSource } from './ndjson.ts'
import { isSimulated, simulatedSource } from './simulated.ts'
import type { Source } from './source.ts'

/** How much is read to tell what a file is. */
const SAMPLE_BYTES = 4096

export function openSource(file: string, pipeline: Pipeline, options: CsvOptions = {}): Source {
  if (isSimulated(file)) return simulatedSource(file, pipeline)
  const format = formatOf(file)
  const stream = createReadStream(file, { encoding: 'utf8' })
  return format === 'csv' ? csvSource(file, stream, pipeline, options) : ndjsonSource(file, stream, pipeline)
}

/** What a file holds. */
export function formatOf(file: string): 'csv' | 'ndjson' {
  const sample = sampleOf(file)
  if (/\.senml\./i.test(file) || /^\s*\[?\s*\{[^{}]*"b[nt]"\s*:/.test(sample)) throw senml(file)
  if (/\.csv$/i.test(file)) return 'csv'
  if (/\.(nd)?jsonl?$/i.test(file)) return 'ndjson'
  return /^\s*[{[]/.test(sample) ? 'ndjson' : 'csv'
}

function sampleOf(file: string): string {
  try {
    if (statSync(file).isDirectory()) throw new Error('it is a directory')
    const handle = openSync(file, 'r')
    try {
      const buffer = Buffer.alloc(SAMPLE_BYTES)
      return buffer.toString('utf8', 0, readSync(handle, buffer, 0, SAMPLE_BYTES, 0))
    } finally {
      closeSync(handle)
    }
  } catch (cause) {
    throw new RivuletError('E_INPUT', `${file} cannot be read: ${(cause as Error).message}`, {
      kind: 'usage',
      place: file,
      cure: 'name a file with --input',
      cause,
    })
  }
}

function senml(file: string): RivuletError {
  return new RivuletError('E_UNSUPPORTED', 'SenML input: not supported yet', {
    kind: 'usage',
    place: file,
    cure: 'use NDJSON items {"t", "ref", fields...} or CSV with a header',
  })
}
