/** From printed stack traces to TypeScript: reading them, finding the function, asking the map. */
import { beforeAll, describe, expect, test } from 'vitest'
import { Board } from '../../host/emulator/board/board.ts'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { buildFirmware, type Build } from '../toolchain/build.ts'
import { applyEdits, type Edit } from '../toolchain/edit.ts'
import { shiftMap } from '../toolchain/source-map.ts'
import { functionIndex, OUTSIDE } from '../toolchain/trace-index.ts'
import { functionAt } from '../toolchain/trace-source.ts'
import { parseTrace } from '../toolchain/trace-text.ts'
import { resolveTrace, type Traceable } from '../toolchain/trace.ts'
import { everything } from './labs.ts'

describe('what is printed', () => {
  const frame = (text: string): unknown => parseTrace(text).frames[0]

  test.each([
    ['    at push (:3:33)', { name: 'push', inFile: false, line: 3, column: 33, shown: null }],
    ['    at :7:46', { name: null, inFile: false, line: 7, column: 46, shown: null }],
    ['    at boot code (:4:3)', { name: 'boot code', inFile: false, line: 4, column: 3 }],
    ['    at f (.bootcde:812:23)', { name: 'f', inFile: true, line: 812, column: 23 }],
    ['    at function (a) {return g()} (:1:1)', { name: 'function (a) {return g()}', line: 1, column: 1 }],
    ['OUT OF MEMORY    at f (:1:2)', { name: 'f', line: 1, column: 2 }],
    ['    at f (:1:2)\r', { name: 'f', line: 1, column: 2 }],
  ])('%j is a frame', (text, expected) => {
    expect(frame(text)).toMatchObject(expected)
  })

  test.each([
    // the line with its mark           text         mark before behind
    ['a++;f(a)\n       ^', 'a++;f(a)', 7, false, false],
    ['...bcd(e)...\n      ^', 'bcd(e)', 3, true, true],
    ['f()...\n^', 'f()...', 0, false, false],
    ['abcdefghi...\n^', 'abcdefghi', 0, false, true],
    ['...x\n^', '...x', 0, false, false],
  ])('%j is the line it stands at', (printed, text, mark, cutBefore, cutBehind) => {
    expect(frame(`    at f (:1:8)\n${printed}\n`)).toMatchObject({ shown: { text, mark, cutBefore, cutBehind } })
  })

  test.each([
    ['Uncaught ReferenceError: "x" is not defined\n    at f (:1:1)', 'exception', 'ReferenceError: "x" is not defined'],
    [
      'Execution Interrupted during event processing.\nUncaught Error: Too much recursion',
      'recursion',
      'Error: Too much',
    ],
    ['OUT OF MEMORY    at f (:1:1)\nx\n^\nExecution Interrupted\n', 'memory', 'OUT OF MEMORY'],
    ['Execution Interrupted\n    at f (:1:1)\n', 'interrupted', 'Execution Interrupted'],
    ['something else', null, 'something else'],
    ['', null, ''],
  ])('%j is trouble', (text, kind, message) => {
    const trace = parseTrace(text)
    expect(trace.kind).toBe(kind)
    expect(trace.message).toContain(message)
  })

  test('the first error counts; what follows from it is left out', () => {
    const { message, frames } = parseTrace('Uncaught a\n    at f (:1:1)\nx\n^\nUncaught b\n    at g (:1:1)\n')
    expect([message, frames.map(({ name }) => name)]).toEqual(['a', ['f']])
  })
})

