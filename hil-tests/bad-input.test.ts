/** Input and lines that are not as they should be, end to end: each has a clear error or a counted outcome; nothing hangs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folder, run, type Ran } from '../host/cli/testing.ts'
import type { Device } from '../host/devices/device.ts'
import type { Verification } from '../host/run/verify.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { Sender } from '../shared/protocol/sender.ts'
import { chance } from '../shared/protocol/testing/chance.ts'
import type { Item } from '../shared/stream/event.ts'
import type { Fates, Result } from '../shared/stream/result.ts'
import { ADDRESS, event, openDevice, RawLink, smallPipeline, verifyItems } from './fixture.ts'

const { file } = folder()

const spec = {
  name: 'bad input',
  input: { fields: { room: 'string', v: 'double?' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 50 },
  stages: [{ id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', m: 'mean(v)' } }],
}

async function verifyText(text: string, name = 'in.csv', change: object = {}): Promise<Ran> {
  const args = [file('p.json', { ...spec, ...change }), '--input', file(name, text), '-p', ADDRESS]
  return run('verify', ...args, '--json')
}

/** What became of the inputs of each stage; every input has one fate. */
function addUp(fates: Readonly<Record<string, Fates>>): void {
  for (const { inputs, onTime, refired, late, outside, refused } of Object.values(fates)) {
    expect(onTime + refired + late + outside + refused).toBe(inputs)
  }
}

const HEAD = 't,room,v\n'
const good = (count: number): string => Array.from({ length: count }, (_, i) => `${30 * i},attic,${i / 4}\n`).join('')

describe('files', () => {
  test.each([
    [
      'a row cut off at the end',
      `${HEAD}${good(20)}600,at`,
      'in.csv:22: refused: the row has 2 columns, the header 3',
      20,
    ],
    ['a row cut off within its number', `${HEAD}${good(20)}600,attic,`, '', 21],
    ['a NaN', `${HEAD}${good(10)}300,attic,NaN\n`, 'in.csv:12: refused: field v is "NaN"', 10],
    ['a missing value', `${HEAD}${good(10)}300,attic,\n`, '', 11],
    ['half a millisecond', `${HEAD}${good(10)}300.5,attic,5\n`, 'in.csv:12: refused: t is 300.5', 10],
  ])('CSV with %s', async (_, text, told, items) => {
    const { code, lines, err } = await verifyText(text)
    expect([code, lines[0]['items'], lines[0]['differ']]).toEqual([0, items, 0])
    expect(err).toContain(told)
    addUp(lines[0]['fates'] as Record<string, Fates>)
  })

  test.each([
    ['a line cut off', '{"t":0,"room":"a","v":1}\n{"t":200,"ro', 'in.ndjson:2: refused: no JSON', 1],
    ['an unknown field', '{"t":0,"room":"a","v":1,"lux":3}\n', 'ignored fields: lux (1)', 1],
  ])('NDJSON with %s', async (_, text, told, items) => {
    const { code, lines, err } = await verifyText(text, 'in.ndjson')
    expect([code, lines[0]['items'], lines[0]['differ']]).toEqual([0, items, 0])
    expect(err).toContain(told)
  })

  test.each([['a header without t', 'time,room,v\n1,a,2\n', 'has no column t']])(
    '%s is refused as a whole',
    async (_, text, told) => {
      const { code, err } = await verifyText(text)
      expect(code).toBe(2)
      expect(err).toContain(told)
    },
  )

  test('only a header: nothing was checked', async () => {
    expect((await verifyText(HEAD)).code).toBe(5)
  })
})

