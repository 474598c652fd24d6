import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeFault, isFault, readSenml, SENML_LIMITS, SenmlResolver, type SenmlRecord } from './senml.ts'

const T = 1_700_000_000

function records(pack: unknown): readonly SenmlRecord[] {
  const read = readSenml(JSON.stringify(pack))
  if (isFault(read)) throw new Error(describeFault(read))
  return read
}

function faultOf(text: string): string {
  const read = readSenml(text)
  return isFault(read) ? describeFault(read) : `read: ${JSON.stringify(read)}`
}

describe('records are resolved', () => {
  test.each([
    ['bn and n', [{ bn: 'lab-07/', n: 'v', t: T, v: 1 }], [{ name: 'lab-07/v' }]],
    ['bn alone', [{ bn: 'urn:dev:x', t: T, v: 1 }], [{ name: 'urn:dev:x' }]],
    ['n alone', [{ n: 'v', t: T, v: 1 }], [{ name: 'v', unit: null, sum: null, update: null }]],
    [
      'the next record',
      [
        { bn: 'a/', n: 'v', t: T, v: 1 },
        { n: 'w', t: T, v: 2 },
      ],
      [{}, { name: 'a/w' }],
    ],
    [
      'another bn',
      [
        { bn: 'a/', n: 'v', t: T, v: 1 },
        { bn: 'b/', n: 'v', t: T, v: 2 },
      ],
      [{}, { name: 'b/v' }],
    ],
    [
      'bt + t',
      [
        { n: 'v', bt: T, t: 1.5, v: 1 },
        { n: 'v', t: -2, v: 1 },
      ],
      [{ t: 1000 * T + 1500 }, { t: 1000 * T - 2000 }],
    ],
    ['three decimals', [{ n: 'v', bt: 1700000050, t: 9.999, v: 1 }], [{ t: 1700000059999 }]],
    ['a time is rounded to ms', [{ n: 'v', t: T + 0.0006, v: 1 }], [{ t: 1000 * T + 1 }]],
    ['the least time', [{ n: 'v', t: 2 ** 28, v: 1 }], [{ t: 1000 * 2 ** 28 }]],
    [
      'bu unless u',
      [
        { n: 'v', bu: 'Cel', t: T, v: 1 },
        { n: 'w', u: '%RH', t: T, v: 1 },
      ],
      [{ unit: 'Cel' }, { unit: '%RH' }],
    ],
    [
      'bv + v',
      [
        { n: 'v', bv: 20, t: T, v: 1.5 },
        { n: 'v', t: T, v: -1 },
      ],
      [{ value: 21.5 }, { value: 19 }],
    ],
    ['bv is for numbers only', [{ n: 'v', bv: 20, t: T, vs: 'x' }], [{ value: 'x', kind: 'vs' }]],
    ['bs + s', [{ n: 'v', bs: 100, t: T, v: 1, s: 5 }], [{ sum: 105, value: 1 }]],
    ['a sum without a value', [{ n: 'v', t: T, s: 5 }], [{ sum: 5, value: null, kind: null }]],
    ['a boolean', [{ n: 'v', t: T, vb: false }], [{ value: false, kind: 'vb' }]],
    ['data', [{ n: 'v', t: T, vd: 'aGk_-' }], [{ value: 'aGk_-', kind: 'vd' }]],
    ['an empty text', [{ n: 'v', t: T, vs: '' }], [{ value: '', kind: 'vs' }]],
    ['update time', [{ n: 'v', t: T, ut: 60, v: 1 }], [{ update: 60 }]],
    ['a version that is known', [{ bver: 10, n: 'v', t: T, v: 1 }], [{ value: 1 }]],
    ['unknown labels mean nothing', [{ n: 'v', t: T, v: 1, ws: T, foo: { a: [] } }], [{ value: 1 }]],
    [
      'labels of every object mean nothing',
      [JSON.parse(`{"n":"v","t":${T},"v":1,"constructor":1,"toString":2}`)],
      [{ value: 1 }],
    ],
    ['no record', [], []],
  ])('%s', (_what, pack, expected) => {
    expect(records(pack)).toMatchObject(expected)
    expect(records(pack).length).toBe(expected.length)
  })

  test('a record by itself is a pack of one', () => {
    expect(records({ n: 'v', t: T, v: 1 })).toMatchObject([{ name: 'v', value: 1 }])
  })
})

