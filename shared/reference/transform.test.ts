import { describe, expect, test } from 'vitest'
import { pipeline, run, show } from './testkit.ts'

/** The values of `out` that come out of the stages, one per event, seen through a count window of one. */
function seen(stages: object[], out: string, input: string): string {
  const window = { window: { type: 'count', size: 1 }, aggregates: { out: `last(${out})` } }
  return show(run(pipeline([...stages, window]), input)).replaceAll('count=', '')
}

describe('filter', () => {
  test.each([
    ['v > 1', '1@0 2@1 3@2', '1:2 2:3'],
    ['v > 1', '?@0 2@1', '1:2'],
    ['true', '1@0', '0:1'],
    ['v > prev("v")', '5@0 6@1 6@2 7@3', '1:6 3:7'],
    ['dt() <= 10', '1@0 2@10 3@21 4@25', '1:2 3:4'],
    ['dt() < 0', '1@5 2@0', '1:2'],
  ])('%s lets through of %s: %s', (filter, input, expected) => {
    expect(seen([{ filter }], 'v', input)).toBe(expected)
  })

  test('prev is the event before of the same key, passed or not', () => {
    expect(seen([{ filter: "v > prev('v')" }], 'v', 'a:1@0 b:9@1 a:2@2 b:5@3 b:6@4')).toBe('2:a:2 4:b:6')
  })
})

describe('map', () => {
  test.each([
    ['adds a field', { w: 'v * 2' }, 'w', '3@0', '0:6'],
    ['keeps the others', { w: 'v * 2' }, 'v', '3@0', '0:3'],
    ['replaces a field', { v: 'v + 1' }, 'v', '3@0', '0:4'],
    ['all expressions see the fields before', { v: 'v + 1', w: 'v + 1' }, 'w', '3@0', '0:4'],
    ['prev is the event before the stage changed it', { v: "v + prev('v')" }, 'v', '1@0 2@1 3@2', '0:null 1:3 2:5'],
    ['rate of change', { r: "(v - prev('v')) / dt()" }, 'r', '1@0 3@4 4@4', '0:null 1:0.5 2:null'],
  ])('%s', (_what, map, out, input, expected) => {
    expect(seen([{ map }], out, input)).toBe(expected)
  })

  test('stages follow one another, each with its own previous event', () => {
    const stages = [{ filter: 'v > 0' }, { map: { d: "v - prev('v')" } }]
    expect(seen(stages, 'd', '1@0 -5@1 4@2')).toBe('0:null 2:3')
  })

  test('leaves its input as it was, for other stages that read it', () => {
    const stages = [
      { id: 'm', from: 'input', map: { v: 'v + 100' } },
      { id: 'a', from: 'm', window: { type: 'count', size: 1 }, aggregates: { x: 'last(v)' } },
      { id: 'b', from: 'input', window: { type: 'count', size: 1 }, aggregates: { x: 'last(v)' } },
    ]
    expect(show(run(pipeline(stages), '1@0'))).toBe('0:count=101 0:count=1')
  })
})
