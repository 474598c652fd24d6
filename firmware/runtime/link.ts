/**
 * The device's end of the link (protocol, section 7): assembles lines, checks numbers, hands items to the graph,
 * acknowledges. The console stays with the interpreter until a host has named this program's hash.
 */
import { event, fates, frame, settle, text as knowText, watermark } from 'graph'
import { HASH, KEYS, MIN, TEXTS } from 'plan'
import { W, advance, after, endOfFrame, k, n, q, takeMany, takeOne, takeTime } from './input.ts'
import type { Frame } from './input.ts'
import { bodyOf, port, reply } from './line.ts'
import { Action, Bound, overflow } from './overflow.ts'
import { drop, flush, sent } from './results.ts'

const GRANT = 2048
const ACK_BYTES = 512
const MAX_LINE = 768
const FAR = 1048576
const INPUT_CODE = -16
/** Far from every frame number: a program that has stopped takes nothing. */
const NEVER = -1e9
/** Characters of a stack trace that are told: the innermost five or six functions. */
const STACK = 800
/** Variables kept back for telling that there are no more: 14 bytes each. */
const RESERVE = 40

const parse = JSON.parse
/** The part of a line that has come so far. */
let text = ''
/** The line under way is too long: everything up to its end is dropped. */
let skipping = false
/** Frame numbers start at the first 24 bits of the hash: a frame of another program is far from what is expected. */
let expected = parseInt(HASH.substr(0, 6), 16)
/** The next item number. */
let item = 0
/** Bytes taken since the last acknowledgement. */
let taken = 0
/** A repeat was asked for and has not come yet. */
let asked = false
/** The report of what stopped the program; the answer to every question from then on. */
let stopped = ''
// A property, because the minifier leaves out a variable that nobody reads.
global.spare = new Uint8Array(14 * RESERVE)
let refused = 0
let badSums = 0
let gapsSeen = 0
let repeats = 0
let tooLong = 0
const boot = E.hwRand() >>> 0

function time(w: number): string {
  return w === MIN ? 'null' : '' + w
}

function acknowledge(): void {
  flush()
  taken = 0
  reply('["A",' + expected + ',' + item + ',' + time(W) + ',' + sent + ']')
}

function again(why: string): void {
  if (asked) return
  asked = true
  reply('["N",' + expected + ',"' + why + '"]')
}

function report(kind: string, message: string, stack: string): string {
  return (
    '["X",' +
    expected +
    ',' +
    item +
    ',"' +
    kind +
    '","' +
    btoa(message) +
    '","' +
    btoa(stack.substr(0, STACK)) +
    '",' +
    q +
    ']'
  )
}

function trouble(kind: string, message: string, stack: string): void {
  flush()
  reply(report(kind, message, stack))
}

/** The state is no longer whole: tells why, and takes nothing more. Results that have gathered are given up. */
function stop(kind: string, message: string, stack: string): void {
  if (!stopped) {
    drop()
    stopped = report(kind, message, stack)
    expected = NEVER
  }
  reply(stopped)
}

/** Calls with what was thrown; anything can be. */
function thrown(tell: (kind: string, message: string, stack: string) => void, e: EspruinoError): void {
  tell('exception', e.message || '' + (e as string), e.stack || '')
}

/** The frame's events are done: watermark, then what waited for the whole item. */
function finish(): void {
  item = q + 1
  if (advance()) watermark()
  settle()
}

/** Whether the frame's key has room; events of further keys are counted as refused. */
function roomForKey(): boolean {
  if (k < KEYS) return true
  refused += n
  return false
}

/** What is done with each numbered frame. */
const take: Record<string, (a: Frame) => void> = {
  E: (a) => {
    takeMany(a)
    if (roomForKey()) frame()
    endOfFrame()
    finish()
  },
  e: (a) => {
    takeOne(a)
    if (roomForKey()) event()
    finish()
  },
  W: (a) => {
    takeTime(a[2] as number, a[3] as number)
    finish()
  },
  T: (a) => {
    takeTime(a[2] as number, a[3] as number)
    finish()
  },
  D: (a) => {
    const i = a[3] as number
    if (a[2] === 'k' && i >= KEYS) overflow(INPUT_CODE, Bound.Keys, i, after, Action.Reject, 0)
    if (a[2] === 't') {
      if (i < TEXTS) knowText(i, atob(a[4] as string))
      else overflow(INPUT_CODE, Bound.Texts, i, after, Action.Reject, 0)
    }
  },
}

