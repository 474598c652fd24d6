/**
 * Opens an input by what it is: a simulation (`sim:`), this computer (`live:`), a stream at a broker (`mqtt:`), or a file of CSV,
 * SenML or NDJSON, told by its extension, otherwise by how it begins.
 */
import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { isMqttInput, mqttSource } from '../mqtt/input.ts'
import { csvSource, type CsvOptions } from './csv.ts'
import { isLive, liveSource } from './live/computer.ts'
import { ndjsonSource } from './ndjson.ts'
import { senmlSource } from './senml.ts'
import { isSimulated, simulatedSource } from './simulated.ts'
import type { Source } from './source.ts'

/**
 * Bytes of a file read at a time: many, because the time of an emulated board goes on while a file is read, and a recording that is played at its
 * own pace would come late.
 */
const READ_AHEAD = 1 << 20

/** How much is read to tell what a file is. */
const SAMPLE_BYTES = 4096

export interface OpenOptions extends CsvOptions {
  /** Ends input that has no end of its own. */
  readonly signal?: AbortSignal
  /** Where user and password of a broker stand. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export function openSource(file: string, pipeline: Pipeline, options: OpenOptions = {}): Source {
  if (isSimulated(file)) return simulatedSource(file, pipeline)
  if (isLive(file)) return liveSource(file, pipeline, options.signal)
  if (isMqttInput(file)) return mqttSource(file, pipeline, { environment: options.env, signal: options.signal })
  const format = formatOf(file)
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: READ_AHEAD })
  switch (format) {
    case 'csv':
      return csvSource(file, stream, pipeline, options)
    case 'senml':
      return senmlSource(file, stream, pipeline)
    case 'ndjson':
      return ndjsonSource(file, stream, pipeline)
  }
}

/** What a file holds. SenML shows by its base fields, which an item has no use for. */
export function formatOf(file: string): 'csv' | 'ndjson' | 'senml' {
  const sample = sampleOf(file)
  if (/\.senml(\.|$)/i.test(file) || /^\s*\[?\s*\{[^{}]*"b[nt]"\s*:/.test(sample)) return 'senml'
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
