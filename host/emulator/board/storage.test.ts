import { describe, expect, test } from 'vitest'
import { blankFlash, Flash, PAGE_SIZE, PowerCut, STORAGE_END, STORAGE_START } from './flash.ts'
import { FILE_PART, HEADER_SIZE, recordAt, records } from './storage-log.ts'
import { fileName, Storage } from './storage.ts'
import { seeded } from './random.ts'

const TOTAL = STORAGE_END - STORAGE_START
const data = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const text = (storage: Storage, name: string, offset = 0, length = 0): string | undefined => {
  const found = storage.read(name, offset, length)
  return found && String.fromCharCode(...found.bytes)
}
const names = (storage: Storage): string[] => storage.list().map((file) => file.name)
const open = (): { storage: Storage; log: string[] } => {
  const log: string[] = []
  const storage = new Storage(new Flash(), {
    onMoved: (from, length, to) =>
      log.push(`${from - STORAGE_START}+${length}>${to === undefined ? 'gone' : to - STORAGE_START}`),
    onProgress: (shown) => log.push(shown),
  })
  return { storage, log }
}

describe('files', () => {
  test('are written and read', () => {
    const { storage } = open()
    expect(storage.write('a', data('hello'))).toBe(true)
    expect(text(storage, 'a')).toBe('hello')
    expect(text(storage, 'b')).toBeUndefined()
    expect(names(storage)).toEqual(['a'])
  })

  test.each([
    // offset length  text
    [0, 0, 'hello'],
    [1, 2, 'el'],
    [-3, 2, 'he'],
    [3, 9, 'lo'],
    [9, 1, ''],
    [2, -1, 'llo'],
  ])('a part from %d of %d bytes is clipped to the file: %s', (offset, length, expected) => {
    const { storage } = open()
    storage.write('a', data('hello'))
    expect(text(storage, 'a', offset, length)).toBe(expected)
  })

  test('take a header and whole words', () => {
    const { storage } = open()
    storage.write('a', data('12345'))
    expect(storage.stats()).toMatchObject({ fileBytes: 40, fileCount: 1, freeBytes: TOTAL - 40, totalBytes: TOTAL })
    expect(recordAt(storage.flash, STORAGE_START)).toMatchObject({ size: 5, name: 'a', flags: 0 })
  })

  test('written again with the same content stay where they are', () => {
    const { storage, log } = open()
    storage.write('a', data('same'))
    expect(storage.write('a', data('same'))).toBe(true)
    expect(storage.stats().trashCount).toBe(0)
    expect(log).toEqual([])
  })

  test('written again with other content leave trash', () => {
    const { storage, log } = open()
    storage.write('a', data('one'))
    storage.write('a', data('two'))
    expect(text(storage, 'a')).toBe('two')
    expect(storage.stats()).toMatchObject({ fileCount: 1, trashCount: 1, trashBytes: 36 })
    expect(log).toEqual(['32+3>gone'])
  })

  test('can be erased', () => {
    const { storage } = open()
    storage.write('a', data('one'))
    expect(storage.erase('a')).toBe(true)
    expect(storage.erase('a')).toBe(false)
    expect(text(storage, 'a')).toBeUndefined()
    expect(names(storage)).toEqual([])
  })

  test('all at once', () => {
    const { storage } = open()
    storage.write('a', data('one'))
    storage.eraseAll()
    expect(storage.stats().freeBytes).toBe(TOTAL)
  })
})

describe('names', () => {
  test.each([
    ['short', 'short'],
    ['x'.repeat(40), 'x'.repeat(28)],
    ['a\0b', 'a'],
    ['C:foo', 'foo'],
  ])('%j is kept as %j', (name, kept) => {
    expect(fileName(name)).toBe(kept)
    const { storage } = open()
    storage.write(name, data('1'))
    expect(names(storage)).toEqual([kept])
    expect(text(storage, name)).toBe('1')
  })

  test('parts of append-only files are listed once', () => {
    const { storage } = open()
    for (const part of ['log\x01', 'log\x02']) storage.write(part, data('x'), { flags: FILE_PART })
    storage.write('plain', data('x'))
    expect(names(storage)).toEqual(['log\x01', 'plain'])
  })
})

describe('writing in pieces', () => {
  test('a file of a given size is filled later', () => {
    const { storage } = open()
    storage.write('a', data('ab'), { size: 6 })
    storage.write('a', data('ef'), { offset: 4 })
    storage.write('a', data('cd'), { offset: 2 })
    expect(text(storage, 'a')).toBe('abcdef')
    expect(storage.stats().trashCount).toBe(0)
  })

  test.each([
    ['nothing to write', '', {}, "Can't create zero length file"],
    ['no such file', 'x', { offset: 1 }, 'Unable to find or create file'],
    ['more than the file holds', 'xxxx', { offset: 5 }, 'Too much data for file size'],
    ['bytes that are written already', 'x', { offset: 1 }, 'File already written with different data'],
    ['more than the chip holds', 'x', { size: TOTAL }, 'Unable to find or create file'],
  ])('%s is refused', (_what, content, options, message) => {
    const { storage } = open()
    if (message.startsWith('Too') || message.startsWith('File')) storage.write('a', data('abcdef'))
    expect(() => storage.write('a', data(content), options)).toThrow(message)
  })

  test('negative places are refused quietly', () => {
    const { storage } = open()
    expect(storage.write('a', data('x'), { offset: -1 })).toBe(false)
    expect(storage.write('a', data('x'), { size: -1 })).toBe(false)
  })
})

