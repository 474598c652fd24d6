/** Blows as the board feels them; each is counted when it strikes, and only then. */
import { describe, expect, test } from 'vitest'
import { blankFlash, FREE_START } from '../emulator/board/flash.ts'
import { cutFlashAt, deal, fillStorage, partOf } from './blows.ts'
import type { Blow, Kind } from './faults.ts'
import { World } from './world.ts'

interface Scene {
  readonly world: World
  readonly struck: Kind[]
  readonly deal: (kind: Exclude<Blow, 'hostCrash'>, strength: number) => void
  readonly heard: () => string
  /** The board does that, and so much time passes. */
  readonly run: (code: string, ms?: number) => Promise<void>
}

async function scene(act: (scene: Scene) => Promise<void>): Promise<void> {
  const world = new World({ flash: blankFlash(), vars: 2000, seed: 1 })
  const struck: Kind[] = []
  const hear = (kind: Kind): unknown => struck.push(kind)
  let text = ''
  await world.open({ data: (more) => (text += more), closed: () => undefined })
  world.start()
  const run = async (code: string, ms = 200): Promise<void> => {
    world.write(`\x10${code}\n`)
    await new Promise<void>((resolve) => world.later(ms, resolve))
  }
  await run('0')
  await act({ world, struck, deal: (...blow) => deal(world, ...blow, hear), heard: () => text, run })
  world.end()
  expect(world.fault).toBeNull()
}

describe('a reset', () => {
  test('comes so many instructions later: a board that does nothing runs on', () =>
    scene(async ({ struck, deal, heard, run }) => {
      await run('var here="he"+"re"')
      deal('reset', 0.1)
      await run('1', 1000)
      expect(struck).toEqual([])
      await run('for(let i=0;i<2000;i++);print("never")', 2000)
      expect(struck).toEqual(['reset'])
      await run('print(typeof here)')
      expect(heard()).toContain('undefined')
      expect(heard()).not.toContain('never')
    }))

  test('waits through restarts of the interpreter', () =>
    scene(async ({ struck, deal, run }) => {
      deal('reset', 0.1)
      await run('load()', 1000)
      expect(struck).toEqual([])
      await run('for(let i=0;i<2000;i++)', 2000)
      expect(struck).toEqual(['reset'])
    }))
})

test.each([0, 0.3, 0.6, 0.96])(
  'power that fails in flash, strength %d: at one of the next operations, with part of it done',
  (strength) =>
    scene(async ({ world, struck, deal, run }) => {
      deal('power', strength)
      await run(`for(var i=0;i<30;i++)require("Flash").write(new Uint8Array(64).fill(i&15),${FREE_START}+64*i)`, 1000)
      const done = world.flash.subarray(0, 64 * 30).filter((byte) => byte !== 0xff).length
      const operations = Math.floor(strength * 24)
      expect(done).toBe(64 * operations + Math.floor(partOf(strength) * 64))
      expect(struck).toEqual(done % 64 > 0 ? ['power', 'torn'] : ['power'])
    }),
)

test('a cut that nothing reaches, and one that meets an operation without bytes, are none', () =>
  scene(async ({ world, struck, run }) => {
    cutFlashAt(world, { at: 1, part: 0 }, (kind) => struck.push(kind))
    await run(`require("Flash").write([],${FREE_START})`)
    await run(`require("Flash").write([1],${FREE_START})`)
    expect(struck).toEqual([])
    await run(`require("Flash").write([1],${FREE_START + 8})`)
    expect(struck).toEqual(['power'])
    expect([...world.flash.subarray(0, 9)]).toEqual([1, ...new Array<number>(8).fill(0xff)])
  }))

test('memory that is not there for one allocation, whatever is free', () =>
  scene(async ({ struck, deal, heard, run }) => {
    await run('var a=[]')
    deal('memory', 0.02)
    await run('1')
    expect(struck).toEqual([])
    await run('for(let i=0;i<400;i++)a.push({x:i})')
    expect(struck).toEqual(['memory'])
    expect(heard()).toContain('MEMORY')
    await run('a=[];for(let i=0;i<90;i++)a.push({x:i});print("fi"+"ne")')
    expect(heard()).toContain('fine')
    expect(struck).toEqual(['memory'])
  }))

test('a cable that is out already cannot be pulled, and silence strikes with the first bytes', () =>
  scene(async ({ world, struck, deal }) => {
    deal('cut', 0)
    deal('cut', 0)
    expect(struck).toEqual(['cut'])
    await world.reopen()
    deal('silence', 0)
    expect(struck).toEqual(['cut'])
    world.write('1')
    expect(struck).toEqual(['cut', 'silence'])
  }))

test('a full Storage: told for each file that does not fit, and for no other refusal', () =>
  scene(async ({ world, struck, run }) => {
    fillStorage(world, 1000, (kind) => struck.push(kind))
    // Writing so much takes its time.
    await run('0')
    const write = (name: string, size: number): Promise<void> =>
      run(`require("Storage").write("${name}",new Uint8Array(${size}).fill(1))`)
    await write('fits', 500)
    expect(struck).toEqual([])
    expect(world.board.storage.read('fits')?.bytes).toHaveLength(500)
    await write('does not', 500)
    expect(struck).toEqual(['fullStorage'])
    await run('require("Storage").write("","")')
    expect(struck).toEqual(['fullStorage'])
  }))
