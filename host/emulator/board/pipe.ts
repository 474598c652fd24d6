/**
 * Pipes (`E.pipe`, `fs.pipe`, and `pipe` of streams; FACTS 5.4, 6): every pass of the event loop reads one piece from
 * each source and writes it to its destination. A destination that answers false waits for its `drain` event. At the end
 * `complete` is told, and unless `end` is false both sides are closed.
 */
import { costOf } from '../costs/natives.ts'
import type { Interpreter } from '../interpreter.ts'
import { isNumeric } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, Bool, bool, int, isFunction, Native, Obj, Str, type Value, View } from '../values.ts'
import { STREAM_BUFFER } from './emitter.ts'
import type { EventLoop } from './loop.ts'

const LIST = 'pipes'
const CHUNK = 64
/** Makes a stream of a string; programs see the function `read`. */
const STRING_STREAM =
  '(function(all){var at=0;return{read:function(n){if(at>=all.length)return;at+=n;return all.slice(at-n,at)}}})'

function stringStream(vm: Interpreter, text: Str): Value {
  // a part of the firmware, so the body of the function is one variable
  const make = vm.execute(new Str(STRING_STREAM, 'native'), '').value
  return vm.call(make, undefined, [text])
}

/** Classes whose instances have a method `pipe`. */
const STREAMS = ['File', 'Serial', 'Socket', 'StorageFile', 'httpCRs', 'httpSRq']

export class Pipes {
  constructor(private readonly loop: EventLoop) {}

  /** Moves a piece through each pipe; true when one had data. */
  pass(): boolean {
    const list = this.list
    if (list === undefined) return false
    let moved = false
    for (const at of list.indices()) {
      const pipe = list.at(at)
      if (pipe instanceof Obj) moved = this.move(pipe) || moved
    }
    return moved
  }

  private get list(): Arr | undefined {
    const list = this.loop.vm.hidden.find(LIST)?.value
    return list instanceof Arr ? list : undefined
  }

  private move(pipe: Obj): boolean {
    const { vm } = this.loop
    if (isTrue(pipe, 'drainWait')) return false
    const source = valueOf(pipe, 'source')
    const destination = valueOf(pipe, 'destination')
    const piece = this.call(source, 'read', [valueOf(pipe, 'chunkSize')])
    if (piece === undefined) {
      this.close(pipe)
      return false
    }
    if (lengthOf(piece) > 0) {
      const { temporaries } = vm
      const held = temporaries.length
      // the size of a piece, which was part of its name
      temporaries.push(1)
      const answer = this.call(destination, 'write', [piece])
      temporaries.length = held
      if (answer instanceof Bool && !vm.truth(answer)) pipe.put('drainWait', bool(true))
    }
    return true
  }

  /** Calls a method from the event loop, if there is one of that name. */
  private call(object: Value, name: string, args: readonly Value[]): Value {
    const method = this.loop.vm.member(object, name)
    if (!isFunction(method)) return undefined
    const outcome = this.loop.vm.callback(method, object, args)
    this.loop.faults.note(outcome)
    return outcome.value
  }

  private close(pipe: Obj): void {
    const source = valueOf(pipe, 'source')
    const destination = valueOf(pipe, 'destination')
    const complete = valueOf(pipe, '#oncomplete')
    if (complete !== undefined) this.loop.queue.push(pipe, complete, [pipe])
    this.writeRest(source, destination)
    if (isTrue(pipe, 'end')) {
      removeListeners(destination, ['drain', 'close'])
      this.call(destination, 'end', [])
      this.call(destination, 'close', [])
      removeListeners(source, ['close'])
      this.call(source, 'close', [])
    }
    const list = this.list
    const at = list?.indices().find((index) => list.at(index) === pipe)
    if (list === undefined || at === undefined) return
    list.drop(at)
    if (list.indices().length === 0) list.assign([])
  }

  /** What a stream that has ended still keeps. */
  private writeRest(source: Value, destination: Value): void {
    const rest = source instanceof Obj ? source.find(STREAM_BUFFER)?.value : undefined
    if (!(source instanceof Obj && rest instanceof Str && rest.length > 0)) return
    source.remove(STREAM_BUFFER)
    this.call(destination, 'write', [rest])
  }

