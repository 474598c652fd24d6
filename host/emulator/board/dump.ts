/**
 * `dump()` and `E.dumpStr()`: the state of the program as a program that makes it again (FACTS 5.1). Variables come in
 * the order in which they were made, then timers, watches, flags, serial devices and the saved program.
 */
import type { Interpreter } from '../interpreter.ts'
import { functionText } from '../language/function-text.ts'
import { isInternal } from '../language/loops.ts'
import { quote } from '../language/quote.ts'
import { show, type Style } from '../language/show.ts'
import { formatNumber } from '../numbers.ts'
import {
  Accessor,
  type AnyFunction,
  Arr,
  type Holder,
  isFunction,
  isHolder,
  type Key,
  Native,
  Num,
  Obj,
  Str,
  type Value,
} from '../values.ts'

const STYLE: Style = { someLines: true, pretty: true, devices: true }
const EVENT = '#on'
const DEVICE = /^(USB|Serial\d|SPI\d|I2C\d|Loopback[AB]|Telnet|Bluetooth)$/
const DEFAULT_BAUD = 9600
/** A name in the globals is looked for this deep. */
const PATH_DEPTH = 4

/** What a dump tells beside the program's variables. */
export interface DumpHost {
  readonly echoOff: boolean
  /** The text of the saved program. */
  readonly bootCode: string | undefined
}

export function dumpText(vm: Interpreter, host: DumpHost): string {
  return new Dump(vm).text(host)
}

class Dump {
  private out = ''
  constructor(private readonly vm: Interpreter) {}

  text(host: DumpHost): string {
    for (const { key, value } of [...this.vm.root.slots]) {
      const name = String(key)
      const held = value instanceof Accessor ? undefined : value
      if (this.vm.natives.findObject(name) !== undefined) this.members(name, held)
      else if (!name.startsWith(EVENT) && name.charCodeAt(0) !== 255 && !DEVICE.test(name)) this.variable(name, held)
    }
    this.timers()
    this.watches()
    this.hardware(host.echoOff)
    if (host.bootCode !== undefined) this.out += `// Code saved with E.setBootCode\n${host.bootCode}`
    return this.out
  }

  private variable(name: string, value: Value): void {
    if (value instanceof Native) return
    if (isFunction(value)) {
      this.out += `function ${name}${this.functionOf(value)}\n`
      this.members(name, value)
      return
    }
    const prototype = value instanceof Obj ? value.find('__proto__')?.value : undefined
    const path = prototype instanceof Obj ? pathTo(this.vm.root, prototype, value as Obj) : undefined
    if (path === undefined) this.out += `var ${name} = ${this.value(value, name)};\n`
    else {
      this.out += `var ${name} = Object.create(${path});\n`
      this.members(name, value)
    }
  }

  /** What was added to a function, a prototype or a built-in object. */
  private members(name: string, value: Value): void {
    if (!isHolder(value)) return
    for (const { key, value: item } of [...value.slots]) {
      const held = item instanceof Accessor ? undefined : item
      if (isInternal(value, key)) continue
      if (key === 'prototype') this.members(`${name}.prototype`, held)
      else if (String(key).startsWith(EVENT)) this.listeners(name, String(key).slice(EVENT.length), held)
      else if (!(held instanceof Native)) this.out += `${name}.${key} = ${this.value(held)};\n`
    }
  }

  private listeners(name: string, event: string, listeners: Value): void {
    const all = listeners instanceof Arr ? (listeners.dense() as Value[]) : [listeners]
    for (const each of all) this.out += `${name}.on(${quote(event, false)}, ${this.value(each)});\n`
  }

  /** The name of a global that holds the same, or else the value itself. */
  private value(value: Value, self?: string): string {
    const shared = typeof value === 'object' ? this.vm.root.slots.find((slot) => slot.value === value) : undefined
    if (shared !== undefined && typeof shared.key === 'string' && shared.key !== self) return shared.key
    return show(this.vm, value, STYLE)
  }

  private functionOf(fn: AnyFunction): string {
    return functionText(fn).replace(/^function /, '')
  }

