/** A journal's file: added to, cut, read again; nobody else may read what a run is about. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JournalFile } from './file.ts'
import { Journal } from './journal.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rivulet-journal-'))
  file = path.join(folder, 'run.journal')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a file that is not there is empty, and made by the first append', () => {
  const store = new JournalFile(file)
  expect(store.read()).toHaveLength(0)
  store.truncate(0)
  expect(() => statSync(file)).toThrow('ENOENT')
  store.append('ö1\n')
  store.append('2\n')
  expect(readFileSync(file, 'utf8')).toBe('ö1\n2\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  store.close()
})

test('what was appended is there without closing', () => {
  const store = new JournalFile(file)
  store.append('x'.repeat(3_000_000))
  expect(new JournalFile(file).read()).toHaveLength(3_000_000)
  store.close()
  store.close()
})

test('is cut in bytes, and goes on at its new end', () => {
  writeFileSync(file, 'öä\ntorn')
  const store = new JournalFile(file)
  store.truncate(5)
  expect(readFileSync(file, 'utf8')).toBe('öä\n')
  store.append('next\n')
  expect(readFileSync(file, 'utf8')).toBe('öä\nnext\n')
  expect(Buffer.from(store.read()).toString()).toBe('öä\nnext\n')
  store.close()
})

test('a journal in it outlives its host', () => {
  const first = Journal.open(new JournalFile(file))
  first.begin({ version: 1, run: 9, hash: '00abcdef', terms: 'beef', single: true })
  first.item({ kind: 'clock', pt: 5 })
  first.close()
  writeFileSync(file, `${readFileSync(file, 'utf8')}["item",{"ki`)
  const second = Journal.open(new JournalFile(file))
  expect(second.past).toEqual({
    header: { version: 1, run: 9, hash: '00abcdef', terms: 'beef', single: true },
    records: [{ kind: 'item', item: { kind: 'clock', pt: 5 } }],
  })
  expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true)
  second.close()
})

test('a folder is none', () => {
  expect(() => Journal.open(new JournalFile(folder))).toThrow('EISDIR')
})
