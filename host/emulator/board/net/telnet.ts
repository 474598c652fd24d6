/**
 * `require("TelnetServer")`, as far as a board without a console over TCP has one: turning it off is all that a program may do.
 * A board here never opens that console; whoever asks for it, or for anything else, is told that it is not modelled.
 */
import { Unimplemented } from '../../errors.ts'
import type { NativeRegistry } from '../../natives.ts'
import { Obj, Str, type Value } from '../../values.ts'

export function registerTelnet(natives: NativeRegistry): void {
  natives.library('TelnetServer', {
    setOptions: (_vm, _self, [options]) => {
      if (modeOf(options) !== 'off') throw new Unimplemented('TelnetServer.setOptions')
      return undefined
    },
  })
}

function modeOf(options: Value): string | undefined {
  const mode = options instanceof Obj ? (options.find('mode')?.value as Value) : undefined
  return mode instanceof Str ? mode.text : undefined
}
