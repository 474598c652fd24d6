/**
 * Results leave as a stream of 64-bit words in frames `["R",n,"B"]` (protocol, sections 4 and 6); a record may span frames.
 * Claims 17 variables for the buffer. The price of a word is about 14 kI.
 */
import { reply } from './line.ts'

const WORDS = 24
const O = new Float64Array(WORDS)
let o = 0
/** Words sent since the program started; the number of the next one. */
export let sent = 0

/** Adds one word; null is NaN. */
export function put(word: number): void {
  if (o === WORDS) flush()
  O[o++] = word
}

/** The beginning that all records share. */
export function head(code: number, key: number, item: number): void {
  put(code)
  put(key)
  put(item)
}

/** Sends what has gathered. */
export function flush(): void {
  if (!o) return
  reply('["R",' + sent + ',"' + btoa(new Uint8Array(O.buffer, 0, o * 8)) + '"]')
  sent += o
  o = 0
}

/** Gives up what has gathered. */
export function drop(): void {
  o = 0
}
