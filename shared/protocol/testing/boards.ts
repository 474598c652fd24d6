/**
 * The two devices that stories are told by: the model, and a program of the toolchain in `node:vm`. Both sum every two
 * measurements. What one says the other says as well, but for what a model cannot know.
 */
import { TestFlash } from '../../../firmware/tests/natives.ts'
import type { Program } from '../../../firmware/tests/programs.ts'
import { VmDevice } from '../../../firmware/tests/vm-device.ts'
import { decodeLine } from '../line.ts'
import { DeviceModel, type Body } from './device-model.ts'
import { HASH, type Board } from './story.ts'

/** Every second measurement gives the sum of two: five words. */
export const PIPELINE = {
  name: 'traces',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', watermarks: 'explicit' },
  stages: [{ window: { type: 'count', size: 2 }, aggregates: { sum: 'sum(v)' } }],
}

/** The measurements of a frame: one, or a column of integers over a scale. */
function valuesOf([type, , , , , , , n, scale, column]: Body): number[] {
  if (type === 'e') return [n as number]
  if (type !== 'E') return []
  const bytes = Buffer.from(column as string, 'base64')
  return Array.from({ length: n as number }, (_, i) => bytes.readInt16LE(2 * i) / (scale as number))
}

/** The model, which sums in the test. */
export function modelBoard(): Board {
  const lines: string[] = []
  /** Of a measurement that has no partner yet. */
  let first: number | null = null
  const device = new DeviceModel({
    hash: HASH,
    // As many as that program's on the free pages of a chip.
    slots: 16,
    write: (line) => lines.push(line),
    take: (frame) =>
      valuesOf(frame).flatMap((value, i) => {
        const sum = (first ?? 0) + value
        const words = first === null ? [] : [0, 0, (frame[2] as number) + i, 0, sum]
        first = first === null ? value : null
        return words
      }),
    save: () => first,
    restore: (kept) => (first = (kept as number | null | undefined) ?? null),
  })
  return {
    handshake: (hash, run) => device.handshake(hash, run),
    receive: (text) => device.receive(text),
    takeLines: () => lines.splice(0),
    restart: () => device.restart(),
    tear: () => (device.tear = true),
  }
}

/** A program of the toolchain on a chip whose flash stays. */
export function programBoard({ code }: Program): Board {
  const flash = new TestFlash()
  let boot = 4242
  let device = new VmDevice(code, { boot, flash })
  let torn = false
  const restart = (): void => void (device = new VmDevice(code, { boot: ++boot, flash }))
  return {
    handshake: (hash, run) => device.handshake(hash, run),
    receive: (text) => {
      if (!torn) return device.receive(text)
      torn = false
      const before = flash.pages!.slice()
      device.receive(text)
      undoHalf(flash.pages!, before)
      restart()
    },
    takeLines: () => device.takeLines(),
    restart,
    tear: () => (torn = true),
  }
}

/** The second half of what was written has not been. */
function undoHalf(pages: Uint8Array, before: Uint8Array): void {
  const changed = [...pages.keys()].filter((i) => pages[i] !== before[i])
  for (const i of changed.slice(changed.length / 2)) pages[i] = 0xff
}

/** What a line says, without what the model does not know: a checkpoint's size, the item at work. */
export function said(line: string): string {
  const decoded = decodeLine(line.slice(3))
  if (!line.startsWith('<') || decoded.kind !== 'frame') return line
  const body = JSON.parse(decoded.body) as unknown[]
  const lengths: Record<string, number> = { A: 5, C: 4, X: 6 }
  return `${line.slice(0, 3)}${JSON.stringify(body.slice(0, lengths[body[0] as string] ?? body.length))}`
}
