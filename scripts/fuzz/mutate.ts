/** Changes inputs, which are texts of bytes (one character each), in the ways that parsers stumble over. Seeded. */
export type Random = () => number

const NUMBERS = [
  ...['0', '-1', '1', '255', '256', '65535', '-32768', '2147483647', '2147483648', '4294967295', '4294967296'],
  ...[
    '9007199254740991',
    '9007199254740992',
    '-9007199254740991',
    '1e308',
    '1e999',
    '-0',
    '0.5',
    '1e-320',
    '00',
    '1e3',
  ],
]
const BYTES = [...'\0\x01\n\r\t\x10\x11\x13\x1b "\'\\,:;[]{}()~*=+-./0129AZ_az\x7f\x80\xbf\xc0\xff']

export class Mutator {
  readonly #random: Random
  readonly #words: readonly string[]
  readonly #most: number

  /** `words` are put in as they are; results are at most `most` characters long. */
  constructor(random: Random, words: readonly string[], most: number) {
    this.#random = random
    this.#words = words
    this.#most = most
  }

  /** One to eight changes; `other` gives material for splices. */
  mutate(input: string, other: string): string {
    let text = input
    for (let left = 1 + Math.floor(8 * this.#random() ** 2); left > 0; left--) text = this.#change(text, other)
    return text.slice(0, this.#most)
  }

  below(n: number): number {
    return Math.floor(this.#random() * n)
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }

  #change(text: string, other: string): string {
    const at = this.below(text.length + 1)
    const end = Math.min(text.length, at + 1 + this.below(this.#random() < 0.8 ? 8 : text.length + 1))
    const cut = (between: string): string => text.slice(0, at) + between + text.slice(end)
    switch (this.below(12)) {
      case 0:
        return cut('')
      case 1:
        return cut(String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << this.below(8))) + text.slice(at + 1, end))
      case 2:
        return cut(this.#pick(BYTES) + text.slice(at + 1, end))
      case 3:
        return text.slice(0, at) + this.#pick(BYTES) + text.slice(at)
      case 4:
        return text.slice(0, at) + String.fromCharCode(this.below(256)) + text.slice(at)
      case 5:
        return text.slice(0, end) + text.slice(at)
      case 6:
        return (
          text.slice(0, at) +
          text.slice(at, end).repeat(1 + this.below(this.#random() < 0.9 ? 4 : 200)) +
          text.slice(end)
        )
      case 7:
        return text.slice(0, at) + this.#word() + text.slice(at)
      case 8:
        return cut(this.#word())
      case 9:
        return this.#number(text)
      case 10:
        return text.slice(0, at) + other.slice(this.below(other.length + 1))
      default:
        return text.slice(0, at) + other.slice(...this.#range(other)) + text.slice(end)
    }
  }

  #word(): string {
    return this.#words.length === 0 ? this.#pick(BYTES) : this.#pick(this.#words)
  }

  #range(text: string): [number, number] {
    const from = this.below(text.length + 1)
    return [from, from + this.below(text.length - from + 1)]
  }

  /** Puts another number where one stands. */
  #number(text: string): string {
    const found = [...text.matchAll(/-?\d+(\.\d+)?/g)]
    if (found.length === 0) return text + this.#pick(NUMBERS)
    const { 0: old, index } = this.#pick(found)
    const near = Number(old) + this.#pick([-1, 1, 16, -16, 256, 2 ** 20])
    const next = this.#random() < 0.5 ? String(near) : this.#pick(NUMBERS)
    return text.slice(0, index) + next + text.slice(index + old.length)
  }
}