  /** `E.pipe(source, destination, options)`. */
  readonly open: NativeFunction = (vm, _self, [given, destination, options]) => {
    if (given === undefined || destination === undefined) return undefined
    vm.root.findOrAdd('Pipe')
    const list = this.listOrNew()
    const source = given instanceof Str ? stringStream(vm, given) : given
    if (!isFunction(vm.member(source, 'read')))
      throw vm.error('Error', 'Source object does not implement the required read(buffer, length) method')
    if (!isFunction(vm.member(destination, 'write')))
      throw vm.error('Error', 'Destination object does not implement the required write(buffer, length) method')
    const pipe = new Obj()
    // the prototype of a class that does not exist
    pipe.add('__proto__', undefined)
    const complete = optionOf(options, 'complete')
    const end = optionOf(options, 'end')
    const chunk = optionOf(options, 'chunkSize')
    const isChunk = isNumeric(chunk) && vm.toInt(chunk) > 0
    if (complete !== undefined) pipe.add('#oncomplete', complete)
    this.listen(source, 'close', (self) => this.closeAll('source', self))
    this.listen(destination, 'drain', (_, args) => this.drained(args[0]))
    this.listen(destination, 'close', (self) => this.closeAll('destination', self))
    pipe.add('chunkSize', int(isChunk ? vm.toInt(chunk) : CHUNK))
    pipe.add('end', bool(end === undefined || vm.truth(end)))
    pipe.add('destination', destination)
    pipe.add('source', source)
    list.push(pipe)
    // mistakes in the options are told, but the pipe is there
    if (options !== undefined && !(options instanceof Obj))
      throw vm.error('TypeError', "'options' must be an object, or undefined")
    if (chunk !== undefined && !isChunk) throw vm.error('TypeError', 'chunkSize must be an integer > 0')
    return undefined
  }

  private listOrNew(): Arr {
    const slot = this.loop.vm.hidden.findOrAdd(LIST)
    if (!(slot.value instanceof Arr)) slot.value = new Arr()
    return slot.value
  }

  private listen(object: Value, event: string, act: (self: Value, args: readonly Value[]) => void): void {
    const { vm } = this.loop
    const body: NativeFunction = (_vm, self, args) => {
      act(self, args)
      return undefined
    }
    const cost = costOf(`Pipe: ${event}`)
    const listener = new Native({ name: event, body, statics: new Map(), prototype: new Map(), cost })
    const on = vm.natives.findObject('Object')!.prototype.get('on')!
    vm.call(new Native(on.def), object, [new Str(event), listener])
  }

  private drained(destination: Value): void {
    if (!(destination instanceof Obj)) return
    for (const pipe of this.pipesOf('destination', destination)) pipe.put('drainWait', bool(false))
  }

  private closeAll(side: 'source' | 'destination', object: Value): void {
    if (!(object instanceof Obj)) return
    for (const pipe of this.pipesOf(side, object)) this.close(pipe)
  }

  private pipesOf(side: string, object: Obj): Obj[] {
    return ((this.list?.dense() ?? []) as Value[]).filter(
      (pipe): pipe is Obj => pipe instanceof Obj && valueOf(pipe, side) === object,
    )
  }
}

function valueOf(pipe: Obj, name: string): Value {
  return pipe.find(name)?.value as Value
}

function isTrue(pipe: Obj, name: string): boolean {
  const value = valueOf(pipe, name)
  return value instanceof Bool && value.value
}

function lengthOf(value: Value): number {
  if (value instanceof Str || value instanceof Arr || value instanceof View) return value.length
  return value instanceof Obj ? value.slots.length : 0
}

function removeListeners(object: Value, events: readonly string[]): void {
  if (object instanceof Obj) for (const event of events) object.remove(`#on${event}`)
}

function optionOf(options: Value, name: string): Value {
  return options instanceof Obj ? (options.find(name)?.value as Value) : undefined
}

export function registerPipes(natives: NativeRegistry, pipes: () => Pipes): void {
  const open: NativeFunction = (vm, self, args) => pipes().open(vm, self, args)
  natives.object('E', { statics: { pipe: open } })
  natives.library('fs', { pipe: open })
  const method: NativeFunction = (vm, self, [destination, options]) => open(vm, undefined, [self, destination, options])
  for (const name of STREAMS) natives.object(name, { prototype: { pipe: method } })
}
