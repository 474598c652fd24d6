import { describe, expect, test } from 'vitest'
import { latencyOf, patternSizingOf, sizingOf, type Load } from './sizing.ts'

/** The worked example of the course: factory vibration. */
const FACTORY: Load = { keys: 50, hz: 10, sizeMs: 60_000, slideMs: 5000, bytesPerEvent: 16 }
const KB = 1000
const MB = 1000 * KB

describe('factory vibration, as the course works it out', () => {
  const sizing = sizingOf(FACTORY)

  test.each([
    ['50 machines at 10 Hz: 500 events a second', sizing.eventsPerSecond, 500],
    ['N_w = 500 x 60 = 30,000 events a window', sizing.eventsPerWindow, 30_000],
    ['O = 60 / 5 = 12 windows at once', sizing.overlapping, 12],
    ['N_s = 500 x 5 = 2,500 new events a slide', sizing.newPerSlide, 2500],
    ['480 KB a window when it is kept', sizing.bytesPerWindow, 480 * KB],
    ['24 MB with a window for each of 50 machines', sizing.bytesOfWindowsPerKey, 24 * MB],
    ['tumbling: a twelfth of the memory', sizing.tumblingShare, 1 / 12],
  ])('%s', (_, computed, expected) => expect(computed).toBe(expected))

  test('kept in each window that holds it, an event is there twelve times: 5.76 MB', () => {
    expect(sizing.bytesOfOverlapping).toBe(5.76 * MB)
  })
})

test.each([
  ['tumbling windows', { ...FACTORY, slideMs: 60_000 }, { overlapping: 1, newPerSlide: 30_000, tumblingShare: 1 }],
  ['one machine', { ...FACTORY, keys: 1 }, { eventsPerWindow: 600, bytesPerWindow: 9600, bytesOfWindowsPerKey: 9600 }],
  ['twice the rate', { ...FACTORY, hz: 20 }, { eventsPerSecond: 1000, overlapping: 12, bytesPerWindow: 960_000 }],
  ['no copies', { ...FACTORY, bytesPerEvent: 0 }, { bytesPerWindow: 0, bytesOfOverlapping: 0, newPerSlide: 2500 }],
])('%s', (_, load, expected) => expect(sizingOf(load)).toMatchObject(expected))

describe('card fraud, as the course works it out', () => {
  const load = {
    ...{ eventsPerSecond: 10_000, passing: 0.05, instances: 12, withinMs: 300_000 },
    ...{ bytesPerEvent: 200, steps: 3, watermarkMs: 5000 },
  }
  const sizing = patternSizingOf(load)

  test.each([
    ['10,000 payments a second, 5 % refused: 500 a second', sizing.passing, 500],
    ['12 instances: 42 each', sizing.perInstance, 42],
    ['5 minutes: 12,600 events a window and instance', sizing.eventsPerWindow, 12_600],
    ['at 200 bytes 2.5 MB', Number((sizing.bytesPerWindow / MB).toFixed(1)), 2.5],
    ['at worst 7,500 events in partial matches', sizing.eventsInState, 7500],
  ])('%s', (_, computed, expected) => expect(computed).toBe(expected))

  test.each([
    ['a filter that lets all pass', { passing: 1 }, { passing: 10_000, perInstance: 834 }],
    ['one instance', { instances: 1 }, { perInstance: 500, eventsPerWindow: 150_000 }],
    ['processing time: nothing waits', { watermarkMs: 0 }, { eventsInState: 0, eventsPerWindow: 12_600 }],
  ])('%s', (_, change, expected) => expect(patternSizingOf({ ...load, ...change })).toMatchObject(expected))

  const work = { processingMs: 10, outputMs: 50 }
  const TARGET_MS = 100

  test('event time: a watermark 5 s behind makes an alert take less than 6 s, not the 100 ms asked for', () => {
    const latency = latencyOf({ watermarkMs: 5000, ...work })
    expect(latency).toBeLessThan(6000)
    expect(latency).toBeGreaterThan(TARGET_MS)
  })

  test('processing time: at most 60 ms', () => {
    expect(latencyOf({ watermarkMs: 0, ...work })).toBe(60)
    expect(latencyOf({ watermarkMs: 0, ...work })).toBeLessThan(TARGET_MS)
  })
})
