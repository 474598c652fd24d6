/**
 * `setWatch` and `clearWatch` (FACTS 6). Watches live in the interpreter's memory, an array of objects of the hidden
 * root; edges come through the ring of input events. With a debounce time an edge starts a timer, which is one of the
 * program's timers, and later edges move it; the watch is called when the pin has been quiet for that time.
 */
import { Unimplemented } from '../../errors.ts'
import type { NativeFunction } from '../../natives.ts'
import {
  Arr,
  Bool,
  bool,
  float,
  isFunction,
  Native,
  Obj,
  Pin,
  Str,
  wide,
  type Stored,
  type Value,
} from '../../values.ts'
import type { EventLoop } from '../loop.ts'
import { input } from './pin-natives.ts'
import { canWatch, pinNumber } from './pin-table.ts'
import type { Edge, Pins } from './pins.ts'
import { numberOf, watchOptions, type WatchOptions } from './watch-options.ts'

export interface WatchHost {
  readonly pins: Pins
  loop(): EventLoop
  /** Microseconds since 1970 at a moment given in microseconds since power-on. */
  wallAt(micros: number): number
  /** Prints `WARNING: ` and a message. */
  warn(message: string): void
}

/** An edge with the level that the data pin of its watch had. */
export interface WatchEvent extends Edge {
  readonly data?: boolean
}

export class Watches {
  /** The pin that is read together with each watched pin. */
  private readonly dataPins = new Map<number, number>()

  constructor(private readonly host: WatchHost) {}

  /** The event of an edge, with its data pin read at once. */
  eventOf(edge: Edge): WatchEvent {
    const pin = this.dataPins.get(edge.pin)
    return pin === undefined ? edge : { ...edge, data: this.host.pins.read(pin) }
  }

  /** Watches the pins of a program that came from flash. */
  restore(): void {
    for (const watch of this.all()) this.host.pins.watch(pinOf(watch))
  }

  // ------------------------------------------------------------------------------------------ natives

  readonly set: NativeFunction = (vm, _self, [callback, target, given]) => {
    const pin = pinNumber(target)
    const loop = this.host.loop()
    if (pin < 0) {
      loop.warn('Invalid pin')
      return undefined
    }
    if (!this.isWatched(pin) && !canWatch(pin)) {
      this.host.warn(UNABLE)
      return undefined
    }
    const options = watchOptions(vm, given, pin)
    if (options === undefined)
      return vm.raise('TypeError', "'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'")
    if (!isFunction(callback) && !(callback instanceof Str)) vm.raise('Error', 'Function or String not supplied!')
    if (options.irq && callback instanceof Native) throw new Unimplemented('setWatch with irq')
    const isFirst = !this.isWatched(pin)
    const id = this.add(this.watchOf(pin, callback, options))
    if (isFirst) {
      this.host.pins.watch(pin)
      if (options.data >= 0) this.dataPins.set(pin, options.data)
    }
    if (options.irq) vm.raise('Error', irqComplaint(isFirst, options.data >= 0))
    return wide(id)
  }

  readonly clear: NativeFunction = (vm, _self, args) => {
    const list = this.list()
    if (args.length === 0) {
      const pins = this.all().map((watch) => pinOf(watch))
      list.assign([])
      for (const pin of pins) this.release(pin)
      return undefined
    }
    const [id] = args
    if (id === undefined) vm.raise('Error', 'clearWatch(undefined) not allowed. Use clearWatch() instead')
    // a number of any kind is an index, a text is none
    const at = id instanceof Str ? -1 : numberOf(id)
    const watch = list.at(at)
    if (!(watch instanceof Obj)) return vm.raise('Error', `Unknown Watch ${vm.toText(id)}`)
    list.drop(at)
    this.release(pinOf(watch))
    return undefined
  }

  private watchOf(pin: number, callback: Value, { repeat, debounce, edge }: WatchOptions): Obj {
    const watch = new Obj()
    watch.put('pin', new Pin(pin))
    if (repeat) watch.put('recur', bool(true))
    if (debounce !== undefined) watch.put('debounce', wide(debounce))
    if (edge !== 0) watch.put('edge', wide(edge))
    watch.put('cb', callback)
    watch.put('state', bool(input(this.host.pins, pin)))
    return watch
  }

  /** Puts a watch behind the others; its number. */
  private add(watch: Obj): number {
    const list = this.list()
    const id = (list.indices().at(-1) ?? 0) + 1
    list.set(id, watch)
    return id
  }

  private list(): Arr {
    return this.host.loop().vm.hidden.find('watches')?.value as Arr
  }

  private all(): Obj[] {
    const list = this.list()
    return list.indices().flatMap((at) => {
      const watch = list.at(at)
      return watch instanceof Obj ? [watch] : []
    })
  }

  private isWatched(pin: number): boolean {
    return this.all().some((watch) => pinOf(watch) === pin)
  }

  private release(pin: number): void {
    if (this.isWatched(pin)) return
    this.host.pins.unwatch(pin)
    this.dataPins.delete(pin)
  }

