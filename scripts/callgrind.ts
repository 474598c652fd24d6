/**
 * Instructions of an Espruino Linux build, counted by valgrind's callgrind. The counts of N and 2 N turns are subtracted, so
 * that start-up cancels out. Costs of different builds are comparable only through the empty loop.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Build } from '../firmware/toolchain/build.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { driven, linesOf, setupPrograms } from './driven-firmware.ts'

/** Separates the parts of a program whose instructions are counted apart. */
const MARK = 'E.getErrorFlags()'
/** Longest time for one program, in milliseconds. */
const LIMIT_MS = 600_000
const CALLGRIND = ['valgrind', '--tool=callgrind', '--callgrind-out-file=cg']

export interface CountedInput {
  /** Input item number i, as it would stand in a file. */
  readonly item: (i: number) => Record<string, unknown>
  /** Items before measuring starts, and items measured (twice as many follow). */
  readonly warm: number
  readonly count: number
  /** One event a frame. */
  readonly single?: boolean
}

export class Callgrind {
  readonly #binary: string

  /** `binary`: a Linux build with symbols. */
  constructor(binary: string) {
    this.#binary = path.resolve(binary)
  }

  /** Instructions of one turn of an empty loop: names the build. */
  async emptyLoop(): Promise<number> {
    const run = 'function run(n){for(var i=0;i<n;i++){}}'
    const [one, two] = await this.#count(`${run}run(9);${MARK};run(2000);${MARK};run(4000);${MARK};`)
    return (two - one) / 2000
  }

  /**
   * What an event costs, from the received line to the results. A run in which nothing listens to the port is
   * subtracted: that is the cost of what hands over the lines.
   */
  async eventCost(
    pipeline: Pipeline,
    build: Build,
    { item, warm, count, single }: CountedInput,
  ): Promise<{ instructions: number; eventsPerFrame: number }> {
    const { lines, parts } = linesOf({ item, single, ends: [warm, warm + count, warm + 3 * count] }, pipeline, build)
    const setup = setupPrograms(lines)
    const [one, two] = await this.#count(driven(build, lines, { parts, mark: MARK }), setup)
    const [idleOne, idleTwo] = await this.#count(driven(build, lines, { parts, mark: MARK, listening: false }), setup)
    return {
      instructions: (two - one - (idleTwo - idleOne)) / count,
      eventsPerFrame: count / (parts[1] - parts[0]),
    }
  }

  /** Instructions between the marks: [part of N, part of 2 N]. */
  async #count(program: string, setup: readonly string[] = []): Promise<[number, number]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'rivulet-cost-'))
    try {
      for (const each of setup) await this.#run(folder, each)
      await this.#run(folder, program, [...CALLGRIND, '--dump-before=jswrap_espruino_getErrorFlags'])
      const part = (i: number): number => {
        const text = readFileSync(path.join(folder, `cg.${i}`), 'latin1')
        return Number(/^totals: (\d+)/m.exec(text)?.[1])
      }
      return [part(2), part(3)]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /** Runs one program in a folder; its input stays open, because its end would reach the port as data. */
  async #run(folder: string, program: string, tool: readonly string[] = []): Promise<void> {
    writeFileSync(path.join(folder, 's.js'), program, 'latin1')
    const [command, ...args] = [...tool, this.#binary, 's.js']
    const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
    let printed = ''
    child.stdout.on('data', (data: Buffer) => (printed += data.toString('latin1')))
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    const [code] = (await once(child, 'close')) as [number | null]
    clearTimeout(limit)
    if (code !== 0) throw new Error(`${command} ended with ${code} (limit ${LIMIT_MS / 1000} s)`)
    // A line that is refused, or an error of the program, would make every figure meaningless.
    if (/Uncaught|MEMORY|~\["[NX]"/.test(printed)) throw new Error(printed.slice(-400))
  }
}
