/**
 * The host's dictionaries (protocol, sections 2 and 3): keys and text values travel once, then as small integers.
 * Key numbers and text numbers count from 0 each; the texts of the pipeline's expressions have the first text numbers and
 * are known to the device already.
 */
import { RivuletError } from '../error.ts'
import type { Key } from '../stream/event.ts'
import type { DictionaryFrame } from './frames.ts'

export class Dictionary {
  readonly #keys = new Map<Key, number>()
  readonly #keyOf: Key[] = []
  readonly #texts = new Map<string, number>()
  readonly #textOf: string[] = []
  readonly #news: DictionaryFrame[] = []
  readonly #keyed: boolean

  /** `texts` stand in the program; without keys, every event has key number 0. */
  constructor(texts: readonly string[], keyed: boolean) {
    this.#keyed = keyed
    for (const text of texts) {
      this.#texts.set(text, this.#textOf.length)
      this.#textOf.push(text)
    }
  }

  /** The number of a key; a new one is announced by `takeNews`. */
  key(key: Key): number {
    if (!this.#keyed) return 0
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    const i = this.#keyOf.push(key) - 1
    this.#keys.set(key, i)
    this.#news.push({ type: 'D', of: 'k', i, text: typeof key === 'string' ? key : JSON.stringify(key) })
    return i
  }

  /** The number of a text value; a new one is announced by `takeNews`. */
  text(text: string): number {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const i = this.#textOf.push(text) - 1
    this.#texts.set(text, i)
    this.#news.push({ type: 'D', of: 't', i, text })
    return i
  }

  /** The frames that must precede whatever uses the numbers given out since the last call. */
  takeNews(): DictionaryFrame[] {
    return this.#news.splice(0)
  }

  /** The key of a number, in its original type. */
  keyOf(i: number): Key {
    if (!this.#keyed) return null
    if (i in this.#keyOf) return this.#keyOf[i]
    throw unknown('key', i)
  }

  textOf(i: number): string {
    if (i in this.#textOf) return this.#textOf[i]
    throw unknown('text', i)
  }
}

function unknown(what: string, i: number): RivuletError {
  return new RivuletError('E_PROTOCOL', `the device named ${what} number ${i}, which was never sent`, {
    kind: 'device-failed',
    cure: 'reset the device and load the program again',
  })
}
