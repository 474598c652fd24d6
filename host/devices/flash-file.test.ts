/** A flash image in a file: made when it is not there, kept page by page, refused when it is something else. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Board } from '../emulator/board/board.ts'
import { FLASH_SIZE } from '../emulator/board/flash.ts'
import { checkFlashFile, FlashFile } from './flash-file.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-flash-'))
afterAll(() => rmSync(directory, { recursive: true }))
const inside = (name: string): string => path.join(directory, name)

/** Lets a board on this file execute a line; gives what it prints. */
function boot(file: FlashFile, line: string): string {
  const board = new Board({ flash: file.bytes })
  board.supply = file.supply
  let text = ''
  board.boot()
  board.onOutput((bytes) => (text += String.fromCharCode(...bytes)))
  board.input(`\x10${line}\n`)
  board.advance(100)
  return text
}

test('a new file is blank; Storage survives in it', () => {
  const name = inside('new.bin')
  const first = new FlashFile(name)
  expect(statSync(name).size).toBe(FLASH_SIZE)
  expect(readFileSync(name).every((byte) => byte === 0xff)).toBe(true)
  boot(first, 'require("Storage").write("kept","here")')
  first.close()
  const second = new FlashFile(name)
  expect(boot(second, 'print(require("Storage").read("kept"))')).toContain('here')
  second.close()
})

test('what changed is in the file after save, without close', () => {
  const name = inside('live.bin')
  const file = new FlashFile(name)
  boot(file, 'require("Storage").write("kept","before the cut")')
  expect(readFileSync(name).includes('before the cut')).toBe(false)
  file.save()
  expect(readFileSync(name).includes('before the cut')).toBe(true)
  expect(Buffer.compare(readFileSync(name), file.bytes)).toBe(0)
  file.close()
})

test('an operation over a page border marks both pages', () => {
  const name = inside('pages.bin')
  const file = new FlashFile(name)
  file.bytes.fill(7, 4090, 4102)
  expect(file.supply({ kind: 'write', address: 0x310000 + 4090, length: 12 })).toBe(12)
  file.close()
  expect([...readFileSync(name).subarray(4088, 4104)]).toEqual([255, 255, ...Array(12).fill(7), 255, 255])
})

test.each([
  ['a file of another size', () => writeFileSync(inside('short.bin'), 'x'), 'short.bin', 'has 1 bytes'],
  ['a folder that is not there', () => undefined, 'none/flash.bin', 'cannot be opened'],
])('%s is refused with a cure', (_, arrange, name, message) => {
  arrange()
  const opening = (): unknown => new FlashFile(inside(name))
  expect(opening).toThrow(message)
  expect(opening).toThrow(expect.objectContaining({ code: 'E_FLASH_FILE', kind: 'usage' }) as Error)
})

test('a file that is not there yet is fine', () => {
  expect(() => checkFlashFile(inside('later.bin'))).not.toThrow()
})
