/**
 * The shape of every stage. A stage is known by the one key that says what it does: `filter`, `map`, `window` …
 */
import * as v from 'valibot'
import { nearest } from '../nearest.ts'
import { about, choice, exactly, maybe, named, refuse, whole } from './parts.ts'
import { patternSchema } from './pattern.ts'

/** The most events of a buffer or a z-score baseline. */
export const MAX_RING = 10_000

const base = {
  id: maybe(about('The name of the stage in results; default: its kind and position, such as window2', v.string())),
  from: maybe(
    about(
      "The stage that is read, or 'input'; default: the stage above. Joins and compound detectors may read a list",
      v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(16))]),
    ),
  ),
  priority: maybe(about('Of its results, where not all can be kept: 9 is dearest, default 0', whole(0, 9))),
}
const lateness = maybe(about('How long after its end a window still takes events (event time); default 0', whole(0)))
const aggregates = about(
  'Outputs: count(), or sum mean min max first last stddev of a field, such as mean(temperature)',
  named(v.string()),
)
const offset = maybe(
  about('Shifts the start of every window; smaller than the size or slide', whole(Number.MIN_SAFE_INTEGER)),
)
const size = about('Length of a window in milliseconds', whole(1))

const windows = {
  tumbling: exactly({ type: v.literal('tumbling'), sizeMs: size, offsetMs: offset }),
  sliding: exactly({
    type: v.literal('sliding'),
    sizeMs: size,
    slideMs: about('Distance of two windows in milliseconds', whole(1)),
    offsetMs: offset,
  }),
  session: exactly({ type: v.literal('session'), gapMs: about('A longer silence ends the session', whole(1)) }),
  count: exactly({
    type: v.literal('count'),
    size: about('How many events a window holds', whole(1)),
    slide: maybe(about('A result every slide events; default: size', whole(1))),
  }),
}

const windowSchema = about(
  'How events are grouped',
  choice([windows.tumbling, windows.sliding, windows.session, windows.count] as const, (value) =>
    byType(value, windows),
  ),
)

const joins = {
  interval: exactly({
    type: v.literal('interval'),
    lowerMs: about('Smallest time of the right event minus that of the left one', whole(Number.MIN_SAFE_INTEGER)),
    upperMs: about('Largest time of the right event minus that of the left one', whole(Number.MIN_SAFE_INTEGER)),
    lowerInclusive: maybe(v.boolean()),
    upperInclusive: maybe(v.boolean()),
  }),
  window: exactly({ type: v.literal('window'), window: windowSchema, allowedLatenessMs: lateness }),
}

const condition = (what: string) => about(what, v.string())

const threshold = exactly({
  when: condition('Starts a detection, such as humidity > 75'),
  until: maybe(condition('Ends it; default: when no longer holds')),
  forMs: maybe(about('How long when must have held, event to event', whole(0))),
  cooldownMs: maybe(about('No new detection starts within this time after an end', whole(0))),
  peak: maybe(about('max(field) or min(field), reported at the end', v.string())),
})
const silence = exactly({ silentMs: about('A key without events for this long is reported', whole(1)) })

const zscore = exactly({
  field: about('The numeric field that is watched', v.string()),
  size: about('How many earlier values make the baseline', whole(2, MAX_RING)),
  threshold: about('Alarm when |z| reaches this', v.pipe(v.number(), v.gtValue(0))),
})

const baseline = exactly({
  field: about('The numeric field that is watched', v.string()),
  alpha: about('Weight of a new value, between 0 and 1', v.pipe(v.number(), v.gtValue(0), v.ltValue(1))),
  threshold: about('Alarm when the distance in standard deviations reaches this', v.pipe(v.number(), v.gtValue(0))),
  warmup: maybe(about('No score before this many values were learned; default 30', whole(2, MAX_RING))),
  adoptAfter: maybe(
    about('After this many alarms in a row the new level is learned; default: never', whole(1, MAX_RING)),
  ),
})

