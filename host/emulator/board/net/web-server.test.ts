/** Stories of a board that serves pages and commands to browsers of a simulated network. */
import { beforeEach, describe, expect, test } from 'vitest'
import { Bench } from '../testing.ts'
import type { Link } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'

/** A lab: a sensor to read, a lamp to switch, a log to fill. */
const SERVER = `
var log=[];
require("http").createServer(function(q,r){
  var u=url.parse(q.url,true);
  if(u.pathname=="/"){r.writeHead(200,{"Content-Type":"text/html"});r.end("<h1>"+analogRead(D36).toFixed(2)+"</h1>")}
  else if(u.pathname=="/led"){digitalWrite(LED1,u.query.on=="1");r.end("ok")}
  else if(u.pathname=="/log"&&q.method=="POST"){var b="";q.on("data",function(d){b+=d});q.on("end",function(){log.push(b);r.end(""+log.length)})}
  else if(u.pathname=="/many"){var n=3;r.write("start");r.on("drain",function(){n--;if(n>0)r.write("<"+n+">");else if(n==0)r.end("end")})}
  else{r.writeHead(404);r.end()}
}).listen(80);
require("Wifi").connect("lab",{});`

let network: SimulatedNetwork
let bench: Bench

beforeEach(() => {
  network = new SimulatedNetwork({ latencyMs: 2 })
  bench = new Bench({ network, wifi: { associateMs: 0, addressMs: 0 } }, SERVER)
  bench.wait(10)
})

class Browser {
  text = ''
  readonly link: Link = network.connect('127.0.0.1', 80)

  constructor(request: string) {
    this.send(request)
  }

  send(text: string): void {
    this.link.write(Uint8Array.from(text, (char) => char.charCodeAt(0)))
  }

  /** What has come by now. */
  look(): string {
    this.text += String.fromCharCode(...this.link.read(10_000))
    return this.text
  }

  get body(): string {
    return this.look().slice(this.text.indexOf('\r\n\r\n') + 4)
  }
}

/** Asks and waits for the end of the answer. */
function ask(request: string, ms = 50): Browser {
  const browser = new Browser(request)
  expect(bench.wait(ms)).toBe('')
  browser.look()
  expect(browser.link.state).toBe('ended')
  return browser
}

describe('a lab behind a web page', () => {
  test('shows its sensor', () => {
    bench.board.pins.setAnalog(36, 0.75)
    const page = ask('GET / HTTP/1.1\r\nHost: lab\r\n\r\n')
    expect(page.text.split('\r\n').slice(0, 4)).toEqual([
      'HTTP/1.1 200 OK',
      'Server: Espruino 2v29',
      'Connection: close',
      'Content-Type: text/html',
    ])
    expect(page.body).toBe('<h1>0.75</h1>')
  })

  test('switches its lamp', () => {
    expect(ask('GET /led?on=1 HTTP/1.1\r\n\r\n').body).toBe('ok')
    expect(bench.board.pins.level(2)).toBe(true)
    ask('GET /led?on=0 HTTP/1.1\r\n\r\n')
    expect(bench.board.pins.level(2)).toBe(false)
  })

  test('says what it does not have', () => {
    expect(ask('GET /nothing HTTP/1.1\r\n\r\n').text).toMatch(/^HTTP\/1\.1 404 OK\r\n/)
  })

  test('takes a body, also one that comes in pieces and is longer than a pass', () => {
    const body = 'x'.repeat(1400)
    const browser = new Browser('POST /log HTTP/1.1\r\nContent-')
    bench.wait(5)
    browser.send(`Length: ${body.length}\r\n\r\n${body.slice(0, 700)}`)
    bench.wait(5)
    expect(browser.look()).toBe('')
    browser.send(body.slice(700))
    bench.wait(50)
    expect(browser.body).toBe('1')
    expect(bench.run('print(log[0].length)')).toBe('1400\n')
  })

  test('answers in parts, each when the one before has gone', () => {
    expect(ask('GET /many HTTP/1.1\r\n\r\n', 100).body).toBe('start<2><1>end')
  })

  test('serves several at once, each its own', () => {
    const browsers = [1, 2, 3, 4].map((size) => {
      const body = String(size).repeat(size * 300)
      return new Browser(`POST /log HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    })
    bench.wait(200)
    expect(browsers.map(({ body }) => body).sort()).toEqual(['1', '2', '3', '4'])
    expect(bench.run('print(log.map(function(b){return b[0]+b.length}).sort().join())')).toBe('1300,2600,3900,41200\n')
  })

  test('never forgets a browser that goes away before it has asked, as the firmware does: 22 variables and a socket', () => {
    const leave = (): number => {
      const before = bench.board.vars().used
      const browser = new Browser('GET / HT')
      bench.wait(10)
      browser.link.close()
      bench.wait(50)
      return bench.board.vars().used - before
    }
    leave()
    expect([leave(), leave()]).toEqual([22, 22])
    expect(ask('GET /led?on=1 HTTP/1.1\r\n\r\n').body).toBe('ok')
    for (let visit = 3; visit < 10; visit++) leave()
    expect(new Browser('GET /led?on=1 HTTP/1.1\r\n\r\n').look() + bench.wait(50)).toBe('')
  })

  test('keeps nothing of what was served', () => {
    ask('GET /led?on=1 HTTP/1.1\r\n\r\n')
    const before = bench.board.vars().used
    for (let visit = 0; visit < 20; visit++) ask('GET /led?on=1 HTTP/1.1\r\n\r\n')
    expect(bench.board.vars().used).toBe(before)
  })

  test('more browsers than sockets: the others wait their turn', () => {
    const browsers = Array.from({ length: 15 }, () => new Browser('GET /led?on=1 HTTP/1.1\r\n\r\n'))
    bench.wait(300)
    expect(browsers.map(({ body }) => body)).toEqual(browsers.map(() => 'ok'))
  })
})
