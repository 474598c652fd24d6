/** `require("net")` and `require("http")` as programs see them (FACTS 7), over sockets.ts. */
import { Unimplemented } from '../../errors.ts'
import type { Interpreter } from '../../interpreter.ts'
import { typeInMessage } from '../../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../../natives.ts'
import { Arr, bool, isFunction, Obj, Str, str, wide, type Value } from '../../values.ts'
import { setHeader, writeBody, writeHead } from './http-response.ts'
import { chunk, requestHead } from './http-text.ts'
import { child, CLIENTS, FIELD, HTTP, integer, isHttp, isSet, joined, listOf, mark } from './socket-objects.ts'
import { newSocket, onConnect, SERVERS, socketNumber, TCP, text } from './socket-objects.ts'
import type { SocketTable } from './socket-table.ts'
import { registerTelnet } from './telnet.ts'
import { available, read } from '../streams.ts'
import { optionsOf } from './url.ts'

export interface NetHost {
  readonly table: SocketTable
  /** Whether the chip has started its network; it does so at boot unless Wi-Fi was disabled (FACTS 1). */
  isOnline(): boolean
  /** Prints `ERROR: ` and a message, and `WARNING: ` and one. */
  complain(message: string): void
  warn(message: string): void
}

export function registerNet(natives: NativeRegistry, host: NetHost): void {
  const stream = { available, read }
  const socket = { ...stream, write: write(host), end: end(host) }
  natives.object('Socket', { construct: () => undefined, prototype: socket })
  natives.object('Server', { construct: () => undefined, prototype: { listen: listen(host), close: close(host) } })
  natives.object('httpSrv', { construct: () => undefined, prototype: { listen: listen(host), close: close(host) } })
  natives.object('httpSRq', { construct: () => undefined, prototype: stream })
  natives.object('httpCRs', { construct: () => undefined, prototype: stream })
  natives.object('httpCRq', { construct: () => undefined, prototype: { write: write(host), end: end(host) } })
  natives.object('httpSRs', { construct: () => undefined, prototype: response(host) })
  natives.library('net', {
    createServer: createServer(host, 'Server', TCP),
    connect: (vm, _self, [options, callback]) => connect(vm, host, options, callback, TCP),
  })
  natives.library('http', {
    createServer: createServer(host, 'httpSrv', HTTP),
    request: (vm, _self, [options, callback]) => connect(vm, host, options, callback, HTTP),
    get: get(host),
  })
  registerTelnet(natives)
}

function createServer(host: NetHost, className: string, kind: number): NativeFunction {
  return (vm, _self, [callback]) => {
    if (!isFunction(callback)) {
      host.complain(`Expecting Callback Function but got ${typeInMessage(callback)}`)
      return undefined
    }
    const server = newSocket(vm, className, kind)
    onConnect(server, callback)
    return server
  }
}

function connect(vm: Interpreter, host: NetHost, given: Value, callback: Value, kind: number): Value {
  const options = optionsOf(given)
  if (!(options instanceof Obj)) {
    host.complain(`Expecting Options to be an Object but it was ${typeInMessage(options)}`)
    return undefined
  }
  if (kind === HTTP && text(options, 'protocol') === 'https:') throw new Unimplemented('https')
  if (callback !== undefined && !isFunction(callback)) {
    host.complain(`Expecting Callback Function but got ${typeInMessage(callback)}`)
    return undefined
  }
  const answer = kind === HTTP ? vm.newObject('httpCRs') : undefined
  const made = newSocket(vm, kind === HTTP ? 'httpCRq' : 'Socket', kind)
  onConnect(made, callback)
  listOf(vm, CLIENTS).push(made)
  if (answer !== undefined) made.put(FIELD.response, answer)
  made.put(FIELD.options, options)
  if (kind === TCP) open(vm, host, made)
  return made
}

/** Connects a socket that is not connected. Failing, it throws, and the next pass closes the socket. */
function open(vm: Interpreter, host: NetHost, made: Obj): void {
  online(vm, host)
  if (socketNumber(made) >= 0) return
  const options = child(made, FIELD.options)
  const name = options?.find('host')?.value as Value
  const address = name === undefined ? '127.0.0.1' : host.table.resolve(vm.toText(name))
  const given = (options === undefined ? 0 : integer(options, 'port')) & 0xffff
  const port = given === 0 && isHttp(made) ? 80 : given
  const number = address === undefined ? -1 : host.table.connect(address, port)
  if (number >= 0) {
    made.put(FIELD.socket, wide(number + 1))
    return
  }
  mark(made, FIELD.closeNow)
  vm.raise('InternalError', address === undefined ? 'Unable to locate host' : 'Unable to create socket')
}

