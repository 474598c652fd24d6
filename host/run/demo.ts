/**
 * The main job: the basic lab on a recording of four motes near two of which steam was let in. Events arrive partly out
 * of order and some late, as fast as the device takes them; its results are compared with the reference as they come.
 * The same seed gives the same run.
 */
import path from 'node:path'
import { buildFirmware, type Build } from '../../firmware/toolchain/build.ts'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Verdict } from '../../shared/stream/compare.ts'
import type { Item } from '../../shared/stream/event.ts'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Device } from '../devices/device.ts'
import { openSource } from '../sources/open.ts'
import { shuffle } from '../sources/shuffle.ts'
import { DemoLog } from './demo-log.ts'
import { describeRun, drawPicture, elapsed, tellReport } from './demo-text.ts'
import type { Labelled } from './episodes.ts'
import type { Span } from './picture.ts'
import { Progress } from './progress.ts'
import { verify } from './verify.ts'

export interface DemoOptions {
  /** Of the order of arrival. */
  readonly seed: number
  /** Stop after so many events. */
  readonly events?: number
  /** Results and sums as JSON lines instead of pictures. */
  readonly json?: boolean
}

const RECORDING = path.join(import.meta.dirname, '..', 'data', 'wsn', 'single-hop.csv')
/** Most events arrive within the out-of-orderness of the lab (20 s), one in 400 up to a minute later. */
const DISORDER = { boundMs: 20_000, stragglerEvery: 400, stragglerMs: 60_000 }
/** Columns of the picture. */
const COLUMNS = 64
/** Event time between two lines of newest windows, in ms. */
const NEWS_MS = 30 * 60_000

interface Recording {
  readonly items: readonly Item[]
  readonly labelled: readonly Labelled[]
  readonly span: Span
}

export async function demo(device: Device, terminal: Terminal, options: DemoOptions): Promise<Verdict> {
  const pipeline = loadPipeline(basicLab)
  const recording = await readRecording(pipeline, options.events)
  const build = await buildFirmware(pipeline)
  const log = new DemoLog(recording.span, COLUMNS)
  const progress = new Progress(terminal, 'events', recording.items.length)
  const say = (line: string): void => {
    progress.clear()
    if (!options.json) terminal.result(line)
  }
  describeRun(say, terminal, { device, pipeline, build, events: recording.items.length, seed: options.seed })
  const news = new News(say, log, recording.span)
  const verification = await verify(
    device,
    pipeline,
    build,
    shuffle(inTurn(recording.items), { seed: options.seed, ...DISORDER }),
    {
      onItem: (items) => progress.show(items),
      onDevice: (result) => {
        log.add(result)
        if (options.json) terminal.result(printResult(result))
        else news.hear(result)
      },
    },
  ).finally(() => progress.clear())
  const { verdict } = verification
  if (options.json) {
    const { results, differ, ties, lost } = verdict
    terminal.result(JSON.stringify({ type: 'verdict', results, differ, ties, lost, ...sums(verification, build) }))
  } else {
    drawPicture(say, terminal, log, recording, COLUMNS)
    tellReport(say, terminal, { log, verification, build, labelled: recording.labelled, device })
    terminal.result(`verdict: ${verdict.results} results, ${verdict.differ} differ`)
  }
  return verdict
}

function sums(verification: Awaited<ReturnType<typeof verify>>, build: Build): Record<string, unknown> {
  const { items, fates, device, line, wallMs, deviceMs, instructions } = verification
  return { items, fates, device, line, wallMs, deviceMs, instructions, plan: build.plan }
}

async function readRecording(pipeline: Pipeline, limit = Infinity): Promise<Recording> {
  const items: Item[] = []
  const labelled: Labelled[] = []
  const source = openSource(RECORDING, pipeline, {
    onRow: (item, cells) => {
      if (item.kind === 'event' && cells['label'] === '1') labelled.push({ key: item.key, t: item.t! })
    },
  })
  for await (const item of source.items) {
    items.push(item)
    if (items.length >= limit) break
  }
  const times = items.map((item) => (item.kind === 'event' ? item.t! : 0))
  return { items, labelled, span: { from: times[0] ?? 0, to: times.at(-1) ?? 0 } }
}

async function* inTurn(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

/** Tells alarms as they come, and now and then the newest windows. */
class News {
  readonly #say: (line: string) => void
  readonly #log: DemoLog
  readonly #span: Span
  #told = -Infinity
  #alarms = 0

  constructor(say: (line: string) => void, log: DemoLog, span: Span) {
    this.#say = say
    this.#log = log
    this.#span = span
  }

  hear(result: Result): void {
    const at = (t: number): string => elapsed(t - this.#span.from)
    switch (result.type) {
      case 'detect':
        if (result.edge === 'start') this.#say(`${at(result.t)}  mote ${String(result.key)}: steam begins`)
        else
          this.#say(
            `${at(result.t)}  mote ${String(result.key)}: steam ends after ${elapsed(result.durationMs!)}, ${String(result.peak)} %RH at most`,
          )
        break
      case 'anomaly':
        this.#alarms += 1
        if (this.#alarms <= 5)
          this.#say(
            `${at(result.t)}  mote ${String(result.key)}: odd temperature ${result.value} °C, ${result.score.toFixed(1)} deviations away`,
          )
        break
      case 'window':
        if (result.stage === 'minute' && result.end! - this.#told >= NEWS_MS) {
          this.#told = result.end!
          this.#say(`${at(result.end!)}  humidity  ${newest(this.#log)}`)
        }
        break
      default:
    }
  }
}

function newest(log: DemoLog): string {
  const motes = [...log.newest].sort(([a], [b]) => Number(a) - Number(b))
  return motes.map(([key, mean]) => `mote ${String(key)} ${mean.toFixed(1).padStart(5)} %`).join('   ')
}