describe('events', () => {
  let device: Device
  beforeAll(async () => {
    device = await openDevice()
  })
  afterAll(async () => {
    await device.close()
  })

  async function verified(
    items: readonly Item[],
    change: object = {},
  ): Promise<Verification & { device: object; results: Result[] }> {
    const results: Result[] = []
    const pipeline = loadPipeline({
      ...smallPipeline(undefined, { mode: 'event', outOfOrdernessMs: 20 }).spec,
      ...change,
    })
    const verification = await verifyItems(device, pipeline, items, { onDevice: (result) => results.push(result) })
    return { ...verification, results }
  }

  const times = (k: string, ...list: number[]): Item[] => list.map((t) => event(t, k, t))

  test('behind the bound: late, told by name, and counted as late on both sides', async () => {
    const { verdict, results, fates, device: counters } = await verified(times('a', 0, 50, 300, 10, 310, 20))
    expect(verdict.first?.why ?? '').toBe('')
    expect(results.filter(({ type }) => type === 'late')).toMatchObject([{ ref: 'a@10' }, { ref: 'a@20' }])
    expect(fates['win']).toMatchObject({ inputs: 6, late: 2 })
    expect(counters.fates[0][2]).toBe(2)
    addUp(fates)
  })

  test('of a key beyond the limit: reported as an overflow, counted as refused, all else equal', async () => {
    const items = ['a', 'b', 'c', 'd'].flatMap((k) => times(k, 0, 50))
    const {
      verdict,
      results,
      fates,
      device: counters,
    } = await verified([...items, ...times('a', 500)], {
      limits: { keys: 2 },
    })
    expect(results.filter(({ type }) => type === 'overflow')).toMatchObject([
      { stage: 'input', overflow: 'keys', key: 'c', action: 'reject' },
      { stage: 'input', overflow: 'keys', key: 'd', action: 'reject' },
    ])
    expect(counters.refused).toBe(4)
    // What was lost to a limit is told apart from what is wrong.
    expect(verdict).toMatchObject({ differ: 0 })
    expect(verdict.lost).toBeGreaterThan(0)
    expect(results.filter(({ type }) => type === 'window').map((each) => 'key' in each && each.key)).toEqual(['a', 'b'])
    addUp(fates)
  })

  test('of all the kinds of trouble at once, the fates add up on the device as well', async () => {
    const random = chance(5)
    const items = Array.from({ length: 300 }, (_, i) =>
      event(
        Math.max(0, 3 * i - Math.floor(random() ** 4 * 400)),
        'abc'[Math.floor(random() * 3)],
        random() < 0.1 ? null : i / 8,
      ),
    )
    const {
      verdict,
      fates,
      device: counters,
    } = await verified(items, {
      stages: [
        { window: { type: 'tumbling', sizeMs: 50 }, allowedLatenessMs: 60, aggregates: { n: 'count()', s: 'max(v)' } },
      ],
    })
    expect(verdict.first?.why ?? '').toBe('')
    const [fate] = Object.values(fates)
    expect([fate.late > 0, fate.refired > 0, fate.onTime > 0]).toEqual([true, true, true])
    expect(counters.fates[0].slice(0, 3)).toEqual([fate.onTime, fate.refired, fate.late])
    addUp(fates)
  })

  test('on a line that spoils and loses: asked for again, and the results are as they should be', async () => {
    const random = chance(3)
    const spoil = (line: string): string => {
      const at = 1 + Math.floor(random() * (line.length - 1))
      return line.startsWith('[') && random() < 0.2 ? `${line.slice(0, at)}#${line.slice(at + 1)}` : line
    }
    // All but the line of frames is the device's own.
    const spoilt = new Proxy(device, {
      get: (target, name) => {
        if (name === 'connect')
          return async (hash: string, run: number) => {
            const { hello, link } = await target.connect(hash, run)
            return { hello, link: { ...link, write: (line: string) => link.write(spoil(line)) } }
          }
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value
      },
    })
    const items = Array.from({ length: 120 }, (_, i) => event(7 * i, 'ab'[i % 2], i / 4))
    const pipeline = smallPipeline()
    const {
      verdict,
      line,
      device: counters,
    } = await verifyItems(spoilt, pipeline, items, { timeoutMs: 300, single: true })
    expect(verdict).toMatchObject({ equal: true, differ: 0 })
    expect(counters.faults.crc).toBeGreaterThan(5)
    expect(line.repeats).toBeGreaterThan(5)
  })

  test('in a frame for another program: an error that says so, and nothing was taken', async () => {
    const link = await RawLink.open(device, smallPipeline())
    const far = (link.hello.f + (1 << 23)) % (1 << 24)
    const sender = new Sender({
      clock: device.port.clock,
      hello: { ...link.hello, f: far },
      write: (line) => link.write(line),
      onWords: () => undefined,
    })
    const refused = link.next('X')
    sender.send({ type: 'W', q: 0, w: 5 })
    await refused
    sender.onLine(link.last)
    expect(sender.failure).toMatchObject({ code: 'E_DEVICE_PROGRAM', kind: 'device-failed' })
    expect(sender.failure?.cure).toContain('load the program again')
    await link.quit()
  })
})

test('a pipeline that names an unknown field is refused before a device is touched', async () => {
  const { code, err } = await verifyText(HEAD + good(3), 'in.csv', { stages: [{ filter: 'w > 1' }] })
  expect(code).toBe(2)
  expect(err).toMatch(/^E_SPEC .*p\.json: stages\[0\]\.filter/)
  expect(err).toContain('cure: ')
})
