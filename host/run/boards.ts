/**
 * A pipeline on several boards, each with a part of the keys: as every key has its own state, the results together are those
 * of one large board. One reference engine takes the whole input, so that the watermark is that of all keys; a new key goes
 * to the board that has the fewest, and stays there until it is forgotten (pipeline README 12).
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Counters } from '../../shared/protocol/frames.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import { Comparison } from '../../shared/stream/compare.ts'
import type { Item, Key } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import type { Device } from '../devices/device.ts'
import { compareOptions } from './inexact.ts'
import { Session, type SessionOptions } from './session.ts'
import { reading, type Reading, type Verification } from './verify.ts'

/** What one board did. */
export interface BoardShare extends Pick<Reading, 'deviceMs' | 'instructions'> {
  readonly address: string
  readonly keys: readonly Key[]
  /** Events of its keys, and marks. */
  readonly items: number
  readonly counters: Counters
}

/** Of all boards together; `device.memory` is that of the fullest. */
export interface BoardsVerification extends Verification {
  readonly boards: readonly BoardShare[]
}

export interface BoardsOptions extends Omit<SessionOptions, 'onReference'> {
  /** After each item, for progress. */
  readonly onItem?: (items: number) => void
}

/** Throws when the keys of a pipeline do not go their ways alone. */
export function requireDivisible(pipeline: Pipeline): void {
  const shared = pipeline.stages.find((stage) => stage.kind === 'compound' && stage.count !== 'stages')
  if (pipeline.key !== null && shared === undefined) return
  const why = shared === undefined ? 'it has no key' : `stage '${shared.id}' counts over all keys`
  throw new RivuletError('E_BOARDS', `the pipeline cannot be spread over several boards: ${why}`, {
    kind: 'usage',
    cure: shared === undefined ? 'give its input a key, or use one board' : 'use one board, or count by stages',
  })
}

/** Runs a pipeline on open devices and compares. `build` is the program of a board: for its part of the keys. */
export async function verifyOnBoards(
  devices: readonly Device[],
  pipeline: Pipeline,
  build: Build,
  items: AsyncIterable<Item>,
  options: BoardsOptions = {},
): Promise<BoardsVerification> {
  requireDivisible(pipeline)
  const comparison = new Comparison(compareOptions(pipeline))
  const onDevice = (result: Result, sn: number): void => {
    comparison.device(result)
    options.onDevice?.(result, sn)
  }
  const boards: Board[] = []
  try {
    for (const device of devices)
      boards.push(new Board(device, await Session.start(device, pipeline, build, { ...options, onDevice })))
    const began = performance.now()
    const engine = new ReferenceEngine(pipeline)
    const count = await deliver(boards, engine, items, comparison, options.onItem)
    const shares: BoardShare[] = []
    for (const board of boards) shares.push(await board.finish())
    return {
      verdict: comparison.finish(),
      items: count,
      fates: engine.fates(),
      device: countersOf(shares.map(({ counters }) => counters)),
      line: lineOf(boards.map(({ session }) => session.counters)),
      deviceMs: Math.max(...shares.map(({ deviceMs }) => deviceMs)),
      wallMs: performance.now() - began,
      instructions: shares.reduce<number | null>(
        (sum, { instructions: n }) => (sum === null || n === null ? null : sum + n),
        0,
      ),
      boards: shares,
    }
  } finally {
    for (const { session } of boards) session.abandon()
  }
}

class Board {
  /** All keys that came, and how many of them are not forgotten. */
  readonly keys: Key[] = []
  living = 0
  readonly #before: Reading

  constructor(
    readonly device: Device,
    readonly session: Session,
  ) {
    this.#before = reading(device)
  }

  async finish(): Promise<BoardShare> {
    const counters = await this.told(this.session.finish())
    const { deviceMs, instructions } = reading(this.device)
    await this.told(this.session.end())
    return {
      address: this.device.address,
      keys: this.keys,
      items: this.session.items,
      counters,
      deviceMs: deviceMs - this.#before.deviceMs,
      instructions: instructions === null ? null : instructions - this.#before.instructions!,
    }
  }

  /** What the board's work gives; a failure is told as that of this board. */
  async told<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw await this.session.explain(error)
    }
  }
}

/** Hands every event to the board of its key, marks to all. Gives the number of items. */
async function deliver(
  boards: readonly Board[],
  engine: ReferenceEngine,
  items: AsyncIterable<Item>,
  comparison: Comparison,
  onItem?: (items: number) => void,
): Promise<number> {
  const homes = new Map<Key, Board>()
  let count = 0
  for await (const item of items) {
    const step = engine.push(item)
    for (const result of step.results) comparison.reference(result)
    const home = item.kind === 'event' ? homeOf(item.key, homes, boards) : null
    for (const board of boards) {
      if (home === null || board === home) await board.told(board.session.deliver(item, step))
      else board.session.pass(item, step)
    }
    for (const key of step.forgotten) leave(key, homes)
    count += 1
    onItem?.(count)
  }
  return count
}

function homeOf(key: Key, homes: Map<Key, Board>, boards: readonly Board[]): Board {
  const known = homes.get(key)
  if (known !== undefined) return known
  const next = boards.reduce((fewest, board) => (board.living < fewest.living ? board : fewest))
  homes.set(key, next)
  next.living += 1
  if (!next.keys.includes(key)) next.keys.push(key)
  return next
}

function leave(key: Key, homes: Map<Key, Board>): void {
  const board = homes.get(key)
  if (board === undefined) return
  board.living -= 1
  homes.delete(key)
}

type Line = Verification['line']

/** Counters of several boards as those of one. */
function countersOf(all: readonly Counters[]): Counters {
  const memories = all.flatMap(({ memory }) => (memory === null ? [] : [memory]))
  const fullest = memories.sort(([a, ofA], [b, ofB]) => b / ofB - a / ofA)[0] ?? null
  const total = (of: keyof Counters['faults']): number => all.reduce((sum, { faults }) => sum + faults[of], 0)
  return {
    memory: fullest,
    fates: all[0].fates.map((fates, stage) =>
      fates.map((_, i) => all.reduce((sum, each) => sum + each.fates[stage][i], 0)),
    ),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
    faults: { crc: total('crc'), gap: total('gap'), dup: total('dup'), long: total('long') },
  }
}

/** Counters of several lines as those of one. */
function lineOf(lines: readonly Line[]): Line {
  const naks: Record<string, number> = {}
  for (const line of lines) for (const [why, n] of Object.entries(line.naks)) naks[why] = (naks[why] ?? 0) + n
  const total = (of: Exclude<keyof Line, 'naks'>): number => lines.reduce((sum, line) => sum + line[of], 0)
  return {
    ...{ frames: total('frames'), bytes: total('bytes'), repeats: total('repeats'), timeouts: total('timeouts') },
    ...{ naks, corrupt: total('corrupt'), duplicateWords: total('duplicateWords'), acks: total('acks') },
    ...{ wordGaps: total('wordGaps'), checkpoints: total('checkpoints') },
  }
}
