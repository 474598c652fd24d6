/** Addresses as options of a connection. */
import { urlParts } from '../../builtins/url.ts'
import { Str, type Value } from '../../values.ts'

/** Options of a connection, which may be given as an address. */
export function optionsOf(value: Value): Value {
  return value instanceof Str ? urlParts(value.text, false) : value
}
