/**
 * The event loop (FACTS 6). One pass: input events, flow control, timers, queued events, restart requests, idle
 * collection of garbage; then errors are reported and the prompt is put back.
 */
import type { Interpreter } from '../interpreter.ts'
import { Arr, flatStr, HOLE, isFunction, isHolder, Obj, Str, type Value } from '../values.ts'
import type { Clock } from './clock.ts'
import type { Console } from './console.ts'
import { listenersOf } from './emitter.ts'
import { Faults, type Uncaught } from './faults.ts'
import { EventQueue, type QueuedCall } from './queue.ts'
import type { IoEvent } from './ring.ts'
import type { Watches } from './pins/watches.ts'
import type { Wires } from './serial.ts'
import { receiveStream } from './streams.ts'
import { Timers } from './timers.ts'

/** Fewer free variables than these make an idle pass collect garbage. */
const IDLE_GC_BELOW = 819
/** Time that must remain until the next timer for that, in microseconds. */
const IDLE_GC_TIME = 10_000

/** What outlives the interpreter. */
export interface LoopHost {
  readonly clock: Clock
  readonly wires: Wires
  readonly console: Console
  readonly watches: Watches
  /** Looks after pins and sockets; true when something happened. */
  idle(): boolean
  /** The chip is about to restart or to sleep: nothing of the program runs any more. */
  isStopped(): boolean
  /** Keeps an exception in flash, as `E.setFlags({onErrorSave: 1})` asks. */
  saveError(uncaught: Uncaught): void
  /** Carries out what `reset()` and `load()` asked for; true when the interpreter of this loop is gone. */
  restartIfAsked(): boolean
}

export class EventLoop {
  readonly timers: Timers
  readonly queue: EventQueue
  readonly faults = new Faults()
  /** `E.stopEventPropagation()` was called by the listener that runs. */
  stopPropagation = false
  private wasBusy = true

  constructor(
    readonly vm: Interpreter,
    private readonly host: LoopHost,
  ) {
    this.timers = new Timers(vm, {
      now: () => host.clock.now(),
      run: (callback, args) => this.run(undefined, callback, args),
      warn: (message) => this.warn(message),
      settle: (timer, watch, due) => host.watches.settle(timer, watch, due),
    })
    vm.hidden.put('watches', new Arr())
    this.queue = new EventQueue(vm)
  }

  /** One pass; true when it found something to do. */
  pass(): boolean {
    const { console, clock, wires } = this.host
    wires.receive(clock.now())
    const hadInput = this.handleInput()
    if (wires.ring.overflowed) this.vm.errorFlags.add('FIFO_FULL')
    wires.ring.overflowed = false
    wires.releaseFlow()
    const hadTimers = this.timers.pass()
    const hadLibraries = this.host.idle()
    const busy = hadInput || hadTimers || hadLibraries || this.queue.length > 0
    if (!this.faults.interrupted) this.runQueue()
    if (this.host.restartIfAsked()) return true
    if (!busy && this.wasBusy) this.collectGarbage()
    this.wasBusy = busy
    this.checkErrors()
    console.afterPass()
    return busy
  }

  /** Calls a listener, or every listener of an array; false when the program is interrupted. */
  run(self: Value, callback: Value, args: readonly Value[]): boolean {
    this.stopPropagation = false
    if (callback instanceof Arr) {
      this.runAll(self, callback, args)
    } else this.runOne(self, callback, args)
    this.stopPropagation = false
    if (this.faults.interrupted) this.faults.interruptedEvent = true
    return !this.faults.interrupted
  }

  /** The listener after the running one is already taken: removed meanwhile, it runs all the same, as the last one. */
  private runAll(self: Value, list: Arr, args: readonly Value[]): void {
    let at = nextStored(list, 0)
    let listener = list.at(at)
    let isLast = false
    while (listener !== HOLE && !this.stopPropagation) {
      const next = nextStored(list, at + 1)
      const following = list.at(next)
      if (listener === undefined) {
        // nothing that could be called ends the event, as an interrupt does
        this.faults.interruptedEvent = true
        return
      }
      this.runOne(self, listener as Value, args)
      if (isLast) return
      at = next
      listener = following
      isLast = list.at(at) === HOLE
    }
  }

