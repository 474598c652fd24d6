/**
 * The far ends of a board's buses: what a sensor, a display or a second serial line is to the board. Whoever runs the
 * board attaches them with `Board.buses`; without one a bus behaves as with nothing connected.
 */

/** A device on an I2C bus. `ms` is the virtual time. */
export interface I2cDevice {
  /** Takes the bytes of one transfer; false: it does not acknowledge them. */
  write(bytes: readonly number[], ms: number): boolean | void
  /** Gives `count` bytes; missing ones are 255, as on an idle bus. */
  read(count: number, ms: number): readonly number[]
}

/** A device on an SPI bus: for every byte sent one comes back. */
export interface SpiDevice {
  transfer(bytes: readonly number[], ms: number): readonly number[]
}

/** What receives the bytes of a serial line. */
export type SerialDevice = (bytes: readonly number[], ms: number) => void

/** A register that is computed when it is read. */
export type Register = number | ((ms: number) => number)

/**
 * A device of registers, as most sensors are: a transfer starts with the number of a register, what follows is written to
 * it and those behind it; reading goes on from there. Behind register 255 comes register 0.
 */
export class RegisterDevice implements I2cDevice {
  private at = 0

  /** One byte a register. */
  constructor(readonly registers: Map<number, Register>) {}

  write(bytes: readonly number[]): void {
    if (bytes.length === 0) return
    this.at = bytes[0]
    for (const byte of bytes.slice(1)) this.registers.set(this.at++ & 255, byte)
  }

  read(count: number, ms: number): number[] {
    return Array.from({ length: count }, () => {
      const register = this.registers.get(this.at++ & 255) ?? 0
      return (typeof register === 'number' ? register : register(ms)) & 255
    })
  }
}

/** Registers that show a number over several bytes, the highest first: `start` and those behind it. */
export function wordRegisters(start: number, bytes: number, value: (ms: number) => number): [number, Register][] {
  return Array.from({ length: bytes }, (_, index) => {
    const shift = 8 * (bytes - 1 - index)
    return [start + index, (ms: number) => Math.floor(value(ms) / 2 ** shift) & 255]
  })
}

/** What is connected to the buses of a board. */
export class Buses {
  private readonly i2cDevices = new Map<string, I2cDevice>()
  private readonly spiDevices = new Map<string, SpiDevice>()
  private readonly serialDevices = new Map<string, SerialDevice>()
  /** Bytes that arrive at a serial line; set by the chip. */
  receive: (device: string, bytes: number[]) => void = () => undefined

  /** Connects a device to `I2C1` or `I2C2`. */
  attachI2c(bus: 'I2C1' | 'I2C2', address: number, device: I2cDevice): void {
    this.i2cDevices.set(`${bus}:${address}`, device)
  }

  /** Connects a device to `SPI1` or `SPI2`; with `cs`, the number of a pin, it listens only to transfers with that one. */
  attachSpi(bus: 'SPI1' | 'SPI2', device: SpiDevice, cs?: number): void {
    this.spiDevices.set(`${bus}:${cs ?? ''}`, device)
  }

  /** Connects `Serial2` or `Serial3`; the result sends bytes to the board. */
  attachSerial(line: 'Serial2' | 'Serial3', device: SerialDevice): (bytes: readonly number[]) => void {
    this.serialDevices.set(line, device)
    return (bytes) => this.receive(line, [...bytes])
  }

  i2c(bus: string, address: number): I2cDevice | undefined {
    return this.i2cDevices.get(`${bus}:${address}`)
  }

  spi(bus: string, cs: number): SpiDevice | undefined {
    return this.spiDevices.get(`${bus}:${cs}`) ?? this.spiDevices.get(`${bus}:`)
  }

  serial(line: string): SerialDevice | undefined {
    return this.serialDevices.get(line)
  }
}
