/**
 * This computer as a source: load of its processors and share of its memory in use, in percent with two decimals, at a steady rate.
 * Also as an input, `live:computer?hz=1&seconds=60`; without `seconds` it lasts until the command is ended.
 *
 * Time and readings are handed in. Events are due at whole multiples of the interval after the start, so that nothing adds up; their
 * time follows a clock that does not go back, and one that is due while another waits is left out, because it would tell nothing new.
 */
import { cpus, freemem, totalmem } from 'node:os'
import { RivuletError } from '../../../shared/error.ts'
import type { Pipeline } from '../../../shared/pipeline/pipeline.ts'
import type { Clock } from '../../../shared/protocol/clock.ts'
import type { Item } from '../../../shared/stream/event.ts'
import { isRefusal, ItemReader } from '../../../shared/stream/items.ts'
import { systemClock } from '../../devices/system-clock.ts'
import { Refusals, type Source } from '../source.ts'

export interface Readings {
  /** Milliseconds since 1970; asked once, at the start. */
  now(): number
  /** Time that the processors were busy, and in all, since some moment. */
  processors(): { readonly busy: number; readonly all: number }
  /** Bytes in use, and in all. */
  memory(): { readonly used: number; readonly all: number }
}

/** What the operating system says. */
export const thisComputer: Readings = {
  now: Date.now,
  processors() {
    let [busy, all] = [0, 0]
    for (const { times } of cpus()) {
      const whole = times.user + times.nice + times.sys + times.idle + times.irq
      all += whole
      busy += whole - times.idle
    }
    return { busy, all }
  },
  memory: () => ({ used: totalmem() - freemem(), all: totalmem() }),
}

/** Load since the reading before, and memory now. */
export class ComputerSampler {
  readonly #readings: Readings
  #last: { readonly busy: number; readonly all: number }
  #cpu = 0

  constructor(readings: Readings) {
    this.#readings = readings
    this.#last = readings.processors()
  }

  sample(): { readonly cpu: number; readonly memory: number } {
    const now = this.#readings.processors()
    const passed = now.all - this.#last.all
    // The counters of a system move in steps of 10 ms: where none has passed, the load is the one before.
    if (passed > 0) this.#cpu = percent(now.busy - this.#last.busy, passed)
    this.#last = now
    const { used, all } = this.#readings.memory()
    return { cpu: this.#cpu, memory: percent(used, all) }
  }
}

export interface ComputerOptions {
  /** Readings a second. */
  readonly hz?: number
  /** How long, in ms; without it until `signal`. */
  readonly forMs?: number
  /** Ends the input; what was read is still taken. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly readings?: Readings
}

/** The computer as a source of a pipeline, which declares `cpu`, `memory` or both. */
export function computerSource(name: string, pipeline: Pipeline, options: ComputerOptions = {}): Source {
  const refusals = new Refusals()
  return { name, refusals, notes: [], live: true, items: read(name, pipeline, options, refusals) }
}

async function* read(
  name: string,
  pipeline: Pipeline,
  options: ComputerOptions,
  refusals: Refusals,
): AsyncGenerator<Item> {
  const { hz = 1, forMs = Infinity, signal, clock = systemClock, readings = thisComputer } = options
  const reader = new ItemReader(pipeline)
  const sampler = new ComputerSampler(readings)
  const [wall, began, every] = [readings.now(), clock.now(), 1000 / hz]
  const ticks = pipeline.time.mode === 'processing'
  for (let n = 1; n * every <= forMs; n = Math.max(n + 1, Math.ceil((clock.now() - began) / every))) {
    if (!(await waited(clock, began + n * every - clock.now(), signal))) return
    const t = Math.round(wall + clock.now() - began)
    for (const data of [...(ticks ? [{ pt: t }] : []), { t, ...sampler.sample() }]) {
      const item = reader.read(data)
      if (isRefusal(item)) refusals.add(`${name}:${n}`, item.reason)
      else yield item
    }
  }
}

/** Waits; false when it was told to end. */
function waited(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve(false)
    const stop = (): void => {
      cancel()
      resolve(false)
    }
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve(true)
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
}

const SCHEME = 'live:computer'

/** Whether an input is this computer. */
export function isLive(input: string): boolean {
  return input.startsWith('live:')
}

/** Opens such an input: `live:computer?hz=1&seconds=60`; `signal` ends it. */
export function liveSource(input: string, pipeline: Pipeline, signal?: AbortSignal): Source {
  const [name, query = ''] = input.split('?', 2)
  if (name !== SCHEME) throw usage(input, `there is no live input "${name}"`, `there is ${SCHEME}`)
  const given: Record<string, number> = {}
  for (const [option, text] of new URLSearchParams(query)) {
    if (option !== 'hz' && option !== 'seconds')
      throw usage(input, `${SCHEME} has no option "${option}"`, 'its options are hz, seconds')
    const value = Number(text)
    if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || (option === 'hz' && value > MAX_HZ))
      throw usage(
        input,
        `${option} is "${text}"`,
        option === 'hz' ? `hz is above 0, up to ${MAX_HZ}` : 'seconds is above 0',
      )
    given[option] = value
  }
  const { hz, seconds } = given
  return computerSource(input, pipeline, { hz, signal, ...(seconds !== undefined && { forMs: 1000 * seconds }) })
}

/** The counters of a system do not move more often. */
export const MAX_HZ = 100

function percent(part: number, all: number): number {
  const share = Math.min(1, Math.max(0, part / Math.max(1, all)))
  return Math.round(share * 10_000) / 100
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_INPUT', message, { kind: 'usage', place, cure })
}
