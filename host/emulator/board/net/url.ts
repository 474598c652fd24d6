/** `url.parse`: the parts of an address as options of a request. */
import type { Interpreter } from '../../interpreter.ts'
import type { NativeFunction } from '../../natives.ts'
import { Null, Obj, Str, str, wide, type Value } from '../../values.ts'

export const parseUrl: NativeFunction = (vm, _self, [url, wantsQuery]) =>
  url instanceof Str ? urlParts(url.text, vm.truth(wantsQuery)) : undefined

/** `scheme://host:port/path?query`; scheme, host and port may be absent. */
export function urlParts(url: string, wantsQuery: boolean): Obj {
  const [, scheme, afterScheme] = /^([^:/]*:)\/\/([^]*)$/.exec(url) ?? [undefined, undefined, undefined]
  const rest = afterScheme ?? url
  const slash = rest.indexOf('/')
  const pathAt = slash < 0 ? rest.length : slash
  const authority = afterScheme === undefined ? rest.slice(0, pathAt) : rest.slice(0, pathAt)
  const colon = afterScheme === undefined ? -1 : authority.indexOf(':')
  const path = rest.slice(pathAt)
  const mark = path.indexOf('?')
  const parts = new Obj()
  if (scheme !== undefined) parts.put('protocol', str(scheme))
  parts.put('method', str('GET'))
  parts.put('host', str(colon < 0 ? authority : authority.slice(0, colon)))
  parts.put('path', str(path === '' ? '/' : path))
  parts.put('pathname', str((mark < 0 ? path : path.slice(0, mark)) || '/'))
  parts.put('search', mark < 0 ? new Null() : str(path.slice(mark)))
  parts.put('port', portOf(colon < 0 ? '' : authority.slice(colon + 1)))
  parts.put('query', mark < 0 ? new Null() : wantsQuery ? queryOf(path.slice(mark + 1)) : str(path.slice(mark + 1)))
  return parts
}

function portOf(text: string): Value {
  const port = Number(text.replace(/\D/g, ''))
  return port > 0 && port <= 65535 ? wide(port) : new Null()
}

/** Names and values; a later value of the same name stands beside the first, which is the one that is found. */
function queryOf(text: string): Obj {
  const query = new Obj()
  for (const part of text.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = unescape(equals < 0 ? part : part.slice(0, equals))
    const key = /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : name
    if (query.find(key) === undefined) query.put(key, str(equals < 0 ? '' : unescape(part.slice(equals + 1))))
  }
  return query
}

/** Percent signs with two hexadecimal digits as bytes. */
function unescape(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

/** Options of a connection, which may be given as an address. */
export function optionsOf(value: Value): Value {
  return value instanceof Str ? urlParts(value.text, false) : value
}

export function urlStatics(): { parse: (vm: Interpreter, self: Value, args: readonly Value[]) => Value } {
  return { parse: parseUrl }
}
