/**
 * A short notation for patterns in tests. Steps are words: `a` is an event whose name begins with a, `>b` follows next, `~b`
 * followedBy, `~~b` followedByAny, `!b` notNext, `!~b` notFollowedBy; behind the letter stands how often: `+ ? * {2} {1,3} {2,}`,
 * with `?` behind it optional, then flags behind a colon: `g` greedy, `s` consecutive, `c` allowCombinations. A group stands in
 * brackets: `~( a >b ){2}`. `.` fits every event.
 * Events are words as well: `a1` is an event of that name at the time of its place (0, 1, …), `a1@7` one at 7, `wm9` a watermark.
 */
import { loadPipeline } from '../../pipeline/resolve.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { MAX, type Item } from '../../stream/event.ts'
import type { Result } from '../../stream/result.ts'
import { ReferenceEngine } from '../engine.ts'

type Data = Record<string, unknown>

const CONTIGUITY: Readonly<Record<string, string>> = {
  '>': 'next',
  '~': 'followedBy',
  '~~': 'followedByAny',
  '!': 'notNext',
  '!~': 'notFollowedBy',
}
const FLAGS: Readonly<Record<string, string>> = { g: 'greedy', s: 'consecutive', c: 'allowCombinations' }

/** The steps of a pattern in notation; `more` adds to the steps of these names. */
export function steps(notation: string, more: Readonly<Record<string, Data>> = {}): Data[] {
  return sequence(notation.split(/\s+/).filter(Boolean), more)
}

/** Reads words up to the end or to the closing bracket of this sequence, which stays. */
function sequence(words: string[], more: Readonly<Record<string, Data>>): Data[] {
  const list: Data[] = []
  while (words.length > 0 && !words[0].startsWith(')')) {
    const word = words.shift()!
    list.push(word.endsWith('(') ? group(word.slice(0, -1), words, more) : single(word, more))
  }
  return list
}

function group(mark: string, words: string[], more: Readonly<Record<string, Data>>): Data {
  const inner = sequence(words, more)
  return { group: inner, ...contiguity(mark), ...quantifier(words.shift()!.slice(1)) }
}

function single(word: string, more: Readonly<Record<string, Data>>): Data {
  const [, mark, name, rest] = /^([>~!]*)([a-z.])(.*)$/.exec(word)!
  const where = name === '.' ? {} : { where: `startsWith(name, '${name}')` }
  return { name, ...where, ...contiguity(mark), ...quantifier(rest), ...more[name] }
}

function contiguity(mark: string): Data {
  return mark === '' ? {} : { contiguity: CONTIGUITY[mark] }
}

function quantifier(text: string): Data {
  if (text === '') return {}
  const [, often, optional, flags] = /^(\+|\*|\?|\{\d+(?:,\d*)?\})?(\?)?(?::(\w+))?$/.exec(text)!
  const found: Data = {}
  if (often === '+' || often === '*') found['oneOrMore'] = true
  if (often === '*' || often === '?' || optional === '?') found['optional'] = true
  const bounds = /^\{(\d+)(,)?(\d*)\}$/.exec(often ?? '')
  if (bounds !== null) {
    const [, from, open, to] = bounds
    if (open === undefined) found['times'] = Number(from)
    else if (to === '') found['timesOrMore'] = Number(from)
    else found['times'] = [Number(from), Number(to)]
  }
  for (const flag of flags ?? '') found[FLAGS[flag]] = true
  return { quantifier: found }
}

/** A pipeline of one pattern over `name`, `x` (a number read off the name: a7 has 7) and a key `k`. */
export function patternOf(notation: string | Data[], bounds: Data = {}, time: object = EXPLICIT): Pipeline {
  const list = typeof notation === 'string' ? steps(notation) : notation
  const input = { fields: { name: 'string', x: 'double?', k: 'string' }, key: 'k' }
  return loadPipeline({ name: 'test', input, time, stages: [{ id: 'p', pattern: { steps: list, ...bounds } }] })
}

const EXPLICIT = { mode: 'event', watermarks: 'explicit' }

/** Events and watermarks in notation; without a watermark of its own the input ends with the last one. */
export function items(words: string): Item[] {
  const list = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word, at): Item => {
      if (word.startsWith('wm')) return { kind: 'watermark', wm: Number(word.slice(2)) }
      if (word.startsWith('pt')) return { kind: 'clock', pt: Number(word.slice(2)) }
      const [, key, name, t] = /^(?:(\w+):)?(\w+)(?:@(-?\d+))?$/.exec(word)!
      const x = /\d+/.exec(name)
      const values = { name, x: x === null ? null : Number(x[0]), k: key ?? '-' }
      return { kind: 'event', t: t === undefined ? at : Number(t), ref: name, key: key ?? '-', values }
    })
  const flushed = words.includes('wm') || words.includes('pt')
  return flushed ? list : [...list, { kind: 'watermark', wm: MAX }]
}

export function run(pipeline: Pipeline, input: string | readonly Item[]): Result[] {
  const engine = new ReferenceEngine(pipeline)
  return (typeof input === 'string' ? items(input) : input).flatMap((item) => engine.push(item).results)
}

/** Matches as `a1 b1`, joined by ` | ` in the order in which they came; time-outs as `timeout@5: a1`. */
export function show(results: readonly Result[]): string {
  return results.map(showOne).join(' | ')
}

function showOne(result: Result): string {
  const key = result.type === 'error' || result.key === '-' ? '' : `${String(result.key)}:`
  switch (result.type) {
    case 'match':
      return key + result.events.join(' ')
    case 'timeout':
      return `${key}timeout@${result.t}: ${result.events.join(' ')}`
    case 'late':
      return `${key}late ${result.ref}`
    case 'error':
      return `error ${result.message}`
    default:
      return result.type
  }
}
