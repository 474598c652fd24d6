/** The emulator against a real Espruino binary on random programs; scripts/differential.ts does the same at length. */
import { afterAll, describe, expect, test } from 'vitest'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from '../../../scripts/differential-binary.ts'
import { seeded } from '../board/random.ts'
import { emulate } from '../emulate.ts'
import { LINUX } from '../golden/measured.ts'
import { compare } from './compare.ts'

const runner = ESPRUINO_BIN === undefined ? undefined : new BinaryRunner(ESPRUINO_BIN)
afterAll(() => runner?.close())

describe.skipIf(runner === undefined)(`against the real interpreter${runner ? '' : ` (${WITHOUT_BINARY})`}`, () => {
  const real = (text: string): string | undefined => runner!.tryToRun(text, 10_000)
  const ours = (text: string): string => emulate(text, { ...LINUX, limitMs: 60_000 }).stdout
  const sameLayout = (): boolean => runner!.run('print("size",process.memory().blocksize)').includes('size 14')

  test('300 random programs print the same', { timeout: 120_000 }, () => {
    const options = { count: 300, withoutMarkers: !sameLayout() }
    expect(compare(real, ours, seeded(20_260_101), options).differences).toEqual([])
  })

  test('200 random programs use the same variables', { timeout: 120_000 }, ({ skip }) => {
    if (!sameLayout()) skip('this binary has other variables than the chip')
    expect(compare(real, ours, seeded(7), { count: 200, memory: true }).differences).toEqual([])
  })
})
