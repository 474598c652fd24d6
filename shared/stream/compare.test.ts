import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { Comparison, type CompareOptions, type Verdict } from './compare.ts'
import { describe as words, whyUnequal } from './why.ts'
import type {
  AnomalyResult,
  BufferResult,
  DetectResult,
  DumpResult,
  LateResult,
  MatchResult,
  OverflowResult,
  PairResult,
  Result,
  TimeoutResult,
  WindowResult,
} from './result.ts'

const window = (more: Partial<WindowResult> = {}): WindowResult => ({
  ...{ type: 'window', stage: 'w', at: 3, key: 'k', start: 0, end: 10, pane: 0, aggs: { n: 2, mean: 0.5 } },
  ...more,
})
const late = (more: Partial<LateResult> = {}): LateResult => ({
  type: 'late',
  stage: 'w',
  at: 4,
  key: 'k',
  ref: 'e4',
  t: 1,
  ...more,
})
const detect = (more: Partial<DetectResult> = {}): DetectResult => ({
  ...{ type: 'detect', stage: 'd', key: 'k', edge: 'start', t: 5, ref: 'e5', since: 3 },
  ...more,
})
const anomaly = (more: Partial<AnomalyResult> = {}): AnomalyResult => ({
  ...{ type: 'anomaly', stage: 'z', key: 'k', t: 5, ref: 'e5', value: 9, score: 4, alarm: true },
  ...more,
})
const buffer = (more: Partial<BufferResult> = {}): BufferResult => ({
  type: 'buffer',
  stage: 'b',
  at: 5,
  key: 'k',
  aggs: { m: 1 },
  ...more,
})
const dump = (more: Partial<DumpResult> = {}): DumpResult => ({
  ...{ type: 'buffer', stage: 'b', at: 5, key: 'k', by: 'z', t: 5, events: ['a'], values: { v: [1] } },
  ...more,
})
const overflow = (more: Partial<OverflowResult> = {}): OverflowResult => ({
  ...{ type: 'overflow', stage: 'w', overflow: 'openWindows', key: 'k', t: 1, action: 'fireEarly', lost: 1 },
  ...more,
})

function compare(reference: Result[], device: Result[], options?: CompareOptions): Verdict {
  const comparison = new Comparison(options)
  for (const result of reference) comparison.reference(result)
  for (const result of device) comparison.device(result)
  return comparison.finish()
}

/** `results equal/differ/ties/lost` in short. */
function short({ results, differ, ties, lost, equal }: Verdict): string {
  return `${results} ${differ}/${ties}/${lost}${equal ? '' : ' !'}`
}

describe('equal', () => {
  test('nothing at all', () =>
    expect(compare([], [])).toEqual({ equal: true, results: 0, differ: 0, ties: 0, lost: 0 }))

  test('all kinds, in another order', () => {
    const all = [window(), late(), detect(), anomaly(), buffer(), dump(), window({ key: 'other' })]
    expect(short(compare(all, [...all].reverse()))).toBe('7 0/0/0')
  })

  test('whichever side comes first', () => {
    const comparison = new Comparison()
    comparison.device(window())
    comparison.reference(window())
    comparison.reference(late())
    comparison.device(late())
    expect(short(comparison.finish())).toBe('2 0/0/0')
  })

  test('-0 is 0, null is null', () => {
    const aggs = (n: number) => ({ n, mean: null })
    expect(short(compare([window({ aggs: aggs(0) })], [window({ aggs: aggs(-0) })]))).toBe('1 0/0/0')
  })

  test('results of one identity are paired in their order', () => {
    const two = [detect({ since: 1 }), detect({ since: 5 })]
    expect(short(compare(two, two))).toBe('2 0/0/0')
    expect(short(compare(two, [two[1], two[0]]))).toBe('2 2/0/0 !')
  })

  test('count windows are told apart by the item', () => {
    const counted = (at: number, n: number) => window({ at, start: null, end: null, aggs: { n } })
    expect(short(compare([counted(1, 5), counted(3, 6)], [counted(3, 6), counted(1, 5)]))).toBe('2 0/0/0')
  })
})

