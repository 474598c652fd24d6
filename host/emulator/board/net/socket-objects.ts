/**
 * Sockets, servers, requests and responses as programs hold them: plain objects whose named members are their state, so
 * that printing one shows it and memory counts it (FACTS 7). This file names those members.
 */
import type { Interpreter } from '../../interpreter.ts'
import { Arr, Bool, bool, Num, Obj, Str, str, wide, type Stored, type Value } from '../../values.ts'
import { listenersOf, PREFIX } from '../emitter.ts'
import type { EventQueue } from '../queue.ts'

/** What a socket is for. */
export const TCP = 0
export const HTTP = 1

export const FIELD = {
  type: 'type',
  port: 'port',
  /** Number of the socket and one; absent while there is none. */
  socket: 'sckt',
  /** What is to be sent, and what came and nobody has taken. */
  sending: 'dSnd',
  received: 'dRcv',
  /** Bytes of the body that are still to come. */
  missing: 'cRcv',
  options: 'opt',
  response: 'res',
  server: 'svr',
  headers: 'headers',
  chunked: 'chunked',
  connected: 'conn',
  hadHeaders: 'hdrs',
  /** The end was told. */
  ended: 'endd',
  /** Close when all is sent; close at once. */
  close: 'cls',
  closeNow: 'clsNow',
} as const

/** Lists of the hidden root. */
export const CLIENTS = 'HttpCC'
export const SERVERS = 'HttpS'
export const SERVED = 'HttpSC'

export function isSet(object: Obj, name: string): boolean {
  const value = object.find(name)?.value
  return value instanceof Bool && value.value
}

export function mark(object: Obj, name: string, on = true): void {
  object.put(name, bool(on))
}

export function integer(object: Obj, name: string): number {
  const value = object.find(name)?.value
  if (typeof value === 'number') return value
  return value instanceof Num ? Math.trunc(value.value) : value instanceof Str ? parseInt(value.text, 10) || 0 : 0
}

export function text(object: Obj, name: string): string {
  const value = object.find(name)?.value
  return value instanceof Str ? value.text : ''
}

export function child(object: Obj, name: string): Obj | undefined {
  const value = object.find(name)?.value
  return value instanceof Obj ? value : undefined
}

/** The number of a socket, or -1. */
export function socketNumber(object: Obj): number {
  return integer(object, FIELD.socket) - 1
}

export function isHttp(object: Obj): boolean {
  return integer(object, FIELD.type) === HTTP
}

/** A new object of a built-in class with its kind. */
export function newSocket(vm: Interpreter, className: string, kind: number): Obj {
  const made = vm.newObject(className)
  made.put(FIELD.type, wide(kind))
  return made
}

/** A list of the hidden root; made when it is asked for. */
export function listOf(vm: Interpreter, name: string): Arr {
  const slot = vm.hidden.findOrAdd(name)
  if (!(slot.value instanceof Arr)) slot.value = new Arr()
  return slot.value
}

/** The members of a list that is there, with their places. */
export function membersOf(
  vm: Interpreter,
  name: string,
): { readonly list: Arr; readonly at: number; readonly object: Obj }[] {
  const list = vm.hidden.find(name)?.value
  if (!(list instanceof Arr)) return []
  return list.indices().flatMap((at) => {
    const object = list.at(at)
    return object instanceof Obj ? [{ list, at, object }] : []
  })
}

/** Queues the listeners of an event, if there are any. */
export function fire(queue: EventQueue, object: Obj, event: string, args: readonly Value[]): void {
  const listeners = listenersOf(object, event)
  if (listeners !== undefined) queue.push(object, listeners, args)
}

/** The program's callback for a connection is a listener that stands by itself, not in a list. */
export function onConnect(object: Obj, callback: Stored): void {
  if (callback !== undefined) object.put(`${PREFIX}connect`, callback)
}

/** Data as one text; none is undefined. */
export function joined(first: Str | undefined, more: string): Str {
  return str((first?.text ?? '') + more)
}
