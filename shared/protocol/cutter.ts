/**
 * Cuts input items into frames (protocol, section 5) so that batching cannot be seen in the results.
 *
 * Consecutive items form a segment, within which no rise of the watermark but the last fires or cleans up anything. Its
 * events are gathered by key; the frame with the segment's last arrival goes last, and only it carries the watermark
 * after the segment. A late or refiring event is a segment of its own, and so is an item without an event.
 *
 * A frame also ends where its key's events cross from one pane of a window into another, so that the device can take it
 * as a whole (DESIGN 4): that costs a shorter frame and spares a pass over its events.
 *
 * Events that wait for the watermark on the device (detect, anomaly) must not overflow there because the watermark
 * travels late: a segment also ends before a key has more than `limits.waiting` events ahead of the delivered watermark,
 * and before a join would keep more than `limits.joinBuffer` of a key and side because of that (`join-room.ts`).
 *
 * A frame holds events of one side of the input. Where the order of a key's events across the sides can be seen, a frame
 * also ends when the side changes; otherwise sides are gathered apart.
 */
import { INPUT, type Pipeline } from '../pipeline/pipeline.ts'
import { MIN, type Event, type Item, type Key, type Side } from '../stream/event.ts'
import type { Dictionary } from './dictionary.ts'
import { JoinRoom } from './join-room.ts'
import { sidesMix } from './sides.ts'
import { frameOf, rowOf, type Row } from './event-frame.ts'
import { encodeNumbered, type EventFrame, type EventsFrame, type NumberedFrame } from './frames.ts'
import { LINE_OVERHEAD, MAX_LINE } from './line.ts'
import type { Position, Positions } from './positions.ts'
import { inputWaits } from './waiting-input.ts'

/** What the reference engine tells about an item. */
export interface StepInfo {
  /** The watermark after the item; `MIN`: none yet. */
  readonly watermark: number
  readonly disturbs: boolean
  readonly irregular: boolean
  /** Keys that were forgotten (pipeline README 12); the item disturbs then. */
  readonly forgotten?: readonly Key[]
}

export interface CutterOptions {
  /** Input fields that travel, in the order of the plan. */
  readonly fields: readonly string[]
  readonly dictionary: Dictionary
  readonly positions: Positions
  /** Events in a frame at most; default: the pipeline's limit. */
  readonly frame?: number
  /** One event a frame, each with its own watermark. */
  readonly single?: boolean
  /** Events in a segment at most, which bounds how long one may wait; default: four frames. */
  readonly segment?: number
}

interface Waiting {
  readonly row: Row
  readonly position: Position
}

/** A grid of panes: an event at `t` lies in pane `floor((t - offsetMs) / lengthMs)`. */
interface Panes {
  readonly lengthMs: number
  readonly offsetMs: number
}

/**
 * Grows whenever the same items are cut into other frames, or what they are cut by, the reference engine, says something else: a run that was begun
 * before cannot be resumed then. A test holds the frames of this number.
 */
export const CUTTING = 1

/** A frame number of the greatest length, to be safe about the length of a line. */
const LONGEST_F = 2 ** 40

export class Cutter {
  readonly #pipeline: Pipeline
  readonly #options: CutterOptions
  readonly #frame: number
  readonly #segment: number
  /** Events of the open segment by group (key number and side), and of which group the last arrival is. */
  readonly #open = new Map<number, Waiting[]>()
  #last = -1
  #count = 0
  /** The watermark that the device has once it has taken all frames cut so far, and the one after the open segment. */
  #delivered = MIN
  #reached = MIN
  #arrived = 0
  /** The last item of another board. */
  #passed = 0
  readonly #panes: readonly Panes[]
  readonly #scales: readonly (number | undefined)[]
  /** Times of a key's events that lie ahead of the delivered watermark; `null`: nothing waits in this pipeline. */
  readonly #ahead: Map<number, number[]> | null
  readonly #joins: JoinRoom | null
  /** The order of a key's events across the sides matters. */
  readonly #mix: boolean

