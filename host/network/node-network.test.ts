/** The network of this computer: what it reaches, what it refuses and says, and a board between real sockets. */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { Refused } from '../emulator/board/net/network.ts'
import { Bench } from '../emulator/board/testing.ts'
import { NodeNetwork, type NodeNetworkOptions, run } from './node-network.ts'

const LIMIT_MS = 5000
/** Joining takes no time here. */
const QUICK = { associateMs: 0, addressMs: 0 }

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server of this computer at a free port. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined)
    answer(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  return (server.address() as AddressInfo).port
}

class Lab {
  readonly network: NodeNetwork
  readonly bench: Bench
  said = ''

  constructor(options: NodeNetworkOptions = {}) {
    this.network = new NodeNetwork(options)
    closers.push(() => this.network.close())
    this.bench = new Bench({ network: this.network, wifi: QUICK })
    this.bench.run('require("Wifi").connect("lab",{})', 10)
  }

  start(program: string): void {
    this.said += this.bench.run(program)
  }

  async until(done: () => boolean): Promise<void> {
    const heard = (): boolean => {
      this.said += this.bench.wait(0)
      return done()
    }
    expect(await run(this.bench.board, this.network, heard, LIMIT_MS), this.said).toBe(true)
  }
}

describe('what is reached', () => {
  test('this computer only, unless more is allowed', () => {
    const network = new NodeNetwork()
    expect(() => network.connect('10.0.0.5', 1883)).toThrow(
      new Refused(
        "10.0.0.5 is not this computer, and a board reaches no other unless it is allowed: new NodeNetwork({ allow: ['10.0.0.5'] })",
      ),
    )
    expect(network.open).toBe(0)
  })

  test('the program is refused, and the cure is on the console', () => {
    const lab = new Lab()
    lab.start('try{require("net").connect({host:"192.168.1.9",port:1883})}catch(e){print(e.toString())}')
    expect(lab.said).toContain("allow: ['192.168.1.9'] })\nInternalError: Unable to create socket\n")
  })

  test('what only looks like this computer is refused, and no name is looked up', () => {
    const network = new NodeNetwork({ hosts: { broker: 'localhost' } })
    for (const address of ['127.0.0.1.evil.test', '127.0.0', 'localhost', '::1', '0.0.0.0', network.resolve('broker')!])
      expect(() => network.connect(address, 80), address).toThrow(Refused)
    expect(network.open).toBe(0)
  })

  test('names are those of the options; nobody is asked', () => {
    const network = new NodeNetwork({ hosts: { broker: '127.0.0.1' } })
    expect(['localhost', 'broker', '1.2.3.4', 'example.org'].map((name) => network.resolve(name))).toEqual([
      '127.0.0.1',
      '127.0.0.1',
      '1.2.3.4',
      undefined,
    ])
  })
})

describe('a board as client', () => {
  test('speaks with a server of this computer', async () => {
    const port = await serve((socket) => socket.on('data', (data) => socket.end(`heard ${data.toString()}`)))
    const lab = new Lab()
    lab.start(`var c=require("net").connect({port:${port}},function(){c.write("hello")});
      c.on("data",function(d){print(d)});c.on("close",function(e){print("closed",e)})`)
    await lab.until(() => lab.said.includes('closed'))
    expect(lab.said).toBe('heard hello\nclosed false\n')
  })

  test('sends and receives 100,000 bytes whole, though neither side takes them at once', async () => {
    let got = 0
    const port = await serve((socket) =>
      socket.on('data', (data) => {
        got += data.length
        socket.write(data)
      }),
    )
    const lab = new Lab()
    lab.start(`var got=0,left=200,part=E.toString(new Uint8Array(500).fill(65));
      var c=require("net").connect({port:${port}});
      c.on("drain",function(){if(left-->0)c.write(part)});
      c.on("data",function(d){got+=d.length;if(got==100000){print("all");c.end()}});`)
    await lab.until(() => lab.said.includes('all'))
    expect(got).toBe(100_000)
  }, 20_000)

  test('is told that nobody answers, as an error of the socket', async () => {
    const port = await serve(() => undefined)
    closers.pop()!()
    const lab = new Lab()
    lab.start(`var c=require("net").connect({port:${port}});
      ["error","end","close"].forEach(function(e){c.on(e,function(x){print(e,JSON.stringify(x))})})`)
    await lab.until(() => lab.said.includes('close'))
    expect(lab.said).toBe('error {"code":-9,"message":"connection reset"}\nend null\nclose true\n')
  })

  test('a connection that is cut just ends', async () => {
    const port = await serve((socket) => socket.resetAndDestroy())
    const lab = new Lab()
    lab.start(
      `var c=require("net").connect({port:${port}});c.on("error",function(e){print("error",e.code)});c.on("close",function(e){print("close",e)})`,
    )
    await lab.until(() => lab.said.includes('close'))
    expect(lab.said).toMatch(/close (true|false)\n$/)
  })

  test('asks a web server', async () => {
    const port = await serve((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')),
    )
    const lab = new Lab()
    lab.start(
      `require("http").get("http://localhost:${port}/x",function(r){print(r.statusCode);r.on("data",function(d){print(d)});r.on("close",function(){print("closed")})})`,
    )
    await lab.until(() => lab.said.includes('closed'))
    expect(lab.said).toBe('200\nhi\nclosed\n')
  })
})

describe('a board as server', () => {
  test('is reached at a port of this computer that stands for its own', async () => {
    const lab = new Lab({ ports: { 80: 0 } })
    lab.start('require("http").createServer(function(q,r){r.end("it is "+q.url)}).listen(80)')
    await lab.until(() => lab.network.portOf(80) !== undefined)
    let answer = ''
    const client = createConnection({ host: '127.0.0.1', port: lab.network.portOf(80)! })
    client.on('data', (data) => (answer += data.toString()))
    client.write('GET /here HTTP/1.1\r\n\r\n')
    await lab.until(() => answer.endsWith('it is /here'))
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nServer: Espruino 2v29\r\n/)
    client.destroy()
  })

  test('a port that another program has is told on the console', async () => {
    const port = await serve(() => undefined)
    const lab = new Lab()
    lab.start(`require("net").createServer(print).listen(${port})`)
    await lab.until(() => lab.said.includes('ERROR'))
    expect(lab.said).toMatch(/^ERROR: Socket bind failed: .*EADDRINUSE.*new NodeNetwork\(\{ ports \}\)\n$/)
  })
})

test('a wait ends at its limit', async () => {
  const lab = new Lab()
  expect(await run(lab.bench.board, lab.network, () => false, 50)).toBe(false)
})

test('virtual time keeps to real time', async () => {
  const lab = new Lab()
  const before = lab.bench.board.ms
  const start = performance.now()
  await run(lab.bench.board, lab.network, () => false, 100)
  const passed = lab.bench.board.ms - before
  expect(passed).toBeGreaterThan(0)
  expect(passed).toBeLessThanOrEqual(performance.now() - start + 1)
})
