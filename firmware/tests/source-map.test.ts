import { readFileSync } from 'node:fs'
import path from 'node:path'
import { SourceMapConsumer, SourceMapGenerator, type RawSourceMap } from 'source-map-js'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildFirmware, type Build } from '../toolchain/build.ts'
import { applyEdits, type Edit } from '../toolchain/edit.ts'
import { shiftMap } from '../toolchain/source-map.ts'
import { everything } from './labs.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Line from 1 and column from 0 of the first `text` in the code. */
function positionOf(code: string, text: string): { line: number; column: number } {
  const at = code.indexOf(text)
  if (at < 0) throw new Error(`the program has no ${text}`)
  const before = code.slice(0, at).split('\n')
  return { line: before.length, column: before[before.length - 1].length }
}

/** The line of the project that the map gives for a text of the program, with its file. */
function sourceLine(build: Build, text: string): string {
  const consumer = new SourceMapConsumer(JSON.parse(build.map) as RawSourceMap)
  const { source, line } = consumer.originalPositionFor(positionOf(build.code, text))
  const file = /firmware\/[\w/-]+\.ts/.exec(source ?? '')?.[0]
  if (file === undefined) return `${source}:${line}`
  return `${file}: ${readFileSync(path.join(ROOT, file), 'utf8').split('\n')[line - 1].trim()}`
}

describe.each([
  ['minified', false],
  ['readable', true],
])('the map of the %s program', (_, traced) => {
  let build: Build
  beforeAll(async () => {
    build = await buildFirmware(everything, { trace: traced })
  })

  test.each([
    [/E\.CRC32/, 'firmware/runtime/line.ts: const crc = E.CRC32'],
    [/E\.hwRand\(\)/, 'firmware/runtime/link.ts: export const boot = E.hwRand() >>> 0'],
    [/process\.memory\((!1|false)/, 'firmware/runtime/link.ts: const m = process.memory(false)'],
    [/E\.toArrayBuffer/, 'firmware/runtime/bytes.ts: const toBuffer = E.toArrayBuffer'],
    [/JSON\.stringify/, 'firmware/runtime/link.ts: JSON.stringify({'],
    [/E\.variance/, 'firmware/runtime/natives.ts: export const variance = E.variance'],
    [/E\.on\("errorFlag"/, "firmware/runtime/link.ts: E.on('errorFlag', (flags) => {"],
    [/\.removeAllListeners\(/, "firmware/runtime/link.ts: port.removeAllListeners('data')"],
  ])('leads from %s to its source', (pattern, line) => {
    const found = pattern.exec(build.code)
    expect(found, `the program has ${String(pattern)}`).not.toBeNull()
    expect(sourceLine(build, found![0])).toBe(line)
  })

  test('lists each source with its text, by a path of the project', () => {
    const { sources, sourcesContent } = JSON.parse(build.map) as RawSourceMap
    const stages = sources.filter((source) => source.includes('firmware/stages/session.ts'))
    expect(stages).toHaveLength(1)
    expect(sourcesContent?.[sources.indexOf(stages[0])]).toContain('Session windows (SEMANTICS 4)')
    expect(sources.join()).not.toContain(ROOT)
  })
})

describe('shifting', () => {
  const code = 'a(.3);b(.7)\nc(.1)'
  const edits: Edit[] = [
    { start: 0, end: 0, text: 'var $d;' },
    { start: 2, end: 4, text: '(3/10)' },
    { start: 14, end: 16, text: '1' },
  ]
  const mapped = (shifted: string, line: number, column: number): number | null =>
    new SourceMapConsumer(JSON.parse(shifted) as RawSourceMap).originalPositionFor({ line, column }).line

  function mapOf(): string {
    const generator = new SourceMapGenerator({ file: 'x.js' })
    const add = (line: number, column: number, original: number): void =>
      generator.addMapping({
        generated: { line, column },
        original: { line: original, column: 0 },
        source: 'x.ts',
        name: 'n',
      })
    add(1, 0, 10)
    add(1, 6, 20)
    add(2, 0, 30)
    add(2, 4, 40)
    generator.setSourceContent('x.ts', 'text')
    return generator.toString()
  }

  test('moves what stands behind an edit on the same line, and nothing else', () => {
    const shifted = shiftMap(mapOf(), code, edits)
    const text = applyEdits(code, edits)
    expect(text).toBe('var $d;a((3/10));b(.7)\nc(1)')
    expect(mapped(shifted, 1, text.indexOf('a('))).toBe(10)
    expect(mapped(shifted, 1, text.indexOf('b('))).toBe(20)
    expect(mapped(shifted, 2, 0)).toBe(30)
    expect(mapped(shifted, 2, 3)).toBe(40)
    expect(JSON.parse(shifted)).toMatchObject({ sources: ['x.ts'], sourcesContent: ['text'], names: ['n'] })
  })

  test('without edits leaves the map as it is', () => {
    expect(shiftMap(mapOf(), code, [])).toBe(mapOf())
  })
})
