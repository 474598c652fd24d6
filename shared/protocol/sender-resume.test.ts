/** Going on after a restart of the device, a broken line or an earlier life of the host (protocol, sections 7 and 8). */
import { describe, expect, test } from 'vitest'
import { encodeBytes } from './base64.ts'
import { encodeWords } from './frames.ts'
import { FIRST, frame, numbers, senderBench, type SenderBench } from './testing/sender-bench.ts'

/** A sender that has sent frames 0 to 3, of which the device of boot 1 has taken 0 to 2, with a word each. */
function atWork(): SenderBench {
  const one = senderBench({ hello: { grant: 300, boot: 1, f: FIRST, n: 0 } })
  for (let i = 0; i < 4; i++) one.sender.send(frame(i))
  one.say(['R', 0, encodeWords([10, 11, 12])])
  one.say(['A', FIRST + 3, 3, null, 3, 1])
  one.sent.length = 0
  return one
}

describe('checkpoints', () => {
  test('C answers K; frames stay until someone says that they are not needed', () => {
    const { sender, say, sent } = atWork()
    say(['A', FIRST + 4, 4, null, 3, 1])
    sender.ask({ type: 'K', n: 3 })
    expect([sent, sender.rests]).toEqual([['["K",3]'], false])
    say(['C', FIRST + 4, 3, 7, 1200, 8])
    expect([sender.rests, sender.counters.checkpoints, sender.first]).toEqual([true, 1, FIRST])
    expect(sender.checkpoint).toEqual({ type: 'C', f: FIRST + 4, n: 3, serial: 7, bytes: 1200, slots: 8 })
    sender.forget(FIRST + 4)
    expect([sender.first, sender.kept]).toEqual([FIRST + 4, 0])
  })

  test('one that was not made is an answer, and does not count', () => {
    const { sender, say } = senderBench()
    sender.ask({ type: 'K', n: 0 })
    say(['C', FIRST, 3, 0, 1200, 8])
    expect([sender.rests, sender.counters.checkpoints, sender.checkpoint?.serial]).toEqual([true, 0, 0])
  })

  test('frames that are not taken are never forgotten', () => {
    const { sender, sent } = atWork()
    sender.forget(FIRST + 99)
    expect(sender.first).toBe(FIRST + 3)
    sender.resume({ grant: 300, f: FIRST + 3, n: 3 })
    expect(numbers(sent)).toEqual([3])
  })

  test('K is asked again after silence', () => {
    const { sender, clock, sent } = senderBench({ timeoutMs: 100 })
    sender.ask({ type: 'K', n: 0 })
    clock.advance(100)
    expect(sent).toEqual(['["K",0]', '["P"]', '["K",0]'])
  })

  test('a piece of the copy answers the question for that piece only', () => {
    const { sender, say } = senderBench()
    say(['B', 0, encodeBytes(Uint8Array.of(1))])
    expect(sender.copied).toBeNull()
    sender.ask({ type: 'B', n: 384 })
    say(['B', 0, encodeBytes(Uint8Array.of(1))])
    expect([sender.copied, sender.rests]).toEqual([null, false])
    say(['B', 384, encodeBytes(Uint8Array.of(2, 3))])
    expect([sender.copied, sender.rests]).toEqual([{ at: 384, bytes: Uint8Array.of(2, 3) }, true])
  })
})

