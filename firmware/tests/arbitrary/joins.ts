/** Random joins for the pipelines of `pipelines.ts`: of the two sides of the input, or of two stages. */
import * as fc from 'fast-check'
import type { Names } from './expressions.ts'

type Data = Record<string, unknown>

const nat = fc.nat(99)
const size = fc.integer({ min: 1, max: 30 })

export const join = fc.record({
  kind: fc.constant('join' as const),
  from: nat,
  /** Which other source is the right side; a third of them even where the input has sides. */
  other: nat,
  interval: fc.boolean(),
  lower: fc.integer({ min: -12, max: 12 }),
  width: fc.oneof(fc.constant(0), fc.nat(12)),
  /** Bit by bit: the lower, the upper bound is exclusive. */
  exclusive: fc.nat(3),
  size,
  slide: size,
  offset: nat,
  lateness: fc.oneof(fc.constant(0), fc.nat(20)),
})
export type DrawnJoin = typeof join extends fc.Arbitrary<infer J> ? J : never

/** What a join may read. */
interface Source extends Names {
  readonly id: string
  /** Pairs, and what comes of them: joins of those would be too many. */
  readonly paired?: boolean
}

function intervalOf({ lower, width, exclusive }: DrawnJoin): Data {
  const bounds = { lowerMs: lower, upperMs: lower + width }
  return { type: 'interval', ...bounds, lowerInclusive: (exclusive & 1) === 0, upperInclusive: (exclusive & 2) === 0 }
}

/** Windows overlap three times at most: pairs are many as it is. */
function windowOf({ size: sizeMs, slide, offset, lateness }: DrawnJoin, live: boolean): Data {
  const slideMs = Math.max(slide, Math.ceil(sizeMs / 3))
  const offsetMs = offset % 3 ? 0 : (offset % (2 * slideMs - 1)) - slideMs + 1
  const window = { type: 'sliding', sizeMs, slideMs, offsetMs }
  return { type: 'window', window, ...(live ? {} : { allowedLatenessMs: lateness }) }
}

/** A join as written, and the fields of its pairs; `null` where there is nothing to join. */
export function joined(
  drawn: DrawnJoin,
  id: string,
  open: readonly Source[],
  sided: boolean,
  live: boolean,
): [Data, Names & { paired: true }] | null {
  const sources = open.filter(({ paired }) => !paired)
  const left = sources[drawn.from % sources.length]
  const others = sources.filter((each) => each.id !== left.id)
  const single = sided && (drawn.other % 3 > 0 || others.length === 0)
  if (!single && others.length === 0) return null
  const right = single ? left : others[drawn.other % others.length]
  const both = (kind: keyof Names): string[] => [
    ...left[kind].map((name) => `left_${name}`),
    ...right[kind].map((name) => `right_${name}`),
  ]
  const data = {
    id,
    from: single ? left.id : [left.id, right.id],
    join: drawn.interval && !live ? intervalOf(drawn) : windowOf(drawn, live),
  }
  return [data, { numbers: both('numbers'), texts: both('texts'), bools: both('bools'), paired: true }]
}
