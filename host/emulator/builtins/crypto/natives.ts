/**
 * `require("crypto")` (FACTS 1). On an ESP32 the library of its SDK computes, with the chip's own AES: a key decrypts in
 * the stream modes CFB and CTR as it encrypts. The build that rows are measured on keeps another key schedule for
 * decryption there and yields garbage, so those two are judged by the standard instead.
 */
import type { Interpreter } from '../../interpreter.ts'
import { quote } from '../../language/quote.ts'
import { typeInMessage } from '../../language/convert.ts'
import { immediate, type NativeFunction, type NativeRegistry } from '../../natives.ts'
import { Native, Obj, Str, type Value } from '../../values.ts'
import { bytesBehind, flatBuffer } from '../data.ts'
import { gatherBytes } from '../espruino.ts'
import { Aes, crypt, type Mode, MODES } from './aes.ts'
import { type Hash, type HashName, HASHES, hashes, pbkdf2 } from './hash.ts'

const BLOCK = 16
const DEFAULT_KEY_WORDS = 4
/** Known by name, but the library offers no function for it. */
const UNAVAILABLE = 'OFB'

/** Prints an error that is no exception; the call yields undefined. */
function complain(vm: Interpreter, message: string): undefined {
  vm.host.onError?.()
  vm.host.print(`ERROR: ${message}\n`)
  return undefined
}

function option(options: Value, name: string): Value {
  return options instanceof Obj ? (options.find(name)?.value as Value) : undefined
}

const hasher =
  (hash: Hash): NativeFunction =>
  (vm, _self, [message]) => {
    const bytes = bytesBehind(vm, message)
    return bytes && flatBuffer(vm, hash.digest(bytes))
  }

function chosenHash(vm: Interpreter, chosen: Value): Hash {
  if (chosen === undefined) return hashes.SHA1
  const name = chosen instanceof Str ? HASHES.find((each) => each === chosen.text) : undefined
  if (name === undefined) throw vm.error('Error', `Unknown Hasher ${quote(vm.toText(chosen), false)}`)
  return hashes[name]
}

const deriveKey: NativeFunction = (vm, _self, [password, salt, options]) => {
  if (options !== undefined && !(options instanceof Obj))
    complain(vm, `Options should be an object or undefined, got ${typeInMessage(options)}`)
  const hash = chosenHash(vm, option(options, 'hasher'))
  const words = vm.toInt(option(options, 'keySize'))
  const iterations = Math.max(1, vm.toInt(option(options, 'iterations')))
  const secret = bytesBehind(vm, password)
  const added = secret && bytesBehind(vm, salt)
  if (added === undefined) return undefined
  return flatBuffer(vm, pbkdf2(hash, secret!, added, iterations, 4 * (words > 0 ? words : DEFAULT_KEY_WORDS)))
}

function chosenMode(vm: Interpreter, chosen: Value): Mode | typeof UNAVAILABLE {
  if (chosen === undefined) return 'CBC'
  const name = chosen instanceof Str ? [...MODES, UNAVAILABLE].find((each) => each === chosen.text) : undefined
  if (name === undefined) throw vm.error('Error', `Unknown Crypto mode ${quote(vm.toText(chosen), false)}`)
  return name as Mode | typeof UNAVAILABLE
}

/** The start value, cut or filled with zeros to the size of a block. */
function startValue(vm: Interpreter, chosen: Value): Uint8Array {
  const given: number[] = []
  if (chosen !== undefined) gatherBytes(vm, chosen, given)
  const iv = new Uint8Array(BLOCK)
  iv.set(given.slice(0, BLOCK))
  return iv
}

const aes =
  (direction: 'encrypt' | 'decrypt'): NativeFunction =>
  (vm, _self, [message, secret, options]) => {
    if (options !== undefined && !(options instanceof Obj))
      return complain(vm, "'options' must be undefined, or an Object")
    const iv = startValue(vm, option(options, 'iv'))
    const mode = chosenMode(vm, option(options, 'mode'))
    const data = bytesBehind(vm, message)
    const key = data && bytesBehind(vm, secret)
    if (key === undefined) return undefined
    if (!Aes.acceptsKey(key.length)) return complain(vm, 'Unknown error: -0x20')
    if (mode === UNAVAILABLE) return complain(vm, 'Feature unavailable')
    if (mode === 'CBC' && data!.length % BLOCK !== 0) return complain(vm, 'Invalid input length')
    return flatBuffer(vm, crypt(new Aes(key), mode, data!, iv, direction))
  }

export function crypto(natives: NativeRegistry): void {
  natives.object('AES', { statics: { encrypt: aes('encrypt'), decrypt: aes('decrypt') } })
  const hashers = Object.fromEntries(HASHES.map((name: HashName) => [name, hasher(hashes[name])]))
  natives.library('crypto', {
    ...hashers,
    AES: immediate((vm) => new Native(vm.natives.findObject('AES')!)),
    PBKDF2: deriveKey,
  })
}
