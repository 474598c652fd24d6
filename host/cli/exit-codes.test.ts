/** What a script relies on: exit codes (CONVENTIONS 4), lines of JSON, plain text where nobody looks. */
import { describe, expect, test } from 'vitest'
import { RivuletError, type ErrorKind } from '../../shared/error.ts'
import { inContext, withDevice } from './context.ts'
import { exitCodeOf } from './exit-code.ts'
import { main } from './main.ts'
import { folder, run, runIn } from './testing.ts'

const { file } = folder()

const spec = {
  name: 'exits',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()' } }],
}
const csv = 't,v\n10,1\n20,5\n130,2\n250,3\n'
const pipeline = (): string => file('p.json', spec)
const input = (): string => file('in.csv', csv)

test.each<[ErrorKind, number]>([
  ['wrong', 1],
  ['usage', 2],
  ['device-failed', 3],
  ['no-device', 4],
  ['nothing', 5],
  ['timeout', 42],
  ['internal', 70],
])('an error of kind %s is exit %d', (kind, code) => {
  expect(exitCodeOf(kind)).toBe(code)
})

describe('each kind of failure, through the command line', () => {
  test('0: done', async () => {
    expect((await run('try', pipeline(), '-i', input())).code).toBe(0)
  })

  test('1: checked and wrong', async () => {
    const wrong = { id: 'c', kind: 'window', spec, events: [{ t: 1, v: 2 }], expected: { windows: [{ at: 9 }] } }
    expect((await run('conform', file('wrong.json', { cases: [wrong] }))).code).toBe(1)
  })

  test.each([
    [['try', 'no-such.json', '-i', 'x'], 'E_PIPELINE'],
    [['try', 'P'], 'E_USAGE'],
    [['try', 'P', '-i', 'no-such.csv'], 'E_INPUT'],
    [['run', 'P', '-i', 'I', '-p', 'nowhere'], 'E_ADDRESS'],
    [['run', 'P', '-i', 'I', '-p', 'emu:?size=3'], 'E_ADDRESS'],
    [['run', 'P', '-i', 'I', '-p', 'mqtt://broker'], 'E_ADDRESS'],
    [['run', 'P', '-i', 'I', '-p', 'mqtt://me:secret@broker/lab-01'], 'E_ADDRESS'],
    [['run', 'P', '-i', 'I', '-p', 'mac:24:0a:c4'], 'E_UNSUPPORTED'],
    [['run', 'P', '-i', 'I', '-p', 'id:'], 'E_ADDRESS'],
    [['run', 'P', '-i', 'I', '-p', '/dev/no-such', '--reset', 'D0|X1'], 'E_RESET_STRING'],
    [['run', 'P', '-i', 'I', '-p', 'espruino:'], 'E_ADDRESS'],
    [['conform', 'no-such.json'], 'E_CASES'],
    [['emulate', 'no-such.js'], 'E_INPUT'],
  ])('2: %j', async (args, code) => {
    const paths: Record<string, string> = { P: pipeline(), I: input() }
    const ran = await run(...args.map((arg) => paths[arg] ?? arg))
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toMatch(new RegExp(`^${code}\\b`))
    expect(ran.err).toContain('\n  cure: ')
  })

  test('3: a device that fails: its memory is too small for the program', async () => {
    const { code, err } = await run('run', pipeline(), '-i', input(), '-p', 'emu:?vars=300')
    expect(code).toBe(3)
    expect(err).toMatch(/memory/i)
  })

  test('3: a program that fails in the emulator', async () => {
    expect((await run('emulate', file('bad.js', 'foo()'))).code).toBe(3)
  })

  test.each([
    ['no such file', 'espruino:/no/such/binary', 'E_NO_DEVICE'],
    ['a file that is no program', 'espruino:package.json', 'E_NO_DEVICE'],
    ['a program that ends at once', 'espruino:/bin/true', 'E_GONE'],
  ])('4: %s', async (_, port, error) => {
    const { code, err } = await run('run', pipeline(), '-i', input(), '-p', port)
    expect([code, err.split(' ', 1)[0]]).toEqual([4, error])
  })

  test('5: nothing to check', async () => {
    expect((await run('conform', file('none.json', { cases: [] }))).code).toBe(5)
    const { code, out, err } = await run('verify', pipeline(), '-i', file('none.csv', 't,v\n'), '-p', 'emu:')
    expect([code, out]).toEqual([5, 'verdict: 0 results, 0 differ\n'])
    expect(err).toContain('nothing was checked')
  })

  test('70: what nobody foresaw is a fault of ours, told with its stack', async () => {
    let err = ''
    const broken = {
      out: {
        write: () => {
          throw new Error('the disk is gone')
        },
      },
      err: { write: (text: string) => (err += text) },
      env: {},
    }
    expect(await main(['try', pipeline(), '-i', input()], broken)).toBe(70)
    expect(err).toMatch(/^E_INTERNAL: Error: the disk is gone\n {4}at /)
    expect(err).toContain('report it')
  })
})