const compound = exactly({
  atLeast: about('How many detectors must have reported', whole(2, 16)),
  withinMs: about('Within this time', whole(1)),
  count: maybe(about('What is counted: stages (default), keys or both', v.picklist(['stages', 'keys', 'both']))),
})

const emit = maybe(about('alarms (default), or a score for every event', v.picklist(['alarms', 'scores'])))

const anomalies = {
  zscore: exactly({
    zscore: about('Distance from the mean of the last values, in standard deviations', zscore),
    emit,
  }),
  baseline: exactly({ baseline: about('Distance from a mean that follows the values', baseline), emit }),
  compound: exactly({ compound: about('At least so many detectors within a time', compound) }),
}

/** The one detector that an anomaly stage names. */
function anomalyByKey(value: Readonly<Record<string, unknown>>): v.GenericSchema {
  const kind = Object.keys(anomalies).find((name) => Object.hasOwn(value, name))
  return kind === undefined ? anomalies.zscore : anomalies[kind as keyof typeof anomalies]
}

/** The schema of each kind of stage, by the key that tells it. */
export const stageSchemas = {
  filter: exactly({ filter: condition('Only events for which this holds pass'), ...base }),
  map: exactly({
    map: about('Adds or replaces fields: name and expression', named(v.string())),
    ...base,
  }),
  window: exactly({
    window: windowSchema,
    allowedLatenessMs: lateness,
    purge: maybe(about('Clear the contents after each firing; default false', v.boolean())),
    aggregates,
    ...base,
  }),
  buffer: exactly({
    buffer: about('The last size events of a key', exactly({ size: whole(1, MAX_RING) })),
    aggregates: maybe(aggregates),
    dumpOn: maybe(about('The detect or anomaly stage whose reports show the contents', v.string())),
    ...base,
  }),
  detect: exactly({
    detect: choice([threshold, silence] as const, (value) => ('silentMs' in value ? silence : threshold)),
    ...base,
  }),
  anomaly: exactly({
    anomaly: choice([anomalies.zscore, anomalies.baseline, anomalies.compound] as const, anomalyByKey),
    ...base,
  }),
  pattern: exactly({ pattern: patternSchema, ...base }),
  join: exactly({ join: choice([joins.interval, joins.window] as const, (value) => byType(value, joins)), ...base }),
}

export type StageKind = keyof typeof stageSchemas
const KINDS = Object.keys(stageSchemas) as StageKind[]

/** One stage of the list. */
export const stageSchema = choice(
  [
    stageSchemas.filter,
    stageSchemas.map,
    stageSchemas.window,
    stageSchemas.buffer,
    stageSchemas.detect,
    stageSchemas.anomaly,
    stageSchemas.pattern,
    stageSchemas.join,
  ] as const,
  stageByKey,
)

/** Which kinds of stage the keys of a value name. */
export function kindsOf(value: object): StageKind[] {
  return KINDS.filter((kind) => Object.hasOwn(value, kind))
}

function stageByKey(value: Readonly<Record<string, unknown>>): v.GenericSchema {
  const kinds = kindsOf(value)
  if (kinds.length === 1) return stageSchemas[kinds[0]]
  if (kinds.length > 1)
    return refuse(`a stage does one thing, but this has ${kinds.join(' and ')}`, 'make a stage of each')
  for (const key of Object.keys(value)) {
    const near = nearest(key, KINDS)
    if (near !== null) return refuse(`a stage cannot do '${key.slice(0, 60)}'`, `did you mean '${near}'?`)
  }
  return refuse('the stage does nothing', `give it one of: ${KINDS.join(', ')}`)
}

/** The member whose `type` the value has; otherwise one that complains of `type`. */
function byType(
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, v.GenericSchema>>,
): v.GenericSchema {
  const { type } = value
  if (typeof type === 'string' && Object.hasOwn(members, type)) return members[type]
  return v.looseObject({ type: v.picklist(Object.keys(members)) })
}
