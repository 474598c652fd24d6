/**
 * The queue of events: what `emit` and promises want executed later (FACTS 6, step 5). It lives in the interpreter's
 * memory: an array of objects `{func, args, this}`.
 */
import type { Interpreter } from '../interpreter.ts'
import { Arr, Obj, type Value } from '../values.ts'

const NAME = 'events'

/** A call taken from the queue. `callback` is a function, program text or an array of those. */
export interface QueuedCall {
  readonly self: Value
  readonly callback: Value
  readonly args: readonly Value[]
  /** The array of the arguments, which stays in memory during the call; undefined when there are none. */
  readonly list: Arr | undefined
}

export class EventQueue {
  private readonly list = new Arr()
  private taken = 0

  constructor(vm: Interpreter) {
    vm.hidden.put(NAME, this.list)
  }

  get length(): number {
    return this.list.length - this.taken
  }

  push(self: Value, callback: Value, args: readonly Value[]): void {
    const event = new Obj()
    event.put('func', callback)
    if (args.length > 0) event.put('args', new Arr([...args]))
    if (self !== undefined) event.put('this', self)
    this.list.push(event)
  }

  pop(): QueuedCall | undefined {
    if (this.length === 0) return undefined
    const event = this.list.at(this.taken) as Obj
    this.list.drop(this.taken++)
    if (this.length === 0) this.restart()
    const args = event.find('args')?.value
    const list = args instanceof Arr ? args : undefined
    return {
      self: event.find('this')?.value as Value,
      callback: event.find('func')?.value as Value,
      args: (list?.dense() ?? []) as Value[],
      list,
    }
  }

  private restart(): void {
    this.list.assign([])
    this.taken = 0
  }
}
