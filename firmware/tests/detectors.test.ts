/** Buffers, filters, maps, waiting rooms and detectors on the device (shared/pipeline/README.md, sections 3 to 10, 12). */
import { describe, expect, test } from 'vitest'
import { EXPLICIT, items, PROCESSING } from '../../shared/reference/testkit.ts'
import type { Result } from '../../shared/stream/result.ts'
import { IN_ORDER, outcomeOf, over, story } from './operators.ts'
import { bundled } from './programs.ts'
import { buildFirmware } from '../toolchain/build.ts'
import { runBoth } from './run.ts'

const SUM = { aggregates: { s: 'sum(v)' } }
const detect = (rule: object, more: object = {}): object => ({ id: 'd', detect: rule, ...more })
const zscore = (size: number, threshold: number, emit = 'scores'): object => ({
  id: 'z',
  from: 'input',
  anomaly: { zscore: { field: 'v', size, threshold }, emit },
})

describe('buffer', () => {
  const ALL = {
    n: 'count()',
    s: 'sum(v)',
    m: 'mean(v)',
    l: 'min(v)',
    h: 'max(v)',
    d: 'stddev(v)',
    f: 'first(v)',
    e: 'last(v)',
  }

  test.each([
    ['one result an event, over the last ones', SUM, '1 2 3 4', '0:buffer=1 1:buffer=3 2:buffer=6 3:buffer=9'],
    ['of each key', SUM, 'a:1 b:5 a:2 b:6', '0:a:buffer=1 2:a:buffer=3 1:b:buffer=5 3:b:buffer=11'],
    ['missing values take no part', SUM, '1 ? ? ? 4', '0:buffer=1 1:buffer=1 2:buffer=1 3:buffer=0 4:buffer=4'],
    ['all aggregates', { aggregates: ALL }, '9 1 5 3', /3:buffer=3\/9\/3\/1\/5\/1\.63299316185545\d+\/1\/3$/],
    ['all aggregates of nothing', { aggregates: ALL }, '?', '0:buffer=1/0/null/null/null/null/null/null'],
  ])('%s', async (_, more, words, expected) => {
    const found = await story(over({ buffer: { size: 3 }, ...more }, PROCESSING), words)
    const perKey = found.split(' ').sort((a, b) => a.replace(/^\d+/, '').localeCompare(b.replace(/^\d+/, '')))
    if (typeof expected === 'string') expect(perKey.sort()).toEqual(expected.split(' ').sort())
    else expect(found).toMatch(expected)
  })

  test.each([
    ['the dump follows the item that caused the report', 2, '1@0 2@1000 9@2000 1@3000', '3:dump=e2,e3 start@2000'],
    ['oldest first', 4, '1@0 2@1 3@2 1@3 9@4 1@5', '5:dump=e2,e3,e4,e5 start@4'],
    ['as much as there is', 9, '9@0 1@1', '1:dump=e0,e1 start@0'],
    ['of the same key', 3, 'a:1@0 b:9@1 a:2@2', '2:b:dump=e1 b:start@1'],
    ['once a detection', 2, '9@0 9@1 9@2 1@3 wm9', '1:dump=e0,e1 start@0 end@3+3^9'],
  ])('dumps: %s', async (_, size, words, expected) => {
    const stages = [
      { buffer: { size }, dumpOn: 'd' },
      { from: 'input', ...detect({ when: 'v > 3' }) },
    ]
    const found = (await outcomeOf(over(stages, IN_ORDER), words)).device
    expect(found.map(short).sort().join(' ')).toBe(expected.split(' ').sort().join(' '))
  })

  test('a dump shows all fields but the key, and missing values as null', async () => {
    const stages = [
      { id: 'b', buffer: { size: 2 }, dumpOn: 'd' },
      { from: 'input', ...detect({ when: '!has(v)' }) },
    ]
    const { device } = await outcomeOf(over(stages, PROCESSING), 'a:1.5 a:?')
    expect(device.find((each) => each.type === 'buffer')).toMatchObject({
      by: 'd',
      key: 'a',
      values: { v: [1.5, null] },
    })
  })

  test('alarms dump, scores do not', async () => {
    const stages = [{ id: 'b', buffer: { size: 1 }, dumpOn: 'z' }, zscore(2, 3)]
    expect(await story(over(stages, PROCESSING), '1 3 2 9')).toBe('score@0=0 alarm@0=13 3:dump=e3')
  })

  function short(result: Result): string {
    const key = result.type === 'error' || result.key === '-' ? '' : `${String(result.key)}:`
    if (result.type === 'buffer' && 'by' in result) return `${result.at}:${key}dump=${result.events.join(',')}`
    if (result.type !== 'detect') return result.type
    const end = result.edge === 'end' ? `+${result.durationMs}^${String(result.peak)}` : ''
    return `${key}${result.edge}@${result.t}${end}`
  }
})

