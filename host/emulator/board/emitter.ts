/**
 * `on`, `emit` and their kin (FACTS 6), members of every object. The listeners of event `x` of an object are an array
 * in its property `#onx`; a listener is a function or program text.
 */
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction } from '../natives.ts'
import { Arr, Fn, isFunction, isHolder, Str, type Holder, type Native, type Obj, type Value } from '../values.ts'

export const PREFIX = '#on'
/** Where a stream keeps what arrived before anybody listened. */
export const STREAM_BUFFER = '\xffbuf'
/** `emit` takes no more arguments than these. */
const MOST_ARGUMENTS = 4

/** What can have listeners. */
type Emitter = Obj | Arr | Fn | Native

/** Puts a call at the end of the queue of events. */
export type Enqueue = (self: Value, callback: Value, args: readonly Value[]) => void

/** The listeners of an event: an array, or undefined when there were never any. */
export function listenersOf(holder: Holder, event: string): Value {
  return holder.find(PREFIX + event)?.value as Value
}

export function emitterFunctions(enqueue: Enqueue): Record<string, NativeFunction> {
  return {
    on: (vm, self, args) => listen(vm, self, args, false, enqueue),
    addListener: (vm, self, args) => listen(vm, self, args, false, enqueue),
    prependListener: (vm, self, args) => listen(vm, self, args, true, enqueue),
    emit: (vm, self, args) => emit(vm, self, args, enqueue),
    removeListener,
    removeAllListeners,
  }
}

function listen(vm: Interpreter, self: Value, args: readonly Value[], first: boolean, enqueue: Enqueue): Value {
  const parent = parentOf(vm, self)
  const [event, listener] = args
  const name = eventName(vm, event)
  if (!isFunction(listener) && !(listener instanceof Str))
    vm.raise('TypeError', 'Second argument must be a function or a String')
  const slot = parent.findOrAdd(name)
  const old = slot.value instanceof Arr ? elements(slot.value) : partsOf(slot.value as Value)
  // A new array: a walk over the old one, which may be under way, must not see the newcomer.
  const all = new Arr(first ? [listener, ...old] : [...old, listener])
  slot.value = all
  if (name === `${PREFIX}data`) giveBuffered(parent, all, enqueue)
  return undefined
}

/**
 * A listener that stood by itself, as callbacks of sockets do, is taken for a list: its members become listeners, a
 * parameter as undefined, the body as program text, the scopes as a function that does nothing. So it runs as text, or,
 * with a parameter, not at all.
 */
function partsOf(alone: Value): Value[] {
  if (!(alone instanceof Fn)) return []
  const parts: Value[] = alone.params.map(() => undefined)
  if (alone.code !== undefined) parts.push(alone.code)
  if (alone.scope !== null) parts.push(new Fn())
  return parts
}

/** What a stream received before its first `data` listener is an event now. */
function giveBuffered(stream: Emitter, listeners: Arr, enqueue: Enqueue): void {
  const buffered = stream.find(STREAM_BUFFER)?.value
  if (!(buffered instanceof Str)) return
  enqueue(stream, listeners, [buffered])
  stream.remove(STREAM_BUFFER)
}

function emit(vm: Interpreter, self: Value, args: readonly Value[], enqueue: Enqueue): Value {
  const parent = parentOf(vm, self)
  const [event, ...values] = args
  const name = eventName(vm, event)
  const listeners = parent.find(name)?.value as Value
  if (listeners !== undefined) enqueue(self, listeners, values.slice(0, MOST_ARGUMENTS))
  if (values.length > MOST_ARGUMENTS) vm.raise('TypeError', `Too many arguments (>${MOST_ARGUMENTS})`)
  return undefined
}

const removeListener: NativeFunction = (vm, self, args) => {
  const parent = parentOf(vm, self)
  const [event, listener] = args
  const list = parent.find(eventName(vm, event))?.value
  if (list instanceof Arr) {
    const at = list.indices().find((index) => list.at(index) === listener)
    if (at !== undefined) list.drop(at)
  }
  return undefined
}

const removeAllListeners: NativeFunction = (vm, self, args) => {
  const parent = parentOf(vm, self)
  const [event] = args
  if (event instanceof Str) parent.remove(PREFIX + event.text)
  else if (event === undefined) {
    for (const { key } of [...parent.slots]) if (String(key).startsWith(PREFIX)) parent.remove(key)
  } else vm.raise('TypeError', 'First argument must be String or undefined')
  return undefined
}

/** The listeners in order; an array that listeners were removed from has holes. */
export function elements(list: Arr): Value[] {
  return list.indices().map((index) => list.at(index) as Value)
}

function parentOf(vm: Interpreter, self: Value): Emitter {
  return isHolder(self) ? self : vm.raise('TypeError', 'Parent must be an object - not a String, Integer, etc')
}

function eventName(vm: Interpreter, event: Value): string {
  return event instanceof Str ? PREFIX + event.text : vm.raise('TypeError', 'First argument must be String')
}
