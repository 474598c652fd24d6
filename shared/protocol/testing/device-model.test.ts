/** The testing model of the device obeys section 7 of the protocol: what the host is tested against must be right itself. */
import { describe, expect, test } from 'vitest'
import { decodeDevice, encodeHandshake, harmless, type DeviceFrame } from '../frames.ts'
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
    expect(raw('')).toMatchObject([{ type: 'H', version: 2, hash: HASH, f: F, q: 0, n: 0, w: null, grant: 2816 }])
    expect(device.attached).toBe(true)
  })

  test('as a frame that a console would ignore', () => {
    expect(bench().raw(sealLine(harmless(encodeHandshake(HASH, 9))) + '\n')).toMatchObject([{ type: 'H', run: 9 }])
  })

  test('refuses another hash', () => {
    const { device, raw } = bench()
    device.handshake('00000000')
    expect(raw('')).toMatchObject([{ type: 'X', kind: 'program', message: `this device runs ${HASH}` }])
    expect(device.attached).toBe(false)
  })

  test('Q acknowledges and leaves: nothing is heard, until another handshake', () => {
    const { device, say } = bench()
    device.handshake(HASH)
    expect(types(say(['Q']))).toBe('HA')
    expect(device.attached).toBe(false)
    expect(say(mark(0), ['P'])).toEqual([])
    expect(say(['H', 2, HASH, 1])).toMatchObject([{ type: 'H', f: F }])
  })

  test('names the run: another is refused, the same goes on', () => {
    const { device, say } = bench()
    device.handshake(HASH, 7)
    say(mark(0))
    device.handshake(HASH, 8)
    device.handshake(HASH, 7)
    expect(say()).toMatchObject([
      { type: 'X', kind: 'run', message: 'this device works on run 7' },
      { type: 'H', f: F + 1 },
    ])
  })

  test('as a frame is the same as from the console', () => {
    const { device, say } = bench()
    expect(say(['H', 2, HASH, 7])).toMatchObject([{ type: 'H', version: 2, hash: HASH, boot: 4242 }])
    expect(say(['H', 2, '00000000', 7])).toMatchObject([{ type: 'X', kind: 'program' }])
    expect(say(['H', 2, HASH, 8])).toMatchObject([{ type: 'X', kind: 'run' }])
    expect(device.attached).toBe(true)
  })
})

