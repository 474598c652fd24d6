import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { RivuletError } from '../error.ts'
import type { Result } from '../stream/result.ts'
import { readCases, runCase } from './conform.ts'
import { compareLists, compareMultisets } from './conform/outcome.ts'

const folder = path.join(import.meta.dirname, 'cases')
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe.each(files)('%s', (name) => {
  const cases = readCases(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))

  test('can be read', () => {
    expect(cases.filter((each) => 'malformed' in each)).toEqual([])
    expect(cases.length).toBeGreaterThan(0)
  })

  test.each(cases)('$id', async (each) => {
    const verdict = await runCase(each)
    expect(verdict).toEqual({ id: each.id, pass: true, why: '' })
  })
})

const SPEC = {
  name: 'test',
  input: { fields: { v: 'int' } },
  time: { mode: 'event', watermarks: 'explicit' },
  stages: [{ window: { type: 'tumbling', sizeMs: 10 }, aggregates: { n: 'count()', m: 'mean(v)' } }],
}
const EVENTS = [{ t: 1, ref: 'a', v: 1 }, { t: 2, ref: 'b', v: 2 }, { wm: 9 }, { t: 3, ref: 'c', v: 3 }]
const WINDOW = { at: 2, key: null, start: 0, end: 10, pane: 0, aggs: { n: 2, m: 1.5 } }

function windowCase(expected: object, events: object[] = EVENTS, spec: object = SPEC) {
  return { id: 'x', kind: 'window', spec, events, expected }
}

describe('a window case', () => {
  test.each([
    // what, expected, why
    ['all as expected', { windows: [WINDOW], late: ['c'] }, ''],
    ['what is absent is not checked', {}, ''],
    ['only windows', { windows: [WINDOW] }, ''],
    ['a mean within the tolerance', { windows: [{ ...WINDOW, aggs: { m: 1.5 * (1 + 1e-10) } }] }, ''],
    ['a wrong count', { windows: [{ ...WINDOW, aggs: { n: 3 } }] }, /^window .*"n":3.* is missing; there is .*"n":2/],
    ['a mean that is off', { windows: [{ ...WINDOW, aggs: { m: 1.500001 } }] }, /is missing/],
    ['at another item', { windows: [{ ...WINDOW, at: 1 }] }, /"at":1.* is missing/],
    ['one too many', { windows: [WINDOW, WINDOW] }, /^window .* is missing$/],
    ['one that should not be', { windows: [] }, /^window .* was not expected$/],
    ['an event that is not late', { late: ['a', 'c'] }, /^late event "a" is missing/],
    ['a late event that should not be', { late: [] }, /^late event "c" was not expected$/],
  ])('%s', async (_what, expected, why) => {
    const verdict = await runCase(windowCase(expected))
    expect(verdict.pass).toBe(why === '')
    expect(verdict.why).toMatch(why)
  })

  test('runs wherever the runner takes it', async () => {
    const asked: unknown[] = []
    const result: Result = { type: 'window', stage: 'window1', ...WINDOW }
    const verdict = await runCase(windowCase({ windows: [WINDOW] }), async (spec, items) => {
      asked.push(spec, items.length)
      return [result]
    })
    expect(asked).toEqual([SPEC, 4])
    expect(verdict).toEqual({ id: 'x', pass: true, why: '' })
  })

  test('a runner that fails gives the reason', async () => {
    const failing = runCase(windowCase({}), () =>
      Promise.reject(new RivuletError('E_DEVICE', 'it broke', { kind: 'no-device' })),
    )
    expect(await failing).toEqual({ id: 'x', pass: false, why: 'it broke', code: 'E_DEVICE' })
    expect(await runCase(windowCase({}), () => Promise.reject(new Error('boom')))).toMatchObject({
      why: 'the engine failed: Error: boom',
    })
  })

  test('other kinds stay here, with a runner too', async () => {
    const never = () => Promise.reject(new Error('not for a device'))
    const watermark = { id: 'w', kind: 'watermark', spec: {}, events: [{ probe: true }], expected: { outputs: [null] } }
    expect(await runCase(watermark, never)).toMatchObject({ pass: true })
  })
})

describe('an invalid case', () => {
  const invalid = (spec: object, events: object[] = []) => ({
    id: 'i',
    kind: 'invalid',
    spec,
    events,
    expected: { error: 'spec' },
  })

  test.each([
    [
      'passes when the specification is refused',
      invalid({ ...SPEC, stages: [{ window: { type: 'session', gapMs: 0 } }] }),
      '',
    ],
    ['passes when an event has no time', invalid(SPEC, [{ ref: 'a', v: 1 }]), ''],
    ['fails when all is accepted', invalid(SPEC), 'the specification was accepted'],
    [
      'must expect what it is for',
      { ...invalid(SPEC), expected: {} },
      'the case is malformed: expected.error is not "spec"',
    ],
  ])('%s', async (_what, each, why) => {
    expect(await runCase(each)).toEqual({ id: 'i', pass: why === '', why })
  })
})

