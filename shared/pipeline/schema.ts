/**
 * The shape of a pipeline (SEMANTICS 1.1 and README.md) as a valibot schema: keys, types and single-number bounds.
 * `shape.ts` checks data with it and `scripts/pipeline-schema.ts` makes the JSON Schema for editors from it.
 * How parts must agree with each other (a field exists, an offset is below its size) is in `rules/`.
 */
import * as v from 'valibot'
import { about, choice, exactly, maybe, named, text, whole } from './schema/parts.ts'
import { stepSchema } from './schema/pattern.ts'
import { stageSchema } from './schema/stages.ts'

/** What the schema calls its recursive parts in the JSON Schema. */
export const definitions = { step: stepSchema }

const fieldType = v.picklist(['int', 'double', 'string', 'bool', 'int?', 'double?', 'string?', 'bool?'])

const inputSchema = exactly({
  fields: about(
    'The fields of an event and their types; a trailing ? means that the field may be absent',
    named(fieldType),
  ),
  key: maybe(about('The field whose value partitions the stream; absent or null: one key', v.nullable(v.string()))),
  packed: maybe(
    about(
      'Numeric fields kept and sent as integers: "int16/100" is n / 100 with n a 16-bit integer',
      named(v.pipe(v.string(), v.regex(/^int(16|32)\/10{0,6}$/))),
    ),
  ),
  sides: maybe(about('Joins only: the two named inputs', v.strictTuple([v.literal('left'), v.literal('right')]))),
})

const explicit = exactly({
  mode: v.literal('event'),
  watermarks: about('The input carries watermarks', v.literal('explicit')),
})
const generated = exactly({
  mode: v.literal('event'),
  outOfOrdernessMs: about('How far events may come behind the newest one; 0 for streams in order', whole(0)),
  idlenessMs: maybe(about('After this silence an input no longer holds back the watermark', v.nullable(whole(1)))),
})
const processing = exactly({ mode: v.literal('processing') })
const unknownMode = v.looseObject({ mode: v.picklist(['event', 'processing']) })

const timeSchema = about(
  'Whose clock counts: that of the events, or that of the device',
  choice([explicit, generated, processing] as const, (value) => {
    if (value.mode === 'processing') return processing
    if (value.mode !== 'event') return unknownMode
    return 'watermarks' in value ? explicit : generated
  }),
)

const limit = (what: string, max: number) => maybe(about(what, whole(1, max)))

const limitsSchema = exactly({
  keys: limit('Different keys; default 16', 4096),
  waiting: limit('Events of one key that wait for the watermark; default 32', 128),
  openWindows: limit('Open windows of one key and stage; default: what sizes and lateness ask for', 4096),
  texts: limit('Different texts, keys and string values together; default 64', 4096),
  frame: limit('Events in one frame; default 32', 256),
  joinBuffer: limit('Events of one key and side that a join keeps; default 32', 1024),
  threads: limit('Partial matches of one key and pattern; default 16', 128),
  taken: limit('Events of one partial match; default 16', 255),
  held: limit('Matches of one key that skipping holds back; default 8', 64),
  ttlMs: maybe(about('A key without events for longer is forgotten; default: never', whole(1))),
})

/** A whole pipeline. */
export const specSchema = exactly({
  $schema: maybe(v.string()),
  name: about('The name of the pipeline', text(100)),
  input: about('What flows in', inputSchema),
  time: timeSchema,
  stages: about(
    'What is done with it, each stage reading the one above unless `from` says otherwise',
    v.pipe(v.array(stageSchema), v.maxLength(64)),
  ),
  limits: maybe(about('Bounds of what a device may hold; touching one is reported', limitsSchema)),
  link: maybe(
    about(
      'What carries the link of a device; mqtt: a client of its own beside the serial line',
      v.picklist(['serial', 'mqtt']),
    ),
  ),
})
