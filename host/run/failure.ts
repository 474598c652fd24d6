/**
 * A device's failure in the terms of whoever wrote the pipeline: which expression of which stage, which lines of
 * TypeScript, which item of the input, and what can be done. Everything that is not certain is told as such.
 */
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Place, ResolvedFrame } from '../../firmware/toolchain/trace.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { DeviceError, type Trouble } from '../../shared/protocol/trouble.ts'
import { describeItems, type DeliveredItem, type ItemsAtWork } from './delivered.ts'
import { describeTerm, termOf, type Term } from './terms.ts'

/** Variables of a device: in use, with the program at rest if the device still says so, and in all. */
export interface Variables {
  readonly used: number
  readonly total: number
}

export interface Circumstances {
  readonly pipeline: Pipeline
  readonly build: Build
  /** Console text since the first device error. */
  readonly told: readonly string[]
  /** The items at work, when the device was given any: `single` when a stage had one of them in hand. */
  readonly items: ((trouble: Trouble, single: boolean) => Omit<ItemsAtWork, 'waited'> | null) | null
  readonly variables: Variables | null
}

/** A frame of the stack with its term, as `--json` shows it. */
export interface ExplainedFrame extends ResolvedFrame {
  readonly term: Term | null
}

/** Functions of the operators that have one event, or one watermark, in hand. */
const SINGLE = ['event', 'watermark', 'settle', 'test', 'until', 'assign', 'remember']
/** Where events wait for the watermark; code of stages that is called from there has one of these in hand. */
const WAITING_ROOM = 'firmware/stages/reorder.ts'
/** Frames of the stack that are shown; the innermost tell the most. */
const SHOWN = 8

/** The same error with all that can be found out about it. */
export async function explain(error: DeviceError, circumstances: Circumstances): Promise<DeviceError> {
  const { trouble } = error
  const { pipeline, build, told } = circumstances
  const { resolveTrace } = await import('../../firmware/toolchain/trace.ts')
  // Lack of memory is printed on the console, and only its name reported; an exception is reported whole.
  const own = trouble.printed.includes('    at ')
  const text = own ? trouble.printed : `${trouble.printed}\n${told.join('\n')}`
  const resolved = resolveTrace(text, build)
  const frames = resolved.frames
    // Lines of the console are the host's.
    .filter(({ printed }) => !printed.startsWith('REPL:'))
    .map((frame) => ({ ...frame, term: termOfFrame(frame, pipeline) }))
  const kind = resolved.kind === 'memory' || resolved.kind === 'recursion' ? resolved.kind : trouble.kind
  const passed = frames.flatMap(({ places }) => (places.length === 1 ? places : []))
  const single = passed.some(({ name }) => SINGLE.includes(name ?? ''))
  const waited = passed.some(({ file }) => file === WAITING_ROOM)
  const atWork = circumstances.items?.(trouble, single) ?? null
  const items = atWork && { ...atWork, waited }
  const term = frames.find((frame) => frame.term !== null)?.term ?? null
  const subject = { ...circumstances, kind, term, items }
  const head = error.code === 'E_DEVICE_ERROR' ? error.message.split(': ', 1)[0] : 'the device reports'
  const message = `${head}: ${resolved.message || trouble.message}`
  return new DeviceError({ ...trouble, kind }, [message, ...linesOf(frames, subject)].join('\n'), {
    code: codeOf(error, kind),
    place: placeOf(frames, term, pipeline) ?? error.place,
    cure: cureOf(subject),
    more: { frames: frames.map(forMachines), item: items && itemsForMachines(items) },
  })
}

type Subject = Omit<Circumstances, 'items'> & {
  readonly kind: string
  readonly term: Term | null
  readonly items: ItemsAtWork | null
}

/** Failures while loading keep their code: the wait that they ended is the place. */
function codeOf({ code }: DeviceError, kind: string): `E_${string}` {
  return code === 'E_DEVICE_ERROR' ? code : `E_DEVICE_${kind.toUpperCase()}`
}

function termOfFrame({ places }: ResolvedFrame, pipeline: Pipeline): Term | null {
  return places.length === 1 ? termOf(places[0], pipeline) : null
}

function placeOf(frames: readonly ExplainedFrame[], term: Term | null, pipeline: Pipeline): string | undefined {
  if (term !== null) return describeTerm(term, pipeline)
  const [place] = frames.find(({ places }) => places.length === 1)?.places ?? []
  return place && `${place.file}:${place.line}`
}

function linesOf(frames: readonly ExplainedFrame[], subject: Subject): string[] {
  const lines = frames.slice(0, SHOWN).map((frame) => `  at ${describeFrame(frame, subject.pipeline)}`)
  if (frames.length > SHOWN) lines.push(`  and ${frames.length - SHOWN} more`)
  if (subject.items !== null) lines.push(`  input: ${describeItems(subject.items)}`)
  if (subject.kind === 'memory') lines.push(`  memory: ${describeMemory(subject.variables, subject.build)}`)
  return lines
}

function describeFrame({ printed, places, term }: ExplainedFrame, pipeline: Pipeline): string {
  if (places.length === 0) return `${printed} (not in this program)`
  const each = places.map((place) => describePlace(place))
  if (places.length > 1) return `one of ${each.join(', ')} (the trace fits each)`
  return `${each[0]}${term === null ? '' : `, ${describeTerm(term, pipeline)}`}`
}

function describePlace({ file, line, column, name, operator }: Place): string {
  const own = `${name ?? 'start'} (${file}:${line}:${column})`
  return operator === null ? own : describePlace(operator)
}

function describeMemory(variables: Variables | null, { plan }: Build): string {
  const now = variables === null ? '' : `${variables.used} of ${variables.total} variables in use; `
  return `${now}the plan asks for ${plan.vars.peak} at peak`
}

function cureOf({ kind, term, build, variables }: Subject): string {
  switch (kind) {
    case 'exception':
      if (term !== null && term.expression !== null)
        return `check ${term.expression}; if it is right, report it with pipeline and input`
      return 'report it with the pipeline and the input: the operators are at fault, not the pipeline'
    case 'memory': {
      const { peak } = build.plan.vars
      const lacks =
        variables !== null && variables.total < peak ? ` that has ${peak} variables or more` : ' with more memory'
      return `use a device${lacks}, or reduce keys, window or buffer sizes: rivulet plan says what a pipeline needs`
    }
    case 'recursion':
      return 'write expressions with fewer brackets inside brackets, or split them over several map stages'
    default:
      return 'reset the device and run again'
  }
}

function forMachines({ printed, places, term }: ExplainedFrame): Record<string, unknown> {
  const [place, ...others] = places
  return { printed, ...place, ...term, ...(others.length > 0 ? { others } : {}) }
}

/** Items listed one by one. */
const LISTED = 100

function itemsForMachines({ frame, items, waited }: ItemsAtWork): Record<string, unknown> {
  const one = ({ index, ref, item }: DeliveredItem): Record<string, unknown> => ({ index, ref, item })
  return {
    frame,
    exact: items.length === 1 && !waited,
    waited,
    count: items.length,
    items: items.slice(0, LISTED).map(one),
  }
}
