/** Checkpoints of the device (shared/protocol/README.md, section 8), in `node:vm` and on the emulator: made in turn, read back, and never wrongly restored. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { CheckpointFrame } from '../../shared/protocol/frames.ts'
import { Bot, type Start } from './bot.ts'
import { EmulatedDevice } from './emulated-device.ts'
import { TestFlash } from './natives.ts'
import { built, bundled, type Program } from './programs.ts'
import { VmDevice, type TestDevice } from './vm-device.ts'

const PAGE = 4096
const HEAD = 32

const pipelineOf = (size: number): ReturnType<typeof loadPipeline> =>
  loadPipeline({
    name: 'kept',
    input: { fields: { v: 'double' } },
    time: { mode: 'event', watermarks: 'explicit' },
    stages: [
      { id: 'last', window: { type: 'count', size }, aggregates: { n: 'count()', s: 'sum(v)' } },
      { id: 'tape', from: 'input', buffer: { size: 8 * size }, aggregates: { v: 'last(v)' } },
    ],
  })

interface Bench {
  readonly make: (size: number) => Promise<Program>
  readonly start: Start
  /** The free pages, as they are. */
  readonly pages: (device: TestDevice) => Uint8Array
}

const BENCHES: Readonly<Record<string, Bench>> = {
  'node:vm': {
    make: (size) => bundled(pipelineOf(size)),
    start: (code, before) => new VmDevice(code, { flash: before?.flash as TestFlash | undefined }),
    pages: ({ flash }) => (flash as TestFlash).pages!,
  },
  'the emulator': {
    make: (size) => built(pipelineOf(size)),
    start: (code, before) => new EmulatedDevice(code, before?.flash as Uint8Array | undefined),
    pages: ({ flash }) => flash as Uint8Array,
  },
}

describe.each(Object.entries(BENCHES))('in %s', (_, bench) => {
  let program: Program
  let other: Program
  let bot: Bot
  beforeAll(async () => {
    program = await bench.make(4)
    other = await bench.make(5)
  })
  beforeEach(() => {
    bot = new Bot(bench.start, program)
    bot.hello()
  })

  /** Serial numbers of the slots, by their heads. */
  function serials({ bytes, slots }: CheckpointFrame): number[] {
    const size = Math.ceil(bytes / PAGE) * PAGE
    const pages = Buffer.from(bench.pages(bot.device))
    return Array.from({ length: slots }, (__, slot) => pages.readUInt32LE(slot * size + size - HEAD + 12))
  }

  /** Spoils the newest checkpoint at some byte of it; from the end where negative. */
  function spoil({ bytes, slots, serial }: CheckpointFrame, at: number): void {
    const size = Math.ceil(bytes / PAGE) * PAGE
    const slot = (serial - 1) % slots
    bench.pages(bot.device)[slot * size + (at < 0 ? size + at : at)] ^= 1
  }

  test('slots are used in turn, and the first again when all are full', () => {
    bot.events(1)
    const made = bot.checkpoint()
    expect(made).toMatchObject({ f: bot.first + 1, serial: 1 })
    expect(made.slots).toBeGreaterThan(1)
    for (let serial = 2; serial <= made.slots + 1; serial++) expect(bot.checkpoint()).toMatchObject({ serial })
    const all = Array.from({ length: made.slots }, (__, i) => (i === 0 ? made.slots + 1 : i + 1))
    expect(serials(made)).toEqual(all)
  })

  test('after a restart the newest is gone on from: same frame, same words, same results', () => {
    const whole = new Bot(bench.start, program)
    whole.hello()
    whole.events(30)
    bot.events(6)
    bot.checkpoint()
    bot.events(7)
    const { f, n } = bot.checkpoint()
    bot.events(3)
    bot.restart()
    expect(bot.hello()).toMatchObject({ f, n, run: 1, q: 13 })
    bot.words.splice(n)
    bot.events(17)
    expect(bot.words).toEqual(whole.words)
    // The serial numbers go on.
    expect(bot.checkpoint().serial).toBe(3)
  })

  test.each([
    ['its numbers', 0],
    ['its arrays', 300],
    ['its mark', -HEAD],
    ['its serial number', -HEAD + 12],
    ['its check sum', -1],
  ])('a checkpoint that is spoilt in %s: the one before is taken', (__, at) => {
    bot.events(3)
    const { f } = bot.checkpoint()
    bot.events(2)
    spoil(bot.checkpoint(), at)
    bot.restart()
    expect(bot.hello()).toMatchObject({ f })
  })

  test('none is left: from the beginning', () => {
    bot.events(3)
    spoil(bot.checkpoint(), 5)
    bot.restart()
    expect(bot.hello()).toMatchObject({ f: bot.first, n: 0, q: 0, w: null })
  })

  test('of another run or another program it is not restored, and stays as it is', () => {
    bot.events(3)
    const { f } = bot.checkpoint()
    bot.restart()
    expect(bot.hello(2)).toMatchObject({ f: bot.first, run: 2 })
    bot.restart(other)
    expect(bot.hello(1)).toMatchObject({ f: bot.first, run: 1 })
    bot.restart(program)
    expect(bot.hello(1)).toMatchObject({ f })
  })

  test('is not made while the host lacks results, and the flash is not touched', () => {
    bot.events(4)
    expect(bot.words.length).toBeGreaterThan(0)
    const before = Buffer.from(bench.pages(bot.device))
    for (const n of [0, bot.words.length - 1, bot.words.length + 1]) expect(bot.checkpoint(n).serial).toBe(0)
    expect(Buffer.from(bench.pages(bot.device)).equals(before)).toBe(true)
    expect(bot.checkpoint().serial).toBe(1)
  })

  test('its copy is the slot, piece by piece, and nothing outside of it', () => {
    expect(bot.say('B', 0)).toMatchObject([{ at: 0, bytes: new Uint8Array(0) }])
    bot.events(5)
    const { bytes } = bot.checkpoint()
    const size = Math.ceil(bytes / PAGE) * PAGE
    const pieces: Uint8Array[] = []
    for (let at = 0; at < size;) {
      const [piece] = bot.say('B', at)
      if (piece.type !== 'B') throw new Error(piece.type)
      pieces.push(piece.bytes)
      at += piece.bytes.length
    }
    expect(Buffer.concat(pieces).equals(bench.pages(bot.device).subarray(0, size))).toBe(true)
    for (const at of [size, -1, 1e9]) expect(bot.say('B', at)).toMatchObject([{ bytes: new Uint8Array(0) }])
  })
})

