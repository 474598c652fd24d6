import { expect, test } from 'vitest'
import { seeded } from '../board/random.ts'
import { batchOf, compare, outputsOf, type Side } from './compare.ts'
import { Grammar } from './grammar.ts'
import { render, shrink, smaller, tree } from './tree.ts'

/** A stand-in for an interpreter: prints the program texts of a batch back, or `wrong` for those that `errs` picks. */
function echo(errs: (program: string) => boolean = () => false): Side {
  return (text) =>
    [...text.matchAll(/print\("\\x01(\d+)"\);try\{\(function\(\)\{(.*)\}\)\(\);\}catch/g)]
      .map(([, index, program]) => `\x01${index}\n${errs(program) ? 'wrong' : program}\n`)
      .join('') + '\x01end\n'
}

test('the same seed gives the same programs', () => {
  const programs = (seed: number): string[] => {
    const grammar = new Grammar(seeded(seed))
    return Array.from({ length: 20 }, () => render(grammar.program()))
  }
  expect(programs(5)).toEqual(programs(5))
  expect(programs(5)).not.toEqual(programs(6))
})

test('programs use what firmware uses', () => {
  const grammar = new Grammar(seeded(1))
  const all = Array.from({ length: 300 }, () => render(grammar.program())).join('\n')
  for (const word of [
    'Float64Array',
    'E.sum',
    'E.convolve',
    'DataView',
    '>>>',
    'class',
    '=>',
    'switch',
    'finally',
    'JSON',
    'btoa',
    'splice',
    ' of ',
    'CRC32',
    'extends',
  ])
    expect(all).toContain(word)
})

test('a batch is taken apart again', () => {
  const shown = echo()(batchOf(['one', 'two'])) ?? ''
  expect(outputsOf(shown, 2)).toEqual(['one\n', 'two\n'])
  expect(outputsOf('\x010\none\nUncaught', 2)).toEqual(['one\nUncaught', '(not reached)'])
})

test('memory is printed per program when asked', () => {
  expect(batchOf(['x'], true)).toContain('process.memory().usage-u')
  expect(batchOf(['x'])).not.toContain('process.memory')
})

test('equal sides show no difference', () => {
  const progress: number[] = []
  const options = { count: 120, batch: 50, onProgress: (done: number) => progress.push(done) }
  expect(compare(echo(), echo(), seeded(1), options)).toBeUndefined()
  expect(progress).toEqual([50, 100, 120])
})

test('a difference is found and made small', () => {
  const found = compare(
    echo(),
    echo((program) => program.includes('CRC32')),
    seeded(2),
    { count: 500 },
  )
  expect(found?.program).toContain('E.CRC32(')
  expect(found!.program.length).toBeLessThan(60)
  expect(found?.expected).toContain('CRC32')
  expect(found?.actual).toBe('wrong\n')
})

test('known deviations can be taken out', () => {
  const normalise = (text: string): string => (text.includes('CRC32') || text === 'wrong\n' ? 'same' : text)
  const wrong = echo((program) => program.includes('CRC32'))
  expect(compare(echo(), wrong, seeded(2), { count: 100, normalise })).toBeUndefined()
})

test('smaller trees: simplest texts, parts of the same kind, blocks without a statement', () => {
  const inner = tree('number', '3')
  const sum = tree('number', '(', inner, '+', tree('text', '"b"'), ')')
  expect([...smaller(sum)].map(render)).toEqual([
    '0',
    '1',
    '0.5',
    '3',
    '(0+"b")',
    '(1+"b")',
    '(0.5+"b")',
    '(3+"")',
    '(3+"a")',
  ])
  const block = tree('block', tree('statement', 'a;'), tree('statement', 'b;'))
  expect([...smaller(block)].map(render)).toEqual(['', 'b;', ';b;', 'a;', 'a;;'])
})

test('shrinking keeps what fails and stops when the tries are used up', () => {
  const program = tree('block', ...Array.from('abcdefgh', (name) => tree('statement', `${name}();`)))
  expect(render(shrink(program, (variant) => render(variant).includes('f')))).toBe('f();')
  expect(render(shrink(program, () => true, 0))).toBe(render(program))
})

test('a batch on which an interpreter crashes says nothing', () => {
  const crash: Side = () => undefined
  expect(compare(crash, echo(), seeded(1), { count: 10 })).toBeUndefined()
  expect(compare(echo(), crash, seeded(1), { count: 10 })).toBeUndefined()
})
