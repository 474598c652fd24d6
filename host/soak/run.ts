/**
 * One run of a soak: a pipeline, an input and a seed; host, line and board in a world of their own. Its results are those of an
 * undisturbed run, or it ends with a named error; anything else is a fault of ours.
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { Device } from '../devices/device.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Journal } from '../journal/journal.ts'
import { Session } from '../run/session.ts'
import type { Alive } from './alive.ts'
import { cutFlashAt, deal, fillStorage, partOf } from './blows.ts'
import { compared, type Difference } from './compared.ts'
import { Disk, HostCrash } from './disk.ts'
import { BLOWS, noFaults, planOf, type DealtBlow, type FaultCounts, type FaultPlan, type Kind } from './faults.ts'
import { troubledLine } from './line.ts'
import { placeReader, type Place } from './place.ts'
import { World } from './world.ts'

export interface Load {
  readonly name: string
  readonly pipeline: Pipeline
  readonly build: Build
  readonly items: readonly Item[]
  /** What there is to hit, by items taken. */
  readonly alive: Alive
  /** Results of an undisturbed run, one JSON text each. */
  readonly expected: readonly string[]
}

export interface Outcome extends Difference {
  readonly seed: number
  readonly load: string
  /** What struck. */
  readonly faults: FaultCounts
  readonly results: number
  /** Blows that struck while something was alive, of all that struck. */
  readonly hits: number
  readonly recoveries: number
  /** What ended the run before its time, if anything did. */
  readonly error: string | null
}

/** Lives of the host in one run at most: it crashes a few times only. */
const LIVES = 12
/** Times that a host looks for its board in one life. */
const STARTS = 4
/** Time until a host that crashed is started again, in ms. */
const RESTART_MS = 200
const VARS = 4000
/** Writes of the journal among which the one is that a crash hits. */
const JOURNAL_WRITES = 8
/** Bytes of Storage that a file takes beside its own. */
const FILE_BYTES = 64

/** What a run without any fault gives: its results, one JSON text each; `writes` counts those of flash and journal. */
export async function perform(
  load: Load,
  plan: FaultPlan,
  writes = { flash: 0, journal: 0 },
): Promise<readonly string[]> {
  const world = new World({ flash: blankFlash(), vars: VARS, seed: 1 })
  world.board.supply = ({ length }) => {
    writes.flash += 1
    return length
  }
  const run = new Run(load, 1, plan, world)
  world.start()
  try {
    await run.live()
    writes.journal = run.journalWrites
  } finally {
    world.end()
  }
  if (run.got.length === 0) throw new Error(`${load.name} gives no result at all`)
  return run.got
}

/** Runs one seed. */
export async function soakRun(
  load: Load,
  seed: number,
  plan: FaultPlan = planOf(seed, load.items.length),
): Promise<Outcome> {
  const { vars = VARS, baud, freePages } = plan
  const world = new World({ flash: blankFlash(), vars, seed, baud, freePages })
  const run = new Run(load, seed, plan, world)
  let error: string | null = null
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
  const { recoveries, hits, counts, got } = run
  const difference = compared(load.expected, got, error !== null)
  return { seed, load: load.name, faults: counts, results: got.length, ...difference, hits, recoveries, error }
}

class Run {
  recoveries = 0
  hits = 0
  readonly counts = noFaults()
  /** Results that the user was told, in this life of the host and those before. */
  readonly got: string[] = []
  readonly #disk = new Disk()
  readonly #blows: DealtBlow[]
  readonly #placeOf: ReturnType<typeof placeReader>
  /** Where the board is, or was when it still had power. */
  #place: Place = { from: 0, to: 0 }

