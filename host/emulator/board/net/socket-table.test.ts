/** The numbered sockets of the chip: who is reached, what the numbers are, and what each failure is called. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { Link, Listener, LinkState, Network } from './network.ts'
import { Refused } from './network.ts'
import { SimulatedNetwork } from './simulated-network.ts'
import { CLOSED, NOT_CONNECTED, socketMessage, SocketTable } from './socket-table.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const shown = (data: Uint8Array | number): string | number =>
  typeof data === 'number' ? data : String.fromCharCode(...data)

/** A connection whose state a test sets. */
class ScriptedLink implements Link {
  state: LinkState = 'opening'
  arrived = ''
  taken = ''
  closed = 0
  room = 1000

  read(most: number): Uint8Array {
    const part = this.arrived.slice(0, most)
    this.arrived = this.arrived.slice(most)
    return bytes(part)
  }

  write(data: Uint8Array): number {
    const part = data.subarray(0, this.room)
    this.taken += shown(part)
    return part.length
  }

  close(): void {
    this.closed++
  }
}

let outside: (Network & { advance(ms: number): void }) | undefined
let link: ScriptedLink
let complaints: string[]
let table: SocketTable

beforeEach(() => {
  link = new ScriptedLink()
  complaints = []
  outside = {
    connect: () => link,
    listen: (): Listener => ({ accept: () => undefined, close: () => undefined }),
    resolve: (name) => (name === 'broker' ? '10.0.0.1' : undefined),
    advance: () => undefined,
    nextArrival: () => 42,
  }
  table = new SocketTable({
    outside: () => outside,
    ms: () => 0,
    complain: (message) => complaints.push(message),
    refusal: () => 104,
  })
})

describe('a connection to the outside', () => {
  test('is not there while it opens; what it is sent waits', () => {
    const number = table.connect('10.0.0.1', 80)
    expect(number).toBe(54)
    expect([table.receive(number, 9), table.send(number, bytes('x'))]).toEqual([NOT_CONNECTED, 0])
    link.state = 'open'
    link.arrived = 'hello'
    expect([table.send(number, bytes('x')), shown(table.receive(number, 4)), shown(table.receive(number, 4))]).toEqual([
      1,
      'hell',
      'o',
    ])
    expect(link.taken).toBe('x')
  })

  test('that is refused later is reset', () => {
    const number = table.connect('10.0.0.1', 80)
    link.state = 'refused'
    expect([table.receive(number, 9), table.send(number, bytes('x'))]).toEqual([-9, 0])
  })

  test('ends behind its last bytes', () => {
    const number = table.connect('10.0.0.1', 80)
    link.state = 'ended'
    link.arrived = 'last'
    expect([shown(table.receive(number, 9)), table.receive(number, 9)]).toEqual(['last', CLOSED])
  })

  test('takes what it has room for', () => {
    const number = table.connect('10.0.0.1', 80)
    Object.assign(link, { state: 'open', room: 2 })
    expect([table.send(number, bytes('abc')), table.send(number, bytes('c'))]).toEqual([2, 1])
  })

  test('is closed once, and its number is free again', () => {
    const first = table.connect('10.0.0.1', 80)
    const second = table.connect('10.0.0.1', 80)
    table.close(first)
    table.close(first)
    expect([link.closed, second, table.connect('10.0.0.1', 80)]).toEqual([1, 55, 54])
    expect([table.receive(99, 1), table.send(99, bytes('x'))]).toEqual([CLOSED, CLOSED])
  })
})