  private runOne(self: Value, callback: Value, args: readonly Value[]): void {
    if (this.host.isStopped()) return
    if (isFunction(callback)) this.faults.note(this.vm.callback(callback, self, args))
    else if (callback instanceof Str) this.faults.note(this.vm.execute(callback, 'event'))
    else this.warn('Unknown type of callback in Event Queue')
  }

  /** Runs the listeners that `E` or `process` has for an event; false when there are none. */
  runListeners(objectName: string, event: string, args: readonly Value[]): boolean {
    const object = this.vm.root.find(objectName)?.value
    if (!isHolder(object)) return false
    const listeners = listenersOf(object, event)
    if (listeners === undefined) return false
    this.run(object, listeners, args)
    return true
  }

  /** Prints a message of the interpreter itself. */
  warn(message: string): void {
    this.host.console.print(`ERROR: ${message}\n`)
  }

  /** Reports what went wrong in this pass. */
  checkErrors(): void {
    const { faults } = this
    const { console } = this.host
    if (faults.takeInterruptedEvent()) console.print('Execution Interrupted during event processing.\n')
    this.offerUncaught()
    this.report()
  }

  /** Prints the exception, the interrupt and the error flags that are left. */
  report(): void {
    const { faults } = this
    const { console } = this.host
    const uncaught = faults.takeUncaught()
    if (uncaught) {
      console.print(`Uncaught ${uncaught.text}\n${uncaught.stack}`)
      if (this.vm.flags.get('onErrorSave') === 1) this.host.saveError(uncaught)
    }
    const interruptStack = faults.takeInterrupted()
    if (interruptStack !== undefined) console.print(`Execution Interrupted\n${interruptStack}`)
    const extraStack = faults.takeExtraStack()
    if (uncaught !== undefined || interruptStack !== undefined) console.print(extraStack)
    const flags = faults.takeNewFlags(this.vm)
    if (!flags) return
    this.runListeners('E', 'errorFlag', [flags.value])
    console.print(`New interpreter error: ${flags.text}\n`)
  }

  /** `process.on('uncaughtException')` takes the exception over; what it throws itself is reported instead. */
  private offerUncaught(): void {
    const { uncaught } = this.faults
    if (!uncaught) return
    this.faults.uncaught = undefined
    if (!this.runListeners('process', 'uncaughtException', [uncaught.value])) this.faults.uncaught = uncaught
  }

  private handleInput(): boolean {
    const { ring } = this.host.wires
    let budget = ring.used
    let had = false
    while (budget > 0) {
      const event = ring.pop()
      if (!event) break
      budget--
      had = true
      if (event.watch !== undefined) this.host.watches.handle(event.watch)
      else if (event.device === this.host.console.device) for (const byte of event.bytes) this.host.console.key(byte)
      else budget -= this.handleStream(event)
    }
    return had
  }

  /** Data for a device that no program has named are dropped. Returns the bytes handled. */
  private handleStream(event: IoEvent): number {
    const stream = this.vm.root.find(event.device)?.value
    if (!(stream instanceof Obj)) return 0
    receiveStream(this, stream, flatStr(String.fromCharCode(...event.bytes)))
    return event.bytes.length + 2
  }

  private runQueue(): void {
    if (this.queue.length === 0) return
    for (let call = this.queue.pop(); call; call = this.queue.pop()) this.runQueued(call)
    if (this.faults.interrupted) this.faults.interruptedEvent = true
  }

  /** The event is gone from the queue; what it named stays in memory until the call has ended. */
  private runQueued({ self, callback, args, list }: QueuedCall): void {
    const { vm } = this
    const held = vm.temporaries.length
    for (const value of [self, callback, list]) vm.hold(value)
    this.run(self, callback, args)
    vm.temporaries.length = held
  }

  /** Once, when a busy time is over: frees what refers to itself, if variables are short and no timer is near. */
  private collectGarbage(): void {
    if (this.timers.nextDue() - this.host.clock.now() <= IDLE_GC_TIME) return
    const { heap } = this.vm
    if (heap.total - heap.usage() - heap.garbage(false) < IDLE_GC_BELOW) heap.garbage(true)
  }
}

/** The first index from `from` on that holds something, or the length. */
function nextStored(list: Arr, from: number): number {
  let at = from
  while (at < list.length && list.at(at) === HOLE) at++
  return at
}
