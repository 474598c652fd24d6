/**
 * The main job on live input: load and memory of this computer go to a small pipeline on the device, five times a second; its
 * results are shown and compared with the reference as they come, until the input is ended.
 */
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { pipeline as pipelineOf } from '../../shared/pipeline/builder.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Verdict } from '../../shared/stream/compare.ts'
import type { Item } from '../../shared/stream/event.ts'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Device } from '../devices/device.ts'
import { computerSource, type ComputerOptions } from '../sources/live/computer.ts'
import { blocks } from './picture.ts'
import { Progress } from './progress.ts'
import { verify } from './verify.ts'

export interface LiveDemoOptions extends ComputerOptions {
  /** Results and sums as JSON lines instead of words. */
  readonly json?: boolean
}

/** Readings a second. */
const HZ = 5
/** Columns of the picture of the latest loads. */
const COLUMNS = 25

export const liveLab = pipelineOf('this computer')
  .input({ cpu: 'double', memory: 'double' })
  .packed({ cpu: 'int16/100', memory: 'int16/100' })
  .outOfOrder('0s')
  .tumbling(
    '5s',
    { n: 'count()', meanCpu: 'mean(cpu)', maxCpu: 'max(cpu)', meanMemory: 'mean(memory)' },
    { id: 'load', from: 'input' },
  )
  .detect({ when: 'cpu > 80', until: 'cpu < 50' }, { id: 'busy', from: 'input' })
  .zscore('cpu', { size: 50, threshold: 4 }, { id: 'odd', from: 'input' })
  .toSpec()

export async function liveDemo(device: Device, terminal: Terminal, options: LiveDemoOptions): Promise<Verdict> {
  const pipeline = loadPipeline(liveLab)
  const build = await buildFirmware(pipeline)
  const source = computerSource('this computer', pipeline, { hz: HZ, ...options })
  const progress = new Progress(terminal, 'readings')
  const say = (line: string): void => {
    progress.clear()
    if (options.json !== true) terminal.result(line)
  }
  const { style } = terminal
  say(`${style('bold', 'Rivulet: this computer')} on ${device.address}, ${options.hz ?? HZ} readings a second`)
  say(`  stages ${pipeline.stages.map(({ id }) => id).join(', ')}; program ${build.hash}; Ctrl-C ends it\n`)
  const news = new LiveNews(say, terminal)
  const watched = async function* (): AsyncGenerator<Item> {
    for await (const item of source.items) {
      news.read(item)
      yield item
    }
  }
  const { verdict, items } = await verify(device, pipeline, build, watched(), {
    // A frame of several events would wait until the last of them has come.
    single: true,
    onItem: (count) => progress.show(count),
    onDevice: (result) => (options.json === true ? terminal.result(printResult(result)) : news.hear(result)),
  }).finally(() => progress.clear())
  const { results, differ, ties, lost } = verdict
  if (options.json === true) terminal.result(JSON.stringify({ type: 'verdict', results, differ, ties, lost, items }))
  else {
    if (verdict.first !== undefined) say(`\n${style('red', 'first difference')}: ${verdict.first.why}`)
    say(`\n${items} readings`)
    terminal.result(`verdict: ${results} results, ${differ} differ`)
  }
  return verdict
}

/** Tells results as they come, with a picture of the loads behind them. */
class LiveNews {
  readonly #say: (line: string) => void
  readonly #style: Terminal['style']
  readonly #loads: number[] = []

  constructor(say: (line: string) => void, { style }: Terminal) {
    this.#say = say
    this.#style = style
  }

  read(item: Item): void {
    if (item.kind !== 'event') return
    this.#loads.push(Number(item.values['cpu']))
    if (this.#loads.length > COLUMNS) this.#loads.shift()
  }

  hear(result: Result): void {
    switch (result.type) {
      case 'window': {
        const { meanCpu, maxCpu, meanMemory } = result.aggs
        const picture = this.#style('cyan', blocks(this.#loads, 0, 100).padStart(COLUMNS))
        this.#say(
          `${clockTime(result.end!)}  ${picture}  cpu ${percent(meanCpu)}, at most ${percent(maxCpu)}  memory ${percent(meanMemory)}`,
        )
        break
      }
      case 'detect': {
        const what = result.edge === 'start' ? 'busy' : `no longer busy, after ${result.durationMs! / 1000} s`
        this.#say(`${clockTime(result.t)}  ${this.#style('red', what)}`)
        break
      }
      case 'anomaly':
        if (result.alarm)
          this.#say(
            `${clockTime(result.t)}  ${this.#style('yellow', `odd load of ${result.value} %`)}, ${result.score.toFixed(1)} deviations away`,
          )
        break
      default:
    }
  }
}

/** A time of the day, UTC. */
function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}

function percent(value: unknown): string {
  return `${Number(value).toFixed(1).padStart(5)} %`
}