describe('different', () => {
  test.each<[string, Result, Result, RegExp]>([
    [
      'a value',
      window(),
      window({ aggs: { n: 3, mean: 0.5 } }),
      /^stage w, key "k": window \[0, 10\), pane 0: n is 2 in the reference and 3 on the device, 1 apart where it must be equal\.$/,
    ],
    ['the last bit', window(), window({ aggs: { n: 2, mean: 0.5 + 2 ** -53 } }), /mean is 0.5 in the reference/],
    [
      'null',
      window(),
      window({ aggs: { n: 2, mean: null } }),
      /mean is 0.5 in the reference and null on the device\.$/,
    ],
    ['the item', window(), window({ at: 4 }), /at is 3 in the reference and 4/],
    [
      'an output that is missing',
      window(),
      window({ aggs: { n: 2 } }),
      /mean is 0.5 in the reference and missing on the device/,
    ],
    [
      'an output too many',
      window({ aggs: { n: 2 } }),
      window(),
      /mean is missing in the reference and 0.5 on the device/,
    ],
    ['since', detect(), detect({ since: 4 }), /^stage d, key "k": start of a detection at t=5, event e5: since is 3/],
    [
      'the peak',
      detect({ edge: 'end', durationMs: 2, peak: 7 }),
      detect({ edge: 'end', durationMs: 2, peak: 8 }),
      /end of a detection.*peak is 7/,
    ],
    ['the duration', detect({ durationMs: 2 }), detect({ durationMs: 1 }), /durationMs is 2/],
    [
      'the score',
      anomaly(),
      anomaly({ score: 4.5 }),
      /^stage z, key "k": anomaly score at t=5, event e5: score is 4 .* 4.5/,
    ],
    ['the alarm', anomaly(), anomaly({ alarm: false }), /alarm is true in the reference and false/],
    ['a moving value', buffer(), buffer({ aggs: { m: 2 } }), /^stage b, key "k": buffer after item 5: m is 1/],
    [
      'a recorded event',
      dump(),
      dump({ events: ['b'] }),
      /^stage b, key "k": dump by z for t=5, item 5: events\[0\] is "a" .* "b"/,
    ],
    ['a recorded value', dump(), dump({ values: { v: [2] } }), /v\[0\] is 1/],
    [
      'the length of a dump',
      dump(),
      dump({ events: ['a', 'b'], values: { v: [1, 2] } }),
      /events\[1\] is missing in the reference and "b" on the device; v\[1\]/,
    ],
  ])('%s', (_what, reference, device, why) => {
    const verdict = compare([reference], [device])
    expect(short(verdict)).toBe('1 1/0/0 !')
    expect(verdict.first).toEqual({ reference, device, why: expect.stringMatching(why) })
  })

  test.each<[string, Result]>([
    ['stage', window({ stage: 'x' })],
    ['key', window({ key: 'x' })],
    ['type of key', window({ key: 1 })],
    ['start', window({ start: -10 })],
    ['pane', window({ pane: 1 })],
    ['late', late()],
  ])('results of another %s are others', (_what, other) => {
    expect(short(compare([window({ key: '1' })], [other]))).toBe('1 2/0/0 !')
  })

  test('a result that the device does not report, with what it has instead', () => {
    const other = window({ start: 10, end: 20 })
    const { first, differ } = compare([window()], [other, late()])
    expect(differ).toBe(3)
    expect(first).toEqual({
      reference: window(),
      why: expect.stringContaining('The device did not report it; the reference says {"type":"window"'),
    })
    expect(first?.why).toContain('The device has {"type":"window","stage":"w","at":3,"key":"k","start":10')
  })

  test('a result that the reference does not have', () => {
    const { first, results } = compare([], [window()])
    expect(results).toBe(0)
    expect(first).toEqual({ device: window(), why: expect.stringContaining('The reference does not have it') })
  })

  test('an error of the device is always one', () => {
    const { first } = compare([], [{ type: 'error', stage: null, message: 'out of memory' }])
    expect(first?.why).toContain('stage (none): error "out of memory"')
  })

  test('the first is the first in the order of the reference', () => {
    const reference = [late({ at: 1 }), window(), late({ at: 2 }), detect()]
    const { first, differ } = compare(reference, [detect({ since: 9 }), window({ at: 9 }), late({ at: 2 })])
    expect(differ).toBe(3)
    expect(first?.reference).toEqual(late({ at: 1 }))
    expect(compare(reference, [detect({ since: 9 }), window({ at: 9 }), late({ at: 1 })]).first?.reference).toEqual(
      window(),
    )
  })

  test('what waits too long is given up, and memory stays bounded', () => {
    const comparison = new Comparison({ maxAhead: 2 })
    for (let pane = 0; pane < 5; pane++) comparison.reference(window({ pane }))
    for (let pane = 3; pane < 5; pane++) comparison.device(window({ pane }))
    expect(short(comparison.finish())).toBe('5 3/0/0 !')
  })
})