describe('after a restart of the device', () => {
  test('everything from its checkpoint on is sent again, byte for byte, within the window', () => {
    const { sender, sent } = atWork()
    sender.resume({ grant: 300, boot: 2, f: FIRST + 1, n: 1 })
    expect([numbers(sent), sender.taken, sender.settled]).toEqual([[1, 2, 3], FIRST + 1, false])
    expect(sender.counters.repeats).toBe(0)
  })

  test('without a checkpoint everything is', () => {
    const { sender, sent, say } = atWork()
    sender.resume({ grant: 60, boot: 2, f: FIRST, n: 0 })
    expect([numbers(sent), sender.queued]).toEqual([[0, 1], 2])
    say(['A', FIRST + 2, 2, null, 2, 2])
    expect(numbers(sent)).toEqual([0, 1, 2, 3])
  })

  test('words that it gives once more are dropped; those that never came are taken', () => {
    const { sender, say, words } = atWork()
    sender.resume({ grant: 300, boot: 2, f: FIRST + 1, n: 1 })
    say(['R', 1, encodeWords([11, 12, 13])])
    say(['A', FIRST + 4, 4, null, 4, 2])
    expect([words, sender.settled, sender.counters.duplicateWords]).toEqual([[10, 11, 12, 13], true, 2])
  })

  test('what was asked is not awaited any more, and a hold has ended', () => {
    const { sender, clock } = atWork()
    sender.hold(true)
    sender.ask({ type: 'K', n: 3 })
    sender.ask({ type: 'S' })
    sender.resume({ grant: 300, boot: 2, f: FIRST + 4, n: 3 })
    expect(sender.settled).toBe(true)
    clock.advance(100_000)
    expect([sender.failure, sender.counters.timeouts]).toEqual([null, 0])
  })

  test('a failure is over, and retries count anew', () => {
    const { sender, clock, sent, say } = senderBench({ timeoutMs: 100, retries: 1, askMs: 1000 })
    sender.send(frame(0))
    clock.advance(200)
    expect(sender.failure?.code).toBe('E_SILENT')
    sent.length = 0
    sender.resume({ grant: 300, f: FIRST, n: 0 })
    expect([sender.failure, numbers(sent)]).toEqual([null, [0]])
    clock.advance(100)
    expect(sender.failure).toBeNull()
    say(['A', FIRST + 1, 0, null, 0])
    expect(sender.settled).toBe(true)
  })

  test('a device that has lost more than is kept here is an error that names both, and changes nothing', () => {
    const { sender, sent } = atWork()
    sender.forget(FIRST + 2)
    expect(() => sender.resume({ grant: 300, boot: 2, f: FIRST + 1, n: 1 })).toThrow(
      expect.objectContaining({
        code: 'E_TOO_FAR_BACK',
        message: `the device expects frame ${FIRST + 1}; here is known what follows frame ${FIRST + 2}`,
      }),
    )
    expect([sent, sender.taken]).toEqual([[], FIRST + 3])
  })

  test('so is one that is ahead of everything that was handed in', () => {
    const { sender } = atWork()
    expect(() => sender.resume({ grant: 300, f: FIRST + 5, n: 3 })).toThrow(`the device expects frame ${FIRST + 5}`)
  })

  test('results that are behind at the handshake are asked for before anything is sent', () => {
    const { sender, sent, say, words } = atWork()
    // Not restarted: the line was away, and what it carried is lost.
    sender.resume({ grant: 300, boot: 1, f: FIRST + 4, n: 5 })
    sender.send(frame(4))
    expect(numbers(sent)).toEqual(['["R",3]'])
    say(['R', 3, encodeWords([13, 14])])
    expect([numbers(sent), words]).toEqual([
      ['["R",3]', 4],
      [10, 11, 12, 13, 14],
    ])
  })

  test('whoever resumes within a window does not exceed the new one', () => {
    const { sender, sent } = atWork()
    sender.resume({ grant: 40, boot: 2, f: FIRST, n: 0 })
    expect(numbers(sent)).toEqual([0])
    expect(sender.credit).toBeLessThan(40)
  })
})

