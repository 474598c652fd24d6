/** Result words that a host asks for again (shared/protocol/README.md, sections 4 and 7): the ring of the last 48. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { DeviceFrame } from '../../shared/protocol/frames.ts'
import { Bot } from './bot.ts'
import type { TestFlash } from './natives.ts'
import { bundled, type Program } from './programs.ts'
import { VmDevice } from './vm-device.ts'

const RING = 48
/** Words of a result: code, key, item, pane, n, v. */
const RECORD = 6

let program: Program
let bot: Bot
beforeAll(async () => {
  program = await bundled(
    loadPipeline({
      name: 'ring',
      input: { fields: { v: 'double' } },
      time: { mode: 'event', watermarks: 'explicit' },
      stages: [{ window: { type: 'count', size: 1 }, aggregates: { n: 'count()', v: 'last(v)' } }],
    }),
  )
})
beforeEach(() => {
  bot = new Bot((code, before) => new VmDevice(code, { flash: before?.flash as TestFlash | undefined }), program)
  bot.hello()
})

/** What it says when it is asked for the words from `n` on. */
function again(n: number): { lines: [number, number[]][]; gone: number | null } {
  const known = bot.words.length
  const frames: DeviceFrame[] = bot.say('R', n)
  bot.words.splice(known)
  const lines = frames.flatMap((each): [number, number[]][] => (each.type === 'R' ? [[each.n, [...each.words]]] : []))
  const gone = frames.find((each) => each.type === 'L')
  return { lines, gone: gone?.type === 'L' ? gone.n : null }
}

describe('words are sent again', () => {
  test('from any number that is still there: the same words, to the bit', () => {
    for (let events = 1; events <= 40; events++) {
      bot.events(1)
      const sent = bot.words.length
      expect(sent).toBe(RECORD * events)
      for (let n = Math.max(0, sent - RING); n <= sent; n++) {
        const { lines, gone } = again(n)
        expect(gone).toBeNull()
        expect(lines.flatMap(([, words]) => words)).toEqual(bot.words.slice(n))
        expect(lines.map(([at]) => at)).toEqual(
          lines.map((_, i) => n + lines.slice(0, i).reduce((sum, [, words]) => sum + words.length, 0)),
        )
      }
    }
  })

  test('no line crosses the end of the ring, so there are two at most', () => {
    bot.events(12)
    const { lines } = again(30)
    expect(lines.map(([n, words]) => [n, words.length])).toEqual([
      [30, 18],
      [48, 24],
    ])
  })

  test('what is new goes on behind them, once', () => {
    bot.events(3)
    again(0)
    bot.events(2)
    expect(bot.words).toHaveLength(5 * RECORD)
    expect(bot.say('P')).toMatchObject([{ n: 5 * RECORD }])
  })

  test('of those to come there are none', () => {
    bot.events(2)
    for (const n of [2 * RECORD, 2 * RECORD + 1, 1e9]) expect(again(n)).toEqual({ lines: [], gone: null })
  })
})

describe('words that are gone', () => {
  test('are told: the number of the first that is there', () => {
    bot.events(20)
    expect(again(0)).toEqual({ lines: [], gone: 20 * RECORD - RING })
    expect(again(20 * RECORD - RING - 1)).toEqual({ lines: [], gone: 20 * RECORD - RING })
    expect(again(20 * RECORD - RING).gone).toBeNull()
  })

  test('those of before a restart are, though the ring had room for them', () => {
    bot.events(4)
    expect(bot.checkpoint().serial).toBe(1)
    bot.restart()
    expect(bot.hello()).toMatchObject({ n: 4 * RECORD })
    expect(again(3 * RECORD)).toEqual({ lines: [], gone: 4 * RECORD })
    expect(again(4 * RECORD)).toEqual({ lines: [], gone: null })
    bot.events(2)
    expect(again(4 * RECORD).lines.flatMap(([, words]) => words)).toEqual(bot.words.slice(4 * RECORD))
    expect(again(4 * RECORD - 1).gone).toBe(4 * RECORD)
  })

  test('a restart without a checkpoint begins at 0', () => {
    bot.events(4)
    bot.restart()
    expect(bot.hello()).toMatchObject({ n: 0 })
    expect(again(0)).toEqual({ lines: [], gone: null })
  })
})
