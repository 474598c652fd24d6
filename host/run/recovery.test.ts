/**
 * Runs that go on: the real program on the emulator, in a world where cables are pulled, power fails and flash is erased. Whatever happens,
 * the results are those of an undisturbed run, each told once.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { Device } from '../devices/device.ts'
import { blankFlash, FREE_START, STORAGE_START } from '../emulator/board/flash.ts'
import { Journal, type JournalStore } from '../journal/journal.ts'
import type { Item } from '../../shared/stream/event.ts'
import { encodeRecord, type JournalRecord, type RunHeader } from '../journal/records.ts'
import { Loads } from '../soak/loads.ts'
import type { Load } from '../soak/run.ts'
import { World } from '../soak/world.ts'
import { headerOf } from './resumable.ts'
import { Session, type SessionOptions } from './session.ts'

let load: Load
let other: Load
beforeAll(async () => {
  const loads = new Loads()
  load = await loads.of(0)
  other = await loads.of(1)
})

/** A disk. */
class Memory implements JournalStore {
  text = ''
  /** What a computer that lost its power has of it. */
  synced = ''
  readonly read = (): Uint8Array => Buffer.from(this.text)
  readonly truncate = (length: number): void => void (this.text = Buffer.from(this.text).subarray(0, length).toString())
  readonly append = (text: string): void => void (this.text += text)
  readonly sync = (): void => void (this.synced = this.text)
  readonly close = (): void => undefined
}

interface Story extends SessionOptions {
  /** What happens after so many items. */
  readonly at?: Readonly<Record<number, (session: Session, world: World) => unknown>>
  readonly items?: readonly Item[]
  /** Every line that the device is sent. */
  readonly hear?: (line: string) => void
  /** What is noted beside the run. */
  readonly note?: (line: string) => void
}

interface End {
  readonly results: string[]
  readonly told: string[]
  readonly recoveries: number
  readonly uploads: number
}

async function inWorld<T>(act: (world: World) => Promise<T>, more: { freePages?: boolean } = {}): Promise<T> {
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1, ...more })
  world.start()
  try {
    return await act(world)
  } finally {
    world.end()
  }
}

/** A whole run in this world, from wherever its journal stands. */
async function run(world: World, { at = {}, items = load.items, hear, note, ...options }: Story = {}): Promise<End> {
  const results: string[] = []
  const told: string[] = []
  let uploads = 0
  const device = new Device(world, {
    log: (direction, line) => {
      if (direction === '#') note?.(line)
      if (direction !== '>') return
      if (line.includes('.write(f,d,o,n)')) uploads += 1
      hear?.(line)
    },
  })
  await device.open()
  const session = await Session.start(device, load.pipeline, load.build, {
    run: 7,
    checkpointMs: 0,
    timeoutMs: 200,
    onDevice: (result) => results.push(JSON.stringify(result)),
    onRecovery: ({ code }) => told.push(code),
    ...options,
  })
  const loaded = uploads
  try {
    for (let i = session.items; i < items.length; i++) {
      await at[i]?.(session, world)
      await session.push(items[i])
    }
    await session.finish()
    await session.end()
  } finally {
    session.abandon()
  }
  return { results, told, recoveries: session.recoveries, uploads: uploads - loaded }
}

const checkpoint = async (session: Session): Promise<void> => expect(await session.checkpoint()).toBe(true)
const offset = STORAGE_START - FREE_START

describe('a run goes on', () => {
  test.each<[string, Story['at'], string[]]>([
    ['undisturbed', {}, []],
    [
      'when the board restarts and there is no checkpoint: from the beginning',
      { 80: (_, world) => world.cutPower(20) },
      ['E_RESTARTED'],
    ],
    ['when it restarts behind a checkpoint', { 60: checkpoint, 80: (_, world) => world.cutPower(20) }, ['E_RESTARTED']],
    [
      'when it restarts twice',
      { 40: checkpoint, 60: (_, world) => world.cutPower(20), 110: (_, world) => world.cutPower(2000) },
      ['E_RESTARTED', 'E_SILENT'],
    ],
    ['when the cable is pulled and put in again', { 80: (_, world) => world.unplug(1000) }, ['E_GONE']],
    [
      'when the cable is out while the board restarts',
      { 40: checkpoint, 80: (_, world) => (world.unplug(500), world.cutPower(100)) },
      ['E_GONE'],
    ],
  ])('%s', async (_, at, told) => {
    const end = await inWorld((world) => run(world, { at }))
    expect(end.results).toEqual(load.expected)
    expect(end).toMatchObject({ told, recoveries: told.length, uploads: 0 })
  })

  test('when its program is gone: it is loaded again, and the checkpoint is used', async () => {
    const end = await inWorld((world) =>
      run(world, { at: { 60: checkpoint, 80: () => (world.flash.fill(0xff, offset), world.cutPower(20)) } }),
    )
    expect(end.results).toEqual(load.expected)
    expect(end.recoveries).toBe(1)
    expect(end.uploads).toBeGreaterThan(10)
  })

  test('when all of its flash is blank: program and checkpoint come from the host', async () => {
    let before = -1
    let kept = -1
    const at: Story['at'] = {
      60: async (session) => {
        before = session.line.kept
        await checkpoint(session)
        kept = session.line.kept
      },
      80: (_, world) => (world.flash.fill(0xff), world.cutPower(20)),
    }
    const end = await inWorld((world) => run(world, { at }))
    // Frames before the checkpoint are forgotten: nothing but the copy can bring the state back.
    expect(kept).toBeLessThan(before)
    expect(end.results).toEqual(load.expected)
    expect(end.uploads).toBeGreaterThan(10)
  })

  test.each([
    [true, 0],
    [false, 1],
  ])('free pages %s: told %d times that the promise is weaker, and the results are right', async (freePages, times) => {
    const noted: string[] = []
    const note = (line: string): number => noted.push(line)
    const at = { 40: checkpoint, 60: checkpoint, 80: (_: Session, world: World) => world.cutPower(20) }
    const end = await inWorld((world) => run(world, { at, note }), { freePages })
    expect(end.results).toEqual(load.expected)
    expect(noted.filter((line) => line.includes('files of Storage'))).toHaveLength(times)
  })

  test('when checkpoints are made all the time', async () => {
    const end = await inWorld((world) => run(world, { checkpointMs: 1, at: { 80: () => world.cutPower(20) } }))
    expect(end.results).toEqual(load.expected)
  })
})

