/** Frames of a run made once more from its journal: they follow from the items alone. */
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { Cutter } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import type { NumberedFrame } from '../../shared/protocol/frames.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import type { Journal } from '../journal/journal.ts'

/** The first `count` frames of the run. */
export function framesOf(journal: Journal, pipeline: Pipeline, build: Build, count: number): NumberedFrame[] {
  const engine = new ReferenceEngine(pipeline)
  const { header, records } = journal.reread()
  const cutter = new Cutter(pipeline, {
    fields: build.fields,
    dictionary: new Dictionary(build.texts, pipeline.key !== null),
    positions: new Positions(),
    single: header.single,
  })
  const frames: NumberedFrame[] = []
  for (const record of records) {
    if (frames.length >= count) break
    if (record.kind === 'item') frames.push(...cutter.push(record.item, engine.push(record.item)))
    else if (record.kind === 'cut') frames.push(...cutter.flush())
  }
  return frames.slice(0, count)
}
