import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from './clock.ts'
import { encodeWords, type NumberedFrame } from './frames.ts'
import { encodeLine, openLine } from './line.ts'
import { Sender, type SenderOptions } from './sender.ts'
import { chance } from './testing/chance.ts'
import { DeviceModel, type Body } from './testing/device-model.ts'

const FIRST = 0xabcd
const frame = (q: number, size = 0): NumberedFrame => ({ type: 'D', of: 't', i: q, text: 'x'.repeat(size) })

interface Bench {
  sender: Sender
  clock: SimulatedClock
  sent: string[]
  words: number[]
  say: (body: readonly unknown[]) => void
}

/** A sender whose device is the test itself. */
function bench(options: Partial<SenderOptions> = {}): Bench {
  const clock = new SimulatedClock()
  const sent: string[] = []
  const words: number[] = []
  const sender = new Sender({
    clock,
    hello: { grant: 300, f: FIRST, n: 0 },
    write: (line) => sent.push(openLine(line) ?? line),
    onWords: (list) => words.push(...list),
    ...options,
  })
  return { sender, clock, sent, words, say: (body) => sender.onLine(encodeLine(JSON.stringify(body))) }
}

const numbers = (lines: readonly string[]): number[] => lines.map((line) => (JSON.parse(line) as number[])[1] - FIRST)

describe('the window', () => {
  test('frames are numbered from where the device stands', () => {
    const { sender, sent } = bench()
    sender.send(frame(0))
    sender.send(frame(1))
    expect(numbers(sent)).toEqual([0, 1])
  })

  test('what exceeds the grant waits; an acknowledgement lets it go', () => {
    const { sender, sent, say } = bench()
    for (let i = 0; i < 4; i++) sender.send(frame(i, 75))
    expect([numbers(sent), sender.queued]).toEqual([[0, 1], 2])
    say(['A', FIRST + 1, 0, null, 0])
    expect([numbers(sent), sender.queued]).toEqual([[0, 1, 2], 1])
    say(['A', FIRST + 3, 0, null, 0])
    expect([numbers(sent), sender.queued]).toEqual([[0, 1, 2, 3], 0])
  })

  test('a frame larger than the grant travels alone', () => {
    const { sender, sent, say } = bench()
    sender.send(frame(0))
    sender.send(frame(1, 400))
    expect(numbers(sent)).toEqual([0])
    say(['A', FIRST + 1, 0, null, 0])
    expect(numbers(sent)).toEqual([0, 1])
  })

  test('acknowledgements that are old or beyond what was sent change nothing', () => {
    const { sender, sent, say } = bench()
    for (let i = 0; i < 4; i++) sender.send(frame(i, 75))
    say(['A', FIRST, 0, null, 0])
    say(['A', FIRST - 5, 0, null, 0])
    expect(numbers(sent)).toEqual([0, 1])
    say(['A', FIRST + 99, 0, null, 0])
    expect(numbers(sent)).toEqual([0, 1, 2, 3])
    expect(sender.settled).toBe(false)
  })

  test('a line that is too long is refused before it is sent', () => {
    expect(() => bench().sender.send(frame(0, 600))).toThrow('a frame of type D needs a line of')
  })
})

