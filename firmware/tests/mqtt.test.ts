/**
 * The device's own connection to a broker (`runtime/mqtt.ts`), as firmware on the emulator, with a broker that follows a script:
 * packets byte by byte, cut anywhere, wrong, missing; pauses and memory. Time is simulated.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { encodeHandshake } from '../../shared/protocol/frames.ts'
import { decodeLine, sealLine } from '../../shared/protocol/line.ts'
import { buildFirmware, type Build } from '../toolchain/build.ts'
import {
  CONNACK,
  field,
  message,
  messageOf,
  packet,
  PINGRESP,
  ScriptedBroker,
  SUBACK,
  type Packet,
} from './scripted-broker.ts'

const spec = {
  name: 'caf\u00e9 "1"',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()' } }],
}
let build: Build
beforeAll(async () => {
  build = await buildFirmware(loadPipeline({ ...spec, link: 'mqtt' }))
})

const ROOT = 'rivulet/1/lab-01'
const RUN = 7
const line = (body: string): string => sealLine(body) + '\n'
const hello = (): string => '\n' + line(encodeHandshake(build.hash, RUN))
const ask = line('["P"]')

/** Kinds of packets, messages by topic and text. */
function told(packets: readonly Packet[]): string[] {
  return packets.map((each) => {
    if (each.first >> 4 !== 3) return `${each.first.toString(16)} ${Buffer.from(each.body, 'latin1').toString('hex')}`
    const { topic, text, qos } = messageOf(each)
    const types = text.split('\n').map((part) => /^~\["(\w)"/.exec(part)?.[1] ?? part)
    return `${topic.slice(ROOT.length + 1)} ${qos} ${topic.endsWith('/up') ? types.join('') : text}`
  })
}

function connected(settings: object = {}, vars?: number): ScriptedBroker {
  const broker = new ScriptedBroker(build.code, settings, vars)
  broker.accept()
  return broker
}

/** A board whose link is at the broker. */
function linked(settings: object = {}, vars?: number): ScriptedBroker {
  const broker = connected(settings, vars)
  broker.send(message(`${ROOT}/link/down`, hello(), { id: 1 }))
  expect(told(broker.pass(100))).toEqual(['40 0001', 'link/up 1 H'])
  return broker
}

describe('the beginning', () => {
  test('who it is, what it is, what it wants to hear, and that it is there, in this order', () => {
    const broker = new ScriptedBroker(build.code, { user: 'me', pass: 'secret', keepalive: 300 })
    const [connect, ...none] = broker.pass(100)
    expect(none).toEqual([])
    const will = field(`${ROOT}/$state`) + field('lost')
    expect(connect).toEqual({
      first: 0x10,
      body: `${field('MQTT')}\x04\xee\x01\x2c${field('lab-01')}${will}${field('me')}${field('secret')}`,
    })
    broker.send(CONNACK)
    const [info, subscribe, ...more] = broker.pass(100)
    expect([more, info.first]).toEqual([[], 0x33])
    expect(JSON.parse(messageOf(info).text)).toMatchObject({ pipeline: spec.name, hash: build.hash, console: false })
    const topics = ['link/down', 'cmd', '$state'].map((topic) => `${field(`${ROOT}/${topic}`)}\x01`)
    expect(subscribe).toEqual({ first: 0x82, body: `\0\x02${topics.join('')}` })
    broker.send(SUBACK)
    expect(told(broker.pass(100))).toEqual(['$state 1 ready'])
  })

  test('without a user', () => {
    const [{ body }] = new ScriptedBroker(build.code).pass(100)
    expect(body.slice(0, 10)).toBe(`${field('MQTT')}\x04\x2e\0\x14`)
    expect(body.endsWith(field('lost'))).toBe(true)
  })
})

describe('packets', () => {
  test('cut at any byte, and byte by byte', () => {
    const broker = linked({ keepalive: 3600 })
    const bytes = [
      message(`${ROOT}/link/down`, ask + ask, { id: 300 }),
      PINGRESP,
      message(`${ROOT}/cmd`, '{"id":"x","do":"ping"}', { id: 301, dup: true }),
      message(`${ROOT}/link/down`, ask),
      message(`${ROOT}/$state`, 'lost'),
      message(`${ROOT}/cmd`, 'x'.repeat(260), { id: 302 }),
      message(`${ROOT}/link/down`, '', { id: 303 }),
      packet(0x40, '\0\x01'),
    ].join('')
    const answers = [
      ...['40 012c', '40 012d', 'cmd/ack 1 {"id":"x","ok":true}', '$state 1 ready', '40 012e', '40 012f'],
    ]
    const acks = (packets: readonly string[]): number => packets.join('').split('A').length - 1
    for (let cut = 0; cut < bytes.length; cut++) {
      broker.send(bytes.slice(0, cut))
      const first = told(broker.pass(10))
      broker.send(bytes.slice(cut))
      const all = [...first, ...told(broker.pass(30))]
      expect([cut, all.filter((each) => !each.startsWith('link/up')), acks(all)]).toEqual([cut, answers, 3])
    }
    const all: string[] = []
    for (const byte of bytes) {
      broker.send(byte)
      all.push(...told(broker.pass(5)))
    }
    expect([all.filter((each) => !each.startsWith('link/up')), acks(all)]).toEqual([answers, 3])
  })

  test('lines of one pass leave as one message', () => {
    const broker = linked()
    broker.send(message(`${ROOT}/link/down`, ask.repeat(5)))
    expect(told(broker.pass(100))).toEqual(['link/up 1 AAAAA'])
  })

  test('a message of any size passes while nobody has shaken hands, and means nothing', () => {
    const broker = connected()
    broker.send(message(`${ROOT}/link/down`, ask.repeat(1000), { id: 5 }))
    broker.send(message(`${ROOT}/link/down`, ask, { id: 6 }))
    broker.send(message(`${ROOT}/link/down`, hello().replace(build.hash, '00000000'), { id: 7 }))
    expect(told(broker.pass(200))).toEqual(['40 0005', '40 0006', '40 0007'])
  })

  test('another program is refused there, and gets no link', () => {
    const broker = connected()
    broker.send(message(`${ROOT}/link/down`, line(encodeHandshake('00000000', RUN))))
    expect(told(broker.pass(100))).toEqual(['link/up 1 X'])
    broker.send(message(`${ROOT}/link/down`, ask))
    expect(told(broker.pass(100))).toEqual([])
  })

  test('a program that has stopped says so there, and is restarted from there', () => {
    const broker = linked()
    const first = parseInt(build.hash.slice(0, 6), 16)
    broker.send(message(`${ROOT}/link/down`, line(`["E",${first},0,0,-9007199254740991,0,1,300,1,"AAAA"]`)))
    expect(told(broker.pass(100))).toEqual(['link/up 1 X'])
    broker.send(message(`${ROOT}/link/down`, hello() + ask))
    expect(told(broker.pass(100))).toEqual(['link/up 1 XX'])
    broker.send(message(`${ROOT}/cmd`, '{"id":"1","do":"reset"}', { id: 9 }))
    expect(told(broker.pass(100))).toEqual(['40 0009', 'cmd/ack 1 {"id":"1","ok":true}', '$state 1 init', 'e0 '])
    expect(broker.connected.length).toBe(1)
    broker.pass(1000)
    expect(broker.connected.length).toBe(2)
    broker.send(CONNACK)
    broker.pass(100)
    broker.send(SUBACK)
    broker.send(message(`${ROOT}/link/down`, hello()))
    expect(told(broker.pass(100))).toEqual(['$state 1 ready', 'link/up 1 H'])
    expect(broker.text).not.toMatch(/Uncaught/)
  })

  test('after the end of a run a new handshake is needed', () => {
    const broker = linked()
    broker.send(message(`${ROOT}/link/down`, line('["Q"]') + ask))
    expect(told(broker.pass(100))).toEqual(['link/up 1 A'])
    broker.send(message(`${ROOT}/link/down`, hello()))
    expect(told(broker.pass(100))).toEqual(['link/up 1 H'])
  })
})

describe('what a server must not do ends the connection, is counted, and is not tried again soon', () => {
  test.each([
    ['a length of three digits', '\x30\xff\xff\x01'],
    ['a length that does not end', '\x30\xff\xff\xff\xff'],
    ['a large packet that is no message', packet(0x90, '\x01'.repeat(300))],
    ['a long topic', message('x'.repeat(65), 'a')],
    ['a topic longer than its packet', packet(0x30, '\0\x20abc')],
    ['quality of service 2', packet(0x34, `${field('a')}\0\x01b`)],
    ['no way in after all', packet(0x20, '\0\x05')],
    ['no subscription', packet(0x90, '\0\x01\x01\x80\x01')],
  ])('%s', (_, bytes) => {
    const broker = connected()
    broker.send(bytes)
    expect([told(broker.pass(100)), broker.isClosed]).toEqual([[], true])
    const since = broker.board.ms
    broker.pass(17_000)
    expect(broker.connected.length).toBe(2)
    expect(broker.connected[1] - since).toBeGreaterThan(8000)
    broker.accept()
    const stat = broker
      .pass(11_000)
      .map(messageOf)
      .find(({ topic }) => topic.endsWith('/stat'))
    expect(JSON.parse(stat!.text)).toMatchObject({ faults: 1, dropped: 0 })
  })
})

test('whatever a server sends, the board lives, and the next connection is as the first', () => {
  const broker = linked()
  const piece = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replace(/[^\0-\xff]/g, '?')),
    },
    fc.constantFrom(CONNACK, SUBACK, PINGRESP, '\x30\xff', '\x30\x7f\0\x10', hello(), '{"id":1,"do":', `${ROOT}/cmd`),
    fc
      .record({ topic: fc.constantFrom('cmd', '$state', 'link/down', 'x'), text: fc.string({ maxLength: 300 }) })
      .map(({ topic, text }) => message(`${ROOT}/${topic}`, text.replace(/[^\0-\xff]/g, '?'), { id: text.length })),
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      for (const bytes of pieces) {
        if (broker.isClosed) break
        broker.send(bytes)
        broker.pass(5)
      }
      if (!broker.isClosed) broker.hangUp()
      broker.pass(17_000)
      broker.hangUp()
      const before = broker.connected.length
      for (let i = 0; i < 250 && broker.connected.length === before; i++) broker.pass(100)
      expect(broker.connected.length).toBeGreaterThan(before)
      broker.accept()
      broker.send(message(`${ROOT}/link/down`, hello()))
      expect(told(broker.pass(100)).join()).toMatch(/link\/up 1 .*H/)
      expect(broker.text).not.toMatch(/Uncaught|MEMORY|Interrupted/)
    }),
    { seed: 7, numRuns: 30, endOnFailure: true },
  )
})

