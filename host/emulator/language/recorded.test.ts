/**
 * Programs and what the real interpreter printed for them, recorded from the 32-bit build of FACTS (head): one JSON
 * object a line, `area`, `code`, `prints`. The code is evaluated and its value printed, errors as their text.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Unimplemented } from '../errors.ts'
import { Interpreter } from '../interpreter.ts'

interface Row {
  readonly area: string
  readonly code: string
  readonly prints: string
}

/** How many rows of an area must agree; numbers only grow. */
const MINIMUM: Readonly<Record<string, number>> = {
  arrays: 1243,
  conversions: 804,
  json: 32,
  math: 55,
  memory: 144,
  sorting: 48,
  strings: 390,
  syntax: 107,
  typed: 168,
  unary: 8,
}

const rows = readFileSync(path.join(import.meta.dirname, 'recorded.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row)

function prints(code: string): string {
  let out = ''
  const vm = new Interpreter(
    {
      print: (text) => (out += text),
      now: () => 0,
      wall: () => 0,
      setWall: () => undefined,
      random: () => 0.5,
      enqueue: () => undefined,
    },
    { vars: 16383, stackBytes: 200_000 },
  )
  const text = JSON.stringify(code).replaceAll('\\u00', '\\x')
  try {
    const { error } = vm.execute(`try{print(eval(${text}))}catch(e){print(e.toString())}`, '[raw]')
    return out.replace(/\n+$/, '') + (error ?? '')
  } catch (caught) {
    if (caught instanceof Unimplemented) return caught.message
    throw caught
  }
}

describe('agrees with the real interpreter', () => {
  test.each(Object.entries(MINIMUM))('%s: at least %i rows', (area, minimum) => {
    const own = rows.filter((row) => row.area === area)
    const wrong = own.filter((row) => prints(row.code) !== row.prints.replace(/\n+$/, ''))
    const examples = wrong.slice(0, 3).map((row) => `${row.code} -> ${row.prints}, got ${prints(row.code)}`)
    expect(own.length - wrong.length, examples.join('\n')).toBeGreaterThanOrEqual(minimum)
  })
})
