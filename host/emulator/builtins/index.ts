/** All built-ins of the language. */
import type { NativeRegistry } from '../natives.ts'
import { arrays } from './arrays.ts'
import { chance } from './chance.ts'
import { crypto } from './crypto/natives.ts'
import { dates } from './date.ts'
import { espruino } from './espruino.ts'
import { fourier } from './fft.ts'
import { files } from './files.ts'
import { globals } from './globals.ts'
import { heatshrink } from './heatshrink.ts'
import { json } from './json.ts'
import { math } from './math.ts'
import { modules } from './modules.ts'
import { objects } from './objects.ts'
import { process } from './process.ts'
import { promises } from './promise.ts'
import { regexps } from './regexp.ts'
import { strings } from './strings.ts'
import { typedArrays } from './typed.ts'
import { unicode } from './unicode.ts'
import { unimplemented } from './unimplemented.ts'
import { urls } from './url.ts'

export function builtins(natives: NativeRegistry, board = 'ESP32'): void {
  unimplemented(natives, board)
  for (const define of [globals, arrays, strings, math, objects, typedArrays, json, regexps, dates, promises])
    define(natives)
  for (const define of [espruino, fourier, heatshrink, chance, crypto, files, modules, process, unicode, urls])
    define(natives)
}
