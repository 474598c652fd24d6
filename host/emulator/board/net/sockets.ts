/**
 * TCP sockets and servers of programs, looked at once in each pass of the event loop (FACTS 7): at most 536 bytes are sent
 * and 536 received a socket and pass; what a program writes waits as a string of its memory until then.
 */
import { bool, type Arr, Obj, Str, str, wide } from '../../values.ts'
import type { EventLoop } from '../loop.ts'
import {
  newSocket,
  CLIENTS,
  child,
  FIELD,
  fire,
  HTTP,
  integer,
  isHttp,
  isSet,
  joined,
  listOf,
  mark,
} from './socket-objects.ts'
import { membersOf, SERVED, SERVERS, socketNumber, TCP, text } from './socket-objects.ts'
import { accept, push } from './socket-input.ts'
import { CLOSED, NOT_CONNECTED, socketMessage, type SocketTable } from './socket-table.ts'
import { setHeader } from './http-response.ts'

/** Most bytes sent or received at once. */
const CHUNK = 536
const UNSENT = -8
const NO_RESPONSE = -15

/** What one look at a connection found. */
interface Look {
  close: boolean
  error: number
}

export class Sockets {
  private active = false

  constructor(
    private readonly loop: EventLoop,
    private readonly table: SocketTable,
  ) {}

  /** One pass; true when something happened. */
  idle(): boolean {
    this.active = false
    const { vm } = this.loop
    this.table.advance()
    for (const { object } of membersOf(vm, SERVERS)) this.acceptAt(object)
    for (const { list, at, object } of membersOf(vm, SERVED)) this.serve(list, at, object)
    for (const { list, at, object } of membersOf(vm, CLIENTS)) this.look(list, at, object)
    return this.active
  }

  /** Closes everything, without telling the program. */
  kill(): void {
    for (const name of [SERVED, CLIENTS, SERVERS]) {
      for (const { list, object } of membersOf(this.loop.vm, name)) {
        this.disconnect(object)
        list.assign([])
      }
    }
  }

  // ------------------------------------------------------------------------------------------- servers

  private acceptAt(server: Obj): void {
    const number = this.table.accept(socketNumber(server))
    if (number < 0) return
    this.active = true
    const { vm, queue } = this.loop
    if (!isHttp(server)) {
      const socket = newSocket(vm, 'Socket', TCP)
      listOf(vm, CLIENTS).push(socket)
      socket.put(FIELD.socket, wide(number + 1))
      fire(queue, server, 'connect', [socket])
      return
    }
    const request = vm.newObject('httpSRq')
    const response = vm.newObject('httpSRs')
    request.put(FIELD.type, wide(HTTP))
    listOf(vm, SERVED).push(request)
    request.put(FIELD.response, response)
    request.put(FIELD.server, server)
    request.put(FIELD.socket, wide(number + 1))
    response.put(FIELD.socket, wide(number + 1))
    setHeader(response, 'Connection', 'close')
  }

  /** A request to a server of the board and its response. */
  private serve(list: Arr, at: number, request: Obj): void {
    const response = child(request, FIELD.response) ?? request
    const look: Look = { close: isSet(request, FIELD.closeNow), error: 0 }
    if (!look.close) {
      const received = this.receive(request)
      if (typeof received === 'number') Object.assign(look, { close: true, error: received })
      else if (received !== '') this.take(request, response, received, true)
      this.send(response, socketNumber(request), look)
      const isQuiet = typeof received === 'number' || received === ''
      if (text(response, FIELD.sending) === '' && isQuiet) look.close = this.isServed(request, response)
      else if (!isQuiet) look.close = false
    }
    if (look.close) this.finishServing(list, at, request, response, look.error)
  }

  /** Whether a request has come whole and its response has gone; tells the end of the request once. */
  private isServed(request: Obj, response: Obj): boolean {
    if (integer(request, FIELD.missing) > 0 || !isSet(request, FIELD.hadHeaders)) return false
    if (!isSet(request, FIELD.ended)) {
      mark(request, FIELD.ended)
      this.active = true
      fire(this.loop.queue, request, 'end', [])
    }
    return isSet(response, FIELD.close)
  }

  private finishServing(list: Arr, at: number, request: Obj, response: Obj, error: number): void {
    this.active = true
    const { queue } = this.loop
    const left = request.find(FIELD.received)?.value
    if (isSet(request, FIELD.hadHeaders)) push(this.loop, request, left instanceof Str ? left : undefined, true, true)
    const failed = this.fireError(error, [request, response])
    fire(queue, response, 'end', [])
    fire(queue, request, 'close', [bool(failed)])
    fire(queue, response, 'close', [bool(failed)])
    this.disconnect(request)
    list.drop(at)
  }

  // ------------------------------------------------------------------------------------------- clients

