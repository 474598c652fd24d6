/** Patterns in the toolchain: the constants of an instance, and the functions of its `expressions` module. */
import type { PatternStage, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import { stepNames } from '../../shared/pipeline/steps.ts'
import { compilePattern } from './pattern/compile.ts'
import { leavesOf } from './pattern/automaton.ts'
import { patternCode } from './pattern/code.ts'
import type { Taken } from './pattern/conditions.ts'
import { copyText, learnText, registersOf, registerState, takenText } from './pattern/registers.ts'
import { condition } from './expression.ts'
import type { Names } from './expression.ts'
import { keySlots } from './sizes.ts'

/** What the functions of a pattern refer to. */
export interface PatternNames extends Names {
  time(): string
  import(module: string, name: string): string
}

/** The constants of the stage's instance. */
export function patternConstants(pipeline: Pipeline, stage: PatternStage): Record<string, number | boolean | string> {
  const { limits } = pipeline
  const { conditions, states, nervous, room, scarce } = compilePattern(stage, limits)
  const { withinMs, skip } = stage
  const SKIP = skip.kind === 'noSkip' ? '' : skip.kind
  const HELD = SKIP ? limits.held : 0
  const SLOTS = limits.threads + HELD
  const NODES = nodesOf(pipeline, SLOTS, room)
  const WAITS = states.some(({ waitsMs }) => waitsMs !== null)
  const steps = new Set(states.flatMap(({ tree }) => leavesOf(tree)).flatMap(stepsOf))
  const PREVIOUS = WAITS || conditions.some(({ kind }) => kind === 'behind')
  return {
    ...{
      PREVIOUS,
      THREADS: limits.threads,
      HELD,
      SLOTS,
      EMPTY: keySlots(pipeline) * SLOTS,
      ROOM: room,
      NODES,
      WIDE: NODES + SLOTS > 254,
      SCARCE: scarce || NODES < SLOTS * room,
    },
    ...{ NERVOUS: nervous, WITHIN: withinMs ?? 0, TIMED: WAITS || withinMs !== null },
    ONLY: steps.size > 1 ? -1 : ([...steps][0] ?? 0),
    LASTING: states.some(({ lasts }) => lasts),
    ...{ SKIP, MARKED: SKIP !== '' && SKIP !== 'skipToNext', STRICT: 'strict' in skip && skip.strict },
    STEP: 'step' in skip ? stepNames(stage.steps).indexOf(skip.step) : -1,
  }
}

/** Events that the threads of a key share: two a slot, and a long match; where there is one key only, four a slot. */
export function nodesOf(pipeline: Pipeline, slots: number, room: number): number {
  const each = pipeline.key === null ? 4 : 2
  return Math.min(slots * room, each * slots + pipeline.limits.taken)
}

function stepsOf(leaf: ReturnType<typeof leavesOf>[number]): number[] {
  return [...leaf.hits, ...leaf.next.map(({ take }) => take)].filter((step) => step !== null)
}

/** The module that holds the threads of a stage. */
export function threadsOf({ index }: Pick<Stage, 'index'>): string {
  return `threads?stage=${index}`
}

/** A function over a step, of the thread in `slot`. */
export function takenOfPattern(pipeline: Pipeline, stage: PatternStage, taken: Taken, slot: string): string {
  return takenText(registersOf(compilePattern(stage, pipeline.limits).conditions), taken, slot)
}

/** The functions of the stage's `expressions` module. */
export function patternFunctions(pipeline: Pipeline, stage: PatternStage, names: PatternNames): string[] {
  const compiled = compilePattern(stage, pipeline.limits)
  const registers = registersOf(compiled.conditions)
  const threads = threadsOf(stage)
  const code = patternCode(compiled, (i) => {
    const asked = compiled.conditions[i]
    if (asked.kind !== 'behind') return condition(asked.expr, names)
    return `(${names.time()}-${names.import(threads, 'L')}[${names.import(threads, 'i')}]>=${asked.ms})`
  })
  const stepOf = (name: string): number => stepNames(stage.steps).indexOf(name)
  return [
    `import {fork,on,gone,stay,open,close} from '${threads}'`,
    `import {hit} from 'matches?stage=${stage.index}'`,
    `import {EMPTY} from 'constants'`,
    ...registerState(registers),
    `export function copy(to,from){${copyText(registers)}}`,
    `export function learn(slot,step){${learnText(registers, (field) => names.field(field), stepOf)}}`,
    ...code,
  ]
}
