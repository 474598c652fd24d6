/**
 * `require("Wifi")` as programs see it (FACTS 7). Callbacks that wait are kept in the hidden root, so that memory counts
 * them; events go to the listeners of the library.
 */
import { Unimplemented } from '../../errors.ts'
import type { Interpreter } from '../../interpreter.ts'
import { typeInMessage } from '../../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../../natives.ts'
import { Arr, Bool, isFunction, isHolder, isNullish, Null, Obj, Str, str, wide, type Value } from '../../values.ts'
import { listenersOf } from '../emitter.ts'
import { ping } from './ping.ts'
import { objectOf, type WifiHost } from './wifi-host.ts'
import { settings } from './wifi-settings.ts'
import { type AccessPoint, REASONS, type Wifi, type WifiListener } from './wifi.ts'

/** Where callbacks wait. */
const CONNECT = 'wCon'
const DISCONNECT = 'wDis'
const AP = 'wAP'
const SCAN = 'wScn'

// ------------------------------------------------------------------------------------------------ events

/** Tells programs what happens to the Wi-Fi. */
export function wifiEvents(host: () => WifiHost): WifiListener {
  return {
    associated: ({ ssid, mac, channel }) => emit(host(), 'associated', { ssid, mac: mac!, channel: String(channel) }),
    connected: () => {
      complete(host(), CONNECT, [new Null()])
      emit(host(), 'connected', { ...host().wifi.address })
    },
    disconnected: (ssid, reason) => {
      complete(host(), DISCONNECT, [])
      const mac = host().wifi.point?.mac ?? '00:00:00:00:00:00'
      emit(host(), 'disconnected', { ssid, mac, reason: String(REASONS[reason]), msg: reason })
      complete(host(), CONNECT, [str(reason)])
    },
    apStarted: () => complete(host(), AP, [new Null()]),
    scanned: (found) => complete(host(), SCAN, [new Arr(found.map(pointObject))]),
  }
}

function emit(host: WifiHost, event: string, details: Readonly<Record<string, string>>): void {
  const library = host.vm().moduleCache().find('Wifi')?.value
  if (!isHolder(library)) return
  const listeners = listenersOf(library, event)
  if (listeners !== undefined) host.enqueue(library, listeners, [objectOf(details)])
}

/** Calls the callback that waits, once. */
function complete(host: WifiHost, name: string, args: readonly Value[]): void {
  const { hidden } = host.vm()
  const callback = hidden.find(name)?.value as Value
  hidden.remove(name)
  if (isFunction(callback)) host.enqueue(undefined, callback, args)
}

function keep(vm: Interpreter, name: string, callback: Value): void {
  vm.hidden.remove(name)
  if (isFunction(callback)) vm.hidden.put(name, callback)
}

function pointObject(point: AccessPoint): Obj {
  const { rssi, ssid, mac, channel } = point
  return objectOf({ rssi: rssi!, authMode: authMode(point), ssid, mac: mac!, channel: String(channel) })
}

function authMode(point: AccessPoint | undefined): string {
  return (point?.password ?? '') === '' ? 'open' : 'wpa2'
}

// ------------------------------------------------------------------------------------------------ natives

export function registerWifi(natives: NativeRegistry, host: WifiHost): void {
  natives.library('Wifi', {
    ...joining(host),
    ...accessPoint(host),
    ...telling(host),
    ...settings(host),
    ping: ping(host),
    setSNTP: missing('setSNTP'),
    getHostByName: (vm, _self, [name, callback]) => {
      if (!(name instanceof Str)) vm.raise('Error', 'Hostname parameter is not a string')
      if (!isFunction(callback)) vm.raise('Error', 'Callback is not a function')
      const address = host.resolve((name as Str).text)
      host.enqueue(undefined, callback, [address === undefined ? new Null() : str(address)])
      return undefined
    },
  })
}

function missing(name: string): NativeFunction {
  return () => {
    throw new Unimplemented(`Wifi.${name}`)
  }
}

/** A callback is a function or absent; null counts as absent where `nullable`. */
function checkCallback(vm: Interpreter, callback: Value, nullable = false): void {
  if (callback === undefined || isFunction(callback) || (nullable && callback instanceof Null)) return
  vm.raise('Error', `Expecting callback function but got ${vm.toText(callback)}`)
}

function joining(host: WifiHost): NativeTable {
  const { wifi } = host
  return {
    connect: (vm, _self, [ssid, options, callback]) => {
      if (!(ssid instanceof Str)) return vm.raise('Error', 'No SSID provided')
      if (options !== undefined && !(options instanceof Obj))
        vm.raise('Error', `Expecting Object, got ${typeInMessage(options)}`)
      keep(vm, CONNECT, undefined)
      checkCallback(vm, callback)
      keep(vm, DISCONNECT, undefined)
      wifi.connect(ssid.text.slice(0, 31), passwordOf(vm, options))
      keep(vm, CONNECT, callback)
      return undefined
    },
    disconnect: (vm, _self, [callback]) => {
      keep(vm, DISCONNECT, undefined)
      checkCallback(vm, callback)
      keep(vm, DISCONNECT, callback)
      wifi.disconnect()
      if (isFunction(callback)) host.enqueue(undefined, callback, [])
      return undefined
    },
    scan: (vm, _self, [callback]) => {
      if (wifi.scanning) vm.raise('Error', 'A scan is already in progress')
      if (!isFunction(callback)) vm.raise('Error', `Expecting callback function but got ${vm.toText(callback)}`)
      keep(vm, SCAN, callback)
      wifi.scan()
      return undefined
    },
  }
}

