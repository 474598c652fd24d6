/**
 * A circuit breaker before a sink of results, so that a dead or slow sink never stalls a run. *Closed*: results are delivered
 * one after the other. After some failures or time-outs in a row it *opens*: nothing is delivered, results are kept. After a
 * delay it is *half open*: the oldest result is tried; success closes it, failure opens it again for twice as long, up to a limit.
 *
 * What is kept is bounded: in memory, behind that in a spill when there is one, behind that results of the lowest priority
 * are dropped, the oldest first, and counted. A result whose delivery failed or took too long is delivered again, so a sink
 * may see it twice: results bear serial numbers for that. Time comes from a clock that is handed in.
 */
import type { Clock } from '../../../shared/protocol/clock.ts'

export type BreakerState = 'closed' | 'open' | 'half-open'

/** More room behind memory, in order: a file. Both ends may refuse. */
export interface Spill<T> {
  readonly size: number
  /** False: it is full. */
  append(result: T): boolean
  shift(): T | null
}

export interface BreakerOptions<T> {
  readonly clock: Clock
  /** Delivers one result; rejects when it could not. */
  readonly deliver: (result: T) => Promise<void>
  /** Failures in a row that open it; default 5. */
  readonly failures?: number
  /** A delivery that takes longer has failed; default 5,000 ms. */
  readonly timeoutMs?: number
  /** Delays before the first and the longest wait for a probe; default 1,000 and 60,000 ms. */
  readonly delayMs?: number
  readonly mostDelayMs?: number
  /** Results kept in memory; default 1,000. */
  readonly room?: number
  /** Of a result; higher is dearer. Default: all are equal. */
  readonly priority?: (result: T) => number
  readonly spill?: Spill<T>
  readonly onState?: (state: BreakerState) => void
}

export interface BreakerCounters {
  offered: number
  delivered: number
  /** Deliveries that rejected, and that took too long. */
  failed: number
  timedOut: number
  dropped: number
  opened: number
}

export class Breaker<T> {
  readonly counters: BreakerCounters = { offered: 0, delivered: 0, failed: 0, timedOut: 0, dropped: 0, opened: 0 }
  readonly #options: BreakerOptions<T>
  readonly #firstDelay: number
  readonly #kept: { readonly result: T; readonly priority: number }[] = []
  #state: BreakerState = 'closed'
  #failures = 0
  #delay: number
  /** A delivery is under way: the oldest result that is kept. */
  #busy = false
  #closed = false
  #cancel: (() => void) | null = null
  #settled: (() => void)[] = []

  constructor(options: BreakerOptions<T>) {
    this.#options = options
    this.#firstDelay = this.#delay = options.delayMs ?? 1000
  }

  get state(): BreakerState {
    return this.#state
  }

  /** Results that wait, in memory and spilled. */
  get waiting(): number {
    return this.#kept.length + (this.#options.spill?.size ?? 0)
  }

  /** Hands in a result. Never waits and never fails. */
  send(result: T): void {
    this.counters.offered += 1
    const { room = 1000, spill } = this.#options
    const behind = spill !== undefined && (spill.size > 0 || this.#kept.length >= room)
    if (!behind || !spill.append(result)) this.#keep(result, room)
    this.#go()
  }

  /** Waits until nothing is left, but not longer than `limitMs`; gives what is left. Nothing is delivered afterwards. */
  async end(limitMs: number): Promise<number> {
    if (this.waiting > 0) {
      await new Promise<void>((resolve) => {
        const cancel = this.#options.clock.after(limitMs, resolve)
        this.#settled.push(() => {
          cancel()
          resolve()
        })
      })
    }
    this.#closed = true
    this.#cancel?.()
    return this.waiting
  }

  /**
   * After the end: moves what waits in memory to the spill, for another run. It stands behind what is there, in its own order.
   * Gives how many results the spill holds then.
   */
  rescue(): number {
    const { spill } = this.#options
    if (spill === undefined) return 0
    while (this.#kept.length > 0 && spill.append(this.#kept[0].result)) this.#kept.shift()
    return spill.size
  }

  #keep(result: T, room: number): void {
    this.#kept.push({ result, priority: this.#options.priority?.(result) ?? 0 })
    if (this.#kept.length > room) this.#dropCheapest()
  }

  /** Of the lowest priority the oldest; never the one that is under way, unless there is no other. */
  #dropCheapest(): void {
    const first = this.#busy && this.#kept.length > 1 ? 1 : 0
    let at = first
    for (let i = first + 1; i < this.#kept.length; i++) if (this.#kept[i].priority < this.#kept[at].priority) at = i
    this.#kept.splice(at, 1)
    this.counters.dropped += 1
  }

  #go(): void {
    if (this.#busy || this.#closed || this.#state === 'open') return
    // What an earlier run left goes first.
    if (this.#kept.length === 0) this.#refill()
    const [next] = this.#kept
    if (next === undefined) return this.#nothingLeft()
    this.#busy = true
    this.#within(this.#options.timeoutMs ?? 5000, next.result).then(
      (inTime) => this.#done(inTime ? null : 'timedOut'),
      () => this.#done('failed'),
    )
  }

  /** False: the time was up first. */
  #within(limitMs: number, result: T): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(limitMs, () => resolve(false))
      const settle = (act: () => void) => (): void => {
        cancel()
        act()
      }
      // A sink that throws at once is no better than one that rejects.
      const delivery = new Promise<void>((done) => done(this.#options.deliver(result)))
      delivery.then(
        settle(() => resolve(true)),
        settle(reject as () => void),
      )
    })
  }

  #done(failure: 'failed' | 'timedOut' | null): void {
    this.#busy = false
    if (failure !== null) return this.#failed(failure)
    this.counters.delivered += 1
    this.#failures = 0
    this.#delay = this.#firstDelay
    this.#kept.shift()
    this.#refill()
    this.#become('closed')
    this.#go()
  }

  #failed(how: 'failed' | 'timedOut'): void {
    this.counters[how] += 1
    this.#failures += 1
    const { failures = 5, mostDelayMs = 60_000, clock } = this.#options
    if (this.#state === 'closed' && this.#failures < failures) return this.#go()
    if (this.#closed) return
    this.counters.opened += 1
    this.#become('open')
    this.#cancel = clock.after(this.#delay, () => {
      this.#become('half-open')
      this.#go()
    })
    this.#delay = Math.min(mostDelayMs, this.#delay * 2)
  }

  #refill(): void {
    const { spill, room = 1000, priority } = this.#options
    while (spill !== undefined && spill.size > 0 && this.#kept.length < room) {
      const result = spill.shift()
      if (result === null) return
      this.#kept.push({ result, priority: priority?.(result) ?? 0 })
    }
  }

  #become(state: BreakerState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState?.(state)
  }

  #nothingLeft(): void {
    for (const settle of this.#settled.splice(0)) settle()
  }
}
