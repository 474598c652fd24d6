/**
 * Frames that do not concern a sequence are put aside whole (`stages/reorder.ts`): when that happens, and that it happens
 * again behind a frame that did. Levels are words as in `shared/reference/testkit.ts`.
 */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { items } from '../../shared/reference/testkit.ts'
import { bundled, type Program } from './programs.ts'
import { runBoth } from './run.ts'
import { VmDevice } from './vm-device.ts'

type Step = [where: string | undefined, contiguity?: string]

function over(steps: readonly Step[], bounds: object = {}): Pipeline {
  const list = steps.map(([where, contiguity], i) => ({
    name: `s${i}`,
    ...(where === undefined ? {} : { where }),
    ...(contiguity === undefined ? {} : { contiguity }),
  }))
  return loadPipeline({
    name: 'levels',
    input: { fields: { v: 'int' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ id: 'p', pattern: { steps: list, ...bounds } }],
  })
}

/** Frame numbers of what was put aside last, counted from the first frame; -1: nothing was. */
function putAside(program: Program, device: VmDevice): number {
  const name = /^let (newest[$\d]*)(?: = void 0)?;/m.exec(program.code)?.[1]
  // A program that never puts one aside has no such variable.
  if (name === undefined) return -1
  const frame = device.evaluate(`${name} ? ${name}[1] : -1`) as number
  return frame < 0 ? -1 : frame - parseInt(program.hash.slice(0, 6), 16)
}

interface Told {
  /** Which frame was the last to be put aside. */
  readonly aside: number
  readonly matches: number
  readonly timeouts: number
}

/** Runs levels in frames of four, a millisecond apart; the reference must agree. */
async function told(pipeline: Pipeline, levels: string): Promise<Told> {
  const program = await bundled(pipeline)
  const words = levels.split(/\s+/).map((level, i) => `${level}@${i}`)
  const input = items(words.join(' ')).map((item) => (item.kind === 'event' ? { ...item, key: null } : item))
  let device!: VmDevice
  const start = (code: string): VmDevice => (device = new VmDevice(code))
  const { verdict, device: results } = runBoth(program, pipeline, input, { frame: 4, segment: 4 }, start)
  expect(verdict.first?.why ?? 'equal').toBe('equal')
  const count = (type: string): number => results.filter((result) => result.type === type).length
  return { aside: putAside(program, device), matches: count('match'), timeouts: count('timeout') }
}

const CALM = '10 11 10 11'
const RISE_AND_FALL: Step[] = [['v > 40'], ['v < 5', 'followedBy']]

describe('a frame is put aside', () => {
  test('when nothing in it can begin a thread', async () => {
    expect(await told(over(RISE_AND_FALL), `${CALM} ${CALM}`)).toEqual({ aside: 1, matches: 0, timeouts: 0 })
  })

  test('with threads, when it meets no step of theirs', async () => {
    expect((await told(over(RISE_AND_FALL), `10 50 11 10 ${CALM} ${CALM}`)).aside).toBe(2)
    expect(await told(over(RISE_AND_FALL), `10 50 11 10 ${CALM} 10 2 11 10`)).toEqual({
      aside: 1,
      matches: 1,
      timeouts: 0,
    })
  })

  test('again when their matches are told or their time is over', async () => {
    const quiet = `${CALM} ${CALM} ${CALM}`
    const within = over(RISE_AND_FALL, { withinMs: 6 })
    expect(await told(within, `50 10 10 2 ${quiet}`)).toEqual({ aside: 3, matches: 1, timeouts: 0 })
    expect(await told(within, `50 10 10 10 ${quiet}`)).toEqual({ aside: 3, matches: 0, timeouts: 1 })
  })

  test('of a strict step once its event has come', async () => {
    const strict = over([['v > 40'], ['v < 5', 'next']])
    expect((await told(strict, `10 11 10 50 ${CALM}`)).aside).toBe(-1)
    expect((await told(strict, `10 11 10 50 ${CALM} ${CALM}`)).aside).toBe(2)
  })

  test('of the same thing three times, with threads or without; strictly, only without', async () => {
    const thrice = (wait: string): Pipeline => over([['v > 40'], ['v > 40', wait], ['v > 40', wait]], { withinMs: 90 })
    const input = `50 10 10 10 ${CALM} 50 10 10 50 ${CALM}`
    expect(await told(thrice('followedBy'), input)).toEqual({ aside: 3, matches: 1, timeouts: 0 })
    expect(await told(thrice('next'), `10 10 10 50 ${CALM} ${CALM}`)).toEqual({ aside: 2, matches: 0, timeouts: 0 })
  })
})

describe('no frame is put aside', () => {
  test.each([
    ['a step that every event meets', [['v > 40'], [undefined, 'followedBy']], 0],
    ['a first step that every event meets', [[undefined], ['v > 40', 'followedBy']], -1],
    ['a pattern of the general operator', [['v > 40'], ['v < 5', 'followedByAny'], ['v > 40', 'followedBy']], -1],
  ] as [string, Step[], number][])('for %s while there are threads', async (_, steps, before) => {
    expect((await told(over(steps), `${CALM} 50 60 70 80`)).aside).toBe(before)
  })
})
