/**
 * Conformance files on the reference engine or on a device (DESIGN, decision 11). On a device every case that runs a
 * pipeline runs twice: one event a frame, and batched; it passes when both do. The other kinds concern no device.
 */
import { readFileSync } from 'node:fs'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { readCases, runCase, type CaseRunner, type CaseVerdict } from '../../shared/reference/conform.ts'
import type { Kind } from '../../shared/reference/conform/case.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Device } from '../devices/device.ts'
import { runPipeline } from './run.ts'

const ON_DEVICE: readonly Kind[] = ['pattern', 'window', 'join']

/** Runs every case of the files in turn. */
export async function* conform(files: readonly string[], device: Device | null): AsyncGenerator<CaseVerdict> {
  for (const file of files) for (const one of readCases(readJson(file))) yield await runOne(one, device)
}

async function runOne(one: ReturnType<typeof readCases>[number], device: Device | null): Promise<CaseVerdict> {
  if (device === null || !('kind' in one) || !ON_DEVICE.includes(one.kind)) return runCase(one)
  const single = await runCase(one, onDevice(device, true))
  if (!single.pass) return { ...single, why: `one event a frame: ${single.why}` }
  const batched = await runCase(one, onDevice(device, false))
  return batched.pass ? batched : { ...batched, why: `batched: ${batched.why}` }
}

/** Runs the pipeline of a case on a device that stays open; after a failure the device is reset. */
export function onDevice(device: Device, single: boolean): CaseRunner {
  return async (spec, items) => {
    const pipeline = loadPipeline(spec)
    const build = await buildFirmware(pipeline)
    const results: Result[] = []
    try {
      await runPipeline(device, pipeline, build, items, (result) => results.push(result), { single })
    } catch (error) {
      if (error instanceof RivuletError && error.kind === 'device-failed') await device.reset()
      throw error
    }
    return results
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (cause) {
    throw new RivuletError('E_CASES', `${file} cannot be read: ${(cause as Error).message}`, {
      kind: 'usage',
      place: file,
      cure: 'name a file of conformance cases (SEMANTICS 1.5)',
      cause,
    })
  }
}
