/** Blows to what lies outside of the host: each is dealt here, and told when it strikes. */
import { StorageError } from '../emulator/board/storage.ts'
import type { Cut } from './disk.ts'
import type { Blow, OnStrike } from './faults.ts'
import { PowerLoss, type World } from './world.ts'

/** A cable is away, a line dead, for that long in ms; a board is without power. */
const CUT_MS = { least: 10, most: 5000 }
const OFF_MS = { least: 10, most: 500 }
/** How far ahead the moment of a blow lies at most: instructions, operations of the flash, allocations. */
const INSTRUCTIONS = 3_000_000
const OPERATIONS = 24
const ALLOCATIONS = 5000

const within = (strength: number, { least, most }: { least: number; most: number }): number => least + strength * most
/** A part of an operation, drawn from the strength of a blow as well. */
export const partOf = (strength: number): number => (strength * 997) % 1

export function deal(world: World, kind: Exclude<Blow, 'hostCrash'>, strength: number, struck: OnStrike): void {
  switch (kind) {
    case 'cut':
      if (world.unplug(within(strength, CUT_MS))) struck('cut')
      return
    case 'silence':
      return world.silence(within(strength, CUT_MS), () => struck('silence'))
    case 'reset':
      return world.board.strike(Math.floor(strength * INSTRUCTIONS), () => {
        struck('reset')
        throw new PowerLoss(within(strength, OFF_MS))
      })
    case 'power':
      return cutFlashAt(world, { at: Math.floor(strength * OPERATIONS), part: partOf(strength) }, struck)
    case 'memory':
      return world.board.failMemory(Math.floor(strength * ALLOCATIONS), () => struck('memory'))
  }
}

/** Power fails in the middle of one operation of the flash, counted from now. */
export function cutFlashAt(world: World, { at, part }: Cut, struck: OnStrike): void {
  let left = at
  world.board.supply = ({ length }) => {
    if (length === 0 || left-- > 0) return length
    world.board.supply = (operation) => operation.length
    const done = Math.floor(part * length)
    struck('power')
    if (done > 0) struck('torn')
    return done
  }
}

/** Somebody's recording leaves no more than `room` bytes in Storage; `struck` hears of each write that is refused. */
export function fillStorage({ board: { storage } }: World, room: number, struck: OnStrike): void {
  const { freeBytes } = storage.stats()
  storage.write('recording', new Uint8Array(freeBytes - room).fill(0x55))
  const write = storage.write.bind(storage)
  storage.write = (...args) => {
    try {
      return write(...args)
    } catch (error) {
      const [, , { offset = 0 } = {}] = args
      // A file that could not begin; later parts of one then fail for want of it.
      if (error instanceof StorageError && offset === 0 && error.message.startsWith('Unable')) struck('fullStorage')
      throw error
    }
  }
}
