/**
 * The thread that a live board runs on. It never returns to its event loop: input is taken from the port between
 * instructions, and waiting is a wait for the signal that the main thread gives with its messages.
 */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import type { BoardOptions } from '../emulator/board/board.ts'
import { FlashFile } from './flash-file.ts'
import { runLive, type LoadedFile, type Surroundings } from './live-board.ts'

/** What the thread is given. */
export interface WorkerInput {
  readonly board: BoardOptions
  readonly files: readonly LoadedFile[]
  readonly flashFile?: string
  /** Cells of `SIGNALS`. */
  readonly signals: Int32Array
}

/** What the thread says: bytes for the host's line, or a sentence for whoever runs the board. */
export type WorkerOutput = { readonly bytes: Uint8Array } | { readonly told: string }

/** Shared cells: counts messages sent to the thread, ends it when not 0, bytes that wait in it. */
export const SIGNALS = { messages: 0, end: 1, waiting: 2, cells: 3 } as const

function surroundings(port: MessagePort, signals: Int32Array, onTurn: () => void): Surroundings {
  let seen = 0
  return {
    now: () => performance.now(),
    wait: (ms) => void Atomics.wait(signals, SIGNALS.messages, seen, ms),
    receive: () => {
      const sent = Atomics.load(signals, SIGNALS.messages)
      if (sent === seen) return []
      seen = sent
      const received: Uint8Array[] = []
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
        received.push(next.message as Uint8Array)
      return received
    },
    transmit: (bytes) => port.postMessage({ bytes } satisfies WorkerOutput),
    onTurn: (waiting) => {
      Atomics.store(signals, SIGNALS.waiting, waiting)
      onTurn()
    },
    tell: (told) => port.postMessage({ told } satisfies WorkerOutput),
    get ended() {
      return Atomics.load(signals, SIGNALS.end) !== 0
    },
  }
}

if (parentPort !== null) {
  const { board, files, flashFile, signals } = workerData as WorkerInput
  const flash = flashFile === undefined ? undefined : new FlashFile(flashFile)
  const around = surroundings(parentPort, signals, () => flash?.save())
  try {
    runLive({ ...board, ...(flash && { flash: flash.bytes }) }, around, files, (made) => {
      if (flash) made.supply = flash.supply
    })
  } finally {
    flash?.close()
  }
}
