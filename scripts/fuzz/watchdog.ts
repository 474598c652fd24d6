/**
 * Ends this process when one input takes far too long: a thread of its own looks whether inputs go on, because the one that
 * hangs cannot. It prints the input first.
 */
import { Worker } from 'node:worker_threads'

const MOST = 65_536

/** Runs in the thread; `data[0]` counts inputs, `data[1]` is the length of the one at work. */
const SOURCE = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const { counts, text, limitMs, pid } = workerData
let last = -1, since = Date.now()
setInterval(() => {
  const now = Atomics.load(counts, 0)
  if (now !== last) { last = now; since = Date.now(); return }
  if (now === 0 || Date.now() - since < limitMs) return
  const input = Buffer.from(text.slice(0, Atomics.load(counts, 1))).toString('latin1')
  writeSync(2, 'HANG: no end after ' + limitMs + ' ms; input (JSON):\\n' + JSON.stringify(input) + '\\n')
  process.kill(pid, 'SIGKILL')
}, 500)
`

export class Watchdog {
  readonly #counts = new Int32Array(new SharedArrayBuffer(8))
  readonly #text = new Uint8Array(new SharedArrayBuffer(MOST))
  readonly #worker: Worker

  constructor(limitMs: number) {
    const workerData = { counts: this.#counts, text: this.#text, limitMs, pid: process.pid }
    this.#worker = new Worker(SOURCE, { eval: true, workerData, execArgv: [] })
    this.#worker.unref()
  }

  /** The next input begins. */
  input(text: string): void {
    const length = Math.min(text.length, MOST)
    for (let i = 0; i < length; i++) this.#text[i] = text.charCodeAt(i)
    Atomics.store(this.#counts, 1, length)
    Atomics.add(this.#counts, 0, 1)
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}
