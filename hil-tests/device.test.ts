/** One suite for every device (`RIVULET_PORT`, default `emu:`): load, shake hands, stream, be wrong, give back. */
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildFirmware } from '../firmware/toolchain/build.ts'
import type { Device } from '../host/devices/device.ts'
import { restart, upload } from '../host/devices/uploader.ts'
import { Session } from '../host/run/session.ts'
import { openSource } from '../host/sources/open.ts'
import { shuffle } from '../host/sources/shuffle.ts'
import { basicLab } from '../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { sealLine, MAX_LINE } from '../shared/protocol/line.ts'
import { MAX, type Item } from '../shared/stream/event.ts'
import { ADDRESS, control, event, mark, openDevice, RawLink, smallPipeline, verifyItems } from './fixture.ts'

const RECORDING = path.join(import.meta.dirname, '..', 'host', 'data', 'wsn', 'single-hop.csv')

async function recording(count: number): Promise<Item[]> {
  const pipeline = loadPipeline(basicLab)
  const shuffled = shuffle(openSource(RECORDING, pipeline).items, {
    seed: 3,
    boundMs: 20_000,
    stragglerEvery: 100,
    stragglerMs: 60_000,
  })
  const items: Item[] = []
  for await (const item of shuffled) {
    if (items.push(item) === count) break
  }
  return items
}

