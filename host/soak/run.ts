/**
 * One run of a soak: a pipeline, an input and a seed; host, line and board in a world of their own. Its results are those of an
 * undisturbed run, or it ends with a named error; anything else is a fault of ours.
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { Device } from '../devices/device.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Journal, type JournalStore } from '../journal/journal.ts'
import { Session } from '../run/session.ts'
import { cutFlashAt, noFaults, planOf, strike, troubledLine, type FaultCounts, type FaultPlan } from './faults.ts'
import { HostCrash, World } from './world.ts'

export interface Load {
  readonly name: string
  readonly pipeline: Pipeline
  readonly build: Build
  readonly items: readonly Item[]
  /** Results of an undisturbed run, one JSON text each. */
  readonly expected: readonly string[]
}

export interface Outcome {
  readonly seed: number
  readonly load: string
  readonly faults: FaultCounts
  readonly results: number
  readonly lost: number
  readonly repeated: number
  readonly reordered: number
  readonly wrong: number
  /** A blow was dealt while results that depend on earlier input were still to come. */
  readonly live: boolean
  readonly recoveries: number
  /** What ended the run before its time, if anything did. */
  readonly error: string | null
}

/** A disk that outlives hosts, whose next append may be the last thing that a host does. */
class Disk {
  text = ''
  writes = 0
  #life = 0
  /** Appends until the crash, and how much of that one is written, from 0 to 1; `null`: none. */
  crash: { left: number; part: number } | null = null
  onCrash: () => void = () => undefined

  /** The journal as one life of the host has it; earlier ones write no more. */
  open(): JournalStore {
    const life = ++this.#life
    return {
      read: () => Buffer.from(this.text, 'utf8'),
      truncate: (length) => (this.text = Buffer.from(this.text, 'utf8').subarray(0, length).toString('utf8')),
      append: (text) => {
        if (life !== this.#life) throw new HostCrash('the host is dead')
        this.#append(text)
      },
      close: () => undefined,
    }
  }

  #append(text: string): void {
    this.writes += 1
    if (this.crash !== null && this.crash.left-- <= 0) {
      this.text += text.slice(0, Math.floor(this.crash.part * text.length))
      this.crash = null
      this.#life += 1
      this.onCrash()
      throw new HostCrash('the host crashed')
    }
    this.text += text
  }
}

/** Lives of the host in one run at most: it crashes a few times only. */
const LIVES = 12
/** Times that a host looks for its board in one life. */
const STARTS = 4
const VARS = 4000
/** Bytes that a full Storage has left: programs take 10 to 13 kB. */
const ROOM = 16_384

/** What a run without any fault gives: its results, one JSON text each; `writes` counts those of flash and journal. */
export async function perform(
  load: Load,
  plan: FaultPlan,
  writes = { flash: 0, journal: 0 },
): Promise<readonly string[]> {
  const got: string[] = []
  const world = new World({ flash: blankFlash(), vars: VARS, seed: 1 })
  world.board.supply = ({ length }) => {
    writes.flash += 1
    return length
  }
  const run = new Run(load, 1, plan, world, noFaults(), got)
  world.start()
  try {
    await run.live()
    writes.journal = run.journalWrites
  } finally {
    world.end()
  }
  if (got.length === 0) throw new Error(`${load.name} gives no result at all`)
  return got
}

/** Runs one seed. */
export async function soakRun(
  load: Load,
  seed: number,
  plan: FaultPlan = planOf(seed, load.items.length),
): Promise<Outcome> {
  const counts = noFaults()
  const got: string[] = []
  const { vars = VARS, baud, freePages } = plan
  const world = new World({ flash: blankFlash(), vars, seed, baud, freePages })
  const run = new Run(load, seed, plan, world, counts, got)
  let error: string | null = null
  if (plan.fullStorage) fillStorage(world, counts)
  if (plan.flashCut !== undefined) cutFlashAt(world, plan.flashCut, counts)
  world.start()
  try {
    await run.live()
  } catch (fault) {
    if (!(fault instanceof RivuletError)) throw fault
    error = `${fault.code}: ${fault.message}`
  } finally {
    world.end()
  }
  if (world.fault !== null) throw world.fault
  counts.reset += world.losses.running - counts.reset
  const { recoveries, hits } = run
  return {
    seed,
    load: load.name,
    faults: counts,
    results: got.length,
    ...compared(load.expected, got, error !== null),
    live: hits > 0,
    recoveries,
    error,
  }
}

