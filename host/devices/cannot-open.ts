/** Why the system did not open a port, and what helps: its messages, told as ours. */
import { RivuletError } from '../../shared/error.ts'

const CURES: readonly (readonly [reason: RegExp, code: `E_${string}`, said: string, cure: string])[] = [
  [
    /lock|busy|Access denied/i,
    'E_PORT_BUSY',
    'is open in another program',
    'close the other program, such as a terminal or an IDE',
  ],
  [
    /permission/i,
    'E_PORT_DENIED',
    'may not be opened by you',
    'join the group of the port (often dialout), then log in again',
  ],
  [/no such|not found/i, 'E_NO_DEVICE', 'does not exist', 'connect the board, or name the path that it has'],
]

/** The error of a port that could not be opened. */
export function cannotOpen(path: string, cause: Error): RivuletError {
  const [, code, said, cure] = CURES.find(([reason]) => reason.test(cause.message)) ?? [
    /./,
    'E_NO_DEVICE' as const,
    `cannot be opened: ${cause.message}`,
    'name the path of a serial port',
  ]
  return new RivuletError(code, `port ${path} ${said}`, { kind: 'no-device', place: path, cure, cause })
}
