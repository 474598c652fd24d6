/** What the natives of Wi-Fi share: what they need of the board, and the objects that they make. */
import type { Interpreter } from '../../interpreter.ts'
import { Obj, str, wide } from '../../values.ts'
import type { Enqueue } from '../emitter.ts'
import type { Storage } from '../storage.ts'
import type { Wifi } from './wifi.ts'

export interface WifiHost {
  readonly wifi: Wifi
  readonly storage: Storage
  readonly enqueue: Enqueue
  vm(): Interpreter
  resolve(name: string): string | undefined
  /** Calls back after so many virtual milliseconds. */
  later(ms: number, act: () => void): void
}

/** An object of texts and integers. */
export function objectOf(members: Readonly<Record<string, string | number>>): Obj {
  const object = new Obj()
  for (const [name, value] of Object.entries(members))
    object.put(name, typeof value === 'number' ? wide(value) : str(value))
  return object
}