describe('filter and map', () => {
  const list = (stage: object, words: string): Promise<string> =>
    story(
      over(
        [stage, { buffer: { size: 1 }, aggregates: { l: 'last(v)' } }].map((each, i) =>
          i ? { from: 'x', ...each } : { id: 'x', ...each },
        ),
        PROCESSING,
      ),
      words,
    )

  test.each([
    ['passes what holds', { filter: 'v > 2' }, '1 3 2 5', '1:buffer=3 3:buffer=5'],
    ['null is false', { filter: 'v > 2' }, '? 3', '1:buffer=3'],
    ['and so is its opposite', { filter: '!(v > 2)' }, '? 3 1', '0:buffer=null 2:buffer=1'],
    ['prev sees what did not pass', { filter: "v > prev('v')" }, '1 5 3 4', '1:buffer=5 3:buffer=4'],
    ['prev is kept for each key', { filter: "v > prev('v')" }, 'a:1 b:9 a:2 b:3', '2:a:buffer=2'],
    ['dt counts from the event before', { filter: 'dt() >= 5' }, 'pt0 1 pt5 2 pt7 3', '3:buffer=2'],
    ['a map replaces', { map: { v: 'v * 2 + 1' } }, '1 ? 3', '0:buffer=3 1:buffer=null 2:buffer=7'],
    ['division by zero is null', { map: { v: '1 / v' } }, '0 2', '0:buffer=null 1:buffer=0.5'],
    ['decimals are those of the author', { map: { v: 'v * 0.3' } }, '1', '0:buffer=0.3'],
    ['has', { filter: 'has(v)' }, '? 1', '1:buffer=1'],
    ['not has', { filter: '!has(v)' }, '? 1', '0:buffer=null'],
  ])('%s', async (_, stage, words, expected) => {
    expect(await list(stage, words)).toBe(expected)
  })

  test('all expressions of a map see the fields before it', async () => {
    const stages = [
      { id: 'm', map: { v: 'w', w: 'v', d: "v - prev('v')" } },
      { from: 'm', buffer: { size: 1 }, aggregates: { v: 'last(v)', w: 'last(w)', d: 'last(d)' } },
    ]
    const first = { id: 'one', map: { w: 'v + 10' } }
    const found = await story(over([first, { from: 'one', ...stages[0] }, stages[1]], PROCESSING), '1 5')
    expect(found).toBe('0:buffer=11/1/null 1:buffer=15/5/4')
  })
})

describe('events that wait for the watermark', () => {
  test.each([
    ['are processed in order of time', '1@0 9@6 1@9 9@3 wm20', 'start@3 end@9+6^9'],
    ['equal times in order of arrival', '9@3 1@3 wm9', 'start@3 end@3+0^9'],
    ['an event at the watermark is late', 'wm5 9@5 9@6 wm6', '1:late=e1 start@6'],
    ['keys apart', 'a:9@5 b:9@1 wm3 wm5', 'b:start@1 a:start@5'],
    ['what waits at the end stays unreported', '9@5', ''],
  ])('%s', async (_, words, expected) => {
    expect(await story(over(detect({ when: 'v > 3' }), EXPLICIT), words)).toBe(expected)
  })

  test('in processing time nothing waits', async () => {
    expect(await story(over(detect({ when: 'v > 3' }), PROCESSING), 'pt7 9 1')).toBe('start@7 end@7+0^9')
  })

  test('more than there is room for: the oldest goes ahead, and both consequences are reported', async () => {
    const pipeline = over([detect({ when: 'v > 3' }), zscore(2, 9)], EXPLICIT, { waiting: 2, frame: 1 })
    const { device, verdict } = await outcomeOf(pipeline, '9@5 1@7 1@8 9@4 9@6 wm9')
    expect(device.filter(({ type }) => type === 'overflow')).toEqual(
      ['d', 'z'].map((stage) => ({
        type: 'overflow',
        stage,
        overflow: 'waiting',
        key: '-',
        t: 5,
        action: 'advance',
        lost: 0,
      })),
    )
    // e3 lies behind what went ahead; e4 pushes e1 out, which is after it.
    expect(device.flatMap((each) => (each.type === 'late' ? [`${each.stage} ${each.ref}`] : []))).toContain('d e3')
    expect(verdict.equal).toBe(true)
  })
})

