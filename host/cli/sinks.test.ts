/** `--sink` and `--spill` from the command line, with the embedded broker. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Probe, TestBroker, until } from '../mqtt/testing.ts'
import type { Metrics } from '../run/admission/metrics.ts'
import { folder, run, type Ran } from './testing.ts'

const { directory, file } = folder()
let broker: TestBroker
let probe: Probe
beforeAll(async () => {
  broker = await TestBroker.start()
  probe = await Probe.open(broker.url, ['rivulet/1/lab-01/out/#'])
})
afterAll(async () => {
  await probe.close()
  await broker.kill()
})

const START = 1_700_000_000_000
const input = (): string[] => [
  file('sinks.pipeline.json', {
    name: 'sinks',
    input: { fields: { v: 'double' } },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [
      { id: 'two', window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } },
      { id: 'hot', from: 'input', priority: 9, detect: { when: 'v > 3' } },
    ],
  }),
  ...[
    '--input',
    file('sinks.ndjson', [1, 5, 2, 3].map((v, i) => JSON.stringify({ t: START + 1000 * i, v })).join('\n')),
  ],
  ...['-p', 'emu:'],
]

const sinksOf = ({ lines }: Ran): Metrics['sinks'] =>
  (lines.filter(({ type }) => type === 'metrics').at(-1) as unknown as Metrics).sinks

describe('a sink', () => {
  test('gets every result as a SenML pack with a serial number', async () => {
    const ran = await run('run', ...input(), '--sink', `${broker.url}/lab-01/good`, '--json')
    expect(ran.code).toBe(0)
    const results = ran.lines.filter(({ type }) => type !== 'metrics')
    expect(results.length).toBe(4)
    await until(() => probe.of('/good').length === results.length)
    const packs = probe.of('/good').map((text) => JSON.parse(text) as { bn: string; sn: number }[])
    expect(packs.map(([{ bn, sn }]) => [bn, sn])).toEqual([0, 1, 2, 3].map((sn) => ['lab-01/', sn]))
    expect(sinksOf(ran)).toEqual([
      expect.objectContaining({ sink: 'lab-01/good', state: 'closed', delivered: 4, waiting: 0 }),
    ])
  })

  test('that is not there does not stop a run; what it missed stands in the file, and goes out with the next run', async () => {
    const spill = path.join(directory(), 'missed.ndjson')
    await broker.kill()
    const missed = await run('run', ...input(), '--sink', `${broker.url}/lab-01/late`, '--spill', spill)
    expect(missed.code).toBe(0)
    expect(missed.lines.length).toBe(4)
    expect(missed.err).toContain('0 delivered, 4 kept in the file')
    expect(readFileSync(spill, 'utf8').trim().split('\n').length).toBe(4)
    await broker.restart()
    await until(() => probe.client.connected)
    await probe.client.subscribeAsync('rivulet/1/lab-01/out/#', { qos: 1 })
    const next = await run('run', ...input(), '--sink', `${broker.url}/lab-01/late`, '--spill', spill)
    expect(next.err).toContain('8 delivered')
    await until(() => probe.of('/late').length === 8)
    expect(readFileSync(spill, 'utf8')).toBe('')
  }, 60_000)
})

test.each([
  [['--sink', 'mqtt://broker'], 'names no sink'],
  [['--sink', 'mqtt://me:secret@broker/a/b'], 'holds no user or password'],
  [['--spill', 'file'], '--spill keeps what a sink cannot take'],
])('%j is refused before anything is loaded', async (flags, reason) => {
  const ran = await run('run', ...input(), ...flags)
  expect([ran.code, ran.out]).toEqual([2, ''])
  expect(ran.err).toContain(reason)
  expect(ran.err).not.toContain('secret')
  expect(existsSync('file')).toBe(false)
})
