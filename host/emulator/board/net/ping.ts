/** `Wifi.ping`. */
import type { NativeFunction } from '../../natives.ts'
import { isFunction, isNullish, Str, type Value } from '../../values.ts'
import { parseAddress } from './network.ts'
import { objectOf, type WifiHost } from './wifi-host.ts'

/** Five echoes half a second apart; the gateway and the board itself answer, others do not. */
export function ping(host: WifiHost): NativeFunction {
  return (vm, _self, [address, callback]) => {
    if (!(address instanceof Str) && typeof address !== 'number')
      vm.raise('Error', 'IP address must be string or integer')
    const target = address instanceof Str ? parseAddress(address.text) : ''
    if (target === undefined) vm.raise('Error', 'Not a valid IP address')
    if (!isNullish(callback) && !isFunction(callback)) vm.raise('Error', 'Callback is not a function')
    if (isFunction(callback)) for (let count = 1; count <= PINGS; count++) answer(host, target!, callback, count)
    return undefined
  }
}

const PINGS = 5
const PING_MS = 500
const PING_BYTES = 32
/** Virtual milliseconds that an answer takes. */
const ANSWER_MS = 2

function answer(host: WifiHost, target: string, callback: Value, count: number): void {
  const { wifi } = host
  const answers = wifi.isUp && [wifi.address.ip, wifi.address.gw, '127.0.0.1'].includes(target)
  const got = answers ? count : 0
  const result = objectOf({
    totalCount: count,
    totalBytes: got * PING_BYTES,
    totalTime: got * ANSWER_MS,
    respTime: answers ? ANSWER_MS : 0,
    seqNo: count,
    timeoutCount: count - got,
    bytes: answers ? PING_BYTES : 0,
    error: count - got,
  })
  host.later(count * PING_MS, () => host.enqueue(undefined, callback, [result]))
}
