/** Joins on the device (SEMANTICS 6, 9.2; pipeline README 1.2, 1.4), rule by rule; every story is checked against the reference. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { sealLine } from '../../shared/protocol/line.ts'
import { showPair, sidedItems, sidedPipeline } from '../../shared/reference/join/testkit.ts'
import { EXPLICIT, PROCESSING } from '../../shared/reference/testkit.ts'
import type { Result } from '../../shared/stream/result.ts'
import { IN_ORDER, outcomeOf, over } from './operators.ts'
import { bundled } from './programs.ts'
import { runBoth, type Cut, type Outcome } from './run.ts'
import { VmDevice } from './vm-device.ts'

const CUTS: readonly Cut[] = [{ single: true }, { frame: 4, segment: 16 }, { frame: 32, segment: 128, bytes: 7 }]
const interval = (lowerMs: number, upperMs: number): object => ({
  id: 'j',
  join: { type: 'interval', lowerMs, upperMs },
})
const tumbling = (sizeMs: number, more: object = {}): object => ({
  id: 'j',
  join: { type: 'window', window: { type: 'tumbling', sizeMs }, ...more },
})

/** One outcome a way of cutting; all must be what the reference gives. */
async function outcomes(stages: object[], words: string, time: object = EXPLICIT, limits = {}): Promise<Outcome[]> {
  const pipeline = sidedPipeline(stages, time, limits)
  const program = await bundled(pipeline)
  const all = CUTS.map((cut) => runBoth(program, pipeline, sidedItems(words), cut))
  for (const { verdict } of all) expect(verdict.first?.why ?? 'equal').toBe('equal')
  return all
}

/** What the device says with one event a frame; however it is cut, it is the same but for the order. */
async function said(stages: object[], words: string, time: object = EXPLICIT, limits = {}): Promise<string> {
  const [first, ...others] = (await outcomes(stages, words, time, limits)).map(({ device }) => device.map(showPair))
  for (const other of others) expect([...other].sort()).toEqual([...first].sort())
  return first.join(' ')
}

describe('interval join', () => {
  test.each([
    ['a pair comes with its second event', interval(-2, -1), 'L3 R1 R2 R3', '1:L3-R1@3 2:L3-R2@3'],
    ['whichever side that is', interval(0, 2), 'R1 L0', '1:L0-R1@1'],
    ['in the order of time of the other side', interval(-9, 9), 'R5 R1 R3 L4', '3:L4-R1@4 3:L4-R3@4 3:L4-R5@5'],
    ['equal times in order of arrival', interval(0, 0), 'R1 R1b L1', '2:L1-R1@1 2:L1-R1b@1'],
    ['keys never meet', interval(0, 9), 'a:L1 b:R1 a:R2 b:L1b', '2:L1-R2@2 3:L1b-R1@1'],
    ['strictly behind the watermark is late', interval(0, 1), 'L5 Lwm5 Rwm5 R5 R4', '3:L5-R5@5 4:late=R4'],
    ['the watermark is the lower of the two', interval(-9, 9), 'Lwm9 R5 Rwm3 L2 L4', '3:late=L2 4:L4-R5@5'],
    ['at the watermark, a left event is gone at t + upper', interval(-1, 0), 'L1 Lwm1 Rwm1 R1 L1b', '4:L1b-R1@1'],
    ['and a right one at t - lower', interval(-5, 0), 'R1 Lwm6 Rwm6 L6', ''],
    ['what came since then is not', interval(0, 0), 'Lwm1 Rwm1 L1 R1 R1b', '3:L1-R1@1 4:L1-R1b@1'],
    ['until the watermark rises again', interval(0, 0), 'Lwm1 Rwm1 L1 Lwm2 Rwm2 R2 L2', '6:L2-R2@2'],
    ['no partner in range', interval(3, 5), 'L0 R1 R2 R6 R3 R5', '4:L0-R3@3 5:L0-R5@5'],
  ])('%s', async (_, join, words, expected) => {
    expect(await said([join], words)).toBe(expected)
  })

  test('watermarks of its own making, each side its own', async () => {
    const time = { mode: 'event', outOfOrdernessMs: 2 }
    expect(await said([interval(-3, 3)], 'L1 R2 L9 R3 R12 L6 L4', time)).toBe(
      '1:L1-R2@2 3:L1-R3@3 4:L9-R12@12 6:late=L4',
    )
  })

  test('the ring turns many times', async () => {
    const words = Array.from({ length: 60 }, (_, i) => `L${2 * i} R${2 * i + 1}`).join(' ')
    const pairs = (await said([interval(1, 1)], words, IN_ORDER, { joinBuffer: 3 })).split(' ')
    expect(pairs).toHaveLength(60)
    expect(pairs[59]).toBe('119:L118-R119@119')
  })
})

