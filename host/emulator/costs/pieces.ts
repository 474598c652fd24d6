/**
 * What finding memory in one piece costs. The device goes along its list of free variables until enough of them follow
 * each other; those that were freed before come first, in the order in which they were freed, so the search takes the
 * longer the more there are. How many there are is estimated, without a list: a piece that replaces one of its size
 * leaves that behind, variables that a program lets go of are added, new ones come out of them.
 *
 * Figures: calibration-history.ts. Everything here depends on the program alone, so that counts repeat.
 */

/** Bytes of a variable; up to how many bytes data are a list of variables. */
const BLOCK = 14
const LINKED_BYTES = 19
/** Going past a free variable, when a piece is taken and when it is given back. */
const PASSED = 63
/** The part of a replaced piece that stays scattered: other values take from it meanwhile. */
const STRANDED = 0.93
/** Variables that a piece leaves behind which is given back at once. */
const STRANDED_AT_ONCE = 1.5
/** Instructions between two looks at how much memory is in use: by themselves, and when a piece is looked for. */
export const LOOK_EVERY = 2_000_000
const LOOK_FOR_PIECE = 200_000
/** So many more scattered variables are a reason to look, too. */
const DOUBTFUL = 256
/** Instructions that garbage collection, which puts the free variables in order, takes for each variable of memory. */
export const COLLECT = 60

/** What is asked of the interpreter. */
export interface Memory {
  readonly instructions: number
  readonly heap: { readonly total: number; usage(): number }
}

export class Pieces {
  /** Free variables that stand before those that were never used. */
  private scattered = 0
  private used: number | undefined
  /** Variables of the last piece. */
  private last = 0
  /** Variables that it is expected to leave behind. */
  private stranded = 0
  private lookedAt = 0
  private doubtful = DOUBTFUL

  /** How many pieces were looked for. */
  taken = 0

  constructor(private readonly memory: Memory) {}

  /** Looks how much memory is in use: what is less than before was let go of. */
  look(): void {
    const { heap, instructions } = this.memory
    const used = heap.usage()
    if (this.used !== undefined) this.scattered = Math.max(0, this.scattered + this.used - used)
    this.used = used
    this.lookedAt = instructions
    this.doubtful = this.scattered + DOUBTFUL
  }

  /** As `look`, when the last time is long ago. */
  attend(): void {
    if (this.memory.instructions - this.lookedAt >= LOOK_EVERY) this.look()
  }

  /** Instructions to find memory for so many bytes, besides those of a search that finds it at once. */
  find(bytes: number): number {
    if (bytes <= LINKED_BYTES) return 0
    const { instructions } = this.memory
    if (this.used === undefined || instructions - this.lookedAt >= LOOK_FOR_PIECE || this.scattered > this.doubtful)
      this.look()
    const cost = PASSED * this.scattered
    const blocks = 1 + Math.ceil(bytes / BLOCK)
    // a smaller one than the last finds room in what that one left
    this.stranded = blocks >= this.last ? STRANDED * blocks : 0
    this.scattered += this.stranded
    this.last = blocks
    this.taken++
    return Math.round(cost + this.collection())
  }

  /** The last piece was not kept: the next one can have its place. */
  released(): void {
    const less = Math.max(0, this.stranded - STRANDED_AT_ONCE)
    this.scattered = Math.max(0, this.scattered - less)
    this.stranded -= less
  }

  /** Nothing but scattered variables is left: garbage is collected. */
  private collection(): number {
    const { total } = this.memory.heap
    if (this.scattered < total - (this.used ?? 0)) return 0
    this.collected()
    return COLLECT * total
  }

  /** Garbage collection has put the free variables in order. */
  collected(): void {
    this.scattered = 0
    this.last = 0
    this.doubtful = DOUBTFUL
  }
}