  /** A connection: of a client, or one that a server that is not HTTP accepted. */
  private look(list: Arr, at: number, connection: Obj): void {
    const http = isHttp(connection)
    const socket = http ? (child(connection, FIELD.response) ?? connection) : connection
    const look: Look = { close: isSet(connection, FIELD.closeNow), error: 0 }
    let left: Str | undefined
    if (socketNumber(connection) >= 0) {
      const hadHeaders = !http || isSet(socket, FIELD.hadHeaders)
      left = strIn(connection, FIELD.received)
      // before anything new: what arrived in the last pass, whose listeners have been called by now
      if (hadHeaders) left = push(this.loop, socket, left, http, false)
      if (!look.close) left = this.exchange(connection, socket, left, look)
    }
    if (!look.close) return
    left = push(this.loop, socket, left, http, true)
    if (left === undefined || left.text === '') this.finish(list, at, connection, socket, look.error)
  }

  /** Sends and receives. Returns what came and waits. */
  private exchange(connection: Obj, socket: Obj, waiting: Str | undefined, look: Look): Str | undefined {
    const http = isHttp(connection)
    const hadHeaders = !http || isSet(socket, FIELD.hadHeaders)
    if (text(connection, FIELD.sending) !== '') this.send(connection, socketNumber(connection), look)
    else look.close = this.isDone(connection, socket, hadHeaders)
    const received = this.receive(connection)
    if (received === NOT_CONNECTED && !isSet(connection, FIELD.connected)) return waiting
    if (typeof received === 'number') {
      look.close = true
      if (received !== CLOSED) look.error = received
      else if (!http || integer(socket, FIELD.missing) > 0 || !hadHeaders)
        look.error = hadHeaders ? CLOSED : NO_RESPONSE
      return waiting
    }
    if (!http && !isSet(connection, FIELD.connected)) this.opened(connection)
    if (received === '') return waiting
    return this.take(connection, socket, joined(waiting, received).text, false)
  }

  private opened(connection: Obj): void {
    this.active = true
    const { queue } = this.loop
    fire(queue, connection, 'connect', [connection])
    mark(connection, FIELD.connected)
    if (text(connection, FIELD.sending) === '') fire(queue, connection, 'drain', [connection])
  }

  /** Whether nothing is to be sent and the program wants to close; of a response that is whole the end is told once. */
  private isDone(connection: Obj, socket: Obj, hadHeaders: boolean): boolean {
    const wanted = isSet(connection, FIELD.close)
    if (!isHttp(connection)) return wanted
    if (integer(socket, FIELD.missing) > 0 || !hadHeaders) return false
    if (!isSet(socket, FIELD.ended)) {
      mark(socket, FIELD.ended)
      this.active = true
      fire(this.loop.queue, socket, 'end', [])
    }
    return wanted
  }

  private finish(list: Arr, at: number, connection: Obj, socket: Obj, error: number): void {
    this.active = true
    const { queue } = this.loop
    const why = text(connection, FIELD.sending) !== '' && error === CLOSED ? UNSENT : error
    this.disconnect(connection)
    list.drop(at)
    const failed = this.fireError(why, [connection])
    if (!isSet(socket, FIELD.ended)) {
      mark(socket, FIELD.ended)
      fire(queue, socket, 'end', [])
    }
    fire(queue, socket, 'close', [bool(failed)])
  }

  // -------------------------------------------------------------------------------------------- either

  /** Bytes as text, or an error number. */
  private receive(connection: Obj): string | number {
    const received = this.table.receive(socketNumber(connection), CHUNK)
    if (typeof received === 'number') return received
    if (received.length > 0) this.active = true
    return String.fromCharCode(...received)
  }

  /** Gives what came to the program; what waits is kept at the connection and returned. */
  private take(connection: Obj, socket: Obj, data: string, isServer: boolean): Str | undefined {
    const before = isServer ? text(connection, FIELD.received) : ''
    const left = accept(this.loop, connection, socket, str(before + data), isServer)
    connection.put(FIELD.received, left)
    return left
  }

  /** Sends a part of what waits; when all is gone, `drain` is told unless the socket is to be closed. */
  private send(from: Obj, number: number, look: Look): void {
    const waiting = text(from, FIELD.sending)
    if (waiting === '') return
    const part = Uint8Array.from(waiting.slice(0, CHUNK), (char) => char.charCodeAt(0))
    const sent = this.table.send(number, part)
    if (sent < 0) Object.assign(look, { close: true, error: sent })
    if (sent <= 0) return
    this.active = true
    from.put(FIELD.sending, str(waiting.slice(sent)))
    if (sent === waiting.length && !isSet(from, FIELD.close)) fire(this.loop.queue, from, 'drain', [from])
  }

  private disconnect(connection: Obj): void {
    const number = socketNumber(connection)
    if (number < 0) return
    this.table.close(number)
    connection.remove(FIELD.socket)
    mark(connection, FIELD.connected, false)
    mark(connection, FIELD.close)
  }

  /** True when there was an error to tell: that the far side closed is none. */
  private fireError(error: number, objects: readonly Obj[]): boolean {
    if (error >= 0 || error === CLOSED) return false
    const details = new Obj()
    details.put('code', wide(error))
    details.put('message', str(socketMessage(error)))
    for (const object of objects) fire(this.loop.queue, object, 'error', [details])
    return true
  }
}

function strIn(object: Obj, name: string): Str | undefined {
  const value = object.find(name)?.value
  return value instanceof Str ? value : undefined
}