describe('inexact outputs (decision 10)', () => {
  const reference = window({ aggs: { n: 2, mean: 1e6, dev: 0 } })
  const device = (aggs: object) => window({ aggs: { n: 2, mean: 1e6, dev: 0, ...aggs } })

  test.each([
    // marked, device, verdict
    [['w.mean'], { mean: 1e6 + 0.9e-3 }, '1 0/0/0'],
    [['w.mean'], { mean: 1e6 + 1.1e-3 }, '1 1/0/0 !'],
    [['w.dev'], { mean: 1e6 + 0.9e-3 }, '1 1/0/0 !'],
    [['x.mean'], { mean: 1e6 + 0.9e-3 }, '1 1/0/0 !'],
    [['w.dev'], { dev: 0.9e-3 }, '1 0/0/0'],
    [['w.dev'], { dev: 1.1e-3 }, '1 1/0/0 !'],
    [['w.mean'], { mean: null }, '1 1/0/0 !'],
    [[], { dev: 1e-300 }, '1 1/0/0 !'],
  ])('%j with %j: %s', (marked, aggs, expected) => {
    const scale = (_result: Result, out: string) => (out === 'dev' ? 1e6 : 0)
    expect(short(compare([reference], [device(aggs)], { inexact: new Set(marked), scale }))).toBe(expected)
  })

  test('the scale is asked of the reference, and named when it is not enough', () => {
    const asked: unknown[] = []
    const scale = (result: Result, out: string) => asked.push(result, out)
    const { first } = compare([reference], [device({ dev: 1 })], { inexact: new Set(['w.dev']), scale })
    expect(asked).toEqual([reference, 'dev'])
    expect(first?.why).toContain('dev is 0 in the reference and 1 on the device, 1 apart where 2e-9 is allowed')
  })

  test('without a scale the tolerance is relative', () => {
    expect(short(compare([reference], [device({ dev: 1e-12 })], { inexact: new Set(['w.dev']) }))).toBe('1 1/0/0 !')
  })
})

describe('ties', () => {
  const options = { thresholds: new Map([['z', 4]]) }
  const close = anomaly({ score: 4 - 1e-9, alarm: false })

  test.each<[string, Result[], Result[], string]>([
    ['only the reference alarms', [anomaly()], [], '1 0/1/0'],
    ['only the device alarms', [], [anomaly()], '0 0/1/0'],
    ['both score, one alarms', [close], [{ ...close, alarm: true }], '1 0/1/0'],
    ['negative scores', [anomaly({ score: -4 })], [], '1 0/1/0'],
    ['a dump that the tie caused', [anomaly(), dump()], [], '2 0/1/0'],
    ['on the device, too', [], [dump(), anomaly()], '0 0/1/0'],
    ['a dump that another report caused', [anomaly(), dump({ t: 6 })], [], '2 1/1/0 !'],
    ['off the threshold', [anomaly({ score: 4.1 })], [], '1 1/0/0 !'],
    ['a close score that differs otherwise', [close], [{ ...close, alarm: true, value: 8 }], '1 1/0/0 !'],
    ['of another stage', [anomaly({ stage: 'y' })], [], '1 1/0/0 !'],
  ])('%s', (_what, reference, device, expected) => {
    expect(short(compare(reference, device, options))).toBe(expected)
  })

  test('need a threshold', () => expect(short(compare([anomaly()], []))).toBe('1 1/0/0 !'))
})

