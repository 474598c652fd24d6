/**
 * The device's own connection to a broker (MQTT 3.1.1, quality of service 0 and 1; topics of CONVENTIONS 2): the link's bytes come at
 * `link/down` and go to `link/up`, lines of one pass as one message. Entry of a program whose pipeline asks for it
 * (`"link": "mqtt"`); the link itself is `link.ts`, as on a serial line. Numbers in brackets are sections of the standard.
 *
 * Where and as whom to connect is told by a file in flash that `rivulet provision` writes. It is read when it is needed, so that no secret stays in
 * memory; without it the device has its serial line only. The session is clean: what a connection that broke has swallowed is
 * asked for again by the link, not by MQTT.
 *
 * Nothing that comes is kept before its length is known to be small: the payload of `link/down` is handed on as it comes, all else is
 * at most `SMALL` bytes. What goes out waits as text of the interpreter until it is sent, and is dropped and counted where memory gets short.
 */
import { INFO, MIN } from 'plan'
import { scratch } from './hint.ts'
import { W } from './input.ts'
import { carrier, crc, type Carrier } from './line.ts'
import { boot, greet, receive } from './link.ts'

/** Bytes of a packet that is kept whole, and of a topic. */
const SMALL = 256
const TOPIC = 64
/** Characters of lines that are gathered into one message. */
const MESSAGE = 1024
/** Bytes that may wait to be sent whatever memory is left; beyond it so many variables have to be free. */
const FREELY = 2048
const LEAST_FREE = 300
/** The pause before connecting again starts at 128 to 256 ms and doubles so often. */
const PAUSE = 128
const DOUBLINGS = 6
/** Until a restart that was asked for, in ms: the answer goes out first. */
const FAREWELL = 300
/** Bytes of the file of settings. */
const SETTINGS = 1024
/** Packets by the upper half of their first byte (2.2.1); the first bytes of ours. */
const CONNACK = 2
const MESSAGE_IN = 3
const SUBACK = 9
const CONNECT = 0x10
const PUBLISH = 0x30
const PUBACK = 0x40
const SUBSCRIBE = 0x82
const PING = 0xc0
const DISCONNECT = 0xe0
/** Flags of a message (3.3.1). */
const RETAIN = 1
const QOS1 = 2
/** A clean session, and a will that is retained, at quality of service 1 (3.1.2). */
const CLEAN_WITH_WILL = 0x2e
const WITH_USER = 0x80
const WITH_PASSWORD = 0x40
const REFUSED = 0x80

/** The connection, from its opening on. */
let socket: EspruinoSocket | undefined = scratch(undefined)
/** A new one is opened after a pause; how often that was so without lasting success. */
let pausing = scratch(true)
let tries = scratch(0)
/** The server has taken our subscriptions. */
let ready = scratch(false)
/** Something came since the last tick. */
let heard = scratch(true)
/** Half the time of keeping alive, in ms. */
let half = scratch(0)
/** Topics of this device begin so. */
let root = scratch('')
/** The beginning of a packet that has not come whole. */
let begun = scratch('')
/** Of a message that is not kept: bytes that are still to come, whether they are the link's, and its number. */
let left = scratch(0)
let linked = scratch(false)
let number = scratch('')
/** Lines that leave together at the end of this pass. */
let lines = scratch('')
let gathering = scratch(false)
/** Bytes handed to the socket since it last was empty. */
let unsent = scratch(0)
/** The number of our last message. */
let serial = scratch(0)
let dropped = scratch(0)
let faults = scratch(0)

const chars = String.fromCharCode

interface Settings {
  readonly ssid?: string
  readonly password?: string
  readonly host: string
  readonly port: number
  readonly user?: string
  readonly pass?: string
  readonly id: string
  /** Seconds. */
  readonly keepalive: number
}

/** What `rivulet provision` has written, if it has. */
function settings(): Settings | undefined {
  const text = LIBRARY('Storage').read('rvnet')
  if (!text || text.length > SETTINGS) return undefined
  try {
    return JSON.parse(text) as Settings
  } catch {
    return undefined
  }
}

/** A text with its length before it (1.5.3). */
function field(text: string): string {
  return chars(text.length >> 8, text.length & 255) + text
}