describe('what is malformed is said, never thrown', () => {
  const good = { id: 'x', kind: 'watermark', spec: {}, events: [], expected: { outputs: [] } }

  test.each([
    // data, id, why
    [null, '(case)', 'a case is an object'],
    [[], '(case)', 'a case is an object'],
    [{ ...good, id: undefined }, '(case)', 'the case has no id'],
    [{ ...good, id: '' }, '(case)', 'the case has no id'],
    [{ ...good, kind: 'windows' }, 'x', 'kind is "windows"; it must be one of pattern, window'],
    [{ ...good, kind: undefined }, 'x', 'kind is undefined'],
    [{ ...good, spec: 5 }, 'x', 'spec is not an object'],
    [{ ...good, events: {} }, 'x', 'events is not a list of objects'],
    [{ ...good, events: [1] }, 'x', 'events is not a list of objects'],
    [{ ...good, expected: [] }, 'x', 'expected is not an object'],
    [{ ...good, expected: {} }, 'x', 'expected.outputs is not a list'],
    [{ ...good, events: [{ tick: 1 }] }, 'x', 'event 0 is {"tick":1}'],
    [{ ...good, kind: 'idleness' }, 'x', 'spec.time.idlenessMs is no number'],
    [{ ...good, kind: 'idleness', spec: { time: { idlenessMs: 5 } }, events: [{}] }, 'x', 'event 0 is {}'],
    [{ ...good, kind: 'combine' }, 'x', 'spec.inputs is no number of inputs'],
    [{ ...good, kind: 'combine', spec: { inputs: 0 } }, 'x', 'spec.inputs is no number of inputs'],
    [{ ...good, kind: 'combine', spec: { inputs: 1 }, events: [{ in: 1, wm: 5 }] }, 'x', 'event 0 is {"in":1,"wm":5}'],
    [{ ...good, kind: 'combine', spec: { inputs: 1 }, events: [{ in: 0 }] }, 'x', 'event 0 is {"in":0}'],
    [windowCase({ windows: 5 }), 'x', 'expected.windows is not a list'],
    [windowCase({ late: 'c' }), 'x', 'expected.late is not a list'],
  ])('%j', async (data, id, why) => {
    const verdict = await runCase(data)
    expect(verdict).toEqual({ id, pass: false, why: expect.stringContaining(why) })
    expect(verdict.why).toMatch(/^the case is malformed: /)
  })

  test('a specification that is refused, and an event that is', async () => {
    expect(await runCase(windowCase({}, EVENTS, {}))).toMatchObject({ pass: false, code: 'E_SPEC' })
    expect(await runCase(windowCase({}, [{ t: 1.5, v: 1 }]))).toMatchObject({
      why: 'event 0 was refused: t is 1.5; it must be whole milliseconds within ±(2^53 - 1)',
    })
  })

  test.each([[null], [[]], [{}], [{ cases: 5 }]])('a file that is %j', async (file) => {
    const [only] = readCases(file)
    expect(await runCase(only)).toEqual({
      ...{ id: '(file)', pass: false, why: 'the case is malformed: a case file is an object with a list "cases"' },
    })
  })

  test('a case without id is named by its place', () => {
    expect(readCases({ cases: [good, {}] })).toMatchObject([{ id: 'x' }, { id: '(case 1)' }])
  })
})

describe('watermark, idleness and combine cases', () => {
  test.each([
    ['watermark', { time: { outOfOrdernessMs: 10 } }, [{ t: 5 }, { wm: 7 }, { probe: true }], [7], ''],
    [
      'watermark',
      { time: { watermarks: 'explicit' } },
      [{ t: 5 }, { probe: true }, { wm: 7 }, { probe: true }],
      [null, 7],
      '',
    ],
    ['watermark', { time: { outOfOrdernessMs: 10 } }, [{ t: 5 }, { probe: true }], [5], 'output 0 is -6, expected 5'],
    ['watermark', {}, [], [1], 'output 0 is missing, expected 1'],
    [
      'idleness',
      { time: { idlenessMs: 1 } },
      [{ check: true }, { advance: 2 }, { check: true }],
      [false, false],
      'output 1 is true, expected false',
    ],
    [
      'combine',
      { inputs: 1 },
      [
        { in: 0, wm: 3 },
        { in: 0, idle: true },
      ],
      [[3], []],
      'output 1 is ["idle"], expected []',
    ],
    ['combine', { inputs: 1 }, [{ in: 0, wm: 3 }], [], 'output 0 is [3], expected missing'],
  ])('%s %j', async (kind, spec, events, outputs, why) => {
    expect(await runCase({ id: 'x', kind, spec, events, expected: { outputs } })).toEqual({
      id: 'x',
      pass: why === '',
      why,
    })
  })
})

describe('outcomes', () => {
  test('multisets do not mind the order, but the number', () => {
    expect(compareMultisets('x', [1, 2, 2], [2, 1, 2])).toBeNull()
    expect(compareMultisets('x', [1, 2, 2], [2, 1])).toBe('x 2 is missing')
    expect(compareMultisets('x', [1], [1, 1])).toBe('x 1 was not expected')
  })

  test('lists do', () => {
    expect(compareLists('x', [1, [2, 'a'], null, true], [1, [2, 'a'], null, true])).toBeNull()
    expect(compareLists('x', [1, 2], [2, 1])).toBe('x 0 is 2, expected 1')
    expect(compareLists('x', [null], [0])).toBe('x 0 is 0, expected null')
    expect(compareLists('x', [[1]], [[1, 2]])).toBe('x 0 is [1,2], expected [1]')
  })
})
