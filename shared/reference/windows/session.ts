/**
 * Session windows (SEMANTICS 4). An event opens `[t, t + gapMs)`; windows of a key that overlap or touch merge into their
 * cover (4.1). Lateness is judged on the merged window (4.2). A merged window replaces its parts: it fires at once when
 * its last millisecond has passed, otherwise when the watermark gets there, even if a part had fired before (4.3).
 * Processing time: as in `time.ts`.
 */
import type { SessionWindowStage } from '../../pipeline/pipeline.ts'
import { MIN, type Key } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Operator, Outlet, Sample } from '../operator.ts'
import { Schedule } from '../schedule.ts'
import { windowResult } from './result.ts'
import { SessionContents } from './session-contents.ts'
import { LAST_MILLISECOND } from './time.ts'

interface Session {
  readonly owner: Owner
  start: number
  end: number
  contents: SessionContents
  /** Results of this start and end so far. */
  pane: number
  /** The watermark is still to fire it. */
  pending: boolean
  /** The time of the entry in the schedule that counts, others are leftovers; `null` before the first and when gone. */
  scheduled: number | null
}

/** A key and its sessions by start; they neither overlap nor touch. */
interface Owner {
  readonly key: Key
  readonly order: number
  readonly sessions: Session[]
}

export class SessionWindows implements Operator {
  readonly #stage: SessionWindowStage
  readonly #latenessMs: number
  readonly #keys = new Keyed<Owner>((key, order) => ({ key, order, sessions: [] }))
  readonly #schedule = new Schedule<Session>()
  #watermark = MIN
  #arrivals = 0

  constructor(stage: SessionWindowStage, processingTime: boolean) {
    this.#stage = stage
    this.#latenessMs = processingTime ? LAST_MILLISECOND : stage.allowedLatenessMs
  }

  take(event: Sample, out: Outlet): void {
    const owner = this.#keys.of(event.key)
    const start = event.t
    const end = event.t + this.#stage.gapMs
    if (end - 1 <= this.#watermark) out.irregular()
    const parts = touching(owner.sessions, start, end)
    if (parts.count === 0 && end - 1 + this.#latenessMs <= this.#watermark) return this.#refuse(event, out)
    const session = this.#merge(owner, parts, start, end)
    session.contents.add(this.#arrivals++, event.values)
    const due = session.end - 1 <= this.#watermark
    out.fate(due ? 'refired' : 'onTime')
    if (due) {
      out.irregular()
      this.#fire(session, out)
    }
    session.pending = !due
    this.#plan(session)
  }

  advance(watermark: number, out: Outlet): void {
    this.#watermark = watermark
    for (let due = this.#schedule.takeDue(watermark); due !== null; due = this.#schedule.takeDue(watermark)) {
      const session = due.thing
      if (session.scheduled !== due.time) continue
      if (this.#dueAt(session) > due.time) {
        this.#reschedule(session)
        continue
      }
      out.disturbs()
      this.#settle(session, out)
    }
  }

  /** The watermark reached the last millisecond of the session, or the end of its allowed lateness. */
  #settle(session: Session, out: Outlet): void {
    if (!session.pending) return remove(session)
    session.pending = false
    this.#fire(session, out)
    this.#reschedule(session)
  }

  #merge(owner: Owner, parts: Range, start: number, end: number): Session {
    const { sessions } = owner
    const merged = sessions.slice(parts.from, parts.from + parts.count)
    if (merged.length === 0) {
      const contents = new SessionContents(this.#stage.aggregates)
      const opened: Session = { owner, start, end, contents, pane: 0, pending: true, scheduled: null }
      sessions.splice(parts.from, 0, opened)
      return opened
    }
    const keeper = merged.reduce((a, b) => (b.contents.events > a.contents.events ? b : a))
    for (const part of merged) {
      if (part === keeper) continue
      keeper.contents.absorb(part.contents)
      part.scheduled = null
    }
    const coverStart = Math.min(start, merged[0].start)
    const coverEnd = Math.max(end, merged[merged.length - 1].end)
    if (coverStart !== keeper.start || coverEnd !== keeper.end) keeper.pane = 0
    keeper.start = coverStart
    keeper.end = coverEnd
    if (merged.length > 1) sessions.splice(parts.from, merged.length, keeper)
    return keeper
  }

  #dueAt(session: Session): number {
    return session.pending ? session.end - 1 : session.end - 1 + this.#latenessMs
  }

  /** An entry that comes too early does no harm, it is put off when it is due; so only an earlier time needs a new one. */
  #plan(session: Session): void {
    if (session.scheduled === null || this.#dueAt(session) < session.scheduled) this.#reschedule(session)
  }

  #reschedule(session: Session): void {
    session.scheduled = this.#dueAt(session)
    this.#schedule.add(session.scheduled, session.owner.order, session)
  }

  #fire(session: Session, out: Outlet): void {
    if (session.contents.events === 0) return
    const { owner, start, end, pane, contents } = session
    out.result(windowResult({ stage: this.#stage.id, at: out.at, key: owner.key, start, end, pane }, contents.tally()))
    session.pane += 1
    if (this.#stage.purge) session.contents = new SessionContents(this.#stage.aggregates)
  }

  /** Its own window is gone, so `t + allowedLatenessMs` is behind the watermark too (3.6). */
  #refuse(event: Sample, out: Outlet): void {
    out.irregular()
    out.fate('late')
    out.late(event)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}

function remove(session: Session): void {
  const { sessions } = session.owner
  sessions.splice(sessions.indexOf(session), 1)
  session.scheduled = null
}

interface Range {
  readonly from: number
  readonly count: number
}

/** The sessions that overlap or touch `[start, end)`: a run of neighbours, found by halving. */
function touching(sessions: readonly Session[], start: number, end: number): Range {
  let from = 0
  let beyond = sessions.length
  while (from < beyond) {
    const middle = (from + beyond) >> 1
    if (sessions[middle].end < start) from = middle + 1
    else beyond = middle
  }
  let count = 0
  while (from + count < sessions.length && sessions[from + count].start <= end) count += 1
  return { from, count }
}
