/** Frames with a right check sum that no host of ours sends: found by `scripts/fuzz.ts`, kept as rows. The device answers each. */
import { describe, expect, test } from 'vitest'
import { LineReader } from '../../host/devices/console.ts'
import { Board } from '../../host/emulator/board/board.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { encodeBytes } from '../../shared/protocol/base64.ts'
import { sealLine } from '../../shared/protocol/line.ts'
import { built, bundled } from './programs.ts'
import { frameOf } from './run.ts'
import { VmDevice } from './vm-device.ts'

const pipeline = loadPipeline({
  name: 'hostile',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ window: { type: 'sliding', sizeMs: 20, slideMs: 10 }, aggregates: { m: 'mean(v)' } }],
})
const quick = await bundled(pipeline)
const real = await built(pipeline)
const first = (hash: string): number => parseInt(hash.slice(0, 6), 16)
const COLUMN = encodeBytes(new Uint8Array(8))

type Heard = Pick<VmDevice, 'handshake' | 'receive' | 'takeLines'>

/** The board with its console text, which errors of the interpreter leave before a frame. Every line comes to an end. */
class Emulated implements Heard {
  readonly #board = new Board({ vars: 3000, seed: 1 })
  #text = ''

  constructor(code: string) {
    this.#board.onOutput((bytes) => (this.#text += Buffer.from(bytes).toString('latin1')))
    this.#board.boot(false)
    this.#board.execute(code, 'firmware.js', 1000)
  }

  handshake(hash: string): void {
    this.receive(`\x10rivulet(${JSON.stringify(hash)},1)\n`)
  }

  receive(data: string): void {
    this.#board.input(data)
    expect(this.#board.runUntilIdle(5000)).toBe(true)
  }

  takeLines(): string[] {
    const lines = new LineReader().push(this.#text)
    this.#text = ''
    return lines.filter((line) => line.startsWith('~'))
  }
}

const devices: [string, () => { device: Heard; f: number }][] = [
  ['in the vm', () => attached(new VmDevice(quick.code), quick.hash)],
  ['on the emulator', () => attached(new Emulated(real.code), real.hash)],
]

function attached(device: Heard, hash: string): { device: Heard; f: number } {
  device.handshake(hash)
  device.takeLines()
  return { device, f: first(hash) }
}

function answers(device: Heard, ...bodies: unknown[][]): unknown[] {
  for (const body of bodies) device.receive(`${sealLine(JSON.stringify(body))}\n`)
  return device.takeLines().map(frameOf)
}

describe.each(devices)('%s', (_, start) => {
  test.each([-1, 0, null, 1e9])('a frame of %j events ends with an exception', (n) => {
    const { device, f } = start()
    const said = answers(device, ['E', f, 0, 0, 5, 10, 2, n, 1, COLUMN], ['P'])
    expect(said).toContainEqual(expect.objectContaining({ type: 'X', kind: 'exception' }))
  })

  test.each(['1e999', '-1e999', '1e300', '-1e300'])('a watermark of %s comes to an end', (w) => {
    const { device, f } = start()
    for (const body of [`["e",${f},0,0,${w},5,5,1]`, `["W",${f + 1},1,${w}]`, '["P"]'])
      device.receive(`${sealLine(body)}\n`)
    expect(device.takeLines().length).toBeGreaterThan(0)
  })

  test.each([0, -1, 4096, 1e9, -1e9])('flash at %d of no checkpoint is not read', (at) => {
    const { device } = start()
    const [said] = answers(device, ['B', at]) as { type: string; bytes: Uint8Array }[]
    expect([said.type, [...said.bytes]]).toEqual(['B', []])
  })

  test('nor what lies before and behind a checkpoint', () => {
    const { device, f } = start()
    const [saved] = answers(device, ['e', f, 0, 0, 5, 5, 1, 1], ['K', 0]) as { type: string; bytes: number }[]
    expect(saved.type).toBe('C')
    for (const at of [-1, -384, 1 << 20]) {
      const [said] = answers(device, ['B', at]) as { bytes: Uint8Array }[]
      expect([...said.bytes]).toEqual([])
    }
    const [said] = answers(device, ['B', 0]) as { bytes: Uint8Array }[]
    expect(said.bytes.length).toBeGreaterThan(0)
  })
})
