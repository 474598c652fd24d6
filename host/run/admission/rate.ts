/** A token bucket: so many a second on average, and at most a burst at once. Times in ms, handed in, never going back. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at = -Infinity

  /** `burst`: what may go at once after a rest; default a tenth of a second's worth, at least 1. */
  constructor(perSecond: number, burst = Math.max(1, perSecond / 10)) {
    this.#perMs = perSecond / 1000
    this.#burst = Math.max(1, burst)
    this.#tokens = this.#burst
  }

  /** Takes a token, if there is one. */
  take(now: number): boolean {
    this.#refill(now)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Until there is a token, in ms. */
  waitMs(now: number): number {
    this.#refill(now)
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs
  }

  #refill(now: number): void {
    if (now <= this.#at) return
    // Sums of many small parts must not keep a whole token away for ever.
    const more = this.#at === -Infinity ? 0 : (now - this.#at) * this.#perMs
    this.#tokens = Math.min(this.#burst, this.#tokens + more)
    if (Math.abs(this.#tokens - Math.round(this.#tokens)) < 1e-9) this.#tokens = Math.round(this.#tokens)
    this.#at = now
  }
}
