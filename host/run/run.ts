/** Runs a pipeline on a device alone, or on the reference engine alone, and gives the results as they come. */
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Fates, Result } from '../../shared/stream/result.ts'
import type { Device } from '../devices/device.ts'
import { Session, type SessionOptions } from './session.ts'

/** What the reference engine says; gives the fates in the end. */
export async function tryPipeline(
  pipeline: Pipeline,
  items: AsyncIterable<Item>,
  onResult: (result: Result) => void,
): Promise<Record<string, Fates>> {
  const engine = new ReferenceEngine(pipeline)
  for await (const item of items) for (const result of engine.push(item).results) onResult(result)
  return engine.fates()
}

export interface RunOptions extends Omit<SessionOptions, 'onDevice' | 'onReference'> {
  /** When the program runs and before the first item. */
  readonly onReady?: (session: Session) => void
}

/** What a device says; the device is free again afterwards. */
export async function runPipeline(
  device: Device,
  pipeline: Pipeline,
  build: Build,
  items: AsyncIterable<Item> | Iterable<Item>,
  onResult: (result: Result, sn: number) => void,
  { onReady, ...options }: RunOptions = {},
): Promise<void> {
  const session = await Session.start(device, pipeline, build, { ...options, onDevice: onResult })
  try {
    onReady?.(session)
    for await (const item of items) await session.push(item)
    await session.finish()
    await session.end()
  } catch (error) {
    throw await session.explain(error)
  } finally {
    session.abandon()
  }
}
