/**
 * Input that is made, not read: `sim:factory?machines=50&seconds=120&seed=1`, `sim:cards?cards=24&minutes=30&seed=1`. The same
 * options give the same items. In processing time the clock stands in the input as it would have stood at each arrival.
 */
import { RivuletError } from '../../shared/error.ts'
import { nearest } from '../../shared/pipeline/nearest.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Item } from '../../shared/stream/event.ts'
import { isRefusal, ItemReader } from '../../shared/stream/items.ts'
import { cardPayments } from './simulated/cards.ts'
import { factory } from './simulated/factory.ts'
import { Refusals, type Source } from './source.ts'

const SCHEME = 'sim:'

/** An item as it would stand in a file, and when it arrives. */
interface Arrival {
  readonly data: Record<string, unknown>
  readonly arrival: number
}

interface Simulation<Option extends string = string> {
  readonly defaults: Readonly<Record<Option, number>>
  readonly make: (options: Readonly<Record<Option, number>>) => Iterable<Arrival>
}

/** Keeps the names of the options together with their use. */
function simulation<Option extends string>(of: Simulation<Option>): Simulation {
  return of
}

const SIMULATIONS: Readonly<Record<string, Simulation>> = {
  factory: simulation({
    defaults: { machines: 50, seconds: 120, seed: 1 },
    *make(options) {
      for (const { arrival, ...data } of factory(options)) yield { data, arrival }
    },
  }),
  cards: simulation({
    defaults: { cards: 24, minutes: 30, seed: 1 },
    *make(options) {
      for (const { arrival, ...data } of cardPayments(options)) yield { data, arrival }
    },
  }),
}

/** Whether an input is made and no file. */
export function isSimulated(input: string): boolean {
  return input.startsWith(SCHEME)
}

/** Opens such an input. */
export function simulatedSource(input: string, pipeline: Pipeline): Source {
  const { make, options } = parse(input)
  const refusals = new Refusals()
  return { name: input, refusals, notes: [], items: read(input, make(options), pipeline, refusals) }
}

async function* read(
  name: string,
  arrivals: Iterable<Arrival>,
  pipeline: Pipeline,
  refusals: Refusals,
): AsyncGenerator<Item> {
  const reader = new ItemReader(pipeline)
  const ticks = pipeline.time.mode === 'processing'
  let place = 0
  let clock = -Infinity
  for (const { data, arrival } of arrivals) {
    place += 1
    const items = ticks && arrival > clock ? [{ pt: (clock = arrival) }, data] : [data]
    for (const each of items) {
      const item = reader.read(each)
      if (isRefusal(item)) refusals.add(`${name}:${place}`, item.reason)
      else yield item
    }
  }
}

function parse(input: string): { make: Simulation['make']; options: Record<string, number> } {
  const [, name, query] = /^sim:([^?]*)\??(.*)$/.exec(input)!
  const found = Object.hasOwn(SIMULATIONS, name) ? SIMULATIONS[name] : undefined
  if (found === undefined) {
    const names = Object.keys(SIMULATIONS)
    const near = nearest(name, names)
    const cure =
      near === null ? `there are ${names.map((each) => SCHEME + each).join(', ')}` : `did you mean sim:${near}?`
    throw usage(input, `there is no simulation "${name}"`, cure)
  }
  const options = { ...found.defaults } as Record<string, number>
  for (const [option, text] of new URLSearchParams(query)) {
    if (!Object.hasOwn(options, option))
      throw usage(input, `sim:${name} has no option "${option}"`, `its options are ${Object.keys(options).join(', ')}`)
    const least = option === 'seed' ? 0 : 1
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      throw usage(input, `${option} is "${text}"`, `${option} is a whole number from ${least}`)
    options[option] = Number(text)
  }
  return { make: found.make, options }
}

function usage(place: string, message: string, cure: string): RivuletError {
  return new RivuletError('E_INPUT', message, { kind: 'usage', place, cure })
}