/** The number of a packet that wants an answer (2.3.1). */
function next(): string {
  serial = (serial % 65535) + 1
  return chars(serial >> 8, serial & 255)
}

/** Sends a packet of less than 16,384 bytes. */
function send(first: number, head: string, body: string): void {
  const n = head.length + body.length
  unsent += n + 3
  if (!socket) return
  socket.write(chars(first) + (n > 127 ? chars((n & 127) | 128, n >> 7) : chars(n)) + head)
  if (body) socket.write(body)
}

function publish(topic: string, payload: string, flags: number): void {
  send(PUBLISH | flags, field(root + topic) + (flags & QOS1 ? next() : ''), payload)
}

function flush(): void {
  if (!lines) return
  publish('link/up', lines, QOS1)
  lines = ''
}

const up: Carrier = {
  write: (text) => {
    if (!ready) return
    if (unsent > FREELY && process.memory(false).free < LEAST_FREE) {
      dropped++
      return
    }
    lines += text
    if (!gathering || lines.length > MESSAGE) flush()
  },
}

/** The connection is of no use any more: another one after a pause. */
function lose(): void {
  const old = socket
  socket = undefined
  ready = false
  begun = lines = ''
  left = unsent = 0
  if (old) {
    old.removeAllListeners()
    // What nobody hears would wait.
    old.on('data', () => {})
    try {
      old.end()
    } catch {
      // The network itself is gone.
    }
  }
  pausing = true
  setTimeout(open, (PAUSE << tries) * (1 + Math.random()))
  if (tries < DOUBLINGS) tries++
}

/** The server does what it must not, or does not want us: counted, and not tried again soon. */
function refuse(): void {
  faults++
  tries = DOUBLINGS
  lose()
}

function open(): void {
  pausing = false
  heard = true
  const s = settings()
  if (!s) return
  try {
    // Functions of the top level: what is made here would keep the settings in memory as long as the socket.
    socket = LIBRARY('net').connect({ host: s.host, port: s.port }, introduce)
    socket.on('data', take)
    socket.on('close', lose)
    socket.on('drain', drained)
  } catch {
    // No network yet, no such host, nobody there.
    lose()
  }
}

function drained(): void {
  unsent = 0
}

/** 3.1: who we are, and what is to be said of us when we are lost. */
function introduce(): void {
  const s = settings()
  if (!s) return lose()
  const flags = CLEAN_WITH_WILL | (s.user ? WITH_USER : 0) | (s.user && s.pass ? WITH_PASSWORD : 0)
  send(
    CONNECT,
    field('MQTT') + chars(4, flags, s.keepalive >> 8, s.keepalive & 255) + field(s.id) + field(root + '$state'),
    field('lost') + (s.user ? field(s.user) + (s.pass ? field(s.pass) : '') : ''),
  )
}

/** The server has answered: first what we are, and when it has our subscriptions that we are there. */
function accepted(): void {
  publish(
    '$info',
    INFO +
      ',"board":"' +
      process.env.BOARD +
      '","firmware":"' +
      process.version +
      '","variables":' +
      process.memory(false).total +
      ',"boot":' +
      boot +
      '}',
    QOS1 | RETAIN,
  )
  let topics = ''
  for (const topic of ['link/down', 'cmd', '$state']) topics += field(root + topic) + chars(1)
  send(SUBSCRIBE, next(), topics)
}

/** A packet that has come whole. */
function packet(first: number, body: string): void {
  switch (first >> 4) {
    case CONNACK:
      return body.charCodeAt(1) ? refuse() : accepted()
    case SUBACK:
      if (body.indexOf(chars(REFUSED), 2) > 0) return refuse()
      ready = true
      return publish('$state', 'ready', QOS1 | RETAIN)
    case MESSAGE_IN: {
      let at = 2 + ((body.charCodeAt(0) << 8) | body.charCodeAt(1))
      const topic = body.substr(root.length + 2, at - root.length - 2)
      if (first & QOS1) {
        send(PUBACK, body.substr(at, 2), '')
        at += 2
      }
      return message(topic, body.substr(at))
    }
    default:
    // Answers to pings and messages tell that the server is there, which is known by now.
  }
}

