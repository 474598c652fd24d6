/**
 * Results leave as a stream of 64-bit words in frames `["R",n,"B"]` (protocol, sections 4 and 6); a record may span frames.
 * The last 48 words are kept: a host to which a line was lost asks for them again. Word `n` lies in place `n mod 48`.
 * Claims 31 variables for the ring. The price of a word is about 14 kI.
 */
import { scratch } from './hint.ts'
import { reply } from './line.ts'

const WORDS = 48
// Before a checkpoint all has been sent, and has arrived (protocol, section 8).
const O = scratch(new Float64Array(WORDS))
/** Place of the next word, and of the first that was not sent yet. */
let p = 0
let from = 0
/** Words sent in this run; the number of the next one. */
export let sent = 0
/** The first word that the ring may hold: what was sent before a restart it has not seen. */
let oldest = scratch(0)

/** Adds one word; null is NaN. */
export function put(word: number): void {
  if (p === WORDS) turn()
  O[p++] = word
}

/** Adds a whole record: a third of what single words cost. */
export function putAll(words: readonly number[]): void {
  if (p + words.length > WORDS) {
    for (const word of words) put(word)
    return
  }
  O.set(words, p)
  p += words.length
}

/** The beginning that all records share. */
export function head(code: number, key: number, item: number): void {
  if (p > WORDS - 3) putAll([code, key, item])
  else {
    O[p++] = code
    O[p++] = key
    O[p++] = item
  }
}

/** The end of the ring is reached. */
function turn(): void {
  flush()
  p = from = 0
}

function send(number: number, place: number, count: number): void {
  reply('["R",' + number + ',"' + btoa(new Uint8Array(O.buffer, place * 8, count * 8)) + '"]')
}

/** Whether words wait to be sent. */
export function waits(): boolean {
  return p !== from
}

/** Sends what has gathered. */
export function flush(): void {
  if (p === from) return
  send(sent, from, p - from)
  sent += p - from
  from = p
}

/** Gives up what has gathered. */
export function drop(): void {
  p = from
}

/** Sends the words from number `n` on again; those that are gone cannot be: then the first that is there is told. */
export function again(n: number): void {
  const first = sent - WORDS > oldest ? sent - WORDS : oldest
  if (n < first) return reply('["L",' + first + ']')
  while (n < sent) {
    const place = n % WORDS
    const count = sent - n < WORDS - place ? sent - n : WORDS - place
    send(n, place, count)
    n += count
  }
}

/** After a restart: words sent before are not here. */
export function restarted(): void {
  oldest = sent
}