describe('lines of before a restart that arrive late', () => {
  function restarted(): SenderBench {
    const one = atWork()
    one.sender.resume({ grant: 300, boot: 2, f: FIRST + 1, n: 1 })
    one.sent.length = 0
    return one
  }

  test('an acknowledgement takes nothing as done, and answers nothing', () => {
    const { sender, say } = restarted()
    sender.ask({ type: 'P' })
    say(['A', FIRST + 4, 4, 99, 9, 1])
    expect([sender.taken, sender.settled, sender.watermark]).toEqual([FIRST + 1, false, null])
    // Nor does it make words missing that the device has not given again.
    say(['A', FIRST + 4, 4, null, 3, 2])
    expect([sender.settled, sender.failure]).toEqual([true, null])
  })

  test('words are those that will come again', () => {
    const { say, words, sender } = restarted()
    say(['R', 3, encodeWords([13])])
    say(['R', 1, encodeWords([11, 12, 13])])
    say(['A', FIRST + 4, 4, null, 4, 2])
    expect([words, sender.settled]).toEqual([[10, 11, 12, 13], true])
  })

  test('words far ahead only ask for those between, which come by and by', () => {
    const { say, words, sender, sent } = restarted()
    say(['R', 5, encodeWords([15])])
    expect(sent).toEqual(['["R",3]'])
    // The device has no such words yet: it says nothing to it, and tells where it is.
    say(['A', FIRST + 2, 2, null, 2, 2])
    expect(sender.rests).toBe(false)
    say(['R', 2, encodeWords([12, 13])])
    say(['A', FIRST + 4, 4, null, 4, 2])
    expect([words, sender.settled]).toEqual([[10, 11, 12, 13], true])
  })

  test.each([
    [0, []],
    [2, [2, 3]],
    [4, []],
  ])('a question for frame %d repeats what is under way, at most', (f, expected) => {
    const { say, sender, sent } = restarted()
    say(['N', FIRST + f, 'gap'])
    expect([numbers(sent), sender.taken, sender.settled]).toEqual([expected, FIRST + 1, false])
  })

  test('that words are gone is no news', () => {
    const { say, sender } = restarted()
    say(['L', 50])
    expect(sender.failure).toBeNull()
  })

  test('a device that does not tell its boot is believed: only the order of its line protects then', () => {
    const { say, sender } = restarted()
    say(['A', FIRST + 4, 4, null, 3])
    expect(sender.settled).toBe(true)
  })
})

describe('a broken line', () => {
  test('neither sends nor hears nor waits; frames are kept', () => {
    const { sender, say, sent, clock } = atWork()
    sender.suspend()
    sender.send(frame(4))
    sender.hold(false)
    say(['A', FIRST + 4, 4, null, 4, 1])
    clock.advance(100_000)
    expect([sent, sender.taken, sender.failure, sender.counters.timeouts]).toEqual([[], FIRST + 3, null, 0])
    sender.resume({ grant: 300, boot: 1, f: FIRST + 3, n: 3 })
    expect(numbers(sent)).toEqual([3, 4])
  })
})

describe('an earlier life of the host', () => {
  test('what was durable is not sent, and words that had come do not come again', () => {
    const { sender, sent, say, words } = senderBench()
    sender.suspend()
    for (let i = 0; i < 4; i++) sender.send(frame(i))
    sender.remember({ words: 2 })
    sender.remember({ durable: FIRST + 2 })
    sender.remember({ words: 1 })
    expect([sender.first, sender.word]).toEqual([FIRST + 2, 3])
    sender.resume({ grant: 300, boot: 2, f: FIRST + 2, n: 2 })
    say(['R', 2, encodeWords([12, 13])])
    say(['A', FIRST + 4, 4, null, 4, 2])
    expect([numbers(sent), words, sender.settled]).toEqual([[2, 3], [13], true])
  })

  test('frames that were forgotten can be brought back for a board that has nothing', () => {
    const { sender, sent } = atWork()
    sender.forget(FIRST + 2)
    sender.recall(FIRST, [frame(0), frame(1)])
    expect([sender.first, sender.next]).toEqual([FIRST, FIRST + 4])
    sender.resume({ grant: 300, boot: 2, f: FIRST, n: 0 })
    expect(numbers(sent)).toEqual([0, 1, 2, 3])
  })
})
