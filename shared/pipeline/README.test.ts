import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { MAX_DEPTH as MAX_CHAIN } from './expr/parse.ts'
import { MAX_LENGTH, MAX_NESTING } from './expr/tokens.ts'
import { MAX_NAME, RESERVED } from './names.ts'
import { MAX_DEPTH, MAX_VALUES } from './plain.ts'
import { DEFAULT_LIMITS, loadPipeline } from './resolve.ts'
import { MAX_RING } from './schema/stages.ts'
import { faultsOf, specOf } from './testing.ts'
import { validate } from './validate.ts'

const text = fs.readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')
const greenhouse = JSON.parse(/```json\n([^]*?)```/.exec(text)?.[1] ?? '') as { stages: Record<string, unknown>[] }
const numbers = { v: 'double', w: 'double', a: 'double', b: 'double', name: 'string' }

function faults(stage: unknown): string[] {
  return faultsOf(specOf([stage], { input: { fields: numbers } }))
}

describe('the guide', () => {
  test('its pipeline is valid and wired as it says', () => {
    const { stages } = loadPipeline(greenhouse)
    expect(stages.map(({ id, from }) => [id, from])).toEqual([
      ['clean', -1],
      ['window2', 0],
      ['steam', 0],
    ])
    const unwired = { ...greenhouse, stages: greenhouse.stages.map((stage) => ({ ...stage, from: undefined })) }
    expect(faultsOf(unwired)).toEqual([
      "stages[2].detect.when: there is no field 'humidity'",
      "stages[2].detect.until: there is no field 'humidity'",
    ])
  })

  test('its message is what one sees', () => {
    const stages = [{ filter: 'humidty > 75' }]
    const message = /```\n(pipeline [^]*?)\n```/.exec(text)?.[1] ?? ''
    expect(() => loadPipeline({ ...greenhouse, stages })).toThrow(expect.objectContaining({ message }))
  })

  test.each(
    [...text.matchAll(/`(\{"map": .*?\}\})`/g)].map((match) => match[1]).filter((stage) => !stage.includes('expr')),
  )('%s is valid', (stage) => {
    expect(faults(JSON.parse(stage))).toEqual([])
  })

  test.each([
    "v - prev('v') > 3",
    'round(-2.5) == -2',
    'v / 0 > 3',
    'has(volume) && volume > 5',
    "abs(v - prev('v')) / dt() > 0.002",
    "v == prev('v')",
    '5 > v && w > 2',
    'abs(v) > 3',
  ])('%s stands there and is valid', (filter) => {
    expect(text).toContain(filter.replace(' == -2', ''))
    expect(faults({ filter })).toEqual([])
  })

  test.each(['name > 3', '1 < v < 5', 'v == null'])('%s stands there and is refused with a cure', (filter) => {
    expect(text).toContain(`\`${filter}\``)
    const found = validate(specOf([{ filter }], { input: { fields: numbers } }))
    expect(found).toHaveLength(1)
    expect(found[0].cure).not.toBe('')
  })

  test('a misspelt has', () => {
    expect(validate({ ...greenhouse, stages: [{ filter: 'has(humidty)' }] })[0].cure).toBe("did you mean 'humidity'?")
  })

  test('defaults of limits', () => {
    for (const [key, value] of Object.entries(DEFAULT_LIMITS)) {
      const none = key === 'ttlMs' ? 'none' : 'what sizes and lateness ask for'
      expect(text).toContain(`| \`${key}\` | ${value ?? none} |`)
    }
  })

  test('numbers', () => {
    const grouped = (n: number): string => n.toLocaleString('en-US')
    expect(text).toContain(
      `Up to ${grouped(MAX_LENGTH)} characters, ${MAX_NESTING} nested brackets, ${MAX_CHAIN} operators in a chain`,
    )
    expect(text).toContain(`at most ${MAX_NAME} characters, and not \`${RESERVED.join(' ')}\``)
    expect(text).toContain(`deeper than ${MAX_DEPTH} or larger than ${grouped(MAX_VALUES)} values`)
    expect(text).toContain(`\`size\` is at most ${grouped(MAX_RING)}`)
    expect(text).toContain(`\`size\` is 2 to ${grouped(MAX_RING)}`)
  })

  test('the worked examples of stddev and the z-score', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    expect([mean, Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)]).toEqual([5, 2])
    expect(zscores([1, 3, 2, 9], 2)).toEqual([0, 13])
  })
})

/** Rule 8.2, to the letter. */
function zscores(values: readonly number[], size: number): number[] {
  const ring: number[] = []
  return values.flatMap((x, i) => {
    const full = ring.length === size
    const mean = ring.reduce((sum, r) => sum + r, 0) / size
    const sd = Math.sqrt(ring.reduce((sum, r) => sum + (r - mean) ** 2, 0) / size)
    ring[i % size] = x
    return full ? [sd === 0 ? 0 : (x - mean) / sd] : []
  })
}