describe('compaction', () => {
  test('without trash there is nothing to do', () => {
    const { storage, log } = open()
    storage.write('a', data('x'))
    expect(storage.compact()).toBe(false)
    expect(log).toEqual([])
  })

  test('moves what is left together and tells where it went', () => {
    const { storage, log } = open()
    storage.write('a', data('1111'))
    storage.write('b', data('2222'))
    storage.erase('a')
    log.length = 0
    expect(storage.compact()).toBe(true)
    expect(log).toEqual(['Compacting... ', '36+36>0', '\n'])
    expect(text(storage, 'b')).toBe('2222')
    expect(storage.stats()).toMatchObject({ trashCount: 0, freeBytes: TOTAL - 36 })
  })

  test('leaves the pages before the first trash alone', () => {
    const { storage } = open()
    storage.write('big', new Uint8Array(PAGE_SIZE - HEADER_SIZE).fill(1))
    storage.write('old', data('x'))
    storage.erase('old')
    const erased: number[] = []
    storage.flash.supply = ({ kind, address, length }) => {
      if (kind === 'erase') erased.push((address - STORAGE_START) / PAGE_SIZE)
      return length
    }
    storage.compact()
    expect(erased).toEqual([1])
  })

  test('happens by itself when the chip is full', () => {
    const { storage, log } = open()
    const rounds = Math.ceil(TOTAL / 2080) + 5
    for (let round = 0; round < rounds; round++) storage.write(`slot${round % 2}`, new Uint8Array(2048).fill(round))
    expect(log.filter((line) => line.startsWith('Compacting'))).toHaveLength(1)
    expect(storage.read('slot0')?.bytes[0]).toBe((rounds - 1) & ~1 & 255)
    expect(rounds).toBeGreaterThan(440)
  })

  test('cut at any moment it may lose files, yet the rest is found or the storage is known to be bad', () => {
    const prepared = blankFlash()
    const before = new Storage(new Flash(prepared))
    for (let round = 0; round < 30; round++) before.write(`f${round % 5}`, new Uint8Array(500).fill(round))
    let lost = 0
    for (let operations = 0; ; operations++) {
      const flash = new Flash(prepared.slice())
      let left = operations
      flash.supply = ({ length }) => (left-- > 0 ? length : length >> 1)
      const cut = isCut(() => new Storage(flash).compact())
      flash.supply = ({ length }) => length
      const after = new Storage(flash)
      if (!after.isValid()) after.eraseAll()
      lost += 5 - after.list().length
      after.write('again', data('x'))
      expect(text(after, 'again')).toBe('x')
      if (!cut) break
    }
    expect(lost).toBeGreaterThan(0)
  })
})

function isCut(act: () => void): boolean {
  try {
    act()
    return false
  } catch (error) {
    if (error instanceof PowerCut) return true
    throw error
  }
}

describe('validity', () => {
  test('blank, filled and full storages are good', () => {
    const { storage } = open()
    expect(storage.isValid()).toBe(true)
    storage.write('a', data('x'))
    expect(storage.isValid()).toBe(true)
    storage.write('b', new Uint8Array(storage.stats().freeBytes - HEADER_SIZE))
    expect(storage.isValid()).toBe(true)
    expect(() => storage.write('c', data('x'))).toThrow('Unable to find or create file')
  })

  test('rubbish is not', () => {
    const { storage } = open()
    storage.flash.write(STORAGE_START + 5000, data('rubbish'))
    expect(storage.isValid()).toBe(false)
  })
})

test('a model: random writes, erasures and compactions keep exactly the last contents', () => {
  const random = seeded(42)
  const { storage } = open()
  const model = new Map<string, string>()
  for (let step = 0; step < 4000; step++) {
    const name = `n${Math.floor(random() * 12)}`
    const roll = random()
    if (roll < 0.75) {
      const content = String.fromCharCode(65 + Math.floor(random() * 26)).repeat(1 + Math.floor(random() * 3000))
      storage.write(name, data(content))
      model.set(name, content)
    } else if (roll < 0.98) {
      expect(storage.erase(name)).toBe(model.delete(name))
    } else storage.compact()
  }
  for (const [name, content] of model) expect(text(storage, name), name).toBe(content)
  expect(names(storage).sort()).toEqual([...model.keys()].sort())
  expect([...records(storage.flash)].filter((record) => !record.trash)).toHaveLength(model.size)
})
