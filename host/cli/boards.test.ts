/** Several devices for one run: which, how many keys each takes, and what the commands say of it. */
import { describe, expect, test } from 'vitest'
import { portsOf } from './boards.ts'
import { folder, run } from './testing.ts'

const { file, directory } = folder()

const spec = {
  name: 'boards',
  input: { fields: { k: 'int', v: 'double' }, key: 'k' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'w', window: { type: 'sliding', sizeMs: 600, slideMs: 100 }, aggregates: { s: 'stddev(v)' } }],
  limits: { keys: 20 },
}
const pipeline = (more: object = {}): string => file('boards.pipeline.json', { ...spec, ...more })
/** 20 keys in turn, 400 events, 5 ms apart. */
const input = (): string =>
  file(
    'boards.ndjson',
    Array.from({ length: 400 }, (_, i) => JSON.stringify({ t: 5 * i, k: i % 20, v: i % 7 })).join('\n'),
  )

describe('which devices', () => {
  test.each([
    [{ port: 'emu:' }, ['emu:']],
    [{ port: 'emu:?vars=2000', boards: 3 }, ['emu:?vars=2000', 'emu:?vars=2000', 'emu:?vars=2000']],
    [{ port: 'espruino:/x/e', boards: 2 }, ['espruino:/x/e', 'espruino:/x/e']],
    [{ port: '/dev/a,/dev/b' }, ['/dev/a', '/dev/b']],
    [{ port: 'emu:,tcp://h:1', boards: 2 }, ['emu:', 'tcp://h:1']],
    [{ port: '/dev/a', boards: 1 }, ['/dev/a']],
  ])('%j', (flags, ports) => expect(portsOf(flags)).toEqual(ports))

  test.each([
    [{ port: '/dev/a', boards: 2 }, '--boards asks for 2 devices, -p names 1'],
    [{ port: 'emu:,emu:', boards: 3 }, '--boards asks for 3 devices, -p names 2'],
    [{ port: 'tcp://h:1', boards: 4 }, '--boards asks for 4 devices, -p names 1'],
  ])('%j is refused', (flags, message) => {
    expect(() => portsOf(flags)).toThrow(
      expect.objectContaining({
        code: 'E_BOARDS',
        message,
        cure: expect.stringContaining('-p /dev/ttyUSB0,/dev/ttyUSB1'),
      }),
    )
  })
})

describe('plan', () => {
  test('says how many keys a board holds and how many boards they need, in words and as JSON', async () => {
    const { out } = await run('plan', pipeline(), '--vars', '1100')
    const [, keys, holds] = /^keys +(\d+), [\d.]+ variables each; a board of 1,100 variables holds (\d+)$/m
      .exec(out)!
      .map(Number)
    expect(keys).toBe(20)
    const boards = Math.ceil(20 / holds)
    expect(boards).toBeGreaterThan(1)
    expect(out).toContain(
      `boards           ${boards}, with ${Math.ceil(20 / boards)} keys each: rivulet verify … --boards ${boards}\n`,
    )
    const { lines } = await run('plan', pipeline(), '--vars', '1100', '--json')
    expect(lines).toMatchObject([{ type: 'plan', capacity: { keys: 20, vars: 1100, holds, boards } }])
  })

  test('for another number of keys', async () => {
    const { lines } = await run('plan', pipeline(), '--keys', '3', '--json')
    expect(lines).toMatchObject([{ capacity: { keys: 3, vars: 3000, boards: 1 } }])
    expect((await run('plan', pipeline(), '--keys', '3')).out).toMatch(/^boards +1$/m)
  })

  test('a board that holds none', async () => {
    const { out, code } = await run('plan', pipeline(), '--vars', '100')
    expect(code).toBe(0)
    expect(out).toMatch(/^boards +none of this size will do/m)
  })

  test('without a key it speaks of neither', async () => {
    const ran = await run('plan', pipeline({ input: { fields: { k: 'int', v: 'double' } } }))
    expect(ran.out).not.toMatch(/^(keys|boards)/m)
    expect(
      (await run('plan', pipeline({ input: { fields: { k: 'int', v: 'double' } } }), '--json')).lines,
    ).toMatchObject([{ capacity: null }])
  })
})

describe('verify', () => {
  const verify = (...more: string[]): ReturnType<typeof run> => run('verify', pipeline(), '-i', input(), ...more)

  test('refuses what does not fit before anything is loaded, with both cures; each of them helps', async () => {
    const ran = await verify('-p', 'emu:?vars=1100', '-v')
    expect(ran.code).toBe(3)
    expect(ran.err).toMatch(/^E_DEVICE_ROOM emu:\?vars=1100: the program for 20 keys needs [\d,]+ variables/m)
    expect(ran.err).not.toContain('.bootcde')
    const [, boards, keys] = /--boards (\d+) .*--keys (\d+)\n/.exec(ran.err)!
    const spread = await verify('-p', 'emu:?vars=1100', '--boards', boards)
    expect([spread.code, spread.out]).toEqual([
      0,
      expect.stringMatching(/^board 1 of \d: [^]*verdict: \d+ results, 0 differ\n$/),
    ])
    const fewer = await verify('-p', 'emu:?vars=1100', '--keys', keys)
    expect([fewer.code, fewer.out]).toEqual([
      0,
      expect.stringMatching(/^\d+ lost to limits\nverdict: \d+ results, 0 differ\n$/),
    ])
  })

  test('tells the shares beforehand, what each board did, and all of it as JSON', async () => {
    const { err, lines, code } = await verify('-p', 'emu:', '--boards', '3', '--json')
    expect(code).toBe(0)
    expect(err).toContain('20 keys on 3 boards: room for 7 on each')
    expect(lines).toMatchObject([{ type: 'verdict', differ: 0, lost: 0, items: 400 }])
    const boards = lines[0]['boards'] as { keys: number[]; items: number; address: string }[]
    expect(boards.map(({ keys }) => keys.length)).toEqual([7, 7, 6])
    expect(boards.map(({ items }) => items)).toEqual([140, 140, 120])
    expect(new Set(boards.flatMap(({ keys }) => keys)).size).toBe(20)
  })

  test('the report of several boards holds the lines of each', async () => {
    const reports = `${directory()}/reports`
    const { code } = await verify('-p', 'emu:', '--boards', '2', '--report', reports)
    expect(code).toBe(0)
    const { readFileSync, readdirSync } = await import('node:fs')
    const log = readdirSync(reports).find((name) => name.endsWith('.log'))!
    expect(readFileSync(`${reports}/${log}`, 'utf8')).toMatch(/> \[1\] [^]*> \[2\] /)
    const summary = JSON.parse(readFileSync(`${reports}/summary.json`, 'utf8')) as Record<string, unknown>
    expect(summary).toMatchObject({ device: 'emu:,emu:', differ: 0, items: 400 })
    expect(String(summary['command'])).toContain('-p emu:,emu:')
  })

  test.each([
    [['--boards', '0'], /Write a whole number from 1/],
    [['--keys', '5000'], /At most 4096/],
    [['--boards', 'two'], /Write a whole number/],
  ])('%j is refused', async (flags, message) => {
    const { code, err } = await verify('-p', 'emu:', ...flags)
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })

  test('what cannot be divided is refused before a device is opened', async () => {
    const keyless = pipeline({ input: { fields: { k: 'int', v: 'double' } } })
    const { code, err } = await run('verify', keyless, '-i', input(), '-p', 'emu:', '--boards', '2')
    expect([code, err]).toEqual([2, expect.stringMatching(/^E_BOARDS: the pipeline cannot be spread/)])
  })
})
