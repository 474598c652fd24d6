/** What the README shows is run: its pipeline, its input lines, its commands. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { main } from '../host/cli/main.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import { isRefusal, ItemReader } from '../shared/stream/items.ts'

const root = path.resolve(import.meta.dirname, '..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const pipeline = loadPipeline(JSON.parse(/```json\n([^]*?)```/.exec(readme)![1]))

test('the pipeline is one, and the items shown are items of it', () => {
  const engine = new ReferenceEngine(pipeline)
  const reader = new ItemReader(pipeline)
  const shown = [...readme.matchAll(/`(\{"(?:t|wm)":[^`]*\})`/g)].map(([, json]) => JSON.parse(json) as unknown)
  expect(shown).toHaveLength(2)
  const results = shown.flatMap((data) => {
    const item = reader.read(data)
    if (isRefusal(item)) throw new Error(item.reason)
    return engine.push(item).results
  })
  expect(results).toMatchObject([{ type: 'detect', stage: 'hot', key: 'attic', edge: 'start' }])
})

const verbs = [...readme.matchAll(/^\| `([a-z]+)[ `]/gm)].map(([, verb]) => verb)

test('the table names verbs', () => {
  expect(verbs).toEqual(['try', 'run', 'verify', 'conform', 'build', 'plan', 'emulate', 'demo'])
})

test.each(verbs)('%s is a verb, and has the flags that the README names', async (verb) => {
  let help = ''
  const streams = { out: { write: (text: string) => (help += text) }, err: { write: () => undefined }, env: {} }
  expect(await main([verb, '--help'], streams)).toBe(0)
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${verb}`))!
  for (const [flag] of row.matchAll(/--[a-z]+/g)) expect(help).toContain(flag)
})

test('files and folders that it names exist', () => {
  for (const [, file] of readme.matchAll(/`((?:shared|host|firmware|scripts)\/[\w./-]+\.(?:md|ts|json|csv))`/g)) {
    expect(() => readFileSync(path.join(root, file)), file).not.toThrow()
  }
})
