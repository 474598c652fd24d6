/**
 * A device's own failures: what lines on its console mean (CONVENTIONS 3), and the error that hands them on. Device
 * errors come as an `X` frame, as console text, or as both (README, section 4).
 */
import { RivuletError } from '../error.ts'
import type { ErrorFrame } from './frames.ts'

export type TroubleKind = 'exception' | 'memory' | 'recursion' | 'interrupted' | 'interpreter'

/** The most telling first: where several lines come, an interruption is told beside its cause. */
export const TROUBLES: readonly (readonly [RegExp, TroubleKind])[] = [
  [/Too much recursion/, 'recursion'],
  [/OUT OF MEMORY|Out of Memory/, 'memory'],
  [/^Uncaught /, 'exception'],
  [/^Execution Interrupted/, 'interrupted'],
  [/^New interpreter error: /, 'interpreter'],
]

/** Lines that are device errors, always; `null` for all others. */
export function troubleIn(line: string): TroubleKind | null {
  return TROUBLES.find(([pattern]) => pattern.test(line))?.[1] ?? null
}

/** What a device said of its failure. */
export interface Trouble {
  /** A `TroubleKind`, or what the device calls it. */
  readonly kind: string
  readonly message: string
  /** Message and stack as the interpreter prints them. */
  readonly printed: string
  /** The frame at work, and the item in it, when the device named them. */
  readonly f: number | null
  readonly at: number | null
}

export interface DeviceErrorDetails {
  readonly code?: `E_${string}`
  readonly place?: string
  readonly cure?: string
  readonly more?: Readonly<Record<string, unknown>>
}

/** A device failed. `trouble` holds what it said, for whoever can tell more of it. */
export class DeviceError extends RivuletError {
  readonly trouble: Trouble

  constructor(trouble: Trouble, message: string, details: DeviceErrorDetails = {}) {
    const code: `E_${string}` = details.code ?? `E_DEVICE_${trouble.kind.toUpperCase()}`
    super(code, message, { kind: 'device-failed', cure: CURES[trouble.kind] ?? RESET, ...details })
    this.trouble = trouble
  }
}

const RESET = 'reset the device and run again'
const CURES: Readonly<Record<string, string>> = {
  exception: 'the stack names the place in the program; please report it with the pipeline',
  memory: 'reduce keys, window or buffer sizes, or choose a device with more memory',
  recursion: 'write expressions with fewer brackets inside brackets, or split them over several map stages',
  program: 'load the program again: the device runs another one',
  run: 'restart the device: it works for another run, perhaps of a host that is gone',
  frame: 'use the same version of Rivulet for program and host',
}

/** An error that the device reported by a frame, as ours. */
export function deviceError({ kind, message, stack, f, at }: ErrorFrame): DeviceError {
  const deep = kind === 'exception' && troubleIn(message) === 'recursion'
  const whole = wholeFrames(stack)
  const trace = whole === '' ? '' : `\n${whole.trimEnd()}`
  return new DeviceError(
    { kind: deep ? 'recursion' : kind, message, printed: `Uncaught ${message}\n${whole}`, f, at },
    `the device reports: ${message || kind}${trace}`,
    { place: `frame ${f}` },
  )
}

/** A stack without the frame that was cut off at its end. */
function wholeFrames(stack: string): string {
  return stack.endsWith('\n') ? stack : stack.slice(0, Math.max(0, stack.lastIndexOf('    at ')))
}
