/**
 * What the builder knows about fields while it is being called, so that a misspelt field does not compile.
 * Expressions stay text, as in JSON, and are checked when the pipeline is loaded.
 */
import type { FieldSpec } from './spec.ts'

/** Fields by name, as declared. */
export type Fields = Readonly<Record<string, FieldSpec>>

type Names<F extends Fields> = keyof F & string
type NumericSpec = 'int' | 'double' | 'int?' | 'double?'
type KeySpec = 'int' | 'string' | 'bool'

/** The names of the fields whose type is, or for the result of an expression may be, one of `S`. */
type NamesOf<F extends Fields, S extends FieldSpec> = {
  [K in Names<F>]: Extract<F[K], S> extends never ? never : K
}[Names<F>]

export type NumericName<F extends Fields> = NamesOf<F, NumericSpec>
export type KeyName<F extends Fields> = NamesOf<F, KeySpec>

/** An aggregate over declared fields, as JSON writes it. */
export type AggregateText<F extends Fields> =
  'count()' | `${'sum' | 'mean' | 'min' | 'max' | 'stddev'}(${NumericName<F>})` | `${'first' | 'last'}(${Names<F>})`

export type Aggregates<F extends Fields> = Readonly<Record<string, AggregateText<F>>>

/** The peak of a detection. */
export type PeakText<F extends Fields> = `${'max' | 'min'}(${NumericName<F>})`

/** The fields after a map: what an expression gives is known only when it is loaded. */
export type Mapped<F extends Fields, M extends Readonly<Record<string, string>>> = Omit<F, keyof M> & {
  readonly [K in keyof M & string]: FieldSpec
}

/** The fields of the results of aggregates. */
export type Aggregated<A extends Readonly<Record<string, string>>> = { readonly [K in keyof A & string]: FieldSpec }

/** What stages so far can be read, by id. */
export type Sources = Readonly<Record<string, Fields>>

/** What every stage may carry in the builder. */
export interface Wiring<S extends Sources, I extends string, From extends keyof S & string> {
  /** The name of the stage; later stages read it with `from`. */
  id?: I
  /** The stage, or `input`, that is read; default: the stage above. */
  from?: From
  /** Of its results, where not all can be kept: 0 (default) to 9. */
  priority?: number
}
