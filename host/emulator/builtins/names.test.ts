/**
 * Completeness: every name that the firmware for the ESP32 registers is known here, whether it works or is refused with
 * `Unimplemented`. The names are facts of the build (FACTS 1), Bluetooth and the functions of its own tasks left out.
 */
import { describe, expect, test } from 'vitest'
import { Board } from '../board/board.ts'
import { emulate } from '../emulate.ts'

const GLOBALS =
  'BTN BTN1 HIGH I2C1 I2C2 Infinity LED LED1 LOW LoopbackA LoopbackB NaN SPI1 SPI2 Serial1 Serial2 ' +
  'Serial3 Telnet analogRead analogWrite arguments atob btoa changeInterval clearInterval clearTimeout ' +
  'clearWatch decodeURIComponent digitalPulse digitalRead digitalWrite dump echo edit ' +
  'encodeURIComponent eval getPinMode getSerial getTime global globalThis isFinite isNaN load ' +
  'parseFloat parseInt peek16 peek32 peek8 pinMode poke16 poke32 poke8 print require reset save ' +
  'setBusyIndicator setInterval setSleepIndicator setTime setTimeout setWatch shiftOut trace'

const CLASSES =
  'AES Array ArrayBuffer ArrayBufferView DataView Date E ESP32 Error File Float32Array Float64Array ' +
  'Function Graphics I2C Int16Array Int32Array Int8Array InternalError JSON Math Modules Number Object ' +
  'OneWire Pin Promise ReferenceError RegExp SPI Serial Server Socket StorageFile String SyntaxError ' +
  'TypeError Uint16Array Uint24Array Uint32Array Uint8Array Uint8ClampedArray Waveform console ' +
  'dgramSocket httpCRq httpCRs httpSRq httpSRs httpSrv process url'

const LIBRARIES = 'Flash NetworkJS Storage TelnetServer Wifi crypto dgram fs heatshrink http neopixel net timer tls'

/** Members of built-in objects and libraries. */
const STATICS: Readonly<Record<string, string>> = {
  AES: 'decrypt encrypt',
  Array: 'isArray',
  Date: 'now parse',
  E:
    'CRC32 FFT HSBtoRGB asUTF8 asm clip compiledC connectSDCard convolve decodeUTF8 defrag ' +
    'dumpFragmentation dumpStr dumpVariables enableWatchdog fromUTF8 getAddressOf getAnalogVRef getClock ' +
    'getConsole getErrorFlags getFlags getPowerUsage getSizeOf getTemperature hwRand internal isUTF8 ' +
    'kickWatchdog lockConsole lookupNoCase mapInPlace memoryArea memoryMap nativeCall openFile pipe ' +
    'reboot reverseByte setBootCode setClock setConsole setDST setFlags setPassword setTimeZone srand ' +
    'stopEventPropagation sum toArrayBuffer toFlatString toJS toString toUint8Array unmountSD variance',
  ESP32:
    'deepSleep deepSleepExt0 deepSleepExt1 enableWifi getState getWakeupCause getWakeupPin lightSleep ' +
    'reboot setAtten setOTAValid',
  Flash: 'erasePage getFree getPage read write',
  Graphics: 'createArrayBuffer createCallback createImage getInstance',
  I2C: 'find',
  JSON: 'parse stringify',
  Math:
    'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil clip cos exp floor log max ' +
    'min pow randInt random round sign sin sqrt tan wrap',
  Modules: 'addCached getCached removeAllCached removeCached',
  NetworkJS: 'create',
  Number: 'MAX_VALUE MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY',
  Object:
    'assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor ' +
    'getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf keys setPrototypeOf values',
  Promise: 'all reject resolve',
  SPI: 'find',
  Serial: 'find',
  Storage:
    'compact erase eraseAll getFree getStats hash list open optimise read readArrayBuffer readJSON write ' +
    'writeJSON',
  String: 'fromCharCode',
  TelnetServer: 'setOptions',
  Wifi:
    'connect disconnect getAPDetails getAPIP getDetails getHostByName getHostname getIP getStatus ping ' +
    'restore save scan setAPIP setConfig setHostname setIP setSNTP startAP stopAP',
  console: 'debug error info log trace warn',
  crypto: 'AES PBKDF2 SHA1 SHA224 SHA256 SHA384 SHA512',
  dgram: 'createSocket',
  fs:
    'appendFile appendFileSync mkdir mkdirSync pipe readFile readFileSync readdir readdirSync statSync ' +
    'unlink unlinkSync writeFile writeFileSync',
  heatshrink: 'compress decompress',
  http: 'createServer get request',
  neopixel: 'write',
  net: 'connect createServer',
  process: 'env memory version',
  timer: 'add get list remove',
  tls: 'connect',
  url: 'parse',
}

