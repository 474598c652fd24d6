/**
 * Everything around the processor repeats: the same program, devices and network give the same bytes, pulses and
 * transfers at the same virtual times, however the host cuts its waiting.
 */
import { describe, expect, test } from 'vitest'
import type { BoardOptions } from './board.ts'
import type { Link } from './net/network.ts'
import { SimulatedNetwork } from './net/simulated-network.ts'
import { recorded, VirtualSensor } from './pins/sensor.ts'
import { Bench } from './testing.ts'

interface Part {
  readonly program: string
  /** Virtual milliseconds that it is watched. */
  readonly ms: number
  /** What is connected to the board before the program starts. */
  readonly connect?: (bench: Bench) => void
}

const at = 'function at(){return Math.floor(getTime()*1e6)}'

const PARTS: Readonly<Record<string, Part>> = {
  'pins and pulses': {
    program: `${at};digitalPulse(D13,1,[3,1.5,2.25,7]);var n=0;var i=setInterval(function(){D2.toggle();D4.write(Math.random()>0.5);if(n++>8)clearInterval(i)},3.3)`,
    ms: 100,
  },
  watches: {
    program: `${at};setWatch(function(e){print(e.state,e.time,e.lastTime,e.pin,at())},D4,{repeat:true,data:D5});
      setWatch(function(e){print("calm",e.state,e.time,at())},D4,{repeat:true,debounce:4});
      setInterval(function(){for(var i=0;i<50;i++)Math.sin(i)},7)`,
    ms: 100,
    connect: ({ board }) => {
      board.pins.set(4, 0)
      const edges = Array.from({ length: 20 }, (_, index): [number, number] => [board.ms + index ** 1.5 + 3, index % 2])
      board.pins.schedule(4, edges)
    },
  },
  'an analog sensor': {
    program: `${at};setInterval(function(){print(analogRead(D36),at())},9.7)`,
    ms: 100,
    connect: ({ board }) =>
      new VirtualSensor(
        recorded(
          Array.from({ length: 50 }, (_, index) => [board.ms + index * 3, Math.sin(index)]),
          true,
        ),
      ).toAnalog(board, 36, -1, 1),
  },
  'sensors on buses': {
    program: `${at};I2C1.setup({sda:D21,scl:D22});SPI1.setup({});Serial2.on("data",function(d){print(d,at())});
      setInterval(function(){print(I2C1.readReg(0x40,0,4),SPI1.send([1,2,3],D5),at());Serial2.write("?")},11)`,
    ms: 100,
    connect: ({ board }) => {
      new VirtualSensor((ms) => 1e6 + ms * 1000).toRegisters(board, 'I2C1', 0x40, 0, 4, 1)
      board.buses.attachSpi('SPI1', { transfer: (bytes, ms) => bytes.map((byte) => byte + Math.floor(ms)) })
      const send = board.buses.attachSerial('Serial2', (bytes) => send([...bytes, 33]))
    },
  },
  'Wi-Fi': {
    program: `${at};var W=require("Wifi");["associated","connected","disconnected"].forEach(function(e){W.on(e,function(d){print(e,d,at())})});
      W.connect("lab",{password:"secret12"},function(e){print(e,at());W.scan(function(a){print(a,at());W.disconnect()})})`,
    ms: 6000,
    connect: ({ board }) => board.wifi.lose(),
  },
  'sockets of the board with itself': {
    program: `${at};var n=require("net");n.createServer(function(c){c.on("data",function(d){print("s",d.length,at());c.write(d)})}).listen(7);
      var c=n.connect({port:7});c.on("data",function(d){print("c",d.length,at())});c.write("x".repeat(3000));
      require("http").createServer(function(q,r){r.end(q.url)}).listen(80);require("http").get("http://localhost/a",function(r){r.on("data",function(d){print(d,at())})})`,
    ms: 200,
  },
  'sockets on a network': {
    program: `${at};require("Wifi").connect("lab",{},function(){var c=require("net").connect({host:"service",port:7},function(){c.write("hello")});
      c.on("data",function(d){print(d,at());if(d.length<40)c.write(d);else c.end()});c.on("close",function(e){print("closed",e,at())})})`,
    ms: 1500,
  },
  'the temperature and the clock': {
    program: `${at};setTimeout(function(){setTime(1e9)},20);setInterval(function(){print(E.getTemperature(),getTime())},7)`,
    ms: 50,
    connect: ({ board }) => (board.temperature = 40),
  },
  'deep sleep': { program: `ESP32.deepSleep(30000)`, ms: 100 },
}

/** A service that answers everything with what it was sent, twice; it looks every virtual millisecond. */
function withService(options: BoardOptions): { options: BoardOptions; look: () => void } {
  const network = new SimulatedNetwork({ latencyMs: 5, hosts: { service: '10.0.0.7' } })
  const links: Link[] = []
  network.serve(7, (link) => links.push(link))
  const look = (): void => {
    for (const link of links) {
      const data = link.read(1000)
      if (data.length > 0) link.write(Uint8Array.from([...data, ...data]))
      if (link.state === 'ended') link.close()
    }
  }
  return { options: { network, ...options }, look }
}

/** All that can be seen of a board: what it printed and wrote, and its figures. */
function trace({ program, ms, connect }: Part, step: number): unknown {
  const { options, look } = withService({ vars: 3000, seed: 3 })
  const bench = new Bench(options, 'print("started",ESP32.getWakeupCause(),getTime())')
  const writes: unknown[] = []
  bench.board.pins.onWrite((write) => writes.push(write))
  connect?.(bench)
  let said = bench.run(program)
  const start = bench.board.ms
  for (let passed = step; passed <= ms; passed += step) {
    said += bench.wait(Math.max(0, start + passed - bench.board.ms))
    look()
  }
  const { board } = bench
  return { said, writes, ms: board.ms, instructions: board.instructions, vars: board.vars() }
}

describe.each(Object.entries(PARTS))('%s', (_name, part) => {
  test('the same every time', () => {
    const first = trace(part, 1) as { said: string; writes: unknown[] }
    expect(first.said.length + first.writes.length).toBeGreaterThan(10)
    expect(trace(part, 1)).toEqual(first)
  })
})

// the service of the network looks when the host does, so that part is left out
describe.each(Object.entries(PARTS).filter(([name]) => name !== 'sockets on a network'))('%s', (_name, part) => {
  test('however the host cuts its waiting', () => {
    const { said, writes } = trace(part, 1) as { said: string; writes: unknown[] }
    const coarse = trace(part, 50) as { said: string; writes: unknown[] }
    expect([coarse.said, coarse.writes]).toEqual([said, writes])
  })
})

test('two boards in turns do not disturb each other', () => {
  const part = PARTS['sockets of the board with itself']
  const alone = trace(part, 1) as { said: string }
  const benches = [new Bench({ vars: 3000, seed: 3 }), new Bench({ vars: 3000, seed: 3 })]
  const said = benches.map((bench) => bench.run(part.program))
  for (let ms = 0; ms < part.ms; ms++) benches.forEach((bench, index) => (said[index] += bench.wait(1)))
  // the other bench of `trace` has a saved program that prints first, and so another clock
  const lines = (text: string): string[] => text.split('\n').map((line) => line.replace(/ \d+$/, ''))
  expect(lines(said[0])).toEqual(lines(said[1]))
  expect(lines(said[0])).toEqual(lines(alone.said))
})
