/**
 * From what a device prints about an error to places in TypeScript (DEPENDENCIES 2, stack traces). Each printed frame is
 * looked for among the functions of the program: its name, the line shown with it and what the frame inside it was called
 * must fit. Then the source map is asked. A frame that fits several functions is told with all of them, never by a guess.
 */
import { SourceMapConsumer } from 'source-map-js'
import type { RawSourceMap } from 'source-map-js'
import type { TroubleKind } from '../../shared/protocol/trouble.ts'
import { OUTSIDE, type IndexedFunction } from './trace-index.ts'
import { functionAt } from './trace-source.ts'
import { parseTrace, type PrintedFrame } from './trace-text.ts'

/** A program with what is needed to find places in its source. */
export interface Traceable {
  readonly code: string
  /** Source map, JSON. */
  readonly map: string
  readonly functions: readonly IndexedFunction[]
}

/** A place in the source; lines and columns from 1. */
export interface Place {
  /** Path in the project, or the name of a module made for the pipeline. */
  readonly file: string
  /** For which stage, column, … the module was made: `stage=2`. */
  readonly query: string
  readonly line: number
  readonly column: number
  /** The function of the source that holds it. */
  readonly name: string | null
  /** The line, trimmed. */
  readonly source: string
  /** For a place in a module made for the pipeline: the place in the operator that it was pasted into, if it was. */
  readonly operator: Place | null
}

export interface ResolvedFrame {
  /** As printed. */
  readonly printed: string
  /** One place; several when the trace fits several functions; none when it fits no function of this program. */
  readonly places: readonly Place[]
}

export interface ResolvedTrace {
  readonly kind: TroubleKind | null
  readonly message: string
  /** Innermost first. */
  readonly frames: readonly ResolvedFrame[]
}

export function resolveTrace(text: string, program: Traceable): ResolvedTrace {
  const { kind, message, frames } = parseTrace(text)
  const consumer = new SourceMapConsumer(JSON.parse(program.map) as RawSourceMap)
  const chains = candidates(frames, program)
  return {
    kind,
    message,
    frames: frames.map((frame, i) => ({
      printed: `${frame.name ?? ''}:${frame.line}:${frame.column}`,
      places: distinct(chains[i].map((at) => placeAt(consumer, program, at))),
    })),
  }
}

/** A function that a frame may be, and the offset in the program that its position then has. */
interface Candidate {
  readonly fn: IndexedFunction
  readonly offset: number
}

/** For each frame the functions that fit; those of the frame inside decide where several are left. */
function candidates(frames: readonly PrintedFrame[], program: Traceable): Candidate[][] {
  let inner: readonly Candidate[] = []
  return frames.map((frame) => {
    const fitting = program.functions.flatMap((fn) => {
      const offset = offsetIn(program.code, fn, frame)
      return offset === null || !shows(program.code, fn, offset, frame) ? [] : [{ fn, offset }]
    })
    const named = fitting.filter(({ fn }) => isCalled(fn, frame.name))
    // A parameter that holds a function gives it a name that the index does not know.
    const found = named.length > 0 || frame.shown === null ? named : fitting
    const calling = found.filter(({ fn, offset }) => calls(program.code, fn, offset, inner))
    return [...(inner = calling.length > 0 ? calling : found)]
  })
}

function isCalled({ names }: IndexedFunction, name: string | null): boolean {
  // What a native calls has no name, whatever it is called elsewhere.
  return name === null ? names[0] !== OUTSIDE[0] : names.includes(name)
}

/** The offset in the program of a frame's position, if the function's text has it. */
function offsetIn(code: string, fn: IndexedFunction, { inFile, line, column }: PrintedFrame): number | null {
  const { start, end } = fn
  let from = inFile ? 0 : start
  for (let i = 1; i < line; i++) {
    const next = code.indexOf('\n', from)
    if (next < 0 || next >= end) return null
    from = next + 1
  }
  const offset = from + column - 1
  // At the end of the text stands what was expected there.
  return offset >= start && offset <= end && !code.slice(from, offset).includes('\n') ? offset : null
}