describe('who is reached', () => {
  test('the own ports first, then the outside', () => {
    const server = table.listen(80)
    const client = table.connect('127.0.0.1', 80)
    const accepted = table.accept(server)
    expect([server, client, accepted, table.accept(server)]).toEqual([54, 55, 56, CLOSED])
    table.send(client, bytes('in'))
    expect(shown(table.receive(accepted, 9))).toBe('in')
    link.state = 'open'
    const other = table.connect('127.0.0.1', 81)
    table.send(other, bytes('out'))
    expect(link.taken).toBe('out')
  })

  test.each([
    // address      outside?  complaint
    ['10.0.0.1', false, 'Connect failed (err 118)'],
    ['127.0.0.1', false, 'Connect failed (err 104)'],
    ['10.0.0.1', true, 'Connect failed (err 104): no such luck'],
    ['127.0.0.1', true, 'Connect failed (err 104): no such luck'],
  ])('%s, with an outside that refuses or none (%s): %s', (address, isThere, complaint) => {
    if (isThere)
      outside!.connect = (): Link => {
        throw new Refused('no such luck')
      }
    else outside = undefined
    expect(table.connect(address, 80)).toBe(CLOSED)
    expect(complaints).toEqual([complaint])
  })

  test('a fault of the network is nobody’s refusal', () => {
    outside!.connect = (): Link => {
      throw new TypeError('bug')
    }
    expect(() => table.connect('10.0.0.1', 80)).toThrow('bug')
    outside!.listen = (): Listener => {
      throw new TypeError('bug')
    }
    expect(() => table.listen(80)).toThrow('bug')
  })

  test.each([
    ['localhost', '127.0.0.1'],
    ['10.0.0.9', '10.0.0.9'],
    ['broker', '10.0.0.1'],
    ['nobody', undefined],
  ])('the address of %s is %s', (name, address) => {
    expect(table.resolve(name)).toBe(address)
  })

  test('names of others are not known without them', () => {
    outside = undefined
    expect([table.resolve('broker'), table.resolve('localhost')]).toEqual([undefined, '127.0.0.1'])
  })
})

describe('ports', () => {
  test('a port that is taken, here or outside', () => {
    table.listen(80)
    expect([table.listen(80), complaints]).toEqual([CLOSED, ['Socket listen failed']])
    outside!.listen = (): Listener => {
      throw new Refused('taken')
    }
    expect([table.listen(81), complaints]).toEqual([CLOSED, ['Socket listen failed', 'Socket listen failed']])
    // nothing of the failed attempt is left
    outside = undefined
    expect(table.listen(81)).toBe(55)
  })

  test('one that fails outside only later is told when it is looked at', () => {
    outside!.listen = (): Listener => ({
      accept: () => {
        throw new Refused('too late')
      },
      close: () => undefined,
    })
    const server = table.listen(80)
    expect([table.accept(server), complaints]).toEqual([CLOSED, ['too late']])
  })

  test('is closed on both sides', () => {
    let closed = 0
    outside!.listen = (): Listener => ({ accept: () => undefined, close: () => void closed++ })
    const server = table.listen(80)
    table.close(server)
    expect(closed).toBe(1)
    outside = undefined
    expect(table.connect('127.0.0.1', 80)).toBe(CLOSED)
  })

  test('no connection is taken when all sockets are in use', () => {
    const server = table.listen(80)
    const own = new SimulatedNetwork()
    expect(own.nextArrival()).toBe(Infinity)
    for (let made = 1; made < 10; made++) expect(table.connect('127.0.0.1', 80)).toBe(54 + made)
    expect(table.accept(server)).toBe(CLOSED)
    expect([table.connect('127.0.0.1', 80), complaints]).toEqual([CLOSED, ['Socket creation failed']])
    table.close(55)
    expect(table.accept(server)).toBe(55)
  })
})

test('something can arrive only while there are sockets', () => {
  expect(table.nextArrival()).toBe(Infinity)
  const number = table.connect('10.0.0.1', 80)
  expect(table.nextArrival()).toBe(42)
  table.close(number)
  expect(table.nextArrival()).toBe(Infinity)
})

test.each([
  [-1, 'closed'],
  [-6, 'not found'],
  [-8, 'unsent data'],
  [-9, 'connection reset'],
  [-15, 'no response'],
  [-99, 'unknown error'],
])('error %d is %s', (error, message) => {
  expect(socketMessage(error)).toBe(message)
})
