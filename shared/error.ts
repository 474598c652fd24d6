/**
 * The one error of Rivulet: a code, a message that names the place, and a cure.
 * The exit code of the command line follows from the kind (CONVENTIONS 4), in one place: `host/cli/main.ts`.
 */
export type ErrorKind = 'wrong' | 'usage' | 'device-failed' | 'no-device' | 'nothing' | 'timeout' | 'internal'

export interface ErrorDetails {
  readonly kind: ErrorKind
  /** What the user can do about it, a sentence. */
  readonly cure?: string
  /** Where: a path in the pipeline, `file:line`, a device. */
  readonly place?: string
  readonly cause?: unknown
  /** Further fields of the failure for machines (`--json`, reports). */
  readonly more?: Readonly<Record<string, unknown>>
}

export class RivuletError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  readonly cure: string | undefined
  readonly place: string | undefined
  readonly more: Readonly<Record<string, unknown>> | undefined

  constructor(code: `E_${string}`, message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'RivuletError'
    this.code = code
    this.kind = details.kind
    this.cure = details.cure
    this.place = details.place
    this.more = details.more
  }
}