/** Whether the line that was printed is the one at the offset. */
function shows(code: string, { start, end }: IndexedFunction, offset: number, { shown }: PrintedFrame): boolean {
  if (shown === null) return true
  const from = Math.max(start, code.lastIndexOf('\n', offset - 1) + 1)
  const newline = code.indexOf('\n', from)
  const line = code.slice(from, newline < 0 || newline > end ? end : newline)
  const at = offset - from - shown.mark
  if (at < 0 || at > 0 !== shown.cutBefore) return false
  return shown.cutBehind ? line.startsWith(shown.text, at) : line.slice(at) === shown.text
}

/** Whether the call that a frame stands at may have called the frame inside; a call by a computed name may be any. */
function calls(code: string, { start }: IndexedFunction, offset: number, inner: readonly Candidate[]): boolean {
  if (inner.length === 0) return true
  const callee = calleeBefore(code.slice(start, offset + 1))
  return callee === null || inner.some(({ fn }) => fn.names.includes(callee))
}

/** The name that is called by the call that ends with the text's last character; `null` when it is none. */
function calleeBefore(text: string): string | null {
  if (!text.endsWith(')')) return null
  let depth = 0
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++
    else if (text[i] === '(' && --depth === 0) return /([\w$]+)$/.exec(text.slice(0, i))?.[1] ?? null
  }
  return null
}

function placeAt(consumer: SourceMapConsumer, { code }: Traceable, { fn, offset }: Candidate): Place {
  // A function's end may stand behind everything that the map knows of it.
  const inside = Math.min(offset, Math.max(fn.start, fn.end - 1))
  const found = originalAt(consumer, code, inside)
  if (found === null) {
    const at = { file: 'firmware.js', query: '', ...lineAndColumn(code, offset) }
    return { ...at, name: fn.names[0] ?? null, source: '', operator: null }
  }
  const place = placeOf(consumer, found)
  return isMade(place.file) ? { ...place, operator: operatorAround(consumer, code, fn, inside) } : place
}

/** Whether a source is no file of the project but made for the pipeline. */
function isMade(file: string): boolean {
  return file.startsWith('rivulet:')
}

function placeOf(consumer: SourceMapConsumer, { source, line, column }: Original): Place {
  const text = consumer.sourceContentFor(source, true) ?? ''
  const [file, query = ''] = source.replace(/^(\.\.\/)+/, '').split('?')
  const name = functionAt(text, line, column)
  return { file, query, line, column: column + 1, name, source: lineOf(text, line).trim(), operator: null }
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1] ?? ''
}

/** The nearest place before an offset, in the same function, that is in a file of the project. */
function operatorAround(consumer: SourceMapConsumer, code: string, fn: IndexedFunction, offset: number): Place | null {
  for (let at = offset - 1; at >= fn.start; at--) {
    const found = originalAt(consumer, code, at)
    if (found === null) continue
    const place = found.source.replace(/^(\.\.\/)+/, '')
    if (!isMade(place)) return placeOf(consumer, found)
  }
  return null
}

interface Original {
  readonly source: string
  /** From 1. */
  readonly line: number
  /** From 0. */
  readonly column: number
}

/** What the map knows of the nearest place before an offset in its line, or else behind it. */
function originalAt(consumer: SourceMapConsumer, code: string, offset: number): Original | null {
  const { line, column } = lineAndColumn(code, offset)
  for (const bias of [SourceMapConsumer.GREATEST_LOWER_BOUND, SourceMapConsumer.LEAST_UPPER_BOUND]) {
    const found = consumer.originalPositionFor({ line, column: column - 1, bias })
    if (found.source && found.line !== null)
      return { source: found.source, line: found.line, column: found.column ?? 0 }
  }
  return null
}

function lineAndColumn(code: string, offset: number): { line: number; column: number } {
  const before = code.slice(0, offset).split('\n')
  return { line: before.length, column: before[before.length - 1].length + 1 }
}

function distinct(places: readonly Place[]): Place[] {
  const seen = new Map(places.map((place) => [`${place.file}?${place.query}:${place.line}:${place.column}`, place]))
  return [...seen.values()]
}