/** Somebody's recording leaves hardly room for the program in Storage, and none for a second one or checkpoints. */
function fillStorage({ board }: World, counts: FaultCounts): void {
  counts.fullStorage += 1
  const { freeBytes } = board.storage.stats()
  board.storage.write('recording', new Uint8Array(freeBytes - ROOM).fill(0x55))
}

class Run {
  recoveries = 0
  hits = 0
  readonly #disk = new Disk()
  #silentUntil = 0
  #items = 0

  constructor(
    readonly load: Load,
    readonly seed: number,
    readonly plan: FaultPlan,
    readonly world: World,
    readonly counts: FaultCounts,
    readonly got: string[],
  ) {
    const quiet = (): boolean => world.clock.now() < this.#silentUntil
    world.carry = troubledLine(seed, plan, counts, quiet)
    const { journalCut } = plan
    if (journalCut !== undefined) this.#disk.crash = { left: journalCut.at, part: journalCut.part }
  }

  get journalWrites(): number {
    return this.#disk.writes
  }

  /** The host's lives, one after the other, until the run is done. */
  async live(): Promise<void> {
    const blows = [...this.plan.blows]
    for (let life = 0; life < LIVES; life++) {
      const ended = new Promise<'crashed'>((resolve) => (this.#disk.onCrash = () => resolve('crashed')))
      const device = new Device(this.world)
      const working = this.#life(device, blows).then(() => 'done' as const)
      // The crash may be thrown where nobody waits for it: the process is gone all the same.
      working.catch(() => undefined)
      const how = await Promise.race([working.catch((error: unknown) => this.#crashed(error)), ended])
      if (how === 'done') return
      this.counts.hostCrash += 1
      this.world.forsake()
      await new Promise<void>((resolve) => this.world.later(200, resolve))
    }
    throw new Error('the host did not come to an end')
  }

  #crashed(error: unknown): 'crashed' {
    if (error instanceof HostCrash) return 'crashed'
    throw error
  }

  async #life(
    device: Device,
    blows: { kind: FaultPlan['blows'][number]['kind']; afterItems: number; strength: number }[],
  ): Promise<void> {
    const { load, plan } = this
    await this.#opened(device)
    const journal = Journal.open(this.#disk.open())
    const alive = this.got
    // Results of earlier lives are those in the journal: told once more, and the same.
    alive.length = 0
    const session = await Session.start(device, load.pipeline, load.build, {
      journal,
      run: 1 + (this.seed % 0xffff),
      checkpointMs: plan.checkpointMs,
      onDevice: (result: Result) => alive.push(JSON.stringify(result)),
      onRecovery: () => (this.recoveries += 1),
    })
    try {
      for (this.#items = journal.items; this.#items < load.items.length; this.#items++) {
        while (blows.length > 0 && blows[0].afterItems <= this.#items) this.#deal(blows.shift()!)
        await session.push(load.items[this.#items])
      }
      await session.finish()
      await session.end()
    } catch (error) {
      throw await session.explain(error)
    } finally {
      session.abandon()
    }
  }

  /** Whoever runs a host starts it again when it does not find its board. */
  async #opened(device: Device): Promise<void> {
    for (let left = STARTS; ; left--) {
      try {
        return await device.open()
      } catch (error) {
        if (left === 1 || !(error instanceof RivuletError)) throw error
        if (device.isGone) await device.reopen()
      }
    }
  }

  #deal({ kind, strength }: { kind: FaultPlan['blows'][number]['kind']; strength: number }): void {
    if (this.#items > 0 && this.got.length < this.load.expected.length) this.hits += 1
    if (kind === 'hostCrash') this.#disk.crash = { left: Math.floor(strength * 8), part: (strength * 97) % 1 }
    else strike(this.world, kind, strength, this.counts, (ms) => (this.#silentUntil = this.world.clock.now() + ms))
  }
}

/** What is missing, too much, in another place, or different. A run that ended early only lacks its end. */
export function compared(
  expected: readonly string[],
  got: readonly string[],
  ended: boolean,
): Pick<Outcome, 'lost' | 'repeated' | 'reordered' | 'wrong'> {
  const due = ended ? expected.slice(0, got.length) : expected
  const left = new Map<string, number>()
  for (const each of due) left.set(each, (left.get(each) ?? 0) + 1)
  let repeated = 0
  let wrong = 0
  for (const each of got) {
    const n = left.get(each)
    if (n === undefined) wrong += 1
    else if (n === 0) repeated += 1
    else left.set(each, n - 1)
  }
  const lost = [...left.values()].reduce((sum, n) => sum + n, 0)
  const same = lost === 0 && repeated === 0 && wrong === 0
  const reordered = same ? got.filter((each, i) => each !== due[i]).length : 0
  return { lost, repeated, reordered, wrong }
}
