/** The comparison of speeds: its programs do what they are meant to on both sides, and the emulator keeps ahead. */
import { afterAll, describe, expect, test } from 'vitest'
import { blankFlash } from '../host/emulator/board/flash.ts'
import { emulate } from '../host/emulator/emulate.ts'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from './differential-binary.ts'
import { differences, medianOf, nameBuild, printSame, shown } from './speed.ts'
import { basicLabFirmware, PROGRAMS, speedPrograms } from './speed-programs.ts'

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 10, 2], 3],
  [[10, -2, 9], 9],
])('the median of %j is %d', (values, median) => {
  expect(medianOf(values)).toBe(median)
})

test('a row of the table', () => {
  expect(shown({ name: 'loop', binaryMs: 300, emulatorMs: 20, same: true })).toMatch(
    /^loop +300 ms +20\.0 ms +15\.0 ×$/,
  )
  expect(shown({ name: 'loop', binaryMs: 1, emulatorMs: 1, same: false })).toContain('they print different things')
})

describe('whether two runs print the same', () => {
  const result = (values: readonly number[], sequence = 24): string =>
    `~["R",${sequence},"${Buffer.from(Float64Array.from(values).buffer).toString('base64')}"]*${values.length}`
  const root = Math.SQRT2
  const next = root + 2 ** -52

  test.each([
    ['equal text', '5\n', '5\n', true],
    ['other text', '5\n', '6\n', false],
    ['a line more', '5\n', '5\n5\n', false],
    ['another session in the greeting', '~["H",1,"a",2002]*1\n5\n', '~["H",1,"a",572]*2\n5\n', true],
    ['the last bit of a double', `${result([1, root])}`, `${result([1, next])}`, true],
    ['more than last bits', result([1, root]), result([1, root + 1e-12]), false],
    ['zero and nearly zero', result([0]), result([1e-300]), false],
    ['other sequence numbers', result([root]), result([next], 25), false],
    ['a result less', result([root, 1]), result([next]), false],
    ['a number and none', result([root]), result([NaN]), false],
  ])('%s', (_, one, other, same) => {
    expect(printSame(one, other)).toBe(same)
  })
})

describe('the programs', () => {
  test('are those that programs for Espruino are made of', async () => {
    const names = (await speedPrograms()).map(({ name }) => name).join()
    for (const part of ['loop', 'quicksort', 'mandelbrot', 'string append', 'typed-array sum', 'basic lab firmware'])
      expect(names).toContain(part)
  })

  test.each(PROGRAMS)('$name takes its rounds', ({ code, rounds }) => {
    const few = Math.ceil(rounds / 100)
    const once = emulate(code(few), { vars: 20_000 })
    const twice = emulate(code(2 * few), { vars: 20_000 })
    const thrice = emulate(code(3 * few), { vars: 20_000 })
    expect(once.error).toBeUndefined()
    expect(once.stdout).toMatch(/^\d+\n$/)
    expect(twice.stdout).not.toBe(once.stdout)
    // the same work again: what is not a round cancels in a difference
    const [first, second] = [twice.instructions - once.instructions, thrice.instructions - twice.instructions]
    expect(second / first).toBeGreaterThan(0.8)
    expect(second / first).toBeLessThan(1.25)
  })

  test('the firmware gives the results of twice the events for twice the rounds', async () => {
    const { code, rounds, setup } = await basicLabFirmware(300)
    const options = { flash: blankFlash(), vars: 20_000, board: 'LINUX', console: 'USB', limitMs: 1e6 }
    for (const text of setup) emulate(text, options)
    const results = (text: string): number => emulate(text, options).stdout.match(/^~\["R"/gm)?.length ?? 0
    const once = results(code(rounds))
    expect(once).toBeGreaterThan(10)
    expect(results(code(2 * rounds)) / once).toBeCloseTo(2, 0)
  })
})

const runner = ESPRUINO_BIN === undefined ? undefined : new BinaryRunner(ESPRUINO_BIN)
afterAll(() => runner?.close())

describe.skipIf(runner === undefined)(`in one run with a Linux build${runner ? '' : ` (${WITHOUT_BINARY})`}`, () => {
  test('the build is named', () => {
    const build = nameBuild(runner!, ESPRUINO_BIN!, 1)
    expect(build).toMatchObject({ version: expect.stringMatching(/^2v\d+/), board: expect.stringMatching(/^LINUX/) })
    expect(build.name).toMatch(/variables of \d+ bytes, empty loop -?\d+ ns$/)
  })

  test.each(['loop', 'string append', 'basic lab firmware'])('%s: at least 3 times as fast', async (wanted) => {
    const program = (await speedPrograms()).find(({ name }) => name === wanted)!
    const { binary, emulator, same } = differences(runner!, program, 3)
    expect(medianOf(binary) / medianOf(emulator)).toBeGreaterThan(3)
    expect(same).toBe(true)
  })
})
