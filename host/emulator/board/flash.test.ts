import { describe, expect, test } from 'vitest'
import { blankFlash, Flash, FLASH_SIZE, FREE_START, PAGE_SIZE, PowerCut, STORAGE_END, STORAGE_START } from './flash.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('NOR rules', () => {
  test('a blank chip is all ones', () => {
    expect(new Flash().isErased(FREE_START, FLASH_SIZE)).toBe(true)
  })

  test('writing clears bits and never sets them', () => {
    const flash = new Flash()
    flash.write(STORAGE_START, bytes(0b1100))
    flash.write(STORAGE_START, bytes(0b1010))
    expect(flash.read(STORAGE_START, 1)[0]).toBe(0b1000)
    expect(flash.isErased(STORAGE_START, 1)).toBe(false)
    expect(flash.isErased(STORAGE_START + 1, 100)).toBe(true)
  })

  test('erasing sets one page', () => {
    const flash = new Flash()
    flash.write(STORAGE_START + PAGE_SIZE - 1, bytes(1, 2))
    flash.erasePage(STORAGE_START + 77)
    expect([...flash.read(STORAGE_START + PAGE_SIZE - 1, 2)]).toEqual([0xff, 2])
  })

  test('a range of pages', () => {
    const flash = new Flash()
    for (const page of [0, 1, 2]) flash.write(STORAGE_START + page * PAGE_SIZE, bytes(0))
    flash.erasePages(STORAGE_START, PAGE_SIZE + 1)
    expect([0, 1, 2].map((page) => flash.read(STORAGE_START + page * PAGE_SIZE, 1)[0])).toEqual([255, 255, 0])
  })

  test('words are little-endian and unsigned', () => {
    const flash = new Flash()
    flash.write(STORAGE_START, bytes(0x78, 0x56, 0x34, 0xf2))
    expect(flash.word(STORAGE_START)).toBe(0xf2345678)
  })
})

test('the image is the caller’s and outlives the chip', () => {
  const image = blankFlash()
  new Flash(image).write(STORAGE_END - 1, bytes(5))
  expect(new Flash(image).read(STORAGE_END - 1, 1)[0]).toBe(5)
  expect(() => new Flash(new Uint8Array(3))).toThrow('983040 bytes, not 3')
})

test.each([
  [FREE_START - 1, 1],
  [STORAGE_END - 1, 2],
])('0x%s is not modelled', (address, length) => {
  expect(() => new Flash().read(address, length)).toThrow('Unimplemented: flash outside 0x310000 to 0x400000')
})

describe('power', () => {
  test('a write is cut where power fails', () => {
    const flash = new Flash()
    flash.supply = ({ kind, length }) => (kind === 'write' ? 2 : length)
    expect(() => flash.write(STORAGE_START, bytes(0, 0, 0, 0))).toThrow(PowerCut)
    expect([...flash.read(STORAGE_START, 4)]).toEqual([0, 0, 255, 255])
  })

  test('an erase is cut where power fails', () => {
    const flash = new Flash()
    flash.write(STORAGE_START, new Uint8Array(PAGE_SIZE))
    flash.supply = () => 10
    expect(() => flash.erasePage(STORAGE_START)).toThrow('power cut while flash erase of 4096 bytes at 0x320000')
    expect(flash.isErased(STORAGE_START, 10)).toBe(true)
    expect(flash.read(STORAGE_START + 10, 1)[0]).toBe(0)
  })

  test('the supply sees every operation', () => {
    const flash = new Flash()
    const seen: string[] = []
    flash.supply = ({ kind, address, length }) => {
      seen.push(`${kind} ${address - STORAGE_START} ${length}`)
      return length
    }
    flash.write(STORAGE_START + 8, bytes(1, 2, 3))
    flash.erasePage(STORAGE_START + 8)
    expect(seen).toEqual(['write 8 3', 'erase 0 4096'])
  })
})
