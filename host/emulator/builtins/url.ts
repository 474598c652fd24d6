/** `url.parse` (FACTS 7). */
import { textKey } from '../language/members.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { int, Null, Obj, Str, str, type Value } from '../values.ts'

const MOST_PORT = 65535

/** Where the parts of an address begin; -1 for those that it does not have. */
interface Parts {
  readonly host: number
  readonly port: number
  readonly path: number
  readonly search: number
}

/** One pass from left to right: `://` begins the host, a colon behind it the port, the next slash the path. */
function partsOf(text: string): Parts {
  let [host, port, path, search] = [-1, -1, -1, -1]
  let slashes = 0
  let colons = 0
  Array.from(text).forEach((char, at) => {
    if (char === '/') {
      slashes++
      if (path < 0) path = at
      if (colons === 1 && slashes === 2 && host < 0) {
        host = at
        path = search = -1
      }
    } else if (char === ':') {
      colons++
      if (host >= 0 && path < 0) port = at
    } else if (char === '?' && path >= 0) search = at
  })
  return { host, port, path: path < 0 ? text.length : path, search }
}

/** The number behind the colon: its digits, whatever stands between them. */
function portOf(text: string, { port, path }: Parts): Value {
  const digits = port < 0 ? '' : text.slice(port, path).replace(/\D/g, '')
  const number = Number(digits)
  return number > 0 && number <= MOST_PORT ? int(number) : new Null()
}

/** The value of a hexadecimal digit; letters beyond F count on. */
function digitOf(char: string | undefined): number {
  return char !== undefined && /^[0-9a-zA-Z]$/.test(char) ? parseInt(char, 36) : -1
}

/** The byte of the two characters behind a percent sign, whatever they are. */
function escaped(text: string, at: number): string {
  const [high, low] = [digitOf(text[at + 1]), digitOf(text[at + 2])]
  return String.fromCharCode(high < 0 || low < 0 ? 255 : ((high << 4) | low) & 255)
}

/** Names and values; of equal names all are kept, and the first is found. */
function queryOf(text: string): Obj {
  const query = new Obj()
  let [key, value, isValue] = ['', '', false]
  for (let at = 0; at <= text.length; at++) {
    const char = text[at]
    if (char === '&' || char === undefined) {
      if (key + value !== '') query.add(textKey(key), str(value))
      ;[key, value, isValue] = ['', '', false]
    } else if (char === '=' && !isValue) isValue = true
    else {
      const read = char === '%' ? escaped(text, at) : char
      if (char === '%') at += Math.min(2, text.length - 1 - at)
      if (isValue) value += read
      else key += read
    }
  }
  return query
}

/** The parts of an address; `wantsQuery` takes the query apart, too. */
export function urlParts(text: string, wantsQuery: boolean): Obj {
  const parts = partsOf(text)
  const { host, port, path, search } = parts
  const result = new Obj()
  if (host > 0) result.add('protocol', str(text.slice(0, host - 1)))
  result.add('method', str('GET'))
  result.add('host', str(text.slice(host + 1, port >= 0 ? port : path)))
  result.add('path', str(text.slice(path) || '/'))
  result.add('pathname', str(text.slice(path, search < 0 ? undefined : search) || '/'))
  result.add('search', search < 0 ? new Null() : str(text.slice(search)))
  result.add('port', portOf(text, parts))
  const query = search < 0 ? undefined : text.slice(search + 1)
  if (query === undefined) result.add('query', new Null())
  else result.add('query', wantsQuery ? queryOf(query) : str(query))
  return result
}

const parse: NativeFunction = (vm, _self, [url, wantsQuery]) =>
  url instanceof Str ? urlParts(url.text, vm.truth(wantsQuery)) : undefined

export function urls(natives: NativeRegistry): void {
  natives.object('url', { statics: { parse } })
}
