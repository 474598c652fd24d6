/** A few minutes of what `day.ts` does for a day: nothing grows, and nothing differs. */
import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { dayItems, slidingAndThreshold, type Mood } from './day-input.ts'
import { runDay } from './day-run.ts'

const SLIDING = loadPipeline(slidingAndThreshold)

function basicLab(outOfOrdernessMs: number): Pipeline {
  const file = new URL('../shared/pipeline/labs/basic-lab.pipeline.json', import.meta.url)
  const spec = JSON.parse(readFileSync(file, 'utf8')) as { time: object }
  return loadPipeline({ ...spec, time: { ...spec.time, outOfOrdernessMs } })
}

describe('the input', () => {
  const items = (seed: number, mood?: (at: number) => Mood): ReturnType<typeof dayItems>[] => [
    dayItems(basicLab(1000), { seed, rate: 50, events: 3000, mood }),
  ]
  const texts = (seed: number, mood?: (at: number) => Mood): string[] =>
    [...items(seed, mood)[0]].map((each) => JSON.stringify(each))

  test('is the same for the same seed, and another for another', () => {
    expect(texts(1)).toEqual(texts(1))
    expect(texts(1)).not.toEqual(texts(2))
  })

  test('arrives at its rate; some of it late, but never too late', () => {
    const delays = [...items(3)[0]].map(({ at, item }, i) => {
      expect(at).toBe(20 * i)
      return item.kind === 'event' ? 1_700_000_000_000 + at - item.t! : NaN
    })
    expect(Math.max(...delays)).toBeGreaterThan(500)
    expect(Math.max(...delays)).toBeLessThan(1000)
    expect(delays.filter((delay) => delay > 0).length).toBeGreaterThan(30)
    expect(Math.min(...delays)).toBe(0)
  })

  test('comes from all keys, and in a calm says one thing', () => {
    const found = [...items(4, (at) => (at < 30_000 ? 'calm' : 'wild'))[0]].flatMap(({ item }) =>
      item.kind === 'event' ? [item] : [],
    )
    expect(new Set(found.map(({ key }) => key)).size).toBe(4)
    const humidities = found.map(({ values }) => values['humidity'])
    expect(new Set(humidities.slice(0, 1500))).toEqual(new Set([50]))
    expect(new Set(humidities.slice(1500)).size).toBeGreaterThan(200)
  })
})

describe('nothing grows', () => {
  test('windows and a threshold: variables in use, what waits for a checkpoint', async () => {
    const { readings, verification } = await runDay(SLIDING, { seconds: 210, everySeconds: 30, rate: 50, seed: 1 })
    expect(verification.verdict).toMatchObject({ equal: true, differ: 0, lost: 0 })
    expect(verification.verdict.results).toBeGreaterThan(45)
    expect(readings.map(({ items }) => items)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => 1500 * n))
    // One in a minute.
    expect(readings.map(({ checkpoints }) => checkpoints)).toEqual([0, 0, 1, 1, 2, 2, 3])
    // Item numbers above 8,191 take a variable of their own wherever one is kept.
    const [earlier, last] = readings.slice(-2)
    expect(last.vars).toBe(earlier.vars)
    expect(last.kept).toBeLessThan(readings[1].kept)
    expect(verification.deviceMs).toBeGreaterThan(210_000)
    expect(verification.deviceMs).toBeLessThan(211_000)
  })

  test('without checkpoints, frames are kept; a reading is reported when it is made, and so is every second', async () => {
    const told: string[] = []
    const { readings } = await runDay(SLIDING, {
      ...{ seconds: 13, everySeconds: 6, rate: 20, seed: 1, checkpointMs: 0 },
      onReading: ({ seconds, items }) => told.push(`${items} items in ${seconds} s`),
      onSecond: (second) => told.push(`${second}`),
      collect: () => told.push('collected'),
    })
    expect(readings.map(({ checkpoints }) => checkpoints)).toEqual([0, 0, 0])
    expect(readings[1].kept).toBeGreaterThan(1.8 * readings[0].kept)
    const whole = ['collected,120 items in 6 s,6', 'collected,240 items in 12 s,12', 'collected,260 items in 13 s,13']
    expect(told.join()).toBe(`1,2,3,4,5,${whole[0]},7,8,9,10,11,${whole[1]},${whole[2]}`)
  })
})
