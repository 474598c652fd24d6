/** The text of HTTP requests and responses, as this firmware reads and writes it (FACTS 7). */
import type { Interpreter } from '../../interpreter.ts'
import { Obj, str, wide, type Key, type Value } from '../../values.ts'
import { FIELD, mark } from './socket-objects.ts'

/** How the firmware names itself. */
const NAME = 'Espruino 2v29'

export interface Head {
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The three parts of the first line. */
  readonly first: readonly [string, string, string]
  readonly rest: string
}

/** Reads first line and headers; undefined while they are not complete. */
export function parseHead(data: string): Head | undefined {
  const end = data.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const lines = data.slice(0, end).split('\r\n').slice(1)
  const headers = lines.flatMap((each): [string, string][] => {
    const colon = each.indexOf(':')
    const value = each.slice(colon + 1).trimStart()
    return colon > 0 && value !== '' ? [[each.slice(0, colon), value]] : []
  })
  return { headers, first: firstParts(data), rest: data.slice(end + 4) }
}

/**
 * The parts that spaces and the end of the first line separate. A line with too few of them takes the rest of what is
 * named from behind its end: the next line, or the empty one.
 */
function firstParts(data: string): [string, string, string] {
  const one = data.search(/[ \r]/)
  const two = one + 1 + data.slice(one + 1).search(/[ \r]/)
  const lineEnd = data.indexOf('\r')
  const third = data.slice(two + 1, lineEnd > two ? lineEnd : undefined)
  return [data.slice(0, one), data.slice(one + 1, two), third]
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: Head['headers'], name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1]
}

/** Puts what the head says into a request (of a server) or response (of a client). */
export function applyHead(object: Obj, head: Head, isRequest: boolean): void {
  const headers = new Obj()
  // of equal names all are kept, and the first is found
  for (const [name, value] of head.headers) headers.add(name, str(value))
  object.put(FIELD.headers, headers)
  const chunked = headerOf(head.headers, 'Transfer-Encoding')?.toLowerCase() === 'chunked'
  if (chunked) mark(object, FIELD.chunked)
  const length = parseInt(headerOf(head.headers, 'Content-Length') ?? '0', 10) || 0
  object.put(FIELD.missing, wide(chunked ? 1 : length))
  const [first, second, third] = head.first
  if (isRequest) {
    object.put('method', str(first))
    object.put('url', str(second))
  } else {
    object.put('httpVersion', str(first.slice('HTTP/'.length)))
    object.put('statusCode', str(second))
    object.put('statusMessage', str(third))
  }
}

/** The head of a client's request; `chunked` tells whether its headers ask for chunks. */
export function requestHead(vm: Interpreter, options: Obj): { readonly text: string; readonly chunked: boolean } {
  const headers = options.find(FIELD.headers)?.value
  const lines = headers instanceof Obj ? headerLines(vm, headers) : []
  const host = vm.toText(options.find('host')?.value as Value)
  const port = vm.toInt(options.find('port')?.value as Value)
  if (headerOf(lines, 'Host') === undefined) lines.push(['Host', port > 0 && port !== 80 ? `${host}:${port}` : host])
  const [method, path] = ['method', 'path'].map((name) => vm.toText(options.find(name)?.value as Value))
  const start = `${method} ${path} HTTP/1.1\r\nUser-Agent: ${NAME}\r\nConnection: close\r\n`
  return { text: `${start}${joinLines(lines)}\r\n`, chunked: asksForChunks(lines) }
}

/** The head of a server's response. */
export function responseHead(vm: Interpreter, status: number, headers: Obj): { text: string; chunked: boolean } {
  const lines = headerLines(vm, headers)
  return {
    text: `HTTP/1.1 ${status} OK\r\nServer: ${NAME}\r\n${joinLines(lines)}\r\n`,
    chunked: asksForChunks(lines),
  }
}

/** One chunk of a body sent in chunks. */
export function chunk(body: string): string {
  return `${body.length.toString(16)}\r\n${body}\r\n`
}

function headerLines(vm: Interpreter, headers: Obj): [string, string][] {
  return headers.slots
    .filter(({ key }) => key !== '__proto__')
    .map(({ key, value }: { key: Key; value: unknown }) => [String(key), vm.toText(value as Value)])
}

function joinLines(lines: readonly (readonly [string, string])[]): string {
  return lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

function asksForChunks(lines: Head['headers']): boolean {
  return lines.some(([name, value]) => name === 'Transfer-Encoding' && value.toLowerCase() === 'chunked')
}
