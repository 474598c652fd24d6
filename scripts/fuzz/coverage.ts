/**
 * Which parts of the code under test an input reaches, by V8's precise coverage. Taking a reading costs about as much as
 * hundreds of small inputs, so whoever asks does so for a batch and looks closer when the batch reached something new.
 */
import { Session, type Profiler } from 'node:inspector'

/** Counts of a range in classes, so that more rounds of a loop are news, and one more is not. */
const CLASSES = [1, 2, 3, 4, 8, 16, 32, 128]

/** V8 counts the blocks of a function only when it was compiled after this: call it before the code under test is imported. */
export function startCounting(): void {
  session.connect()
  post('Profiler.enable')
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
}

export function stopCounting(): void {
  post('Profiler.stopPreciseCoverage')
  session.disconnect()
}

const session = new Session()

function take(): Profiler.ScriptCoverage[] {
  return (post('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType).result
}

/** Answers come before the call returns. */
function post(method: string, params: object = {}): unknown {
  let answer: unknown
  let failure: Error | null = null
  session.post(method, params, (error, result: unknown) => {
    failure = error
    answer = result
  })
  if (failure !== null) throw failure as Error
  return answer
}

/** What inputs of one target have reached so far. */
export class Coverage {
  readonly #of: RegExp
  /**
   * By script: the class of the largest count of each character of its text. V8 cuts a function into ranges of equal counts,
   * differently each time; what becomes of a single character does not depend on that.
   */
  readonly #seen = new Map<string, Uint8Array>()
  #now = new Uint8Array(0)

  /** `of`: the scripts that count, by their URL. */
  constructor(of: RegExp) {
    this.#of = of
  }

  /** Forgets what was reached since the last reading. */
  skip(): void {
    take()
  }

  /** Whether an input reached code, or reached it more often, for the first time. From now on it is old. */
  news(): boolean {
    return this.#read((seen, now) => {
      let news = false
      for (let i = 0; i < now.length; i++) {
        if (now[i] <= seen[i]) continue
        seen[i] = now[i]
        news = true
      }
      return news
    })
  }

  /** Whether several inputs together reached code that none ever did; it stays news. */
  batch(): boolean {
    return this.#read((seen, now) => now.some((count, i) => count > 0 && seen[i] === 0))
  }

  /** Characters of code reached so far. */
  get size(): number {
    let size = 0
    for (const seen of this.#seen.values()) for (const reached of seen) if (reached > 0) size += 1
    return size
  }

  #read(compare: (seen: Uint8Array, now: Uint8Array) => boolean): boolean {
    let news = false
    for (const script of take()) {
      if (!this.#of.test(script.url)) continue
      const now = this.#countsOf(script)
      news = compare(this.#seenOf(script.url, now.length), now) || news
    }
    return news
  }

  /** Functions and ranges come from the outside in, so what is inside has the last word. */
  #countsOf({ functions }: Profiler.ScriptCoverage): Uint8Array {
    const ranges = functions.flatMap((each) => each.ranges)
    const length = ranges.reduce((most, { endOffset }) => Math.max(most, endOffset), 0)
    if (this.#now.length < length) this.#now = new Uint8Array(length)
    const now = this.#now.subarray(0, length).fill(0)
    for (const { startOffset, endOffset, count } of ranges) now.fill(classOf(count), startOffset, endOffset)
    return now
  }

  #seenOf(url: string, length: number): Uint8Array {
    const seen = this.#seen.get(url) ?? new Uint8Array(0)
    if (seen.length >= length) return seen
    const longer = new Uint8Array(length)
    longer.set(seen)
    this.#seen.set(url, longer)
    return longer
  }
}

function classOf(count: number): number {
  let found = 0
  for (const [i, least] of CLASSES.entries()) if (count >= least) found = i + 1
  return found
}
