/**
 * The one place where complaints of valibot become faults of ours: reason in plain words, and a cure.
 */
import type { BaseIssue } from 'valibot'
import { pathOf, shown, type Fault } from '../fault.ts'
import { cureForName } from '../nearest.ts'

/** What a key holds, as an example, for the cure of a wrong or missing value. */
const EXAMPLES: Readonly<Record<string, string>> = {
  name: '"name": "lab"',
  input: '"input": {"fields": {"temperature": "double"}}',
  fields: '"fields": {"temperature": "double"}',
  key: '"key": "sensor"',
  sides: '"sides": ["left", "right"]',
  time: '"time": {"mode": "event", "outOfOrdernessMs": 5000}',
  mode: '"mode": "event"',
  watermarks: '"watermarks": "explicit"',
  outOfOrdernessMs: '"outOfOrdernessMs": 5000 (0 for a stream in order)',
  stages: '"stages": [{"filter": "temperature > 20"}]',
  sizeMs: '"sizeMs": 60000',
  slideMs: '"slideMs": 5000',
  offsetMs: '"offsetMs": 0',
  gapMs: '"gapMs": 30000',
  size: '"size": 60',
  slide: '"slide": 10',
  allowedLatenessMs: '"allowedLatenessMs": 0',
  purge: '"purge": true',
  window: '"window": {"type": "tumbling", "sizeMs": 60000}',
  aggregates: '"aggregates": {"n": "count()", "mean": "mean(temperature)"}',
  buffer: '"buffer": {"size": 60}',
  when: '"when": "temperature > 30"',
  zscore: '"zscore": {"field": "temperature", "size": 60, "threshold": 4}',
  baseline: '"baseline": {"field": "temperature", "alpha": 0.05, "threshold": 4}',
  alpha: '"alpha": 0.05',
  compound: '"compound": {"atLeast": 2, "withinMs": 60000}',
  atLeast: '"atLeast": 2',
  withinMs: '"withinMs": 60000',
  field: '"field": "temperature"',
  threshold: '"threshold": 4',
  steps: '"steps": [{"name": "a", "where": "v > 3"}]',
  group: '"group": [{"name": "a"}, {"name": "b", "contiguity": "next"}]',
  lowerMs: '"lowerMs": -1000',
  upperMs: '"upperMs": 1000',
  times: '"times": 3, or "times": [1, 3]',
}

type Issue = BaseIssue<unknown>

/** Whether the issue is a key that is not known; what stands around it can still be checked. */
export function isUnknownKey(issue: Issue): boolean {
  return issue.type === 'never'
}

/** Whether the issue leaves the value without its type, so that rules cannot read it. */
export function breaksShape(issue: Issue): boolean {
  return issue.kind === 'schema' && !isUnknownKey(issue)
}

/** The steps from the whole to the value. */
export function keysOf(issue: Issue): (string | number)[] {
  return (issue.path ?? []).map((item) => (typeof item.key === 'number' ? item.key : String(item.key)))
}

/** The fault of an issue. */
export function faultOf(issue: Issue): Fault {
  const keys = keysOf(issue)
  const last = String(keys.at(-1) ?? '')
  const path = pathOf(keys)
  if (isUnknownKey(issue)) {
    const known = issue.message.split('\n')
    return { path, message: `unknown key ${shown(last)}`, cure: cureForName(last, known, 'key') }
  }
  if (issue.type === 'custom') {
    const [message, cure] = issue.message.split('\n')
    return { path, message, cure }
  }
  if (issue.received === 'undefined' && issue.expected?.startsWith('"') === true) {
    return { path, message: 'is missing', cure: `add ${EXAMPLES[last] ?? `"${last}"`}` }
  }
  return { path, message: reasonOf(issue), cure: cureOf(issue, last) }
}

function reasonOf(issue: Issue): string {
  const is = shown(issue.input)
  const { requirement } = issue as { requirement?: unknown }
  switch (issue.type) {
    case 'safe_integer':
      return `must be a whole number, but is ${is}`
    case 'min_value':
      return `must be at least ${String(requirement)}, but is ${is}`
    case 'max_value':
      return `must be at most ${String(requirement)}, but is ${is}`
    case 'gt_value':
      return `must be greater than ${String(requirement)}, but is ${is}`
    case 'lt_value':
      return `must be less than ${String(requirement)}, but is ${is}`
    case 'min_length':
      return 'must not be empty'
    case 'max_length':
      return `is too long: at most ${String(requirement)}`
    case 'picklist':
    case 'literal':
      return `must be ${expectedOf(issue)}, but is ${is}`
    default:
      return `must be ${TYPES[issue.type] ?? issue.expected ?? 'something else'}, but is ${is}`
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  record: 'an object',
  loose_object: 'an object',
  object_with_rest: 'an object',
  nullable: 'a value or null',
  strict_tuple: 'a pair',
}

function cureOf(issue: Issue, last: string): string {
  if (issue.type === 'picklist' && typeof issue.input === 'string') {
    return cureForName(issue.input, optionsOf(issue), 'value')
  }
  if (issue.type === 'picklist') return 'write one of them, in quotes'
  if (issue.type === 'max_length') return 'make it shorter'
  if (
    issue.type === 'max_value' ||
    issue.type === 'min_value' ||
    issue.type === 'gt_value' ||
    issue.type === 'lt_value'
  ) {
    return `write a number ${BOUNDS[issue.type]} ${String((issue as { requirement?: unknown }).requirement)}`
  }
  const example = EXAMPLES[last]
  return example === undefined ? `write ${TYPES[issue.type] ?? 'what is expected there'}` : `for example ${example}`
}

const BOUNDS = { max_value: 'up to', min_value: 'of at least', gt_value: 'above', lt_value: 'below' } as const

function expectedOf(issue: Issue): string {
  const options = optionsOf(issue)
  return options.length === 1 ? `'${options[0]}'` : `one of ${options.join(', ')}`
}

/** The texts in valibot's `("a" | "b")`. */
function optionsOf(issue: Issue): string[] {
  return [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1])
}
