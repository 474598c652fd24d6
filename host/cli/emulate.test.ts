/** `emulate` in its fixed form (DESIGN 8), held against the real interpreter's answers. */
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, run, runIn } from './testing.ts'

const { file } = folder()

interface Vector {
  readonly id: string
  readonly category: string
  readonly code: string | readonly string[]
  readonly stdout: string | readonly string[]
  readonly error?: string
  readonly stack?: string
}

const GOLDEN = path.join(import.meta.dirname, '..', 'emulator', 'golden', 'golden.jsonl')
/** Categories whose answers do not depend on the board. */
const CATEGORIES = ['number-format', 'exceptions', 'control-flow', 'classes', 'unsupported-syntax']

const vectors = readFileSync(GOLDEN, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)
  .filter(({ category, code }) => CATEGORIES.includes(category) && typeof code === 'string')

test('answers of the real interpreter: text, error and stack of each file', async () => {
  expect(vectors.length).toBeGreaterThan(200)
  expect(vectors.filter(({ stack }) => stack !== undefined).length).toBeGreaterThan(50)
  const files = vectors.map(({ id, code }) => file(`${id}.js`, Buffer.from(code as string, 'utf8').toString()))
  const { lines } = await run('emulate', ...files, '--json')
  expect(lines).toHaveLength(vectors.length)
  const wrong = vectors.filter(({ stdout, error, stack }, i) => {
    const { stdout: out, error: failed, stack: trace } = lines[i]
    return out !== stdout || failed !== error || trace !== stack
  })
  expect(wrong.map(({ id }) => id)).toEqual([])
})

describe('the form', () => {
  test('all fields of a program that ends well; error and stack are absent', async () => {
    const program = file('well.js', 'var a=[1,2],s="x",f=function(){};print("hello")')
    const { code, lines } = await run(
      'emulate',
      program,
      '--json',
      ...['a', 's', 'f', 'none'].flatMap((n) => ['--print', n]),
    )
    expect(code).toBe(0)
    expect(lines).toEqual([
      {
        ...{ type: 'emulate', file: program, stdout: 'hello\n', virtualMs: expect.any(Number) },
        ...{ instructions: expect.any(Number), cpuShare: expect.any(Number), vars: expect.any(Object) },
        globals: { a: '[ 1, 2 ]', s: 'x', f: 'function () {}' },
      },
    ])
    const { used, peak, total } = lines[0]['vars'] as Record<string, number>
    expect(used).toBeGreaterThan(0)
    expect(peak).toBeGreaterThanOrEqual(used)
    expect(total).toBeGreaterThan(peak)
  })

  test('instructions take as long as they are told to', async () => {
    const program = file('busy.js', 'for(var i=0;i<2000;i++);')
    const [quick, slow] = await Promise.all(
      ['6.5', '20'].map((ns) => run('emulate', program, '--json', '--ns-per-instruction', ns)),
    )
    expect(slow.lines[0]['instructions']).toBe(quick.lines[0]['instructions'])
    expect(Number(slow.lines[0]['virtualMs']) / Number(quick.lines[0]['virtualMs'])).toBeCloseTo(20 / 6.5, 1)
    expect((await run('emulate', program, '--ns-per-instruction', '0')).code).toBe(2)
  })

  test('an error with its stack', async () => {
    const { code, lines } = await run(
      'emulate',
      file('ill.js', 'function f(){throw new Error("no")}\nprint(1);\nf()'),
      '--json',
    )
    expect(code).toBe(3)
    expect(lines[0]).toMatchObject({ stdout: '1\n', error: 'Error: no', stack: expect.stringContaining('at f') })
  })

  test('lines end with LF; text before a syntax error is printed', async () => {
    const { lines } = await run('emulate', file('syntax.js', 'print(1);\nprint(2);\nvar = 5;'), '--json')
    expect(lines[0]).toMatchObject({ stdout: '1\n2\n', error: expect.stringContaining('SyntaxError') })
  })

  test.each([
    ['until it is idle', 'setTimeout(function(){print("late")},2000)', [], 'late\n', 2000, 2100],
    ['until the limit', 'setInterval(function(){},10)', ['--limit', '3s'], '', 2900, 3200],
    ['ten seconds unless told', 'setInterval(function(){},10)', [], '', 9900, 10_200],
  ])('it runs %s, in virtual time', async (_, code, flags, stdout, from, to) => {
    const { lines } = await run('emulate', file('timer.js', code), '--json', ...flags)
    expect(lines[0]['stdout']).toBe(stdout)
    expect(lines[0]['virtualMs']).toBeGreaterThanOrEqual(from)
    expect(lines[0]['virtualMs']).toBeLessThan(to)
  })

  test('a program that never ends is stopped at the limit', async () => {
    const program = file('loop.js', 'print("on");while(true);')
    const { code, lines, err } = await run('emulate', program, '--json', '--limit', '200ms')
    expect(lines[0]).toMatchObject({ stdout: 'on\n', stopped: true })
    expect([code, err]).toEqual([
      42,
      expect.stringMatching(/loop\.js: stopped after 0\.2\d* s of virtual time, still running\n$/),
    ])
    const plain = await run('emulate', program, '--limit', '200ms')
    expect([plain.code, plain.out, plain.err]).toEqual([42, 'on\n', err])
  })

  test('a program that only waits at the limit is not stopped', async () => {
    const { code, lines, err } = await run('emulate', file('wait.js', 'setInterval(function(){},10)'), '--json')
    expect([code, err, 'stopped' in lines[0]]).toEqual([0, '', false])
  })

  test.each([
    ['computes', 'while(1);'],
    ['waits', 'setInterval(function(){},1)'],
  ])('--timeout ends a program that %s, with what it has printed', async (_, rest) => {
    const program = file('late.js', `print("on");${rest}`)
    const { code, lines, err } = await run(...['emulate', program, '--limit', '10000h', '--timeout', '100ms', '--json'])
    expect([code, err]).toEqual([42, expect.stringContaining('E_TIMEOUT: the run was not done after 0.1 s')])
    expect(lines).toEqual([
      { type: 'emulate', file: program, stdout: 'on\n' },
      expect.objectContaining({ type: 'failure', code: 'E_TIMEOUT' }),
    ])
  })

  test('text is written as it comes', async () => {
    const pieces: string[] = []
    const program = file('flood.js', 'for(;;)print("flood")')
    const { out } = await runIn({ onWrite: (text) => pieces.push(text) }, 'emulate', program, '--limit', '1s')
    expect(out).toMatch(/^(flood\n){100}/)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(out.length / 50)
  })

  test('each file has a board of its own, with the variables asked for', async () => {
    const set = file('set.js', 'global.x=5')
    const get = file('get.js', 'print(typeof x)')
    const { lines } = await run('emulate', set, get, '--json', '--vars', '1500', '--print', 'x')
    expect(lines.map(({ stdout, globals, vars }) => [stdout, globals, (vars as { total: number }).total])).toEqual([
      ['', { x: '5' }, 1500],
      ['undefined\n', {}, 1500],
    ])
  })

  test('for people: text, then the variables; a last line without end gets one', async () => {
    const { out } = await run('emulate', file('people.js', 'print("a");Serial1.print("b");var x=1'), '--print', 'x')
    expect(out).toMatch(/^a\n[^]*x = 1\n$/)
  })

  test('bytes above 127 pass as they are', async () => {
    const { lines } = await run('emulate', file('bytes.js', 'print("é".length)'), '--json')
    expect(lines[0]['stdout']).toMatch(/^[12]\n$/)
  })

  test('one file that fails does not keep the next from running; the exit code tells', async () => {
    const { code, lines } = await run('emulate', file('f1.js', 'foo()'), file('f2.js', 'print(2)'), '--json')
    expect([code, lines.map(({ stdout }) => stdout)]).toEqual([3, ['', '2\n']])
  })
})

