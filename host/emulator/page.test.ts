/**
 * Emulator and reference engine in a browser page (DESIGN 2): they bundle without anything of Node, and a run in Chromium
 * gives the bytes, the virtual time and the instructions of the same run in Node. Nothing but Chromium is started, and
 * the page loads nothing from a network.
 */
import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basicLabFirmware } from '../../scripts/speed-programs.ts'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import type { Repeatable } from './golden/repeatable.ts'
import { fingerprint, REPEATABLE, type Fingerprint } from './golden/repeatable.ts'
import { emulate } from './emulate.ts'
import { blankFlash } from './board/flash.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import { ItemReader } from '../../shared/stream/items.ts'
import { printResult } from '../../shared/stream/print.ts'

const CHROMIUM = process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium'
const WITHOUT = `skipped: there is no ${CHROMIUM}; install Debian's chromium or set CHROMIUM_BIN`
const ARGS = ['--no-sandbox', '--headless', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
])

/** What the page is made of: the emulator with what compares runs, and the reference engine with its surroundings. */
const EMULATOR = `export * from './host/emulator/page.ts'
export { fingerprint } from './host/emulator/golden/repeatable.ts'`
const REFERENCE = `export { loadPipeline } from './shared/pipeline/resolve.ts'
export { ReferenceEngine } from './shared/reference/engine.ts'
export { ItemReader } from './shared/stream/items.ts'
export { printResult } from './shared/stream/print.ts'`

interface Bundle {
  readonly code: string
  /** What is left to be found elsewhere. */
  readonly outside: readonly string[]
  readonly warnings: readonly string[]
}

/** One script that sets a global variable `name`. */
async function bundle(name: string, entry: string): Promise<Bundle> {
  const warnings: string[] = []
  const build = await rolldown({
    input: 'entry',
    platform: 'browser',
    onLog: (level, { message }) => void (level === 'warn' && warnings.push(message)),
    plugins: [
      {
        name: 'entry',
        resolveId: (source) => (source === 'entry' ? `${process.cwd()}/entry-of-a-page.ts` : null),
        load: (id) => (id.endsWith('entry-of-a-page.ts') ? { code: entry, moduleType: 'ts' } : null),
      },
    ],
  })
  try {
    const { output } = await build.generate({ format: 'iife', name, comments: false })
    const [{ code, imports, dynamicImports }] = output
    return { code, outside: [...imports, ...dynamicImports], warnings }
  } finally {
    await build.close()
  }
}

const [emulator, reference] = await Promise.all([bundle('Emulator', EMULATOR), bundle('Reference', REFERENCE)])

