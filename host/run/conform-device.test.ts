/** Which cases a device is asked about, how often, and what becomes of a device that failed (DESIGN, decision 11). */
import { expect, test } from 'vitest'
import { folder } from '../cli/testing.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort } from '../devices/testing.ts'
import { conform } from './conform.ts'

const { file } = folder()
const spec = {
  name: 'c',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
}
const event = { input: { fields: { v: 'double' } }, name: 'c', time: { mode: 'event', outOfOrdernessMs: 0 } }

async function verdicts(cases: unknown[]): Promise<{ passes: unknown[]; port: ScriptedPort }> {
  // Every program is another one to this device: it greets none.
  const port = new ScriptedPort({ hash: 'cafe0123' })
  const device = new Device(port, { timeoutMs: 200 })
  await device.open()
  const passes: unknown[] = []
  for await (const { id, pass, why } of conform([file('cases.json', { cases })], device)) passes.push([id, pass, why])
  return { passes, port }
}

test('kinds that concern no device run without it', async () => {
  const { passes, port } = await verdicts([
    {
      id: 'w',
      kind: 'watermark',
      spec: { time: { outOfOrdernessMs: 5 } },
      events: [{ t: 9 }, { probe: true }],
      expected: { outputs: [3] },
    },
    {
      id: 'i',
      kind: 'idleness',
      spec: { time: { idlenessMs: 10 } },
      events: [{ activity: true }, { check: true }],
      expected: { outputs: [false] },
    },
    { id: 'c', kind: 'combine', spec: { inputs: 1 }, events: [{ in: 0, wm: 5 }], expected: { outputs: [[5]] } },
    {
      id: 'x',
      kind: 'invalid',
      spec: { ...event, stages: [{ filter: 'w > 1' }] },
      events: [],
      expected: { error: 'spec' },
    },
    { id: 't', kind: 'invalid', spec, events: [{ v: 1 }], expected: { error: 'spec' } },
    { id: 'v', kind: 'invalid', spec, events: [{ t: 1, v: 1 }], expected: { error: 'spec' } },
  ])
  expect(passes).toEqual([
    ['w', true, ''],
    ['i', true, ''],
    ['c', true, ''],
    ['x', true, ''],
    ['t', true, ''],
    ['v', false, 'the specification was accepted'],
  ])
  expect(port.consoleLines).toHaveLength(1)
})

test('an event that lacks a field is no fault of the specification', async () => {
  const { passes } = await verdicts([
    { id: 'f', kind: 'invalid', spec, events: [{ t: 1 }], expected: { error: 'spec' } },
  ])
  expect(passes).toEqual([['f', false, 'the specification was accepted']])
})

test('a device that fails is told by its case, reset, and asked about the next', async () => {
  const window = {
    id: 'a',
    kind: 'window',
    spec: { ...spec, stages: [{ window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }] },
    events: [],
    expected: { windows: [] },
  }
  const { passes, port } = await verdicts([window, { ...window, id: 'b' }])
  expect(passes).toEqual(
    ['a', 'b'].map((id) => [id, false, 'one event a frame: the device reports: this device runs cafe0123']),
  )
  // Six tries each, because a console may have misread who was asked for; then a restart before the next case.
  expect(port.resets).toBe(2 * 6)
})
