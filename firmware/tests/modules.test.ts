import { describe, expect, test } from 'vitest'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { bundle } from '../toolchain/bundle.ts'
import { Modules } from '../toolchain/modules.ts'

const IN_ORDER = { mode: 'event', outOfOrdernessMs: 0 }
const N = { aggregates: { n: 'count()' } }

function pipeline(stages: object[], time: object = IN_ORDER, key: string | null = 'k'): Pipeline {
  const fields = { k: 'int', v: 'double', w: 'double?', s: 'string', p: 'double?' }
  const input = { fields, key, packed: { p: 'int16/100' } }
  return loadPipeline({ name: 'modules', input, time, stages, limits: { keys: 3, waiting: 5, texts: 2 } })
}

function source(made: Pipeline, id: string): string {
  const [name, query] = id.split('?')
  return new Modules(made, '01234567').source(name, new URLSearchParams(query)) ?? ''
}

/** The constants of a module, by name. */
function constantsOf(made: Pipeline, id: string): Record<string, unknown> {
  const lines = source(made, id).matchAll(/^export const (\w+) = (.*)$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name, JSON.parse(value) as unknown]))
}

/** Which instances the program consists of, as its text names them. */
async function instances(made: Pipeline): Promise<string[]> {
  const { code } = await bundle(new Modules(made, '01234567'))
  return [...code.matchAll(/^\/\/ (?:firmware\/|\\0rivulet\/)(.*)$/gm)].map(([, name]) => name)
}

const DETECT = { id: 'd', from: 'input', detect: { when: 'v > 3' } }
const WINDOW = {
  id: 'w',
  from: 'input',
  window: { type: 'tumbling', sizeMs: 60 },
  aggregates: { a: 'mean(v)', b: 'max(w)' },
}

describe('instances in a program', () => {
  const RUNTIME = [
    'runtime/input.ts',
    'runtime/line.ts',
    'runtime/link.ts',
    'runtime/overflow.ts',
    'runtime/results.ts',
  ]

  test('only what the stages ask for', async () => {
    const found = await instances(pipeline([WINDOW]))
    expect(found).toEqual(expect.arrayContaining(RUNTIME))
    expect(found.filter((name) => name.startsWith('stages/')).sort()).toEqual([
      'stages/counts.ts?stage=0',
      'stages/window-column.ts?stage=0&column=0',
      'stages/window-column.ts?stage=0&column=1',
      'stages/window.ts?stage=0',
    ])
  })

  test('two stages of a kind have instances of their own', async () => {
    const found = await instances(pipeline([WINDOW, { ...WINDOW, id: 'x' }]))
    expect(found).toContain('stages/window.ts?stage=0')
    expect(found).toContain('stages/window.ts?stage=1')
  })

  test('stages that wait share one waiting room', async () => {
    const found = await instances(pipeline([DETECT, { ...DETECT, id: 'e' }]))
    expect(found.filter((name) => /^stages.*reorder/.test(name))).toEqual([
      'stages/lane.ts?reorder=-1&lane=0',
      'stages/reorder.ts?reorder=-1',
    ])
  })

  test('in processing time nothing waits', async () => {
    const found = await instances(pipeline([DETECT], { mode: 'processing' }))
    expect(found.filter((name) => name.includes('reorder'))).toEqual([])
  })
})

