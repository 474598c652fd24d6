/**
 * `setTimeout` and its kin (FACTS 6). Timers live in the interpreter's memory as objects of the hidden root, under
 * their number, with `time` (microseconds from the last pass to the next call), `intr`, `cb` and `args`.
 *
 * Due timers run in the order in which they were made. An interval keeps its phase; one that is late runs once a pass
 * until it has caught up. Any change of the list starts the walk through it again.
 */
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction } from '../natives.ts'
import { Arr, isFunction, Num, Obj, Str, wide, type Slot, type Stored, type Value } from '../values.ts'

const NAME = 'timers'
/** Variables of a timer, its callback left out (FACTS 2.1). */
const TIMER_SIZE = 5
/** Shortest period, in milliseconds. */
const SHORTEST = 0.1
/** Longest period, in milliseconds: a thousand years and a second. */
const LONGEST = 31536000001000

export interface TimerHost {
  /** Microseconds since power-on. */
  now(): number
  /** Runs a callback and notes how it ended; false when it was interrupted. */
  run(callback: Value, args: readonly Value[]): boolean
  /** Prints `ERROR: ` and a message. */
  warn(message: string): void
  /** The timer of a debounced watch was due at `due`, in microseconds since power-on. */
  settle(timer: Obj, watch: Obj, due: number): void
}

export class Timers {
  private lastPass = 0
  private changed = false
  /** The timer whose callback runs, and where the temporaries tell whether its name has lost its place in the list. */
  private running: { readonly slot: Slot; readonly nameAt: number } | undefined

  constructor(
    private readonly vm: Interpreter,
    private readonly host: TimerHost,
  ) {
    this.lastPass = host.now()
    vm.hidden.put(NAME, new Obj())
  }

  get any(): boolean {
    return this.list().slots.length > 0
  }

  /** Microseconds since power-on at which the next timer is due, as of the last pass; Infinity without timers. */
  nextDue(): number {
    const times = this.list().slots.map((slot) => numberIn(slot, 'time'))
    return this.lastPass + Math.min(Infinity, ...times)
  }

  /** Runs what is due; true when something ran. */
  pass(): boolean {
    const now = this.host.now()
    const passed = now - this.lastPass
    this.lastPass = now
    for (const slot of this.list().slots) setNumber(slot, 'time', numberIn(slot, 'time') - passed)
    let ran = false
    do {
      this.changed = false
      ran = this.walk() || ran
    } while (this.changed)
    return ran
  }

  private walk(): boolean {
    let ran = false
    for (let at = 0; at < this.list().slots.length && !this.changed;) {
      const slot = this.list().slots[at]
      if (numberIn(slot, 'time') > 0) at++
      else {
        ran = true
        if (this.fire(slot)) at++
      }
    }
    return ran
  }

  /** Runs one timer; true when it stays. */
  private fire(slot: Slot): boolean {
    const timer = slot.value as Obj
    const watch = timer.find('watch')?.value
    if (watch instanceof Obj) return this.settle(slot, timer, watch)
    const args = timer.find('args')?.value
    const isInterval = timer.find('intr') !== undefined
    const held = this.vm.temporaries.length
    // the timer stays in memory while it runs, and so does its name, even when the program clears it
    this.vm.temporaries.push(timer, 0)
    this.running = { slot, nameAt: held + 1 }
    // true also when what is not modelled ends the call: the timer must not be due again for that
    let whole = true
    let stays = false
    try {
      whole = this.host.run(valueIn(timer, 'cb'), args instanceof Arr ? (args.dense() as Value[]) : [])
    } finally {
      this.running = undefined
      this.vm.temporaries.length = held
      stays = this.settleAfter(slot, timer, whole, isInterval)
    }
    return stays
  }

  /** What becomes of a timer that has run; true when it runs again. */
  private settleAfter(slot: Slot, timer: Obj, whole: boolean, isInterval: boolean): boolean {
    if (!whole && isInterval) {
      this.host.warn('Ctrl-C while processing interval - removing it.')
      this.vm.errorFlags.add('CALLBACK')
    }
    const stays = timer.find('intr') !== undefined && (whole || !isInterval)
    if (stays) setNumber(slot, 'time', numberIn(slot, 'time') + numberIn(slot, 'intr'))
    else if (this.list().find(slot.key) === slot) this.list().remove(slot.key)
    return stays
  }

  /** Time has passed that timers do not notice. */
  skip(): void {
    this.lastPass = this.host.now()
  }

