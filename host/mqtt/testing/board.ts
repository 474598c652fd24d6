/**
 * For tests: an emulated board with a connection to a broker of its own. Its sockets are those of this computer, its time is
 * real time; it runs beside the test until it is switched off.
 */
import { Board, type BoardOptions } from '../../emulator/board/board.ts'
import type { BoardSettings } from '../../devices/provisioning.ts'
import { NodeNetwork, run } from '../../network/node-network.ts'
import { LIMIT_MS } from '../testing.ts'

/** The settings of a device at a broker of this computer. */
export function settingsFor(url: string, more: Partial<BoardSettings> = {}): BoardSettings {
  return { ssid: 'lab', host: '127.0.0.1', port: Number(new URL(url).port), id: 'lab-01', keepalive: 20, ...more }
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

export class TestBoard {
  readonly network = new NodeNetwork()
  readonly board: Board
  /** What it has written to its serial line. */
  text = ''
  readonly #running: Promise<unknown>
  #ended = false

  constructor(code: string, settings: BoardSettings | string | null, options: BoardOptions = {}) {
    const wifi = { associateMs: 1, addressMs: 1 }
    this.board = new Board({ vars: 3000, nsPerInstruction: 2, ...options, network: this.network, wifi })
    this.board.onOutput((part) => (this.text += String.fromCharCode(...part)))
    this.board.storage.write('.bootcde', bytes(code))
    const file = typeof settings === 'string' ? settings : JSON.stringify(settings)
    if (settings !== null) this.board.storage.write('rvnet', bytes(file))
    this.board.boot()
    this.#running = run(this.board, this.network, () => this.#ended, 10 * LIMIT_MS)
  }

  async close(): Promise<void> {
    this.#ended = true
    this.network.close()
    await this.#running
  }
}
