/**
 * The journal of a run: what a host must not forget when it ends before the run does. Items are written before a frame of them
 * leaves, result words before anyone is told of them. Frames are not written: they follow from the items, byte for byte, because
 * engine and cutter are functions of these alone. So resuming is running them over the journal once more.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Item } from '../../shared/stream/event.ts'
import {
  beginsAsJournal,
  encodeRecord,
  MAX_RECORD,
  readJournal,
  type JournalRecord,
  type Loss,
  type RunHeader,
} from './records.ts'

/** Where a journal is kept: a file, or a test's memory. */
export interface JournalStore {
  /** All bytes; none when there is no journal yet. */
  read(): Uint8Array
  /** Cuts off what follows the first `length` bytes. */
  truncate(length: number): void
  /** Adds text; it has left this process when this returns. */
  append(text: string): void
  /** What was appended survives the end of this computer as well. */
  sync(): void
  close(): void
}

/** What a journal held when it was opened. */
export interface Past {
  readonly header: RunHeader
  /** In the order of their writing, the header left out. */
  readonly records: readonly JournalRecord[]
}

/** Characters that wait to be written at most, while nothing is taken. */
const MOST_GATHERED = 65_536

export class Journal {
  readonly #store: JournalStore
  #gathered = ''
  #items = 0

  private constructor(
    store: JournalStore,
    /** What there was; `null`: the run is new. */
    readonly past: Past | null,
  ) {
    this.#store = store
    this.#items = past?.records.filter(({ kind }) => kind === 'item').length ?? 0
  }

  /** All that is written, read again. */
  reread(): Past {
    this.flush()
    const [first, ...records] = readJournal(this.#store.read()).records
    if (first?.kind !== 'run') throw headless()
    return { header: first.header, records: withLastCopy(records) }
  }

  /** Opens a journal; the torn end of a crash is cut off. */
  static open(store: JournalStore): Journal {
    const bytes = store.read()
    // Nothing is cut off a file that is somebody's, named by mistake.
    if (!beginsAsJournal(bytes)) throw headless()
    const { records, length } = readJournal(bytes)
    store.truncate(length)
    const [first, ...rest] = records
    if (first === undefined) return new Journal(store, null)
    if (first.kind !== 'run') throw headless()
    return new Journal(store, { header: first.header, records: withLastCopy(rest) })
  }

  /** Input items in the journal. */
  get items(): number {
    return this.#items
  }

  /** Items that were taken before it was opened. */
  taken(): Item[] {
    return this.past?.records.flatMap((each) => (each.kind === 'item' ? [each.item] : [])) ?? []
  }

  /** The run begins; refused where there is one already. */
  begin(header: RunHeader): void {
    if (this.past !== null) throw new Error('the journal holds a run already')
    this.#store.append(encodeRecord({ kind: 'run', header }))
  }

  /** An item is taken; written with the next `flush`. */
  item(item: Item): void {
    this.#items += 1
    this.#gather({ kind: 'item', item })
  }

  /** An item was left out; written with the next `flush`, or when many have gathered. */
  loss(item: Item, why: Loss, n: number): void {
    this.#gather({ kind: 'loss', item, why, n })
    if (this.#gathered.length > MOST_GATHERED) this.flush()
  }

  /** The open segment ends here. */
  cut(): void {
    this.#gather({ kind: 'cut' })
  }

  /** What was gathered is written: before the frames leave. */
  flush(): void {
    if (this.#gathered === '') return
    const text = this.#gathered
    this.#gathered = ''
    this.#store.append(text)
  }

  /** A device is about to make durable what follows from the items and words so far: they must not be lost before it. */
  sync(): void {
    this.flush()
    this.#store.sync()
  }

  /** Words have come, a checkpoint was made: written at once. */
  note(record: JournalRecord & { readonly kind: 'words' | 'told' | 'durable' | 'copy' }): void {
    this.flush()
    this.#store.append(encodeRecord(record))
  }

  close(): void {
    this.flush()
    this.#store.close()
  }

  #gather(record: JournalRecord): void {
    const line = encodeRecord(record)
    if (line.length > MAX_RECORD / 4) throw tooLong(line.length)
    this.#gathered += line
  }
}

/** An input item that no reader would take again; a character may take up to four bytes. */
function tooLong(length: number): RivuletError {
  return new RivuletError('E_JOURNAL', `an item of ${length} characters is too long for the journal`, {
    kind: 'usage',
    cure: `keep items below ${MAX_RECORD / 4} characters, or run without a journal`,
  })
}

/** Of a run of days there are thousands of copies, and only the last is of use. */
function withLastCopy(records: readonly JournalRecord[]): JournalRecord[] {
  const last = records.reduce((at, { kind }, i) => (kind === 'copy' ? i : at), -1)
  return records.filter(({ kind }, i) => kind !== 'copy' || i === last)
}

function headless(): RivuletError {
  return new RivuletError('E_JOURNAL', 'the file does not begin as a journal does', {
    kind: 'usage',
    cure: 'name another file for the journal',
  })
}
