/**
 * The virtual modules of joins (`firmware/stages/interval-join.ts`, `window-join.ts`): which event of which side is the
 * current one, the fields of pairs that somebody reads, and one entry a source where a join reads two stages.
 */
import type { IntervalJoinStage, Stage, WindowJoinStage } from '../../shared/pipeline/pipeline.ts'
import { stageModule, type Binding, type Bindings } from './bindings.ts'
import { derivedModule } from './derived-module.ts'
import { callEach } from './text.ts'

export type JoinStage = IntervalJoinStage | WindowJoinStage

const INPUT_MODULE = './firmware/runtime/input.ts'
const RESULTS = './firmware/runtime/results.ts'
const LEFT = 'left_'
const RIGHT = 'right_'
/** Late events of the only source, or the left one; of the right one (protocol README 6). */
const LATE = [1, 12] as const

export function isJoin(stage: Stage): stage is JoinStage {
  return stage.kind === 'intervalJoin' || stage.kind === 'windowJoin'
}

/** A field of one side. */
export interface SideField {
  readonly side: 0 | 1
  readonly name: string
}

/** What a field of a pair is called on its own side; `null` for the key, which both share. */
export function sideField(name: string): SideField | null {
  if (name.startsWith(LEFT)) return { side: 0, name: name.slice(LEFT.length) }
  if (name.startsWith(RIGHT)) return { side: 1, name: name.slice(RIGHT.length) }
  return null
}

/** The source of a side. */
export function sourceOf(stage: JoinStage, side: 0 | 1): number {
  return stage.sources[side] ?? stage.from
}

/** The fields that a join keeps, because they are read from its pairs: one column each. */
export function joinColumnsOf(bindings: Bindings, stage: Stage): readonly SideField[] {
  const names = [...bindings.usedOf(stage)].filter((name) => name !== bindings.pipeline.key)
  return names.flatMap((name) => sideField(name) ?? [])
}

/** Where column `i` finds the values of arriving events. */
export function joinColumnField(bindings: Bindings, stage: JoinStage, i: number): Binding {
  const { side, name } = joinColumnsOf(bindings, stage)[i]
  return bindings.after(sourceOf(stage, side), name)
}

/** Where a reader of pairs finds a field of theirs; `undefined` for the key. */
export function joinedField(
  bindings: Bindings,
  stage: Stage,
  name: string,
): { module: string; name: string } | undefined {
  const wanted = sideField(name)
  const i = joinColumnsOf(bindings, stage).findIndex((each) => each.side === wanted?.side && each.name === wanted.name)
  return i < 0 ? undefined : { module: columnModule(stage, i), name: 'x' }
}

function columnModule(stage: Stage, i: number): string {
  return `./firmware/stages/lane.ts?stage=${stage.index}&column=${i}`
}

/** Constants of both joins; the grid of windows is there for window joins only. */
export function joinConstants(bindings: Bindings, stage: JoinStage): Record<string, number | boolean> {
  const { pipeline } = bindings
  const common = { PLACES: pipeline.limits.joinBuffer, ROOM: pipeline.limits.joinBuffer, READ: bindings.isRead(stage) }
  if (stage.kind === 'intervalJoin') {
    const { lowerMs: LOWER, upperMs: UPPER } = stage
    const waits = { WAIT_LEFT: Math.max(UPPER, 0), WAIT_RIGHT: Math.max(-LOWER, 0) }
    return { ...common, LOWER, UPPER, ...waits, GRID: false, SIZE: 0, SLIDE: 1, OFFSET: 0, LATE: 0 }
  }
  const { sizeMs: SIZE, slideMs: SLIDE, offsetMs: OFFSET, allowedLatenessMs } = stage
  // In processing time an event at the clock of a window's last millisecond still enters it: as if 1 ms late.
  const LATE = pipeline.time.mode === 'processing' ? 1 : allowedLatenessMs
  return { ...common, SIZE, SLIDE, OFFSET, LATE, GRID: true, WAIT_LEFT: 0, WAIT_RIGHT: 0 }
}

/** The module whose `event` takes what `source` hands on. */
export function entryModule(bindings: Bindings, stage: Stage, source: number): string {
  if (!isJoin(stage) || stage.sources.length < 2) return stageModule(bindings.pipeline, stage)
  return `joinEntry?stage=${stage.index}&side=${stage.sources.indexOf(source)}`
}

