/**
 * Expressions and what the real interpreter printed for them, recorded from the 32-bit build of FACTS (head): one JSON
 * object a line, `area`, `code`, `prints`. The code is evaluated and its value printed, errors as their text. It is a
 * sample of every combination of operators, conversions and natives with values of each type; the rows that were
 * written one by one are in the test files of their area.
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

const areas = [...new Set(rows.map((row) => row.area))]

describe('agrees with the real interpreter', () => {
  test.each(areas)('%s', (area) => {
    const wrong = rows
      .filter((row) => row.area === area)
      .map((row) => ({ code: row.code, real: row.prints.replace(/\n+$/, ''), ours: prints(row.code) }))
      .filter(({ real, ours }) => real !== ours)
    expect(wrong).toEqual([])
  })

  test('every area has rows', () => {
    expect(areas.sort()).toEqual('arrays conversions json math memory sorting strings syntax typed unary'.split(' '))
  })
})
