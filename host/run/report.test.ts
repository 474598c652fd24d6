import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { boardId, Report } from './report.ts'
import type { Verification } from './verify.ts'

const pipeline = loadPipeline({
  name: 'lab',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
})
const plan = {
  vars: { code: 1, state: 2, peak: 4 },
  instructionsPerEvent: 0,
  eventsPerSecond: { low: 0, mid: 0, high: 0 },
  state: [],
  checkpoint: { bytes: 0, pages: 1, slots: 2, days: 1 },
}
const build = { code: '', map: '', functions: [], plan, hash: 'cafe0123', texts: [], fields: [] }
const good: Verification = {
  verdict: { equal: true, results: 5, differ: 0, ties: 1, lost: 0 },
  items: 9,
  fates: {},
  device: { memory: [900, 3000, 14], fates: [], refused: 0, faults: { crc: 1, gap: 2, dup: 3, long: 4 } },
  line: {
    ...{ frames: 3, bytes: 99, repeats: 0, timeouts: 0, naks: {}, corrupt: 0 },
    ...{ duplicateWords: 0, wordGaps: 0, acks: 1, checkpoints: 0 },
  },
  deviceMs: 10,
  wallMs: 20,
  instructions: null,
}

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'rivulet-report-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8')

function report(act: (report: Report) => void): void {
  const now = (): Date => new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))
  const one = new Report(directory, { pipeline, build, device: 'emu:?vars=3000', command: 'rivulet verify', now })
  act(one)
  one.close()
}

test('a good run: results, log, summary and checks', () => {
  report((one) => {
    one.result({ type: 'late', stage: 'a', at: 1, key: null, ref: 'x', t: 5 })
    one.log('>', '\x10echo(0)', 1.25)
    one.log('<', '~["A",1]*0', 2)
    one.finish(good, 0)
  })
  expect(read('events.ndjson')).toBe('{"type":"late","stage":"a","at":1,"key":null,"t":5,"ref":"x"}\n')
  expect(read('emu-vars-3000.log')).toBe(
    '2026-01-02T03:04:05.006Z 1.3 > \\x10echo(0)\n2026-01-02T03:04:05.006Z 2.0 < ~["A",1]*0\n',
  )
  expect(JSON.parse(read('summary.json'))).toMatchObject({
    ...{ schema: 'rivulet.report/1', pipeline: 'lab', program: 'cafe0123', results: 5, differ: 0, items: 9 },
    ...{ memory: { used: 900, total: 3000 }, line: { crc: 1, dup: 3 }, plan },
  })
  expect(read('junit.xml')).toContain('tests="2" failures="0" errors="0"')
  expect(read('junit.xml')).toContain('<property name="device-kind" value="emu"/>')
})

test('a mismatch names the first difference and how to repeat it', () => {
  const first = { why: 'stage win: n is 1 and 2' }
  report((one) => one.finish({ ...good, verdict: { ...good.verdict, equal: false, differ: 1, first } }, 0))
  expect(read('junit.xml')).toContain('<failure type="mismatch" message="stage win: n is 1 and 2">')
  expect(read('junit.xml')).toContain('repeat with: rivulet verify')
})

test('refused lines fail a check', () => {
  report((one) => one.finish(good, 3))
  expect(read('junit.xml')).toContain('message="3 input lines were refused"')
})

test.each([
  ['timeout', 'timeout'],
  ['device-failed', 'E_X'],
] as const)('an error of kind %s is an error of type %s', (kind, type) => {
  report((one) => one.fail(new RivuletError('E_X', 'it broke\nat f', { kind, cure: 'mend it' })))
  expect(read('junit.xml')).toContain(`<error type="${type}" message="it broke">`)
  expect(JSON.parse(read('summary.json'))).toMatchObject({ error: { code: 'E_X', cure: 'mend it' } })
})

test.each([
  ['emu:', 'emu'],
  ['espruino:/opt/bin/espruino', 'espruino-opt-bin-espruino'],
  ['/dev/ttyUSB0', 'dev-ttyusb0'],
  ['::', 'board'],
])('%s is %s as a file name', (address, id) => {
  expect(boardId(address)).toBe(id)
})
