/** What of a program the toolchain takes for its state: found, saved and loaded again, and refused where it would be lost silently. */
import vm from 'node:vm'
import { transformSync } from '@babel/core'
import { describe, expect, test } from 'vitest'
import { stateOfProgram } from '../toolchain/state.ts'

const TAIL = `
function scratch(value) { return value }
function save(v) { STATE_SAVE(v) }
function load(v) { STATE_LOAD(v) }
global.arrays = STATE_ARRAYS
global.count = STATE_COUNT
global.save = save
global.load = load
`

function filled(code: string): string {
  const { marks, hooks } = stateOfProgram()
  const options = { babelrc: false, configFile: false, sourceType: 'module' as const, plugins: [marks, hooks] }
  return transformSync(code + TAIL, options)!.code!
}

interface Running {
  readonly arrays: readonly ArrayLike<number>[]
  readonly count: number
  readonly save: (values: Float64Array) => void
  readonly load: (values: Float64Array) => void
  readonly run: (code: string) => unknown
}

/** The program at work. */
function started(code: string): Running {
  const context = vm.createContext({})
  vm.runInContext(`globalThis.global = globalThis;${filled(code)}`, context)
  return { ...(context as Running), run: (text) => vm.runInContext(text, context) as unknown }
}

/** Numbers that a checkpoint of it holds. */
function numbers({ count, save }: Running): number[] {
  const values = new Float64Array(count)
  save(values)
  return [...values]
}

describe('numbers', () => {
  test('that something assigns to are state; constants are not', () => {
    const program = started(
      'let a = 1, b = -2, c = 3; const D = 4; let never = 5; function f() { a = b++ }; global.f = f',
    )
    expect(numbers(program)).toEqual([1, -2])
    program.run('f()')
    expect(numbers(program)).toEqual([-2, -1])
  })

  test('truth values, NaN, infinities and what is read from the hash are numbers too', () => {
    const program = started(
      `let on = false, x = NaN, y = -Infinity, z = parseInt('ff', 16); global.f = () => { on = true; x = 1; y = 2; z = 3 }`,
    )
    expect(numbers(program)).toEqual([0, NaN, -Infinity, 255])
    program.run('f()')
    expect(numbers(program)).toEqual([1, 1, 2, 3])
  })

  test('are loaded as they were saved', () => {
    const program = started('let a = 1, b = -0; global.f = () => { a = 7; b = 1 }; global.g = () => [a, b]')
    const values = new Float64Array(program.count)
    program.save(values)
    program.run('f()')
    program.load(values)
    expect([...(program.run('g()') as number[])]).toEqual([1, -0])
  })

  test('of functions are none of it', () => {
    expect(started('function f() { let inner = 1; inner++; return inner }; global.f = f').count).toBe(0)
  })
})

describe('arrays', () => {
  test.each(['Float64', 'Float32', 'Int32', 'Uint32', 'Int16', 'Uint16', 'Uint8'])(
    '%sArray at the top level',
    (kind) => {
      const { arrays } = started(`const A = new ${kind}Array(3); A[1] = 7`)
      expect(arrays).toHaveLength(1)
      expect([...(arrays[0] as Uint8Array)]).toEqual([0, 7, 0])
    },
  )

  test('filled ones are, in the order of the program', () => {
    const { arrays } = started('const A = new Uint8Array(2).fill(9); let n = 0; n++; const B = new Int32Array(1)')
    expect(arrays.map(({ length }) => length)).toEqual([2, 1])
  })

  test('a view of what is there already is not counted twice', () => {
    const { arrays } = started('const A = new Float64Array(2); const view = new Uint8Array(A.buffer); view[0] = 1')
    expect(arrays).toHaveLength(1)
  })

  test('lists of arrays: each of their arrays', () => {
    const { arrays } = started(
      'const A = new Uint8Array(1); const L = [new Int16Array(2), new Float64Array(3)]; const M = [new Uint8Array(4)]',
    )
    expect(arrays.map(({ length }) => length)).toEqual([1, 2, 3, 4])
  })

  test('one that a constant decides on', () => {
    const { arrays } = started('const WIDE = true; const A = WIDE ? new Float64Array(4) : new Uint8Array(2)')
    expect(arrays.map(({ length }) => length)).toEqual([4])
    expect(started('const A = 0 ? new Float64Array(4) : undefined').arrays).toHaveLength(0)
  })

  test('one that nobody can know beforehand is refused', () => {
    expect(() => filled('const A = global.wide ? new Float64Array(4) : new Uint8Array(2)')).toThrow('must be known')
  })
})

describe('what is marked as scratch', () => {
  test('is left out, and the mark goes', () => {
    const code =
      filled(`const O = scratch(new Float64Array(9)); let text = scratch(''); let n = scratch(0); let u = scratch(undefined)
      n++; text += 'x'; u = [1]; global.seen = () => [O.length, text, n]`)
    expect(code).not.toContain('scratch')
    const program = started(`const O = scratch(new Float64Array(9)); let n = scratch(0); let m = 1; n++; m++`)
    expect(program.arrays).toHaveLength(0)
    expect(numbers(program)).toEqual([2])
  })
})

describe('what would be lost', () => {
  test.each([
    ['a text that changes', `let s = ''; global.f = () => { s += 'x' }`],
    ['a list that changes', 'let l = []; global.f = () => { l = [1] }'],
    ['a list that is added to', 'const l = []; global.f = () => l.push(1)'],
    ['a list whose elements change', 'const l = [1, 2]; global.f = () => { l[0] = 3 }'],
    ['a list whose elements are counted', 'const l = [1, 2]; global.f = () => { l[0]++ }'],
    ['a name without a value', 'let later; global.f = () => { later = {} }'],
    ['a number that is worked out', 'let t = Date.now(); global.f = () => { t = 1 }'],
  ])('%s is refused, with its name', (_, code) => {
    expect(() => filled(code)).toThrow(/^\S*:? ?.*(s|l|later|t) changes, and is no number: mark it as scratch/)
  })

  test.each([
    ['a text', `const s = 'x'; global.f = () => s`],
    ['a list that is only read', 'const l = [1, 2]; global.f = () => l[0] + l.indexOf(2)'],
    ['a table of functions', 'const t = { a: () => 1 }; global.f = () => t.a()'],
  ])('%s that stays as it is may be there', (_, code) => {
    expect(started(code)).toMatchObject({ count: 0, arrays: [] })
  })
})

test('the interpreter loads its libraries under their own name', () => {
  expect(filled(`global.flash = () => LIBRARY('Flash')`)).toContain(`require('Flash')`)
})