/** Members of instances. */
const INSTANCES: Readonly<Record<string, string>> = {
  Array:
    'concat every fill filter find findIndex forEach includes indexOf join length map pop push reduce ' +
    'reverse shift slice some sort splice toString unshift',
  ArrayBuffer: 'byteLength',
  ArrayBufferView:
    'buffer byteLength byteOffset every fill filter find findIndex forEach includes indexOf join map ' +
    'reduce reverse set slice some sort subarray',
  DataView:
    'getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setFloat32 setFloat64 ' +
    'setInt16 setInt32 setInt8 setUint16 setUint32 setUint8',
  Date:
    'getDate getDay getFullYear getHours getIsDST getMilliseconds getMinutes getMonth getSeconds getTime ' +
    'getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes ' +
    'getUTCMonth getUTCSeconds setDate setFullYear setHours setMilliseconds setMinutes setMonth ' +
    'setSeconds setTime toISOString toJSON toLocalISOString toString toUTCString valueOf',
  Error: 'toString',
  File: 'close pipe read seek skip write',
  Function: 'apply bind call replaceWith',
  Graphics:
    'asBMP asImage asURL blit buffer clear clearRect drawCircle drawEllipse drawImage drawLine drawPoly ' +
    'drawRect drawString dump fillCircle fillEllipse fillPoly fillRect flip floodFill getBPP getBgColor ' +
    'getColor getFont getFontHeight getFonts getHeight getModified getPixel getVectorFontPolys getWidth ' +
    'imageMetrics lineTo moveTo quadraticBezier reset scroll setBgColor setClipRect setColor setFont ' +
    'setFontAlign setFontBitmap setFontCustom setFontPBF setFontVector setOffset setPixel setRotation ' +
    'setTheme stringMetrics stringWidth theme toColor transformVertices wrapString',
  I2C: 'readFrom readReg setup writeTo',
  InternalError: 'toString',
  Number: 'toFixed',
  Object:
    'addListener clone emit hasOwnProperty length on prependListener removeAllListeners removeListener ' +
    'toString valueOf',
  OneWire: 'read reset search select skip write',
  Pin: 'analog getInfo getMode mode pulse pwm read reset set toggle write',
  Promise: 'catch then',
  ReferenceError: 'toString',
  RegExp: 'exec test',
  SPI: 'send send4bit send8bit setup write',
  Serial: 'available flush inject isConnected pipe print println read setConsole setup unsetup write',
  Server: 'close listen',
  Socket: 'available end pipe read write',
  StorageFile: 'erase getLength pipe read readLine write',
  String:
    'charAt charCodeAt concat endsWith includes indexOf lastIndexOf length match padEnd padStart ' +
    'removeAccents repeat replace replaceAll slice split startsWith substr substring toLowerCase ' +
    'toUpperCase trim',
  SyntaxError: 'toString',
  TypeError: 'toString',
  Waveform: 'startInput startOutput stop',
  dgramSocket: 'addMembership bind close send',
  httpCRq: 'end write',
  httpCRs: 'available pipe read',
  httpSRq: 'available pipe read',
  httpSRs: 'end setHeader write writeHead',
  httpSrv: 'close listen',
}

const board = new Board()
board.boot()
const { natives } = board.vm

const PINS = Array.from({ length: 40 }, (_, pin) => `D${pin}`)

const split = (names: string): string[] => names.split(' ')

test('globals', () => {
  expect(split(GLOBALS).filter((name) => natives.findGlobal(name) === undefined)).toEqual([])
})

test('no other globals', () => {
  // NRF is there for Bluetooth
  const known = new Set([...split(GLOBALS), ...split(CLASSES), ...PINS, 'Boolean', 'NRF'])
  expect(natives.globalNames().filter((name) => !known.has(name))).toEqual([])
})

test.each(['USB', 'I2C3', 'SPI3', 'quit'])('%s is a name of the Linux build only', (name) => {
  expect(emulate(name).error).toBe(`ReferenceError: "${name}" is not defined`)
})

test('classes and libraries', () => {
  expect(split(CLASSES).filter((name) => natives.findObject(name) === undefined)).toEqual([])
  expect(split(LIBRARIES).filter((name) => natives.findLibrary(name) === undefined)).toEqual([])
})

describe('members', () => {
  test.each(Object.entries(STATICS))('%s', (owner, names) => {
    const known = (natives.findObject(owner) ?? natives.findLibrary(owner))?.statics
    expect(split(names).filter((name) => known?.has(name) !== true)).toEqual([])
  })

  test.each(Object.entries(INSTANCES))('instances of %s', (owner, names) => {
    const known = natives.findObject(owner)?.prototype
    expect(split(names).filter((name) => known?.has(name) !== true)).toEqual([])
  })
})

test('what the released build leaves out is unknown', () => {
  const e = natives.findObject('E')!.statics
  expect(['dumpFreeList', 'dumpLockedVars', 'showMessage'].filter((name) => e.has(name))).toEqual([])
})
