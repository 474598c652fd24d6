/**
 * Which part of a pipeline claims how many variables for its data: the top-level declarations of the finished program, each
 * assigned to the module that the source map names (`stages/window.ts?stage=2`).
 */
import { SourceMapConsumer } from 'source-map-js'
import type { RawSourceMap } from 'source-map-js'
import { stateOf } from './heap.ts'

/** Variables by stage index, by waiting room, and of the input and the link. */
export type StateBySource = ReadonlyMap<number | string, number>

/** The input, the link and everything that belongs to no stage. */
export const INPUT_STATE = 'input'

/** The waiting room of the readers of a source. */
export function waitingRoomOf(source: number): string {
  return `reorder ${source}`
}

export function stateBySource(code: string, map: string): StateBySource {
  const consumer = new SourceMapConsumer(JSON.parse(map) as RawSourceMap)
  const starts = lineStarts(code)
  const found = new Map<number | string, number>()
  for (const { at, vars } of stateOf(code)) {
    const line = starts.filter((start) => start <= at).length - 1
    const { source } = consumer.originalPositionFor({ line: line + 1, column: at - starts[line] })
    const owner = ownerOf(source ?? '')
    found.set(owner, (found.get(owner) ?? 0) + vars)
  }
  return found
}

/** Whose state a module holds, as its query says. */
function ownerOf(source: string): number | string {
  const query = new URLSearchParams(source.split('?')[1] ?? '')
  const reorder = query.get('reorder')
  if (reorder !== null) return waitingRoomOf(Number(reorder))
  const stage = query.get('stage')
  return stage === null ? INPUT_STATE : Number(stage)
}

function lineStarts(code: string): number[] {
  return [...code.matchAll(/^/gm)].map(({ index }) => index)
}
