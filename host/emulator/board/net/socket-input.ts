/**
 * What arrives at a socket on its way to the program (FACTS 7): to the `data` listeners at once, or into a buffer of 512
 * bytes; what does not fit waits at the socket. Bodies of HTTP are counted, and taken out of their chunks.
 */
import { Obj, Str, str, wide } from '../../values.ts'
import { placeOf } from '../../builtins/find-text.ts'
import { listenersOf, PREFIX, STREAM_BUFFER } from '../emitter.ts'
import { applyHead, parseHead } from './http-text.ts'
import type { EventLoop } from '../loop.ts'
import { child, FIELD, fire, integer, isHttp, isSet, mark } from './socket-objects.ts'

const BUFFER_BYTES = 512

/** Gives data to the program; what is left over is returned. `force`: the socket closes, nothing may wait. */
export function push(
  loop: EventLoop,
  reader: Obj,
  data: Str | undefined,
  http: boolean,
  force: boolean,
): Str | undefined {
  if (data === undefined || data.text === '') return data
  if (!http) return give(loop, reader, data, force) ? undefined : data
  return isSet(reader, FIELD.chunked) ? pushChunk(loop, reader, data, force) : pushBody(loop, reader, data, force)
}

/** Takes what has just arrived: the head of a request or response first. `connection` and `socket` differ for HTTP. */
export function accept(loop: EventLoop, connection: Obj, socket: Obj, data: Str, isServer: boolean): Str | undefined {
  const reader = isServer ? connection : socket
  const http = isHttp(connection)
  if (isSet(reader, FIELD.hadHeaders)) return push(loop, reader, data, http, false)
  let rest: Str | undefined = data
  if (http) {
    rest = readHead(loop, connection, socket, data, isServer)
    mark(reader, FIELD.hadHeaders, rest !== undefined)
    if (rest === undefined) return data
  } else mark(reader, FIELD.hadHeaders)
  return push(loop, reader, rest, http, false)
}

/** What follows the head, or undefined while that is not complete. */
function readHead(loop: EventLoop, connection: Obj, socket: Obj, data: Str, isServer: boolean): Str | undefined {
  const head = parseHead(data.text)
  if (head === undefined) return undefined
  applyHead(isServer ? connection : socket, head, isServer)
  if (isServer) fire(loop.queue, child(connection, FIELD.server) ?? connection, 'connect', [connection, socket])
  else fire(loop.queue, connection, 'connect', [socket])
  return str(head.rest)
}

function pushBody(loop: EventLoop, reader: Obj, data: Str, force: boolean): Str | undefined {
  reader.put(FIELD.missing, wide(integer(reader, FIELD.missing) - data.text.length))
  return give(loop, reader, data, force) ? undefined : data
}

/** One chunk: its length in hexadecimal on a line, its bytes, the end of a line. */
function pushChunk(loop: EventLoop, reader: Obj, data: Str, force: boolean): Str | undefined {
  const { text } = data
  if (text.length < 5) return data
  const length = parseInt(text, 16) || 0
  reader.put(FIELD.missing, wide(length > 0 ? 1 : 0))
  if (length === 0) return undefined
  // a length that is cut in front of its line feed is read as if that were there
  const start = placeOf(text, '\r\n', 0) + 2
  const next = start + length + 2
  if (next > text.length && next - text.length < 3) return data
  const missing = next - text.length - 2
  const rest = next < text.length ? text.slice(next) : missing > 0 ? `${missing.toString(16)}\r\n` : undefined
  const part = str(text.slice(start, start + length))
  if (part.text !== '' && !give(loop, reader, part, force)) return part
  if (next < text.length) return push(loop, reader, str(rest!), true, force)
  return rest === undefined ? undefined : str(rest)
}

/** False when there is no listener and no room. */
function give(loop: EventLoop, reader: Obj, data: Str, force: boolean): boolean {
  const listeners = listenersOf(reader, 'data')
  if (listeners === undefined) return keep(loop, reader, data, force)
  if (loop.run(reader, listeners, [data])) return true
  loop.warn('Error processing Serial data handler - removing it.')
  loop.vm.errorFlags.add('CALLBACK')
  reader.remove(`${PREFIX}data`)
  return true
}

function keep(loop: EventLoop, reader: Obj, data: Str, force: boolean): boolean {
  const old = reader.find(STREAM_BUFFER)?.value
  if (!(old instanceof Str)) {
    reader.put(STREAM_BUFFER, data)
    return true
  }
  const fits = old.text.length + data.text.length <= BUFFER_BYTES
  if (!fits && force) loop.vm.errorFlags.add('BUFFER_FULL')
  const room = Math.max(0, BUFFER_BYTES - old.text.length)
  if ((fits || force) && room > 0) reader.put(STREAM_BUFFER, str(old.text + data.text.slice(0, room)))
  return fits
}