  constructor(
    readonly load: Load,
    readonly seed: number,
    readonly plan: FaultPlan,
    readonly world: World,
  ) {
    const struck = (kind: Kind): void => this.#struck(kind)
    this.#blows = [...plan.blows]
    this.#placeOf = placeReader(load.build)
    world.onTurn = () => this.#deal()
    world.carry = troubledLine(seed, plan.line, struck)
    const { room, flashCut, journalCut } = plan
    if (room !== null) fillStorage(world, this.#roomFor(room), struck)
    if (flashCut !== undefined) cutFlashAt(world, flashCut, struck)
    if (journalCut !== undefined) this.#disk.crashAt(journalCut)
  }

  get journalWrites(): number {
    return this.#disk.writes
  }

  /** The host's lives, one after the other, until the run is done. */
  async live(): Promise<void> {
    for (let life = 0; life < LIVES; life++) {
      const ended = new Promise<'crashed'>((resolve) => (this.#disk.onCrash = (...how) => resolve(this.#dead(...how))))
      const device = new Device(this.world.host())
      const working = this.#life(device).then(() => 'done' as const)
      // The crash may be thrown where nobody waits for it: the process is gone all the same.
      working.catch(() => undefined)
      const how = await Promise.race([working.catch((error: unknown) => this.#crashed(error)), ended])
      if (how === 'done') return
      await new Promise<void>((resolve) => this.world.later(RESTART_MS, resolve))
    }
    throw new Error('the host did not come to an end')
  }

  /** At once: what a dead process would still say is no fault of the protocol. */
  #dead(due: number, written: number): 'crashed' {
    this.world.forsake()
    this.#struck('hostCrash')
    if (written > 0 && written < due) this.#struck('tornTail')
    return 'crashed'
  }

  #crashed(error: unknown): 'crashed' {
    if (error instanceof HostCrash) return 'crashed'
    throw error
  }

  async #life(device: Device): Promise<void> {
    const { load, plan } = this
    await this.#opened(device)
    const journal = Journal.open(this.#disk.open())
    // Results of earlier lives are those in the journal: told once more, and the same.
    this.got.length = 0
    const session = await Session.start(device, load.pipeline, load.build, {
      journal,
      run: 1 + (this.seed % 0xffff),
      checkpointMs: plan.checkpointMs,
      onDevice: (result) => this.got.push(JSON.stringify(result)),
      onRecovery: () => (this.recoveries += 1),
    })
    try {
      for (const item of load.items.slice(journal.items)) {
        if (plan.paceMs > 0) await new Promise<void>((resolve) => this.world.clock.after(plan.paceMs, resolve))
        await session.push(item)
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

  /** Deals what is due: the board has come that far. */
  #deal(): void {
    const reached = this.#look().to
    for (let blow = this.#blows[0]; blow !== undefined && blow.afterItems <= reached; blow = this.#blows[0]) {
      this.#blows.shift()
      const { kind, strength } = blow
      if (kind !== 'hostCrash') deal(this.world, kind, strength, (struck) => this.#struck(struck))
      else this.#disk.crashAt({ at: Math.floor(strength * JOURNAL_WRITES), part: partOf(strength) })
    }
  }

  #struck(kind: Kind): void {
    this.counts[kind] += 1
    if ((BLOWS as readonly Kind[]).includes(kind) && this.#isAlive()) this.hits += 1
  }

  /** Whether results still to come depend on what the board has taken, or some of those that are due have not come. */
  #isAlive(): boolean {
    const { alive, expected } = this.load
    const { from, to } = this.#look()
    if (alive.needed[from] && alive.needed[to]) return true
    // Where limits of the board touch the results the reference cannot tell when they are due.
    return alive.due.at(-1) === expected.length && alive.due[from] > this.got.length
  }

  /** What a board has to come back to, while it restarts, is where it was. */
  #look(): Place {
    const now = this.#placeOf(this.world.board)
    if (now !== null && now.to > this.#place.to) this.#place = now
    return this.#place
  }

  #roomFor(checkpoints: number): number {
    const { code, plan } = this.load.build
    return code.length + FILE_BYTES + Math.floor(checkpoints * (plan.checkpoint.bytes + FILE_BYTES))
  }
}
