/** What the demonstration gathers from the results of the device, for its picture and its sums. */
import type { Key } from '../../shared/stream/event.ts'
import type {
  AnomalyResult,
  DetectResult,
  LateResult,
  OverflowResult,
  Result,
  WindowResult,
} from '../../shared/stream/result.ts'
import type { Finding } from './episodes.ts'
import { Slices, type Span } from './picture.ts'

/** Late events that are named one by one. */
const SHOWN_LATE = 3

export class DemoLog {
  readonly humidity = new Map<Key, Slices>()
  readonly steam: { key: Key; from: number; to: number | null }[] = []
  readonly hot: Finding[] = []
  readonly firstLate: LateResult[] = []
  readonly overflows: OverflowResult[] = []
  /** The newest mean humidity of each mote. */
  readonly newest = new Map<Key, number>()
  readonly counts = new Map<string, number>()
  readonly #late = new Set<string>()
  readonly #span: Span
  readonly #columns: number

  constructor(span: Span, columns: number) {
    this.#span = span
    this.#columns = columns
  }

  /** Different events that came too late for a stage. */
  get late(): number {
    return this.#late.size
  }

  add(result: Result): void {
    this.counts.set(result.type, (this.counts.get(result.type) ?? 0) + 1)
    switch (result.type) {
      case 'window':
        return this.#window(result)
      case 'detect':
        return this.#detect(result)
      case 'anomaly':
        return this.#anomaly(result)
      case 'late':
        return this.#tooLate(result)
      case 'overflow':
        this.overflows.push(result)
        return
      case 'buffer':
      case 'match':
      case 'timeout':
      case 'pair':
      case 'error':
        return
    }
  }

  #window({ stage, key, end, aggs }: WindowResult): void {
    const mean = aggs['meanHumidity']
    if (stage !== 'minute' || typeof mean !== 'number' || end === null) return
    const slices = this.humidity.get(key) ?? new Slices(this.#span, this.#columns)
    this.humidity.set(key, slices)
    slices.add(end - 1, mean)
    this.newest.set(key, mean)
  }

  #detect({ key, edge, t, since }: DetectResult): void {
    if (edge === 'start') this.steam.push({ key, from: since, to: null })
    else {
      const open = [...this.steam].reverse().find((finding) => finding.key === key && finding.to === null)
      if (open !== undefined) open.to = t
    }
  }

  #anomaly({ key, t, alarm }: AnomalyResult): void {
    if (alarm) this.hot.push({ key, from: t, to: t })
  }

  #tooLate(result: LateResult): void {
    if (this.#late.has(result.ref)) return
    this.#late.add(result.ref)
    if (this.firstLate.length < SHOWN_LATE) this.firstLate.push(result)
  }
}