describe('after an overflow (SEMANTICS 9.4)', () => {
  const partial = window({ aggs: { n: 1, mean: 1 }, partial: true })

  test.each<[string, Result[], Result[], string]>([
    ['an overflow alone is no difference', [], [overflow()], '0 0/0/0'],
    ['a partial window is left out, and its whole is lost', [window()], [overflow(), partial], '1 0/0/2'],
    [
      'other windows are compared',
      [window(), window({ start: 10 })],
      [overflow(), partial, window({ start: 10, at: 9 })],
      '2 1/0/2 !',
    ],
    ['lost windows and late events', [window(), late()], [overflow()], '2 0/0/2'],
    ['of that stage and key only', [window({ key: 'x' }), window({ stage: 'x' })], [overflow()], '2 2/0/0 !'],
    [
      'a key that the input refused is missing everywhere',
      [window(), late()],
      [overflow({ stage: 'input' })],
      '2 0/0/2',
    ],
    ['other keys are not', [window({ key: 'x' })], [overflow({ stage: 'input' })], '1 1/0/0 !'],
    ['what the device has too many is different', [], [overflow(), window()], '0 1/0/0 !'],
    ['partial needs an overflow before', [window()], [partial, overflow()], '1 1/0/1 !'],
    ['a dump of a stage that overflowed', [dump()], [overflow({ stage: 'z' })], '1 0/0/1'],
    [
      'waiting events: nothing is compared any more',
      [detect(), detect({ t: 9 })],
      [overflow({ stage: 'd', overflow: 'waiting' }), detect({ since: 4 }), detect({ t: 7 })],
      '2 0/0/3',
    ],
    [
      'but before it was',
      [detect()],
      [detect({ since: 4 }), overflow({ stage: 'd', overflow: 'waiting' })],
      '1 1/0/0 !',
    ],
    [
      'several bounds of one stage',
      [detect()],
      [overflow({ stage: 'd', overflow: 'keys' }), overflow({ stage: 'd', overflow: 'waiting' }), detect({ since: 4 })],
      '1 0/0/1',
    ],
    [
      'where keys were refused, what has no key may be missing',
      [window({ key: null })],
      [overflow({ stage: 'input', overflow: 'keys' })],
      '1 0/0/1',
    ],
    [
      'where texts were refused, anything may be other',
      [window({ key: 'x' })],
      [overflow({ stage: 'input', overflow: 'texts', key: null }), detect()],
      '1 0/0/2',
    ],
    ['an error stays one', [], [overflow(), { type: 'error', stage: 'w', message: 'x' }], '0 1/0/0 !'],
  ])('%s', (_what, reference, device, expected) => {
    expect(short(compare(reference, device))).toBe(expected)
  })

  const pair = (left: string, more: Partial<PairResult> = {}): PairResult => ({
    ...{ type: 'pair', stage: 'j', at: 1, key: 'k', t: 5, left, right: 'r' },
    ...more,
  })
  const full = overflow({ stage: 'j', overflow: 'joinBuffer', action: 'drop' })

  test.each<[string, Result[], Result[], string]>([
    ['pairs may be missing', [pair('a'), pair('b')], [full, pair('b')], '2 0/0/1'],
    ['but none may be wrong', [pair('a')], [full, pair('b')], '1 1/0/1 !'],
    ['nor come twice', [pair('a')], [full, pair('a'), pair('a')], '1 1/0/0 !'],
    ['nor be missing for other keys', [pair('a', { key: 'x' })], [full], '1 1/0/0 !'],
  ])('of a join buffer, %s', (_what, reference, device, expected) => {
    expect(short(compare(reference, device))).toBe(expected)
  })

  const above = new Map([
    ['d', ['m', 'j']],
    ['z', ['w']],
  ])
  test.each<[string, Result[], Result[], string]>([
    ['is not compared', [detect(), detect({ t: 9 })], [full, detect({ since: 4 }), detect({ t: 7 })], '2 0/0/3'],
    ['but for other keys it is', [detect({ key: 'x' })], [full], '1 1/0/0 !'],
    ['nor is what is below another stage', [anomaly()], [full], '1 1/0/0 !'],
    ['before it was', [detect()], [detect({ since: 4 }), full], '1 1/0/0 !'],
    ['without a key it may rest on any', [detect({ key: null })], [full], '1 0/0/1'],
    ['nor are its dumps', [dump({ by: 'd', t: 6 })], [full], '1 0/0/1'],
    ['what it reads is compared', [detect()], [overflow({ stage: 'z' })], '1 1/0/0 !'],
  ])('what reads a stage that left something out %s', (_what, reference, device, expected) => {
    expect(short(compare(reference, device, { above }))).toBe(expected)
  })

  const match = (events: string, more: Partial<MatchResult> = {}): MatchResult => ({
    ...{ type: 'match', stage: 'p', at: 1, key: 'k', t: 5, start: 1, events: events.split(' '), steps: { a: ['x'] } },
    ...more,
  })
  const timeout = (events: string): TimeoutResult => ({
    type: 'timeout',
    stage: 'p',
    at: 2,
    key: 'k',
    t: 9,
    events: [events],
  })
  const dropped = (bound: string, key = 'k'): OverflowResult =>
    overflow({ stage: 'p', overflow: bound, action: 'drop', key })
  const failed: Result = { type: 'error', stage: 'p', message: 'skip' }

  test.each<[string, Result[], Result[], string]>([
    [
      'matches and time-outs may be missing',
      [match('a b'), match('b c'), timeout('d')],
      [dropped('threads'), match('b c')],
      '3 0/0/2',
    ],
    ['but none may be wrong', [match('a b')], [dropped('taken'), match('a c')], '1 1/0/1 !'],
    [
      'nor have its events for other steps',
      [match('a b', { steps: {} })],
      [dropped('threads'), match('a b')],
      '1 1/0/1 !',
    ],
    ['nor be missing for other keys', [match('a b', { key: 'x' })], [dropped('threads')], '1 1/0/0 !'],
    ['nor be missing from before', [match('a b', { t: 0 })], [dropped('threads')], '1 1/0/0 !'],
    ['but a match that was held may be', [match('a b', { t: 0 })], [dropped('heldMatches')], '1 0/0/1'],
    ['nor may an error', [failed], [dropped('threads')], '1 1/0/0 !'],
  ])('of a pattern, %s', (_what, reference, device, expected) => {
    const verdict = compare(reference, device)
    expect([short(verdict), verdict.inexact]).toEqual([expected, undefined])
  })

  const skipping = new Set(['p'])
  test.each<[string, Result[], Result[], string, true | undefined]>([
    ['is not compared', [match('a b')], [dropped('threads'), match('b c')], '1 0/0/2', true],
    ['once a held match was dropped, either', [match('a b')], [dropped('heldMatches'), timeout('a')], '1 0/0/2', true],
    ['nor is its error', [failed], [dropped('taken')], '1 0/0/1', true],
    ['but other keys are', [match('a b')], [dropped('threads', 'x'), match('a c')], '1 2/0/0 !', true],
    ['is equal while nothing was dropped', [match('a b')], [match('a b')], '1 0/0/0', undefined],
    ['is not inexact for events that waited in vain', [match('a b')], [dropped('waiting')], '1 0/0/1', undefined],
  ])('what a pattern finds that skips %s', (_what, reference, device, expected, inexact) => {
    const verdict = compare(reference, device, { skipping })
    expect([short(verdict), verdict.inexact]).toEqual([expected, inexact])
  })

  test('partial without an overflow says so', () => {
    expect(compare([], [partial]).first?.why).toContain('flags it partial, but reported no overflow')
  })
})