describe('detect', () => {
  test.each([
    ['hysteresis', { when: 'v > 70', until: 'v < 55' }, '60@0 71@1 60@2 90@3 54@4', 'start@1 end@4+3^90'],
    ['dwell', { when: 'v > 3', forMs: 5 }, '4@0 1@2 4@3 5@6 6@8', 'start@8'],
    ['dwell that is broken', { when: 'v > 3', forMs: 5 }, '4@0 4@4 1@5 4@6 4@10', ''],
    [
      'the peak runs from the first event of the dwell',
      { when: 'v > 3', forMs: 2 },
      '9@0 4@2 1@3',
      'start@2 end@3+3^9',
    ],
    ['cool-down', { when: 'v > 3', cooldownMs: 10 }, '5@1 1@4 9@13 9@14', 'start@1 end@4+3^5 start@14'],
    ['the end starts nothing new', { when: 'v > 3', until: 'v > 8' }, '4@0 9@1 4@2', 'start@0 end@1+1^4 start@2'],
    ['the smallest, for what lies below', { when: 'v < 3' }, '2@0 1@1 2@2 4@3', 'start@0 end@3+3^1'],
    [
      'missing values take no part in the peak',
      { when: '!(v > 3)', peak: 'max(v)' },
      '?@0 2@1 ?@2 9@3',
      'start@0 end@3+3^2',
    ],
    ['no peak at all', { when: '!has(v)', peak: 'max(v)' }, '?@0 9@1', 'start@0 end@1+1^null'],
    ['rates', { when: "abs(v - prev('v')) / dt() > 2" }, '1@0 2@1 9@2 9@4', 'start@2 end@4+2^undefined'],
    [
      'a sensor that is stuck',
      { when: "v == prev('v')", forMs: 2 },
      '5@0 5@1 5@2 5@3 6@4',
      'start@3 end@4+3^undefined',
    ],
  ])('%s', async (_, rule, words, expected) => {
    expect(await story(over(detect(rule), EXPLICIT), `${words} wm99`)).toBe(expected)
  })
})

describe('z-score', () => {
  test.each([
    ['no score before the ring is full', 'scores', '1@0 3@1 2@2 9@3', 'score@2=0 alarm@3=13'],
    ['alarms only', 'alarms', '1@0 3@1 2@2 9@3', 'alarm@3=13'],
    ['below as well as above', 'alarms', '1@0 3@1 2@2 -4@3', 'alarm@3=-13'],
    ['missing values are passed over', 'scores', '1@0 ?@1 3@2 2@3', 'score@3=0'],
    ['a flat ring scores 0', 'scores', '2@0 2@1 9@2', 'score@2=0'],
    ['of each key', 'scores', 'a:1@0 b:5@1 a:3@2 b:7@3 b:6@4 a:2@5', 'a:score@5=0 b:score@4=0'],
    ['in order of time', 'scores', '1@0 2@2 3@1', 'score@2=0'],
    ['the alarm goes into the ring', 'scores', '1@0 3@1 20@2 2@3', /alarm@2=18 score@3=-1\.1\d+/],
  ])('%s', async (_, emit, words, expected) => {
    const found = await story(over(zscore(2, 3, emit), EXPLICIT), `${words} wm99`)
    if (typeof expected === 'string') expect(found).toBe(expected)
    else expect(found).toMatch(expected)
  })
})

