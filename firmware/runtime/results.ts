/**
 * Results leave as a stream of 64-bit words in frames `["R",n,"B"]` (protocol, sections 4 and 6); a record may span frames.
 * Claims 17 variables for the buffer. The price of a word is about 14 kI.
 */
import { reply } from './line.ts'

const WORDS = 24
const O = new Float64Array(WORDS)
/** Words that wait to be sent. */
export let gathered = 0
/** Words sent since the program started; the number of the next one. */
export let sent = 0

/** Adds one word; null is NaN. */
export function put(word: number): void {
  if (gathered === WORDS) flush()
  O[gathered++] = word
}

/** Adds a whole record, no longer than the buffer: a third of what single words cost. */
export function putAll(words: readonly number[]): void {
  if (gathered + words.length > WORDS) flush()
  O.set(words, gathered)
  gathered += words.length
}

/** The beginning that all records share. */
export function head(code: number, key: number, item: number): void {
  if (gathered > WORDS - 3) flush()
  O[gathered++] = code
  O[gathered++] = key
  O[gathered++] = item
}

/** Sends what has gathered. */
export function flush(): void {
  if (!gathered) return
  reply('["R",' + sent + ',"' + btoa(new Uint8Array(O.buffer, 0, gathered * 8)) + '"]')
  sent += gathered
  gathered = 0
}

/** Gives up what has gathered. */
export function drop(): void {
  gathered = 0
}
