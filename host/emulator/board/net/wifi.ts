/**
 * The Wi-Fi of the chip in virtual time (FACTS 7): a station that finds, joins and loses access points, and an access
 * point of its own. It knows nothing of programs: what happens is told to whoever listens. It outlives resets of the
 * interpreter, as the radio does.
 */

/** A network in the air. */
export interface AccessPoint {
  readonly ssid: string
  /** Without one the network is open. */
  readonly password?: string
  readonly channel?: number
  /** Strength in dBm. */
  readonly rssi?: number
  readonly mac?: string
}

export interface WifiOptions {
  /** The networks in the air. Without a list a network of whatever name and password is there. */
  readonly accessPoints?: readonly AccessPoint[]
  /** Virtual milliseconds to join, to be given an address, and to look for networks. */
  readonly associateMs?: number
  readonly addressMs?: number
  readonly scanMs?: number
  readonly ip?: string
  readonly gateway?: string
  readonly netmask?: string
  readonly mac?: string
}

/** Why a station is not connected: what programs are told, and its number. */
export const REASONS = {
  UNSPECIFIED: 1,
  ASSOC_LEAVE: 8,
  '4WAY_HANDSHAKE_TIMEOUT': 15,
  BEACON_TIMEOUT: 200,
  NO_AP_FOUND: 201,
} as const
export type Reason = keyof typeof REASONS

export interface WifiListener {
  associated(point: AccessPoint): void
  /** The station has an address. */
  connected(): void
  disconnected(ssid: string, reason: Reason): void
  apStarted(): void
  scanned(found: readonly AccessPoint[]): void
}

/** Virtual milliseconds until a station that leaves has left. */
const LEAVE_MS = 5
/** Attempts to join before it is told that it failed. */
const ATTEMPTS = 3
const ANY: Required<Pick<AccessPoint, 'channel' | 'rssi' | 'mac'>> = { channel: 6, rssi: -50, mac: '02:00:00:00:00:01' }

export interface Address {
  ip: string
  netmask: string
  gw: string
}

const NOWHERE: Address = { ip: '0.0.0.0', netmask: '0.0.0.0', gw: '0.0.0.0' }

export class Wifi {
  /** The network that the station is to join, and the access point of the board. */
  station: { ssid: string; password: string } | undefined
  ap: AccessPoint | undefined
  point: AccessPoint | undefined
  /** The station is joined; it has an address a little later. */
  associated = false
  reason: Reason | undefined
  address: Address = NOWHERE
  apAddress: Address = { ip: '192.168.4.1', netmask: '255.255.255.0', gw: '192.168.4.1' }
  hostname = 'espressif'
  powersave = 'modem'
  scanning = false
  readonly mac: string
  /** A fixed address that the program has set. */
  fixed: Address | undefined
  private apStarted = false
  private tries = 0
  private pending: { readonly due: number; readonly act: () => void }[] = []

  constructor(
    private readonly options: WifiOptions,
    /** Whole microseconds since power-on. */
    private readonly now: () => number,
    private readonly listener: WifiListener,
  ) {
    this.mac = options.mac ?? '24:0a:c4:00:00:01'
  }

  /** Whether bytes can leave the board. */
  get isUp(): boolean {
    return this.address !== NOWHERE || this.apStarted
  }

  /** The mode as programs are told it, once something runs. */
  get mode(): 'NULL' | 'STA' | 'AP' | 'APSTA' {
    if (this.apStarted) return this.station === undefined ? 'AP' : 'APSTA'
    return this.associated ? 'STA' : 'NULL'
  }

  /** Joins a network; joined already, it leaves silently and joins again. */
  connect(ssid: string, password: string): void {
    if (this.cancel(this.leave)) this.leave()
    this.station = { ssid, password }
    this.tries = ATTEMPTS
    this.address = NOWHERE
    this.cancel(this.join, this.lease)
    this.after(this.options.associateMs ?? 400, this.join)
  }

  disconnect(): void {
    this.tries = 0
    this.cancel(this.join, this.lease, this.leave)
    if (this.associated) this.after(LEAVE_MS, this.leave)
  }

  /** For whoever runs the board: the access point is gone. The station tries to join again. */
  lose(): void {
    this.cancel(this.leave)
    if (this.associated) this.lost('BEACON_TIMEOUT')
  }

  startAp(point: AccessPoint): void {
    this.ap = point
    this.after(0, this.openAp)
  }

  stopAp(): void {
    this.cancel(this.openAp)
    this.apStarted = false
  }

  scan(): void {
    this.scanning = true
    this.after(this.options.scanMs ?? 2000, () => {
      this.scanning = false
      this.listener.scanned((this.options.accessPoints ?? []).map((point) => ({ ...ANY, ...point })))
    })
  }

  /** Power-on: nothing is joined. */
  restart(): void {
    this.station = this.ap = this.point = this.reason = this.fixed = undefined
    this.associated = this.apStarted = this.scanning = false
    this.address = NOWHERE
    this.pending = []
  }

  /** Does what is due; true when something happened. */
  advance(): boolean {
    const now = this.now()
    const due = this.pending.filter((each) => each.due <= now).sort((a, b) => a.due - b.due)
    if (due.length === 0) return false
    this.pending = this.pending.filter((each) => each.due > now)
    for (const { act } of due) act()
    return true
  }

  /** When something happens by itself, in microseconds since power-on; Infinity when nothing will. */
  next(): number {
    return this.pending.reduce((soonest, { due }) => Math.min(soonest, due), Infinity)
  }

  private after(ms: number, act: () => void): void {
    this.pending.push({ due: this.now() + Math.round(ms * 1000), act })
  }

  /** Takes back what was to happen; true when there was something. */
  private cancel(...acts: readonly (() => void)[]): boolean {
    const before = this.pending.length
    this.pending = this.pending.filter(({ act }) => !acts.includes(act))
    return this.pending.length < before
  }

  private readonly openAp = (): void => {
    this.apStarted = true
    this.listener.apStarted()
  }

  private readonly leave = (): void => this.lost('ASSOC_LEAVE')

  private readonly join = (): void => {
    const { ssid, password } = this.station!
    const { accessPoints } = this.options
    const found = accessPoints === undefined ? { ssid, password } : accessPoints.find((point) => point.ssid === ssid)
    if (found === undefined) return this.lost('NO_AP_FOUND')
    if ((found.password ?? '') !== password) return this.lost('4WAY_HANDSHAKE_TIMEOUT')
    this.associated = true
    this.point = { ...ANY, ...found }
    this.listener.associated(this.point)
    this.after(this.options.addressMs ?? 600, this.lease)
  }

  private readonly lease = (): void => {
    const { ip = '192.168.1.2', gateway = '192.168.1.1', netmask = '255.255.255.0' } = this.options
    this.address = this.fixed ?? { ip, netmask, gw: gateway }
    this.listener.connected()
  }

  /** The station is not joined: it tries again, or tells so. */
  private lost(reason: Reason): void {
    this.address = NOWHERE
    this.tries--
    if (this.tries > 0) {
      this.after(this.options.scanMs ?? 2000, this.join)
      return
    }
    this.associated = false
    this.reason = reason
    this.listener.disconnected(this.station?.ssid ?? '', reason)
  }
}
