/**
 * Unknown data to a bounded copy of plain JSON data, before anything else looks at it. Data that is no JSON, has names
 * that JavaScript objects give a meaning of their own, or is absurdly deep or large, is refused with its place;
 * so nothing behind can be made to overflow, and freezing the copy leaves the caller's data alone.
 */
import { pathOf, type Fault } from './fault.ts'

export const MAX_DEPTH = 40
export const MAX_VALUES = 20_000
export const MAX_KEY = 200

export type Plain = number | string | boolean | null | Plain[] | { [key: string]: Plain }

/** The copy, or the first thing that makes it impossible. */
export type PlainResult = { readonly value: Plain } | { readonly fault: Fault }

class NotPlain extends Error {
  readonly fault: Fault
  constructor(keys: readonly (string | number)[], message: string, cure: string) {
    super(message)
    this.fault = { path: pathOf(keys), message, cure }
  }
}

/** Copies `data`; keys whose value is `undefined` are left out, as in JSON. */
export function plainCopy(data: unknown): PlainResult {
  let values = 0
  const copy = (value: unknown, keys: readonly (string | number)[]): Plain => {
    if (++values > MAX_VALUES)
      throw new NotPlain([], `the pipeline has more than ${MAX_VALUES} values`, 'make it smaller')
    if (keys.length > MAX_DEPTH)
      throw new NotPlain(keys.slice(0, 6), 'is nested too deep', `nest at most ${MAX_DEPTH} deep`)
    if (Array.isArray(value)) return copyList(value, keys)
    if (typeof value === 'object' && value !== null) return copyObject(value, keys)
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new NotPlain(
      keys,
      `${nameOf(value)} is not JSON`,
      'a pipeline is plain data: objects, lists, texts, numbers, true, false, null',
    )
  }
  const copyList = (list: readonly unknown[], keys: readonly (string | number)[]): Plain[] => {
    if (list.length > MAX_VALUES) throw new NotPlain(keys, `has ${list.length} entries`, 'make the list shorter')
    return Array.from(list, (each, index) => copy(each, [...keys, index]))
  }
  const copyObject = (object: object, keys: readonly (string | number)[]): Plain => {
    const prototype: unknown = Object.getPrototypeOf(object)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw new NotPlain(keys, 'is an object of a class', 'a pipeline is plain data; write an object literal')
    }
    const result: { [key: string]: Plain } = {}
    for (const [key, value] of Object.entries(object)) {
      checkKey(key, keys)
      if (value !== undefined) result[key] = copy(value, [...keys, key])
    }
    return result
  }
  try {
    return { value: copy(data, []) }
  } catch (error) {
    if (error instanceof NotPlain) return { fault: error.fault }
    throw error
  }
}

/** Freezes a plain value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

function checkKey(key: string, keys: readonly (string | number)[]): void {
  if (key in Object.prototype) {
    throw new NotPlain([...keys, key], `'${key}' has a meaning of its own in JavaScript`, 'choose another name')
  }
  if (key.length > MAX_KEY) throw new NotPlain(keys, `has a key of ${key.length} characters`, 'choose a shorter name')
}

function nameOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return value === undefined ? 'an absent value' : `a ${typeof value}`
}