describe('silence', () => {
  const silence = { id: 's', detect: { silentMs: 10 } }
  test.each([
    ['of a key while others go on', 'a:1@0 b:1@9 b:1@10 b:1@11 wm10', 'a:start@10'],
    ['ends with the next event', 'a:1@0 wm11 a:1@12 wm12', 'a:start@10 a:end@12+12^undefined'],
    ['that time shows before it', 'a:1@0 wm10 wm12 a:1@13 wm13', 'a:start@10 a:end@13+13^undefined'],
    ['found with the event that breaks it', 'a:1@0 a:1@30 wm30', 'a:start@10 a:end@30+30^undefined'],
    ['an event just before it is due', 'a:1@0 a:1@9 wm18', ''],
    ['and one that is not', 'a:1@0 a:1@10 wm10', 'a:start@10 a:end@10+10^undefined'],
    ['once a silence', 'a:1@0 wm20 wm40 wm60', 'a:start@10'],
    [
      'again and again',
      'a:1@0 a:1@20 a:1@40 wm60',
      'a:start@10 a:end@20+20^undefined a:start@30 a:end@40+20^undefined a:start@50',
    ],
    ['the last event counts, not the largest time that came', 'a:1@5 a:1@3 wm15', 'a:start@15'],
    ['of a key that lags behind another', 'a:1@100 b:1@5 wm100', 'b:start@15'],
    ['of two, one after the other', 'a:1@0 b:1@5 wm10 wm15', 'a:start@10 b:start@15'],
    ['of nobody', 'wm99', ''],
    ['an event that is late breaks nothing', 'a:1@0 wm11 a:1@5 wm99', 'a:start@10 2:a:late=e2'],
  ])('%s', async (_, words, expected) => {
    const found = await story(over(silence, EXPLICIT), words)
    expect(found.split(' ').sort()).toEqual(expected.split(' ').sort())
  })

  test('says since when, and names the last event', async () => {
    const { device } = await outcomeOf(over(silence, EXPLICIT), 'a:1@0 a:1@5 wm20 a:1@21 wm21')
    expect(device).toEqual([
      { type: 'detect', stage: 's', key: 'a', edge: 'start', t: 15, ref: 'e1', since: 5 },
      { type: 'detect', stage: 's', key: 'a', edge: 'end', t: 21, ref: 'e3', since: 5, durationMs: 16 },
    ])
  })

  test('in processing time by the clock', async () => {
    expect(await story(over(silence, PROCESSING), 'pt0 1 pt9 1 pt18 pt19 pt25 1')).toBe('start@19 end@25+16^undefined')
  })

  test('dumps a buffer, and is an event for others', async () => {
    const stages = [
      { id: 'b', buffer: { size: 2 }, dumpOn: 's' },
      { from: 'input', ...silence },
      { id: 'n', from: 's', buffer: { size: 9 }, aggregates: { n: 'count()', d: 'max(durationMs)', s: 'last(since)' } },
    ]
    expect(await story(over(stages, EXPLICIT), '1@0 1@1 1@2 wm20 1@21 wm21')).toBe(
      'start@12 3:buffer=1/null/2 3:dump=e1,e2 end@21+19^undefined 5:buffer=2/19/2',
    )
  })
})

describe('a baseline that follows', () => {
  const baseline = (more: object = {}, emit = 'scores'): object => ({
    anomaly: { baseline: { field: 'v', alpha: 0.5, threshold: 3, warmup: 2, ...more }, emit },
  })
  const two = '0@0 2@1'
  test.each([
    ['as the guide has it', {}, `${two} 1@2 9@3 1@4`, `score@2=0 alarm@3=${8 / Math.sqrt(0.5)} score@4=0`],
    ['nothing before it is warm', { warmup: 5 }, `${two} 1@2 9@3`, ''],
    ['missing values are passed over', {}, '0@0 ?@1 2@2 ?@3 1@4', 'score@4=0'],
    ['without a variance there is no alarm', {}, '2@0 2@1 9@2', 'score@2=0'],
    ['an alarm is not learned', {}, `${two} 9@2 9@3 9@4`, 'alarm@2=8 alarm@3=8 alarm@4=8'],
    ['unless it stays', { adoptAfter: 2 }, `${two} 9@2 9@3 9@4 9@5 9@6`, 'alarm@2=8 alarm@3=8 score@6=0'],
    [
      'what lies between breaks the row',
      { adoptAfter: 2 },
      `${two} 9@2 1@3 9@4 1@5`,
      `alarm@2=8 score@3=0 alarm@4=${8 / Math.sqrt(0.5)} score@5=0`,
    ],
    ['of each key', {}, 'a:0@0 b:5@0 a:2@1 b:7@1 b:6@2 a:1@3', 'a:score@3=0 b:score@2=0'],
    ['in order of time', {}, '0@0 1@2 2@1', 'score@2=0'],
  ])('%s', async (_, more, words, expected) => {
    expect(await story(over(baseline(more), EXPLICIT), `${words} wm99`)).toBe(expected)
  })

  test('alarms only', async () => {
    expect(await story(over(baseline({}, 'alarms'), EXPLICIT), `${two} 1@2 9@3 1@4 wm9`)).toMatch(/^alarm@3=11\.3\d+$/)
  })
})

