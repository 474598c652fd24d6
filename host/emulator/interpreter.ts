/**
 * The Espruino interpreter without its board: it runs program text, calls functions, counts memory. What it needs from
 * outside is handed in as a Host; the board adds its own functions and objects to `natives`.
 */
import { builtins } from './builtins/index.ts'
import { COST } from './costs/model.ts'
import { parseJson } from './builtins/json.ts'
import { callbackCost, errorCost } from './costs/natives-callbacks.ts'
import { Pieces } from './costs/pieces.ts'
import { type ErrorFlag, type ErrorType, Interrupt, Thrown, Unimplemented } from './errors.ts'
import type { Host, Options, Outcome } from './host.ts'
import { Activation, stackText, stackWalks } from './language/activation.ts'
import { callFunction, CALL_STACK, construct, prototypeOf } from './language/calls.ts'
import { toFloat, toInt, toText, truth } from './language/convert.ts'
import { functionText } from './language/function-text.ts'
import { runExpression, runText } from './language/functions.ts'
import { findBuiltIn, getMember, textKey } from './language/members.ts'
import { CONSOLE, PRINT, show } from './language/show.ts'
import { Source } from './language/source.ts'
import { Heap, linkedSize } from './memory.ts'
import { NativeRegistry, runNative } from './natives.ts'
import {
  type AnyFunction,
  Arr,
  isFunction,
  Native,
  type NativeDef,
  type NativeEntry,
  Obj,
  Pin,
  Str,
  str,
  type Value,
  type Var,
} from './values.ts'

/** Reported when the text nests so deeply that the host's own stack ends. */
const OVERFLOW_ERROR = 'Error: Too much recursion - the stack is about to overflow'

/** The depth of calls is bounded by this even when a larger stack is asked for: the host's stack ends, too. */
const MOST_STACK_BYTES = 200_000

/** Instructions between two calls of `Host.poll`. */
const POLL_EVERY = 20_000

export type { Host, Options, Outcome } from './host.ts'

export class Interpreter {
  readonly natives = new NativeRegistry()
  /** The global object. */
  readonly root = new Obj()
  /** What programs do not see but memory holds: timers, queues, loaded modules. */
  readonly hidden = new Obj()
  readonly heap: Heap
  /** What it costs to find memory in one piece. */
  readonly pieces = new Pieces(this)
  /** What went wrong since the program last asked. */
  readonly errorFlags = new Set<ErrorFlag>()
  /** Flags of E.setFlags. */
  readonly flags = new Map<string, number>()
  readonly stackBytes: number
  /** How many variables there are. */
  readonly vars: number
  /** An estimate of the instructions that the device would have executed. */
  instructions = 0
  /** 1 while program text is executed, 0 inside of a native, whose cost is told as a whole. */
  charged: 0 | 1 = 1
  /** When to look after interruption and input next, in instructions. */
  attendAt = POLL_EVERY
  /** The body that runs now. */
  current: Activation | null = null
  /** What natives and expressions hold while they run; memory walks count it. A number stands for so many variables. */
  readonly temporaries: (Var | number)[] = []
  readonly board: string
  readonly console: string
  /** The `toString` of plain objects, which conversions to text need not call. */
  readonly plainToString: NativeDef | undefined
  /** The constructor that a running `super(...)` call came from. */
  superClass: Value = undefined
  private interruptRequested = false
  private readonly nesting = new Set<object>()

  constructor(
    readonly host: Host,
    options: Options = {},
  ) {
    this.stackBytes = Math.min(options.stackBytes ?? 25_000, MOST_STACK_BYTES)
    this.board = options.board ?? 'ESP32'
    this.console = options.console ?? 'Serial1'
    this.vars = options.vars ?? 3000
    this.heap = new Heap(this, this.vars)
    this.root.add('\xff', this.hidden)
    builtins(this.natives, this.board)
    this.plainToString = this.natives.findObject('Object')?.prototype.get('toString')?.def
  }

  /** Whether a program runs now. */
  get running(): boolean {
    return this.current !== null
  }

  /** Runs program text statement by statement; `name` is shown in stack traces. */
  execute(text: string | Str, name: string): Outcome {
    const code = typeof text === 'string' ? str(text) : text
    return this.guard(() => {
      const source = new Source(code.text, code.layout === 'native')
      const frame = new Activation(source, name, null, null, this.root, undefined, CALL_STACK)
      // the text, and its name for stack traces
      this.temporaries.push(code, linkedSize(name.length))
      return runText(this, frame)
    })
  }