describe('what is no SenML is told with place, reason and cure', () => {
  const of = (...pack: unknown[]): string => JSON.stringify(pack)
  const good = { n: 'v', t: T, v: 1 }
  test.each([
    ['[1,', 'no JSON: '],
    ['', 'no JSON: '],
    ['[{"n":"v","t":1700000000,"v":NaN}]', 'no JSON: '],
    ['7', 'a record is an object; write {"n"'],
    [of(good, null), '[1]: a record is an object'],
    [of([good]), '[0]: a record is an object'],
    [of({ ...good, v: '1' }), '[0].v: v is not a finite number; write a finite number'],
    ['[{"n":"v","t":1700000000,"v":1e999}]', '[0].v: v is not a finite number'],
    [of({ ...good, v: null }), '[0].v: v is not a finite number'],
    [of({ n: 'v', t: T, vs: 1 }), '[0].vs: vs is not a text'],
    [of({ n: 'v', t: T, vb: 1 }), '[0].vb: vb is not true or false'],
    [of({ n: 'v', t: T, vd: 'a+b' }), '[0].vd: vd is no base64url'],
    [of({ ...good, t: '5' }), '[0].t: t is not a finite number'],
    [of(good, { ...good, u: 7 }), '[1].u: u is not a text'],
    [of({ ...good, vs: 'x' }), '[0]: v and vs are there; give a record one value'],
    [of({ n: 'v', t: T }), '[0]: the record has no value; give it one of v, vs, vb, vd'],
    [of({ bn: 'x', bt: T, bv: 3 }), '[0]: the record has no value'],
    [of({ t: T, v: 1 }), '[0]: the record has no name'],
    [of({ ...good, n: '_v' }), '[0].n: "_v" is no name; use A-Z'],
    [of({ ...good, n: 'a b' }), '[0].n: "a b" is no name'],
    [of({ ...good, n: 'ä' }), '[0].n: "ä" is no name'],
    [of({ ...good, n: '/v' }), '[0].n: "/v" is no name'],
    [of({ ...good, bn: 'x'.repeat(40), n: 'y'.repeat(25) }), '[0].n: bn and n together have 65 characters'],
    [of({ ...good, n: 'x'.repeat(65) }), '[0].n: n has 65 characters'],
    [of({ n: 'v', t: T, vs: 'x'.repeat(1025) }), '[0].vs: vs has 1025 characters; use at most 1024'],
    [of({ ...good, u: 'x'.repeat(33) }), '[0].u: u has 33 characters'],
    [of({ ...good, t: 5 }), '[0].t: 5 s lies before 2^28 s, so that it is relative to now; write seconds since 1970'],
    [of({ n: 'v', v: 1 }), '[0].t: 0 s lies before 2^28 s'],
    [of({ ...good, t: -T }), '[0].t: -1700000000 s lies before'],
    [of({ ...good, t: 1e300 }), '[0].t: 1e+300 s is no time'],
    [of({ ...good, bt: 1.7e308, t: 1.7e308 }), '[0].t: Infinity s is no time'],
    [of({ ...good, bv: 1.7e308, v: 1.7e308 }), '[0].v: bv + v is too large'],
    [of({ ...good, bs: 1.7e308, s: 1.7e308 }), '[0].s: bs + s is too large'],
    [of({ ...good, must_: 1 }), '[0].must_: a label that ends in _ must be understood'],
    [of({ ...good, bver: 11 }), '[0].bver: version 11 is not known; send SenML of version 10'],
    [of({ ...good, bver: 0 }), '[0].bver: version 0'],
    [of({ ...good, bver: 9.5 }), '[0].bver: version 9.5'],
    [of({ ...good, bn: 7 }), '[0].bn: bn is not a text'],
  ])('%s', (text, message) => {
    const said = faultOf(text)
    expect(said.startsWith(message), said).toBe(true)
    expect(said).toContain('; ')
  })

  test('sizes and counts are bounded, before anything is made of them', () => {
    const { characters, records: most } = SENML_LIMITS
    expect(faultOf(' '.repeat(characters + 1))).toContain(`${characters + 1} characters are too many`)
    expect(faultOf(`[${'1,'.repeat(most)}1]`)).toContain(`${most + 1} records are too many`)
    expect(faultOf('['.repeat(characters))).toContain('no JSON')
    expect(records(Array.from({ length: most }, () => good)).length).toBe(most)
  })
})