describe('window join', () => {
  test.each([
    ['every combination', tumbling(3), 'L0 L2 R0 R1 Lwm2 Rwm2', '5:L0-R0@2 5:L0-R1@2 5:L2-R0@2 5:L2-R1@2'],
    ['in order of arrival', tumbling(5), 'L3 L1 R4 R0 Lwm4 Rwm4', '5:L3-R4@4 5:L3-R0@4 5:L1-R4@4 5:L1-R0@4'],
    ['one side empty: nothing', tumbling(3), 'L0 Lwm9 Rwm9', ''],
    ['late when the window is gone', tumbling(10), 'L1 R2 Lwm9 Rwm9 L3 R12', '3:L1-R2@9 4:late=L3'],
    ['windows in order of their ends', tumbling(2), 'L3 R3 L0 R1 LwmMAX RwmMAX', '5:L0-R1@1 5:L3-R3@3'],
    ['keys never meet', tumbling(3), 'a:L0 b:R0 a:R1 Lwm2 Rwm2', '4:L0-R1@2'],
    [
      'within the allowed lateness all fire again',
      tumbling(10, { allowedLatenessMs: 5 }),
      'L1 R2 Lwm9 Rwm9 R3 Lwm14 Rwm14 R4',
      '3:L1-R2@9 4:L1-R2@9 4:L1-R3@9 7:late=R4',
    ],
    ['the first event of a window that is due', tumbling(10, { allowedLatenessMs: 5 }), 'Lwm9 Rwm9 R3 L4', '3:L4-R3@9'],
  ])('%s', async (_, join, words, expected) => {
    expect(await said([join], words)).toBe(expected)
  })

  const sliding = (sizeMs: number, slideMs: number): object => ({
    id: 'j',
    join: { type: 'window', window: { type: 'sliding', sizeMs, slideMs } },
  })

  test('an event of several windows pairs in each', async () => {
    expect(await said([sliding(4, 2)], 'L2 R3 R4 LwmMAX RwmMAX')).toBe('4:L2-R3@3 4:L2-R3@5 4:L2-R4@5')
  })

  test('where no window covers an event it is not late', async () => {
    expect(await said([sliding(2, 10)], 'L5 R1 L1 LwmMAX RwmMAX')).toBe('4:L1-R1@1')
  })

  test('before zero', async () => {
    expect(await said([tumbling(7)], 'L-8 R-7 R-13 LwmMAX RwmMAX')).toBe('4:L-8-R-13@-8')
  })

  test('in processing time the clock fires', async () => {
    expect(await said([tumbling(10)], 'pt3 L R pt9 R pt10', PROCESSING)).toBe('3:L-R@9 4:L-R@9 4:L-R@9')
  })
})

