import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { senmlSource } from './senml.ts'

const T = 1_700_000_000
const rooms = (time: object = { mode: 'event', outOfOrdernessMs: 0 }): Pipeline =>
  loadPipeline({
    name: 'rooms',
    input: { fields: { room: 'string', v: 'double' }, key: 'room' },
    time,
    stages: [{ filter: 'v > 1' }],
  })

async function read(...lines: string[]): Promise<{ events: string[]; refused: string[]; notes: readonly string[] }> {
  const source = senmlSource('x.senml.ndjson', Readable.from([lines.join('\n')]), rooms())
  const events: string[] = []
  for await (const item of source.items)
    if (item.kind === 'event') events.push(`${String(item.key)} ${item.t! - 1000 * T} ${String(item.values['v'])}`)
  const { refusals, notes } = source
  expect(refusals.count).toBe(refusals.first.length)
  return { events, refused: refusals.first.map(({ place, reason }) => `${place} ${reason}`), notes }
}

test('a record a line: base fields hold from line to line', async () => {
  const { events, refused } = await read(
    `\ufeff{"bn":"attic/","bt":${T},"n":"v","v":1}`,
    '{"n":"v","t":1,"v":2}',
    '',
    '{"bn":"cellar/","n":"v","t":1.5,"v":3}',
  )
  expect([events, refused]).toEqual([['attic 0 1', 'attic 1000 2', 'cellar 1500 3'], []])
})

test('a pack a line stands for itself, and leaves the base fields of the file alone', async () => {
  const { events } = await read(
    `{"bn":"attic/","bt":${T},"n":"v","v":1}`,
    `[{"bn":"cellar/","bt":${T + 5},"n":"v","v":2},{"n":"v","t":1,"v":3}]`,
    '{"n":"v","t":1,"v":4}',
  )
  expect(events).toEqual(['attic 0 1', 'cellar 5000 2', 'cellar 6000 3', 'attic 1000 4'])
})

test('a pack does not go on with the event of the line before', async () => {
  const { events, refused } = await read(
    `{"bn":"lab/","bt":${T},"n":"room","vs":"attic"}`,
    `[{"bn":"lab/","bt":${T},"n":"v","v":2}]`,
    `{"n":"v","v":3}`,
  )
  expect(events).toEqual(['lab 0 2', 'lab 0 3'])
  expect(refused).toEqual(['x.senml.ndjson:1 field v is missing; declare it "double?" if it may be absent'])
})

test('refusals name their line, and nothing else is lost', async () => {
  const { events, refused, notes } = await read(
    `{"bn":"attic/","bt":${T},"n":"v","v":1}`,
    '{"n":"v","t":1,"v":"x"}',
    '{broken',
    `[{"bn":"cellar/","bt":${T},"n":"v","v":2},{"n":"v","v":3,"x_":1}]`,
    '{"n":"w","t":1,"v":9}',
    `[{"n":"v","t":${T},"v":2}]`,
    '{"n":"v","t":2,"v":5}',
  )
  expect(events).toEqual(['attic 0 1', 'attic 2000 5'])
  expect(refused).toEqual([
    expect.stringMatching(/^x.senml.ndjson:2 \.v: v is not a finite number; /),
    expect.stringMatching(/^x.senml.ndjson:3 no JSON: /),
    expect.stringMatching(/^x.senml.ndjson:4 \[1\]\.x_: a label that ends in _/),
    expect.stringMatching(/^x.senml.ndjson:6 the key room is missing/),
  ])
  expect(notes).toEqual(['x.senml.ndjson: ignored fields: w (1)'])
})

test('a pipeline that waits for watermarks of the input is told so', () => {
  const explicit = rooms({ mode: 'event', watermarks: 'explicit' })
  const open = (): unknown => senmlSource('x', Readable.from([]), explicit)
  expect(open).toThrow(RivuletError)
  expect(open).toThrow('SenML has none')
})