describe('time and interruption', () => {
  const world = (signal: AbortSignal): Parameters<typeof inContext>[0] => ({
    out: { write: () => undefined },
    err: { write: () => undefined },
    env: {},
    signal,
  })
  const never = new AbortController().signal

  test('130: interrupted before it began', async () => {
    const ran = await runIn({ signal: AbortSignal.abort() }, 'try', pipeline(), '-i', input())
    expect([ran.code, ran.out, ran.err]).toEqual([130, '', ''])
  })

  test('130: interrupted in the middle of a run; the device is closed', async () => {
    const interrupt = new AbortController()
    const seen: string[] = []
    const ran = await runIn(
      {
        signal: interrupt.signal,
        onWrite: (text) => {
          seen.push(text)
          if (text.includes(' < ~["H"')) interrupt.abort()
        },
      },
      ...['run', pipeline(), '-i', input(), '-p', 'emu:', '-v'],
    )
    expect(ran.code).toBe(130)
    expect(ran.out).toBe('')
    expect(seen.at(-1)).not.toContain('E_')
  })

  test('42: time is up; what was to be done is closed', async () => {
    const work = inContext(
      world(never),
      { color: true, timeout: 1 },
      ({ world: inner }) => new Promise<void>((resolve) => inner.signal.addEventListener('abort', () => resolve())),
    )
    await expect(work).rejects.toMatchObject({ code: 'E_TIMEOUT', kind: 'timeout' })
  })

  test('work that ends in time is not disturbed', async () => {
    expect(await inContext(world(never), { color: true, timeout: 60_000 }, async () => 7)).toBe(7)
  })

  test('an error of the work is its own, not that of the time', async () => {
    const failing = inContext(world(never), { color: true, timeout: 60_000 }, async () => {
      throw new RivuletError('E_OWN', 'mine', { kind: 'usage' })
    })
    await expect(failing).rejects.toMatchObject({ code: 'E_OWN' })
  })

  test('a device is closed however its work ends', async () => {
    const flags = { color: true, port: 'emu:' }
    for (const fails of [false, true]) {
      let closed = false
      const work = inContext(world(never), flags, (context) =>
        withDevice(context, flags, {}, async (device) => {
          const close = device.port.close.bind(device.port)
          device.port.close = async () => ((closed = true), close())
          if (fails) throw new Error('no')
        }),
      )
      await (fails ? expect(work).rejects.toThrow('no') : work)
      expect(closed).toBe(true)
    }
  })
})