describe('a full buffer (9.2)', () => {
  const results = async (join: object, words: string, limits: object): Promise<readonly Result[]> =>
    (await outcomes([join], words, EXPLICIT, limits))[0].device
  const OVERFLOW = { type: 'overflow', stage: 'j', overflow: 'joinBuffer', action: 'drop', lost: 1 }

  test('drops the oldest, and says so before the pairs that lack it', async () => {
    const found = await results(interval(-9, 9), 'L1 L2 L3 L4 R5', { joinBuffer: 2 })
    expect(found[0]).toMatchObject({ ...OVERFLOW, key: '-', t: 1 })
    expect(found[1]).toMatchObject({ ...OVERFLOW, t: 2, lost: 2 })
    expect(found.slice(2).map(showPair)).toEqual(['4:L3-R5@5', '4:L4-R5@5'])
  })

  test('and again only when the number has doubled', async () => {
    const words = Array.from({ length: 12 }, (_, i) => `L${i}`).join(' ')
    const found = await results(interval(0, 99), words, { joinBuffer: 2 })
    expect(found.map((result) => (result.type === 'overflow' ? [result.t, result.lost] : []))).toEqual([
      ...[
        [0, 1],
        [1, 2],
        [3, 4],
        [7, 8],
      ],
    ])
  })

  test('which may be the arriving one; it has met its partners before', async () => {
    const found = await results(interval(-9, 9), 'R1 L5 L6 L2 R7', { joinBuffer: 2 })
    expect(found.map(showPair)).toEqual(['1:L5-R1@5', '2:L6-R1@6', '3:L2-R1@2', 'overflow', '4:L5-R7@7', '4:L6-R7@7'])
    expect(found[3]).toMatchObject({ ...OVERFLOW, t: 2 })
  })

  test('of a window join as well', async () => {
    const found = await results(tumbling(10), 'R1 R2 L3 L4 L5 Lwm9 Rwm9', { joinBuffer: 2 })
    expect(found.map(showPair)).toEqual(['overflow', '6:L4-R1@9', '6:L4-R2@9', '6:L5-R1@9', '6:L5-R2@9'])
  })

  test('each key has its own, and each side', async () => {
    expect(await said([interval(-9, 9)], 'a:L1 a:L2 b:L1b b:L2b a:R3 b:R4', EXPLICIT, { joinBuffer: 2 })).toBe(
      '4:L1-R3@3 4:L2-R3@3 5:L1b-R4@4 5:L2b-R4@4',
    )
  })

  test('what the watermark has made useless does not count', async () => {
    const words = 'L1 L2 Lwm4 Rwm4 L5 L6 R6'
    expect(await said([interval(0, 1)], words, EXPLICIT, { joinBuffer: 2 })).toBe('6:L5-R6@6 6:L6-R6@6')
    const again = 'L1 L2 Lwm9 Rwm9 L11 L12 R13 R14 Lwm19 Rwm19'
    expect(await said([tumbling(10)], again, EXPLICIT, { joinBuffer: 2 })).toBe(
      '9:L11-R13@19 9:L11-R14@19 9:L12-R13@19 9:L12-R14@19',
    )
  })

  test('nor does what the device does not know yet: batches make no overflow', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `L${i} R${i}`).join(' ')
    const all = await outcomes([interval(0, 2)], words, IN_ORDER, { joinBuffer: 5 })
    for (const { device } of all) expect(device.filter(({ type }) => type === 'overflow')).toEqual([])
  })

  test('not even where another join keeps them for longer, and overflows', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `L${i} R${i}`).join(' ')
    const stages = [interval(0, 2), { ...interval(0, 30), id: 'long', from: 'input' }]
    const pipeline = sidedPipeline(stages, IN_ORDER, { joinBuffer: 5 })
    const program = await bundled(pipeline)
    const full = CUTS.map((cut) =>
      runBoth(program, pipeline, sidedItems(words), cut).device.flatMap((result) =>
        result.type === 'overflow' ? [result.stage] : [],
      ),
    )
    for (const stagesFull of full) expect([...new Set(stagesFull)]).toEqual(['long'])
  })
})

describe('pairs as events', () => {
  test('have the fields of both sides, and the key', async () => {
    const stages = [
      interval(0, 9),
      {
        id: 'n',
        window: { type: 'count', size: 1 },
        aggregates: { l: 'last(left_v)', r: 'last(right_v)', n: 'count()' },
      },
    ]
    const [{ device }] = await outcomes(stages, 'L1 L2 R5 a:R3 a:L1')
    expect(device.flatMap((result) => (result.type === 'window' ? [result.aggs] : []))).toEqual([
      { l: 1, r: 5, n: 1 },
      { l: 2, r: 5, n: 1 },
      { l: 1, r: 3, n: 1 },
    ])
  })

  test('are numbered for each key, in order', async () => {
    const stages = [tumbling(10), { id: 'd', detect: { when: 'left_v < right_v' } }]
    const [{ device }] = await outcomes(stages, 'L1 L5 R3 a:L1 a:R2 LwmMAX RwmMAX')
    expect(
      device.flatMap((result) => (result.type === 'detect' ? [[result.key, result.edge, result.ref]] : [])),
    ).toEqual([
      ['-', 'start', 'j#0'],
      ['-', 'end', 'j#1'],
      ['a', 'start', 'j#0'],
    ])
  })

  test('missing and packed values', async () => {
    const input = { fields: { k: 'string', v: 'double?' }, key: 'k', packed: { v: 'int16/10' } }
    const stages = [
      { id: 'a', filter: 'v > 1 || v == null' },
      { id: 'b', from: 'input', filter: 'v < 1' },
      { id: 'j', from: ['a', 'b'], join: { type: 'interval', lowerMs: 0, upperMs: 9 } },
      { id: 'm', map: { d: 'left_v - right_v' } },
      { window: { type: 'count', size: 1 }, aggregates: { d: 'last(d)', l: 'last(left_v)', r: 'last(right_v)' } },
    ]
    const pipeline = loadPipeline({ name: 'packed', input, time: EXPLICIT, stages })
    const { device } = await outcomeOf(pipeline, '2.5@1 ?@2 -0.3@3')
    expect(device.flatMap((result) => (result.type === 'window' ? [result.aggs] : []))).toEqual([
      { d: 2.8, l: 2.5, r: -0.3 },
      { d: null, l: null, r: -0.3 },
    ])
  })
})

