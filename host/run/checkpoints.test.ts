/** Checkpoints as a session asks for them: when they are due, what is kept until they are made, and what becomes of those that fail. */
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { crc32, decodeLine } from '../../shared/protocol/line.ts'
import { Sender } from '../../shared/protocol/sender.ts'
import { DeviceModel } from '../../shared/protocol/testing/device-model.ts'
import { Checkpoints, type Copy } from './checkpoints.ts'

const F = 0x00abcd

interface Bench {
  readonly clock: SimulatedClock
  readonly sender: Sender
  readonly model: DeviceModel
  readonly checkpoints: Checkpoints
  readonly durable: number[]
  readonly copies: Copy[]
  readonly asked: string[]
  /** Hands in so many frames, all taken. */
  readonly take: (count: number) => void
  /** What the device says is changed or lost. */
  spoil: (line: string) => string | null
}

function bench(everyMs: number, words: readonly number[] = []): Bench {
  const clock = new SimulatedClock()
  const durable: number[] = []
  const copies: Copy[] = []
  const asked: string[] = []
  const model = new DeviceModel({ write: () => undefined, take: () => words, save: () => 'x'.repeat(900) })
  const sender = new Sender({
    clock,
    hello: { grant: 2816, f: F, n: 0 },
    write: (line) => model.receive(`${line}\n`),
    onWords: () => undefined,
  })
  const self: Bench = {
    clock,
    sender,
    model,
    durable,
    copies,
    asked,
    spoil: (line) => line,
    take: (count) => {
      for (let i = 0; i < count; i++) sender.send({ type: 'W', q: i, w: i })
      sender.ask({ type: 'P' })
    },
    checkpoints: new Checkpoints({
      clock,
      sender,
      everyMs,
      answered: async (question) => {
        asked.push(question.type)
        sender.ask(question)
        return sender.rests
      },
      rests: async () => expect(sender.rests).toBe(true),
      onAsk: () => asked.push('!'),
      onDurable: (f) => durable.push(f),
      onCopy: (copy) => copies.push(copy),
    }),
  }
  model.redirect((line) => {
    const said = self.spoil(line)
    if (said !== null) sender.onLine(said)
  })
  model.handshake('00abcdef')
  return self
}

describe('when one is due', () => {
  test('after its time, and only if something was taken since', () => {
    const { clock, checkpoints, take } = bench(1000)
    expect(checkpoints.due).toBe(false)
    clock.advance(5000)
    expect(checkpoints.due).toBe(false)
    take(1)
    expect(checkpoints.due).toBe(true)
  })

  test('not again before its time', async () => {
    const { clock, checkpoints, take } = bench(1000)
    take(1)
    await checkpoints.make()
    take(1)
    expect(checkpoints.due).toBe(false)
    clock.advance(1000)
    expect(checkpoints.due).toBe(true)
  })

  test('before its time when much is kept', () => {
    const { checkpoints, take, sender } = bench(1e9)
    while (sender.kept < 1 << 20) take(1000)
    expect(checkpoints.due).toBe(true)
  })

  test('much is kept and none can be made: not asked again with each item, but after its time', async () => {
    const { clock, checkpoints, take, sender, model } = bench(1e9)
    model.checkpoints.make = () => 0
    while (sender.kept < 1 << 20) take(1000)
    expect(await checkpoints.make()).toBe(false)
    take(1)
    expect(checkpoints.due).toBe(false)
    clock.advance(1e9)
    expect(checkpoints.due).toBe(true)
  })

  test('never, when none are wanted', () => {
    const { clock, checkpoints, take } = bench(0)
    take(100)
    clock.advance(1e9)
    expect(checkpoints.due).toBe(false)
  })
})

describe('a checkpoint', () => {
  test('makes frames durable; they are forgotten once the copy is here', async () => {
    const { checkpoints, take, sender, durable, copies, model, asked } = bench(1000)
    take(5)
    const kept = sender.kept
    expect(kept).toBeGreaterThan(0)
    expect(await checkpoints.make()).toBe(true)
    expect(durable).toEqual([F + 5])
    expect(sender.kept).toBe(0)
    expect(sender.first).toBe(F + 5)
    expect(copies).toMatchObject([{ f: F + 5, slots: 2 }])
    expect(checkpoints.copy).toBe(copies[0])
    const made = Buffer.from(model.checkpoints.newest(1)!.bytes)
    expect(Buffer.from(copies[0].bytes).subarray(0, made.length)).toEqual(made)
    // The state, and the head at the end of the slot; nothing of what is blank between them.
    const pieces = Math.ceil((made.length - 32) / 384)
    // What the host has is made safe before the device is asked.
    expect(asked.join('')).toBe('!K' + 'B'.repeat(pieces + 1))
    expect(copies[0].bytes).toHaveLength(4096)
  })

  test('names the words that are here: all of them', async () => {
    const { checkpoints, take, model } = bench(1000, [1, 2])
    take(4)
    expect(await checkpoints.make()).toBe(true)
    expect(JSON.parse(Buffer.from(model.checkpoints.newest(1)!.bytes).toString())).toMatchObject({
      words: 8,
      expected: F + 4,
    })
  })

  test('that is not made is asked for twice more; then the frames stay here and go on', async () => {
    const b = bench(1000)
    b.take(3)
    const kept = b.sender.kept
    b.model.checkpoints.make = () => 0
    expect(await b.checkpoints.make()).toBe(false)
    expect(b.asked).toEqual(['!', 'K', '!', 'K', '!', 'K'])
    expect({ durable: b.durable, copies: b.copies, copy: b.checkpoints.copy }).toEqual({
      durable: [],
      copies: [],
      copy: null,
    })
    expect(b.sender.kept).toBe(kept)
    // The line is not held any more.
    b.take(1)
    expect(b.sender.taken).toBe(F + 4)
  })

  test.each<[string, (line: string) => string | null]>([
    ['is lost', (line) => (line.startsWith('~["C"') ? null : line)],
    ['has a copy that is lost on the way', (line) => (line.startsWith('~["B"') ? null : line)],
  ])('that %s is none: nothing is forgotten', async (_, spoil) => {
    const b = bench(1000)
    b.take(3)
    const kept = b.sender.kept
    b.spoil = spoil
    expect(await b.checkpoints.make()).toBe(false)
    expect(b.copies).toEqual([])
    expect(b.sender.kept).toBe(kept)
  })

  test.each([0, 32, (1 << 20) + 1, 2 ** 33, 9e15, -40])(
    'of %d bytes is none of a board of ours: nothing is allocated',
    async (bytes) => {
      const b = bench(1000)
      b.take(3)
      b.spoil = (line) => {
        const decoded = decodeLine(line)
        if (decoded.kind !== 'frame' || !decoded.body.startsWith('["C"')) return line
        const answer = JSON.parse(decoded.body) as unknown[]
        answer[4] = bytes
        const body = JSON.stringify(answer)
        return `~${body}*${crc32(Buffer.from(body)).toString(16)}`
      }
      expect(await b.checkpoints.make()).toBe(false)
      expect(b.copies).toEqual([])
      expect(b.sender.first).toBe(F)
    },
  )

  test('whose copy is shorter than it should be is not believed', async () => {
    const b = bench(1000)
    b.take(3)
    const piece = b.model.checkpoints.piece.bind(b.model.checkpoints)
    b.model.checkpoints.piece = (at) => (at > 0 ? new Uint8Array(0) : piece(at))
    expect(await b.checkpoints.make()).toBe(false)
    expect(b.checkpoints.copy).toBeNull()
    expect(b.sender.first).toBe(F)
  })
})