describe('absence', () => {
  test('a server that answers pings stays; one that does not is given up after the time of keeping alive', () => {
    const broker = connected()
    for (let i = 0; i < 6; i++) {
      const pings = broker.pass(10_000).filter(({ first }) => first === 0xc0)
      expect(pings.length).toBe(1)
      broker.send(PINGRESP)
    }
    expect(broker.connected.length).toBe(1)
    expect(broker.pass(21_000).filter(({ first }) => first === 0x10).length).toBe(1)
    expect(broker.connected.length).toBe(2)
  })

  test('a server that does not answer at all is given up', () => {
    const broker = new ScriptedBroker(build.code)
    broker.pass(10_000)
    expect(broker.connected.length).toBe(1)
    broker.pass(40_000)
    expect(broker.connected.length).toBeGreaterThan(1)
    expect(broker.connected.length).toBeLessThan(5)
  })

  test('pauses grow, differ, and stay bounded; a connection that lasts begins anew', () => {
    const broker = new ScriptedBroker(build.code)
    broker.greeting = null
    broker.pass(120_000)
    const pauses = broker.connected.slice(1).map((ms, i) => ms - broker.connected[i])
    pauses.slice(0, 7).forEach((pause, i) => {
      expect(pause).toBeGreaterThanOrEqual(128 << i)
      expect(pause).toBeLessThan((256 << i) + 100)
    })
    expect(Math.max(...pauses)).toBeLessThan(16_500)
    expect(pauses.length).toBeGreaterThan(12)
    expect(new Set(pauses.slice(7).map(Math.round)).size).toBeGreaterThan(3)
    broker.greeting = ''
    broker.pass(17_000)
    broker.accept()
    broker.pass(11_000)
    const before = broker.connected.length
    broker.hangUp()
    broker.pass(400)
    expect(broker.connected.length).toBe(before + 1)
  })

  test('the link goes on at the next connection as if nothing had been', () => {
    const broker = linked()
    broker.send(packet(0x34, `${field('a')}\0\x01b`))
    broker.pass(17_000)
    broker.accept()
    broker.send(message(`${ROOT}/link/down`, ask))
    expect(told(broker.pass(100))).toEqual(['link/up 1 A'])
  })
})

