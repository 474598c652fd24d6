/** A disk on which a host ends inside of a write. */
import { expect, test } from 'vitest'
import { Disk, HostCrash } from './disk.ts'

const text = (disk: Disk): string => Buffer.from(disk.open().read()).toString('latin1')

test('writes follow each other, and outlive the host that made them', () => {
  const disk = new Disk()
  const store = disk.open()
  for (const word of ['one ', 'twö ', 'three']) store.append(word)
  expect(disk.writes).toBe(3)
  expect(Buffer.from(disk.open().read()).toString('utf8')).toBe('one twö three')
})

test.each([
  [0, 0, ''],
  [0, 0.5, 'ab'],
  [0, 0.99, 'abc'],
  [1, 0, 'abcd'],
  [1, 0.3, 'abcd\xc3'],
  [2, 0.75, 'abcd\xc3\xb6efijk'],
])('a crash at write %i, of which %d happens, leaves %s', (at, part, left) => {
  const disk = new Disk()
  const told: number[][] = []
  disk.onCrash = (...how) => told.push(how)
  disk.crashAt({ at, part })
  const store = disk.open()
  const words = ['abcd', 'öef', 'ijkl', 'never']
  expect(() => words.forEach((word) => store.append(word))).toThrow(HostCrash)
  expect(text(disk)).toBe(left)
  expect(told).toEqual([[Buffer.from(words[at]).length, Math.floor(part * Buffer.from(words[at]).length)]])
})

test('who crashed writes no more, not even when another host has begun; that one does', () => {
  const disk = new Disk()
  const first = disk.open()
  disk.crashAt({ at: 0, part: 0 })
  expect(() => first.append('a')).toThrow(HostCrash)
  expect(() => first.append('b')).toThrow(HostCrash)
  const second = disk.open()
  second.append('c')
  expect(() => first.append('d')).toThrow(HostCrash)
  expect(text(disk)).toBe('c')
})

test('what is cut off is gone, and writing goes on there', () => {
  const disk = new Disk()
  const store = disk.open()
  store.append('whole, torn')
  store.truncate(5)
  store.append('!')
  expect(text(disk)).toBe('whole!')
})