describe('compound', () => {
  const high = { id: 'a', from: 'input', detect: { when: 'v > 3' } }
  const low = { id: 'b', from: 'input', detect: { when: 'v < 1' } }
  const compound = (more: object = {}, from = ['a', 'b']): object => ({
    id: 'c',
    from,
    anomaly: { compound: { atLeast: 2, withinMs: 10, ...more } },
  })
  /** Alarms as `key:t=value<ref`. */
  const alarms = async (stages: object[], words: string, time: object = EXPLICIT): Promise<string> => {
    const { device } = await outcomeOf(over(stages, time), words)
    return device
      .flatMap((each) =>
        each.type === 'anomaly' && each.stage === 'c'
          ? [`${String(each.key)}:${each.t}=${each.value}<${each.ref}`]
          : [],
      )
      .join(' ')
  }
  const BOTH = [high, low, compound()]
  test.each([
    ['two within the time', BOTH, '5@0 0@9', '-:9=2<b#0'],
    ['one as long ago as the time is too long ago', BOTH, '5@0 0@10', ''],
    ['one alarm while they stay', BOTH, '5@0 0@5 5@6 0@7', '-:5=2<b#0'],
    ['and another after', BOTH, '5@0 0@5 5@20 0@21', '-:5=2<b#0 -:21=2<b#2'],
    ['as soon as there were fewer', BOTH, '5@0 0@5 2@8 5@12', '-:5=2<b#0 -:12=2<a#2'],
    ['the end of a detection is no report', [high, low, compound()], '5@0 2@9', ''],
    ['one stage twice is one source', BOTH, '5@0 2@1 5@2', ''],
    ['of each key', BOTH, 'a:5@0 b:0@1', ''],
    ['by keys', [high, low, compound({ count: 'keys' })], 'a:5@0 b:0@1', 'null:1=2<b#0'],
    ['by keys one key is one', [high, low, compound({ count: 'keys' })], 'a:5@0 a:0@1', ''],
    ['by both', [high, low, compound({ count: 'both', atLeast: 3 })], 'a:5@0 a:0@1 b:5@2', 'null:2=3<a#0'],
    ['equal times in order of from', [high, low, compound({ count: 'both' })], 'a:0@5 b:5@5', 'null:5=2<b#0'],
    ['whatever that is', [high, low, compound({ count: 'both' }, ['b', 'a'])], 'a:0@5 b:5@5', 'null:5=2<a#0'],
    ['then in order of the keys', [high, compound({ count: 'keys' }, ['a'])], 'a:2@0 b:5@5 a:5@5', 'null:5=2<a#0'],
  ])('%s', async (_, stages, words, expected) => {
    expect(await alarms(stages, `${words} wm99`)).toBe(expected)
  })

  test('through filters, of scores only the alarms', async () => {
    const stages = [
      zscore(2, 3),
      { id: 'd', from: 'input', detect: { when: 'v > 3' } },
      { id: 'f', from: 'd', filter: "edge == 'start'" },
      compound({}, ['z', 'f']),
    ]
    // The first score is none of an alarm; at 3 both speak, z first.
    expect(await alarms(stages, '1@0 3@1 2@2 9@3 wm9')).toBe('-:3=2<d#0')
  })

  test('in processing time', async () => {
    expect(await alarms([high, low, compound({ count: 'both' })], 'pt5 a:0 b:5 pt8 a:5', PROCESSING)).toBe(
      'null:5=2<a#0',
    )
  })

  test('is read by others, and dumps', async () => {
    const stages = [
      { id: 'r', from: 'input', buffer: { size: 2 }, dumpOn: 'c' },
      ...BOTH,
      { id: 'e', from: 'input', detect: { when: 'v > 8' } },
      { id: 'top', from: ['c', 'e'], anomaly: { compound: { atLeast: 2, withinMs: 5 } } },
    ]
    const { device } = await outcomeOf(over(stages, EXPLICIT), '5@0 0@3 9@6 wm99')
    expect(device.filter(({ stage }) => stage === 'r' || stage === 'top')).toMatchObject([
      { stage: 'top', t: 6, ref: 'e#0', value: 2 },
      { stage: 'r', by: 'c', t: 3, events: ['e1', 'e2'] },
    ])
  })

  test('more reports than there is room for: the first go ahead, which is said', async () => {
    const pipeline = over([high, low, compound()], EXPLICIT, { waiting: 2, frame: 1 })
    const { device, verdict } = await outcomeOf(pipeline, 'a:5@5 b:5@1 d:5@3 wm9')
    expect(device.filter(({ type }) => type === 'overflow')).toEqual([
      { type: 'overflow', stage: 'c', overflow: 'waiting', key: 'b', t: 1, action: 'advance', lost: 0 },
    ])
    expect(verdict.equal).toBe(true)
  })
})

