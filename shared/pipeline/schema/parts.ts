/**
 * The pieces that the schema is made of: objects that refuse unknown keys, whole numbers within bounds, and unions
 * that check only the member the author meant. Descriptions end up in the JSON Schema, where editors show them.
 */
import * as v from 'valibot'

type Checked = v.GenericSchema
type Strict<E extends v.ObjectEntries> = v.StrictObjectSchema<E, undefined>

/** An object with these keys and no others. The refusal of another key carries the known ones, one a line. */
export function exactly<const E extends v.ObjectEntries>(
  entries: E,
): v.GenericSchema<v.InferInput<Strict<E>>, v.InferOutput<Strict<E>>> {
  return noList(v.objectWithRest(entries, v.never(Object.keys(entries).join('\n'))))
}

/** An object whose keys the author chooses. */
export function named<const S extends v.GenericSchema<string>>(schema: S) {
  return noList(v.record(v.string(), schema))
}

/** valibot takes a list for an object; we do not. */
function noList<const S extends v.GenericSchema>(schema: S): S {
  const list = refuse('must be an object, but is a list', 'write { … } with keys')
  const run: S['~run'] = (dataset, config) => (Array.isArray(dataset.value) ? list : schema)['~run'](dataset, config)
  return { ...schema, '~run': run }
}

/** A whole number of at least `min` and, where given, at most `max`. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max))
}

/** A text that is not empty, of at most `max` characters. */
export function text(max: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(max))
}

/** A key that may be left out. */
export function maybe<const S extends Checked>(schema: S) {
  return v.optional(schema)
}

/** Adds a description. */
export function about<const S extends Checked>(description: string, schema: S) {
  return v.pipe(schema, v.description(description))
}

/**
 * A union of which `pick` chooses the member by looking at the value, so that faults speak of that member alone.
 * `pick` may also answer with a schema outside of the union, whose complaint then says why no member fits.
 */
export function choice<const M extends readonly Checked[]>(
  members: M,
  pick: (value: Readonly<Record<string, unknown>>) => Checked,
): v.UnionSchema<M, undefined> {
  const union = v.union(members)
  const object = exactly({})
  const run: v.GenericSchema['~run'] = (dataset, config) => {
    const { value } = dataset
    const member = typeof value === 'object' && value !== null && !Array.isArray(value) ? pick(record(value)) : object
    return member['~run'](dataset, config)
  }
  return { ...union, '~run': run }
}

/** A schema that refuses everything with a reason and a cure. */
export function refuse(reason: string, cure: string): Checked {
  return v.custom<unknown>(() => false, `${reason}\n${cure}`)
}

function record(value: object): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>
}
