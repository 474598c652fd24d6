/** A flash image kept in a file: read once, and of what changes the pages written back. */
import { closeSync, existsSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { RivuletError } from '../../shared/error.ts'
import { blankFlash, FLASH_SIZE, FREE_START, PAGE_SIZE, type PowerSupply } from '../emulator/board/flash.ts'

export class FlashFile {
  /** The image, for the board to work on. */
  readonly bytes = blankFlash()
  readonly #file: number
  readonly #changed = new Set<number>()

  /** Opens the file; makes a blank one when there is none. */
  constructor(path: string) {
    checkFlashFile(path)
    const isNew = !existsSync(path)
    this.#file = open(path, isNew ? 'w+' : 'r+')
    if (isNew) writeSync(this.#file, this.bytes)
    else readSync(this.#file, this.bytes, 0, FLASH_SIZE, 0)
  }

  /** Watches a board's flash operations: give it to `Board.supply`. */
  readonly supply: PowerSupply = ({ address, length }) => {
    const from = address - FREE_START
    for (let page = from - (from % PAGE_SIZE); page < from + length; page += PAGE_SIZE) this.#changed.add(page)
    return length
  }

  /** Writes what has changed. */
  save(): void {
    for (const page of this.#changed) writeSync(this.#file, this.bytes, page, PAGE_SIZE, page)
    this.#changed.clear()
  }

  close(): void {
    this.save()
    closeSync(this.#file)
  }
}

/** Refuses a file that is there and no flash image. */
export function checkFlashFile(path: string): void {
  const size = existsSync(path) ? statSync(path).size : FLASH_SIZE
  if (size === FLASH_SIZE) return
  throw new RivuletError('E_FLASH_FILE', `${path} has ${size} bytes, a flash image has ${FLASH_SIZE}`, {
    kind: 'usage',
    place: path,
    cure: 'name a file that --flash has made, or one that does not exist yet',
  })
}

function open(path: string, how: 'r+' | 'w+'): number {
  try {
    return openSync(path, how)
  } catch (cause) {
    throw new RivuletError('E_FLASH_FILE', `${path} cannot be opened: ${(cause as Error).message}`, {
      kind: 'usage',
      place: path,
      cure: 'name a file in a folder that you may write to',
      cause,
    })
  }
}
