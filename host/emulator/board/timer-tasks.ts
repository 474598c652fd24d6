/**
 * `require("timer")`: the hardware timer's tasks, 16 at most (FACTS 1). A task sets pins, or has a function called: at the
 * next statement of the program that runs, or at once when none does. The measured build lists tasks but never runs them;
 * that they run here is as the firmware's source tells. Times are microseconds since power-on.
 */
import { Unimplemented } from '../errors.ts'
import type { Interpreter } from '../interpreter.ts'
import { typeInMessage } from '../language/convert.ts'
import { quote } from '../language/quote.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, bool, float, int, isFunction, Obj, Pin, Str, str, type Value } from '../values.ts'
import type { EventLoop } from './loop.ts'
import { pinNumber } from './pins/pin-table.ts'

const TASKS = 16
const PIN_OPTIONS = ['pin', 'pin2', 'pin3', 'pin4']
const OPTIONS = ['type', 'time', 'interval', 'value', 'fn', 'ptr', 'userdata', ...PIN_OPTIONS]
/** Where the functions are kept, by the number of their task. */
const FUNCTIONS = 'TMFN'

interface Task {
  readonly type: 'SET' | 'EXEC'
  readonly pins: readonly number[]
  readonly value: number
  due: number
  /** 0 for a task that runs once. */
  readonly interval: number
}

export interface TimerTaskHost {
  now(): number
  writePin(pin: number, level: boolean): void
}

export class TimerTasks {
  private readonly tasks: (Task | undefined)[] = Array<undefined>(TASKS).fill(undefined)
  /** When the timer looked last at its tasks. */
  private serviced = 0
  private isRunning = false

  constructor(
    private readonly loop: EventLoop,
    private readonly host: TimerTaskHost,
  ) {}

  /** When the next task is due. */
  get next(): number {
    return this.tasks.reduce((soonest, task) => Math.min(soonest, task?.due ?? Infinity), Infinity)
  }

  /** Runs what is due, but nothing while a function of a task runs; true when something ran. */
  run(): boolean {
    if (this.isRunning || this.next > this.host.now()) return false
    const now = (this.serviced = this.host.now())
    this.tasks.forEach((task, id) => {
      if (task === undefined || task.due > now) return
      if (task.interval > 0) task.due += task.interval
      else this.tasks[id] = undefined
      if (task.type === 'SET') task.pins.forEach((pin, at) => this.host.writePin(pin, ((task.value >> at) & 1) === 1))
      else this.execute(id)
    })
    return true
  }

  private execute(id: number): void {
    const { vm } = this.loop
    const fn = this.functions().at(id) as Value
    if (!isFunction(fn)) return
    this.isRunning = true
    try {
      this.loop.faults.note(vm.callback(fn, vm.root, []))
      this.loop.checkErrors()
    } finally {
      this.isRunning = false
    }
  }

  private functions(): Arr {
    const slot = this.loop.vm.hidden.findOrAdd(FUNCTIONS)
    if (!(slot.value instanceof Arr)) slot.value = new Arr()
    return slot.value
  }

  readonly add: NativeFunction = (vm, _self, [options]) => {
    const read = optionsOf(vm, options)
    const task = this.taskOf(vm, read)
    const id = this.tasks.indexOf(undefined)
    if (id < 0) throw vm.error('InternalError', 'Timeout on Utility Timer')
    if (task.type === 'EXEC') this.functions().set(id, read('fn'))
    if (this.next === Infinity) this.serviced = this.host.now()
    this.tasks[id] = task
    return id
  }

  private taskOf(vm: Interpreter, read: (name: string) => Value): Task {
    const given = read('type')
    const type = given instanceof Str ? given.text.toUpperCase() : ''
    const due = this.host.now() + micros(vm, read('time'))
    const rest = { due, interval: micros(vm, read('interval')), value: vm.toInt(read('value')) }
    if (type === 'SET') {
      const pins = PIN_OPTIONS.map((name) => pinNumber(read(name)))
      if (pins[0] < 0) throw vm.error('Error', '`pin` required for SET timer')
      return { ...rest, type, pins: pins.slice(0, pins.includes(-1) ? pins.indexOf(-1) : undefined) }
    }
    if (type !== 'EXEC') throw vm.error('Error', `Unsupported timer type ${quote(vm.toText(given), false)}`)
    if (vm.toInt(read('ptr')) !== 0) throw new Unimplemented('timer.add with ptr')
    if (!isFunction(read('fn'))) throw vm.error('Error', '`ptr` or `fn` required for EXEC timer')
    return { ...rest, type, pins: [] }
  }

  readonly get: NativeFunction = (vm, _self, [id]) => this.describe(vm.toInt(id))

  readonly list: NativeFunction = () => {
    const all = new Arr()
    this.tasks.forEach((task, id) => {
      if (task !== undefined) all.set(id, this.describe(id))
    })
    return all
  }

  readonly remove: NativeFunction = (vm, _self, [id]) => {
    const at = vm.toInt(id)
    const isThere = this.tasks[at] !== undefined
    if (isThere) this.tasks[at] = undefined
    return bool(isThere)
  }

  private describe(id: number): Value {
    const task = this.tasks[id]
    if (task === undefined) return undefined
    const told = new Obj()
    told.add('id', int(id))
    if (task.type === 'SET') {
      told.add('value', int(task.value))
      told.add('pins', new Arr(task.pins.map((pin) => new Pin(pin))))
    } else told.add('fn', this.functions().at(id) as Value)
    told.add('type', str(task.type))
    told.add('time', float((task.due - this.serviced) / 1000))
    if (task.interval > 0) told.add('interval', float(task.interval / 1000))
    return told
  }
}

function micros(vm: Interpreter, ms: Value): number {
  const number = ms === undefined ? 0 : vm.toFloat(ms)
  return Number.isFinite(number) ? Math.max(0, Math.trunc(number * 1000)) : 0
}

/** Reads options by name; none but the known ones may be given. */
function optionsOf(vm: Interpreter, options: Value): (name: string) => Value {
  if (options === undefined) return () => undefined
  if (!(options instanceof Obj)) throw vm.error('Error', `Expecting Object or undefined, got ${typeInMessage(options)}`)
  for (const { key } of options.slots)
    if (!OPTIONS.includes(String(key))) throw vm.error('Error', `Unknown option ${quote(String(key), false)}`)
  return (name) => options.find(name)?.value as Value
}

export function registerTimerTasks(natives: NativeRegistry, tasks: () => TimerTasks): void {
  natives.library('timer', {
    add: (vm, self, args) => tasks().add(vm, self, args),
    get: (vm, self, args) => tasks().get(vm, self, args),
    list: (vm, self, args) => tasks().list(vm, self, args),
    remove: (vm, self, args) => tasks().remove(vm, self, args),
  })
}
