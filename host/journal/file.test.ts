/** A journal's file: added to, cut, read again; nobody else may read what a run is about. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

test('one that is too long to be read again is refused as such', () => {
  writeFileSync(file, 'x'.repeat(101))
  expect(() => new JournalFile(file, 100).read()).toThrow(
    expect.objectContaining({ code: 'E_JOURNAL', kind: 'usage', place: file }),
  )
  expect(new JournalFile(file, 101).read()).toHaveLength(101)
})

describe('two hosts', () => {
  test('the second is told who holds the journal; when that one has ended it is free', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
    writeFileSync(`${file}.lock`, String(other.pid))
    expect(() => new JournalFile(file).read()).toThrow(
      expect.objectContaining({
        code: 'E_JOURNAL',
        message: expect.stringContaining(`process ${other.pid}`) as string,
      }),
    )
    const ended = new Promise((resolve) => other.once('exit', resolve))
    other.kill('SIGKILL')
    await ended
    const store = new JournalFile(file)
    expect(store.read()).toHaveLength(0)
    expect(readFileSync(`${file}.lock`, 'utf8')).toBe(String(process.pid))
    store.close()
    expect(() => statSync(`${file}.lock`)).toThrow('ENOENT')
  })

  test.each(['', 'no number', '-5', '0'])('a lock that says %j holds nothing', (text) => {
    writeFileSync(`${file}.lock`, text)
    const store = new JournalFile(file)
    expect(store.read()).toHaveLength(0)
    store.close()
  })
})
