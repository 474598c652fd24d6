/** What the emulator may use: itself. It must run in a browser or anywhere else, so nothing of Node is among its imports. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = import.meta.dirname

/** Tests, and what drives them, are not part of the emulator. */
const DRIVERS = ['golden/measured.ts']

interface Import {
  readonly file: string
  readonly from: string
}

function sources(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !DRIVERS.includes(file))
}

function imports(file: string): Import[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].map(([, from]) => ({ file, from }))
}

const all = sources().flatMap(imports)

test('there is something to look at', () => {
  expect(sources().length).toBeGreaterThan(60)
  expect(all.length).toBeGreaterThan(200)
})

test('nothing is imported from outside of the emulator', () => {
  const outside = all.filter(({ file, from }) => {
    if (!from.startsWith('.')) return true
    return path.relative(ROOT, path.resolve(ROOT, path.dirname(file), from)).startsWith('..')
  })
  expect(outside).toEqual([])
})

test('imports name their file', () => {
  expect(all.filter(({ from }) => !from.endsWith('.ts'))).toEqual([])
})

test('nothing asks the host for time, chance or its environment', () => {
  const forbidden =
    /\b(?:Date\.now\(|new Date\(\)|performance\.|Math\.random\(|setTimeout\(|setInterval\(|process\.(?!env\b)\w+\()/
  const users = sources().filter((file) => {
    const code = readFileSync(path.join(ROOT, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, '')
    return forbidden.test(code)
  })
  expect(users).toEqual([])
})

test('the numbers depend on nothing', () => {
  expect(imports('numbers.ts')).toEqual([])
  expect(imports('builtins/exponential.ts')).toEqual([])
})

test('the language knows nothing of the board', () => {
  const upwards = all.filter(({ file, from }) => /^(?:language|builtins)\//.test(file) && from.includes('/board/'))
  expect(upwards).toEqual([])
})
