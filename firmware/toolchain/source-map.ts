/** Keeps a source map true when pieces of the generated text are replaced. */
import { SourceMapConsumer, SourceMapGenerator } from 'source-map-js'
import type { RawSourceMap } from 'source-map-js'
import type { Edit } from './edit.ts'

/** Offsets at which the lines of a text start. */
function lineStarts(code: string): number[] {
  const starts = [0]
  for (let i = code.indexOf('\n'); i >= 0; i = code.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

/** The map of the text after `edits`; sources and names stay. */
export function shiftMap(map: string, code: string, edits: readonly Edit[]): string {
  if (!edits.length) return map
  const consumer = new SourceMapConsumer(JSON.parse(map) as RawSourceMap)
  const out = new SourceMapGenerator({ file: 'firmware.js' })
  const starts = lineStarts(code)
  consumer.eachMapping((m) => {
    if (m.originalLine === null || m.originalColumn === null) return
    const at = starts[m.generatedLine - 1] + m.generatedColumn
    const sameLine = edits.filter((e) => e.end <= at && e.start >= starts[m.generatedLine - 1])
    const shift = sameLine.reduce((sum, e) => sum + e.text.length - (e.end - e.start), 0)
    out.addMapping({
      generated: { line: m.generatedLine, column: m.generatedColumn + shift },
      original: { line: m.originalLine, column: m.originalColumn },
      source: m.source,
      name: m.name,
    })
  })
  for (const source of consumer.sources) {
    const content = consumer.sourceContentFor(source, true)
    if (content !== null) out.setSourceContent(source, content)
  }
  return out.toString()
}
