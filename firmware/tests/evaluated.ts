/** Evaluates program text as a device's interpreter would, for tests of what the toolchain makes of it. */
import vm from 'node:vm'
import { atob, btoa, Listeners, natives } from './natives.ts'

/** The value of the last expression, as plain data of this realm; `globals` are visible to the text. */
export function evaluated(code: string, globals: Record<string, unknown> = {}): unknown {
  const E = natives(new Listeners(), 0)
  const value: unknown = vm.runInNewContext(code, { E, atob, btoa, ...globals })
  return structuredClone(value)
}
