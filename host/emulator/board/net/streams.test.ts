/** What arrives at a socket does not depend on how it was cut on its way: plain bytes, bodies of known length, chunks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bench } from '../testing.ts'
import type { Link } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** Text in pieces of these lengths, again and again. */
function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = []
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length]
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return pieces
}

/** Text in pieces that end at these places. */
function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...places, text.length].filter((at) => at <= text.length).sort((a, b) => a - b)
  return ends.map((at, index) => text.slice(ends[index - 1] ?? 0, at)).filter((piece) => piece !== '')
}

/** Lets a program connect to a service that sends these pieces a millisecond apart and closes; what the program prints. */
function received(program: string, pieces: readonly string[]): string {
  const network = new SimulatedNetwork()
  let link: Link | undefined
  network.serve(80, (made) => (link = made))
  const bench = new Bench({ network, wifi: { associateMs: 0, addressMs: 0 } })
  bench.run('require("Wifi").connect("x",{})', 5)
  let said = bench.run(program, 5)
  for (const piece of pieces) {
    expect(link!.write(latin1(piece))).toBe(piece.length)
    said += bench.wait(1)
  }
  link!.close()
  return said + bench.wait(20)
}

const TEXT = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  maxLength: 1500,
})
const CUTS = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 })
const RUNS = { numRuns: 40, seed: 5 }

test('plain bytes', () => {
  const program = `var got="",n=0;var c=require("net").connect({host:"10.0.0.1",port:80});
    c.on("data",function(d){got+=d;if(d.length>536)print("long",d.length)});c.on("close",function(e){print(E.CRC32(got),got.length,e)})`
  fc.assert(
    fc.property(TEXT, CUTS, (text, lengths) => {
      const whole = received(program, [text])
      expect(received(program, cut(text, lengths))).toBe(whole)
      expect(whole).toMatch(new RegExp(`^\\d+ ${text.length} false\\n$`))
    }),
    RUNS,
  )
})

const CLIENT = `var got="";require("http").get("http://10.0.0.1/",function(r){print(r.statusCode,r.headers["X"]);
  r.on("data",function(d){got+=d});r.on("end",function(){print("end")});r.on("close",function(e){print(JSON.stringify(got))})})`

test('a body whose length is told', () => {
  fc.assert(
    fc.property(TEXT, CUTS, (body, lengths) => {
      const response = `HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      expect(received(CLIENT, cut(response, lengths))).toBe(`200 y\nend\n${JSON.stringify(body)}\n`)
    }),
    RUNS,
  )
})

test('a body in chunks, cut anywhere', () => {
  const bodies = fc.array(
    TEXT.filter((text) => text.length > 0),
    { maxLength: 5 },
  )
  /** Cuts around the ends of chunks, which random ones seldom meet. */
  const near = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: -6, max: 6 })), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(bodies, CUTS, near, (parts, lengths, ends) => {
      const head = 'HTTP/1.1 200 OK\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n'
      const chunks = [...parts, ''].map((body) => `${body.length.toString(16)}\r\n${body}\r\n`)
      const expected = `200 y\nend\n${JSON.stringify(parts.join(''))}\n`
      expect(received(CLIENT, cut(head + chunks.join(''), lengths))).toBe(expected)
      const places = ends.map(([at, by]) => head.length + chunks.slice(0, at).join('').length + by)
      expect(received(CLIENT, cutAt(head + chunks.join(''), places))).toBe(expected)
    }),
    RUNS,
  )
})

test('a request to a server of the board', () => {
  const program = `require("http").createServer(function(q,r){var got="";print(q.method,q.url,q.headers["X"]);
    q.on("data",function(d){got+=d});q.on("end",function(){print(JSON.stringify(got));r.end("ok "+got.length)})}).listen(80)`
  fc.assert(
    fc.property(TEXT, CUTS, (body, lengths) => {
      const network = new SimulatedNetwork()
      const bench = new Bench({ network, wifi: { associateMs: 0, addressMs: 0 } })
      bench.run(`require("Wifi").connect("x",{});${program}`, 5)
      const link = network.connect('127.0.0.1', 80)
      let said = ''
      for (const piece of cut(`PUT /p HTTP/1.1\r\nX: y\r\nContent-Length: ${body.length}\r\n\r\n${body}`, lengths)) {
        link.write(latin1(piece))
        said += bench.wait(1)
      }
      said += bench.wait(20)
      expect(said).toBe(`PUT /p y\n${JSON.stringify(body)}\n`)
      expect(
        String.fromCharCode(...link.read(1000))
          .split('\r\n')
          .at(-1),
      ).toBe(`ok ${body.length}`)
    }),
    RUNS,
  )
})

test('a chunk whose end of line comes later', () => {
  const head = 'HTTP/1.1 200 OK\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n'
  expect(received(CLIENT, [head, '3\r\nabc', '\r\n0\r\n\r\n'])).toBe('200 y\nend\n"abc"\n')
})