  constructor(pipeline: Pipeline, options: CutterOptions) {
    this.#pipeline = pipeline
    this.#options = options
    this.#frame = options.single ? 1 : (options.frame ?? pipeline.limits.frame)
    this.#segment = options.single ? 1 : (options.segment ?? 4 * this.#frame)
    this.#panes = panesOf(pipeline)
    this.#scales = options.fields.map((name) => pipeline.fields.find((f) => f.name === name)?.packed?.divisor)
    this.#ahead = inputWaits(pipeline) ? new Map() : null
    this.#joins = JoinRoom.of(pipeline)
    this.#mix = sidesMix(pipeline)
  }

  /** Takes the next item in order of arrival; gives the frames that are complete, in order of delivery. */
  push(item: Item, step: StepInfo): NumberedFrame[] {
    const at = this.#arrived++
    const out: NumberedFrame[] = []
    if (item.kind === 'event') this.#take(item, at, step, out)
    else this.#mark(item.kind, at, step, out)
    this.#forget(step)
    return out
  }

  /** The next item belongs to another board (`step`: what it caused there or here); its watermark may concern this one. */
  pass(step: StepInfo): NumberedFrame[] {
    const at = this.#arrived++
    const out: NumberedFrame[] = []
    if (step.disturbs && step.watermark > this.#reached) this.#mark('watermark', at, step, out)
    else [this.#reached, this.#passed] = [step.watermark, at]
    this.#forget(step)
    return out
  }

  /** The device forgets these keys by itself, with the watermark that ended the segment. */
  #forget({ forgotten = [] }: StepInfo): void {
    for (const key of forgotten) this.#options.dictionary.forget(key)
  }

  /** Ends the open segment. */
  flush(): NumberedFrame[] {
    const out: NumberedFrame[] = []
    this.#close(out)
    return out
  }

  #take(event: Event, at: number, step: StepInfo, out: NumberedFrame[]): void {
    const { fields, dictionary } = this.#options
    const live = this.#pipeline.time.mode === 'processing'
    // A clock that was never set stands at 0: the device is told, so that both count from there.
    if (live && this.#delivered === MIN) this.#mark('clock', at, step, out)
    const t = live ? step.watermark : event.t!
    const key = dictionary.key(event.key)
    const side = event.side ?? 'left'
    if (step.irregular || this.#wouldOverflow(key, side)) this.#close(out)
    const row = rowOf(event, t, fields, dictionary)
    out.push(...dictionary.takeNews())
    const id = groupOf(key, side)
    if (this.#mix) this.#send(otherSide(id), (this.#open.get(otherSide(id)) ?? []).splice(0), out)
    const group = this.#open.get(id) ?? []
    this.#open.set(id, group)
    // The last arrival of a segment stays in its group, so that it can travel last.
    const crosses = group.length > 0 && this.#crosses(group[group.length - 1].position.t, t)
    if (group.length === this.#frame || crosses) this.#send(id, group.splice(0), out)
    group.push({ row, position: { at, ref: event.ref, t } })
    this.#last = id
    this.#reached = step.watermark
    this.#count += 1
    this.#wait(key, t)
    this.#joins?.add(key, side, t)
    if (step.disturbs || step.irregular || this.#count >= this.#segment) this.#close(out)
  }

  /** The event waits on the device. More than fit there are none: the oldest was handed on. */
  #wait(key: number, t: number): void {
    if (this.#ahead === null) return
    const times = this.#ahead.get(key) ?? []
    this.#ahead.set(key, times)
    times.push(t)
    if (times.length > this.#pipeline.limits.waiting) times.shift()
  }

  #crosses(from: number, to: number): boolean {
    return this.#panes.some((each) => paneAt(each, from) !== paneAt(each, to))
  }

  #mark(kind: 'watermark' | 'clock', at: number, step: StepInfo, out: NumberedFrame[]): void {
    if (this.#last !== -1) this.#close(out)
    const q = this.#options.positions.add({ at, ref: '', t: step.watermark })
    const moved = step.watermark
    out.push(kind === 'watermark' ? { type: 'W', q, w: moved } : { type: 'T', q, pt: moved })
    this.#reached = moved
    this.#deliver()
  }

  #close(out: NumberedFrame[]): void {
    const last = this.#open.get(this.#last)
    if (last === undefined) return this.#catchUp(out)
    this.#open.delete(this.#last)
    for (const [id, group] of this.#open) this.#send(id, group, out)
    this.#send(this.#last, last, out, this.#reached)
    this.#open.clear()
    this.#last = -1
    this.#count = 0
    this.#deliver()
  }

  /** Items of other boards have raised the watermark since the last frame. */
  #catchUp(out: NumberedFrame[]): void {
    if (this.#reached === this.#delivered) return
    out.push({
      type: 'W',
      q: this.#options.positions.add({ at: this.#passed, ref: '', t: this.#reached }),
      w: this.#reached,
    })
    this.#deliver()
  }

  #deliver(): void {
    this.#delivered = this.#reached
    this.#joins?.deliver(this.#delivered)
    if (this.#ahead === null) return
    for (const [key, times] of this.#ahead) {
      const rest = times.filter((t) => t > this.#delivered)
      if (rest.length > 0) this.#ahead.set(key, rest)
      else this.#ahead.delete(key)
    }
  }

  #wouldOverflow(key: number, side: Side): boolean {
    const ahead = this.#ahead?.get(key)
    if (this.#joins?.isCrowded(key, side, this.#reached)) return true
    return ahead !== undefined && ahead.length >= this.#pipeline.limits.waiting
  }

  /** Sends events of a group in as few frames as lines allow; `after` is the watermark that the last of them carries. */
  #send(id: number, group: readonly Waiting[], out: NumberedFrame[], after = this.#delivered): void {
    for (let from = 0; from < group.length;) {
      const frame = this.#longest(id, group, from, after)
      const n = frame.type === 'E' ? frame.n : 1
      for (let i = from; i < from + n; i++) this.#options.positions.add(group[i].position)
      out.push(frame)
      from += n
    }
  }

  /** The frame of as many events from `from` on as fit a line, found by halving. */
  #longest(id: number, group: readonly Waiting[], from: number, after: number): EventFrame | EventsFrame {
    const head = { key: id >> 1, ...((id & 1) === 0 ? {} : { side: 'right' as const }) }
    const q = this.#options.positions.next
    const cut = (n: number): EventFrame | EventsFrame => {
      const w = from + n === group.length ? after : this.#delivered
      const rows = group.slice(from, from + n).map(({ row }) => row)
      return frameOf({ q, ...head, w: w === MIN ? null : w }, rows, this.#scales)
    }
    let best = cut(group.length - from)
    if (fits(best)) return best
    let low = 1
    let high = group.length - from
    best = cut(1)
    while (high - low > 1) {
      const middle = (low + high) >> 1
      const frame = cut(middle)
      if (fits(frame)) [best, low] = [frame, middle]
      else high = middle
    }
    return best
  }
}

/** Events that may travel together: of one key and one side. */
function groupOf(key: number, side: Side): number {
  return 2 * key + (side === 'right' ? 1 : 0)
}

function otherSide(group: number): number {
  return group ^ 1
}

/** The panes of the windows that read the input itself; only those take whole frames. */
function panesOf(pipeline: Pipeline): Panes[] {
  return pipeline.stages.flatMap((stage) =>
    stage.kind === 'timeWindow' && stage.from === INPUT ? [{ lengthMs: stage.slideMs, offsetMs: stage.offsetMs }] : [],
  )
}

function paneAt({ lengthMs, offsetMs }: Panes, t: number): number {
  return Math.floor((t - offsetMs) / lengthMs)
}

function fits(frame: EventFrame | EventsFrame): boolean {
  return encodeNumbered(LONGEST_F, frame).length + LINE_OVERHEAD <= MAX_LINE
}