describe.each([
  ['the emulator', emulator],
  ['pipelines and reference engine', reference],
])('%s as one script', (_, { code, outside, warnings }) => {
  test('asks for nothing from elsewhere', () => {
    expect(outside).toEqual([])
    expect(warnings).toEqual([])
  })

  test('names nothing of Node', () => {
    expect(code).not.toMatch(
      /['"`]node:|[=(]\s*require\(|\bBuffer\.(from|alloc)|\b__dirname\b|[^.\w'"`]process\.(env|on|cwd|argv|std)/,
    )
  })

  test('is of a size that a page can load', () => {
    expect(code.length).toBeGreaterThan(50_000)
    expect(code.length).toBeLessThan(1_500_000)
  })
})

/** A run here, as the page makes it there. */
function run({ code, options, setup = [] }: Repeatable): Fingerprint {
  const flash = blankFlash()
  for (const text of setup) emulate(text, { ...options, flash })
  return fingerprint(emulate(code, { ...options, flash }))
}

/** Results of the basic lab for so many readings. */
function results(items: number): string[] {
  const pipeline = loadPipeline(basicLab)
  const [engine, reader] = [new ReferenceEngine(pipeline), new ItemReader(pipeline)]
  const lines: string[] = []
  for (let i = 0; i < items; i++) {
    const item = reader.read(reading(i))
    if (item.kind !== 'refused') lines.push(...engine.push(item).results.map((result) => printResult(result)))
  }
  return lines
}

function reading(i: number): Record<string, unknown> {
  const humidity = i % 400 > 380 ? 80 : 40 + (i % 17)
  return { t: 1_700_000_000_000 + 5000 * (i >> 2), mote: (i % 4) + 1, humidity, temperature: 20 + (i % 13) / 7 }
}

/** What the two scripts leave behind in a page. */
interface Scripts {
  readonly Emulator: typeof import('./page.ts') & { fingerprint: typeof fingerprint }
  readonly Reference: {
    loadPipeline: typeof loadPipeline
    ReferenceEngine: typeof ReferenceEngine
    ItemReader: typeof ItemReader
    printResult: typeof printResult
  }
}

describe.skipIf(!existsSync(CHROMIUM))(`in Chromium${existsSync(CHROMIUM) ? '' : ` (${WITHOUT})`}`, () => {
  let browser: Browser
  let page: Page
  const troubles: string[] = []

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, timeout: 30_000 })
    page = await browser.newPage()
    await page.route('**', (route) => route.abort())
    page.on('pageerror', ({ message }) => troubles.push(message))
    page.on('console', (message) => troubles.push(message.text()))
    await page.setContent('<!doctype html><title>Rivulet</title>')
    for (const { code } of [emulator, reference]) await page.addScriptTag({ content: code })
  })
  afterAll(() => browser?.close())

  const runThere = (program: Repeatable): Promise<Fingerprint> =>
    page.evaluate(({ code, options, setup }) => {
      const { Emulator } = globalThis as unknown as Scripts
      const flash = Emulator.blankFlash()
      for (const text of setup ?? []) Emulator.emulate(text, { ...options, flash })
      return Emulator.fingerprint(Emulator.emulate(code, { ...options, flash }))
    }, program)

  test.each(REPEATABLE)('$name: the bytes, times and counts of Node', async (program) => {
    expect(await runThere(program)).toEqual(run(program))
  })

  test('the firmware of the basic lab', async () => {
    const { code, rounds, setup } = await basicLabFirmware(120)
    const program = {
      name: 'lab',
      code: code(rounds),
      setup,
      options: { vars: 16_000, board: 'LINUX', console: 'USB', limitMs: 1e6 },
    }
    const here = run(program)
    expect(Number.parseInt(here.bytes)).toBeGreaterThan(1000)
    expect(await runThere(program)).toEqual(here)
  })

  test('a board at its console, waited for in steps', async () => {
    const texts = await page.evaluate(() => {
      const { Board } = (globalThis as unknown as Scripts).Emulator
      return [1, 7, 50].map((step) => {
        const board = new Board({ baud: 115_200, seed: 3 })
        let text = ''
        board.onOutput((bytes) => (text += String.fromCharCode(...bytes)))
        board.boot()
        board.input('\x10var n=0,i=setInterval(()=>{print(n++,Math.random());if(n>9)clearInterval(i)},20)\n')
        while (board.ms < 350) board.advance(step)
        return text
      })
    })
    expect(texts[0]).toMatch(/9 0\.\d+\r\n/)
    expect(new Set(texts).size).toBe(1)
  })

  test('the reference engine gives the results that it gives in Node', async () => {
    const items = Array.from({ length: 600 }, (_, i) => reading(i))
    const there = await page.evaluate(
      ([spec, list]) => {
        const { Reference } = globalThis as unknown as Scripts
        const pipeline = Reference.loadPipeline(spec)
        const [engine, reader] = [new Reference.ReferenceEngine(pipeline), new Reference.ItemReader(pipeline)]
        const lines: string[] = []
        for (const raw of list) {
          const item = reader.read(raw)
          if (item.kind !== 'refused')
            for (const one of engine.push(item).results) lines.push(Reference.printResult(one))
        }
        return lines
      },
      [basicLab, items] as const,
    )
    expect(there.length).toBeGreaterThan(50)
    expect(there).toEqual(results(items.length))
  })

  test('a pipeline that is wrong is refused there as here', async () => {
    const wrong = { ...basicLab, stages: [{ filter: 'humidity >' }] }
    const message = (load: () => unknown): string => {
      try {
        load()
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    const here = message(() => loadPipeline(wrong))
    expect(here).not.toBe('')
    const there = await page.evaluate((spec) => {
      try {
        ;(globalThis as unknown as Scripts).Reference.loadPipeline(spec)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }, wrong)
    expect(there).toBe(here)
  })

  test('nothing was reported on the way', () => {
    expect(troubles).toEqual([])
  })
})