describe('flash that does not do as it should', () => {
  let program: Program
  beforeAll(async () => {
    program = await bundled(pipelineOf(4))
  })

  /** A device whose flash has this library. */
  function onFlash(flash: TestFlash): Bot {
    const start: Start = (code) => new VmDevice(code, { flash })
    const bot = new Bot(start, program)
    bot.hello()
    return bot
  }

  test('what does not read back is no checkpoint, and the one before is still there', () => {
    const flash = new TestFlash()
    const { library } = flash
    let worn = false
    const write = (bytes: Uint8Array, address: number): void => {
      const { write: good } = library('Flash') as { write: (b: Uint8Array, a: number) => void }
      // The head arrives: only reading back what it stands for tells.
      good(worn && bytes.length !== HEAD ? bytes.map((b) => b & 0xfe) : bytes, address)
    }
    Object.assign(flash, {
      library: (name: string) => (name === 'Flash' ? { ...library(name), write } : library(name)),
    })
    const bot = onFlash(flash)
    bot.events(3)
    const { f } = bot.checkpoint()
    bot.events(9)
    worn = true
    expect(bot.checkpoint().serial).toBe(0)
    worn = false
    bot.restart()
    expect(bot.hello()).toMatchObject({ f })
  })

  test('without free pages two files of Storage do, in turn', () => {
    const flash = new TestFlash(false)
    const bot = onFlash(flash)
    for (let serial = 1; serial <= 3; serial++) {
      bot.events(3)
      expect(bot.checkpoint()).toMatchObject({ serial, slots: 0 })
    }
    expect([...flash.files.keys()].sort()).toEqual(['rv0', 'rv1'])
    bot.restart()
    expect(bot.hello()).toMatchObject({ f: bot.first + 9 })
    // A torn newest: the file of the one before.
    flash.files.get('rv0')![40] ^= 1
    bot.restart()
    expect(bot.hello()).toMatchObject({ f: bot.first + 6 })
  })

  test.each<[string, () => unknown]>([
    ['says so', () => false],
    [
      'throws',
      () => {
        throw new Error('Not enough free space')
      },
    ],
  ])('a Storage that is full and %s: no checkpoint, and the run goes on', (_, instead) => {
    const flash = new TestFlash(false)
    const { library } = flash
    Object.assign(flash, { library: (name: string) => ({ ...library(name), write: instead }) })
    const full = onFlash(flash)
    full.events(3)
    expect(full.checkpoint()).toMatchObject({ serial: 0, f: full.first + 3 })
    full.events(1)
    expect(full.say('P')).toMatchObject([{ type: 'A', f: full.first + 4 }])
  })

  test('a state that does not fit twice into the free pages goes to Storage', async () => {
    const large = await bundled(pipelineOf(600))
    const flash = new TestFlash()
    const bot = new Bot((code) => new VmDevice(code, { flash }), large)
    bot.hello()
    bot.events(20)
    const { bytes, slots, serial, f } = bot.checkpoint()
    expect(bytes).toBeGreaterThan(0x8000)
    expect({ slots, serial }).toEqual({ slots: 0, serial: 1 })
    expect(flash.pages!.every((byte) => byte === 0xff)).toBe(true)
    bot.restart()
    expect(bot.hello()).toMatchObject({ f })
  })
})
