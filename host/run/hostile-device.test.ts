/**
 * A device that says whatever it likes: nothing of it is sent back, evaluated or kept without bound, and the run ends with an error
 * of ours. And keys, texts and names of whoever makes the input: nothing of them reaches a console line or the program as code.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { Cutter } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import { encodeNumbered } from '../../shared/protocol/frames.ts'
import { MAX_LINE, sealLine } from '../../shared/protocol/line.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Item } from '../../shared/stream/event.ts'
import { LineReader } from '../devices/console.ts'
import { Device } from '../devices/device.ts'
import { ScriptedPort, type ScriptedOptions } from '../devices/testing.ts'
import { upload } from '../devices/uploader.ts'

/** What a hostile device says wherever it can; it must never come back. */
const MARK = 'EVIL'
const SAYINGS = [
  `");${MARK}();("`,
  `\\");${MARK}();//`,
  `#1# ");${MARK}();print("`,
  `\x10${MARK}()\x03`,
  `~["A",0,0,null,0]*${MARK}`,
  `~["H",2,"\\");${MARK}();(\\"",1,2048,0,0,0,null]*0`,
  `[1e9,-1,"${MARK}"]`,
  `{"__proto__":{"${MARK}":1}}`,
  `Uncaught ${MARK}\r\n    at ${MARK} (:1:1)`,
  '\x1b]0;EVIL\x07\x1b[2J',
]

/** All that the host writes to a device. */
function overheard(options: ScriptedOptions): { port: ScriptedPort; written: () => string } {
  const port = new ScriptedPort(options)
  let text = ''
  const write = port.write.bind(port)
  port.write = (part) => {
    text += part
    write(part)
  }
  return { port, written: () => text }
}

async function ended(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  )
}

describe('what a device says', () => {
  test.each(SAYINGS)('%j as an answer to every question: never sent back, and the error is ours', async (saying) => {
    let questions = 0
    const { port, written } = overheard({
      // Honest until the console was found, so that what follows is reached.
      answer: (code) => {
        const mark = /print\("(#\d+#)"/.exec(code)?.[1]
        return mark === undefined || ++questions < 3 ? undefined : `${mark} ${saying}\r\n${saying}\r\n`
      },
    })
    const device = new Device(port, { timeoutMs: 200 })
    const errors = [
      await ended(device.open()),
      await ended(device.memory()),
      await ended(upload(device, 'var x=1')),
      await ended(device.reset()),
    ]
    for (const error of errors) expect(error === null || error instanceof RivuletError).toBe(true)
    expect(errors.some((error) => error !== null)).toBe(true)
    expect(written()).not.toContain(MARK)
    await device.close()
  })

  test('console lines without end, or many of them, are not kept', async () => {
    const { port } = overheard({})
    const device = new Device(port)
    await device.open()
    for (let i = 0; i < 3000; i++) port.say(`Uncaught Error: ${i}\r\n${'x'.repeat(1000)}\r\n`)
    await new Promise<void>((resolve) => port.clock.after(50, resolve))
    expect(device.lastLines.length).toBeLessThanOrEqual(5)
    expect(device.told.length).toBeLessThanOrEqual(80)
    const reader = new LineReader()
    for (let i = 0; i < 300; i++) reader.push('x'.repeat(10_000))
    expect(reader.partial.length).toBeLessThanOrEqual(65_536)
    await device.close()
  })
})

describe('what the input says', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const hostile = fc.oneof(
    text,
    fc.constantFrom(...SAYINGS, '\n["Q"]', '\x03', '\x10rivulet("x")\n', '\u2028', '"]@@@@@@@\n'),
  )
  const pipeline = loadPipeline({
    name: 'hostile',
    input: { fields: { k: 'string', s: 'string?', v: 'double' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [{ detect: { when: "contains(s, 'b') || v > 3" } }],
  })

  test('keys and texts travel as base64: a line is printable ASCII, starts as a frame, and is short', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 12 }), (rows) => {
        const engine = new ReferenceEngine(pipeline)
        const dictionary = new Dictionary([], true)
        const cutter = new Cutter(pipeline, { fields: ['s', 'v'], dictionary, positions: new Positions() })
        const items = rows.map(([k, s], t): Item => ({ kind: 'event', t, ref: k, key: k, values: { k, s, v: t } }))
        const frames = [...items.flatMap((item) => cutter.push(item, engine.push(item))), ...cutter.flush()]
        for (const frame of frames) {
          const line = sealLine(encodeNumbered(7, frame))
          expect(line).toMatch(/^\["[A-Za-z]",[\x20-\x7e]*$/)
          expect(line.length).toBeLessThan(MAX_LINE)
        }
      }),
    )
  })
})