describe('constants', () => {
  test.each([
    ['the program', 'plan', { HASH: '01234567', KEYS: 3, TEXTS: 2, MIN: Number.MIN_SAFE_INTEGER }],
    [
      'a window',
      'constants?stage=0',
      { CODE: 0, SIZE: 60, SLIDE: 60, OFFSET: 0, LATE: 0, PURGE: false, OPEN: 1, SLOTS: 4 },
    ],
    ['its first column', 'constants?stage=0&column=0', { SUM: true, HIGH: false, NULLABLE: false, MERGES: false }],
    ['its second', 'constants?stage=0&column=1', { SUM: false, HIGH: true, NULLABLE: true }],
    ['a detector', 'constants?stage=1', { CODE: 16, FOR: 0, COOLDOWN: 0, PEAK: 'max' }],
    ['a waiting room', 'constants?reorder=-1', { ROOM: 8, MASK: 7 }],
    ['a lane', 'constants?reorder=-1&lane=0', { ROOM: 8, NULLABLE: false, BITS: 0 }],
    [
      'a lane of packed values',
      'constants?reorder=-1&lane=1',
      { NULLABLE: true, BITS: 16, DIVISOR: 100, NONE: -32768 },
    ],
    ['a buffer', 'constants?stage=3', { CODE: 48, SIZE: 7, SLIDE: 1, AGGREGATES: false, DUMPED: true, WINDOW: false }],
    ['a sliding count window', 'constants?stage=4', { SIZE: 4, SLIDE: 2, SLOTS: 3, WINDOW: true, AGGREGATES: true }],
    ['a session', 'constants?stage=5', { GAP: 9, LATE: 4, PURGE: true, OPEN: 3, SLOTS: 9 }],
    ['its column, which is merged', 'constants?stage=5&column=0', { MERGES: true, FIRST: true }],
  ])('of %s', (_, id, values) => {
    const made = pipeline([
      WINDOW,
      DETECT,
      { id: 'z', from: 'input', anomaly: { zscore: { field: 'p', size: 5, threshold: 2.5 } } },
      { from: 'input', buffer: { size: 7 }, dumpOn: 'd' },
      { from: 'input', window: { type: 'count', size: 4, slide: 2 }, ...N },
      {
        from: 'input',
        window: { type: 'session', gapMs: 9 },
        allowedLatenessMs: 4,
        purge: true,
        aggregates: { f: 'first(v)' },
      },
    ])
    expect(constantsOf(made, id)).toMatchObject(values)
  })

  test('in processing time windows are kept one millisecond longer', () => {
    expect(constantsOf(pipeline([WINDOW], { mode: 'processing' }), 'constants?stage=0').LATE).toBe(1)
  })

  test('without a key there is room for one', () => {
    expect(constantsOf(pipeline([WINDOW], IN_ORDER, null), 'plan').KEYS).toBe(1)
  })

  test('a z-score has a ring a key', () => {
    const made = pipeline([{ anomaly: { zscore: { field: 'v', size: 5, threshold: 2.5 } } }])
    expect(source(made, 'rings?stage=0').match(/new Float64Array\(5\)/g)).toHaveLength(3)
  })
})

describe('texts', () => {
  test('of expressions have the first numbers, in the order of the stages', () => {
    const made = pipeline([
      { id: 'a', filter: "s == 'two' || s == 'one'" },
      { id: 'b', from: 'input', filter: "s != 'one' && s != 'three'" },
    ])
    const modules = new Modules(made, '01234567')
    expect(modules.texts).toEqual(['two', 'one', 'three'])
    expect(constantsOf(made, 'plan').TEXTS).toBe(3)
  })

  test('are looked into once, at boot or on arrival', () => {
    const made = pipeline([{ filter: "startsWith(s, 'ä') || s == 'bä'" }])
    const text = source(made, 'expressions?stage=0')
    expect(text).toContain('const T0=new Uint8Array(TEXTS)')
    // UTF-8, a byte a character.
    expect(text).toContain('text(0,"b\u00c3\u00a4")')
    expect(source(made, 'graph')).toContain('"expressions?stage=0"')
  })
})

describe('what is no virtual module', () => {
  test.each([['nothing'], ['./input.ts'], ['']])('"%s"', (name) => {
    expect(new Modules(pipeline([WINDOW]), '01234567').source(name, new URLSearchParams())).toBeUndefined()
  })
})

describe('expressions', () => {
  test('prev and dt are kept for each key, and only when asked for', () => {
    const plain = source(pipeline([{ filter: 'v > 1' }]), 'expressions?stage=0')
    expect(plain).toContain('export function remember(){}')
    const changes = source(pipeline([{ filter: "v - prev('v') > dt()" }]), 'expressions?stage=0')
    expect(changes).toContain('const P0=new Float64Array(KEYS).fill(NaN)')
    expect(changes).toContain('const PT=new Float64Array(KEYS).fill(NaN)')
  })

  test('a field that is only asked for is missing', () => {
    const text = source(pipeline([{ filter: 'has(nowhere) && nowhere > 1' }]), 'expressions?stage=0')
    expect(text).toContain('return (0&&(NaN>1))')
  })

  test('a map assigns variables of its own', () => {
    const text = source(pipeline([{ map: { a: 'v', v: 'w' } }]), 'expressions?stage=0')
    expect(text).toMatch(/export let m0=0\nexport let m1=0\nexport function assign\(\)\{m0=i0\nm1=i1\}/)
  })
})
