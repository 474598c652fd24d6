/** Slots of checkpoints, and that the program of a device keeps them where everybody else looks. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FREE_START, PAGE_SIZE, STORAGE_START } from '../../host/emulator/board/flash.ts'
import { FREE, FREE_BYTES, HEAD, PAGE, slotInFile, slotInPages } from '../../shared/protocol/checkpoint-layout.ts'

test.each([
  [HEAD, PAGE, HEAD],
  [PAGE - 1, PAGE, PAGE],
  [PAGE, PAGE, PAGE],
  [PAGE + 1, 2 * PAGE, PAGE + 4],
  [8559, 3 * PAGE, 8560],
])('%d bytes take %d in pages and %d in a file', (bytes, pages, file) => {
  expect([slotInPages(bytes), slotInFile(bytes)]).toEqual([pages, file])
})

describe('the same is said', () => {
  test('by the chip', () => {
    expect([FREE_START, STORAGE_START - FREE_START, PAGE_SIZE]).toEqual([FREE, FREE_BYTES, PAGE])
  })

  test('by the runtime, whose program is shorter with a name of its own', () => {
    const runtime = readFileSync(new URL('../runtime/checkpoint.ts', import.meta.url), 'utf8')
    const [, own] = /^const FREE = (0x[\da-f]+)$/m.exec(runtime)!
    expect(Number(own)).toBe(FREE)
  })
})
