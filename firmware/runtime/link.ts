/**
 * The device's end of the link (protocol, section 7): assembles lines, checks numbers, hands items to the graph,
 * acknowledges. The console stays with the interpreter until a host has named this program's hash.
 */
import { DUMPS, event, fates, frame, key as knowKey, settle, still, text as knowText, watermark } from 'graph'
import { copy, store } from './checkpoint.ts'
import { BRIEF, HASH, KEYED, KEYS, LAZY, MIN, MQTT, SIDED, TEXTS, TTL } from 'plan'
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
  rest,
  rise,
  head,
  takeMany,
  takeMore,
  takeOne,
  takeTime,
} from './input.ts'
import type { Frame } from './input.ts'
import { likely, scratch, unlikely } from './hint.ts'
import { carrier, carryBy, crc, port, reply, type Carrier } from './line.ts'
import { live, sweep } from './lives.ts'
import { Action, Bound, overflow } from './overflow.ts'
import { again as resend, drop, flush, put, restarted, sent, waits } from './results.ts'

const GRANT = 2816
/** With the longest line less than the grant: the host never waits for an acknowledgement that does not come. */
const ACK_BYTES = 640
const MAX_LINE = 768
/** The check sum of every line, its end included. */
const GOOD = 1
const FAR = 1048576
const INPUT_CODE = -16
/** Types of frames with a number; those of the right side only where there are two. */
const NUMBERED = SIDED ? 'EeWTDFf' : 'EeWTDG'
/** Far from every frame number: a program that has stopped takes nothing. */
const NEVER = -1e9
/** Characters of a stack trace that are told: the innermost five or six functions. */
const STACK = 800
/** Variables kept back for telling that there are no more: 14 bytes each. */
const RESERVE = 22

const parse = JSON.parse
/** The part of a line that has come so far. */
let text = scratch('')
/** The line under way is too long: everything up to its end is dropped. */
let skipping = scratch(false)
/** Frame numbers start where hash and run say: a frame of another program or run is far from what is expected. */
let expected = parseInt(HASH.substr(0, 6), 16)
/**
 * Acknowledgements between two collections of garbage. Pieces of memory that come and go leave the free variables in disorder, and each search
 * for a piece passes all of them: without this a frame gets dearer by 0.3 kI with every frame, on a board of many variables to three times
 * its cost.
 */
const COLLECT_AFTER = 12
let acks = scratch(0)
/** Bytes taken since the last acknowledgement. */
let taken = scratch(0)
/** The frame that was asked for again and has not come yet. */
let asked = scratch(NEVER)
/** The report of what stopped the program; the answer to every question from then on. */
let stopped = scratch('')
/** The run whose input is taken (protocol, section 7); 0: none yet. */
let run = scratch(0)
/** The last host that shook hands was not refused; with `MQTT` only. */
let greeted = scratch(false)
// A property, because the minifier leaves out a variable that nobody reads.
global.spare = new Uint8Array(14 * RESERVE)
let refused = 0
let badSums = 0
let gapsSeen = 0
let repeats = 0
let tooLong = 0
export const boot = E.hwRand() >>> 0

function time(w: number): string {
  return w === MIN ? 'null' : '' + w
}

/** The number of the item after those that are taken: the frame at work, if any, is not. */
function nextItem(): number {
  return current && current[1] === expected ? first : first + n
}

