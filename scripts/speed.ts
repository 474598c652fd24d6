/** Wall times of one program on the emulator and on a Linux build of Espruino, measured in turn. */
import path from 'node:path'
import { blankFlash } from '../host/emulator/board/flash.ts'
import { emulate, type EmulateOptions } from '../host/emulator/emulate.ts'
import type { BinaryRunner } from './differential-binary.ts'
import type { SpeedProgram } from './speed-programs.ts'

/** The Linux build takes as many variables as it needs; so many are enough for every program. */
const VARS = 60_000
const HOUR_MS = 3_600_000

/** Milliseconds that n rounds took, each repetition. */
export interface Differences {
  readonly binary: readonly number[]
  readonly emulator: readonly number[]
  /** Both printed the same. */
  readonly same: boolean
}

/** One row of the table; times in milliseconds. */
export interface Measured {
  readonly name: string
  readonly binaryMs: number
  readonly emulatorMs: number
  readonly same: boolean
}

/** Wall time of `run`, in milliseconds, and what it gave. */
function timed<T>(run: () => T): { ms: number; result: T } {
  const began = performance.now()
  const result = run()
  return { ms: performance.now() - began, result }
}

/** Runs n and 2 n rounds on both, in turn; start-up is in both and cancels. */
export function differences(runner: BinaryRunner, program: SpeedProgram, repeat: number): Differences {
  const { rounds } = program
  const options: EmulateOptions = { flash: blankFlash(), vars: VARS, board: 'LINUX', console: 'USB', limitMs: HOUR_MS }
  for (const text of program.setup) {
    runner.run(text)
    emulate(text, options)
  }
  const [once, twice] = [program.code(rounds), program.code(2 * rounds)]
  const real = (text: string): { ms: number; result: string } => timed(() => runner.run(text))
  const ours = (text: string): { ms: number; result: string } => timed(() => emulate(text, options).stdout)
  ours(twice)
  const binary: number[] = []
  const emulator: number[] = []
  let same = true
  for (let i = 0; i < repeat; i++) {
    const [realOnce, oursOnce, realTwice, oursTwice] = [real(once), ours(once), real(twice), ours(twice)]
    binary.push(realTwice.ms - realOnce.ms)
    emulator.push(oursTwice.ms - oursOnce.ms)
    same &&= printSame(realTwice.result, oursTwice.result)
  }
  return { binary, emulator, same }
}

/**
 * Whether two runs print the same. The greeting of a firmware holds a number that is drawn by chance, and is left out; the
 * doubles of its results may differ in their last bits, as square roots do between libraries.
 */
export function printSame(one: string, other: string): boolean {
  const [ones, others] = [one, other].map((printed) => printed.replace(/^~\["H".*$/m, '').split('\n'))
  return ones.length === others.length && ones.every((line, i) => line === others[i] || resultsAgree(line, others[i]))
}

/** A line of results: its sequence number, then doubles in base64, then its checksum. */
const RESULT = /^~\["R",(\d+),"([^"]*)"\]/
/** Two units in the last place of a double. */
const LAST_BITS = 2 ** -51

function resultsAgree(one: string, other: string): boolean {
  const [ones, others] = [one, other].map((line) => RESULT.exec(line))
  if (!ones || !others || ones[1] !== others[1]) return false
  const [x, y] = [ones[2], others[2]].map((text) => Buffer.from(text, 'base64'))
  if (x.length !== y.length || x.length % 8 !== 0) return false
  for (let at = 0; at < x.length; at += 8) {
    const [a, b] = [x.readDoubleLE(at), y.readDoubleLE(at)]
    if (!Object.is(a, b) && !(Math.abs(a - b) <= LAST_BITS * Math.abs(a))) return false
  }
  return true
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export interface BuildName {
  /** All of it in words. */
  readonly name: string
  readonly file: string
  readonly version: string
  readonly commit: string
  readonly board: string
  readonly blockSize: number
  readonly emptyLoopNs: number
}

/** What identifies a build: figures of different builds cannot be compared. */
export function nameBuild(runner: BinaryRunner, binary: string, repeat: number): BuildName {
  const asked = 'print(process.version,process.env.GIT_COMMIT,process.env.BOARD,process.memory().blocksize)'
  const [version, commit, board, blockSize] = (runner.run(asked).trim().split('\n').at(-1) ?? '').split(' ')
  const loop = (n: number): number => timed(() => runner.run(`for(var i=0;i<${n};i++){}`)).ms
  const turns = 100_000
  const nanoseconds = medianOf(Array.from({ length: repeat }, () => ((loop(2 * turns) - loop(turns)) * 1e6) / turns))
  const emptyLoopNs = Math.round(nanoseconds)
  const file = path.basename(binary)
  const name = `${file}, ${version} commit ${commit} for ${board}, variables of ${blockSize} bytes, empty loop ${emptyLoopNs} ns`
  return { name, file, version, commit, board, blockSize: Number(blockSize), emptyLoopNs }
}

export function shown({ name, binaryMs, emulatorMs, same }: Measured): string {
  const times = `${binaryMs.toFixed(0).padStart(7)} ms ${emulatorMs.toFixed(1).padStart(8)} ms`
  return `${name.padEnd(26)}${times} ${(binaryMs / emulatorMs).toFixed(1).padStart(6)} ×${same ? '' : '  (they print different things)'}`
}