describe('time-to-live', () => {
  const detect = { id: 'd', detect: { when: 'v > 3' } }
  const count = { buffer: { size: 9 }, aggregates: { n: 'count()' } }
  test.each<[string, object | object[], string, string]>([
    ['forgets a detection', detect, '5@0 wm10 wm11 5@12 wm12', 'start@0 start@12'],
    ['but not before its time', detect, '5@0 wm10 5@12 wm12', 'start@0'],
    ['a buffer', count, '1@0 1@1 wm12 1@13', '0:buffer=1 1:buffer=2 3:buffer=1'],
    ['of one key', count, 'a:1@0 b:1@5 wm12 a:1@13 b:1@13', '0:a:buffer=1 1:b:buffer=1 3:a:buffer=1 4:b:buffer=2'],
    ['not one whose time is just up', count, 'a:1@0 b:1@1 wm11 b:1@12 wm12', '0:a:buffer=1 1:b:buffer=1 3:b:buffer=2'],
    ['counted from its latest event', count, '1@0 1@8 1@3 wm12 1@13', '0:buffer=1 1:buffer=2 2:buffer=3 4:buffer=4'],
    ['what prev saw', [{ filter: "v > prev('v')" }, count], '1@0 wm11 2@12 3@13', '3:buffer=1'],
    ['a silence', { detect: { silentMs: 4 } }, 'a:1@0 wm15 a:1@16 wm20', 'a:start@4 a:start@20'],
    ['in processing time', count, 'pt5 1 pt15 1 pt26 1', '1:buffer=1 3:buffer=2 5:buffer=1'],
  ])('%s', async (what, stages, words, expected) => {
    const time = what.includes('processing') ? PROCESSING : EXPLICIT
    expect(await story(over(stages, time, { ttlMs: 10 }), words)).toBe(expected)
  })

  test('the number of a forgotten key serves another: keys bounds those that live', async () => {
    const pipeline = over(count, EXPLICIT, { ttlMs: 10, keys: 2 })
    const words = 'a:1@0 b:1@8 c:1@8 wm11 d:1@12 c:1@12 wm23 c:1@24 b:1@24'
    const { device, verdict } = runBoth(await bundled(pipeline), pipeline, items(words))
    // At 11 a goes and d gets its number; c has the third until it is forgotten, with all others, at 23.
    expect(verdict.equal).toBe(true)
    expect(device.map((each) => `${each.type} ${each.type === 'error' ? '' : String(each.key)}`).sort()).toEqual([
      ...['buffer a', 'buffer b', 'buffer b', 'buffer c', 'buffer d', 'overflow c'],
    ])
  })

  test('takes nothing where no key is forgotten', async () => {
    const code = async (limits: object): Promise<string> =>
      (await buildFirmware(over(detect, EXPLICIT, limits), { trace: true })).code
    expect(await code({})).not.toMatch(/forget|sweep/)
    expect(await code({ ttlMs: 12_345 })).toMatch(/12345/)
  })
})

describe('keys', () => {
  test('beyond the limit are refused: reported once each, and counted', async () => {
    const pipeline = over({ buffer: { size: 2 }, ...SUM }, EXPLICIT, { keys: 2 })
    const { device, counters } = runBoth(
      await bundled(pipeline),
      pipeline,
      items('a:1@0 b:2@0 c:3@0 c:4@0 d:5@0 a:6@0'),
    )
    expect(device.map((each) => `${each.type} ${each.type === 'error' ? '' : String(each.key)}`).sort()).toEqual([
      'buffer a',
      'buffer a',
      'buffer b',
      'overflow c',
      'overflow d',
    ])
    expect(device.find(({ type }) => type === 'overflow')).toMatchObject({
      stage: 'input',
      overflow: 'keys',
      action: 'reject',
    })
    expect(counters.refused).toBe(3)
  })
})
