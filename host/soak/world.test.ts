/** The world of a soak: its clock, its line, its power. */
import { describe, expect, test } from 'vitest'
import { blankFlash } from '../emulator/board/flash.ts'
import { HostCrash } from './disk.ts'
import { PowerLoss, World } from './world.ts'

const BANNER = /G\.Williams/g

interface Watched {
  readonly world: World
  /** All that the host has heard. */
  readonly heard: () => string
  readonly boots: () => number
  readonly gone: readonly string[]
  /** Waits in the time of the world. */
  readonly pass: (ms: number) => Promise<void>
}

async function inWorld(act: (watched: Watched) => Promise<void>): Promise<void> {
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1 })
  let text = ''
  const gone: string[] = []
  await world.open({ data: (more) => (text += more), closed: (why) => gone.push(why) })
  const heard = (): string => text
  world.start()
  try {
    await act({
      world,
      heard,
      boots: () => (text.match(BANNER) ?? []).length,
      gone,
      pass: (ms) => new Promise((resolve) => world.later(ms, resolve)),
    })
  } finally {
    world.end()
  }
  expect(world.fault).toBeNull()
}

describe('time', () => {
  test('passes from one timer to the next, in the order of their setting where it is the same', () =>
    inWorld(async ({ world, pass }) => {
      const seen: string[] = []
      const at = (ms: number, name: string): unknown =>
        world.clock.after(ms, () => seen.push(`${name}${world.clock.now()}`))
      at(300, 'c')
      at(100, 'a')
      at(100, 'b')
      const cancel = world.clock.after(200, () => seen.push('never'))
      cancel()
      await pass(400)
      expect(seen).toEqual(['a100', 'b100', 'c300'])
    }))

  test('is the same for the board, also after it was without power', () =>
    inWorld(async ({ world, heard, pass }) => {
      world.cutPower(700)
      await pass(1000)
      world.write('\x10print("at",Math.round(getTime()*100))\n')
      await pass(50)
      // Its clock began anew with it.
      expect(heard()).toMatch(/at 3\d/)
    }))
})

describe('power', () => {
  test('that is cut is back after its time, once', () =>
    inWorld(async ({ world, boots, pass }) => {
      await pass(50)
      expect(boots()).toBe(1)
      world.cutPower(200)
      // Off already.
      world.cutPower(10)
      await pass(150)
      expect(boots()).toBe(1)
      await pass(1000)
      expect(boots()).toBe(2)
    }))

  test('is nothing that the reset line gives to a board without it', () =>
    inWorld(async ({ world, boots, pass }) => {
      await pass(50)
      world.cutPower(500)
      await world.reset()
      await pass(400)
      expect(boots()).toBe(1)
      await pass(1000)
      expect(boots()).toBe(2)
      await world.reset()
      await pass(50)
      expect(boots()).toBe(3)
    }))

  test('fails in the middle of a program, and the board starts again', () =>
    inWorld(async ({ world, heard, boots, pass }) => {
      await pass(50)
      world.board.strike(20_000, () => {
        throw new PowerLoss(100)
      })
      world.write('\x10for(let i=0;i<9000;i++);print("do"+"ne")\n')
      await pass(500)
      expect(boots()).toBe(2)
      expect(heard()).not.toContain('done')
    }))

  test('fails inside of a write of flash, of which a part is there', () =>
    inWorld(async ({ world, boots, pass }) => {
      await pass(50)
      world.board.supply = ({ length }) => {
        world.board.supply = (operation) => operation.length
        return length >> 1
      }
      world.write('\x10require("Flash").write("abcdefgh",0x310000)\n')
      await pass(500)
      expect(boots()).toBe(2)
      expect(Buffer.from(world.flash.subarray(0, 6)).toString('latin1')).toBe('abcd\xff\xff')
    }))
})

