/** The simulated network by itself, and a board on it: latency, windows, many connections, the same bytes every time. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bench } from '../testing.ts'
import { isLoopback, parseAddress, type Link, Refused } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const text = (data: Uint8Array): string => String.fromCharCode(...data)

describe('addresses', () => {
  test.each([
    ['localhost', '127.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['127.000.0.1', '127.0.0.1'],
    ['broker', undefined],
    ['1.2.3', '0.1.2.3'],
    ['5', '0.0.0.5'],
    ['1..3', '0.1.0.3'],
    ['9.1.2.3.4', '1.2.3.4'],
    ['127.0.0.999', '127.0.0.231'],
    ['1.2.3.99999999999999999999', '1.2.3.255'],
    ['0.0.0.0', undefined],
    ['1.2.3.4x', undefined],
    ['-1.2.3.4', undefined],
    ['', undefined],
  ])('%s is %s', (name, address) => {
    expect(parseAddress(name)).toBe(address)
  })

  test('the own machine', () => {
    expect(['127.0.0.1', '127.9.9.9', '10.0.0.1', '192.168.127.1'].map(isLoopback)).toEqual([true, true, false, false])
    expect(['127.0.0.1.evil.test', '127.evil.test', '127.0.0', 'x127.0.0.1'].filter(isLoopback)).toEqual([])
  })

  test('what is an address stays one, and is four bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789..') }), (written) => {
        const address = parseAddress(written)
        if (address === undefined) return
        expect(address).toMatch(/^\d+(\.\d+){3}$/)
        expect(address.split('.').every((number) => Number(number) < 256)).toBe(true)
        expect(parseAddress(address)).toBe(address)
      }),
      { seed: 22, numRuns: 300 },
    )
  })
})

describe('links', () => {
  function pair(network: SimulatedNetwork): [Link, Link] {
    const listener = network.listen(80)
    const near = network.connect('127.0.0.1', 80)
    return [near, listener.accept()!]
  }

  test('bytes arrive after the latency, in order, as many as are asked for', () => {
    const network = new SimulatedNetwork({ latencyMs: 5 })
    const [near, far] = pair(network)
    near.write(bytes('hello '))
    network.advance(3)
    near.write(bytes('world'))
    expect([text(far.read(100)), network.nextArrival()]).toEqual(['', 5])
    network.advance(5)
    expect([text(far.read(4)), text(far.read(100)), network.nextArrival()]).toEqual(['hell', 'o ', 8])
    network.advance(8)
    expect([text(far.read(100)), network.nextArrival()]).toEqual(['world', Infinity])
  })

  test('the end comes behind the last byte', () => {
    const network = new SimulatedNetwork({ latencyMs: 5 })
    const [near, far] = pair(network)
    near.write(bytes('x'))
    near.close()
    near.close()
    expect(near.write(bytes('y'))).toBe(0)
    network.advance(5)
    expect(far.state).toBe('open')
    expect(text(far.read(9))).toBe('x')
    expect(far.state).toBe('ended')
  })

  test('a writer waits when the window is full', () => {
    const network = new SimulatedNetwork({ window: 4 })
    const [near, far] = pair(network)
    expect([near.write(bytes('abcdef')), near.write(bytes('ef'))]).toEqual([4, 0])
    expect(text(far.read(3))).toBe('abc')
    expect(near.write(bytes('efgh'))).toBe(3)
    expect(text(far.read(9))).toBe('defg')
  })

  test('nobody there, and a port that is taken', () => {
    const network = new SimulatedNetwork()
    expect(() => network.connect('127.0.0.1', 80)).toThrow(new Refused('nobody listens at 127.0.0.1:80'))
    const listener = network.listen(80)
    expect(() => network.listen(80)).toThrow(new Refused('port 80 is in use'))
    listener.close()
    network.listen(80)
    expect(() => network.connect('10.0.0.1', 80)).toThrow(Refused)
  })

  test('what goes in comes out, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.array(fc.integer({ min: 1, max: 30 })),
        (parts, reads) => {
          const network = new SimulatedNetwork({ window: 64 })
          const [near, far] = pair(network)
          const sent: number[] = []
          const got: number[] = []
          let turn = 0
          for (const part of parts) {
            for (let at = 0; at < part.length;) {
              const taken = near.write(part.subarray(at))
              sent.push(...part.subarray(at, at + taken))
              at += taken
              got.push(...far.read(reads.length === 0 ? 64 : reads[turn++ % reads.length]))
            }
          }
          for (let rest = far.read(64); rest.length > 0; rest = far.read(64)) got.push(...rest)
          expect(got).toEqual(sent)
        },
      ),
    )
  })
})

/** A board whose Wi-Fi is up, on a network with a service that turns text round. */
function online(latencyMs: number): { bench: Bench; network: SimulatedNetwork; pump: (ms: number) => string } {
  const network = new SimulatedNetwork({ latencyMs, hosts: { service: '10.0.0.7' } })
  const links: Link[] = []
  network.serve(7, (link) => links.push(link))
  const bench = new Bench({ network })
  bench.run('require("Wifi").connect("x",{})', 1100)
  const pump = (ms: number): string => {
    let said = ''
    for (let step = 0; step < ms; step++) {
      said += bench.wait(1)
      for (const link of links) {
        const data = text(link.read(1000))
        if (data !== '') link.write(bytes(Array.from(data).reverse().join('')))
        if (link.state === 'ended') link.close()
      }
    }
    return said
  }
  return { bench, network, pump }
}

