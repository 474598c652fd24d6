/**
 * The commands of the host's page are run, and say what it shows. Counts of variables drift a little from build to build of the
 * firmware: numbers may be off by a twentieth, words and verdicts may not.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sizingOf } from '../shared/pipeline/sizing.ts'
import { folder, run, runIn, type Ran } from './cli/testing.ts'
import { freePort, until } from './mqtt/testing.ts'

const page = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')
const firstPage = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8')
const { file } = folder()
const DRIFT = 0.05

/** Blocks of commands, each with the blocks of output that follow it. */
const examples = [...page.matchAll(/^```sh\n([^]*?)^```\n((?:```\n[^]*?^```\n)+)/gm)].map(([, commands, outputs]) => ({
  commands: commands.trimEnd().split('\n'),
  shown: [...outputs.matchAll(/^```\n([^]*?)^```$/gm)].map(([, text]) => text.trimEnd().split('\n')),
}))

/** Files that the page names without a folder, as it shows them. */
function shownFiles(): Record<string, string> {
  return {
    'rooms.pipeline.json': file('rooms.pipeline.json', /```json\n([^]*?)```/.exec(firstPage)![1]),
    'rooms.senml.ndjson': file('rooms.senml.ndjson', /```ndjson\n([^]*?)```/.exec(page)![1]),
  }
}

/** Words of a command as a shell reads them. */
function argsOf(command: string): string[] {
  const [, line] = /^npm run -s rivulet -- (.*)$/.exec(command)!
  const files = shownFiles()
  return line.split(' ').map((word) => files[word] ?? word.replaceAll("'", ''))
}

/** The port of the page's broker, which may be in use. */
const BROKER = '18830'

/** A command that stays until Ctrl-C: it is ended when it has said what is shown and `work` is done. */
async function during(command: string, shown: readonly string[], work: () => Promise<void>): Promise<void> {
  const interrupt = new AbortController()
  let text = ''
  const running = runIn({ signal: interrupt.signal, onWrite: (part) => (text += part) }, ...argsOf(command))
  await Promise.race([until(() => shown.every((line) => text.includes(line))), running])
  await work()
  interrupt.abort()
  expect((await running).code).toBe(130)
}

const words = (line: string): string => line.replace(/\d[\d,.]*/g, '#')
const numbers = (line: string): number[] =>
  (line.match(/\d[\d,.]*/g) ?? []).map((n) => Number(n.replaceAll(',', '').replace(/\.$/, '')))

function agrees(said: string, shown: string): boolean {
  if (said === shown) return true
  if (/^verdict/.test(shown) || words(said) !== words(shown)) return false
  return numbers(said).every((n, i) => Math.abs(n - numbers(shown)[i]) <= Math.max(1, DRIFT * n))
}

function expectShown({ out, err }: Ran, shown: readonly string[]): void {
  const said = `${out}${err}`.split('\n').map((line) => line.trimEnd())
  for (const line of shown) {
    expect(
      said.some((each) => agrees(each, line)),
      `"${line}" in\n${said.join('\n')}`,
    ).toBe(true)
  }
}

test('there are examples, each with what it says', () => {
  expect(examples.map(({ commands, shown }) => [commands.length, shown.length])).toEqual([
    [1, 1],
    [2, 2],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 2],
    [2, 2],
    [1, 1],
  ])
})

describe.each(examples)('$commands', ({ commands, shown }) => {
  test('says what is shown', async () => {
    const port = String(await freePort())
    const here = (text: string): string => text.replaceAll(BROKER, port)
    const all = async (from: number): Promise<void> => {
      if (from === commands.length) return
      const [command, lines] = [here(commands[from]), shown[from].map(here)]
      if (/ bridge /.test(command)) return during(command, lines, () => all(from + 1))
      expectShown(await run(...argsOf(command)), lines)
      await all(from + 1)
    }
    await all(0)
  })
})

test('a line that says something else does not agree', () => {
  expect(agrees('board 1: 25 keys', 'board 1: 25 keys')).toBe(true)
  expect(agrees('1,525 of 2,000 variables', '1,500 of 2,000 variables')).toBe(true)
  expect(agrees('1,625 of 2,000 variables', '1,500 of 2,000 variables')).toBe(false)
  expect(agrees('verdict: 650 results, 1 differ', 'verdict: 650 results, 0 differ')).toBe(false)
  expect(agrees('25 keys', '25 boards')).toBe(false)
})

test('the sizes in the text', async () => {
  const machine = { keys: 1, hz: 10, sizeMs: 60_000, slideMs: 5000, bytesPerEvent: 16 }
  const all = sizingOf({ ...machine, keys: 50 })
  expect(page).toContain(
    `${all.eventsPerSecond} events a second, ${all.eventsPerWindow.toLocaleString('en')} in a window`,
  )
  expect(page).toContain(
    `${all.overlapping} windows at once: ${all.bytesPerWindow / 1000} KB for the events of one window`,
  )
  expect(page).toContain(`${all.bytesOfOverlapping / 1e6} MB for all that overlap`)
  expect(page).toContain(`${all.bytesOfWindowsPerKey / 1e6} MB by the rule of thumb`)
  expect([all.tumblingShare, page.includes('Tumbling windows need a twelfth')]).toEqual([1 / 12, true])
  const { lines } = await run('plan', 'shared/pipeline/labs/factory-vibration.pipeline.json', '--json')
  const { varsPerKey } = lines[0]['capacity'] as { varsPerKey: number }
  const [, bytes, part, kept] = /: (\d+) bytes a machine, a (\d+)\w\w part of its ([\d,]+) bytes/.exec(page)!
  const overlapping = sizingOf(machine).bytesOfOverlapping
  expect(kept).toBe(overlapping.toLocaleString('en'))
  expect(Number(bytes) / (varsPerKey * 14)).toBeCloseTo(1, 1)
  expect(Number(part) / (overlapping / Number(bytes))).toBeCloseTo(1, 1)
})

test('one board keeps up with the factory, as the text says', async () => {
  const [, kI] = /costs less than (\d+) kI on the/.exec(page)!
  const NS_PER_INSTRUCTION = 10
  expect(1e9 / NS_PER_INSTRUCTION / (Number(kI) * 1000)).toBe(500)
  const pipeline = 'shared/pipeline/labs/factory-vibration.pipeline.json'
  // All twelve windows of each machine are open in the end.
  const { lines } = await run('verify', pipeline, '--input', 'sim:factory?seconds=62', '-p', 'emu:', '--json')
  const { instructions, items, differ } = lines[0] as { instructions: number; items: number; differ: number }
  expect(differ).toBe(0)
  expect(instructions / items).toBeLessThan(Number(kI) * 1000)
})

test('files that it names exist', () => {
  for (const [, file] of page.matchAll(/`(run\/[\w./-]+|README[\w.]+)`/g)) {
    expect(() => readFileSync(path.join(import.meta.dirname, file)), file).not.toThrow()
  }
})
