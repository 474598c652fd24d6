/** What a server of the board answers: status, headers and body of a response (FACTS 7). */
import type { Interpreter } from '../../interpreter.ts'
import { Obj, Str, str, type Value } from '../../values.ts'
import { responseHead, chunk } from './http-text.ts'
import { child, FIELD, isSet, joined, mark } from './socket-objects.ts'

export function setHeader(response: Obj, name: string, value: string): void {
  let headers = child(response, FIELD.headers)
  if (headers === undefined) {
    headers = new Obj()
    response.put(FIELD.headers, headers)
  }
  headers.put(name, str(value))
}

/** Starts the response. `complain` prints what is wrong with it: that is no exception here. */
export function writeHead(
  vm: Interpreter,
  response: Obj,
  status: number,
  headers: Value,
  complain: (message: string) => void,
): void {
  if (headers !== undefined && !(headers instanceof Obj)) {
    complain('Headers sent to writeHead should be an object')
    return
  }
  if (response.find(FIELD.sending) !== undefined) {
    complain('Headers have already been sent')
    return
  }
  const all = new Obj()
  for (const from of [child(response, FIELD.headers), headers])
    for (const { key, value } of from?.slots ?? []) all.put(key, value)
  const head = responseHead(vm, status, all)
  if (head.chunked) mark(response, FIELD.chunked)
  response.put(FIELD.sending, str(head.text))
}

/** Adds to the body; the head is written first if the program has not done it. */
export function writeBody(vm: Interpreter, response: Obj, data: Value, complain: (message: string) => void): void {
  if (isSet(response, FIELD.close) || isSet(response, FIELD.closeNow)) vm.raise('Error', 'This socket is closed')
  if (response.find(FIELD.sending) === undefined) writeHead(vm, response, 200, undefined, complain)
  if (data === undefined) return
  const body = vm.toText(data)
  const old = response.find(FIELD.sending)?.value
  response.put(
    FIELD.sending,
    joined(old instanceof Str ? old : undefined, isSet(response, FIELD.chunked) ? chunk(body) : body),
  )
}
