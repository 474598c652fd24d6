/**
 * Rules about windows, buffers and their aggregates (SEMANTICS 1.4, 3, 5).
 */
import { FUNCTIONS, isFunction, isNumeric, needsNumbers, parseCall } from '../aggregates.ts'
import { cureForName } from '../nearest.ts'
import { checkName } from '../names.ts'
import type { Keys } from '../report.ts'
import type { BufferStageSpec, WindowSpec, WindowStageSpec } from '../spec.ts'
import { findField, type StageContext } from './context.ts'
import { checkLateness } from './time.ts'

/** The most windows that one event may belong to, and the most outputs of one stage. */
const MAX_OVERLAP = 10_000
const MAX_OUTPUTS = 64

export function checkWindowStage(context: StageContext, stage: WindowStageSpec): void {
  checkWindow(context, ['window'], stage.window)
  const counting = stage.window.type === 'count'
  checkLateness(context, ['allowedLatenessMs'], stage.allowedLatenessMs, counting)
  if (counting && stage.purge === true) {
    const cure = 'remove "purge"; a tumbling count window starts empty by itself'
    context.report.add([...context.at, 'purge'], 'count windows fire once and cannot be purged', cure)
  }
  if (Object.keys(stage.aggregates).length === 0) {
    context.report.add(
      [...context.at, 'aggregates'],
      'the window computes nothing',
      'add an output, such as "n": "count()"',
    )
  }
  checkAggregates(context, stage.aggregates)
}

export function checkBufferStage(context: StageContext, stage: BufferStageSpec): void {
  const aggregates = stage.aggregates ?? {}
  if (stage.dumpOn === undefined && Object.keys(aggregates).length === 0) {
    const cure = 'add "aggregates" for moving values, or "dumpOn" to see its contents when a detector reports'
    context.report.add(context.at, 'nothing is made of this buffer', cure)
  }
  checkAggregates(context, aggregates)
}

/** Offsets stay below the size or slide, and the overlap within what can be computed. */
export function checkWindow(context: StageContext, keys: readonly string[], window: WindowSpec): void {
  if (window.type !== 'tumbling' && window.type !== 'sliding') return
  const { report } = context
  const at: Keys = [...context.at, ...keys]
  const [unit, unitMs] = window.type === 'tumbling' ? ['sizeMs', window.sizeMs] : ['slideMs', window.slideMs]
  const offset = window.offsetMs ?? 0
  if (unitMs > 0 && Math.abs(offset) >= unitMs) {
    const cure = `write ${offset % unitMs}, which means the same`
    report.add([...at, 'offsetMs'], `the offset ${offset} is not smaller than ${unit}, ${unitMs}`, cure)
  }
  if (window.type === 'tumbling' || unitMs <= 0) return
  const overlap = Math.ceil(window.sizeMs / unitMs)
  if (overlap <= MAX_OVERLAP || !Number.isSafeInteger(window.sizeMs)) return
  report.add(
    [...at, 'slideMs'],
    `every event would belong to ${overlap} windows`,
    `slide by ${Math.ceil(window.sizeMs / MAX_OVERLAP)} or more`,
  )
}

/** Each output has a name, a known function, and a field that suits it. */
function checkAggregates(context: StageContext, aggregates: Readonly<Record<string, string>>): void {
  const outs = Object.entries(aggregates)
  if (outs.length > MAX_OUTPUTS) {
    context.report.add(
      [...context.at, 'aggregates'],
      `there are ${outs.length} outputs`,
      `compute at most ${MAX_OUTPUTS} in one stage`,
    )
  }
  for (const [out, text] of outs) {
    const at = [...context.at, 'aggregates', out]
    checkName(context.report, at, out, 'an output')
    checkAggregate(context, at, text)
  }
}

function checkAggregate(context: StageContext, at: Keys, text: string): void {
  const { report } = context
  const call = parseCall(text)
  if (call === null) {
    report.add(
      at,
      `'${text.slice(0, 60)}' is not an aggregate`,
      'write fn(field), such as mean(temperature), or count()',
    )
    return
  }
  const { fn, field } = call
  if (!isFunction(fn)) {
    report.add(at, `there is no aggregate '${fn}'`, cureForName(fn, FUNCTIONS, 'aggregate'))
    return
  }
  if (fn === 'count') {
    if (field !== null) report.add(at, 'count counts events and takes no field', 'write count()')
    return
  }
  if (field === null) {
    report.add(at, `${fn} needs a field`, `write ${fn}(field)`)
    return
  }
  const found = findField(context, at, field)
  if (found !== null && needsNumbers(fn) && !isNumeric(found)) {
    report.add(
      at,
      `${fn} needs numbers, but '${field}' is a ${found.type}`,
      'use a numeric field, or first, last or count()',
    )
  }
}
