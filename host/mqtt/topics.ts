/** The topics of a device (CONVENTIONS 2), and what its id may be. */
import { RivuletError } from '../../shared/error.ts'

/** What a device says of itself at `$state`; the last will is `lost`. */
export type DeviceState = 'init' | 'ready' | 'sleeping' | 'disconnected' | 'lost'

const ID = /^[a-z0-9-]{1,32}$/

export interface Topics {
  /** Retained: `DeviceState`. */
  readonly state: string
  /** Retained: what the device is, with the number of its start. */
  readonly info: string
  /** Bytes to the device and from it, as on a serial line. */
  readonly down: string
  readonly up: string
  /** Retained counters, each 10 s. */
  readonly stat: string
  readonly err: string
  readonly cmd: string
  readonly ack: string
  readonly in: (stream: string) => string
  readonly out: (sink: string) => string
  readonly late: (stream: string) => string
}

/** The topics of the device with this id. */
export function topicsOf(device: string): Topics {
  const root = `rivulet/1/${requireId(device)}`
  return {
    state: `${root}/$state`,
    info: `${root}/$info`,
    down: `${root}/link/down`,
    up: `${root}/link/up`,
    stat: `${root}/stat`,
    err: `${root}/err`,
    cmd: `${root}/cmd`,
    ack: `${root}/cmd/ack`,
    in: (stream) => `${root}/in/${requireId(stream)}`,
    out: (sink) => `${root}/out/${requireId(sink)}`,
    late: (stream) => `${root}/late/${requireId(stream)}`,
  }
}

export function isId(id: string): boolean {
  return ID.test(id)
}

/** The id itself; one that would mean something else in a topic is refused. */
export function requireId(id: string): string {
  if (isId(id)) return id
  throw new RivuletError('E_MQTT_ID', `${JSON.stringify(id)} is no id of a device`, {
    kind: 'usage',
    cure: 'use a-z 0-9 - and at most 32 characters, such as lab-01',
  })
}
