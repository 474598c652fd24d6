import { describe, expect, test } from 'vitest'
import { terminal } from '../cli/terminal.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort } from '../devices/testing.ts'
import { DemoLog } from './demo-log.ts'
import { drawPicture, elapsed, tellReport } from './demo-text.ts'
import type { Verification } from './verify.ts'

const plain = terminal({ out: { write: () => undefined }, err: { write: () => undefined }, env: {} })
const SPAN = { from: 0, to: 8000 }

test.each([
  [0, '0:00:00'],
  [999, '0:00:01'],
  [61_000, '0:01:01'],
  [11_735_000, '3:15:35'],
  [360_000_000, '100:00:00'],
])('%d ms is %s', (ms, text) => {
  expect(elapsed(ms)).toBe(text)
})

function logged(): DemoLog {
  const log = new DemoLog(SPAN, 8)
  for (let i = 0; i < 8; i++) {
    log.add({
      type: 'window',
      stage: 'minute',
      at: 0,
      key: 2,
      start: 0,
      end: 1000 * i + 1,
      pane: 0,
      aggs: { meanHumidity: 10 * i },
    })
  }
  log.add({ type: 'detect', stage: 'steam', key: 2, edge: 'start', t: 6100, ref: 'r', since: 6000 })
  log.add({ type: 'anomaly', stage: 'hot', key: 2, t: 3000, ref: 'r', value: 30, score: 8, alarm: true })
  log.add({ type: 'late', stage: 'minute', at: 0, key: 2, ref: '17', t: 0 })
  return log
}

const labelled = [
  { key: 2, t: 5500 },
  { key: 2, t: 6500 },
]

describe('the picture', () => {
  test('a row a mote, what was found below, what is labelled below that', () => {
    const lines: string[] = []
    drawPicture((line) => lines.push(line), plain, logged(), { span: SPAN, labelled }, 8)
    expect(lines.slice(2)).toEqual(['  mote 2 ▁▂▃▄▅▆▇█', '            !  S', '              ==', '         0h'])
    expect(lines[1]).toContain('0 to 70 %RH')
  })

  test('nothing seen, nothing drawn', () => {
    const lines: string[] = []
    drawPicture((line) => lines.push(line), plain, new DemoLog(SPAN, 8), { span: SPAN, labelled: [] }, 8)
    expect(lines).toEqual([])
  })
})

describe('the report', () => {
  const verification: Verification = {
    verdict: { equal: true, results: 5, differ: 0, ties: 0, lost: 0 },
    items: 1000,
    fates: { minute: { inputs: 10, onTime: 8, refired: 0, late: 1, outside: 1, refused: 0 } },
    device: { memory: [1244, 3000, 14], fates: [], refused: 0, faults: { crc: 0, gap: 0, dup: 0, long: 0 } },
    line: {
      ...{ frames: 3, bytes: 9999, repeats: 2, timeouts: 0, naks: {}, corrupt: 0 },
      ...{ duplicateWords: 0, wordGaps: 0, acks: 1, checkpoints: 0 },
    },
    deviceMs: 10,
    wallMs: 2000,
    instructions: 200_000_000,
  }
  const plan = {
    vars: { code: 469, state: 733, peak: 1442 },
    instructionsPerEvent: 200_000,
    eventsPerSecond: { low: 250, mid: 500, high: 769 },
    state: [],
    checkpoint: { bytes: 0, pages: 1, slots: 2, days: 1 },
  }
  const build = { code: '', map: '', functions: [], plan, hash: '', texts: [], fields: [] }

  function told(change: Partial<Verification> = {}): string {
    const lines: string[] = []
    const device = new Device(new ScriptedPort())
    tellReport((line) => lines.push(line), plain, {
      log: logged(),
      verification: { ...verification, ...change },
      build,
      labelled,
      device,
    })
    return lines.join('\n')
  }

  test('detectors against labels', () => {
    expect(told()).toContain(
      'steam: 1 labelled episodes\n  steam detector   mote 2 found after 0:00:01 (1); 0 false alarms',
    )
    expect(told()).toContain('odd temperature  mote 2 missed; 1 false alarm')
  })

  test('late readings, fates, variables against the plan', () => {
    const text = told()
    expect(text).toContain('late: 1 readings came too late')
    expect(text).toContain('reading 17 of mote 2, first refused by minute')
    expect(text).toMatch(/minute +10 +8 +0 +1 +1 +0/)
    expect(text).toContain('1,244 of 3,000 (plan: 1202 at rest, 1442 at most)')
  })

  test("events a second here are measured, those of an ESP32 are the plan's estimate", () => {
    expect(told()).toContain('500 events a second on scripted: (2.0 s)')
    expect(told()).toContain('on an ESP32      250 to 769 events a second, as the plan estimates: 200 kI an event')
    expect(told({ instructions: null })).toContain('250 to 769 events a second, as the plan estimates')
  })

  test('larger variables are not compared with the plan', () => {
    const text = told({ device: { ...verification.device, memory: [900, 4096, 27] } })
    expect(text).toContain('900 of 4,096 of 27 bytes (an ESP32 has 14)')
  })

  test('the first difference is told', () => {
    const verdict = { ...verification.verdict, equal: false, differ: 1, first: { why: 'stage minute: n is 1 and 2' } }
    expect(told({ verdict })).toContain('first difference: stage minute: n is 1 and 2')
  })
})
