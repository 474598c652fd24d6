/**
 * `require("Wifi")` as programs see it (FACTS 7). Callbacks that wait are kept in the hidden root, so that memory counts
 * them; events go to the listeners of the library.
 */
import { Unimplemented } from '../../errors.ts'
import type { Interpreter } from '../../interpreter.ts'
import { typeInMessage } from '../../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../../natives.ts'
import { Arr, isFunction, isHolder, isNullish, Null, Obj, Str, str, wide, Bool, type Value } from '../../values.ts'
import { listenersOf, type Enqueue } from '../emitter.ts'
import { parseAddress } from './network.ts'
import { readNative } from '../storage-natives.ts'
import { type AccessPoint, type Address, REASONS, type Wifi, type WifiListener } from './wifi.ts'
import type { Storage } from '../storage.ts'

export interface WifiHost {
  readonly wifi: Wifi
  readonly storage: Storage
  readonly enqueue: Enqueue
  vm(): Interpreter
  resolve(name: string): string | undefined
  /** Calls back after so many virtual milliseconds. */
  later(ms: number, act: () => void): void
}

/** Where callbacks wait. */
const CONNECT = 'wCon'
const DISCONNECT = 'wDis'
const AP = 'wAP'
const SCAN = 'wScn'
/** The saved settings. */
export const SETTINGS = '.wificfg'

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

function objectOf(members: Readonly<Record<string, string | number>>): Obj {
  const object = new Obj()
  for (const [name, value] of Object.entries(members))
    object.put(name, typeof value === 'number' ? wide(value) : str(value))
  return object
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

const MODES = ['NULL', 'STA', 'AP', 'APSTA']

function settings(host: WifiHost): NativeTable {
  const { wifi, storage } = host
  const setAddress = (apply: (address: Address) => void): NativeFunction => {
    return (vm, _self, [given, callback]) => {
      apply(addressOf(vm, given))
      if (!isFunction(callback)) vm.raise('Error', 'Callback is not a function')
      // the firmware tells success and failure the wrong way round
      host.enqueue(undefined, callback, [str('Failure')])
      return undefined
    }
  }
  return {
    setIP: setAddress((address) => (wifi.fixed = address)),
    setAPIP: setAddress((address) => (wifi.apAddress = address)),
    setConfig: (vm, _self, [options]) => {
      if (!(options instanceof Obj)) return vm.raise('Error', `Expecting Object, got ${typeInMessage(options)}`)
      const phy = options.find('phy')?.value
      if (phy instanceof Str && !['11b', '11g', '11n'].includes(phy.text)) vm.raise('Error', 'Unknown phy mode')
      const saving = options.find('powersave')?.value
      if (!(saving instanceof Str)) return undefined
      if (!['none', 'ps-poll', 'min', 'max'].includes(saving.text)) vm.raise('Error', 'Unknown powersave mode')
      wifi.powersave = saving.text === 'none' ? 'none' : 'modem'
      return undefined
    },
    save: (_vm, _self, [what]) => {
      storage.erase(SETTINGS)
      if (!(what instanceof Str && what.text === 'clear')) storage.write(SETTINGS, codes(saved(wifi)))
      return undefined
    },
    restore: () => {
      restoreWifi(host)
      return undefined
    },
  }
}

function addressOf(vm: Interpreter, given: Value): Address {
  if (!(given instanceof Obj)) return vm.raise('Error', `Expecting Object, got ${typeInMessage(given)}`)
  const part = (name: string, complaint: string): string => {
    const value = given.find(name)?.value as Value
    if (value !== undefined && !(value instanceof Str))
      vm.raise('Error', `Expecting Object, got ${typeInMessage(value)}`)
    return parseAddress(value instanceof Str ? value.text : '') ?? vm.raise('Error', complaint)
  }
  const ip = part('ip', 'Not a valid IP address')
  const gw = part('gw', 'Not a valid Gateway address')
  return { ip, gw, netmask: part('netmask', 'Not a valid Netmask') }
}

function saved(wifi: Wifi): string {
  const { station, ap, hostname } = wifi
  const mode = MODES.indexOf(station === undefined ? (ap ? 'AP' : 'NULL') : ap ? 'APSTA' : 'STA')
  return JSON.stringify({
    ssid: station?.ssid ?? '',
    password: station?.password ?? '',
    mode,
    sleepType: wifi.powersave === 'none' ? 0 : 1,
    ssidAP: ap?.ssid ?? '',
    passwordAP: ap?.password ?? '',
    authmodeAP: (ap?.password ?? '') === '' ? 0 : 3,
    hiddenAP: 0,
    channelAP: ap?.channel ?? 1,
    hostname,
  })
}

function codes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** Joins the network, and starts the access point, that were saved; nothing saved, it does nothing. Also done at boot. */
export function restoreWifi(host: WifiHost): void {
  const { wifi, storage } = host
  const settings = readNative(storage, SETTINGS)
  const found = settings && host.vm().parseRelaxed(settings.text)
  if (!(found instanceof Obj)) return
  const textOf = (name: string): string => host.vm().toText((found.find(name)?.value ?? str('')) as Value)
  const mode = host.vm().toInt(found.find('mode')?.value as Value)
  wifi.hostname = textOf('hostname')
  if ((mode & 2) !== 0) wifi.startAp({ ssid: textOf('ssidAP'), password: textOf('passwordAP') })
  if ((mode & 1) !== 0) wifi.connect(textOf('ssid'), textOf('password'))
}

/** Five echoes half a second apart; the gateway and the board itself answer, others do not. */
function ping(host: WifiHost): NativeFunction {
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
