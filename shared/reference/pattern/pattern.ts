/**
 * A pattern stage (SEMANTICS 7): events in the order of time, each key on its own. Time moves to an event before the event
 * is looked at, and to the watermark once all that it released are done (7.1.2).
 */
import type { PatternStage } from '../../pipeline/pipeline.ts'
import type { Key } from '../../stream/event.ts'
import { Keyed } from '../keyed.ts'
import type { Outlet, Sample } from '../operator.ts'
import type { InOrder } from '../reorder.ts'
import { Schedule } from '../schedule.ts'
import { link } from './elements.ts'
import { Matcher, type Sink } from './matcher.ts'
import { inOrder, type Taken } from './taken.ts'

interface Owner {
  readonly matcher: Matcher
  readonly order: number
  /** The deadline that is scheduled for it. */
  due: number
}

export class Pattern implements InOrder {
  readonly #stage: PatternStage
  readonly #keys: Keyed<Owner>
  /** When threads end by themselves; an entry that is no longer true is looked at in vain. */
  readonly #deadlines = new Schedule<Owner>()
  #out!: Outlet

  constructor(stage: PatternStage) {
    const first = link(stage.steps)
    this.#stage = stage
    this.#keys = new Keyed((key, order) => ({
      matcher: new Matcher(stage, first, this.#sink(key)),
      order,
      due: Infinity,
    }))
  }

  handle(event: Sample, out: Outlet): void {
    this.#out = out
    const owner = this.#keys.of(event.key)
    owner.matcher.advance(event.t)
    owner.matcher.take(event)
    this.#watch(owner)
  }

  moved(watermark: number, out: Outlet): void {
    this.#out = out
    for (let due = this.#deadlines.takeDue(watermark); due !== null; due = this.#deadlines.takeDue(watermark)) {
      const owner = due.thing
      owner.due = Infinity
      // What is released at this moment removes others, which would end by themselves at a later one.
      if (this.#stage.skip.kind !== 'noSkip') out.disturbs()
      owner.matcher.advance(watermark)
      this.#watch(owner)
    }
  }

  #watch(owner: Owner): void {
    const deadline = owner.matcher.deadline()
    if (deadline >= owner.due) return
    owner.due = deadline
    this.#deadlines.add(deadline, owner.order, owner)
  }

  #sink(key: Key): Sink {
    const stage = this.#stage.id
    const refs = (taken: Taken): string[] => inOrder(taken).map(({ event }) => event.ref)
    return {
      match: (taken, t) => {
        const { at } = this.#out
        const start = inOrder(taken)[0].event.t
        this.#out.result({ type: 'match', stage, at, key, t, start, events: refs(taken), steps: this.#steps(taken) })
      },
      timeout: (taken, t) => {
        this.#out.result({ type: 'timeout', stage, at: this.#out.at, key, t, events: refs(taken) })
      },
      stopped: () => this.#out.result({ type: 'error', stage, message: 'skip' }),
    }
  }

  /** The refs of each step in the order taken, steps in the order of the pattern. */
  #steps(taken: Taken): Record<string, string[]> {
    const steps: Record<string, string[]> = {}
    const all = inOrder(taken)
    for (const name of this.#names) {
      const refs = all.filter(({ step }) => step === name).map(({ event }) => event.ref)
      if (refs.length > 0) steps[name] = refs
    }
    return steps
  }

  get #names(): readonly string[] {
    return namesOf(this.#stage.steps)
  }

  forget(key: Key): void {
    this.#keys.forget(key)
  }
}

function namesOf(steps: PatternStage['steps']): string[] {
  return steps.flatMap((step) => (step.kind === 'group' ? namesOf(step.steps) : [step.name]))
}
