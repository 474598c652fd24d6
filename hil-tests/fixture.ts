/** What every device test needs: the device under test, a pipeline's program, and items. */
import { buildFirmware, type Build } from '../firmware/toolchain/build.ts'
import { portOf } from '../host/devices/address.ts'
import { Device, type Link } from '../host/devices/device.ts'
import { upload } from '../host/devices/uploader.ts'
import { verify, type Verification, type VerifyOptions } from '../host/run/verify.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { decodeDevice, encodeNumbered, type DeviceFrame, type HelloFrame } from '../shared/protocol/frames.ts'
import { decodeLine, sealLine } from '../shared/protocol/line.ts'
import type { Event, Item } from '../shared/stream/event.ts'

/** The device under test. */
export const ADDRESS = process.env['RIVULET_PORT'] ?? 'emu:'

export async function openDevice(): Promise<Device> {
  const device = new Device(await portOf(ADDRESS))
  await device.open()
  return device
}

/** A small pipeline: one tumbling window over a keyed value, or what else is given. */
export function smallPipeline(stages?: unknown[], time: unknown = { mode: 'event', outOfOrdernessMs: 0 }): Pipeline {
  return loadPipeline({
    name: 'small',
    input: { fields: { k: 'string', v: 'double?' }, key: 'k' },
    time,
    stages: stages ?? [
      { id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', max: 'max(v)' } },
    ],
  })
}

export function event(t: number, k: string, v: number | null): Event {
  return { kind: 'event', t, ref: `${k}@${t}`, key: k, values: { k, v } }
}

export async function* inTurn(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

export async function verifyItems(
  device: Device,
  pipeline: Pipeline,
  items: readonly Item[],
  options?: VerifyOptions,
): Promise<Verification> {
  return verify(device, pipeline, await buildFirmware(pipeline), inTurn(items), options)
}

/** The line to a running program, frame by frame, without the host's state machine. */
export class RawLink {
  readonly hello: HelloFrame
  readonly build: Build
  readonly #device: Device
  readonly #link: Link

  private constructor(device: Device, build: Build, hello: HelloFrame, link: Link) {
    this.#device = device
    this.#link = link
    this.build = build
    this.hello = hello
  }

  /** Loads a pipeline's program and shakes hands. */
  static async open(device: Device, pipeline: Pipeline): Promise<RawLink> {
    const build = await buildFirmware(pipeline)
    await upload(device, build.code)
    return RawLink.shake(device, build)
  }

  /** Shakes hands with a program that is loaded. */
  static async shake(device: Device, build: Build): Promise<RawLink> {
    const { hello, link } = await device.connect(build.hash, 1)
    return new RawLink(device, build, hello, link)
  }

  /** Sends a line and waits for a frame of this type. */
  async ask<T extends DeviceFrame['type']>(line: string, type: T): Promise<Extract<DeviceFrame, { type: T }>> {
    const answer = this.next(type)
    this.#link.write(line)
    return answer
  }

  /** The last line received. */
  get last(): string {
    return this.#device.lastLines.at(-1) ?? ''
  }

  /** Waits for a frame of this type. */
  async next<T extends DeviceFrame['type']>(type: T): Promise<Extract<DeviceFrame, { type: T }>> {
    return this.#device.expect({
      awaited: `a frame of type ${type}`,
      match: (text) => {
        const decoded = decodeLine(text)
        const frame = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
        return frame?.type === type ? (frame as Extract<DeviceFrame, { type: T }>) : undefined
      },
    })
  }

  write(line: string): void {
    this.#link.write(line)
  }

  /** Gives the console back. */
  async quit(): Promise<void> {
    await this.ask(control('Q'), 'A')
    this.#link.end()
    await this.#device.quiet()
  }

  /** Leaves the line; the device will be reset. */
  leave(): void {
    this.#link.end()
  }
}

export function control(type: 'P' | 'S' | 'Q'): string {
  return sealLine(`["${type}"]`)
}

/** A watermark frame: the simplest that is numbered. */
export function mark(f: number, q: number, w: number): string {
  return sealLine(encodeNumbered(f, { type: 'W', q, w }))
}