describe('numbers', () => {
  test('in order: taken, and acknowledged when asked', () => {
    const { say, taken } = bench()
    expect(say(mark(0), mark(1))).toEqual([])
    expect(taken).toHaveLength(2)
    expect(say(['P'])).toEqual([{ type: 'A', f: F + 2, q: 2, w: 5, n: 0, boot: 4242 }])
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

  test('an acknowledgement comes by itself after 640 bytes', () => {
    const { say } = bench()
    const long = (f: number): readonly unknown[] => ['D', F + f, 't', f, 'x'.repeat(250)]
    expect(say(long(0), long(1))).toEqual([])
    expect(say(long(2))).toEqual([{ type: 'A', f: F + 3, q: 0, w: null, n: 0, boot: 4242 }])
  })

  test('a brief frame is taken as the full one that it stands for', () => {
    const { say, taken } = bench()
    const full = ['E', F, 4, 1, 5, 1000, 10, 3, 100, 'AAAAAAAA']
    say(full, ['G', F + 1, -1, 'BBBBBBBB'], ['G', F + 2, 20, 'CCCCCCCC'])
    expect(taken.slice(1)).toEqual([
      ['E', F + 1, 7, 1, 5, 1030, 10, 3, 100, 'BBBBBBBB'],
      ['E', F + 2, 10, 1, 1060, 1060, 10, 3, 100, 'CCCCCCCC'],
    ])
    expect(say(['P'])).toMatchObject([{ f: F + 3, q: 13, w: 1060 }])
  })

  test('one that comes first is asked for in full, each time', () => {
    const { say, taken, device } = bench()
    device.handshake(HASH)
    say(['E', F, 0, 0, 5, 0, 10, 3, 1, 'AAAAAAAA'], ['K', 0])
    device.restart()
    device.handshake(HASH)
    say()
    const brief = ['G', F + 1, -1, 'BBBBBBBB']
    const asked = { type: 'N', f: F + 1, why: 'head' }
    expect(say(brief, brief)).toEqual([asked, asked])
    say(['E', F + 1, 3, 0, 5, 30, 10, 3, 1, 'BBBBBBBB'])
    expect(taken).toHaveLength(2)
  })
})

describe('results', () => {
  test('precede the acknowledgement, which counts their words', () => {
    const { say } = bench({ take: () => [1, 2, 3] })
    const answers = say(mark(0), mark(1), ['P'])
    expect(types(answers)).toBe('RRA')
    expect(answers.map((frame) => (frame.type === 'R' || frame.type === 'A' ? frame.n : null))).toEqual([0, 3, 6])
  })

  test('no line of them crosses a multiple of 48', () => {
    const { say } = bench({ take: () => Array.from({ length: 50 }, (_, i) => i) })
    const lines = say(mark(0), mark(1)).flatMap((frame) => (frame.type === 'R' ? [[frame.n, frame.words.length]] : []))
    // prettier-ignore
    expect(lines).toEqual([[0, 48], [48, 2], [50, 46], [96, 4]])
  })

  test.each([
    // of 100 words   what comes
    [0, 'L 52'],
    [51, 'L 52'],
    [52, 'R 52+44 R 96+4'],
    [70, 'R 70+26 R 96+4'],
    [99, 'R 99+1'],
    [100, ''],
    [999, ''],
  ])('from word %d again: %s', (n, expected) => {
    const { say } = bench({ take: () => Array.from({ length: 50 }, (_, i) => i) })
    const given = say(mark(0), mark(1)).flatMap((frame) => (frame.type === 'R' ? [...frame.words] : []))
    const again = say(['R', n])
    const told = again.map((each) =>
      each.type === 'R' ? `R ${each.n}+${each.words.length}` : each.type === 'L' ? `L ${each.n}` : each.type,
    )
    expect(told.join(' ')).toBe(expected)
    for (const each of again) {
      if (each.type === 'R') expect([...each.words]).toEqual(given.slice(each.n, each.n + each.words.length))
    }
  })

  test('a test that throws is an exception on the device, which stops it until it is restarted', () => {
    const { say, device } = bench({
      take: () => {
        throw new Error('no such thing')
      },
    })
    const told = { type: 'X', f: F, kind: 'exception', message: 'no such thing' }
    expect(say(mark(0), ['P'], mark(0), ['S'])).toMatchObject([told, told, told])
    device.handshake(HASH)
    // The console is given back all the same.
    expect(types(say(['Q'], ['P']))).toBe('XX')
    device.restart()
    device.handshake(HASH)
    expect(say()).toMatchObject([{ type: 'H', f: F }])
  })
})

/** Frame number `i` gives its number and the sum of all so far, which is what the device remembers. */
function summing(options: Partial<DeviceModelOptions> = {}): Bench & { readonly words: () => number[] } {
  let sum = 0
  const one = bench({
    take: ([, f]) => [(f as number) - F, (sum += (f as number) - F)],
    save: () => ({ sum }),
    restore: (kept) => (sum = (kept as { sum: number } | undefined)?.sum ?? 0),
    ...options,
  })
  const words = (): number[] => one.say().flatMap((frame) => (frame.type === 'R' ? [...frame.words] : []))
  return { ...one, words }
}

describe('checkpoints', () => {
  test('are made when the host has all words, and only then', () => {
    const { say, device } = summing()
    device.handshake(HASH)
    say(mark(0), mark(1))
    const [early] = say(['K', 3])
    expect(early).toMatchObject({ type: 'C', f: F + 2, n: 4, serial: 0, slots: 2 })
    expect(say(['K', 4])).toMatchObject([{ type: 'C', f: F + 2, n: 4, serial: 1 }])
    expect(say(mark(2), ['K', 6]).at(-1)).toMatchObject({ serial: 2 })
  })

  test('what was taken since is forgotten with a restart, and comes again the same', () => {
    const { say, words, device } = summing()
    device.handshake(HASH)
    say(mark(0, 7), mark(1, 8), ['K', 4], mark(2, 9))
    device.restart()
    device.handshake(HASH)
    expect(say()).toMatchObject([{ type: 'H', boot: 4243, f: F + 2, q: 2, n: 4, w: 8 }])
    device.receive(sealLine(JSON.stringify(mark(2, 9))) + '\n')
    expect(words()).toEqual([2, 3])
  })

  test('without one it begins anew, state included', () => {
    const { say, words, device } = summing()
    device.handshake(HASH)
    say(mark(0), mark(1))
    device.restart()
    device.handshake(HASH)
    expect(say()).toMatchObject([{ type: 'H', boot: 4243, f: F, q: 0, n: 0, w: null }])
    device.receive(sealLine(JSON.stringify(mark(0))) + '\n')
    expect(words()).toEqual([0, 0])
  })

  test('are of a run', () => {
    const { say, device } = summing()
    device.handshake(HASH, 7)
    say(mark(0), ['K', 2])
    device.restart()
    device.handshake(HASH, 8)
    expect(say()).toMatchObject([{ type: 'H', f: F, n: 0 }])
    device.restart()
    device.handshake(HASH, 7)
    expect(say()).toMatchObject([{ type: 'H', f: F + 1, n: 2 }])
  })

  test('words sent before a restart cannot be had again', () => {
    const { say, device } = summing()
    device.handshake(HASH)
    say(mark(0), mark(1), ['K', 4])
    device.restart()
    device.handshake(HASH)
    say()
    expect(say(['R', 3])).toEqual([{ type: 'L', n: 4 }])
    expect(say(['R', 4])).toEqual([])
  })

  test('power that fails while one is written leaves the one before', () => {
    const { say, device } = summing()
    device.handshake(HASH)
    say(mark(0), ['K', 2], mark(1), ['K', 4], mark(2))
    device.tear = true
    expect(say(['K', 6])).toEqual([])
    device.handshake(HASH)
    expect(say()).toMatchObject([{ type: 'H', f: F + 2, n: 4 }])
    expect(say(['K', 4])).toMatchObject([{ serial: 3 }])
  })

  test('a copy comes in pieces', () => {
    const { say, device } = summing({ save: () => 'x'.repeat(1000) })
    device.handshake(HASH)
    const made = say(mark(0), ['K', 2]).at(-1)!
    const copy: number[] = []
    for (;;) {
      const [piece] = say(['B', copy.length])
      if (piece.type !== 'B' || piece.bytes.length === 0) break
      expect(piece).toMatchObject({ at: copy.length })
      copy.push(...piece.bytes)
    }
    expect(made).toMatchObject({ type: 'C' })
    expect(copy).toHaveLength(4096)
    expect(new TextDecoder().decode(Uint8Array.from(copy))).toContain('x'.repeat(1000))
  })

  test('a copy of none is empty; lost ones are gone', () => {
    const { say, device } = summing()
    device.handshake(HASH)
    expect(say(['B', 0]).at(-1)).toEqual({ type: 'B', at: 0, bytes: new Uint8Array(0) })
    say(mark(0), ['K', 2])
    device.checkpoints.clear()
    device.restart()
    device.handshake(HASH)
    expect(say()).toMatchObject([{ f: F }])
  })
})

test('restarted, it hears nothing but a handshake', () => {
  const { say, device } = bench()
  device.handshake(HASH)
  say(mark(0))
  device.restart()
  expect(say(mark(0), ['P'], ['K', 0])).toEqual([])
  expect(types(say(['H', 2, HASH, 1], ['P']))).toBe('HA')
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