/** Text of `joinEntry?stage=N&side=S`. */
export function entryText(bindings: Bindings, stage: JoinStage, side: 0 | 1): string {
  return `import {enter${side} as enter} from 'sides?stage=${stage.index}'
import {event as take} from ${JSON.stringify(stageModule(bindings.pipeline, stage))}
export function event(){enter()
take()}`
}

/** The module that holds the current event of a source. */
function originOf(bindings: Bindings, source: number): string {
  const derived = bindings.derivedFrom(source)
  return derived === null ? INPUT_MODULE : derivedModule(derived.index)
}

/** A function `late…` that reports the current event of a side. */
function lateText(bindings: Bindings, stage: JoinStage, side: 0 | 1, name: string): string {
  const derived = bindings.derivedFrom(sourceOf(stage, side)) !== null
  const origin = JSON.stringify(originOf(bindings, sourceOf(stage, side)))
  return `import {k as ${name}K,q as ${name}Q,t as ${name}T} from ${origin}
export function ${name}(){head(${stage.index * 16 + LATE[side]},${name}K,${name}Q)
${derived ? `put(item)\nput(${name}T)` : ''}}`
}

/** Text of `sides?stage=N`: the current event, its side (0 left, 1 right), and the watermark as the join sees it. */
export function sidesText(bindings: Bindings, stage: JoinStage): string {
  const imports = `import {head,put} from '${RESULTS}'\nimport {q as item} from '${INPUT_MODULE}'`
  if (stage.sources.length < 2) {
    const origin = originOf(bindings, stage.from)
    const side = origin === INPUT_MODULE ? `export {side} from '${INPUT_MODULE}'` : 'export const side=0'
    return `${imports}\nexport {k,q,t,W} from ${JSON.stringify(origin)}\n${side}\n${lateText(bindings, stage, 0, 'late')}`
  }
  const enter = ([0, 1] as const).map((side) => {
    const [origin, s] = [JSON.stringify(originOf(bindings, sourceOf(stage, side))), side]
    return `import {k as k${s},q as q${s},t as t${s},W as W${s}} from ${origin}
export function enter${s}(){k=k${s}
q=q${s}
t=t${s}
W=W${s}
side=${s}}`
  })
  return `${imports}
import {MIN} from 'plan'
export let k=0,q=0,t=0,W=MIN,side=0
${enter.join('\n')}
${lateText(bindings, stage, 0, 'late0')}
${lateText(bindings, stage, 1, 'late1')}
export function late(){if(side)late1()
else late0()}`
}

/** Text of `joinColumns?stage=N`. Places of the right side follow those of the left one, and start anew in its columns. */
export function joinColumnsText(bindings: Bindings, stage: JoinStage): string {
  const columns = joinColumnsOf(bindings, stage)
  const of = (side: 0 | 1): string[] => columns.flatMap((c, i) => (c.side === side ? [columnModule(stage, i)] : []))
  const both = (name: string, as: string, params: string): string =>
    ([0, 1] as const).map((side) => callEach(of(side), name, `${as}${side}`, params)).join('\n')
  const choose = (as: string, left: string, right: string): string => {
    const call = (side: 0 | 1, args: string): string => (of(side).length > 0 ? `${as}${side}(${args})` : '')
    const [one, other] = [call(0, left), call(1, right)]
    if (other === '') return one && `if(!side)${one}`
    return one === '' ? `if(side)${other}` : `if(side)${other}\nelse ${one}`
  }
  return `import {side} from 'sides'
import {KEYS} from 'plan'
import {PLACES} from 'constants'
${both('store', 'store', 'p')}
${both('move', 'move', 'p,f')}
${both('load', 'load', 'p')}
${both('take', 'take', '')}
export function storeAll(p){${choose('store', 'p', 'p-KEYS*PLACES')}}
export function moveAll(p,f){${choose('move', 'p,f', 'p-KEYS*PLACES,f-KEYS*PLACES')}}
export function takeOwn(){${choose('take', '', '')}}
export function loadLeft(p){load0(p)}
export function loadRight(p){load1(p-KEYS*PLACES)}
export function loadOther(p){if(side)load0(p)
else load1(p-KEYS*PLACES)}`
}

/** Where the fields of pairs that somebody reads come from: the sources of the join. */
export function joinReads(stage: JoinStage, name: string): { source: number; name: string } | null {
  const wanted = sideField(name)
  return wanted === null ? null : { source: sourceOf(stage, wanted.side), name: wanted.name }
}