function online(vm: Interpreter, host: NetHost): void {
  if (!host.isOnline()) vm.raise('InternalError', 'Not connected to the internet')
}

/** `write(data)`: always false; `drain` tells when everything has gone. */
function write(host: NetHost): NativeFunction {
  return (vm, self, [data]) => {
    online(vm, host)
    if (self instanceof Obj) append(vm, host, self, data)
    return bool(false)
  }
}

/** Adds to what is to be sent. Requests start with their head, and connect with the first write. */
function append(vm: Interpreter, host: NetHost, socket: Obj, data: Value): void {
  if (isSet(socket, FIELD.close) || isSet(socket, FIELD.closeNow)) vm.raise('Error', 'This socket is closed')
  const old = socket.find(FIELD.sending)?.value
  let waiting = old instanceof Str ? old : str(startOf(vm, socket))
  if (data !== undefined) {
    const body = vm.toText(data)
    waiting = joined(waiting, isSet(socket, FIELD.chunked) ? chunk(body) : body)
  }
  if (waiting !== old) socket.put(FIELD.sending, waiting)
  if (isHttp(socket)) open(vm, host, socket)
}

function startOf(vm: Interpreter, socket: Obj): string {
  const options = child(socket, FIELD.options)
  if (!isHttp(socket) || socketNumber(socket) >= 0 || options === undefined) return ''
  const head = requestHead(vm, options)
  if (head.chunked) mark(socket, FIELD.chunked)
  return head.text
}

/** `end(data)`: sends what is left, then closes. A socket that never had anything to send closes at once. */
function end(host: NetHost): NativeFunction {
  return (vm, self, [data]) => {
    online(vm, host)
    if (!(self instanceof Obj)) return undefined
    if (data !== undefined) append(vm, host, self, data)
    finish(vm, host, self)
    return undefined
  }
}

function finish(vm: Interpreter, host: NetHost, socket: Obj): void {
  if (isHttp(socket)) append(vm, host, socket, isSet(socket, FIELD.chunked) ? str('') : undefined)
  else if (text(socket, FIELD.sending) === '') mark(socket, FIELD.closeNow)
  mark(socket, FIELD.close)
}

function get(host: NetHost): NativeFunction {
  return (vm, _self, [options, callback]) => {
    online(vm, host)
    if (options instanceof Obj) options.put('method', str('GET'))
    const request = connect(vm, host, options, callback, HTTP)
    if (request instanceof Obj) finish(vm, host, request)
    return request
  }
}

/** `listen(port)` yields the server. */
function listen(host: NetHost): NativeFunction {
  return (vm, self, [port]) => {
    if (!(self instanceof Obj)) return self
    online(vm, host)
    const servers = listOf(vm, SERVERS)
    self.put(FIELD.port, wide(vm.toInt(port) & 0xffff))
    const number = host.table.listen(vm.toInt(port) & 0xffff)
    if (number < 0) {
      mark(self, FIELD.closeNow)
      vm.raise('InternalError', 'Unable to create socket')
    }
    self.put(FIELD.socket, wide(number + 1))
    servers.push(self)
    return self
  }
}

function close(host: NetHost): NativeFunction {
  return (vm, self) => {
    online(vm, host)
    const servers = vm.hidden.find(SERVERS)?.value
    if (!(self instanceof Obj) || !(servers instanceof Arr)) return undefined
    const number = socketNumber(self)
    if (number >= 0) {
      host.table.close(number)
      self.remove(FIELD.socket)
      mark(self, FIELD.connected, false)
      mark(self, FIELD.close)
    }
    const at = servers.indices().find((index) => servers.at(index) === self)
    if (at === undefined) host.warn('Server not found!')
    else servers.drop(at)
    return undefined
  }
}

function response(host: NetHost): NativeTable {
  const complain = (message: string): void => host.complain(message)
  const body = (vm: Interpreter, self: Value, data: Value): void => {
    if (self instanceof Obj) writeBody(vm, self, data, complain)
  }
  return {
    writeHead: (vm, self, [status, headers]) => {
      if (self instanceof Obj) writeHead(vm, self, vm.toInt(status), headers, complain)
      return undefined
    },
    setHeader: (vm, self, [name, value]) => {
      if (self instanceof Obj) setHeader(self, vm.toText(name), vm.toText(value))
      return undefined
    },
    write: (vm, self, [data]) => {
      body(vm, self, data)
      return bool(false)
    },
    end: (vm, self, [data]) => {
      if (data !== undefined) body(vm, self, data)
      if (!(self instanceof Obj)) return undefined
      body(vm, self, isSet(self, FIELD.chunked) ? str('') : undefined)
      mark(self, FIELD.close)
      return undefined
    },
  }
}