describe('the index', () => {
  const indexed = (code: string): string[] =>
    functionIndex(code)
      .slice(1)
      .map(({ names, start, end }) => `${names.join('/') || '-'}: ${code.slice(start, end)}`)

  test.each([
    ['function f(a){  x();\n y() }', ['f: x();\n y()']],
    ['function f(){ return  a+1}', ['f: a+1']],
    ['function f(){return}', ['f: ']],
    ['function f(){}', ['f: ']],
    ['var g=()=>h(1)', ['g: h(1)']],
    ['g=a=>{b}', ['g: b']],
    ['global.rivulet=h=>{b}', ['rivulet: b']],
    ['o={E:a=>{b},m(){c},d:function(){e}}', ['E: b', 'm: c', 'd: e']],
    ['function f(){a}var t={P:f,Q:f},u=f', ['f/P/Q/u: a']],
    ["E.on('x',()=>{a(()=>b)})", ['-: a(()=>b)', '-: b']],
    ['class C{m(){a}}', ['m: a']],
  ])('%s', (code, functions) => {
    expect(indexed(code)).toEqual(functions)
  })

  test('begins with the program, and knows what lies within what', () => {
    const code = 'function f(){g(()=>{h(()=>1)})}function k(){}'
    expect(functionIndex(code)[0]).toEqual({ names: OUTSIDE, start: 0, end: code.length, parent: -1 })
    expect(functionIndex(code).map(({ parent }) => parent)).toEqual([-1, 0, 1, 2, 0])
  })
})

test.each([
  [1, 0, null],
  [2, 4, 'f'],
  [3, 14, 'g'],
  [4, 37, 'on data'],
  [5, 20, 'rivulet'],
  [6, 27, 'E'],
])('line %i, column %i is in %s', (line, column, name) => {
  const source = [
    'let a: number = 1',
    'function f(x: string): void { a++ }',
    'const g = () => a++',
    "function h() { E.on('data', (x) => { a++ }) }",
    'global.rivulet = (h: string) => { a++ }',
    'const t = { E: (a: F) => { a++ } }',
  ].join('\n')
  expect(functionAt(source, line, column)).toBe(name)
})

describe('a trace', () => {
  const NO_MAP = '{"version":3,"sources":[],"names":[],"mappings":""}'
  const program = (code: string): Traceable => ({ code, map: NO_MAP, functions: functionIndex(code) })
  /** Each frame as the columns of the program that it may stand at. */
  const columns = (code: string, text: string): string[] =>
    resolveTrace(text, program(code)).frames.map(({ places }) => places.map(({ column }) => column).join(' or '))

  const TWINS = 'function f(){a(1)}function g(){f()}var o={f:()=>{a(1)}};function h(){o.f()}function k(){q()}'

  test.each([
    ['a name alone', 'function f(){a;b}', '    at f (:1:3)', ['16']],
    ['no name: every function may be called back', 'function f(){a}function g(){b}', '    at :1:1', ['14 or 29']],
    ['the line tells which', 'function f(){a}function g(){b}', '    at :1:1\nb\n^', ['29']],
    ['two of the same name and text', TWINS, '    at f (:1:1)\na(1)\n^', ['14 or 50']],
    ['a line that is nowhere', 'function f(){a}', '    at f (:1:1)\nzzz\n^', ['']],
    ['a position outside', 'function f(){a}', '    at f (:1:9)', ['']],
    ['an unknown name', 'function f(){a}', '    at zz (:1:1)', ['']],
    ['a name that only the caller knows', 'function f(c){c()}f(()=>{x})', '    at c (:1:1)\nx\n^', ['26']],
    ['the program itself', 'var a\nx()', '    at boot code (:2:1)\nx()\n^', ['1']],
    ['a place in the file', 'a\nfunction f(){b}', '    at f (.bootcde:2:14)\n\n   ^', ['14']],
  ])('%s', (_, code, text, expected) => {
    expect(columns(code, text)).toEqual(expected)
  })

  test('a call inside a call decides between functions that look alike', () => {
    const code = 'function f(){a(1)}function x(){f(0);b}function y(){g(0);b}function g(){a(1)}'
    const text = '    at g (:1:1)\na(1)\n^\n    at :1:4\n'
    expect(columns(code, text)).toEqual(['72', '55'])
  })

  test('long lines are compared where they are shown', () => {
    const long = Array.from({ length: 20 }, (_, i) => `v${i}=u${i}(0);`).join('')
    const code = `function f(){${long}}function g(){${long.replace('v19', 'w19')}}`
    const at = long.indexOf('u10(')
    const shown = `...${long.slice(at - 30, at + 30)}...\n${' '.repeat(33)}^`
    expect(columns(code, `    at :1:${at + 1}\n${shown}`)[0].split(' or ')).toHaveLength(2)
    const last = long.length - 3
    const end = `...${long.slice(last - 30)}\n${' '.repeat(33)}^`
    expect(columns(code, `    at :1:${last + 1}\n${end}`)).toEqual([String('function f(){'.length + last + 1)])
  })
})

