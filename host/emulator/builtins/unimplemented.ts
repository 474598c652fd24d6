/**
 * Everything else that the firmware has by name. It exists, prints as a native function and can be looked up; calling
 * it stops the emulator with a clear message, so that nothing silently behaves differently from a board.
 */
import { Unimplemented } from '../errors.ts'
import { immediate, type NativeFunction, type NativeRegistry, type NativeTable } from '../natives.ts'

function missing(what: string): NativeFunction {
  return () => {
    throw new Unimplemented(what)
  }
}

function members(owner: string, names: string): NativeTable {
  return Object.fromEntries(names.split(' ').map((name) => [name, missing(`${owner}.${name}`)]))
}

/** Global functions. */
const FUNCTIONS =
  'analogRead analogWrite changeInterval clearInterval clearTimeout clearWatch digitalPulse digitalRead digitalWrite ' +
  'dump echo edit getPinMode getSerial load peek16 peek32 peek8 pinMode poke16 poke32 poke8 reset save ' +
  'setBusyIndicator setInterval setSleepIndicator setTimeout setWatch shiftOut trace'

/** Objects that stand for hardware. */
const DEVICES = 'I2C1 I2C2 I2C3 SPI1 SPI2 SPI3 Serial2 Serial3 Telnet'

/** Classes that cannot be used here. */
const CLASSES =
  'File Graphics I2C OneWire Pin SPI Serial Server Socket StorageFile Waveform dgramSocket httpCRq httpCRs httpSRq ' +
  'httpSRs httpSrv url'

const E_MEMBERS =
  'asUTF8 asm compiledC connectSDCard decodeUTF8 dumpFragmentation dumpFreeList dumpLockedVars dumpStr dumpVariables ' +
  'enableWatchdog fromUTF8 getAddressOf getAnalogVRef getClock getConsole getPowerUsage getTemperature internal isUTF8 ' +
  'kickWatchdog lockConsole lookupNoCase memoryArea memoryMap nativeCall openFile pipe reboot setBootCode setClock ' +
  'setConsole setDST setPassword stopEventPropagation unmountSD'

const LIBRARIES: Readonly<Record<string, string>> = {
  Storage:
    'compact erase eraseAll getFree getStats hash list open optimise read readArrayBuffer readJSON write writeJSON',
  Flash: 'erasePage getFree getPage read write',
  timer: 'add get list remove',
  fs: 'appendFile appendFileSync mkdir mkdirSync pipe readFile readFileSync readdir readdirSync statSync unlink unlinkSync writeFile writeFileSync',
  net: 'connect createServer',
  dgram: 'createSocket',
  tls: 'connect',
  http: 'createServer get request',
  NetworkJS: 'create',
  TelnetServer: 'setOptions',
  neopixel: 'write',
  Wifi: 'connect disconnect getIP getStatus restore save scan startAP stopAP',
}

const OBJECT_MEMBERS = 'addListener emit on prependListener removeAllListeners removeListener'

export function unimplemented(natives: NativeRegistry): void {
  natives.functions(Object.fromEntries(FUNCTIONS.split(' ').map((name) => [name, missing(name)])))
  natives.functions(Object.fromEntries(DEVICES.split(' ').map((name) => [name, immediate(missing(name))])))
  for (const name of CLASSES.split(' ')) natives.object(name, { construct: missing(name) })
  natives.object('E', { statics: members('E', E_MEMBERS) })
  natives.object('Object', { prototype: members('Object', OBJECT_MEMBERS) })
  natives.object('console', { statics: members('console', 'trace') })
  natives.object('String', { prototype: members('String', 'removeAccents') })
  natives.object('Modules', { statics: members('Modules', 'addCached removeAllCached removeCached') })
  for (const [name, list] of Object.entries(LIBRARIES)) natives.library(name, members(name, list))
}