describe('memory', () => {
  test('what a slow server does not take is bounded: dropped and counted, and the board lives', () => {
    const vars = build.plan.vars.peak
    const broker = linked({}, vars)
    broker.reads = false
    for (let i = 0; i < 60; i++) {
      broker.send(message(`${ROOT}/link/down`, ask.repeat(20)))
      broker.pass(50)
    }
    expect(broker.board.vars().peak).toBeLessThan(vars)
    broker.reads = true
    const frames = broker
      .pass(2000)
      .map(messageOf)
      .flatMap(({ text }) => text.split('\n'))
    for (const each of frames.filter((text) => text !== '')) expect(decodeLine(each).kind).toBe('frame')
    expect(frames.length).toBeLessThan(1200)
    const stat = broker
      .pass(11_000)
      .map(messageOf)
      .find(({ topic }) => topic.endsWith('/stat'))
    expect((JSON.parse(stat!.text) as { dropped: number }).dropped).toBeGreaterThan(100)
    expect(broker.text).not.toMatch(/MEMORY|Uncaught|Interrupted/)
    broker.send(message(`${ROOT}/link/down`, ask))
    expect(told(broker.pass(100))).toEqual(['link/up 1 A'])
  })

  test('connections that come and go leave nothing behind', () => {
    const broker = linked({ keepalive: 2 })
    const round = (): number => {
      broker.pass(1100)
      broker.hangUp()
      broker.pass(400)
      broker.accept()
      broker.send(message(`${ROOT}/link/down`, ask))
      broker.pass(200)
      return broker.board.vars().used
    }
    const used = round()
    for (let i = 0; i < 20; i++) round()
    expect([round(), broker.connected.length]).toEqual([used, 23])
  })

  test('no secret stays in it: long ones take no more than short ones', () => {
    const used = (secret: string): number =>
      connected({ user: secret, pass: secret, password: secret.slice(0, 63) }).board.vars().used
    expect(used('x'.repeat(120))).toBe(used('x'))
  })

  test('at rest it is what the plan says', () => {
    const { code, state, peak } = build.plan.vars
    const used = connected().board.vars().used
    expect((code + state) / used).toBeGreaterThan(0.9)
    expect((code + state) / used).toBeLessThan(1.1)
    expect(peak).toBeGreaterThan(code + state)
  })

  test('a program without it has nothing of it, and is the same bytes as ever', async () => {
    const plain = await buildFirmware(loadPipeline(spec))
    const named = await buildFirmware(loadPipeline({ ...spec, link: 'serial' }))
    expect(named.code).toBe(plain.code)
    expect(plain.code).not.toMatch(/MQTT|rvnet|require\("net"\)|Wifi|fromCharCode/)
    expect(plain.hash).not.toBe(build.hash)
  })
})
