import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Result } from '../../shared/stream/result.ts'
import { SenmlOutput } from './senml-output.ts'
import { folder, run } from './testing.ts'

const T = 1_700_000_000
const { file } = folder()

const spec = {
  name: 'rooms',
  input: { fields: { room: 'string', v: 'double' }, key: 'room' },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [
    { id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', mean: 'mean(v)' } },
    { id: 'pairs', from: 'input', window: { type: 'count', size: 2 }, aggregates: { most: 'max(v)' } },
  ],
}

describe('run --senml', () => {
  const lines = [
    `{"bn":"attic/","bt":${T},"bu":"Cel","n":"v","v":21}`,
    '{"n":"v","t":0.5,"v":22}',
    '{"n":"v","t":2.5,"v":23}',
  ]

  test('a recording in, packs out', async () => {
    const input = file('rooms.senml.ndjson', lines.join('\n'))
    const { code, out, err } = await run('run', file('p.json', spec), '-i', input, '-p', 'emu:', '--senml')
    expect([code, err]).toEqual([0, expect.stringMatching(/^\d results from emu:\n$/)])
    const packs = out.trimEnd().split('\n')
    expect(packs).toContain(`[{"bn":"rivulet/","bt":${T + 0.5},"n":"pairs/most","v":22,"k":"attic","rv":0,"sn":0}]`)
    const window = packs.find((pack) => pack.includes('"sn":1'))!
    expect(JSON.parse(window)).toEqual([
      { bn: 'rivulet/', bt: T + 0.999, n: 'second/n', v: 2, ws: T, we: T + 1, c: 2, k: 'attic', rv: 0, sn: 1 },
      { n: 'second/mean', v: 21.5, ws: T, we: T + 1, c: 2, k: 'attic', rv: 0, sn: 1 },
    ])
  })

  test('verify takes the same recording, and a pack a line', async () => {
    const pack = file('pack.senml.ndjson', `[${lines.join(',')}]\n`)
    const { code, out } = await run('verify', file('p.json', spec), '-i', pack, '-p', 'emu:')
    expect([code, out]).toEqual([0, 'verdict: 2 results, 0 differ\n'])
  })

  test('times that SenML would read as relative end the run with a cure', async () => {
    const early = file(
      'early.ndjson',
      '{"t":1,"room":"a","v":1}\n{"t":1500,"room":"a","v":1}\n{"t":2500,"room":"a","v":1}',
    )
    const { code, err } = await run('run', file('p.json', spec), '-i', early, '-p', 'emu:', '--senml')
    expect([code, err]).toEqual([2, expect.stringContaining('E_SENML')])
    expect(err).toContain('cure: let the times of the input be ms since 1970, or leave out --senml')
  })
})

test('the device is the one of the address; times are those of the latest items', async () => {
  const output = new SenmlOutput(loadPipeline(spec), 'mqtt://127.0.0.1:1883/lab-07')
  const count = 10_000
  const items = async function* (): AsyncGenerator<Item> {
    for (let i = 0; i < count; i++)
      yield { kind: 'event', t: 1000 * (T + i), ref: '', key: 'a', values: { room: 'a', v: 1 } }
  }
  let seen = 0
  for await (const item of output.watch(items())) seen += item.kind === 'event' ? 1 : 0
  expect(seen).toBe(count)
  const at = (index: number): unknown => {
    const result: Result = {
      ...{ type: 'window', stage: 'pairs', at: index, key: 'a', start: null, end: null, pane: 0 },
      aggs: { most: 1 },
    } as const
    const [record] = JSON.parse(output.line(result)) as { bn: string; bt?: number }[]
    return [record.bn, record.bt]
  }
  expect(at(count - 1)).toEqual(['lab-07/', T + count - 1])
  expect(at(count - 8192)).toEqual(['lab-07/', T + count - 8192])
  expect(at(count - 8193)).toEqual(['lab-07/', undefined])
  expect(at(count)).toEqual(['lab-07/', undefined])
})
