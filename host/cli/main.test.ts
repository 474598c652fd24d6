/** The command line as scripts use it: forms, exit codes, and errors that name a cure. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, run } from './testing.ts'

const { file, directory } = folder()

const spec = {
  name: 'cli',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'win', window: { type: 'tumbling', sizeMs: 100 }, aggregates: { n: 'count()', x: 'max(v)' } }],
}
const csv = 't,v,site\n10,1,a\n20,5,a\nx,1,a\n130,2,b\n250,3,b\n'

describe('help and usage', () => {
  test('help goes to stdout and is no error', async () => {
    const { code, out, err } = await run('--help')
    expect([code, err]).toEqual([0, ''])
    for (const verb of ['try', 'run', 'verify', 'conform', 'build', 'plan', 'emulate', 'demo'])
      expect(out).toContain(verb)
  })

  test.each(['try', 'run', 'verify', 'conform', 'build', 'plan', 'calibrate', 'emulate', 'demo'])(
    '%s --help',
    async (verb) => {
      const { code, out, err } = await run(verb, '--help')
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('--json')
    },
  )

  test('without a verb there is help', async () => {
    expect((await run()).code).toBe(0)
  })

  test('the version is that of the package', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([
    [['verfy'], 'there is no verb verfy', 'did you mean verify?'],
    [['xyzzy'], 'there is no verb xyzzy', 'see rivulet --help'],
    [['doctor'], 'doctor: not built yet', ''],
    [['flash', 'x'], 'flash: not built yet', ''],
    [['try', '/no/such.json'], 'cannot be read', 'cure'],
    [['build', 'a.json'], 'required option', 'see --help'],
    [['plan'], "missing required argument 'pipeline'", 'see --help'],
    [['plan', 'a', 'b'], 'too many arguments', 'see --help'],
    [['try', 'a', '--imput', 'b'], "unknown option '--imput'", 'did you mean --input?'],
    [['try', 'a', '-i', 'b', '--timeout', '5'], 'Write a number and a unit', ''],
    [['emulate'], 'no file is named', ''],
  ])('%j is usage: %s', async (args, message, cure) => {
    const { code, err, out } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).toContain(cure)
  })
})

describe('errors tell code, place, reason and cure', () => {
  test('a pipeline that is not there', async () => {
    const { code, err } = await run('plan', '/no/such.json')
    expect(code).toBe(2)
    expect(err).toMatch(/^E_PIPELINE \/no\/such\.json: .* cannot be read.*\n {2}cure: /)
  })

  test('a pipeline with a fault', async () => {
    const { code, err } = await run('plan', file('bad.json', { ...spec, stages: [{ filter: 'w > 1' }] }))
    expect(code).toBe(2)
    expect(err).toContain('E_SPEC')
    expect(err).toContain('bad.json')
  })

  test('with --json the failure is a line as well', async () => {
    const { code, lines } = await run('plan', '/no/such.json', '--json')
    expect([code, lines[0]['type'], lines[0]['code']]).toEqual([2, 'failure', 'E_PIPELINE'])
  })

  test('a device that does not exist', async () => {
    const pipeline = file('p.json', spec)
    const input = file('in.csv', csv)
    expect((await run('run', pipeline, '-i', input, '-p', 'espruino:/no/such')).code).toBe(4)
    expect((await run('run', pipeline, '-i', input, '-p', '/dev/ttyUSB0')).code).toBe(4)
    expect((await run('run', pipeline, '-i', input)).err).toContain('no device is named')
  })

  test('a module that exports no pipeline', async () => {
    const { code, err } = await run('plan', file('none.mjs', 'export const a = 1, b = 2'))
    expect(code).toBe(2)
    expect(err).toContain('exports no pipeline')
  })
})

describe('try', () => {
  test('results of the reference, one a line; refusals and ignored columns are told', async () => {
    const { code, lines, err } = await run('try', file('p.json', spec), '--input', file('in.csv', csv))
    expect(code).toBe(0)
    expect(lines).toEqual([
      { type: 'window', stage: 'win', at: 2, key: null, start: 0, end: 100, pane: 0, aggs: { n: 2, x: 5 } },
      { type: 'window', stage: 'win', at: 3, key: null, start: 100, end: 200, pane: 0, aggs: { n: 1, x: 2 } },
    ])
    expect(err).toContain('in.csv:4: refused: t is "x"')
    expect(err).toContain('ignored columns: site')
  })

  test('quiet leaves talk out, but not refusals', async () => {
    const { err } = await run('try', file('p.json', spec), '--input', file('in.csv', csv), '-q')
    expect(err).toContain('refused')
    expect(err).not.toContain('ignored')
  })

  test('a pipeline may be a module', async () => {
    const module = file('p.mjs', `export default ${JSON.stringify(spec)}`)
    expect((await run('try', module, '--input', file('in.csv', csv))).lines).toHaveLength(2)
  })
})

describe('on the emulator', () => {
  test('run gives what try gives', async () => {
    const args = [file('p.json', spec), '--input', file('in.csv', csv)]
    const [reference, device] = [await run('try', ...args), await run('run', ...args, '-p', 'emu:')]
    expect(device.code).toBe(0)
    expect(device.out).toBe(reference.out)
  })

  test('verify ends with its verdict and leaves a report', async () => {
    const report = path.join(directory(), 'report')
    const args = [file('p.json', spec), '--input', file('in.csv', csv), '-p', 'emu:', '--report', report]
    const { code, out } = await run('verify', ...args)
    expect([code, out]).toEqual([0, 'verdict: 2 results, 0 differ\n'])
    expect(readdirSync(report).sort()).toEqual(['emu.log', 'events.ndjson', 'junit.xml', 'summary.json'])
    expect(JSON.parse(readFileSync(path.join(report, 'summary.json'), 'utf8'))).toMatchObject({
      results: 2,
      differ: 0,
      refused: 1,
    })
    expect(readFileSync(path.join(report, 'events.ndjson'), 'utf8').split('\n')).toHaveLength(3)
  })

  test('verify --json', async () => {
    const { lines } = await run(
      'verify',
      file('p.json', spec),
      '--input',
      file('in.csv', csv),
      '-p',
      'emu:',
      '--single',
      '--json',
    )
    expect(lines).toMatchObject([{ type: 'verdict', results: 2, differ: 0, items: 4 }])
  })

  test('a run that takes too long is exit 42', async () => {
    const { code, err } = await run('demo', '--timeout', '300ms', '--events', '5000')
    expect(code).toBe(42)
    expect(err).toContain('E_TIMEOUT')
  })

  test('the demonstration ends with its verdict', async () => {
    const { code, out } = await run('demo', '--events', '1000')
    expect(code).toBe(0)
    expect(out).toMatch(/\nverdict: \d+ results, 0 differ\n$/)
    expect(out).toContain('humidity as the device saw it')

    expect(out).not.toMatch(/\x1b/)
  })

  test('emulate shows what a program prints, its error, and the variables asked for', async () => {
    const program = file('a.js', 'var x=41;print("hello");x++;foo()')
    const plain = await run('emulate', program, '--print', 'x')
    expect(plain.code).toBe(3)
    expect(plain.out).toBe('hello\nx = 42\n')
    expect(plain.err).toContain('Uncaught ReferenceError: "foo" is not defined')
    const { lines } = await run('emulate', program, '--print', 'x', '--json', '--vars', '2000')
    expect(lines[0]).toMatchObject({
      ...{ type: 'emulate', file: program, stdout: 'hello\n', error: 'ReferenceError: "foo" is not defined' },
      ...{ globals: { x: '42' }, vars: { total: 2000 } },
    })
  })
})

describe('build and plan', () => {
  test('build writes program, map and plan', async () => {
    const output = path.join(directory(), 'out')
    const { code, out } = await run('build', file('p.json', spec), '-o', output)
    expect(code).toBe(0)
    expect(out).toMatch(/firmware\.js: \d+ bytes, program [0-9a-f]{8}\n$/)
    expect(readdirSync(output).sort()).toEqual([
      'firmware.js',
      'firmware.js.functions.json',
      'firmware.js.map',
      'plan.json',
    ])
    expect(JSON.parse(readFileSync(path.join(output, 'plan.json'), 'utf8'))).toHaveProperty('vars.code')
  })

  test('plan in its fixed form', async () => {
    const { lines } = await run('plan', file('p.json', spec), '--json')
    expect(lines[0]).toMatchObject({
      vars: {
        code: expect.any(Number) as number,
        state: expect.any(Number) as number,
        peak: expect.any(Number) as number,
      },
      instructionsPerEvent: expect.any(Number) as number,
      eventsPerSecond: {
        low: expect.any(Number) as number,
        mid: expect.any(Number) as number,
        high: expect.any(Number) as number,
      },
    })
    const { out } = await run('plan', file('p.json', spec))
    expect(out).toMatch(/^variables +\d+ at rest/)
    expect(out).toMatch(/^input +\d+ +keys +\d+ /m)
  })
})

describe('conform', () => {
  const good = {
    id: 'c1',
    kind: 'window',
    spec,
    events: [
      { t: 1, v: 2 },
      { t: 150, v: 1 },
    ],
    expected: { windows: [{ at: 1, start: 0, aggs: { n: 1, x: 2 } }] },
  }
  const bad = { ...good, id: 'c2', expected: { windows: [] } }

  test.each([
    ['all right', [good], 0],
    ['one wrong', [good, bad], 1],
    ['none at all', [], 5],
  ])('%s', async (name, cases, exit) => {
    const { code, lines } = await run('conform', file('cases.json', { cases }), '--json')
    expect(code, name).toBe(exit)
    expect(lines.map(({ id, pass }) => [id, pass])).toEqual(cases.map((each) => [each.id, each === good]))
    expect(lines.every(({ type, why }) => type === 'case' && typeof why === 'string')).toBe(true)
  })

  test('on a device each case runs one event a frame and batched', async () => {
    const { code, lines } = await run('conform', file('cases.json', { cases: [good, bad] }), '-p', 'emu:', '--json')
    expect(code).toBe(1)
    expect(lines).toMatchObject([
      { id: 'c1', pass: true, why: '' },
      { id: 'c2', pass: false },
    ])
    expect(lines[1]['why']).toContain('one event a frame: ')
  })

  test('a file that is no case file', async () => {
    expect((await run('conform', '/no/such.json')).code).toBe(2)
    expect((await run('conform', file('x.json', '[]'))).code).toBe(1)
  })
})