describe('a recording, record by record', () => {
  const said = (resolver: SenmlResolver, record: unknown): string => {
    const resolved = resolver.resolve(record)
    return isFault(resolved) ? describeFault(resolved) : `${resolved.name} ${resolved.t} ${resolved.value}`
  }

  test('base fields hold until they change', () => {
    const resolver = new SenmlResolver()
    expect(said(resolver, { bn: 'a/', bt: T, n: 'v', v: 1 })).toBe(`a/v ${1000 * T} 1`)
    expect(said(resolver, { n: 'v', t: 1, v: 2 })).toBe(`a/v ${1000 * T + 1000} 2`)
    expect(said(resolver, { bt: T + 10, n: 'v', t: 1, v: 3 })).toBe(`a/v ${1000 * T + 11_000} 3`)
  })

  test('a refused record does not stop the next', () => {
    const resolver = new SenmlResolver()
    expect(said(resolver, { bn: 'a/', bt: T, n: 'v', v: 'x' })).toContain('v is not a finite number')
    // Its base fields were right: what follows must not be taken for a record of somebody else.
    expect(said(resolver, { n: 'v', t: 1, v: 2 })).toBe(`a/v ${1000 * T + 1000} 2`)
  })

  test('without a base field that was refused, nothing is taken for something else', () => {
    const resolver = new SenmlResolver()
    expect(said(resolver, { bn: 'a/', bt: T, n: 'v', v: 1 })).toBe(`a/v ${1000 * T} 1`)
    expect(said(resolver, { bn: 5, n: 'v', v: 2 })).toContain('.bn: bn is not a text')
    expect(said(resolver, { n: 'v', v: 3 })).toBe(
      'bn was refused before (.bn: bn is not a text; write a text, or leave it out); give bn again',
    )
    expect(said(resolver, { bver: 99, n: 'v', v: 3 })).toContain('version 99')
    expect(said(resolver, { bn: 'b/', n: 'v', v: 4 })).toContain('bver was refused before')
    expect(said(resolver, { bver: 10, n: 'v', v: 5 })).toBe(`b/v ${1000 * T} 5`)
  })
})

describe('properties', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9:./_-]{0,20}$/)
  const value = fc.oneof(
    fc.record({ kind: fc.constant('v' as const), value: fc.integer({ min: -1e6, max: 1e6 }) }),
    fc.record({ kind: fc.constant('vs' as const), value: fc.string({ maxLength: 30 }) }),
    fc.record({ kind: fc.constant('vb' as const), value: fc.boolean() }),
  )
  const record = fc.record({
    name,
    t: fc.integer({ min: 1000 * 2 ** 28, max: 4e12 }),
    unit: fc.option(fc.constantFrom('Cel', '%RH', 'V')),
    what: value,
    cut: fc.nat(20),
    /** Which base fields this record brings. */
    bases: fc.record({
      bn: fc.boolean(),
      bt: fc.integer({ min: 0, max: 2_000_000_000 }),
      bv: fc.integer({ min: -9, max: 9 }),
    }),
  })

  test('however base fields are spread, the same records are read', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (wanted) => {
        let [bn, bt, bv] = ['', 0, 0]
        const pack = wanted.map(({ name, t, unit, what: { kind, value }, cut, bases }, i) => {
          // A base name must fit the name behind it: given where it does not.
          const again = i === 0 || bases.bn || !name.startsWith(bn)
          if (again) [bn, bt, bv] = [name.slice(0, cut), bases.bt, bases.bv]
          const own = typeof value === 'number' ? value - bv : value
          return {
            ...(again && { bn, bt, bv }),
            n: name.slice(bn.length),
            t: (t - 1000 * bt) / 1000,
            ...(unit !== null && { u: unit }),
            [kind]: own,
          }
        })
        const plain = wanted.map(({ name, t, unit, what }) => ({ name, t, unit, ...what, sum: null, update: null }))
        expect(records(pack)).toEqual(plain)
      }),
    )
  })

  test('any text is read or refused with a cure, and any JSON', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(
          fc.dictionary(
            fc.constantFrom(
              'bn',
              'bt',
              'bu',
              'bv',
              'bs',
              'bver',
              'n',
              'u',
              't',
              'v',
              'vs',
              'vb',
              'vd',
              's',
              'ut',
              'x_',
            ),
            fc.oneof(fc.constant(T), fc.constant('v'), fc.jsonValue()),
          ),
        )
        .map((pack) => JSON.stringify(pack)),
    )
    fc.assert(
      fc.property(anything, (text) => {
        const read = readSenml(text)
        if (isFault(read)) expect(read.cure.length).toBeGreaterThan(5)
        else
          for (const { name, t, value, sum } of read) {
            expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9:./_-]{0,63}$/)
            expect(Number.isSafeInteger(t) && t >= 1000 * 2 ** 28).toBe(true)
            expect(value !== null || sum !== null).toBe(true)
          }
      }),
      { numRuns: 500 },
    )
  })
})
