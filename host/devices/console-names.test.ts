/**
 * Whatever bytes in a row a console line of the host loses on its way, what is left calls no function of the program: the lines are those of
 * a real run, its upload, a restart and a checkpoint put back, and the programs are those of the soak and the labs.
 */
import { parse, type FunctionExpression, type Node } from 'acorn'
import { ancestor } from 'acorn-walk'
import { describe, expect, test } from 'vitest'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { namesWithinReach } from '../../firmware/toolchain/console-names.ts'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { blankFlash } from '../emulator/board/flash.ts'
import { Session } from '../run/session.ts'
import { Loads } from '../soak/loads.ts'
import { World } from '../soak/world.ts'
import { SILENT } from './console.ts'
import { Device } from './device.ts'

const loads = new Loads()
const NAME = /[\w$]/

/** What is left of a line that has lost some of its characters in a row in front of a bracket, by the name that stands there then. */
function* remains(line: string): Generator<readonly [name: string, rest: string]> {
  for (let bracket = line.indexOf('('); bracket >= 0; bracket = line.indexOf('(', bracket + 1)) {
    for (let to = bracket; to === bracket || (to >= 0 && NAME.test(line[to])); to--) {
      for (let from = 0; from < to; from++) {
        const name = /[\w$]*$/.exec(line.slice(Math.max(0, from - 8), from))![0] + line.slice(to, bracket)
        yield [name, line.slice(0, from) + line.slice(to)]
      }
    }
  }
}

/** Which of these names such a rest calls, as the interpreter reads it: with the rest that does. */
function called(lines: readonly string[], names: readonly string[]): Record<string, string> {
  const wanted = new Set(names)
  const found: Record<string, string> = {}
  for (const line of lines)
    for (const [name, rest] of remains(line))
      if (wanted.has(name) && !(name in found) && calls(rest, name)) found[name] = rest
  return found
}

/** A parameter of the line's own functions is not the program's. */
function calls(text: string, name: string): boolean {
  let isCalled = false
  const isOwn = (node: Node): boolean =>
    node.type === 'FunctionExpression' &&
    (node as FunctionExpression).params.some((each) => each.type === 'Identifier' && each.name === name)
  try {
    ancestor(parse(text, { ecmaVersion: 2020, allowReturnOutsideFunction: true }), {
      CallExpression: ({ callee }, _, path) =>
        void (isCalled ||= callee.type === 'Identifier' && callee.name === name && !path.some(isOwn)),
    })
  } catch {
    return false
  }
  return isCalled
}

/** What a program has at its top level. */
function namesOf(code: string): string[] {
  return parse(code, { ecmaVersion: 2020 }).body.flatMap((node) => {
    if (node.type === 'FunctionDeclaration') return [node.id.name]
    if (node.type !== 'VariableDeclaration') return []
    return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  })
}

/** All that a run says to the console of a board that loses its program and its checkpoints on the way. */
async function consoleLines(): Promise<string[]> {
  const { pipeline, build, items } = await loads.of(0)
  const world = new World({ flash: blankFlash(), vars: 4000, seed: 1 })
  const lines: string[] = []
  world.start()
  const device = new Device(world, {
    log: (direction, line) => direction === '>' && line.startsWith(SILENT) && lines.push(line.slice(SILENT.length)),
  })
  await device.open()
  const session = await Session.start(device, pipeline, build, { checkpointMs: 0, timeoutMs: 200 })
  for (const [i, item] of items.entries()) {
    if (i === 40) await session.checkpoint()
    if (i === 60) {
      world.flash.fill(0xff)
      world.cutPower(20)
    }
    await session.push(item)
  }
  await session.finish()
  await session.end()
  world.end()
  return lines
}

test('what a line may become: the beginning of one word and the end of another', () => {
  const line = 'echo(0);print("#1#","o(2)")'
  expect(called([line], ['o', 'et', 'nt', 'e', 'p', 'h', 'eo', 'o2', 'echoo'])).toEqual({
    o: 'o(0);print("#1#","o(2)")',
    et: 'et("#1#","o(2)")',
    nt: 'nt("#1#","o(2)")',
    e: 'e(0);print("#1#","o(2)")',
    p: 'echo(0);p("#1#","o(2)")',
    eo: 'eo(0);print("#1#","o(2)")',
  })
})

test('names within reach are short, and names', () => {
  const names = namesWithinReach()
  expect(names).toEqual(expect.arrayContaining(['o', 'et', 'nt', 're', 'd', 'e', 'p', 'E2', 'rit']))
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[A-Za-z_$][\w$]{0,2}$/)
})

describe('programs', async () => {
  const lines = await consoleLines()

  test('the run said all there is to say', () => {
    for (const said of ['echo(0)', 'reset()', 'load()', 'rivulet(', 'erasePage', '"Flash").write', '.bootcde', 'CRC32'])
      expect(
        lines.some((line) => line.includes(said)),
        said,
      ).toBe(true)
  })

  test.each([0, 1, 2, 3, 4, 5, 6])('load %d of the soak: none of its names', async (n) => {
    const { build } = await loads.of(n)
    const names = namesOf(build.code)
    expect(names.length).toBeGreaterThan(40)
    expect(called(lines, names)).toEqual({})
  })

  test('the basic lab: none of its names', async () => {
    const build = await buildFirmware(loadPipeline(basicLab))
    expect(called(lines, namesOf(build.code))).toEqual({})
  })
})