function passwordOf(vm: Interpreter, options: Value): string {
  const password = options instanceof Obj ? (options.find('password')?.value as Value) : undefined
  if (password === undefined) return ''
  if (password instanceof Str) return password.text.slice(0, 63)
  return vm.raise('Error', `Expecting options.password to be a string but got ${typeInMessage(password)}`)
}

function accessPoint(host: WifiHost): NativeTable {
  const { wifi } = host
  return {
    startAP: (vm, _self, [ssid, options, callback]) => {
      checkCallback(vm, callback)
      if (!(ssid instanceof Str)) return vm.raise('Error', 'No SSID')
      if (!isNullish(options) && !(options instanceof Obj))
        vm.raise('Error', `Expecting Object, got ${typeInMessage(options)}`)
      const password = options instanceof Obj ? apPassword(vm, options) : ''
      keep(vm, AP, callback)
      wifi.startAp({ ssid: ssid.text, password })
      return undefined
    },
    stopAP: (vm, _self, [callback]) => {
      checkCallback(vm, callback)
      wifi.stopAp()
      if (isFunction(callback)) host.enqueue(undefined, callback, [])
      return undefined
    },
  }
}

function apPassword(vm: Interpreter, options: Obj): string {
  const given = options.find('password')?.value as Value
  if (given !== undefined && !(given instanceof Str && given.text.length >= 8))
    vm.raise('Error', 'Password must be string of at least 8 characters')
  const password = given instanceof Str ? given.text : ''
  const mode = options.find('authMode')?.value
  if (!(mode instanceof Str)) return password
  if (!['open', 'wpa2', 'wpa', 'wpa_wpa2'].includes(mode.text)) vm.raise('Error', 'Unknown authMode value')
  if (mode.text !== 'open' && password === '') vm.raise('Error', 'Password not set but authMode not open')
  if (mode.text === 'open' && password !== '') vm.raise('Error', 'Auth mode set to open but password supplied')
  return password
}

/** What programs can ask. */
function telling(host: WifiHost): NativeTable {
  const { wifi } = host
  const asked = (answer: () => Obj, withNull: boolean): NativeFunction => {
    return (vm, _self, [callback]) => {
      checkCallback(vm, callback, true)
      const found = answer()
      if (isFunction(callback)) host.enqueue(undefined, callback, withNull ? [new Null(), found] : [found])
      return found
    }
  }
  return {
    getStatus: () => statusObject(wifi),
    getDetails: asked(() => detailsObject(wifi), false),
    getAPDetails: asked(() => apDetails(wifi), false),
    getIP: asked(() => objectOf({ ...wifi.address, mac: wifi.mac }), true),
    getAPIP: asked(() => objectOf({ ...wifi.apAddress, mac: wifi.mac }), true),
    getHostname: () => str(wifi.hostname),
    setHostname: (vm, _self, [name, callback]) => {
      wifi.hostname = vm.toText(name)
      if (isFunction(callback)) host.enqueue(undefined, callback, [])
      return undefined
    },
  }
}

/** Why the station is not connected; before the first attempt there is no reason. */
function reasonText(wifi: Wifi): string {
  return wifi.reason ?? 'Unknown reason'
}

function statusObject(wifi: Wifi): Obj {
  const { point } = wifi
  const status = objectOf({ station: wifi.associated ? 'connected' : reasonText(wifi) })
  if (wifi.associated && point !== undefined) {
    const { ssid, mac, channel, rssi } = point
    const more = objectOf({
      ssid,
      bssid: mac!,
      channel: channel!,
      rssi: rssi!,
      htMode: 'HT20',
      authMode: authMode(point),
    })
    for (const { key, value } of more.slots) status.put(key, value)
  }
  status.put('mode', str(wifi.mode))
  status.put('powersave', str(wifi.powersave))
  return status
}

function detailsObject(wifi: Wifi): Obj {
  if (!wifi.associated) return objectOf({ status: reasonText(wifi) })
  const { ssid, password } = wifi.station!
  return objectOf({ ssid, password, status: 'connected', authMode: authMode(wifi.point) })
}

function apDetails(wifi: Wifi): Obj {
  const details = objectOf({ authMode: authMode(wifi.ap) })
  details.put('hidden', new Bool(false))
  details.put('maxConn', wide(4))
  details.put('ssid', str(wifi.ap?.ssid ?? ''))
  details.put('password', str(wifi.ap?.password ?? ''))
  return details
}
