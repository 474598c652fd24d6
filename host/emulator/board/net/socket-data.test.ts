/**
 * Data through sockets, against their definition: a socket takes 536 bytes a pass, loses none, keeps their order, and
 * keeps 512 bytes for who does not listen (FACTS 5.4, 7).
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bench } from '../testing.ts'
import type { Link } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'

const QUICK = { associateMs: 0, addressMs: 0 }
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const LENGTHS = fc.array(fc.nat(1300), { minLength: 1, maxLength: 6 })

/** A board that is connected to a service at port 80; the far end of its connection. */
function connected(window?: number): { bench: Bench; far: Link } {
  const network = new SimulatedNetwork(window === undefined ? {} : { window })
  let far: Link | undefined
  network.serve(80, (link) => (far = link))
  const bench = new Bench({ network, wifi: QUICK })
  bench.run('require("Wifi").connect("x",{})', 5)
  bench.run('var c=require("net").connect({host:"10.0.0.1",port:80})', 5)
  return { bench, far: far! }
}

/** Text whose bytes tell their place. */
function counting(length: number): string {
  return Array.from({ length }, (_, at) => String.fromCharCode((at * 7 + (at >> 8)) & 255)).join('')
}

test.each([
  // options                          port
  ['port:80', 80],
  ['port:"80"', 80],
  ['port:80.9', 80],
  ['port:65536+80', 80],
  ['port:-1', 65_535],
  ['port:"x"', 0],
])('%s is port %d of the service', (options, port) => {
  const network = new SimulatedNetwork()
  let calls = 0
  network.serve(port, () => calls++)
  const bench = new Bench({ network, wifi: QUICK })
  bench.run('require("Wifi").connect("x",{})', 5)
  expect(bench.run(`require("net").connect({host:"10.0.0.1",${options}})`, 5)).toBe('')
  expect(calls).toBe(1)
})

describe('sent', () => {
  test('whatever is written at once leaves in order, 536 bytes a pass at most', () => {
    fc.assert(
      fc.property(LENGTHS, fc.integer({ min: 1, max: 2000 }), (lengths, window) => {
        const { bench, far } = connected(window)
        const made = 'function part(n,k){var a=new Uint8Array(n);for(var i=0;i<n;i++)a[i]=i+k;return E.toString(a)}'
        bench.run(`${made};${lengths.map((length, at) => `c.write(part(${length},${at}))`).join(';')}`)
        let got = ''
        for (let turn = 0; turn < 2000; turn++) {
          const bytes = far.read(10_000)
          got += String.fromCharCode(...bytes)
          bench.wait(0.01)
        }
        const parts = lengths.map((length, k) =>
          String.fromCharCode(...Array.from({ length }, (_, i) => (i + k) & 255)),
        )
        expect(got).toBe(parts.join(''))
      }),
      { numRuns: 15, seed: 9 },
    )
  })

  test('one pass: no more than 536', () => {
    const bench = new Bench()
    const told = bench.run(
      `var n=require("net"),sizes=[];
       n.createServer(function(s){s.on("data",function(d){sizes.push(d.length)})}).listen(80);
       var c=n.connect({port:80});c.write("x".repeat(1609));setTimeout(function(){print(sizes.join())},50)`,
      60,
    )
    expect(told).toBe('536,536,536,1\n')
  })

  test('drain is told when all has gone, once for all that was waiting', () => {
    fc.assert(
      fc.property(LENGTHS, (lengths) => {
        const { bench, far } = connected()
        bench.run('var n=0;c.on("drain",function(){n++})')
        bench.run(lengths.map((length) => `c.write("y".repeat(${length}))`).join(';'))
        let got = 0
        for (let turn = 0; turn < 50; turn++) {
          got += far.read(10_000).length
          bench.wait(1)
        }
        const sum = lengths.reduce((total, length) => total + length, 0)
        expect([got, bench.run('print(n,c.dSnd===undefined||c.dSnd=="")')]).toEqual([sum, `${sum > 0 ? 1 : 0} true\n`])
      }),
      { numRuns: 25, seed: 10 },
    )
  })
})

describe('received', () => {
  test('a listener gets everything in order, in parts of 536 at most, however it was cut on its way', () => {
    fc.assert(
      fc.property(LENGTHS, (lengths) => {
        const { bench, far } = connected()
        bench.run('var sum=0,most=0,text="";c.on("data",function(d){most=Math.max(most,d.length);text+=d})')
        let at = 0
        const whole = counting(lengths.reduce((total, length) => total + length, 0))
        for (const length of lengths) {
          far.write(latin1(whole.slice(at, at + length)))
          at += length
          bench.wait(0.5)
        }
        bench.wait(30)
        const [got, crc, ours, most] = bench
          .run(`print(text.length,E.CRC32(text),E.CRC32(atob("${btoa(whole)}")),most)`)
          .trim()
          .split(' ')
        expect([Number(got), crc]).toEqual([whole.length, ours])
        expect(Number(most)).toBeLessThanOrEqual(536)
      }),
      { numRuns: 25, seed: 11 },
    )
  })

  test.each([
    // sent bytes             kept at once, then read and what waited comes
    [[100, 200], '300 300'],
    [[512], '512 512'],
    // the first is kept whole, however long it is
    [[536], '536 536'],
    [[500, 12], '512 512'],
  ])('without a listener %j bytes wait', (lengths, expected) => {
    const { bench, far } = connected()
    for (const length of lengths) {
      far.write(latin1('z'.repeat(length)))
      bench.wait(2)
    }
    expect(bench.run('print(c.available(),c.read().length)')).toBe(`${expected}\n`)
    expect(bench.run('print(c.available(),c.read().length,E.getErrorFlags())')).toBe('0 0 [  ]\n')
  })

  test('a listener that comes late hears what waited in the next pass', () => {
    const { bench, far } = connected()
    far.write(latin1('early'))
    bench.wait(5)
    expect(bench.run('c.on("data",function(d){print("heard",d)});print(c.available())')).toBe('0\nheard early\n')
    far.write(latin1('late'))
    expect(bench.wait(5)).toBe('heard late\n')
  })

  test('a listener that throws is kept, and the others hear', () => {
    const { bench, far } = connected()
    bench.run('c.on("data",function(d){throw "no"});c.on("data",function(d){print("second",d)})')
    far.write(latin1('a'))
    const first = bench.wait(5)
    far.write(latin1('b'))
    expect(first.match(/second a/g)).toHaveLength(1)
    expect(bench.wait(5)).toContain('second b\n')
  })
})