  private timers(): void {
    const timers = this.vm.hidden.find('timers')?.value
    if (!(timers instanceof Obj)) return
    for (const { key, value } of timers.slots) {
      if (!(value instanceof Obj)) continue
      const interval = value.find('intr')?.value
      const micros = numberOf(interval ?? value.find('time')?.value)
      const callback = this.value(value.find('cb')?.value as Value)
      const kind = interval === undefined ? 'setTimeout' : 'setInterval'
      this.out += `${kind}(${callback}, ${formatNumber(micros / 1000)}); // ${key}\n`
    }
  }

  private watches(): void {
    const watches = this.vm.hidden.find('watches')?.value
    if (!(watches instanceof Arr)) return
    for (const at of watches.indices()) {
      const watch = watches.at(at)
      if (!(watch instanceof Obj)) continue
      const read = (name: string): Value => watch.find(name)?.value as Value
      const edge = this.vm.toInt(read('edge'))
      const edgeName = edge < 0 ? 'falling' : edge > 0 ? 'rising' : 'both'
      const debounce = numberOf(read('debounce'))
      this.out += `setWatch(${this.value(read('cb'))}, ${show(this.vm, read('pin'), STYLE)}, `
      this.out += `{ repeat:${this.vm.truth(read('recur'))}, edge:'${edgeName}'`
      this.out += `${debounce > 0 ? `, debounce : ${formatNumber(debounce / 1000)}` : ''} });\n`
    }
  }

  private hardware(echoOff: boolean): void {
    const { vm } = this
    if (echoOff) this.out += 'echo(0);'
    if ([...vm.flags.values()].some((flag) => flag !== 0)) {
      const flags = vm.natives.findObject('E')!.statics.get('getFlags')!
      this.out += `E.setFlags(${show(vm, vm.call(new Native(flags.def), undefined, []), STYLE)});\n`
    }
    for (const name of ['USB', 'Serial1', 'Serial2', 'Serial3']) this.serial(name)
  }

  private serial(name: string): void {
    const device = this.vm.root.find(name)?.value
    if (!(device instanceof Obj)) return
    for (const { key, value } of device.slots)
      if (String(key).startsWith(EVENT)) this.listeners(name, String(key).slice(EVENT.length), value as Value)
    const baud = device.find('_baudrate')?.value
    const options = device.find('_options')?.value
    if (baud === undefined && options === undefined) return
    const rate = numberOf(baud)
    this.out += `${name}.setup(${rate > 0 ? rate : DEFAULT_BAUD}`
    if (options instanceof Obj) this.out += `, ${show(this.vm, options, { devices: true })}`
    this.out += ');\n'
  }
}

function numberOf(value: unknown): number {
  return value instanceof Num ? value.value : typeof value === 'number' ? value : 0
}

/** How a program gets from the globals to a value, by the shortest way that does not lead through `besides`. */
export function pathTo(root: Holder, wanted: Value, besides?: Holder): string | undefined {
  for (let depth = 1; depth <= PATH_DEPTH; depth++) {
    const path = pathOf(root, wanted, depth, besides)
    if (path !== undefined) return path
  }
  return undefined
}

function pathOf(from: Holder, wanted: Value, depth: number, besides: Holder | undefined): string | undefined {
  if (from === besides) return undefined
  for (const [key, value] of childrenOf(from)) {
    if (depth === 1 && value === wanted) return String(key)
    if (depth === 1 || !isHolder(value as Value) || (typeof key === 'string' && key.charCodeAt(0) === 255)) continue
    const path = pathOf(value as Holder, wanted, depth - 1, besides)
    if (path !== undefined) return value instanceof Obj ? `${key}.${path}` : `${key}[${quote(path, false)}]`
  }
  return undefined
}

function childrenOf(holder: Holder): (readonly [key: Key, value: unknown])[] {
  const elements = holder instanceof Arr ? holder.indices().map((at) => [at, holder.at(at)] as const) : []
  return [...elements, ...holder.slots.map(({ key, value }) => [key, value] as const)]
}

/** The saved program as a text that can be typed. */
export function bootCodeOf(find: (name: string) => Str | undefined): string | undefined {
  return (find('.bootrst') ?? find('.bootcde'))?.text
}