/** Functions that begin with the body of another one: that is where they fail. */
const PASTED = [
  'clearAll begins with clear',
  'singles begins with test',
  'event begins with assign',
  'event begins with others',
  'moved begins with watermark',
  'one begins with takeOne',
  'takeOther begins with change',
  'moment begins with takeTime',
]

const PIPELINES = [
  ['the basic lab', loadPipeline(basicLab)],
  ['every stage', everything],
] as const

describe.each(PIPELINES)('%s: an error in', (_, pipeline) => {
  const builds: Build[] = []
  beforeAll(async () => {
    for (const trace of [true, false]) builds.push(await buildFirmware(pipeline, { trace }))
  })

  /** Every function fails as its first deed once `zz` is set. */
  function spoilt({ code, map, functions }: Build): Traceable {
    const edits = [...functions.slice(1)]
      .sort((a, b) => a.start - b.start)
      .map(({ start }): Edit => {
        const expression = /(=>|\breturn)\s*$/.test(code.slice(0, start))
        return { start, end: start, text: expression ? ' zz&&nosuch()||' : 'zz&&nosuch();' }
      })
    const text = applyEdits(code, edits)
    return { code: text, map: shiftMap(map, code, edits), functions: functionIndex(text) }
  }

  /** Calls functions of a program on a board; gives what it prints for each. */
  function printed(code: string, calls: readonly string[]): string[] {
    const board = new Board({ vars: 16000 })
    let text = ''
    board.onOutput((bytes) => (text += Buffer.from(bytes).toString('latin1')))
    board.boot()
    board.storage.write('.bootcde', Buffer.from(`zz=0;${code}`, 'latin1'))
    board.input('\x10load()\n')
    board.runUntilIdle(3000)
    board.input('\x10echo(0);zz=1\n')
    return calls.map((call) => {
      board.runUntilIdle(100)
      text = ''
      board.input(`\x10${call}\n`)
      board.runUntilIdle(100)
      return text
    })
  }

  test.each([
    ['the readable program', 0],
    ['the minified program', 1],
  ])('each function of %s leads to its source', (_form, which) => {
    const names = (build: Build): string[] =>
      build.functions
        .slice(1)
        .flatMap(({ names: [name], parent }) => (parent === 0 && name !== undefined ? [name] : []))
    const members = /^(E|e|W|T|D|P|S|Q|rivulet)$/
    const own = names(builds[which])
    const readable = names(builds[0])
    expect(own).toHaveLength(readable.length)
    const program = spoilt(builds[which])
    const known = own.flatMap((name, i) => (members.test(readable[i]) ? [] : [{ name, source: readable[i] }]))
    const said = printed(
      program.code,
      known.map(({ name }) => `${name}()`),
    )
    expect(known.length).toBeGreaterThan(50)
    let constants = 0
    const pasted = new Set<string>()
    for (const [i, { name, source }] of known.entries()) {
      // The program on the board begins with `zz=0;`, which moves no function's own text.
      const { message, frames } = resolveTrace(said[i], program)
      expect(message, name).toBe('ReferenceError: "nosuch" is not defined')
      expect(frames[0].places, `${name} ${source}: ${said[i]}`).toHaveLength(1)
      const [place] = frames[0].places
      const original = source.replace(/\$\d+$/, '')
      if (place.name === null) constants++
      else if (place.name !== original) pasted.add(`${original} begins with ${place.name}`)
    }
    expect([...pasted].filter((pair) => !PASTED.includes(pair))).toEqual([])
    // A function that begins with a constant: its place is where that is declared.
    expect(constants).toBeLessThan(3)
  })
})
