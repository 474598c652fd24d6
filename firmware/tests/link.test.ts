/** The device's end of the link (shared/protocol/README.md, sections 1, 2 and 7), frame by frame and byte by byte. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeText } from '../../shared/protocol/base64.ts'
import { decodeDevice, firstFrame, type DeviceFrame } from '../../shared/protocol/frames.ts'
import { decodeLine, MAX_LINE, sealLine } from '../../shared/protocol/line.ts'
import { MIN } from '../../shared/stream/event.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { bundled, TEST_HASH, type Program } from './programs.ts'
import { MEMORY, VmDevice } from './vm-device.ts'

/** The number of the first frame: the first 24 bits of the hash. */
const F = 0x00abcd

let program: Program
let device: VmDevice

beforeAll(async () => {
  const pipeline = loadPipeline({
    name: 'link',
    input: { fields: { k: 'string', v: 'double', s: 'string' }, key: 'k' },
    time: { mode: 'event', watermarks: 'explicit' },
    stages: [
      { window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()', v: 'sum(v)' } },
      { from: 'input', buffer: { size: 2 }, aggregates: { v: 'last(v)' } },
      { from: 'input', filter: "contains(s, 'x')" },
    ],
    limits: { keys: 2, texts: 2 },
  })
  program = await bundled(pipeline)
})

beforeEach(() => {
  device = new VmDevice(program.code)
})

/** What the device has sent since the last call. */
function answers(): DeviceFrame[] {
  return device.takeLines().map((line) => {
    const decoded = decodeLine(line)
    const frame = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
    if (frame === null) throw new Error(`no frame: ${line}`)
    return frame
  })
}

function say(...bodies: readonly (readonly unknown[])[]): DeviceFrame[] {
  for (const body of bodies) device.receive(sealLine(JSON.stringify(body)) + '\n')
  return answers()
}

/** Text as it comes down the line. */
function sayRaw(text: string): DeviceFrame[] {
  device.receive(text)
  return answers()
}

function connect(): DeviceFrame[] {
  device.handshake(TEST_HASH)
  return answers()
}

/** Event number `q` of key 0 in frame `f`: time 1 + q, value 5, text 0. */
const event = (f: number, q = f, more: { k?: number; w?: number } = {}): unknown[] => {
  const { k = 0, w = MIN } = more
  return ['e', F + f, q, k, w, 1 + q, 1, 5, 1, 0]
}
const line = (body: readonly unknown[]): string => sealLine(JSON.stringify(body)) + '\n'
const ack = (f: number, q: number, w: number | null = null): unknown =>
  expect.objectContaining({ type: 'A', f: F + f, q, w })
const words = (frames: readonly DeviceFrame[]): number[] =>
  frames.flatMap((each) => (each.type === 'R' ? [...each.words] : []))
const kinds = (frames: readonly DeviceFrame[]): string => frames.map(({ type }) => type).join('')

describe('the handshake', () => {
  test('says who is there and from where to go on, and takes the console', () => {
    expect(device.console).toBe('port')
    expect(connect()).toEqual([
      { type: 'H', version: 2, hash: TEST_HASH, boot: 4242, grant: 2816, f: F, q: 0, n: 0, w: null, run: 1 },
    ])
    expect(device.console).toBe('loopback')
  })

  test.each([
    [1, F],
    [255, F],
    [256, F ^ 1],
    [0x89ab_cdef, F ^ 0x89_abcd],
    [2 ** 32 - 1, F ^ 0xff_ffff],
  ])('of run %d: frames count from %d, and those of another run are told apart', (run, first) => {
    device.handshake(TEST_HASH, run)
    expect(answers()).toMatchObject([{ type: 'H', run, f: first }])
    expect(firstFrame(TEST_HASH, run)).toBe(first)
    const other = firstFrame(TEST_HASH, (run ^ 0x4000_0000) >>> 0)
    expect(say(['T', other, 0, 5])).toMatchObject([{ type: 'X', kind: 'program', message: 'frame of another run' }])
    expect(say(['T', first, 0, 5], ['P'])).toMatchObject([{ type: 'A', f: first + 1 }])
  })

  test('once more, of the same run, changes no number', () => {
    device.handshake(TEST_HASH, 0x89ab_cdef)
    const [hello] = answers()
    const f = hello.type === 'H' ? hello.f : NaN
    say(['T', f, 0, 5])
    device.handshake(TEST_HASH, 0x89ab_cdef)
    expect(answers()).toMatchObject([{ type: 'H', f: f + 1 }])
  })

  test('with the hash of another program changes nothing', () => {
    device.handshake('ffffffff')
    expect(answers()).toMatchObject([{ type: 'X', kind: 'program', message: `this device runs ${TEST_HASH}` }])
    expect(device.console).toBe('port')
    expect(device.handlers).toBe(0)
    expect(say(['P'])).toEqual([])
  })

  test('nothing is sent before it, and nothing is heard', () => {
    expect(answers()).toEqual([])
    expect(say(event(0), ['P'], ['S'])).toEqual([])
  })

  test('in the middle of a run names what is expected next', () => {
    connect()
    say(event(0), ['W', F + 1, 1, 30])
    expect(connect()).toMatchObject([{ type: 'H', f: F + 2, q: 2, n: 12, w: 30 }])
  })

  test('repeated does not make the device hear twice', () => {
    connect()
    connect()
    expect(device.handlers).toBe(1)
    expect(kinds(say(event(0)))).toBe('R')
  })

  test('forgets a line that was cut off', () => {
    connect()
    sayRaw('["e",')
    connect()
    expect(say(['P'])).toEqual([ack(0, 0)])
  })

  test('boot numbers are whole and below 2^32', () => {
    device = new VmDevice(program.code, { boot: -1 })
    expect(connect()).toMatchObject([{ boot: 2 ** 32 - 1 }])
  })
})

describe('giving back', () => {
  test('acknowledges, frees the port and keeps the state', () => {
    connect()
    say(event(0))
    expect(say(['Q'])).toEqual([ack(1, 1)])
    expect(device.console).toBe('port')
    expect(device.handlers).toBe(0)
    expect(say(event(1))).toEqual([])
    expect(connect()).toMatchObject([{ f: F + 1, q: 1, n: 4 }])
    expect(words(say(event(1), ['W', F + 2, 2, 9]))).toEqual([21, 0, 1, 5, 0, 0, 2, 0, 0, 0, 2, 10])
  })
})

describe('numbers of frames', () => {
  beforeEach(() => {
    connect()
  })

  test('in order are taken', () => {
    say(event(0), event(1), event(2))
    expect(say(['P'])).toEqual([ack(3, 3)])
  })

  test('a repeat is acknowledged, and not taken again', () => {
    say(event(0), event(1))
    expect(say(event(0))).toEqual([ack(2, 2)])
    expect(say(event(1))).toEqual([ack(2, 2)])
    expect(say(['S'])).toMatchObject([{ counters: { faults: { dup: 2 } } }])
  })

  test('a gap is answered once, until the missing frame has come', () => {
    expect(say(event(1), event(2), event(3))).toEqual([{ type: 'N', f: F, why: 'gap' }])
    expect(kinds(say(event(0)))).toBe('R')
    expect(say(event(2))).toEqual([{ type: 'N', f: F + 1, why: 'gap' }])
    expect(say(['S'])).toMatchObject([{ counters: { faults: { gap: 4 } } }])
  })

  test.each([
    ['just within reach behind', -(2 ** 20) + 1, 'A'],
    ['too far behind', -(2 ** 20), 'X'],
    ['just within reach ahead', 2 ** 20 - 1, 'N'],
    ['too far ahead', 2 ** 20, 'X'],
  ])('%s', (_, ahead, answer) => {
    expect(kinds(say(event(ahead)))).toBe(answer)
    expect(say(['P'])).toEqual([ack(0, 0)])
  })

  test('that are none at all belong to another program', () => {
    expect(say(['e'], ['W', 'x', 0, 0])).toMatchObject([{ kind: 'program' }, { kind: 'program' }])
  })
})

describe('lines', () => {
  beforeEach(() => {
    connect()
  })

  test.each([
    ['a wrong seal', '["P"]@@@@@@@\n'],
    ['a wrong body', line(['P']).replace('P', 'Q')],
    ['no seal', '["P"]\n'],
    ['a short seal', line(['P']).replace('\n', '').slice(0, -1) + '\n'],
    ['nothing but its beginning', '[\n'],
    ['a carriage return before the end', line(['P']).replace('\n', '\r\n')],
    ['a control character in between', line(['P']).replace('P', 'P\x13')],
  ])('%s: corrupt', (_, text) => {
    expect(sayRaw(text)).toEqual([{ type: 'N', f: F, why: 'crc' }])
    expect(sayRaw(text)).toEqual([])
    expect(say(['S'])).toMatchObject([{ counters: { faults: { crc: 2 } } }])
  })

  test('good JSON is asked for', () => {
    expect(sayRaw(sealLine('["P"') + '\n')).toEqual([{ type: 'N', f: F, why: 'json' }])
  })

  test.each([['hello\n'], ['\n'], ['\r\n'], [' ["P"]\n'], ['>\x10print(1)\n']])('%j is no frame', (text) => {
    expect(sayRaw(text)).toEqual([])
    expect(say(['S'])).toMatchObject([{ counters: { faults: { crc: 0 } } }])
  })

  test('a frame behind console text on the same line is console text', () => {
    expect(sayRaw('text' + line(['P']))).toEqual([])
  })

  test.each([['constructor'], ['toString'], ['__proto__'], ['hasOwnProperty'], ['x'], ['A'], ['']])(
    'type "%s" is unknown',
    (type) => {
      expect(say([type, F])).toMatchObject([{ type: 'X', f: F, kind: 'frame', message: `unknown frame ${type}` }])
      expect(say(['P'])).toEqual([ack(0, 0)])
    },
  )

  test.each([['5'], ['[]'], ['{}'], ['[5]'], ['[null]'], ['null'], ['"E"']])(
    '%s with a good check sum is an error',
    (body) => {
      expect(kinds(sayRaw(sealLine(body) + '\n'))).toBe('X')
      expect(say(['P'])).toEqual([ack(0, 0)])
    },
  )

  test('cut at any place are the same', () => {
    const text = line(event(0)) + line(event(1)) + line(['P'])
    for (let cut = 0; cut <= text.length; cut++) {
      device = new VmDevice(program.code)
      connect()
      device.receive(text.slice(0, cut))
      device.receive(text.slice(cut))
      expect(words(answers()), `cut at ${cut}`).toEqual([21, 0, 0, 5, 21, 0, 1, 5])
    }
  })

  test('byte by byte are the same', () => {
    for (const byte of line(event(0)) + line(['P'])) device.receive(byte)
    expect(kinds(answers())).toBe('RA')
  })
})

describe('a line that is too long', () => {
  const padded = (length: number): string => {
    const body = (n: number): string => `["P","${'.'.repeat(n)}"]`
    return sealLine(body(length - sealLine(body(0)).length - 1)) + '\n'
  }
  const feed = (text: string, step: number): void => {
    for (let i = 0; i < text.length; i += step) device.receive(text.slice(i, i + step))
  }

  beforeEach(() => {
    connect()
  })

  test.each([[1], [13], [64], [2000]])('%d bytes at a time: the longest one is taken', (step) => {
    const text = padded(MAX_LINE)
    expect(text).toHaveLength(MAX_LINE)
    feed(text, step)
    expect(answers()).toContainEqual(ack(0, 0))
  })

  test.each([[1], [64]])('%d bytes at a time: dropped up to its end, and asked for again', (step) => {
    feed(padded(MAX_LINE + 200), step)
    expect(answers()).toEqual([{ type: 'N', f: F, why: 'long' }])
    expect(say(['P'])).toEqual([ack(0, 0)])
    expect(say(['S'])).toMatchObject([{ counters: { faults: { long: 1, crc: 0 } } }])
  })

  test('without an end takes no memory, and is counted once', () => {
    for (let i = 0; i < 100; i++) device.receive('~'.repeat(64))
    expect(answers()).toEqual([{ type: 'N', f: F, why: 'long' }])
    expect(sayRaw('\n' + line(['P']))).toEqual([ack(0, 0)])
  })
})

describe('acknowledgements', () => {
  beforeEach(() => {
    connect()
  })

  test('come when more than 640 bytes were taken', () => {
    let bytes = 0
    let f = 0
    for (let acks = 0; acks < 3;) {
      const text = line(event(f, f))
      bytes += text.length
      const found = sayRaw(text).filter(({ type }) => type === 'A')
      f++
      expect(found).toEqual(bytes > 640 ? [ack(f, f)] : [])
      if (found.length) [bytes, acks] = [0, acks + 1]
    }
  })

  test('follow the results of what they cover', () => {
    expect(kinds(say(event(0), ['P']))).toBe('RA')
  })

  test('tell how many result words were sent before them', () => {
    expect(say(['P'])).toMatchObject([{ n: 0 }])
    say(event(0), event(1))
    expect(say(['P'])).toMatchObject([{ n: 8 }])
  })

  test('tell the watermark', () => {
    say(['W', F, 0, 7])
    expect(say(['P'])).toEqual([ack(1, 1, 7)])
    say(['W', F + 1, 1, 3])
    expect(say(['P'])).toEqual([ack(2, 2, 7)])
    say(event(2, 2, { w: 12 }))
    expect(say(['P'])).toEqual([ack(3, 3, 12)])
  })
})

describe('counters', () => {
  test('memory, fates, refused events, faults of the line', () => {
    connect()
    say(event(0), event(1, 1, { k: 2 }), ['W', F + 2, 2, 30], event(3))
    expect(say(['S'])).toEqual([
      {
        type: 'S',
        counters: {
          memory: [MEMORY.usage, MEMORY.total, MEMORY.blocksize],
          fates: [[1, 0, 1, 0]],
          refused: 1,
          faults: { crc: 0, gap: 0, dup: 0, long: 0 },
        },
      },
    ])
  })
})

describe('the dictionary', () => {
  beforeEach(() => {
    connect()
  })

  test('is no item', () => {
    expect(say(['D', F, 'k', 0, encodeText('a')], ['D', F + 1, 't', 0, encodeText('äx')], ['P'])).toEqual([ack(2, 0)])
  })

  test('a key beyond the limit is reported: stage -1, bound 0, action reject', () => {
    expect(words(say(['D', F, 'k', 2, encodeText('c')]))).toEqual([-9, 0, 2, Number.MIN_SAFE_INTEGER, 0, 0])
  })

  test('a text beyond the limit is reported: stage -1, bound 3', () => {
    say(['W', F, 0, 4])
    expect(words(say(['D', F + 1, 't', 2, encodeText('c')]))).toEqual([-9, 3, 2, 4, 0, 0])
  })
})

describe('trouble', () => {
  /** A frame that makes the program call what a test has spoilt. */
  const columns = (f: number): unknown[] => ['E', F + f, f, 0, MIN, 1, 1, 1, 1, 1, 'AAAA']

  beforeEach(() => {
    connect()
  })

  test('an exception while a frame is processed is told with its place and the item at work', () => {
    say(event(0))
    device.evaluate('E.spoil = () => { throw new Error("no memory") }')
    expect(say(columns(1))).toMatchObject([
      { type: 'X', f: F + 1, q: 1, kind: 'exception', message: 'no memory', at: 1 },
    ])
  })

  test.each([
    ['throw "bad"', 'bad', ''],
    ['throw 7', '7', ''],
    ['throw {message: "", stack: "at x"}', '[object Object]', 'at x'],
    ['throw {message: "m", stack: "0123456789".repeat(200)}', 'm', '0123456789'.repeat(80)],
  ])('%s', (statement, message, stack) => {
    device.evaluate(`E.spoil = () => { ${statement} }`)
    expect(say(columns(0))).toMatchObject([{ kind: 'exception', message, stack }])
  })

  test('a program whose state is no longer whole takes nothing more, and tells why when asked', () => {
    device.evaluate('E.spoil = () => { throw "bad" }')
    const [told] = say(columns(0))
    device.evaluate('E.spoil = undefined')
    expect(say(columns(0), event(1), event(0))).toEqual([])
    expect(say(['P'])).toEqual([told])
    expect(say(['S'])).toEqual([told])
    device.handshake(TEST_HASH)
    expect(answers()).toEqual([told])
  })

  test('an exception outside of frames is told, and the program goes on', () => {
    expect(kinds(sayRaw(sealLine('5') + '\n'))).toBe('X')
    expect(kinds(say(event(0), ['P']))).toBe('RA')
  })

  test('a handler that lacked memory: what was printed comes first, then the report; the handler is there again', () => {
    say(event(0))
    device.interrupt(['LOW_MEMORY', 'MEMORY', 'CALLBACK'], 'OUT OF MEMORY\r\n')
    expect(device.lines.shift()).toBe('OUT OF MEMORY\r')
    expect(answers()).toMatchObject([
      { type: 'X', f: F + 1, q: 1, kind: 'memory', message: 'LOW_MEMORY MEMORY CALLBACK', at: 0 },
    ])
    expect(device.handlers).toBe(1)
    expect(kinds(say(event(1), ['P']))).toBe('X')
  })

  test.each([
    [['CALLBACK'], 'interrupted'],
    [['MEMORY'], 'memory'],
  ])('flags %j mean %s', (flags, kind) => {
    device.interrupt(flags)
    expect(answers()).toMatchObject([{ type: 'X', kind }])
  })

  test('the first trouble is the one that is told', () => {
    device.evaluate('E.spoil = () => { throw "bad" }')
    const [told] = say(columns(0))
    device.interrupt(['CALLBACK'])
    expect(answers()).toEqual([told])
  })

  test('text of the console comes between frames as it is', () => {
    device.print('New interpreter error: FIFO_FULL\r\n')
    expect(device.takeLines()).toEqual(['New interpreter error: FIFO_FULL\r'])
  })

  test("after the console was given back it is the console's", () => {
    say(['Q'])
    device.interrupt(['CALLBACK'])
    device.print('text')
    expect(answers()).toEqual([])
    expect(device.handlers).toBe(0)
  })

  test('other flags are no trouble of ours', () => {
    for (const handler of [['FIFO_FULL'], []]) device.interrupt(handler)
    expect(answers()).toEqual([])
  })
})