describe('the cable', () => {
  test('that is pulled loses what is under way, says so once, and can be opened again when it is back', () =>
    inWorld(async ({ world, heard, gone, pass }) => {
      await pass(50)
      world.write('\x10print("lo"+"st")\n')
      expect(world.unplug(300)).toBe(true)
      expect(world.unplug(900)).toBe(false)
      world.write('\x10print("lo"+"st")\n')
      await world.reset()
      await world.reopen()
      expect(world.clock.now()).toBeGreaterThanOrEqual(350)
      expect(gone).toEqual(['the cable was pulled'])
      world.write('\x10print("fo"+"und")\n')
      await pass(50)
      expect(heard()).toContain('found')
      expect(heard()).not.toContain('lost')
      expect(heard().match(BANNER)).toHaveLength(1)
    }))

  test('through which nothing comes for a time: told when the first bytes are lost, not before', () =>
    inWorld(async ({ world, heard, gone, pass }) => {
      await pass(50)
      let struck = 0
      world.silence(200, () => (struck += 1))
      await pass(100)
      expect(struck).toBe(0)
      world.write('\x10print("lo"+"st")\n')
      world.write('\x10print("lo"+"st")\n')
      expect(struck).toBe(1)
      await pass(150)
      world.write('\x10print("fo"+"und")\n')
      await pass(50)
      expect([struck, gone]).toEqual([1, []])
      expect(heard()).toContain('found')
      expect(heard()).not.toContain('lost')
    }))
})

describe('the host', () => {
  test('that has ended says nothing more either, sets no timer, and waits for ever; the next one does', () =>
    inWorld(async ({ world, heard, pass }) => {
      await pass(50)
      const [dead, calls] = [world.host(), [] as string[]]
      dead.clock.after(10, () => calls.push('set before'))
      dead.write('\x10print("al"+"ive")\n')
      await pass(50)
      world.forsake()
      const next = world.host()
      dead.write('\x10print("de"+"ad")\n')
      dead.clock.after(10, () => calls.push('dead'))
      next.clock.after(10, () => calls.push('next'))
      for (const act of [
        dead.reset(),
        dead.close(),
        dead.reopen!(),
        dead.open({ data: () => undefined, closed: () => undefined }),
      ])
        void act.then(() => calls.push('an answer'))
      await next.open({ data: (text) => calls.push(text), closed: () => undefined })
      next.write('\x10print("ne"+"xt")\n')
      await pass(50)
      expect(heard()).toContain('alive')
      expect(calls.join(' ')).toContain('set before')
      expect(calls.filter((each) => ['next', 'dead', 'an answer'].includes(each))).toEqual(['next'])
      expect(calls.join('')).toMatch(/next[^]*next/)
      expect(calls.join('')).not.toContain('dead')
    }))

  test('that has ended hears nothing more, and none of its timers is called; the board goes on', () =>
    inWorld(async ({ world, heard, pass }) => {
      await pass(50)
      const before = heard()
      let called = false
      world.clock.after(10, () => (called = true))
      world.write('\x10var there=1;print(there)\n')
      world.forsake()
      await pass(100)
      expect([called, heard()]).toEqual([false, before])
      let text = ''
      await world.open({ data: (more) => (text += more), closed: () => undefined })
      world.write('\x10print("still"+there)\n')
      await pass(50)
      expect(text).toContain('still1')
    }))

  test('that ends in a timer is no fault of the world', () =>
    inWorld(async ({ world, pass }) => {
      world.clock.after(10, () => {
        throw new HostCrash('gone')
      })
      await pass(50)
    }))
})

test('a program that never comes to an end is a fault of ours', async () => {
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1, patienceMs: 50 })
  const why = new Promise<string>((resolve) => void world.open({ data: () => undefined, closed: resolve }))
  world.start()
  world.write('\x10while(1);\n')
  expect(await why).toMatch(/has been running/)
  expect(world.fault?.message).toMatch(/has been running/)
  world.end()
})
