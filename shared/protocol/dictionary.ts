/**
 * The host's dictionaries (protocol, sections 2 and 3): keys and text values travel once, then as small integers.
 * Key numbers and text numbers count from 0 each; the number of a forgotten key serves again. The texts of the pipeline's
 * expressions have the first text numbers and are known to the device already.
 */
import { RivuletError } from '../error.ts'
import type { Key } from '../stream/event.ts'
import type { DictionaryFrame } from './frames.ts'

export class Dictionary {
  readonly #keys = new Map<Key, number>()
  /** What each key number has stood for, the latest last. */
  readonly #keysOf: Key[][] = []
  /** Numbers of forgotten keys, the lowest last. */
  readonly #free: number[] = []
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
    const i = this.#free.pop() ?? this.#keysOf.push([]) - 1
    this.#keysOf[i].push(key)
    this.#keys.set(key, i)
    this.#news.push({ type: 'D', of: 'k', i, text: typeof key === 'string' ? key : JSON.stringify(key) })
    return i
  }

  /** The key is new when it is seen next, and its number that of another (pipeline README 12). */
  forget(key: Key): void {
    const i = this.#keys.get(key)
    if (i === undefined) return
    this.#keys.delete(key)
    this.#free.push(i)
    this.#free.sort((a, b) => b - a)
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

  /**
   * The key of a number, in its original type; what counts across keys has none (NaN). Where keys are forgotten, `turn` tells
   * which of those that have had the number, from 0; otherwise there is one.
   */
  keyOf(i: number, turn = 0): Key {
    if (!this.#keyed || Number.isNaN(i)) return null
    const key = this.#keysOf[i]?.[turn]
    if (key !== undefined) return key
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
