/** Addresses, power and what is saved of Wi-Fi (FACTS 7). */
import type { Interpreter } from '../../interpreter.ts'
import { typeInMessage } from '../../language/convert.ts'
import type { NativeFunction, NativeTable } from '../../natives.ts'
import { isFunction, Obj, Str, str, type Value } from '../../values.ts'
import { readNative } from '../storage-natives.ts'
import { parseAddress } from './network.ts'
import type { WifiHost } from './wifi-host.ts'
import type { Address, Wifi } from './wifi.ts'

/** The saved settings. */
const SETTINGS = '.wificfg'
const MODES = ['NULL', 'STA', 'AP', 'APSTA']

export function settings(host: WifiHost): NativeTable {
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
