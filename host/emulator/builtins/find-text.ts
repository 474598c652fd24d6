/**
 * Looking for a text in another as the firmware does (FACTS 3.2): forwards it is content with the beginning of what it looks
 * for when the text ends there (`"abc".indexOf("cd")` is 2), unless that is longer than the whole text.
 */
import type { Interpreter } from '../interpreter.ts'

/** Where `wanted` stands in `text` at `from` or behind it, or -1. A place too far behind is moved to where only its beginning fits. */
export function placeOf(text: string, wanted: string, from: number): number {
  const cut = text.length - wanted.length + 1
  const start = Math.min(Math.max(from, 0), cut)
  if (cut <= 0 || start >= text.length) return -1
  const whole = text.indexOf(wanted, start)
  if (whole >= 0) return whole
  for (let at = Math.max(start, cut); at < text.length; at++) if (wanted.startsWith(text.slice(at))) return at
  return -1
}

/**
 * Replaces one after the other, each looked for in what the last one led to. Where a replacement ends with the beginning of
 * what is looked for this never ends, here as there; `work` lets it be interrupted.
 */
export function replaceEach(vm: Interpreter, text: string, wanted: string, replacement: string): string {
  let result = text
  let at = placeOf(result, wanted, 0)
  while (at >= 0) {
    vm.heap.reserve(result.length + replacement.length)
    result = result.slice(0, at) + replacement + result.slice(at + wanted.length)
    vm.work(1)
    at = placeOf(result, wanted, at + replacement.length)
  }
  return result
}
