/** The kinds of cases that concern time alone and no pipeline: watermark, idleness, combine (SEMANTICS 2). */
import { MIN } from '../../stream/event.ts'
import { CombinedWatermark, type CombinedOutput } from '../combine.ts'
import { IdlenessTimer } from '../idleness.ts'
import { GeneratedWatermark, Watermark } from '../watermark.ts'
import { isRecord, type ConformanceCase, type Data } from './case.ts'
import { compareLists, type Why } from './outcome.ts'

/** Events, marks and `{"probe": true}`, which asks for the watermark; `null` is none. */
export function runWatermark({ spec, events, expected }: ConformanceCase): Why {
  const behind = field(spec, 'outOfOrdernessMs')
  const generated = behind === null ? null : new GeneratedWatermark(behind)
  const watermark = generated ?? new Watermark()
  const outputs: (number | null)[] = []
  for (const [i, event] of events.entries()) {
    if (event['probe'] === true) outputs.push(watermark.value === MIN ? null : watermark.value)
    else if (typeof event['wm'] === 'number') watermark.raise(event['wm'])
    else if (typeof event['t'] === 'number') generated?.observe(event['t'])
    else return strange(i, event)
  }
  return compareOutputs(expected, outputs)
}

/** `{"advance": ms}` moves the clock, `{"activity": true}` is an event, `{"check": true}` asks. */
export function runIdleness({ spec, events, expected }: ConformanceCase): Why {
  const idlenessMs = field(spec, 'idlenessMs')
  if (idlenessMs === null) return 'the case is malformed: spec.time.idlenessMs is no number'
  const timer = new IdlenessTimer(idlenessMs)
  const outputs: boolean[] = []
  for (const [i, event] of events.entries()) {
    if (typeof event['advance'] === 'number') timer.advance(event['advance'])
    else if (event['activity'] === true) timer.activity()
    else if (event['check'] === true) outputs.push(timer.check())
    else return strange(i, event)
  }
  return compareOutputs(expected, outputs)
}

/** `{"in", "wm"}` and `{"in", "idle"}`; a list of outputs per item. */
export function runCombine({ spec, events, expected }: ConformanceCase): Why {
  const inputs = spec['inputs']
  if (typeof inputs !== 'number' || !Number.isInteger(inputs) || inputs < 1 || inputs > 1000) {
    return 'the case is malformed: spec.inputs is no number of inputs'
  }
  const combined = new CombinedWatermark(inputs)
  const outputs: CombinedOutput[][] = []
  for (const [i, event] of events.entries()) {
    const output = combine(combined, inputs, event)
    if (output === null) return strange(i, event)
    outputs.push(output)
  }
  return compareOutputs(expected, outputs)
}

function combine(combined: CombinedWatermark, inputs: number, event: Data): CombinedOutput[] | null {
  const { in: input, wm, idle } = event
  if (typeof input !== 'number' || !Number.isInteger(input) || input < 0 || input >= inputs) return null
  if (typeof wm === 'number') return combined.watermark(input, wm)
  if (typeof idle === 'boolean') return idle ? combined.idle(input) : combined.active(input)
  return null
}

function compareOutputs({ outputs }: Data, actual: readonly unknown[]): Why {
  if (!Array.isArray(outputs)) return 'the case is malformed: expected.outputs is not a list'
  return compareLists('output', outputs, actual)
}

/** A number of `spec.time`. */
function field(spec: Data, name: string): number | null {
  const time = spec['time']
  const value = isRecord(time) ? time[name] : null
  return typeof value === 'number' ? value : null
}

function strange(i: number, event: Data): string {
  return `the case is malformed: event ${i} is ${JSON.stringify(event)}`
}
