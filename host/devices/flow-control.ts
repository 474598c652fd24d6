/**
 * How a port of the operating system is opened, and how its output is let run again. The kernel obeys XOFF by itself (CONVENTIONS 3)
 * and waits for XON without end. A chip that asked for a pause and then lost its power never says XON: it knows nothing of it.
 *
 * Linux starts output when XON/XOFF is taken from a port (`n_tty_set_termios`), and whoever may open the port may do that: the setting is
 * one of the port, not of a handle. So two more handles are opened beside the one that is used, the first without XON/XOFF, the second
 * with it. Nothing is closed meanwhile: closing lowers the modem lines, and a pseudo-terminal would stay stopped.
 */
import { SerialPort } from 'serialport'

export interface HandleOptions {
  /** The port obeys XON and XOFF. */
  readonly xon?: boolean
  /** Nobody else may have the port, nor open it as long as this handle lives. */
  readonly lock?: boolean
}

/** Opens a handle of a port; unless told otherwise ours alone, with XON and XOFF. */
export function openSerialPort(path: string, baudRate: number, options: HandleOptions = {}): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate, xon: true, lock: true, autoOpen: false, ...options })
    port.open((error) => {
      if (error) return reject(error)
      pollForBoth(port)
      resolve(port)
    })
  })
}

/** What waits for a port of serialport to become readable or writable (libuv's flags); Windows has none. */
interface Poller {
  poll(flags: number): void
  listenerCount(event: 'readable' | 'writable'): number
}

const READABLE = 1
const WRITABLE = 2

/**
 * Writing waits for the port without giving up that reading waits for it too. In serialport 13 the later of the two takes the earlier one's
 * place, so that a host whose output is stopped hears nothing of what its board says, its restart included.
 */
function pollForBoth(port: SerialPort): void {
  const { poller } = port.port as { poller?: Poller }
  if (poller === undefined) return
  const poll = poller.poll.bind(poller)
  const awaited = (event: 'readable' | 'writable', flag: number): number => (poller.listenerCount(event) > 0 ? flag : 0)
  poller.poll = (flags) => poll(flags | awaited('readable', READABLE) | awaited('writable', WRITABLE))
}

/**
 * Lets the output of an open port run, whoever stopped it. What waits in the kernel is discarded, both ways; DTR and RTS are raised, as by every
 * opening. A system that opens a port only once (Windows) is left alone: there it has to be closed. Rejects when the port is left
 * without XON/XOFF.
 */
export async function letOutputRun(open: typeof openSerialPort, path: string, baud: number): Promise<void> {
  const without = await open(path, baud, { xon: false, lock: false }).catch(() => null)
  if (without === null) return
  await closed(without)
  await closed(await open(path, baud, { xon: true, lock: false }))
}

/** Closes a port, open or failed. */
export function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => port.close(() => resolve()))
}
