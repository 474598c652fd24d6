import { describe, expect, test } from 'vitest'
import { encodeWords, type NumberedFrame } from './frames.ts'
import { encodeLine } from './line.ts'
import { FIRST, frame, numbers, senderBench as bench } from './testing/sender-bench.ts'

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

  test('credit is what of the window is free; kept is what could be sent again', () => {
    const { sender, say } = bench()
    expect([sender.credit, sender.kept]).toEqual([300, 0])
    sender.send(frame(0, 75))
    const bytes = 300 - sender.credit
    expect([bytes > 100, sender.kept]).toEqual([true, bytes])
    for (let i = 1; i < 4; i++) sender.send(frame(i, 75))
    expect([sender.credit, sender.kept]).toEqual([300 - 2 * bytes, 4 * bytes])
    say(['A', FIRST + 1, 0, null, 0])
    expect([sender.credit, sender.kept]).toEqual([300 - 2 * bytes, 4 * bytes])
    say(['A', FIRST + 4, 0, null, 0])
    expect([sender.credit, sender.kept]).toEqual([300 - bytes, 4 * bytes])
    sender.forget(FIRST + 3)
    expect(sender.kept).toBe(bytes)
  })

  test('credit is never negative', () => {
    const { sender } = bench()
    sender.send(frame(0, 400))
    expect(sender.credit).toBe(0)
  })

  test('held, nothing new is sent: what is under way comes to rest', () => {
    const { sender, clock, sent, say } = bench({ askMs: 50 })
    sender.send(frame(0))
    sender.hold(true)
    sender.send(frame(1))
    expect([numbers(sent), sender.queued, sender.rests]).toEqual([[0], 1, false])
    clock.advance(50)
    expect(sent.at(-1)).toBe('["P"]')
    say(['A', FIRST + 1, 0, null, 0])
    expect([sent.length, sender.rests, sender.settled]).toEqual([2, true, false])
    sender.hold(false)
    expect(numbers(sent)).toEqual([0, '["P"]', 1])
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
    sender.ask({ type })
    clock.advance(100)
    expect(sent.slice(1)).toEqual(type === 'S' ? ['["P"]', '["S"]'] : type === 'Q' ? ['["Q"]//'] : ['["P"]'])
    say(type === 'S' ? ['S', {}] : ['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(true)
    clock.advance(10_000)
    expect(sender.counters.timeouts).toBe(1)
  })

  test('the counters are no answer to P, an acknowledgement is none to S', () => {
    const { sender, say } = bench()
    sender.ask({ type: 'P' })
    sender.ask({ type: 'S' })
    say(['S', {}])
    expect(sender.settled).toBe(false)
    say(['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(true)
    sender.ask({ type: 'S' })
    say(['A', FIRST, 0, null, 0])
    expect(sender.settled).toBe(false)
  })

  test('a device that never says its counters is given up, and the wait is named', () => {
    const { sender, clock } = bench({ timeoutMs: 100, retries: 1 })
    sender.ask({ type: 'S' })
    clock.advance(1000)
    expect(sender.failure?.message).toBe('the device is silent: awaited the answer to S; last lines received: none')
  })

  test('nor is a device waited for without end that acknowledges and never says its counters', () => {
    const { sender, clock, sent, say } = bench({ timeoutMs: 100, retries: 3 })
    sender.ask({ type: 'S' })
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

  test('an idle device is asked whether it is there, if that is wanted', () => {
    const { sender, clock, sent, say } = bench({ heartbeatMs: 1000, timeoutMs: 100, retries: 1 })
    clock.advance(999)
    expect(sent).toEqual([])
    clock.advance(1)
    expect(sent).toEqual(['["P"]'])
    say(['A', FIRST, 0, null, 0])
    clock.advance(999)
    expect(sent).toHaveLength(1)
    clock.advance(201)
    expect(sent).toHaveLength(3)
    expect(sender.failure).toMatchObject({ code: 'E_SILENT' })
  })

  test('each rest puts the heartbeat off, held or not', () => {
    const { sender, clock, sent, say } = bench({ heartbeatMs: 1000, askMs: 50 })
    clock.advance(900)
    sender.send(frame(0))
    say(['A', FIRST + 1, 0, null, 0])
    sender.hold(true)
    sender.send(frame(1))
    clock.advance(999)
    expect(sent).toHaveLength(1)
    clock.advance(1)
    expect(sent.at(-1)).toBe('["P"]')
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
    sender.ask({ type: 'S' })
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

  test('a question for a frame does not say that those before it gave no results', () => {
    const { sender, sent, say } = bench()
    for (let i = 0; i < 2; i++) sender.send(frame(i))
    say(['N', FIRST + 2, 'crc'])
    expect([sender.settled, sender.taken, sent.length]).toEqual([false, FIRST, 2])
    say(['A', FIRST + 2, 0, null, 1])
    expect([sender.settled, sent.at(-1)]).toEqual([false, '["R",0]'])
  })

  test('of a frame of which the device does not know the one before: that one in full, the others as they were', () => {
    const events = (q: number): NumberedFrame => ({
      ...{ type: 'E', q, key: 0, w: 5, t0: 10 * q, dt: 10, n: 2 },
      ...{ scales: [1], bytes: Uint8Array.of(1, 0, 2, 0) },
    })
    const { sender, sent, say } = bench({ brief: true, hello: { grant: 900, f: FIRST, n: 0 } })
    for (const q of [0, 2, 4, 6]) sender.send(events(q))
    const full = (i: number): string => `["E",${FIRST + i},${2 * i},0,5,${20 * i},10,2,1,"AQACAA=="]`
    const brief = (i: number): string => `["G",${FIRST + i},-1,"AQACAA"]`
    expect(sent).toEqual([full(0), brief(1), brief(2), brief(3)])
    sender.resume({ grant: 900, f: FIRST + 2, n: 0 })
    say(['N', FIRST + 2, 'head'])
    expect(sent.slice(4)).toEqual([brief(2), brief(3), full(2), brief(3)])
    const { kept, credit } = sender
    say(['N', FIRST + 2, 'head'])
    expect([sender.kept, sender.credit]).toEqual([kept, credit])
    say(['A', FIRST + 4, 8, 5, 0])
    expect([sender.settled, sender.credit]).toEqual([true, 900])
    // It stays what it is: the device may be restarted once more.
    sender.resume({ grant: 900, f: FIRST + 2, n: 0 })
    expect(sent.slice(-2)).toEqual([full(2), brief(3)])
  })

  test('a last frame that was lost: the device, asked behind it, has not taken it', () => {
    const { sender, clock, sent, say } = bench({ askMs: 50 })
    for (let i = 0; i < 3; i++) sender.send(frame(i))
    clock.advance(50)
    say(['A', FIRST + 1, 0, null, 0])
    // It was behind with its work, perhaps.
    expect(numbers(sent.slice(3))).toEqual(['["P"]'])
    clock.advance(50)
    say(['A', FIRST + 1, 0, null, 0])
    expect(numbers(sent.slice(4))).toEqual(['["P"]', 1, 2])
    say(['A', FIRST + 3, 0, null, 0])
    expect([sender.settled, sender.counters.timeouts]).toEqual([true, 0])
  })

  test('a device that answers and never takes a frame is given up', () => {
    const { sender, clock, sent, say } = bench({ askMs: 50, retries: 3 })
    sender.send(frame(0))
    for (let i = 0; i < 10 && sender.failure === null; i++) {
      clock.advance(50)
      say(['A', FIRST, 0, null, 0])
    }
    expect(sender.failure?.message).toContain(`awaited frame ${FIRST} to be taken`)
    expect(numbers(sent)).toEqual([0, '["P"]', 0, '["P"]', 0, '["P"]', 0, '["P"]'])
  })

  test('an acknowledgement that nobody asked for repeats nothing', () => {
    const { sender, sent, say } = bench()
    sender.send(frame(0))
    say(['A', FIRST, 0, null, 0])
    expect(sent).toHaveLength(1)
  })

  test('silences are counted in a row: a rest ends it', () => {
    const { sender, clock, say } = bench({ heartbeatMs: 1000, timeoutMs: 100, retries: 1 })
    for (let i = 0; i < 5; i++) {
      // The question is lost, that behind the silence arrives.
      clock.advance(1100)
      say(['A', FIRST, 0, null, 0])
    }
    expect([sender.failure, sender.counters.timeouts]).toEqual([null, 5])
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
    expect(() => sender.ask({ type: 'S' })).toThrow('silent')
    // What is handed in now is kept, for the case that the device is found again.
    sender.send(frame(2))
    expect([sent.length, sender.next, clock.idle]).toEqual([8, FIRST + 3, true])
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
    expect(() => sender.ask({ type: 'S' })).toThrow('the device reports: memory')
  })

  test.each([
    // kind       message    code                  cure
    ['memory', 'LOW_MEMORY', 'E_DEVICE_MEMORY', 'reduce keys, window or buffer sizes'],
    ['program', 'runs 00ff', 'E_DEVICE_PROGRAM', 'load the program again'],
    ['run', 'on run 7', 'E_DEVICE_RUN', 'restart the device'],
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
