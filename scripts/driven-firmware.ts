/**
 * A finished program with a driver around it that hands it the lines of a run, one a turn of the event loop: how a
 * firmware is run where nothing but a program can be given. The lines lie in a Storage file, because they do not fit
 * into memory together.
 */
import type { Build } from '../firmware/toolchain/build.ts'
import type { Pipeline } from '../shared/pipeline/pipeline.ts'
import { Cutter } from '../shared/protocol/cutter.ts'
import { Dictionary } from '../shared/protocol/dictionary.ts'
import { encodeNumbered } from '../shared/protocol/frames.ts'
import { sealLine } from '../shared/protocol/line.ts'
import { Positions } from '../shared/protocol/positions.ts'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import { ItemReader } from '../shared/stream/items.ts'

/** Input of a run: item number i, as it would stand in a file. */
export interface DrivenInput {
  readonly item: (i: number) => Record<string, unknown>
  /** Where the parts of the run end, in items. */
  readonly ends: readonly number[]
  /** One event a frame. */
  readonly single?: boolean
}

/** The lines of a run, and after how many of them each part ends. */
export function linesOf(input: DrivenInput, pipeline: Pipeline, build: Build): { lines: string[]; parts: number[] } {
  const engine = new ReferenceEngine(pipeline)
  const reader = new ItemReader(pipeline)
  const dictionary = new Dictionary(build.texts, pipeline.key !== null)
  const cutter = new Cutter(pipeline, {
    fields: build.fields,
    dictionary,
    positions: new Positions(),
    single: input.single,
  })
  const lines: string[] = []
  const parts: number[] = []
  let f = parseInt(build.hash.slice(0, 6), 16)
  const { ends } = input
  for (let i = 0; i < ends[ends.length - 1]; i++) {
    const item = reader.read(input.item(i))
    if (item.kind === 'refused') throw new Error(item.reason)
    const frames = cutter.push(item, engine.push(item))
    if (ends.includes(i + 1)) frames.push(...cutter.flush())
    for (const frame of frames) lines.push(sealLine(encodeNumbered(f++, frame)) + '\n')
    if (ends.includes(i + 1)) parts.push(lines.length)
  }
  return { lines, parts }
}

/** Characters of lines that one setup program may hold. */
const CHUNK = 20_000

/** Programs that write the lines to a Storage file, a piece each: they do not fit into memory together. */
export function setupPrograms(lines: readonly string[]): string[] {
  const text = lines.join('')
  const programs: string[] = []
  for (let from = 0; from < text.length; from += CHUNK) {
    const piece = Buffer.from(text.slice(from, from + CHUNK), 'latin1').toString('base64')
    programs.push(`require("Storage").write("lines",atob("${piece}"),${from},${text.length});`)
  }
  return programs
}

/** The program, its driver, and a `mark` that runs where a part of the lines ends. Without `listening` nobody hears them. */
export function driven(
  build: Build,
  lines: readonly string[],
  { parts, listening = true, mark = '' }: { parts: readonly number[]; listening?: boolean; mark?: string },
): string {
  const listen = listening ? `rivulet("${build.hash}",1);` : `USB.on("data",function(d){});`
  const lengths = Buffer.from(Uint16Array.from(lines, (l) => l.length).buffer).toString('base64')
  const marks = mark === '' ? '' : `if(${parts.map((part) => `zzI==${part}`).join('||')})${mark};`
  return `${build.code}
;var zzL=new Uint16Array(E.toArrayBuffer(atob("${lengths}"))),zzI=0,zzO=0,zzR=require("Storage").read;
function zzGo(){${marks}if(zzI<${parts[parts.length - 1]}){var n=zzL[zzI++];USB.emit("data",""+zzR("lines",zzO,n));zzO+=n;setTimeout(zzGo,0)}}
${listen}setTimeout(zzGo,0);
`
}