  /** Calls a function from the event loop. */
  callback(fn: Value, self: Value, args: readonly Value[]): Outcome {
    this.instructions += callbackCost(fn, args)
    return this.guard(() => callFunction(this, fn, self, args))
  }

  /** Runs what the board itself does with values of the program: that may fail as a program does, by lack of memory. */
  attempt(run: () => Value): Outcome {
    return this.guard(run)
  }

  private guard(run: () => Value): Outcome {
    const before = this.current
    const held = this.temporaries.length
    const { charged } = this
    this.interruptRequested = false
    try {
      return { value: run() }
    } catch (caught) {
      if (caught instanceof Unimplemented && this.current !== null) caught.trace = stackText(this.current)
      this.current = before
      if (caught instanceof Thrown) return this.report(caught)
      if (caught instanceof RangeError) return { error: OVERFLOW_ERROR, stack: '', interrupted: 'stack' }
      if (!(caught instanceof Interrupt)) throw caught
      this.temporaries.length = held
      if (caught.reason === 'memory') this.heap.settle()
      const report = caught.thrown === undefined ? {} : this.report(caught.thrown)
      return { ...report, interrupted: caught.reason }
    } finally {
      this.current = before
      this.charged = charged
      this.temporaries.length = held
      this.interruptRequested = false
    }
  }

  private report(thrown: Thrown): Outcome {
    const { value } = thrown
    const stack = value instanceof Obj ? value.find('stack')?.value : undefined
    const error = this.safeText(value)
    return stack instanceof Str ? { thrown, error, stack: stack.text } : { thrown, error }
  }

  /** The text of a value that may have a faulty `toString`. */
  private safeText(value: Value): string {
    try {
      return toText(this, value)
    } catch (caught) {
      if (caught instanceof Thrown || caught instanceof Interrupt) return ''
      throw caught
    }
  }

  /** Calls a function from inside a native. What it throws is for the caller's caller. */
  call(fn: Value, self: Value, args: readonly Value[]): Value {
    this.instructions += callbackCost(fn, args)
    return callFunction(this, fn, self, args)
  }

  construct(fn: Value, args: readonly Value[]): Value {
    return construct(this, fn, args)
  }

  /** Makes an error with the stack trace of the current position; the caller throws it. */
  error(type: ErrorType, message: string): Thrown {
    this.instructions += this.charged * COST.error
    this.host.onError?.()
    return new Thrown(this.newError(type, str(message)))
  }

  /** Throws an error with the stack trace of the current position. */
  raise(type: ErrorType, message: string): never {
    throw this.error(type, message)
  }

  newError(type: string, message: Value): Obj {
    const error = this.newObject(type)
    if (message !== undefined) error.add('message', str(toText(this, message)))
    error.add('type', str(type))
    if (this.current !== null) {
      const stack = stackText(this.current)
      this.instructions += errorCost(stack.length, stackWalks(this.current))
      error.add('stack', str(stack))
    }
    return error
  }

  private struckAt = Infinity
  private struck: (() => void) | null = null

  /** Stops the running program; without one it does nothing. */
  interrupt(): void {
    if (!this.running) return
    this.interruptRequested = true
    this.attendAt = 0
  }

  /** Once so many more instructions have been executed `act` is called, in the middle of whatever runs, and may throw: power fails. */
  strike(after: number, act: () => void): void {
    this.struckAt = this.instructions + after
    this.struck = act
    this.attendAt = Math.min(this.attendAt, this.struckAt)
  }

  /** Looks after interruption, input and memory; called by statements when it is due. */
  attend(): void {
    if (this.instructions >= this.attendAt) {
      if (this.instructions >= this.struckAt) {
        this.struckAt = Infinity
        this.struck?.()
      }
      this.attendAt = Math.min(this.instructions + POLL_EVERY, this.struckAt)
      this.host.poll?.()
      this.pieces.attend()
    }
    if (this.interruptRequested) {
      this.interruptRequested = false
      throw new Interrupt('request')
    }
    this.heap.check(0)
  }

  /** Counts work that a native does for long, so that interruption, input and limits reach it. */
  work(instructions: number): void {
    if ((this.instructions += instructions) >= this.attendAt || this.heap.isDue()) this.attend()
  }