function message(topic: string, payload: string): void {
  if (topic === '$state') {
    // The will of a connection that this one has replaced.
    if (payload === 'lost' && ready) publish('$state', 'ready', QOS1 | RETAIN)
  } else if (topic === 'cmd') command(payload)
  else {
    // Nobody has shaken hands here, or another carrier has the link: only a handshake means something.
    const line = payload.substr(payload.indexOf('["H",'))
    if (line[0] !== '[' || crc(line) !== 1) return
    const a = JSON.parse(line) as [string, number, string, number]
    greet(up, a[2], a[3])
  }
}

function command(payload: string): void {
  let asked: { id?: unknown; do?: unknown } | null
  try {
    asked = JSON.parse(payload) as typeof asked
  } catch {
    return
  }
  if (!asked) return
  const ok = asked.do === 'ping' || asked.do === 'reset'
  publish('cmd/ack', JSON.stringify({ id: asked.id, ok: ok }), QOS1)
  if (asked.do !== 'reset') return
  publish('$state', 'init', QOS1 | RETAIN)
  send(DISCONNECT, '', '')
  tries = DOUBLINGS
  setTimeout(() => E.reboot(), FAREWELL)
}

/** Bytes of a message that is not kept, as many as there are; gives what stands behind them. */
function stream(bytes: string): string {
  const piece = bytes.substr(0, left)
  left -= piece.length
  // The link may have gone to another carrier meanwhile.
  if (linked && carrier === up) receive(piece)
  if (!left && number) send(PUBACK, number, '')
  return bytes.substr(piece.length)
}

/** Takes the packet at the beginning, as far as it has come; gives what stands behind it. */
function unpack(bytes: string): string {
  const first = bytes.charCodeAt(0)
  let length = bytes.charCodeAt(1)
  let at = 2
  if (length > 127) {
    length += (bytes.charCodeAt(2) << 7) - 128
    at = 3
  }
  begun = bytes
  if (bytes.length < at) return ''
  // 2.2.3: longer than two digits.
  if (bytes.charCodeAt(2) > 127 && at > 2) return refused()
  if (first >> 4 === MESSAGE_IN) {
    if (bytes.length < at + 2) return ''
    const topic = (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1)
    const body = at + 2 + topic + (first & QOS1)
    if (topic > TOPIC || body > at + length || first & 4) return refused()
    if (bytes.length < body) return ''
    linked = carrier === up && bytes.substr(at + 2, topic) === root + 'link/down'
    if (linked || length > SMALL) {
      begun = ''
      left = at + length - body
      number = first & QOS1 ? bytes.substr(body - 2, 2) : ''
      return left ? bytes.substr(body) : stream(bytes.substr(body))
    }
  } else if (length > SMALL) return refused()
  if (bytes.length < at + length) return ''
  begun = ''
  packet(first, bytes.substr(at, length))
  return bytes.substr(at + length)
}

function refused(): string {
  refuse()
  return ''
}

/** Bytes of the server, cut anywhere. */
function take(bytes: string): void {
  heard = gathering = true
  while (bytes && socket) bytes = left ? stream(bytes) : unpack(begun + bytes)
  gathering = false
  flush()
}

/** Twice in the time of keeping alive: a server that said nothing meanwhile is given up. */
function tick(): void {
  setTimeout(tick, half)
  if (!socket) {
    // Opening it was broken off for want of memory.
    if (!pausing) lose()
    return
  }
  if (!heard) return lose()
  heard = false
  if (!ready) return
  tries = 0
  send(PING, '', '')
  const m = process.memory(false)
  publish(
    'stat',
    JSON.stringify({ m: [m.usage, m.total, m.blocksize], w: W > MIN ? W : null, dropped: dropped, faults: faults }),
    RETAIN,
  )
}

function start(): void {
  const s = settings()
  if (!s) return
  // The interpreter would open a console without a password to the network, where it has one.
  let telnet
  try {
    telnet = LIBRARY('TelnetServer')
  } catch {
    // It has none.
  }
  if (telnet) telnet.setOptions({ mode: 'off' })
  root = 'rivulet/1/' + s.id + '/'
  half = s.keepalive * 500
  setTimeout(tick, half)
  if (s.ssid) LIBRARY('Wifi').connect(s.ssid, { password: s.password }, open)
  else open()
}

start()