describe('asking', () => {
  test('the device is asked when nothing more is sent', () => {
    const { sender, clock, sent, say } = bench({ askMs: 50 })
    sender.send(frame(0))
    clock.advance(49)
    expect(sent).toHaveLength(1)
    clock.advance(1)
    expect(sent[1]).toBe('["P"]')
    say(['A', FIRST + 1, 7, 99, 0])
    expect([sender.settled, sender.item, sender.watermark]).toEqual([true, 7, 99])
    clock.advance(100_000)
    expect(sent).toHaveLength(2)
  })

  test('while frames wait for the window the device is not asked: it acknowledges by itself', () => {
    const { sender, clock, sent } = bench({ askMs: 50, timeoutMs: 1000 })
    for (let i = 0; i < 4; i++) sender.send(frame(i, 75))
    clock.advance(900)
    expect(sent).toHaveLength(2)
    expect(sender.queued).toBe(2)
  })

  test('each frame sent puts the question off', () => {
    const { sender, clock, sent } = bench({ askMs: 50 })
    for (let i = 0; i < 5; i++) {
      sender.send(frame(i))
      clock.advance(40)
    }
    expect(sent).not.toContain('["P"]')
    clock.advance(10)
    expect(sent.at(-1)).toBe('["P"]')
  })

  test.each(['P', 'S', 'Q'] as const)('%s is asked again after silence, until it is answered', (type) => {
    const { sender, clock, sent, say } = bench({ timeoutMs: 100 })
    sender.ask(type)
    clock.advance(100)
    expect(sent.slice(1)).toEqual(type === 'S' ? ['["P"]', '["S"]'] : [`["${type}"]`])
    say(type === 'S' ? ['S', {}] : ['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(true)
    clock.advance(10_000)
    expect(sender.counters.timeouts).toBe(1)
  })

  test('the counters are no answer to P, an acknowledgement is none to S', () => {
    const { sender, say } = bench()
    sender.ask('P')
    sender.ask('S')
    say(['S', {}])
    expect(sender.settled).toBe(false)
    say(['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(true)
    sender.ask('S')
    say(['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(false)
  })

  test('a device that never says its counters is given up, and the wait is named', () => {
    const { sender, clock } = bench({ timeoutMs: 100, retries: 1 })
    sender.ask('S')
    clock.advance(1000)
    expect(sender.failure?.message).toBe('the device is silent: awaited the answer to S; last lines received: none')
  })

  test('nor is a device waited for without end that acknowledges and never says its counters', () => {
    const { sender, clock, sent, say } = bench({ timeoutMs: 100, retries: 3 })
    sender.ask('S')
    for (let i = 0; i < 10 && sender.failure === null; i++) {
      clock.advance(100)
      if (sent.at(-2) === '["P"]') say(['A', FIRST, 0, null, 0])
    }
    expect(sender.failure?.message).toContain('awaited the answer to S')
  })

  test('nor one that asks for a frame again and again and never takes it', () => {
    const { sender, clock, say } = bench({ timeoutMs: 100, retries: 3 })
    sender.send(frame(0))
    for (let i = 0; i < 10 && sender.failure === null; i++) {
      clock.advance(100)
      say(['N', FIRST, 'crc'])
    }
    expect(sender.failure?.message).toContain(`awaited frame ${FIRST} to be taken`)
  })

  test('whoever waits is told of every change, also of the end', () => {
    let changes = 0
    const { sender, clock, say } = bench({ timeoutMs: 100, retries: 0, onChange: () => (changes += 1) })
    sender.send(frame(0))
    expect(changes).toBe(0)
    say(['A', FIRST, 0, null, 0])
    say(['S', {}])
    expect(changes).toBe(2)
    clock.advance(200)
    expect([changes, sender.failure?.code]).toEqual([3, 'E_SILENT'])
  })

  test('stopped, it holds no timer', () => {
    const { sender, clock } = bench()
    sender.send(frame(0))
    expect(clock.idle).toBe(false)
    sender.stop()
    expect(clock.idle).toBe(true)
    sender.stop()
  })

  test('counters', () => {
    const { sender, say } = bench()
    sender.ask('S')
    expect(sender.settled).toBe(false)
    say(['S', { m: [1, 2, 14], dup: 3 }])
    expect(sender.settled).toBe(true)
    expect(sender.deviceCounters?.memory).toEqual([1, 2, 14])
    expect(sender.deviceCounters?.faults.dup).toBe(3)
  })
})

describe('repeats', () => {
  test('a question for a frame repeats it and all after it', () => {
    const { sender, sent, say } = bench()
    for (let i = 0; i < 3; i++) sender.send(frame(i))
    say(['N', FIRST + 1, 'crc'])
    expect(numbers(sent)).toEqual([0, 1, 2, 1, 2])
    expect(sender.counters).toMatchObject({ repeats: 2, naks: { crc: 1 } })
  })

  test('questions for frames that are no longer or not yet there change nothing', () => {
    const { sender, sent, say } = bench()
    for (let i = 0; i < 3; i++) sender.send(frame(i))
    say(['A', FIRST + 2, 0, null, 0])
    say(['N', FIRST + 1, 'gap'])
    say(['N', FIRST + 3, 'gap'])
    expect(numbers(sent)).toEqual([0, 1, 2])
  })

  test('repeats are byte for byte the same', () => {
    const lines: string[] = []
    const { sender, say } = bench({ write: (line) => lines.push(line) })
    sender.send(frame(0, 30))
    say(['N', FIRST, 'crc'])
    expect(lines[1]).toBe(lines[0])
  })

  test('silence repeats everything and asks; then the device is given up by name', () => {
    const { sender, clock, sent } = bench({ timeoutMs: 100, retries: 2, askMs: 1000 })
    sender.send(frame(0))
    sender.send(frame(1))
    sender.onLine('Uncaught Error: out of luck')
    clock.advance(100)
    expect(sent.slice(2)).toEqual([sent[0], sent[1], '["P"]'])
    clock.advance(100)
    expect(sender.failure).toBeNull()
    clock.advance(100)
    expect(sender.failure).toMatchObject({ code: 'E_SILENT', kind: 'no-device' })
    expect(sender.failure?.message).toContain(`frame ${FIRST} to be taken`)
    expect(sender.failure?.message).toContain('Uncaught Error: out of luck')
    expect(() => sender.send(frame(2))).toThrow('silent')
    expect(clock.idle).toBe(true)
  })

  test('any frame from the device ends the silence', () => {
    const { sender, clock, say } = bench({ timeoutMs: 100, retries: 1, askMs: 1000 })
    sender.send(frame(0))
    for (let i = 0; i < 5; i++) {
      clock.advance(90)
      say(['A', FIRST, 0, null, 0])
    }
    expect(sender.counters.timeouts).toBe(0)
  })
})

describe('results', () => {
  test('words that were seen are dropped, in whole or in part', () => {
    const { words, say, sender } = bench()
    say(['R', 0, encodeWords([1, 2])])
    say(['R', 0, encodeWords([1, 2])])
    say(['R', 1, encodeWords([2, 3, 4])])
    expect(words).toEqual([1, 2, 3, 4])
    expect(sender.counters.duplicateWords).toBe(3)
  })

  test('a gap is an error that names the words', () => {
    const { say, sender, words } = bench()
    say(['R', 0, encodeWords([1])])
    say(['R', 3, encodeWords([4])])
    expect(sender.failure).toMatchObject({ code: 'E_RESULTS_LOST' })
    expect(sender.failure?.message).toBe('result words 1 to 2 never came')
    expect(words).toEqual([1])
  })

  test('an acknowledgement tells at once of words that never came, before it takes anything as done', () => {
    const { say, sender, words } = bench()
    sender.send(frame(0))
    say(['R', 0, encodeWords([1])])
    say(['A', FIRST + 1, 1, 5, 3])
    expect(sender.failure).toMatchObject({ code: 'E_RESULTS_LOST', kind: 'device-failed' })
    expect(sender.failure?.message).toBe('result words 1 to 2 never came')
    expect([words, sender.item, sender.watermark, sender.settled]).toEqual([[1], 0, null, false])
  })

  test('an acknowledgement of words that came, or an older one, is no gap', () => {
    const { say, sender } = bench()
    for (let i = 0; i < 3; i++) sender.send(frame(i))
    say(['R', 0, encodeWords([1, 2, 3])])
    say(['A', FIRST + 1, 1, null, 3])
    say(['A', FIRST + 2, 2, null, 1])
    expect([sender.failure, sender.item]).toEqual([null, 2])
  })

  test('words count from where the device stands at the handshake', () => {
    const { say, sender, words } = bench({ hello: { grant: 300, f: FIRST, n: 40 } })
    say(['R', 38, encodeWords([1, 2, 3])])
    expect([words, sender.counters.duplicateWords]).toEqual([[3], 2])
    say(['R', 43, encodeWords([9])])
    expect(sender.failure?.message).toBe('result words 41 to 42 never came')
  })

  test('a frame of results without words is none', () => {
    const handed: number[] = []
    const { say } = bench({ onWords: (list) => handed.push(list.length) })
    say(['R', 0, ''])
    expect(handed).toEqual([])
  })

  test('frames that are not acknowledged can be asked for', () => {
    const { sender, say } = bench()
    expect(sender.pending()).toBeNull()
    sender.send(frame(0))
    sender.send(frame(1))
    expect(sender.pending()).toMatchObject({ f: FIRST, frame: frame(0) })
    expect(sender.pending(FIRST + 1)).toMatchObject({ f: FIRST + 1, frame: frame(1) })
    say(['A', FIRST + 1, 1, 0, 0])
    expect(sender.pending(FIRST)).toBeNull()
    expect(sender.pending()).toMatchObject({ f: FIRST + 1 })
  })

  test('after a failure nothing is heard any more', () => {
    const { say, sender, words } = bench()
    say(['X', FIRST, 0, 'memory', '', ''])
    say(['R', 0, encodeWords([1])])
    say(['A', FIRST + 5, 9, 9, 0])
    expect([words, sender.item]).toEqual([[], 0])
    expect(() => sender.ask('S')).toThrow('the device reports: memory')
  })

  test.each([
    // kind       message    code                  cure
    ['memory', 'LOW_MEMORY', 'E_DEVICE_MEMORY', 'reduce keys, window or buffer sizes'],
    ['program', 'runs 00ff', 'E_DEVICE_PROGRAM', 'load the program again'],
    ['frame', 'unknown Z', 'E_DEVICE_FRAME', 'use the same version of Rivulet'],
    ['exception', 'no such thing', 'E_DEVICE_EXCEPTION', 'the stack names the place'],
    ['flood', 'a kind of later', 'E_DEVICE_FLOOD', 'reset the device and run again'],
  ])('an error of kind %s', (kind, message, code, cure) => {
    const { sender, say } = bench()
    say(['X', FIRST, 3, kind, btoa(message), ''])
    expect(sender.failure).toMatchObject({ code, kind: 'device-failed' })
    expect(sender.failure?.message).toBe(`the device reports: ${message}`)
    expect(sender.failure?.cure).toContain(cure)
  })

  test('console text, greetings and frames of later versions change nothing', () => {
    const { sender, say, words } = bench()
    sender.send(frame(0))
    sender.onLine('Hello, I am a program')
    say(['H', 1, 'cafe0123', 1, 2048, FIRST, 0, 0, null])
    say(['Y', 1, 2, 3])
    say(['A', 'x'])
    expect([sender.failure, sender.settled, words, sender.counters.acks]).toEqual([null, false, [], 0])
  })

  test('corrupt lines are counted and ignored', () => {
    const { sender, words } = bench()
    sender.onLine(encodeLine(JSON.stringify(['R', 0, encodeWords([1])])).replace('R', 'Q'))
    sender.onLine('~["A"')
    expect([sender.counters.corrupt, words]).toEqual([2, []])
  })

  test('an error of the device ends the run with its message and stack', () => {
    const { sender, say } = bench()
    say(['X', FIRST, 3, 'exception', btoa('no such thing'), btoa('    at f (:1:33)\n')])
    expect(sender.failure).toMatchObject({ code: 'E_DEVICE_EXCEPTION', kind: 'device-failed', place: `frame ${FIRST}` })
    expect(sender.failure?.message).toBe('the device reports: no such thing\n    at f (:1:33)')
  })
})

interface Faults {
  readonly drop: number
  readonly repeat: number
  readonly corrupt: number
  /** Longest delay of a line in ms. */
  readonly delay: number
}

/** A line that loses, repeats, spoils and delays; what it carries stays in order but for repeats. */
function lossy(
  clock: SimulatedClock,
  random: () => number,
  faults: Faults,
  deliver: (line: string) => void,
): (line: string) => void {
  let free = 0
  return (line) => {
    if (random() < faults.drop) return
    const times = random() < faults.repeat ? 2 : 1
    for (let i = 0; i < times; i++) {
      const spoilt = random() < faults.corrupt ? spoil(line, random) : line
      free = Math.max(free, clock.now() + random() * faults.delay)
      clock.after(free - clock.now(), () => deliver(spoilt))
    }
  }
}

function spoil(line: string, random: () => number): string {
  const at = Math.floor(random() * line.length)
  const how = random()
  if (how < 0.3) return line.slice(0, at)
  if (how < 0.5) return line.slice(0, at) + '\n' + line.slice(at)
  return line.slice(0, at) + String.fromCharCode(33 + Math.floor(random() * 90)) + line.slice(at + 1)
}

interface Outcome {
  taken: Body[]
  /** Result words as the device gave them, and as they were handed on. */
  given: number[]
  words: number[]
  sender: Sender
  device: DeviceModel
  clock: SimulatedClock
}

/** Sends `count` frames over faulty lines to a device that answers each with its number; results may be lost as well. */
function transfer(seed: number, count: number, there: Faults, back: Faults, losesResults = false): Outcome {
  const clock = new SimulatedClock()
  const random = chance(seed)
  const taken: Body[] = []
  const given: number[] = []
  const words: number[] = []
  let last = 0
  const up = lossy(clock, random, back, (line) => sender.onLine(line))
  const device = new DeviceModel({
    // Result words are not repeated by the device: their line is reliable unless their loss is what is tested.
    write: (line) => {
      if (losesResults || !line.startsWith('~["R"')) up(line)
      else {
        // Not overtaken by the acknowledgement that covers it.
        last = Math.max(last, clock.now())
        clock.after(last - clock.now(), () => sender.onLine(line))
      }
    },
    take: (body) => {
      taken.push(body)
      const list = random() < 0.5 ? [body[3] as number, -1] : []
      given.push(...list)
      return list
    },
  })
  const sender: Sender = new Sender({
    clock,
    hello: device.hello,
    retries: 50,
    onWords: (list) => words.push(...list),
    write: lossy(clock, random, there, (line) => device.receive(line + '\n')),
  })
  for (let i = 0; i < count; i++) {
    clock.after(i * 3, () => {
      if (sender.failure === null) sender.send(frame(i, Math.floor(random() * 400)))
    })
  }
  let steps = 0
  while (clock.step()) if (++steps > 100_000) throw new Error(`no end in sight, seed ${seed}`)
  return { taken, given, words, sender, device, clock }
}

const share = fc.double({ min: 0, max: 0.3, noNaN: true })
const faults = fc.record({ drop: share, repeat: share, corrupt: share, delay: fc.integer({ min: 0, max: 200 }) })

test('over any lossy line every frame is taken exactly once and in order', () => {
  fc.assert(
    fc.property(fc.integer(), faults, faults, (seed, there, back) => {
      const { taken, sender } = transfer(seed, 40, there, back)
      expect(sender.failure).toBeNull()
      expect(taken.map((body) => body[3])).toEqual(Array.from({ length: 40 }, (_, i) => i))
      expect(sender.settled).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('lost results end the run, or nothing was lost: never a wrong sum', () => {
  let lost = 0
  fc.assert(
    fc.property(fc.integer(), faults, (seed, back) => {
      const none = { drop: 0, repeat: 0, corrupt: 0, delay: 1 }
      const { sender, given, words } = transfer(seed, 30, none, back, true)
      // What was handed on is always a beginning of what was given.
      expect(words).toEqual(given.slice(0, words.length))
      if (sender.failure === null) expect(words).toEqual(given)
      else {
        expect(sender.failure.code).toBe('E_RESULTS_LOST')
        lost += 1
      }
    }),
    { numRuns: 200, seed: 11 },
  )
  expect(lost).toBeGreaterThan(20)
})

test('what is under way never exceeds the grant, but for a frame that is larger by itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 900 }),
      fc.array(fc.tuple(fc.nat(500), fc.nat(3)), { minLength: 1, maxLength: 40 }),
      (grant, list) => {
        const lines: string[] = []
        const { sender, say } = bench({ hello: { grant, f: FIRST, n: 0 }, write: (line) => lines.push(line) })
        let taken = 0
        for (const [i, [size, acks]] of list.entries()) {
          sender.send(frame(i, size))
          const out = lines.slice(taken)
          const bytes = out.reduce((sum, line) => sum + line.length + 1, 0)
          expect(bytes <= grant || out.length === 1, `${bytes} of ${grant}`).toBe(true)
          taken = Math.min(lines.length, taken + acks)
          say(['A', FIRST + taken, 0, null, 0])
        }
        // Everything acknowledged: everything goes, in order.
        while (taken < list.length) say(['A', FIRST + ++taken, 0, null, 0])
        expect(lines).toHaveLength(list.length)
        expect(sender.settled).toBe(true)
      },
    ),
  )
})

test('a seed repeats a run line by line', () => {
  const some = { drop: 0.2, repeat: 0.2, corrupt: 0.2, delay: 50 }
  const [one, two] = [transfer(7, 40, some, some), transfer(7, 40, some, some)]
  expect(one.sender.counters).toEqual(two.sender.counters)
  expect(one.sender.counters.repeats).toBeGreaterThan(0)
  expect(one.clock.now()).toBe(two.clock.now())
})

test('over a good line nothing is repeated', () => {
  const none = { drop: 0, repeat: 0, corrupt: 0, delay: 5 }
  const { sender, taken } = transfer(1, 100, none, none)
  expect(taken).toHaveLength(100)
  expect(sender.counters).toMatchObject({ repeats: 0, timeouts: 0, corrupt: 0, naks: {} })
})

test('a lost result is never silent when another follows', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), { minLength: 2 }), (list) => {
      const { sender, words, say } = bench()
      let n = 0
      let lost = false
      let noticed = false
      for (const [size, arrives] of list) {
        if (arrives) {
          say(['R', n, encodeWords(Array.from({ length: size }, (_, i) => n + i))])
          noticed ||= lost
        } else lost = true
        n += size
      }
      expect(sender.failure !== null).toBe(noticed)
      expect(words).toEqual(Array.from(words, (_, i) => i))
    }),
  )
})
