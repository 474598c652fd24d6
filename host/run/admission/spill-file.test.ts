/** Results in a file: order, bounds, what an earlier run left. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SpillFile } from './spill-file.ts'

let directory = ''
let files = 0
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'rivulet-spill-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

const fresh = (): string => path.join(directory, `${files++}.ndjson`)

function drained<T>(spill: SpillFile<T>): T[] {
  const all: T[] = []
  for (let next = spill.shift(); next !== null; next = spill.shift()) all.push(next)
  return all
}

describe('a file', () => {
  test('first in, first out; empty afterwards, and private', () => {
    const file = fresh()
    const spill = new SpillFile<{ n: number; text: string }>(file)
    const results = Array.from({ length: 3000 }, (_, n) => ({ n, text: 'é\n'.repeat(n % 50) }))
    for (const result of results) expect(spill.append(result)).toBe(true)
    expect(spill.size).toBe(3000)
    expect(drained(spill)).toEqual(results)
    expect([spill.size, statSync(file).size, statSync(file).mode & 0o077]).toEqual([0, 0, 0])
    spill.close()
  })

  test('reading and writing by turns', () => {
    const spill = new SpillFile<number>(fresh())
    const got: (number | null)[] = []
    for (let n = 0; n < 500; n++) {
      spill.append(n)
      if (n % 3 === 0) got.push(spill.shift())
    }
    expect([...got, ...drained(spill)]).toEqual(Array.from({ length: 500 }, (_, n) => n))
    spill.close()
  })

  test('a line longer than a piece that is read', () => {
    const spill = new SpillFile<string>(fresh())
    const long = 'x'.repeat(200_000)
    for (const each of ['a', long, 'b']) spill.append(each)
    expect(drained(spill)).toEqual(['a', long, 'b'])
    spill.close()
  })

  test('has an end, and is free again once it was read', () => {
    const spill = new SpillFile<string>(fresh(), 20)
    expect(['12345', '12345', '12345'].map((each) => spill.append(each))).toEqual([true, true, false])
    drained(spill)
    expect(spill.append('12345')).toBe(true)
    spill.close()
  })

  test('what an earlier run left is read first; a torn line is passed over', () => {
    const file = fresh()
    writeFileSync(file, '1\n{"broken\n2\n{"torn":')
    const spill = new SpillFile<unknown>(file)
    spill.append(3)
    expect([spill.size, drained(spill), spill.size]).toEqual([5, [1, 2, 3], 0])
    expect(readFileSync(file, 'utf8')).toBe('')
    spill.close()
  })

  test('a place that cannot be written is told with a cure', () => {
    expect(() => new SpillFile(path.join(directory, 'no', 'such', 'folder'))).toThrow('cannot be written')
  })
})
