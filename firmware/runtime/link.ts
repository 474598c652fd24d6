/**
 * The device's end of the link (protocol, section 7): assembles lines, checks numbers, hands items to the graph,
 * acknowledges. The console stays with the interpreter until a host has named this program's hash.
 */
import { DUMPS, event, fates, frame, key as knowKey, settle, text as knowText, watermark } from 'graph'
import { HASH, KEYED, KEYS, LAZY, MIN, SIDED, TEXTS, TTL } from 'plan'
import {
  W,
  after,
  called,
  due,
  endOfFrame,
  high,
  first,
  frame as current,
  k,
  n,
  q,
  rise,
  takeMany,
  takeOne,
  takeTime,
} from './input.ts'
import type { Frame } from './input.ts'
import { likely, unlikely } from './hint.ts'
import { crc, port, reply } from './line.ts'
import { live, sweep } from './lives.ts'
import { Action, Bound, overflow } from './overflow.ts'
import { drop, flush, gathered, put, sent } from './results.ts'

const GRANT = 2048
/** With the longest line less than the grant: the host never waits for an acknowledgement that does not come. */
const ACK_BYTES = 1280
const MAX_LINE = 768
/** The check sum of every line, its end included. */
const GOOD = 1
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
/** Bytes taken since the last acknowledgement. */
let taken = 0
/** The frame that was asked for again and has not come yet. */
let asked = NEVER
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

/** The number of the item after those that are taken: the frame at work, if any, is not. */
function nextItem(): number {
  return current && current[1] === expected ? first : first + n
}

function acknowledge(): void {
  flush()
  taken = 0
  reply('["A",' + expected + ',' + nextItem() + ',' + time(W) + ',' + sent + ']')
}

function again(why: string): void {
  if (asked === expected) return
  asked = expected
  reply('["N",' + expected + ',"' + why + '"]')
}

function report(kind: string, message: string, stack: string): string {
  return (
    '["X",' +
    expected +
    ',' +
    nextItem() +
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
  if (after > W) {
    rise()
    if (!LAZY || unlikely(W >= due)) moved()
  }
  settle()
  if (TTL) sweep()
}

function moved(): void {
  if (!DUMPS) endOfFrame()
  called()
  watermark()
}

/** Whether the frame's key has room; events of further keys are counted as refused. */
function roomForKey(): boolean {
  if (!KEYED || k < KEYS) {
    if (TTL) live(k, high)
    return true
  }
  refused += n
  return false
}

function many(a: Frame): void {
  takeMany(a)
  if (roomForKey()) frame()
  if (DUMPS) endOfFrame()
}

function one(a: Frame): void {
  takeOne(a)
  if (roomForKey()) event()
}

/** What is done with the other numbered frames. */
const take: Record<string, (a: Frame) => void> = {
  W: takeTime,
  T: takeTime,
  D: (a) => {
    const i = a[3] as number
    if (a[2] === 'k') {
      if (TTL) {
        // From here on the number means this key.
        put(INPUT_CODE + 13)
        put(i)
      }
      if (i < KEYS) knowKey(i, a[4] as string)
      else overflow(INPUT_CODE, Bound.Keys, i, after, Action.Reject, 0)
    }
    if (a[2] === 't') {
      if (i < TEXTS) knowText(i, atob(a[4] as string))
      else overflow(INPUT_CODE, Bound.Texts, i, after, Action.Reject, 0)
    }
  },
}

// Events of the right side, where the input has two.
if (SIDED) {
  take.F = many
  take.f = one
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

/** A frame of events whose number is not the expected one. */
function misnumbered(ahead: number): void {
  if (ahead < 0 && ahead > -FAR) {
    repeats++
    acknowledge()
  } else if (ahead > 0 && ahead < FAR) {
    gapsSeen++
    again('gap')
  } else if (!stopped) trouble('program', 'frame of another program', '')
}

/** What is not the next frame: a question, a repeat, something unknown. */
function other(a: Frame): void {
  const type = a[0] as string
  // One letter: names that every object has must not reach the tables.
  const letter = type.length === 1
  if (letter && control[type]) answer(type)
  else if (letter && (take[type] || type === 'E' || type === 'e')) misnumbered((a[1] as number) - expected)
  else trouble('frame', 'unknown frame ' + type, '')
}

/** A rare frame with the expected number; whether it is known. */
function rare(a: Frame): boolean {
  const type = a[0] as string
  if (type.length !== 1 || !take[type]) {
    other(a)
    return false
  }
  take[type](a)
  return true
}

/** One complete line with its end, whose check sum is right. */
function line(l: string): void {
  taken += l.length
  let a: Frame
  try {
    // What stands behind the array, the seal, is not looked at.
    a = parse(l) as Frame
  } catch {
    return again('json')
  }
  if (unlikely(a[1] !== expected)) return other(a)
  // Here and not at the end of the interpreter's pass: more frames may be waiting in that.
  try {
    if (a[0] === 'E') many(a)
    else if (a[0] === 'e') one(a)
    else if (!rare(a)) return
    finish()
  } catch (e) {
    return thrown(stop, e as EspruinoError)
  }
  expected++
  if (unlikely(gathered > 0)) flush()
  if (unlikely(taken > ACK_BYTES)) acknowledge()
}

/** Up to 64 bytes from the port, cut anywhere. The common case first: nothing waits, and this is a line. */
function receive(data: string): void {
  if (likely(!text && crc(data) === GOOD)) line(data)
  else assemble(data)
}

function assemble(data: string): void {
  let end
  while ((end = data.indexOf('\n') + 1)) {
    const whole = text + data.substr(0, end)
    data = data.substr(end)
    text = ''
    if (skipping) skipping = false
    else if (crc(whole) === GOOD) line(whole)
    else if (whole[0] === '[') {
      badSums++
      again('crc')
    }
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
  skipping = false
  asked = NEVER
  attach()
  LoopbackA.setConsole(true)
  reply(
    '["H",1,"' +
      HASH +
      '",' +
      boot +
      ',' +
      GRANT +
      ',' +
      expected +
      ',' +
      nextItem() +
      ',' +
      sent +
      ',' +
      time(W) +
      ']',
  )
}
