/** Runs a pipeline on a device and compares its results with those of the reference engine, as both come. */
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Counters } from '../../shared/protocol/frames.ts'
import type { SenderCounters } from '../../shared/protocol/sender.ts'
import { Comparison, type Verdict } from '../../shared/stream/compare.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Fates } from '../../shared/stream/result.ts'
import type { Device } from '../devices/device.ts'
import { compareOptions } from './inexact.ts'
import { Session, type SessionOptions } from './session.ts'

export interface VerifyOptions extends SessionOptions {
  /** After each item, for progress. */
  readonly onItem?: (items: number) => void
  /** When the program runs and before the first item. */
  readonly onReady?: (session: Session) => void
}

export interface Verification {
  readonly verdict: Verdict
  readonly items: number
  readonly fates: Readonly<Record<string, Fates>>
  readonly device: Counters
  readonly line: Readonly<SenderCounters>
  /** From the first item to the last answer: by the clock of the device, and by ours. */
  readonly deviceMs: number
  readonly wallMs: number
  /** Instructions that a simulated device spent in that time. */
  readonly instructions: number | null
}

export async function verify(
  device: Device,
  pipeline: Pipeline,
  build: Build,
  items: AsyncIterable<Item>,
  options: VerifyOptions = {},
): Promise<Verification> {
  const comparison = new Comparison(compareOptions(pipeline))
  const session = await Session.start(device, pipeline, build, {
    ...options,
    onReference: (result) => {
      comparison.reference(result)
      options.onReference?.(result)
    },
    onDevice: (result, sn) => {
      comparison.device(result)
      options.onDevice?.(result, sn)
    },
  })
  try {
    options.onReady?.(session)
    const before = reading(device)
    for await (const item of items) {
      await session.push(item)
      options.onItem?.(session.items)
    }
    const counters = await session.finish()
    const spent = reading(device)
    await session.end()
    return {
      verdict: comparison.finish(),
      items: session.items,
      fates: session.fates(),
      device: counters,
      line: { ...session.counters },
      deviceMs: spent.deviceMs - before.deviceMs,
      wallMs: spent.wallMs - before.wallMs,
      instructions: spent.instructions === null ? null : spent.instructions - before.instructions!,
    }
  } catch (error) {
    throw await session.explain(error)
  } finally {
    session.abandon()
  }
}

export interface Reading {
  readonly deviceMs: number
  readonly wallMs: number
  readonly instructions: number | null
}

/** The clocks now, and what a simulated device has spent. */
export function reading(device: Device): Reading {
  return {
    deviceMs: device.port.clock.now(),
    wallMs: performance.now(),
    instructions: device.figures()?.instructions ?? null,
  }
}