  private settle(slot: Slot, timer: Obj, watch: Obj): boolean {
    this.host.settle(timer, watch, this.dueOf(timer))
    if (this.list().find(slot.key) === slot) this.list().remove(slot.key)
    return false
  }

  /** When a timer is due, in microseconds since power-on. */
  dueOf(timer: Obj): number {
    return this.lastPass + numberOf(timer.find('time')?.value)
  }

  setDue(timer: Obj, due: number): void {
    timer.put('time', wide(due - this.lastPass))
  }

  /** Takes a timer out of the list, if it is there. */
  drop(timer: Obj): void {
    const slot = this.list().slots.find((each) => each.value === timer)
    if (slot === undefined) return
    this.list().remove(slot.key)
    this.changed = true
  }

  /** Makes a timer and returns its number. `period` in milliseconds. */
  add(callback: Value, period: number, args: readonly Value[], repeats: boolean): Value {
    if (!isFunction(callback) && !(callback instanceof Str)) this.vm.raise('Error', 'Function or String not supplied!')
    const ms = period >= SHORTEST ? period : SHORTEST
    if (ms > LONGEST) this.vm.raise('Error', 'Interval is too long (>100 years)')
    const micros = Math.trunc(ms * 1000)
    const timer = new Obj()
    timer.put('time', wide(this.host.now() - this.lastPass + micros))
    if (repeats) timer.put('intr', wide(micros))
    timer.put('cb', callback)
    if (args.length > 0) timer.put('args', new Arr([...args]))
    return wide(this.insert(timer))
  }

  /** Puts a timer behind the others; its number. */
  insert(timer: Obj): number {
    this.vm.heap.grow(TIMER_SIZE)
    const list = this.list()
    const id = list.slots.length > 0 ? Number(list.slots[list.slots.length - 1].key) + 1 : 1
    list.add(id, timer)
    this.changed = true
    return id
  }

  clear(args: readonly Value[], what: 'Timeout' | 'Interval'): void {
    const list = this.list()
    this.changed = true
    if (args.length === 0) list.removeAll()
    else this.clearOne(list, args[0], what)
    const { running } = this
    if (running !== undefined && list.find(running.slot.key) !== running.slot) this.vm.temporaries[running.nameAt] = 1
  }

  private clearOne(list: Obj, id: Value, what: 'Timeout' | 'Interval'): void {
    if (id === undefined) this.vm.raise('Error', `clear${what}(undefined) not allowed. Use clear${what}() instead`)
    const key = timerKey(id)
    if (key !== undefined) list.remove(key)
  }

  change(id: Value, period: number): void {
    const key = timerKey(id)
    const slot = key === undefined ? undefined : this.list().find(key)
    if (slot === undefined) {
      this.vm.raise('Error', 'Unknown Interval')
      return
    }
    const micros = Math.trunc(Math.max(SHORTEST, period) * 1000)
    setNumber(slot, 'intr', micros)
    setNumber(slot, 'time', this.host.now() - this.lastPass + micros)
    this.changed = true
  }

  private list(): Obj {
    return this.vm.hidden.find(NAME)?.value as Obj
  }
}

/** `setTimeout`, `setInterval`, `clearTimeout`, `clearInterval`, `changeInterval`. */
export function timerFunctions(timers: () => Timers): Record<string, NativeFunction> {
  const set =
    (repeats: boolean): NativeFunction =>
    (vm, _self, args) =>
      timers().add(args[0], vm.toFloat(args[1]), args.slice(2), repeats)
  const clear =
    (what: 'Timeout' | 'Interval'): NativeFunction =>
    (_vm, _self, args) => {
      timers().clear(args, what)
      return undefined
    }
  return {
    setTimeout: set(false),
    setInterval: set(true),
    clearTimeout: clear('Timeout'),
    clearInterval: clear('Interval'),
    changeInterval: (vm, _self, args) => {
      timers().change(args[0], vm.toFloat(args[1]))
      return undefined
    },
  }
}

function timerKey(id: Value): number | string | undefined {
  if (typeof id === 'number') return id
  if (id instanceof Num) return id.value
  if (id instanceof Str) return /^\d+$/.test(id.text) ? Number(id.text) : id.text
  return undefined
}

function valueIn(timer: Obj, name: string): Value {
  return timer.find(name)?.value as Value
}

function numberIn(slot: Slot, name: string): number {
  return numberOf((slot.value as Obj).find(name)?.value)
}

function numberOf(value: Stored): number {
  if (value instanceof Num) return value.value
  return typeof value === 'number' ? value : 0
}

function setNumber(slot: Slot, name: string, value: number): void {
  ;(slot.value as Obj).put(name, wide(value))
}
