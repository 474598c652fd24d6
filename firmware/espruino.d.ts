/**
 * What firmware uses of Espruino 2v29, and nothing else: the compiler then refuses the rest.
 * Firmware is checked without the DOM and Node libraries (`firmware/tsconfig.json`).
 */
interface EspruinoSerial {
  on(event: 'data', handler: (data: string) => void): void
  removeAllListeners(event: 'data'): void
  write(text: string): void
  setConsole(force?: boolean): void
}

declare const E: {
  sum(values: ArrayLike<number>): number
  /** The sum of squared deviations from `mean`, not divided by anything. */
  variance(values: ArrayLike<number>, mean: number): number
  CRC32(data: string | Uint8Array): number
  toArrayBuffer(text: string): ArrayBuffer
  toUint8Array(text: string): Uint8Array
  on(event: 'errorFlag', handler: (flags: string[]) => void): void
  removeAllListeners(event: 'errorFlag'): void
  hwRand(): number
  /** Restarts the chip. */
  reboot(): void
}

declare const process: {
  env: { CONSOLE: string; BOARD: string }
  version: string
  memory(gc?: boolean): { free: number; usage: number; total: number; blocksize: number }
  on(event: 'uncaughtException', handler: (error: EspruinoError) => void): void
  removeAllListeners(event: 'uncaughtException'): void
}

interface EspruinoError {
  message?: string
  stack?: string
}

/** Two ends of a line inside the chip: what one is sent, the other receives. */
declare const LoopbackA: EspruinoSerial
declare const LoopbackB: EspruinoSerial

declare const global: Record<string, unknown>
declare function btoa(data: string | ArrayBuffer | ArrayBufferView): string
declare function atob(text: string): string
declare function setTimeout(handler: () => void, ms: number): number
declare function print(...values: unknown[]): void

/** The state of the program as `toolchain/state.ts` finds it: typed arrays, and how many numbers. */
declare const STATE_ARRAYS: readonly { readonly buffer: ArrayBuffer }[]
declare const STATE_COUNT: number
/** Copies the numbers out and in. */
declare function STATE_SAVE(values: Float64Array): void
declare function STATE_LOAD(values: Float64Array): void

/** Raw pages of the flash chip (FACTS 4). */
interface EspruinoFlash {
  getFree(): { addr: number; length: number }[]
  erasePage(address: number): void
  write(bytes: Uint8Array, address: number): void
  read(length: number, address: number): Uint8Array
}

/** Files in flash (FACTS 4). */
interface EspruinoStorage {
  write(name: string, bytes: Uint8Array, offset: number, size: number): boolean
  read(name: string, offset?: number, length?: number): string | undefined
  erase(name: string): void
}
/** A connection of TCP (FACTS 7). What is written waits as text until it has been sent; `drain` tells when all has. */
interface EspruinoSocket {
  on(event: 'data', handler: (data: string) => void): void
  on(event: 'close' | 'drain', handler: () => void): void
  removeAllListeners(): void
  write(data: string): void
  /** Sends what waits, then closes. */
  end(): void
}

interface EspruinoNet {
  /** Throws when there is no network, no such host or nobody there. */
  connect(to: { host: string; port: number }, connected: () => void): EspruinoSocket
}

interface EspruinoWifi {
  connect(ssid: string, options: { password: string | undefined }, done: () => void): void
}

/** The console over TCP. */
interface EspruinoTelnet {
  setOptions(options: { mode: 'off' }): void
}

/** The interpreter's `require`, whose name the bundler takes for its own. */
declare function LIBRARY(library: 'Flash'): EspruinoFlash
declare function LIBRARY(library: 'Storage'): EspruinoStorage
declare function LIBRARY(library: 'net'): EspruinoNet
declare function LIBRARY(library: 'Wifi'): EspruinoWifi
declare function LIBRARY(library: 'TelnetServer'): EspruinoTelnet