describe('what is not modelled', () => {
  const program = (): string => file('wave.js', 'print("before");\nfunction f(){new Waveform(10)}\nf()')
  const next = (): string => file('next.js', 'print(2)')

  test('is one named error with its place and cure; the text before is shown, the next file runs', async () => {
    const wave = program()
    const { code, out, err } = await run('emulate', wave, next())
    expect([code, out]).toEqual([3, 'before\n2\n'])
    expect(err.split('\n')[0]).toBe(`E_UNIMPLEMENTED ${wave}: Waveform is not modelled by the emulator`)
    expect(err).toMatch(/\n {4}at f [^]*\n {4}at \[raw\] \(:3:3\)\n[^]*\n {2}cure: .*board.*\n$/)
    expect(err).not.toContain('.ts:')
  })

  test('as JSON', async () => {
    const { code, lines } = await run('emulate', program(), next(), '--json')
    expect([code, lines.map(({ stdout }) => stdout)]).toEqual([3, ['before\n', '2\n']])
    expect(lines[0]).toMatchObject({
      ...{ code: 'E_UNIMPLEMENTED', error: 'Waveform is not modelled by the emulator' },
      ...{ stack: expect.stringContaining('at f'), cure: expect.any(String) },
    })
  })

  test('a file that failed weighs more than one that was stopped', async () => {
    const loop = file('loop.js', 'while(1);')
    expect((await run('emulate', loop, next(), '--limit', '50ms')).code).toBe(42)
    expect((await run('emulate', program(), loop, '--limit', '50ms')).code).toBe(3)
    expect((await run('emulate', loop, file('f1.js', 'foo()'), '--limit', '50ms')).code).toBe(3)
  })

  test('also with --network', async () => {
    expect(await run('emulate', program(), '--network')).toMatchObject({ code: 3, out: 'before\n' })
  })
})

describe('--network', () => {
  test('sockets reach this computer; each file has its turn', async () => {
    const server = createServer((socket) => socket.on('data', (data) => socket.end(`heard ${String(data)}`)))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const program = (word: string): string => `require("Wifi").connect("lab",{},function(){
      var c=require("net").connect({port:${port}});c.on("data",function(d){print(d)});c.write("${word}")})`
    try {
      const files = ['one', 'two'].map((word) => file(`${word}.js`, program(word)))
      const { code, out, err } = await run('emulate', ...files, '--network')
      expect([code, out], err).toEqual([0, 'heard one\nheard two\n'])
      expect((await run('emulate', files[0], '--json')).lines[0]['stdout']).toContain('Connect failed')
    } finally {
      server.close()
    }
  })

  test('other computers are not reached: the console says why, and the exit code of the program stays', async () => {
    const program = 'require("Wifi").connect("lab",{},function(){require("net").connect({host:"192.0.2.1",port:1})})'
    const { code, out } = await run('emulate', file('away.js', program), '--network')
    expect([code, out]).toEqual([0, expect.stringContaining('192.0.2.1 is not this computer')])
  })

  test('it is interrupted with 130 and ends at --timeout with 42', async () => {
    const forever = file('forever.js', 'setInterval(function(){},1000)')
    const interrupt = new AbortController()
    const running = runIn({ signal: interrupt.signal }, 'emulate', forever, '--network')
    interrupt.abort()
    expect((await running).code).toBe(130)
    expect((await run('emulate', forever, '--network', '--timeout', '100ms')).code).toBe(42)
  })
})
