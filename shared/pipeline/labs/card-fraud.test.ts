import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ReferenceEngine } from '../../reference/engine.ts'
import { MAX } from '../../stream/event.ts'
import { isRefusal, ItemReader } from '../../stream/items.ts'
import type { Result } from '../../stream/result.ts'
import { loadPipeline } from '../resolve.ts'
import { validate } from '../validate.ts'
import { cardFraudAudit, cardFraudFast } from './card-fraud.ts'

const MINUTE = 60_000

describe.each([
  ['fast', cardFraudFast],
  ['audit', cardFraudAudit],
])('%s', (name, spec) => {
  const file = path.join(import.meta.dirname, `card-fraud-${name}.pipeline.json`)

  test('is valid', () => {
    expect(validate(spec)).toEqual([])
  })

  test('is the same as JSON', () => {
    const { $schema, ...json } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
    expect(json).toEqual(spec)
    expect(fs.existsSync(path.join(path.dirname(file), String($schema)))).toBe(true)
  })
})

test('they differ in time and name only', () => {
  expect({ ...cardFraudFast, name: '', time: null }).toEqual({ ...cardFraudAudit, name: '', time: null })
  expect(cardFraudFast.time).toEqual({ mode: 'processing' })
  expect(cardFraudAudit.time).toEqual({ mode: 'event', outOfOrdernessMs: 5000 })
})

type Charge = readonly [at: number, status: 'SUCCESS' | 'DECLINED', card?: number]

/** Refs of the alerts; charges are named by their number and arrive as they were made. */
function alerts(spec: object, charges: readonly Charge[]): string[][] {
  const pipeline = loadPipeline(spec)
  const engine = new ReferenceEngine(pipeline)
  const reader = new ItemReader(pipeline)
  const processing = pipeline.time.mode === 'processing'
  const results = charges.flatMap(([t, status, card = 1], i): Result[] => {
    const clock = processing ? engine.push({ kind: 'clock', pt: t }).results : []
    const item = reader.read({ t, ref: `c${i}`, card, amount: 1, status })
    if (isRefusal(item)) throw new Error(item.reason)
    return [...clock, ...engine.push(item).results]
  })
  if (!processing) results.push(...engine.push({ kind: 'watermark', wm: MAX }).results)
  return results.flatMap((result) => (result.type === 'match' ? [result.events] : []))
}

describe.each([
  ['fast', cardFraudFast],
  ['audit', cardFraudAudit],
])('%s raises', (_, spec) => {
  test.each<[string, Charge[], string[][]]>([
    [
      'nothing for two',
      [
        [0, 'DECLINED'],
        [1, 'DECLINED'],
      ],
      [],
    ],
    [
      'an alert for three within five minutes',
      [
        [0, 'DECLINED'],
        [MINUTE, 'DECLINED'],
        [5 * MINUTE - 1, 'DECLINED'],
      ],
      [['c0', 'c1', 'c2']],
    ],
    [
      'nothing for three in exactly five',
      [
        [0, 'DECLINED'],
        [MINUTE, 'DECLINED'],
        [5 * MINUTE, 'DECLINED'],
      ],
      [],
    ],
    [
      'one although payments succeed in between',
      [
        [0, 'DECLINED'],
        [1, 'SUCCESS'],
        [2, 'DECLINED'],
        [3, 'SUCCESS'],
        [4, 'DECLINED'],
      ],
      [['c0', 'c2', 'c4']],
    ],
    [
      'nothing for three of different cards',
      [
        [0, 'DECLINED', 1],
        [1, 'DECLINED', 2],
        [2, 'DECLINED', 3],
      ],
      [],
    ],
    [
      'one alert for four, two for six',
      [0, 1, 2, 3, 4, 5].map((at): Charge => [at, 'DECLINED']),
      [
        ['c0', 'c1', 'c2'],
        ['c3', 'c4', 'c5'],
      ],
    ],
    [
      'one for the later three when the first is too old',
      [
        [0, 'DECLINED'],
        [4 * MINUTE, 'DECLINED'],
        [5 * MINUTE, 'DECLINED'],
        [6 * MINUTE, 'DECLINED'],
      ],
      [['c1', 'c2', 'c3']],
    ],
  ])('%s', (__, charges, expected) => {
    expect(alerts(spec, charges)).toEqual(expected)
  })
})