const CLIENT = `var c=require("net").connect({host:"service",port:7},function(){print("up",Math.round(getTime()*1000)-t0);c.write("hello")});
  c.on("data",function(d){print(d,Math.round(getTime()*1000)-t0);c.end()});c.on("close",function(e){print("closed",e)})`

describe('a board', () => {
  test('speaks with a service, and there and back takes twice the latency', () => {
    const { bench, pump } = online(20)
    const said = bench.run(`var t0=Math.round(getTime()*1000);${CLIENT}`) + pump(200)
    expect(said).toMatch(/^up \d\nolleh \d\d\nclosed false\n$/)
    expect(Number(/olleh (\d+)/.exec(said)![1])).toBeGreaterThanOrEqual(40)
    expect(Number(/olleh (\d+)/.exec(said)![1])).toBeLessThan(50)
  })

  test('does the same every time', () => {
    const once = (): unknown => {
      const { bench, pump } = online(7)
      bench.run(`var t0=0;${CLIENT}`)
      return [pump(200), bench.board.ms, bench.board.instructions, bench.board.vars()]
    }
    expect(once()).toEqual(once())
  })

  test('reaches nobody without Wi-Fi, whatever the address', () => {
    const { bench } = online(0)
    bench.run('require("Wifi").disconnect()', 10)
    const attempt = (host: string): string =>
      bench.run(`try{require("net").connect({host:"${host}",port:7})}catch(e){print(e.toString())}`, 1)
    expect(attempt('10.0.0.7')).toBe('ERROR: Connect failed (err 118)\nInternalError: Unable to create socket\n')
    expect(attempt('127.0.0.1')).toBe('ERROR: Connect failed (err 104)\nInternalError: Unable to create socket\n')
    expect(attempt('service')).toBe('InternalError: Unable to locate host\n')
  })

  test('is told why a connection is refused', () => {
    const { bench } = online(0)
    expect(bench.run('try{require("net").connect({host:"10.0.0.7",port:8})}catch(e){print(e.toString())}')).toBe(
      'ERROR: Connect failed (err 104): nobody listens at 10.0.0.7:8\nInternalError: Unable to create socket\n',
    )
  })

  test('serves a port that was opened before Wi-Fi was up', () => {
    const network = new SimulatedNetwork()
    const bench = new Bench({ network })
    bench.run(
      'var s=require("net").createServer(function(c){c.end("welcome")}).listen(80);require("Wifi").connect("x",{})',
      1100,
    )
    const link = network.connect('127.0.0.1', 80)
    bench.wait(10)
    expect(text(link.read(100))).toBe('welcome')
    bench.wait(10)
    expect(link.state).toBe('ended')
  })

  test('has ten sockets, and a port only once', () => {
    const { bench } = online(0)
    const made = bench.run(
      `var n=require("net"),a=[];for(var i=0;i<11;i++)try{a.push(n.connect({host:"service",port:7}))}catch(e){print(i,e.toString())}
       print(a[0].sckt,a[9].sckt)`,
    )
    expect(made).toBe('ERROR: Socket creation failed\n10 InternalError: Unable to create socket\n55 64\n')
    bench.run('a.forEach(c=>c.end())', 20)
    expect(
      bench.run(
        `n.createServer(function(){}).listen(80);var b=n.createServer(function(){});try{b.listen(80)}catch(e){print(e.toString(),b.clsNow)}`,
      ),
    ).toBe('ERROR: Socket listen failed\nInternalError: Unable to create socket true\n')
  })

  test('closes its sockets when its program is reset', () => {
    const { bench, network } = online(0)
    let far: Link | undefined
    network.serve(9, (link) => (far = link))
    bench.run('var c=require("net").connect({host:"service",port:9})', 10)
    expect(far!.state).toBe('open')
    bench.run('reset()', 10)
    network.advance(bench.board.ms)
    expect(far!.state).toBe('ended')
  })

  test('is told when the far side closes before all was sent', () => {
    const { bench, network } = online(0)
    let far: Link | undefined
    network.serve(9, (link) => (far = link))
    const said = bench.run(
      `var c=require("net").connect({host:"service",port:9});
       var part=E.toString(new Uint8Array(500).fill(65));for(var i=0;i<16;i++)c.write(part);
       ["error","end","close"].forEach(function(e){c.on(e,function(x){print(e,JSON.stringify(x))})})`,
      1000,
    )
    far!.close()
    expect(said + bench.wait(10)).toBe('error {"code":-8,"message":"unsent data"}\nend null\nclose true\n')
  })

  test.each([
    ['host:"service"', 'Host: service'],
    ['host:"service",port:80', 'Host: service'],
    ['host:"service",port:81', 'Host: service:81'],
    ['host:"service",headers:{Host:"other",A:1}', 'Host: other\r\nA: 1'],
  ])('a request with %s says %s', (options, expected) => {
    const { bench, network } = online(0)
    for (const port of [80, 81]) network.serve(port, () => undefined)
    const said = bench.run(`var q=require("http").request({method:"GET",path:"/",${options}});q.end();print(q.dSnd)`)
    expect(said.replaceAll('\n', '\r\n').replaceAll('\r\r', '\r')).toContain(`Connection: close\r\n${expected}\r\n\r\n`)
  })

  test('is told when a web server closes without an answer', () => {
    const { bench, network } = online(0)
    network.serve(80, (link) => link.close())
    const program = `var q=require("http").get("http://service/",function(){print("answer")});
      ["error","close"].forEach(function(e){q.on(e,function(x){print(e,JSON.stringify(x))})})`
    expect(bench.run(program, 10)).toBe('error {"code":-15,"message":"no response"}\n')
  })

  test('closes them, too, when its program is saved', () => {
    const { bench, network } = online(0)
    let far: Link | undefined
    network.serve(9, (link) => (far = link))
    bench.run(
      'var c=require("net").connect({host:"service",port:9});var s=require("net").createServer(print).listen(80)',
      10,
    )
    bench.run('save()', 200)
    network.advance(bench.board.ms)
    expect(far!.state).toBe('ended')
    expect(bench.run('print(c.sckt,c.conn,s.sckt)')).toContain('undefined false undefined\n')
    expect(() => network.connect('127.0.0.1', 80)).toThrow(Refused)
  })

  test('what waits to be sent is memory of the program', () => {
    const { bench, network } = online(0)
    let far: Link | undefined
    network.serve(9, (link) => (far = link))
    bench.run('var c=require("net").connect({host:"service",port:9})', 10)
    const before = bench.board.vars().used
    bench.run('var big="x".repeat(1000);for(var i=0;i<10;i++)c.write(big);big=0')
    bench.wait(100)
    // the far side has taken its window, the rest waits: 4,256 bytes, ten a variable, and some names
    expect(bench.board.vars().used - before).toBeGreaterThanOrEqual(426)
    expect(bench.board.vars().used - before).toBeLessThan(440)
    for (let got = 0; got < 10_000; bench.wait(1)) got += far!.read(500).length
    expect(bench.board.vars().used - before).toBeLessThan(15)
  })
})

test('parts of the network that are not modelled say so', () => {
  const bench = new Bench()
  for (const call of [
    'require("tls").connect({})',
    'require("dgram").createSocket("udp4")',
    'require("TelnetServer").setOptions({})',
  ])
    expect(() => bench.run(call)).toThrow(
      /^Unimplemented: (tls\.connect|dgram\.createSocket|TelnetServer\.setOptions)$/,
    )
  expect(() => bench.run('require("http").get("https://a.b/",print)')).toThrow('Unimplemented: https')
})

test('the libraries are those that FACTS 1 names; others are not found', () => {
  const bench = new Bench()
  const names = 'Storage Flash timer heatshrink fs net dgram tls http NetworkJS TelnetServer crypto neopixel Wifi'
  expect(bench.run('print(process.env.MODULES.split(",").sort().join(" "))')).toBe(
    `${names.split(' ').sort().join(' ')}\n`,
  )
  expect(bench.run('process.env.MODULES.split(",").forEach(function(m){if(!require(m))print(m)})')).toBe('')
  expect(bench.run('try{require("MQTT")}catch(e){print(e.toString())}')).toBe('Error: Module "MQTT" not found\n')
})
