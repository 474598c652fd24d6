/** The testing model of the device obeys section 7 of the protocol: what the host is tested against must be right itself. */
import { describe, expect, test } from 'vitest'
import { decodeDevice, type DeviceFrame } from '../frames.ts'
import { decodeLine, MAX_LINE, sealLine } from '../line.ts'
import { DeviceModel, type Body, type DeviceModelOptions } from './device-model.ts'

const HASH = 'cafe0123'
const F = 0xcafe01

interface Bench {
  readonly device: DeviceModel
  readonly taken: Body[]
  /** Sends bodies; gives the frames that come back. */
  readonly say: (...bodies: (readonly unknown[])[]) => DeviceFrame[]
  readonly raw: (text: string) => DeviceFrame[]
}

function bench(options: Partial<DeviceModelOptions> = {}): Bench {
  const lines: string[] = []
  const taken: Body[] = []
  const device = new DeviceModel({
    hash: HASH,
    write: (line) => lines.push(line),
    take: (frame) => (taken.push(frame), []),
    ...options,
  })
  const answers = (): DeviceFrame[] =>
    lines.splice(0).map((line) => {
      const decoded = decodeLine(line)
      return decodeDevice(decoded.kind === 'frame' ? decoded.body : '')!
    })
  const raw = (text: string): DeviceFrame[] => (device.receive(text), answers())
  return {
    device,
    taken,
    raw,
    say: (...bodies) => raw(bodies.map((body) => sealLine(JSON.stringify(body)) + '\n').join('')),
  }
}

const mark = (f: number, w = 5): readonly unknown[] => ['W', F + f, f, w]
const types = (frames: readonly DeviceFrame[]): string => frames.map(({ type }) => type).join('')

describe('the handshake', () => {
  test('greets with frame, item and word number', () => {
    const { device, raw } = bench()
    device.handshake(HASH)
    expect(raw('')).toMatchObject([{ type: 'H', version: 1, hash: HASH, f: F, q: 0, n: 0, w: null, grant: 2048 }])
    expect(device.attached).toBe(true)
  })

  test('refuses another hash', () => {
    const { device, raw } = bench()
    device.handshake('00000000')
    expect(raw('')).toMatchObject([{ type: 'X', kind: 'program', message: `this device runs ${HASH}` }])
    expect(device.attached).toBe(false)
  })

  test('Q acknowledges and leaves', () => {
    const { device, say } = bench()
    device.handshake(HASH)
    expect(types(say(['Q']))).toBe('HA')
    expect(device.attached).toBe(false)
  })
})

describe('numbers', () => {
  test('in order: taken, and acknowledged when asked', () => {
    const { say, taken } = bench()
    expect(say(mark(0), mark(1))).toEqual([])
    expect(taken).toHaveLength(2)
    expect(say(['P'])).toEqual([{ type: 'A', f: F + 2, q: 2, w: null, n: 0 }])
  })

  test('ahead: asked for once, counted each time', () => {
    const { say, device } = bench()
    expect(say(mark(1), mark(2))).toEqual([{ type: 'N', f: F, why: 'gap' }])
    expect(device.seen.gap).toBe(2)
    say(mark(0))
    expect(say(mark(5))).toEqual([{ type: 'N', f: F + 1, why: 'gap' }])
  })

  test('behind: acknowledged again, not taken', () => {
    const { say, taken, device } = bench()
    say(mark(0))
    expect(types(say(mark(0)))).toBe('A')
    expect([taken.length, device.seen.dup]).toEqual([1, 1])
  })

  test.each([
    [2 ** 20 - 1, 'N'],
    [2 ** 20, 'X'],
    [-(2 ** 20) + 1, 'A'],
    [-(2 ** 20), 'X'],
  ])('%d away: %s', (away, type) => {
    expect(types(bench().say(mark(away)))).toBe(type)
  })

  test('items: as many as a frame holds, none for a dictionary entry', () => {
    const { say } = bench()
    const q = (body: readonly unknown[]): number | undefined => {
      const [answer] = say(body, ['P'])
      return answer.type === 'A' ? answer.q : undefined
    }
    expect(q(['D', F, 'k', 0, ''])).toBe(0)
    expect(q(['e', F + 1, 0, 0, null, 5])).toBe(1)
    expect(q(['E', F + 2, 1, 0, null, 5, 1, 7, 'AAAA'])).toBe(8)
    expect(q(['T', F + 3, 8, 99])).toBe(9)
  })

  test('an acknowledgement comes by itself after 1,280 bytes', () => {
    const { say } = bench()
    const long = (f: number): readonly unknown[] => ['D', F + f, 't', f, 'x'.repeat(450)]
    expect(say(long(0), long(1))).toEqual([])
    expect(say(long(2))).toEqual([{ type: 'A', f: F + 3, q: 0, w: null, n: 0 }])
  })
})

describe('results', () => {
  test('precede the acknowledgement, which counts their words', () => {
    const { say } = bench({ take: () => [1, 2, 3] })
    const answers = say(mark(0), mark(1), ['P'])
    expect(types(answers)).toBe('RRA')
    expect(answers.map((frame) => (frame.type === 'R' || frame.type === 'A' ? frame.n : null))).toEqual([0, 3, 6])
  })

  test('a test that throws is an exception on the device; the frame is not taken', () => {
    const { say } = bench({
      take: () => {
        throw new Error('no such thing')
      },
    })
    expect(say(mark(0), ['P'])).toMatchObject([
      { type: 'X', kind: 'exception', message: 'no such thing' },
      { type: 'A', f: F },
    ])
  })
})

describe('lines', () => {
  const line = sealLine(JSON.stringify(mark(0))) + '\n'

  test('cut anywhere are the same', () => {
    for (let cut = 0; cut <= line.length; cut++) {
      const { raw, taken } = bench()
      raw(line.slice(0, cut))
      raw(line.slice(cut))
      expect(taken, `cut at ${cut}`).toHaveLength(1)
    }
  })

  test.each([
    ['spoilt', line.replace('"W"', '"V"'), 'crc'],
    ['too long', `~${'x'.repeat(MAX_LINE)}\n`, 'long'],
  ])('%s: asked for again', (_, text, why) => {
    expect(bench().raw(text)).toEqual([{ type: 'N', f: F, why }])
  })

  test('text is ignored; an unknown type is trouble', () => {
    const { raw, say } = bench()
    expect(raw('hello\n')).toEqual([])
    expect(say(['Z', 1])).toMatchObject([{ type: 'X', kind: 'frame', message: 'unknown frame Z' }])
  })

  test('counters', () => {
    const { say } = bench()
    say(mark(1))
    expect(say(['S'])).toMatchObject([{ counters: { memory: [900, 3000, 14], faults: { gap: 1, crc: 0 } } }])
  })
})