describe(`device ${ADDRESS}`, () => {
  let device: Device
  beforeAll(async () => {
    device = await openDevice()
  })
  afterAll(async () => {
    await device.close()
  })

  describe('loading', () => {
    test('a program is stored, runs at boot and survives a reset', async () => {
      await upload(device, 'var answer=41;function more(){return answer+1}')
      expect(await device.evaluate('more()')).toBe('42')
      await device.reset()
      expect(await device.evaluate('more()')).toBe('42')
    })

    test('a longer program replaces it, byte for byte', async () => {
      const filler = Array.from({ length: 200 }, (_, i) => `function f${i}(){return ${i}}`).join('\n')
      await upload(device, `${filler}\nfunction more(){return "\\u00e9~*"}`)
      expect(await device.evaluate('f199()+more().length')).toBe('202')
    })

    test('a program that fails at boot is reported', async () => {
      await expect(upload(device, 'var a=1;\nnoSuchThing()')).rejects.toMatchObject({ kind: 'device-failed' })
      await restart(device, 'reset()')
    })

    test('memory is told', async () => {
      const { used, total, blockSize } = await device.memory()
      expect(used).toBeGreaterThan(0)
      expect(total).toBeGreaterThan(used)
      expect(blockSize).toBeGreaterThan(11)
    })
  })

  describe('handshake', () => {
    test('without a program there is nobody to shake hands with', async () => {
      await upload(device, '0')
      await expect(device.connect('01234567', 1)).rejects.toMatchObject({ kind: 'device-failed' })
    })

    test('another program refuses and says which one runs', async () => {
      const { code, hash } = await buildFirmware(smallPipeline())
      await upload(device, code)
      await expect(device.connect('01234567', 1)).rejects.toThrow(hash)
      expect(await device.evaluate('1+1')).toBe('2')
    })

    test('the program tells where it stands', async () => {
      const link = await RawLink.open(device, smallPipeline())
      expect(link.hello).toMatchObject({
        version: 2,
        run: 1,
        q: 0,
        n: 0,
        w: null,
        f: parseInt(link.build.hash.slice(0, 6), 16),
      })
      expect(link.hello.grant).toBeGreaterThanOrEqual(MAX_LINE)
      expect(link.hello.grant).toBeLessThan(3071)
      await link.quit()
    })

    test('the console comes back and can be taken again; the state stays', async () => {
      const link = await RawLink.open(device, smallPipeline())
      await link.ask(mark(link.hello.f, 0, 500), 'A').catch(() => undefined)
      await link.quit()
      expect(await device.evaluate('1+1')).toBe('2')
      const again = await RawLink.shake(device, link.build)
      expect(again.hello).toMatchObject({ boot: link.hello.boot, f: link.hello.f + 1, q: 1, w: 500 })
      await again.quit()
    })
  })

  describe('bad frames', () => {
    let link: RawLink
    let f: number
    beforeEach(async () => {
      link = await RawLink.open(device, smallPipeline())
      f = link.hello.f
    })
    afterEach(async () => {
      link.leave()
      await device.reset()
    })

    test('a corrupt line is asked for again', async () => {
      const line = mark(f, 0, 7)
      expect(await link.ask(line.replace('7', '8'), 'N')).toMatchObject({ f, why: 'crc' })
      link.write(line)
      expect(await link.ask(control('P'), 'A')).toMatchObject({ f: f + 1, w: 7 })
    })

    test('a gap is asked for once', async () => {
      expect(await link.ask(mark(f + 1, 1, 9), 'N')).toMatchObject({ f, why: 'gap' })
      link.write(mark(f + 2, 2, 9))
      expect(await link.ask(control('S'), 'S')).toMatchObject({ counters: { faults: { gap: 2 } } })
      link.write(mark(f, 0, 8))
      expect(await link.ask(control('P'), 'A')).toMatchObject({ f: f + 1, w: 8 })
    })

    test('a repeat is acknowledged and not taken again', async () => {
      link.write(mark(f, 0, 7))
      expect(await link.ask(mark(f, 0, 7), 'A')).toMatchObject({ f: f + 1, q: 1, w: 7 })
      expect(await link.ask(control('S'), 'S')).toMatchObject({ counters: { faults: { dup: 1 } } })
    })

    test('a line that is too long is dropped to its end', async () => {
      expect(await link.ask('~' + 'x'.repeat(2 * MAX_LINE), 'N')).toMatchObject({ f, why: 'long' })
      link.write(mark(f, 0, 7))
      expect(await link.ask(control('P'), 'A')).toMatchObject({ f: f + 1 })
    })

    test('an unknown type is an error that names it', async () => {
      expect(await link.ask(sealLine('["Z",1]'), 'X')).toMatchObject({
        kind: 'frame',
        message: expect.stringContaining('Z'),
      })
    })

    test('a frame of another program is refused', async () => {
      const far = (f + (1 << 23)) % (1 << 24)
      expect(await link.ask(mark(far, 0, 7), 'X')).toMatchObject({ kind: 'program' })
      expect(await link.ask(control('P'), 'A')).toMatchObject({ f, q: 0 })
    })

    test('text that is no frame is ignored', async () => {
      link.write('hello there')
      expect(await link.ask(control('P'), 'A')).toMatchObject({ f })
    })
  })

  test('an exception on the device ends the run and is told with its stack', async () => {
    const pipeline = smallPipeline()
    const build = await buildFirmware(pipeline)
    // What the program takes from the interpreter for a column of doubles is taken away, once hands were shaken.
    const take = 'global.Float64Array=function(){throw new Error("no array")}'
    const session = await Session.start(device, pipeline, {
      ...build,
      code: `${build.code}\n(function(hello){global.rivulet=function(hash,run){hello(hash,run);${take}}})(rivulet)`,
    })
    const push = async (): Promise<void> => {
      for (let i = 0; i < 3; i++) await session.push(event(i, 'a', Math.PI * i))
      await session.finish()
    }
    await expect(push()).rejects.toMatchObject({
      code: 'E_DEVICE_EXCEPTION',
      message: expect.stringContaining('no array'),
    })
    session.abandon()
    await device.reset()
  })

  describe('pipelines equal the reference', () => {
    const items: Item[] = [0, 30, 20, 99, 100, 105, 95, 230, 231, 229, 400, 410, 390, 395, 700].flatMap((t, i) => [
      event(1000 + t, 'abc'[i % 3], i % 5 === 4 ? null : i / 4),
      event(1000 + t, 'ä', Math.sqrt(i)),
    ])
    items.push({ kind: 'watermark', wm: MAX })
    const bound = { mode: 'event', outOfOrdernessMs: 20 }

    test.each<[string, unknown[]]>([
      [
        'tumbling',
        [{ window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', m: 'mean(v)', x: 'max(v)' } }],
      ],
      [
        'tumbling, allowed lateness',
        [{ window: { type: 'tumbling', sizeMs: 50 }, allowedLatenessMs: 100, aggregates: { s: 'sum(v)' } }],
      ],
      [
        'sliding',
        [{ window: { type: 'sliding', sizeMs: 90, slideMs: 30 }, aggregates: { n: 'count()', d: 'stddev(v)' } }],
      ],
      ['session', [{ window: { type: 'session', gapMs: 50 }, aggregates: { n: 'count()', l: 'last(v)' } }]],
      ['count', [{ window: { type: 'count', size: 3 }, aggregates: { m: 'mean(v)', f: 'first(v)' } }]],
      [
        'filter and map',
        [
          { filter: 'v > 0.5' },
          { map: { w: 'v * 2' } },
          { window: { type: 'tumbling', sizeMs: 200 }, aggregates: { m: 'max(w)' } },
        ],
      ],
      ['detect', [{ detect: { when: 'v > 2', until: 'v < 1', peak: 'max(v)' } }]],
      ['anomaly', [{ anomaly: { zscore: { field: 'v', size: 3, threshold: 1 }, emit: 'scores' } }]],
      ['moving mean', [{ buffer: { size: 3 }, aggregates: { m: 'mean(v)' } }]],
    ])('%s', async (_, stages) => {
      const pipeline = smallPipeline(stages, bound)
      for (const single of [false, true]) {
        const { verdict } = await verifyItems(device, pipeline, items, { single })
        expect(verdict.first?.why ?? '').toBe('')
        expect(verdict.results).toBeGreaterThan(0)
      }
    })

    test('the basic lab, 2,000 readings out of order', async () => {
      const {
        verdict,
        device: counters,
        line,
      } = await verifyItems(device, loadPipeline(basicLab), await recording(2000))
      expect(verdict.first?.why ?? '').toBe('')
      expect(verdict).toMatchObject({ differ: 0, lost: 0 })
      expect(verdict.results).toBeGreaterThan(200)
      expect(counters.faults).toEqual({ crc: 0, gap: 0, dup: 0, long: 0 })
      expect(line).toMatchObject({ repeats: 0, corrupt: 0, timeouts: 0 })
    })
  })
})