describe('another host', () => {
  /** A host that ends after so many items; the next takes its journal. */
  async function resumed(
    world: World,
    after: number,
    between: () => unknown = () => undefined,
    disk = new Memory(),
  ): Promise<End & { known: string[] }> {
    const ended = await run(world, {
      journal: Journal.open(disk),
      at: { [after / 2]: checkpoint, [after]: () => Promise.reject(new Error('the host ends')) },
    }).catch((error: unknown) => error)
    expect(ended).toMatchObject({ message: 'the host ends' })
    await between()
    const known: string[] = []
    const end = await run(world, {
      run: 99,
      journal: Journal.open(disk),
      onKnown: (result) => known.push(JSON.stringify(result)),
    })
    return { ...end, known }
  }

  test('goes on where the first one ended: results that were told are known, the others come', async () => {
    const { results, known, uploads } = await inWorld((world) => resumed(world, 90))
    expect(known.length).toBeGreaterThan(0)
    expect(results.length).toBeGreaterThan(0)
    expect([...known, ...results]).toEqual(load.expected)
    expect(uploads).toBe(0)
  })

  test('goes on though the board was restarted in between', async () => {
    const { results, known } = await inWorld((world) => resumed(world, 90, () => world.cutPower(20)))
    expect([...known, ...results]).toEqual(load.expected)
  })

  test('goes on with a blank board: the journal holds all of the input', async () => {
    const { results, known } = await inWorld((world) =>
      resumed(world, 90, () => (world.flash.fill(0xff), world.cutPower(20))),
    )
    expect([...known, ...results]).toEqual(load.expected)
  })

  test('goes on with a blank board: with the copy in the journal no frame before it is needed', async () => {
    const { past, records, f } = await inWorld(async (world) => {
      const disk = new Memory()
      await resumed(world, 90, undefined, disk)
      const { past } = Journal.open(disk)
      return { past: past!, records: past!.records, f: past!.records.find((each) => each.kind === 'copy')!.f }
    })
    const framesWith = async (kept: readonly JournalRecord[]): Promise<number> => {
      const disk = new Memory()
      disk.text = kept.map(encodeRecord).join('')
      let first = Infinity
      const hear = (line: string): void => {
        const [, number] = /^\["[EeWTDG]",(\d+)/.exec(line) ?? []
        if (number !== undefined) first = Math.min(first, Number(number))
      }
      const end = await inWorld((world) =>
        run(world, { run: 99, journal: Journal.open(disk), hear, onKnown: () => undefined }),
      )
      expect(end.results.length).toBeGreaterThan(0)
      return first
    }
    const header: JournalRecord = { kind: 'run', header: past.header }
    const upTo = records.slice(0, 120)
    expect(await framesWith([header, ...upTo])).toBe(f)
    expect(
      await framesWith([header, ...upTo.filter(({ kind }) => kind !== 'copy' && kind !== 'durable')]),
    ).toBeLessThan(f)
  })

  test("is not troubled by what an earlier host sent late: the frame is another run's, and told apart", async () => {
    await inWorld(async (world) => {
      const frames: string[] = []
      const hear = (line: string): void => void (/^\["[eEGWT]"/.test(line) && frames.push(line))
      const dies = { 30: () => Promise.reject(new Error('the host ends')) }
      await expect(run(world, { run: 0x8765_4321, hear, at: dies })).rejects.toThrow('the host ends')
      expect(frames.length).toBeGreaterThan(5)
      const late = { 3: (_: Session, there: World) => frames.slice(0, 6).forEach((line) => there.write(`${line}\n`)) }
      const { results, told } = await run(world, { run: 0xcdef_9876, at: late })
      expect(results).toEqual(load.expected)
      expect(told).toEqual(['E_DEVICE_PROGRAM'])
    })
  })

  test('a journal that is done: nothing is told twice', async () => {
    const disk = new Memory()
    await inWorld(async (world) => {
      expect((await run(world, { journal: Journal.open(disk) })).results).toEqual(load.expected)
      const known: string[] = []
      const again = await run(world, {
        journal: Journal.open(disk),
        onKnown: (result) => known.push(JSON.stringify(result)),
      })
      expect(again.results).toEqual([])
      expect(known).toEqual(load.expected)
    })
  })

  test.each<[string, (header: RunHeader) => Partial<RunHeader>, string]>([
    ['of another program', () => ({ hash: other.build.hash }), 'by program'],
    ['of another pipeline with the same program', () => ({ terms: 'beef' }), 'with another pipeline'],
    ['with other frames', ({ single }) => ({ single: !single }), 'with other frames'],
  ])('a journal %s is refused before anything is sent', async (_, changed, said) => {
    const disk = new Memory()
    const header = headerOf(3, load.pipeline, load.build, {})
    Journal.open(disk).begin({ ...header, ...changed(header) })
    const lines: string[] = []
    const hear = (line: string): number => lines.push(line)
    const error = await inWorld((world) => run(world, { journal: Journal.open(disk), hear })).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(RivuletError)
    expect(error).toMatchObject({ code: 'E_JOURNAL', kind: 'usage', message: expect.stringContaining(said) as string })
    expect(lines.filter((line) => line.startsWith('['))).toEqual([])
  })

  /** A computer that loses its power after so many items: the journal is as it was when it was last synchronized. */
  async function powerless(
    world: World,
    at: Story['at'],
    from: 'synced' | 'nothing',
  ): Promise<End & { known: string[] }> {
    const disk = new Memory()
    const dies = { 90: () => Promise.reject(new Error('the host ends')) }
    await expect(run(world, { journal: Journal.open(disk), at: { ...at, ...dies } })).rejects.toThrow('the host ends')
    const older = new Memory()
    older.text = from === 'synced' ? disk.synced : disk.text.split('\n').slice(0, 20).join('\n') + '\n'
    const known: string[] = []
    const onKnown = (result: unknown): number => known.push(JSON.stringify(result))
    const end = await run(world, { run: 99, journal: Journal.open(older), onKnown })
    return { ...end, known }
  }

  test('goes on with a journal that lost its end with the power of the computer: the board is put back to its checkpoint', async () => {
    const { results, known } = await inWorld((world) => powerless(world, { 45: checkpoint }, 'synced'))
    expect(known.length).toBeGreaterThan(0)
    expect([...known, ...results]).toEqual(load.expected)
  })

  test('goes on with an older copy of its journal, where no checkpoint was made since', async () => {
    const { results, known } = await inWorld((world) => powerless(world, {}, 'nothing'))
    expect([...known, ...results]).toEqual(load.expected)
  })

  test('an older copy of the journal than the checkpoint of the board is refused as such', async () => {
    const error = await inWorld((world) => powerless(world, { 45: checkpoint }, 'nothing')).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'E_JOURNAL', message: expect.stringContaining('made durable what') as string })
  })

  test('a text that no frame carries ends the run, named, and is not in the journal', async () => {
    const disk = new Memory()
    const items = load.items.map((item, i): Item =>
      i === 30 && item.kind === 'event' ? { ...item, key: 'x'.repeat(700) } : item,
    )
    const error = await inWorld((world) => run(world, { journal: Journal.open(disk), items })).catch((e: unknown) => e)
    expect(error).toMatchObject({
      code: 'E_TOO_LONG',
      kind: 'usage',
      message: expect.stringContaining("item 30: 'key' has 700") as string,
    })
    const end = await inWorld((world) => run(world, { journal: Journal.open(disk) }))
    expect(end.results).toEqual(load.expected)
  })

  test('of another run, on a board that still works on the first: begins anew, and takes none of its checkpoints', async () => {
    await inWorld(async (world) => {
      const first = run(world, { run: 5, at: { 60: checkpoint, 80: () => Promise.reject(new Error('the host ends')) } })
      await expect(first).rejects.toThrow('the host ends')
      const { results } = await run(world, { run: 6, at: { 20: (_, there) => there.cutPower(20) } })
      expect(results).toEqual(load.expected)
    })
  })
})

describe('a way back that there is not', () => {
  test('the cable stays away: the error says so', async () => {
    const error = await inWorld((world) => run(world, { at: { 80: () => world.unplug(1e9) } })).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'E_GONE', kind: 'no-device' })
  })

  test('nothing comes through any more: the silence ends the run, with what was awaited', async () => {
    const error = await inWorld((world) => run(world, { at: { 80: () => void (world.carry = () => []) } })).catch(
      (e: unknown) => e,
    )
    expect(error).toMatchObject({ code: 'E_SILENT', kind: 'no-device' })
  })
})