/** Counters as one JSON object; memory without a garbage collection, from a timer: as it is at rest, no line in work. */
function counters(): void {
  const m = process.memory(false)
  reply(
    '["S",' +
      JSON.stringify({
        m: [m.usage, m.total, m.blocksize],
        fates: fates(),
        refused: refused,
        crc: badSums,
        gap: gapsSeen,
        dup: repeats,
        long: tooLong,
      }) +
      ']',
  )
}

function giveBack(): void {
  acknowledge()
  detach()
  port.setConsole(true)
}

const control: Record<string, () => void> = { P: acknowledge, S: () => setTimeout(counters, 0), Q: giveBack }

function answer(type: string): void {
  if (stopped) reply(stopped)
  else control[type]()
}

function numbered(a: Frame): void {
  const ahead = (a[1] as number) - expected
  if (ahead === 0) {
    asked = false
    // Here and not at the end of the interpreter's pass: more frames may be waiting in that.
    try {
      take[a[0] as string](a)
    } catch (e) {
      return thrown(stop, e as EspruinoError)
    }
    expected++
    flush()
    if (taken > ACK_BYTES) acknowledge()
  } else if (ahead < 0 && ahead > -FAR) {
    repeats++
    acknowledge()
  } else if (ahead > 0 && ahead < FAR) {
    gapsSeen++
    again('gap')
  } else if (!stopped) trouble('program', 'frame of another program', '')
}

/** One complete line, without its end. */
function line(l: string): void {
  if (l[0] !== '~') return
  const body = bodyOf(l) || (l[l.length - 1] === '\r' ? bodyOf(l.substr(0, l.length - 1)) : '')
  if (!body) {
    badSums++
    return again('crc')
  }
  let a: Frame
  try {
    a = parse(body) as Frame
  } catch {
    return again('json')
  }
  const type = a[0] as string
  // One letter: names that every object has must not reach the tables.
  if (type.length === 1 && take[type]) numbered(a)
  else if (type.length === 1 && control[type]) answer(type)
  else trouble('frame', 'unknown frame ' + type, '')
}

/** Up to 64 bytes from the port, cut anywhere. */
function receive(data: string): void {
  taken += data.length
  let end
  while ((end = data.indexOf('\n')) >= 0) {
    const whole = text + data.substr(0, end)
    data = data.substr(end + 1)
    text = ''
    if (skipping) skipping = false
    else line(whole)
  }
  if (skipping) return
  text += data
  if (text.length <= MAX_LINE) return
  text = ''
  skipping = true
  tooLong++
  again('long')
}

/**
 * Attaches to the port, to the errors of the interpreter and to what it prints; until then all are the console's.
 * The console is one end of the loopback: its text comes out at the other, and goes to the host between frames.
 */
function attach(): void {
  detach()
  port.on('data', receive)
  LoopbackB.on('data', (text) => {
    port.write(text)
  })
  process.on('uncaughtException', (e) => thrown(trouble, e))
  // Code that lacked memory or stack is broken off, and its handler removed. What was printed then is told first.
  E.on('errorFlag', (flags) => {
    if (flags.indexOf('CALLBACK') < 0 && flags.indexOf('MEMORY') < 0) return
    global.spare = 0
    setTimeout(() => {
      stop(flags.indexOf('MEMORY') < 0 ? 'interrupted' : 'memory', flags.join(' '), '')
      port.removeAllListeners('data')
      port.on('data', receive)
    }, 1)
  })
}

function detach(): void {
  port.removeAllListeners('data')
  LoopbackB.removeAllListeners('data')
  process.removeAllListeners('uncaughtException')
  E.removeAllListeners('errorFlag')
}

/** Handshake, called from the console by the host: takes the port over when the host means this program. */
global.rivulet = (hash: string) => {
  if (hash !== HASH) return trouble('program', 'this device runs ' + HASH, '')
  if (stopped) return reply(stopped)
  text = ''
  skipping = asked = false
  attach()
  LoopbackA.setConsole(true)
  reply('["H",1,"' + HASH + '",' + boot + ',' + GRANT + ',' + expected + ',' + item + ',' + sent + ',' + time(W) + ']')
}