describe('--json', () => {
  const everyLineTyped = (out: string): void => {
    for (const line of out.trimEnd().split('\n')) {
      expect(JSON.parse(line), line).toHaveProperty('type', expect.stringMatching(/^[a-z]+$/))
    }
  }

  test.each([
    [
      ['try', 'P', '-i', 'I'],
      ['window', 'window'],
    ],
    [
      ['run', 'P', '-i', 'I', '-p', 'emu:'],
      ['window', 'window'],
    ],
    [['verify', 'P', '-i', 'I', '-p', 'emu:'], ['verdict']],
    [['plan', 'P'], ['plan']],
    [
      ['conform', 'C'],
      ['case', 'case'],
    ],
    [
      ['emulate', 'J', 'J'],
      ['emulate', 'emulate'],
    ],
    [['plan', 'no-such.json'], ['failure']],
    [['plan', 'P', '--jsn'], ['failure']],
    [['plan'], ['failure']],
    [['nonsense'], ['failure']],
  ])('%j: each line is an object with a type', async (args, types) => {
    const paths: Record<string, string> = {
      P: pipeline(),
      I: input(),
      J: file('one.js', 'print(1)'),
      C: file('c.json', { cases: [{ id: 'a' }, { id: 'b' }] }),
    }
    const { out, lines } = await run(...args.map((arg) => paths[arg] ?? arg), '--json')
    everyLineTyped(out)
    expect(lines.map(({ type }) => type)).toEqual(types)
  })

  test('the demonstration too, its verdict last', async () => {
    const { code, out, lines } = await run('demo', '--events', '400', '--json')
    everyLineTyped(out)
    expect([code, lines.at(-1)]).toMatchObject([0, { type: 'verdict', differ: 0, instructions: expect.any(Number) }])
  })
})

describe('colours', () => {
  const args = (): string[] => ['conform', file('two.json', { cases: [{ id: 'a' }] })]

  test.each([
    ['a terminal', { isTTY: true }, [], true],
    ['no terminal', { isTTY: false }, [], false],
    ['NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, [], false],
    ['NO_COLOR without a value means nothing', { isTTY: true, env: { NO_COLOR: '' } }, [], true],
    ['a terminal that knows none', { isTTY: true, env: { TERM: 'dumb' } }, [], false],
    ['--no-color', { isTTY: true }, ['--no-color'], false],
  ])('%s', async (_, around, flags, coloured) => {
    const { out } = await runIn(around, ...args(), ...flags)
    expect(out.includes('\x1b[')).toBe(coloured)
    expect(out.replace(/\x1b\[\d+m/g, '')).toBe(
      'FAIL a: the case is malformed: kind is undefined; it must be one of pattern, window, join, watermark, idleness, combine, invalid\n',
    )
  })
})

describe('--timeout', () => {
  test.each([['0.5ms'], ['30s'], ['2min'], ['1h'], ['250ms']])('%s is a duration', async (text) => {
    expect((await run('plan', 'no-such.json', '--timeout', text)).err).toContain('E_PIPELINE')
  })

  test.each([['5'], ['s'], ['-5s'], ['5 s'], ['5d'], [''], ['1e3ms']])('%j is none', async (text) => {
    const { code, err } = await run('plan', 'no-such.json', `--timeout=${text}`)
    expect(code).toBe(2)
    expect(err).toContain('Write a number and a unit: 200ms, 5s, 2min.')
  })
})

describe('unknown verbs and flags get the nearest name', () => {
  test.each([
    [['veriyf'], 'verify'],
    [['confrom'], 'conform'],
    [['emulat'], 'emulate'],
    [['tri'], 'try'],
    [['pan'], 'plan'],
    [['plan', 'x', '--jso'], '--json'],
    [['run', 'x', '--prot', 'emu:'], '--port'],
    [['run', 'x', '--singel'], '--single'],
    [['verify', 'x', '--reprot', 'd'], '--report'],
    [['emulate', 'x', '--pint', 'd'], '--print'],
  ])('%j: did you mean %s?', async (args, name) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain(`did you mean ${name}?`)
  })
})

describe('--single', () => {
  test.each(['run', 'verify'])('%s takes it and gives the same', async (verb) => {
    const args = [verb, pipeline(), '-i', input(), '-p', 'emu:', '-v']
    const [batched, single] = [await run(...args), await run(...args, '--single')]
    expect(single.out).toBe(batched.out)
    const frames = (err: string): number => err.match(/ > \["[Ee]"/g)?.length ?? 0
    expect([frames(batched.err), frames(single.err)]).toEqual([3, 4])
  })
})
