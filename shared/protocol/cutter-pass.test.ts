/** Several boards: what a cutter makes of items that go to another one. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../pipeline/resolve.ts'
import { ReferenceEngine } from '../reference/engine.ts'
import type { Item } from '../stream/event.ts'
import { Cutter } from './cutter.ts'
import { Dictionary } from './dictionary.ts'
import type { NumberedFrame } from './frames.ts'
import { Positions } from './positions.ts'

const detect = { from: 'input', detect: { when: 'v > 3' } }
const window = { from: 'input', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()' } }

/** Cuts events `KEY@TIME` for the board of key `a`; gives its frames in short, and the positions they name. */
function cut(words: string, stages: readonly object[], limits: object = {}): { frames: string[]; ats: number[] } {
  const pipeline = loadPipeline({
    name: 'pass',
    input: { fields: { k: 'string', v: 'double' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs: 10 },
    stages,
    limits: { frame: 4, ...limits },
  })
  const engine = new ReferenceEngine(pipeline)
  const positions = new Positions()
  const cutter = new Cutter(pipeline, { fields: ['v'], dictionary: new Dictionary([], true), positions })
  const all: NumberedFrame[] = []
  for (const [i, word] of words.split(' ').entries()) {
    const [key, t] = word.split('@')
    const item: Item = { kind: 'event', t: Number(t), ref: `e${i}`, key, values: { k: key, v: 1 } }
    const step = engine.push(item)
    all.push(...(key === 'a' ? cutter.push(item, step) : cutter.pass(step)))
  }
  all.push(...cutter.flush())
  const ats = Array.from({ length: positions.next }, (_, q) => positions.of(q).at)
  return { frames: all.filter(({ type }) => type !== 'D').map(shown), ats }
}

function shown(frame: NumberedFrame): string {
  switch (frame.type) {
    case 'E':
      return `${frame.n} events w${String(frame.w)}`
    case 'e':
      return `1 event w${String(frame.w)}`
    case 'W':
      return `mark w${frame.w}`
    default:
      return frame.type
  }
}

describe('items of another board', () => {
  test('that fire nothing are not told, but carry the watermark with what comes next', () => {
    expect(cut('a@20 b@30 b@40 a@50', [window]).frames).toEqual(['2 events w39'])
  })

  test('that fire a window end the segment, and the watermark follows at once', () => {
    expect(cut('a@20 a@30 b@115 a@120', [window])).toEqual({
      frames: ['2 events w19', 'mark w104', '1 event w109'],
      ats: [0, 1, 2, 3],
    })
  })

  test('that fire one when nothing waits here: the mark alone', () => {
    expect(cut('b@20 b@115', [window]).frames).toEqual(['mark w104'])
  })

  test('count among the items: results name their places in the whole input', () => {
    expect(cut('b@1 a@2 b@3 b@4 a@5', [window]).ats).toEqual([1, 4])
  })

  test('make an event of ours late: the watermark comes before it', () => {
    // Without windows nothing is fired; the detector alone holds the event against the watermark.
    expect(cut('a@20 b@80 a@30', [detect]).frames).toEqual(['1 event w69', '1 event w69'])
    expect(cut('b@20 b@80 a@30', [detect])).toEqual({ frames: ['mark w69', '1 event w69'], ats: [1, 2] })
  })

  test('release what waits on the device before there is too much of it', () => {
    const { frames } = cut('a@20 a@21 b@50 a@52 a@53 a@54', [detect], { waiting: 2 })
    expect(frames).toEqual(['2 events w39', '2 events w42', '1 event w43'])
  })

  test('the last of them are told at the end', () => {
    expect(cut('a@20 b@30 b@40', [window]).frames).toEqual(['1 event w29'])
    expect(cut('b@30 b@40', [window])).toEqual({ frames: ['mark w29'], ats: [1] })
  })
})