  // ------------------------------------------------------------------------------------------ events

  /** Gives an edge to the watches of its pin. */
  handle(event: WatchEvent): void {
    const list = this.list()
    for (const at of list.indices()) {
      const watch = list.at(at)
      if (!(watch instanceof Obj) || pinOf(watch) !== event.pin) continue
      const moment =
        numberOf(watch.find('debounce')?.value) > 0 ? this.debounce(watch, event) : this.direct(watch, event)
      if (moment !== undefined) this.call(list, at, watch, event, moment)
    }
  }

  private direct(watch: Obj, event: WatchEvent): number {
    watch.put('state', bool(event.high))
    return event.micros
  }

  /** When the watch is to be called at once, the moment (microseconds) that it is told. */
  private debounce(watch: Obj, { high, micros, pin }: WatchEvent): number | undefined {
    const { timers } = this.host.loop()
    const delay = numberOf(watch.find('debounce')?.value)
    const old = truthOf(watch.find('state')?.value)
    const timer = watch.find('timeout')?.value
    if (timer instanceof Obj) {
      const due = timers.dueOf(timer)
      timers.setDue(timer, micros + delay)
      timer.put('state', bool(high))
      if (micros <= due || high === old) return undefined
      // the timer was due before this edge, and nobody got to it
      watch.put('state', bool(high))
      timers.drop(timer)
      watch.remove('timeout')
      return due - delay
    }
    if (high !== old) this.startTimer(watch, { high, micros: micros + delay, pin })
    return undefined
  }

  /** The timer that calls a debounced watch unless another edge comes before. */
  private startTimer(watch: Obj, { high, micros, pin }: Edge): void {
    const { timers } = this.host.loop()
    const made = new Obj()
    made.put('watch', watch)
    made.put('time', 0)
    made.put('cb', watch.find('cb')?.value)
    made.put('lastTime', watch.find('lastTime')?.value)
    made.put('pin', new Pin(pin))
    made.put('state', bool(high))
    timers.insert(made)
    timers.setDue(made, micros)
    watch.put('timeout', made)
  }

  private call(list: Arr, at: number, watch: Obj, event: WatchEvent, micros: number): void {
    const time = float(this.host.wallAt(micros) / 1e6)
    if (wants(watch, event.high)) {
      const repeats = truthOf(watch.find('recur')?.value)
      const told = report(watch, event.high, time, event.pin)
      if (event.data !== undefined) told.put('data', bool(event.data))
      const whole = this.run(watch.find('cb')?.value as Value, told)
      if (!whole && repeats) this.complain()
      if (!(whole && repeats) && list.at(at) === watch) {
        list.drop(at)
        this.release(event.pin)
      }
    }
    watch.put('lastTime', time)
  }

  /** The timer of a debounced watch is due; `due` in microseconds since power-on. */
  settle(timer: Obj, watch: Obj, due: number): void {
    const state = truthOf(timer.find('state')?.value)
    const changed = truthOf(watch.find('state')?.value) !== state
    const pin = pinOf(watch)
    watch.put('state', bool(state))
    let called = false
    if (changed) {
      const time = float(this.host.wallAt(due - numberOf(watch.find('debounce')?.value)) / 1e6)
      const told = report(watch, state, time, pin)
      watch.put('lastTime', time)
      called = wants(watch, state)
      if (called) this.run(timer.find('cb')?.value as Value, told)
    }
    watch.remove('timeout')
    if (!called || truthOf(watch.find('recur')?.value)) return
    const list = this.list()
    const at = list.indices().find((index) => list.at(index) === watch)
    if (at !== undefined) list.drop(at)
    this.release(pin)
  }

  private run(callback: Value, told: Obj): boolean {
    return this.host.loop().run(undefined, callback, [told])
  }

  private complain(): void {
    const loop = this.host.loop()
    loop.warn('Ctrl-C while processing watch - removing it.')
    loop.vm.errorFlags.add('CALLBACK')
  }
}

const UNABLE =
  'Unable to set watch. You may already have a watch on a pin with the same number (eg. A0 and B0),\nor this pin cannot be used with watch'

/** What the callback is given. */
function report(watch: Obj, state: boolean, time: Value, pin: number): Obj {
  const told = new Obj()
  told.put('state', bool(state))
  told.put('lastTime', watch.find('lastTime')?.value)
  told.put('time', time)
  told.put('pin', new Pin(pin))
  return told
}

function irqComplaint(isFirst: boolean, hasData: boolean): string {
  if (!isFirst) return 'irq=true set, but watch is already used'
  return hasData ? "Can't have a data pin and irq:true" : 'irq=true set, but function is not a native function'
}

function wants(watch: Obj, high: boolean): boolean {
  const edge = numberOf(watch.find('edge')?.value)
  return edge === 0 || edge > 0 === high
}

function pinOf(watch: Obj): number {
  return pinNumber(watch.find('pin')?.value as Value)
}

function truthOf(value: Stored): boolean {
  return value instanceof Bool ? value.value : numberOf(value) !== 0
}
