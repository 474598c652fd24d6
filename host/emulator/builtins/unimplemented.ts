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
  'changeInterval clearInterval clearTimeout dump echo edit load peek16 peek32 peek8 poke16 poke32 poke8 reset save ' +
  'setBusyIndicator setInterval setSleepIndicator setTimeout trace'

/** Objects that stand for hardware; those of a PC only. */
const DEVICES = 'Telnet'
const LINUX_DEVICES = 'I2C3 SPI3'

/** Classes that cannot be used here. */
const CLASSES = 'File Graphics OneWire Serial StorageFile Waveform dgramSocket'

/** Members of their instances. */
const INSTANCES: Readonly<Record<string, string>> = {
  File: 'close pipe read seek skip write',
  Graphics:
    'asBMP asImage asURL blit buffer clear clearRect drawCircle drawEllipse drawImage drawLine drawPoly drawRect ' +
    'drawString dump fillCircle fillEllipse fillPoly fillRect flip floodFill getBPP getBgColor getColor getFont ' +
    'getFontHeight getFonts getHeight getModified getPixel getVectorFontPolys getWidth imageMetrics lineTo moveTo ' +
    'quadraticBezier reset scroll setBgColor setClipRect setColor setFont setFontAlign setFontBitmap setFontCustom ' +
    'setFontPBF setFontVector setOffset setPixel setRotation setTheme stringMetrics stringWidth theme toColor ' +
    'transformVertices wrapString',
  OneWire: 'read reset search select skip write',
  Serial: 'isConnected',
  Waveform: 'startInput startOutput stop',
  dgramSocket: 'addMembership bind close send',
}

const STATICS: Readonly<Record<string, string>> = {
  E:
    'asm compiledC connectSDCard dumpFragmentation dumpStr dumpVariables enableWatchdog getAddressOf ' +
    'getClock getConsole getPowerUsage internal kickWatchdog lockConsole memoryArea memoryMap nativeCall ' +
    'pipe reboot setBootCode setClock setConsole setPassword stopEventPropagation',
  Graphics: 'createArrayBuffer createCallback createImage getInstance',
  Serial: 'find',
}

const LIBRARIES: Readonly<Record<string, string>> = {
  Storage:
    'compact erase eraseAll getFree getStats hash list open optimise read readArrayBuffer readJSON write writeJSON',
  Flash: 'erasePage getFree getPage read write',
  timer: 'add get list remove',
  fs: 'pipe',
  dgram: 'createSocket',
  tls: 'connect',
  NetworkJS: 'create',
  TelnetServer: 'setOptions',
  neopixel: 'write',
}

const OBJECT_MEMBERS = 'addListener emit on prependListener removeAllListeners removeListener'

export function unimplemented(natives: NativeRegistry, board: string): void {
  const devices = board === 'LINUX' ? `${DEVICES} ${LINUX_DEVICES}` : DEVICES
  natives.functions(Object.fromEntries(FUNCTIONS.split(' ').map((name) => [name, missing(name)])))
  natives.functions(Object.fromEntries(devices.split(' ').map((name) => [name, immediate(missing(name))])))
  for (const name of CLASSES.split(' ')) natives.object(name, { construct: missing(name) })
  for (const [name, list] of Object.entries(INSTANCES)) natives.object(name, { prototype: members(name, list) })
  for (const [name, list] of Object.entries(STATICS)) natives.object(name, { statics: members(name, list) })
  natives.object('Object', { prototype: members('Object', OBJECT_MEMBERS) })
  for (const [name, list] of Object.entries(LIBRARIES)) natives.library(name, members(name, list))
}