function acknowledge(): void {
  if (++acks >= COLLECT_AFTER) {
    acks = 0
    process.memory()
  }
  flush()
  taken = 0
  reply('["A",' + expected + ',' + nextItem() + ',' + time(W) + ',' + sent + ',' + boot + ']')
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
  // Panes up to here are gone through one by one.
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a text costs no class
  if (unlikely(W === Infinity)) throw 'watermark'
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

/** Whether the frame could be taken: after a start nothing is known of the one before it, and the host has to say it in full. */
function more(a: Frame): boolean {
  if (!head) {
    // Every time: a repeat is as brief as the frame was.
    asked = NEVER
    again('head')
    return false
  }
  takeMore(a)
  if (roomForKey()) frame()
  if (DUMPS) endOfFrame()
  return true
}

/** An entry of the dictionary: a key or a text. */
function learn(a: Frame): void {
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
  detach()
  port.setConsole(true)
  if (MQTT) carryBy(port)
}

/** Makes the state durable, once the host has all results: before word `n` that is. */
function checkpoint(n: number): void {
  const item = nextItem()
  still()
  rest(item)
  flush()
  const { bytes, slots, save } = store()
  let serial = 0
  try {
    if (n === sent) serial = save(run)
  } catch {
    // A full Storage, for instance: told as a checkpoint that was not made.
  }
  reply('["C",' + expected + ',' + sent + ',' + serial + ',' + bytes + ',' + slots + ']')
}

function answer(a: Frame): void {
  const n = a[1] as number
  if (stopped) {
    reply(stopped)
    // The console is all that helps then.
    if (a[0] === 'Q') giveBack()
    return
  }
  switch (a[0]) {
    case 'P':
      return acknowledge()
    case 'S':
      setTimeout(counters, 0)
      return
    case 'Q':
      acknowledge()
      return giveBack()
    case 'R':
      flush()
      return resend(n)
    case 'K':
      return checkpoint(n)
    case 'B':
      // For the host to keep.
      return reply('["B",' + n + ',"' + btoa(copy(n)) + '"]')
    default:
      return hello(a[2] as string, a[3] as number)
  }
}

/** A frame of events whose number is not the expected one. */
function misnumbered(ahead: number): void {
  if (ahead < 0 && ahead > -FAR) {
    repeats++
    acknowledge()
  } else if (ahead > 0 && ahead < FAR) {
    gapsSeen++
    again('gap')
  } else if (!stopped) trouble('program', 'frame of another run', '')
}

/** What is not the next frame: a question, a repeat, something unknown. */
function other(a: Frame): void {
  const type = a[0] as string
  const letter = type.length === 1
  if (letter && 'PSQRKBH'.indexOf(type) >= 0) answer(a)
  else if (letter && NUMBERED.indexOf(type) >= 0) misnumbered((a[1] as number) - expected)
  else trouble('frame', 'unknown frame ' + type, '')
}

/** A rare frame with the expected number; whether it is known. */
function rare(a: Frame): boolean {
  switch (a[0]) {
    case 'W':
    case 'T':
      takeTime(a)
      return true
    case 'D':
      learn(a)
      return true
    default:
      break
  }
  if (SIDED && a[0] === 'F') many(a)
  else if (SIDED && a[0] === 'f') one(a)
  else {
    other(a)
    return false
  }
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
    else if (BRIEF && a[0] === 'G') {
      if (!more(a)) return
    } else if (a[0] === 'e') one(a)
    else if (!rare(a)) return
    finish()
  } catch (e) {
    return thrown(stop, e as EspruinoError)
  }
  expected++
  if (unlikely(waits())) flush()
  if (unlikely(taken > ACK_BYTES)) acknowledge()
}

/** Up to 64 bytes from the port, more from a broker, cut anywhere. The common case first: nothing waits, and this is a line. */
export function receive(data: string): void {
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
 * While a broker carries the link the console stays with the port: of errors the host is told by frames.
 */
function attach(): void {
  detach()
  if (!MQTT || carrier === port) {
    port.on('data', receive)
    LoopbackB.on('data', (text) => {
      port.write(text)
    })
  }
  process.on('uncaughtException', (e) => thrown(trouble, e))
  // Code that lacked memory or stack is broken off, and its handler removed. What was printed then is told first.
  E.on('errorFlag', (flags) => {
    if (flags.indexOf('CALLBACK') < 0 && flags.indexOf('MEMORY') < 0) return
    global.spare = 0
    setTimeout(() => {
      stop(flags.indexOf('MEMORY') < 0 ? 'interrupted' : 'memory', flags.join(' '), '')
      if (MQTT && carrier !== port) return
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

/**
 * Handshake: the host names a program and a run. A program that has just started goes on from its checkpoint of that run, if
 * there is one; one that is at work on another run must be restarted first.
 */
function hello(hash: string, id: number): void {
  if (hash !== HASH) return trouble('program', 'this device runs ' + HASH, '')
  if (stopped) return reply(stopped)
  if (run && run !== id) return trouble('run', 'this device works on run ' + run, '')
  if (!run) {
    if (store().restore(id)) restarted()
    else expected ^= id >>> 8
  }
  run = id
  text = ''
  skipping = false
  asked = NEVER
  attach()
  if (!MQTT || carrier === port) LoopbackA.setConsole(true)
  else port.setConsole(true)
  if (MQTT) greeted = true
  reply(
    '["H",2,"' +
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
      ',' +
      run +
      ']',
  )
}

/** A host shakes hands by another carrier than the link has: it gets the link, unless it is refused. */
export function greet(by: Carrier, hash: string, id: number): void {
  const before = carrier
  greeted = false
  carryBy(by)
  hello(hash, id)
  if (!greeted) carryBy(before)
}

// Called from the console by the host: takes the port over.
global.rivulet = MQTT ? (hash: string, id: number) => greet(port, hash, id) : hello