  /** How many variables are in use now. */
  usage(): number {
    return Math.min(this.heap.usage(), this.heap.total)
  }

  /** Reads a member of a value by name. */
  member(object: Value, name: string): Value {
    return getMember(this, object, textKey(name))
  }

  toText(value: Value): string {
    return toText(this, value)
  }

  toInt(value: Value): number {
    return toInt(this, value)
  }

  toFloat(value: Value): number {
    return toFloat(this, value)
  }

  truth(value: Value): boolean {
    return truth(value)
  }

  /** Holds a value until the temporaries are cut back: an integer takes a variable of its own meanwhile. */
  hold(value: Value): void {
    if (value !== undefined) this.temporaries.push(typeof value === 'number' ? 1 : value)
  }

  /** A native function or the result of a computed member. */
  native(entry: NativeEntry, self: Value): Value {
    if (entry.immediate) return runNative(this, entry.def, self, [])
    return new Native(entry.def)
  }

  /** A built-in global by name; built-in objects become globals of the program by this. */
  touch(name: string): { readonly value: Value; readonly isName: boolean } | undefined {
    const entry = this.natives.findGlobal(name)
    if (entry === undefined) {
      const pin = /^D(\d|[12]\d|3\d)$/.exec(name)
      return pin === null ? undefined : { value: new Pin(Number(pin[1])), isName: false }
    }
    const value = this.native(entry, undefined)
    if (this.natives.findObject(name) === undefined) return { value, isName: false }
    this.root.put(name, value)
    return { value, isName: true }
  }

  /** The entry of a built-in class among the globals, with its prototype; made when it is missing. */
  classEntry(name: string): Value {
    const slot = this.root.find(name)
    if (slot !== undefined && slot.value !== undefined) return slot.value as Value
    const def = this.natives.findObject(name)
    if (def === undefined) return undefined
    const native = new Native(def)
    this.root.put(name, native)
    prototypeOf(this, native)
    return native
  }

  /** A new object of a built-in class. */
  newObject(className: string): Obj {
    const object = new Obj()
    const maker = this.classEntry(className)
    if (isFunction(maker)) object.add('__proto__', prototypeOf(this, maker))
    return object
  }

  /** A global object of a built-in class that stands for a device, for example Serial1. */
  device(name: string, className: string): Value {
    const object = this.newObject(className)
    object.device = name
    this.root.put(name, object)
    return object
  }

  prototypeOf(fn: AnyFunction): Value {
    return prototypeOf(this, fn)
  }

  /** Finds the built-in member of a value, if it has one of that name. */
  builtIn(object: Value, name: string): NativeEntry | undefined {
    return findBuiltIn(this, object, name)
  }

  /** Modules and libraries that `require` has loaded. */
  moduleCache(): Obj {
    const slot = this.hidden.findOrAdd('modules')
    if (!(slot.value instanceof Obj)) slot.value = new Obj()
    return slot.value
  }

  /** Variables that the console's history occupies; they do not count as used. */
  historySize(): number {
    const history = this.hidden.find('history')?.value
    return history === undefined ? 0 : this.heap.sizeOf(history)
  }

  /** A value as `print` shows it, and as the console answers it. */
  show(value: Value): string {
    return show(this, value, PRINT)
  }

  showShort(value: Value): string {
    return show(this, value, CONSOLE)
  }

  /** Evaluates text as one expression; its stack frames have no name. */
  evaluate(text: string): Outcome {
    return this.guard(() => {
      const frame = new Activation(new Source(text), undefined, null, null, this.root, undefined, CALL_STACK)
      return runExpression(this, frame)
    })
  }

  /** Parses JSON whose names need no quotes; undefined when it is none. */
  parseRelaxed(text: string): Value {
    const { value } = this.guard(() => parseJson(this, text, true))
    this.host.takeException?.()
    return value
  }

  functionText(fn: AnyFunction): string {
    return functionText(fn)
  }

  /** Runs `visit` unless it already runs for this value: for walks through values that may contain themselves. */
  nest(value: Arr | Obj | object, visit: () => void): boolean {
    if (this.nesting.has(value)) return false
    this.nesting.add(value)
    try {
      visit()
    } finally {
      this.nesting.delete(value)
    }
    return true
  }
}