test('the words for what is left', () => {
  expect(words(overflow())).toBe('stage w, key "k": overflow of openWindows at t=1')
  expect(words(late())).toBe('stage w, key "k": late event e4 at t=1, item 4')
  expect(words(window({ start: null, end: null }))).toBe('stage w, key "k": count window, item 3')
  expect(whyUnequal(overflow(), [])).toMatch(/^stage w/)
})

test('any interleaving of equal results is equal, and one that is left out is found', () => {
  const result = fc.record({ key: fc.constantFrom('a', 'b'), pane: fc.nat(3), at: fc.nat(2) }).map(window)
  fc.assert(
    fc.property(fc.array(result, { minLength: 1 }), fc.array(fc.boolean()), fc.nat(), (results, order, left) => {
      const missing = left % results.length
      for (const [device, expected] of [
        [results, 0],
        [results.filter((_each, i) => i !== missing), 1],
      ] as const) {
        const comparison = new Comparison()
        const sides = { reference: [...results], device: [...device] }
        for (const first of order) {
          const [side] = first ? (['reference'] as const) : (['device'] as const)
          const next = sides[side].shift()
          if (next !== undefined) comparison[side](next)
        }
        for (const rest of sides.reference) comparison.reference(rest)
        for (const rest of sides.device) comparison.device(rest)
        const verdict = comparison.finish()
        expect(verdict.results).toBe(results.length)
        if (expected === 0) expect(verdict.equal).toBe(true)
        else expect(verdict.differ).toBeGreaterThan(0)
      }
    }),
  )
})
