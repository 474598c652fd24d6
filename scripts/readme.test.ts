/** What the README shows is run: its pipeline, its input lines, its commands. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { folder, run } from '../host/cli/testing.ts'
import { main } from '../host/cli/main.ts'

const root = path.resolve(import.meta.dirname, '..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const { file } = folder()

/** The fenced blocks of a language, in order. */
function blocks(language: string): string[] {
  const all = [...readme.matchAll(/^```(\w*)\n([^]*?)^```$/gm)]
  return all.filter(([, of]) => of === language).map(([, , text]) => text)
}

const commands = blocks('sh').flatMap((text) => text.trimEnd().split('\n'))
const [spec] = blocks('json')
const [readings, results] = blocks('ndjson')

test('the example: saved, tried and verified with the commands shown, it gives what is shown', async () => {
  const paths: Record<string, string> = {
    'rooms.pipeline.json': file('rooms.pipeline.json', spec),
    'rooms.ndjson': file('rooms.ndjson', readings),
  }
  const said: string[] = []
  for (const command of commands.filter((line) => line.includes('rooms.'))) {
    const [, args] = /^npm run -s rivulet -- (.*)$/.exec(command)!
    const ran = await run(...args.split(' ').map((arg) => paths[arg] ?? arg))
    expect(ran.code, command).toBe(0)
    said.push(ran.out)
  }
  expect(said).toEqual([results, `${/`(verdict: .*)`\.$/m.exec(readme)![1]}\n`])
})

test('the picture and the numbers of `npm start` are what it shows', async () => {
  const { code, out } = await run('demo', '-q')
  expect(code).toBe(0)
  const shown = blocks('').find((text) => text.includes('humidity as the device saw it'))!
  const lines = out.split('\n').map((line) => line.trimEnd())
  let from = 0
  for (const line of shown.trimEnd().split('\n')) {
    if (line.trim() === '…') continue
    const at = lines.indexOf(line.trimEnd(), from)
    expect(at, `after line ${from}: ${line}`).toBeGreaterThanOrEqual(0)
    from = at + 1
  }
  expect(from).toBe(lines.length - 1)
})

test('every command is a script of the package or a verb', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  for (const command of commands) {
    const [, name] = /(?:^|\s)npm (?:run (?:-s )?)?([a-z]+)/.exec(command)!
    expect(scripts, command).toHaveProperty(name)
  }
})

test('files that commands name exist', () => {
  const named = commands.flatMap((command) => command.match(/\b(?:shared|host)\/[\w./-]+/g) ?? [])
  expect(named).toHaveLength(2)
  for (const each of named) expect(() => readFileSync(path.join(root, each)), each).not.toThrow()
})

const verbs = [...readme.matchAll(/^\| `(?!npx )([a-z]+)[ `]/gm)].map(([, verb]) => verb)

test('the table names verbs', () => {
  expect(verbs).toEqual([
    'try',
    'run',
    'verify',
    'conform',
    'build',
    'plan',
    'reconcile',
    'calibrate',
    'emulate',
    'bridge',
    'provision',
    'soak',
    'ports',
    'demo',
  ])
})

test.each(verbs)('%s is a verb, and has the flags that the README names', async (verb) => {
  let help = ''
  const streams = { out: { write: (text: string) => (help += text) }, err: { write: () => undefined }, env: {} }
  expect(await main([verb, '--help'], streams)).toBe(0)
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${verb}`))!
  for (const [flag] of row.matchAll(/--[a-z]+/g)) expect(help).toContain(flag)
})

test('scripts for the long runs exist, with the options that it names', () => {
  const rows = [...readme.matchAll(/^\| `npx tsx (scripts\/[\w-]+\.ts)([^`]*)`/gm)]
  expect(rows.length).toBeGreaterThan(4)
  for (const [, file, options] of rows) {
    const text = readFileSync(path.join(root, file), 'utf8')
    for (const [, option] of options.matchAll(/--([a-z]+)/g)) expect(text, file).toContain(option)
  }
})

test('files and folders that it names exist', () => {
  for (const [, file] of readme.matchAll(/`((?:shared|host|firmware|scripts)\/[\w./-]+\.(?:md|ts|json|csv))`/g)) {
    expect(() => readFileSync(path.join(root, file)), file).not.toThrow()
  }
})