describe('joins of two stages', () => {
  const branches = [
    { id: 'high', filter: 'v > 5' },
    { id: 'low', from: 'input', filter: 'v < 3' },
  ]
  const of = async (stages: object[], words: string, time: object = EXPLICIT): Promise<string[]> =>
    (await outcomeOf(over(stages, time), words)).device.filter((r) => 'stage' in r && r.stage === 'j').map(showPair)

  test('the first is the left side', async () => {
    const join = (from: string[]): object => ({ ...interval(-2, 2), from })
    const words = '9@0 4@1 1@2 8@4 2@5'
    expect(await of([...branches, join(['high', 'low'])], words)).toEqual(['2:e0-e2@2', '3:e3-e2@4', '4:e3-e4@5'])
    expect(await of([...branches, join(['low', 'high'])], words)).toEqual(['2:e2-e0@2', '3:e2-e3@4', '4:e4-e3@5'])
  })

  test('an event that both give meets itself', async () => {
    const stages = [
      { id: 'all', filter: 'v > 0' },
      { ...interval(0, 0), from: ['input', 'all'] },
    ]
    expect(await of(stages, '1@0 ?@1')).toEqual(['0:e0-e0@0'])
  })

  test('late events are those of a side', async () => {
    const stages = [...branches, { ...interval(-2, 2), from: ['high', 'low'] }]
    expect(await of(stages, 'wm5 9@4 1@3 4@2 8@5 1@5')).toEqual(['1:late=e1', '2:late=e2', '5:e4-e5@5'])
  })

  test('results meet results, and measurements', async () => {
    const window = (id: string, fn: string): object => ({
      ...{ id, from: 'input', window: { type: 'tumbling', sizeMs: 10 }, allowedLatenessMs: 5 },
      aggregates: { x: `${fn}(v)` },
    })
    const two = [window('a', 'sum'), window('b', 'max'), { ...interval(0, 0), from: ['a', 'b'] }]
    expect(await of(two, '1@0 2@1 9@12 wm19')).toEqual(['3:a#0-b#0@9', '3:a#1-b#1@19'])
    const mixed = [window('a', 'sum'), { ...interval(-3, 3), from: ['input', 'a'] }]
    expect(await of(mixed, '1@0 2@8 9@12 wm9 3@1 4@9')).toEqual([
      ...['3:e1-a#0@9', '3:e2-a#0@12'],
      ...['4:e1-a#1@9', '4:e2-a#1@12', '4:late=e4'],
      ...['5:e1-a#2@9', '5:e2-a#2@12', '5:e5-a#0@9', '5:e5-a#1@9', '5:e5-a#2@9'],
    ])
  })

  test('late results are told with their number, item and time, of either side', async () => {
    const window = {
      id: 'a',
      from: 'input',
      window: { type: 'tumbling', sizeMs: 10 },
      allowedLatenessMs: 9,
      aggregates: { n: 'count()' },
    }
    const right = [window, { id: 'j', from: ['input', 'a'], join: { type: 'interval', lowerMs: 0, upperMs: 0 } }]
    expect(await of(right, '1@1 wm12 2@2')).toEqual(['2:late=a#1', '2:late=e2'])
    const left = [window, { id: 'j', from: ['a', 'input'], join: { type: 'interval', lowerMs: 0, upperMs: 0 } }]
    const { device } = await outcomeOf(over(left, EXPLICIT), '1@1 wm12 2@2')
    expect(device.filter(({ type }) => type === 'late')).toMatchObject([
      { ref: 'a#1', at: 2, t: 9 },
      { ref: 'e2', at: 2, t: 2 },
    ])
  })
})

describe('frames of the right side', () => {
  const lineOf = (device: VmDevice, body: unknown[]): string[] => {
    device.receive(sealLine(JSON.stringify(body)) + '\n')
    return device.takeLines()
  }

  test.each([
    ['one with sides takes them', true, /^~\["R",0,/],
    ['one without knows none', false, /^~\["X",\d+,0,"frame",/],
  ])('of programs, %s', async (_, sided, answer) => {
    const window = { id: 'n', from: 'input', window: { type: 'count', size: 1 }, aggregates: { n: 'count()' } }
    const pipeline = sided ? sidedPipeline([interval(0, 1), window], EXPLICIT) : over([window], EXPLICIT)
    const { code, hash } = await bundled(pipeline)
    const device = new VmDevice(code)
    device.handshake(hash)
    device.takeLines()
    expect(lineOf(device, ['f', parseInt(hash.slice(0, 6), 16), 0, 0, null, 5])[0]).toMatch(answer)
  })
})
