import { expect, test } from 'vitest'
import { seeded } from '../board/random.ts'
import { emulate } from '../emulate.ts'
import { batchOf, outputsOf } from './batch.ts'
import { compare, type Side, withoutMarkers } from './compare.ts'
import { Grammar } from './grammar.ts'
import { render, shrink, smaller, tree } from './tree.ts'

/** The programs of a batch. */
function programsOf(text: string): string[] {
  const list = /var P=(\[[^]*?\]),T=\[/.exec(text)?.[1] ?? '[]'
  return JSON.parse(list) as string[]
}

/** A stand-in for an interpreter: prints program texts back, or `wrong` for those that `errs` picks. */
function echo(errs: (program: string) => boolean = () => false): Side {
  return (text) => {
    const outputs = programsOf(text).map((each, index) => `\x01${index}\n${errs(each) ? 'wrong' : each}\n`)
    return outputs.join('') + '\x01end\n'
  }
}

function programs(seed: number, count: number): string[] {
  const grammar = new Grammar(seeded(seed))
  return Array.from({ length: count }, () => render(grammar.program()))
}

const usesSum = (program: string): boolean => program.includes('E.sum(')

test('the same seed gives the same programs', () => {
  expect(programs(5, 20)).toEqual(programs(5, 20))
  expect(programs(5, 20)).not.toEqual(programs(6, 20))
})

test.each([
  ['streams', 'Float64Array Uint8ClampedArray E.sum E.variance E.convolve E.mapInPlace DataView subarray .buffer'],
  ['text', 'JSON.parse JSON.stringify btoa atob padStart replaceAll charCodeAt ${ toFixed .match( E.toJS'],
  ['functions', '=> .bind( .call( .apply( arguments return function class extends super static get'],
  ['statements', 'switch finally throw while do{ case continue break delete typeof instanceof'],
  ['walks', ' of  in  .forEach( .map( .filter( .reduce( .sort( splice unshift Object.keys'],
  ['the event loop', 'setTimeout setInterval clearInterval changeInterval Promise .emit( .on('],
  ['the rest', 'E.CRC32 Storage Date Object.defineProperty Object.assign eval( 2147483648 >>>'],
])('programs use what firmware uses: %s', (_what, words) => {
  const all = programs(1, 400).join('\n')
  for (const word of words.split(' ').filter((each) => each !== '')) expect(all).toContain(word)
})

test('most programs run without an error, and all end', () => {
  const shown = emulate(batchOf(programs(3, 60)), { vars: 16383, limitMs: 60_000 }).stdout
  const outputs = outputsOf(shown, 60)
  expect(outputs).not.toContain('(not reached)')
  expect(shown).toContain('\x01end')
  expect(outputs.filter((each) => each.includes('SyntaxError')).length).toBeLessThan(10)
  expect(outputs.filter((each) => !each.includes('Uncaught')).length).toBeGreaterThan(40)
})

test('programs of a batch leave nothing to each other', () => {
  const batch = batchOf([
    'var v0=1;setInterval(function(){print("late")},1);class V1{}',
    'print(typeof v0,typeof V1)',
    'print(1,2',
    'v0=setTimeout(function(){nowhere()},1)',
  ])
  const outputs = outputsOf(emulate(batch, { vars: 3000 }).stdout, 4)
  expect(outputs[1]).toBe('undefined undefined\n')
  expect(outputs[2]).toContain("SyntaxError: Got EOF expected ','")
  expect(outputs[3]).toContain('"nowhere" is not defined')
})

test('with memory compared a batch tells what each program holds and leaves behind', () => {
  const outputs = outputsOf(emulate(batchOf(['', 'var v0=[1.5]'], true), { vars: 3000 }).stdout, 2)
  // the name, the array, its element and a number, which do not stay; two are of the question itself
  expect(outputs.map((each) => [...each.matchAll(/-?\d+/g)].map(Number))).toEqual([
    [2, 2],
    [6, 2],
  ])
})

test('a batch is taken apart again', () => {
  expect(outputsOf(echo()(batchOf(['one', 'two'])) ?? '', 2)).toEqual(['one\n', 'two\n'])
  expect(outputsOf('\x010\none\nUncaught', 2)).toEqual(['one\nUncaught', '(not reached)'])
})

test('equal sides show no difference', () => {
  const progress: number[] = []
  const options = { count: 120, batch: 50, onProgress: (done: number) => progress.push(done) }
  expect(compare(echo(), echo(), seeded(1), options)).toMatchObject({ differences: [], skipped: [] })
  expect(progress).toEqual([50, 100, 120])
})

test('a difference is found and made small', () => {
  const { differences } = compare(echo(), echo(usesSum), seeded(2), { count: 500 })
  expect(differences).toHaveLength(1)
  expect(differences[0].program).toContain('E.sum(')
  expect(differences[0].program.length).toBeLessThan(60)
  expect(differences[0].actual).toBe('wrong\n')
})

test('source lines under stack frames are left out where a build shows none', () => {
  const frames = 'Uncaught 5\n    at f (:1:3)\na b c\n  ^\n    at event (:1:1)\nf()\n^\n'
  const bare = 'Uncaught 5\n    at f (:1:3)\n    at event (:1:1)\n'
  expect(withoutMarkers(frames)).toBe(bare)
  expect(withoutMarkers(bare)).toBe(bare)
  const show =
    (text: string): Side =>
    (batch) =>
      programsOf(batch)
        .map((_, index) => `\x01${index}\n${text}`)
        .join('')
  expect(compare(show(bare), show(frames), seeded(1), { count: 5 }).differences).toHaveLength(1)
  expect(compare(show(bare), show(frames), seeded(1), { count: 5, withoutMarkers: true }).differences).toEqual([])
})

test('several differences are found when asked for', () => {
  const { differences } = compare(echo(), echo(usesSum), seeded(2), { count: 500, most: 3 })
  expect(new Set(differences.map(({ index }) => index)).size).toBe(3)
})

test('a difference that does not show again does not count', () => {
  let runs = 0
  const flaky: Side = (text) => echo(() => runs++ === 3)(text)
  expect(compare(echo(), flaky, seeded(2), { count: 50 }).differences).toEqual([])
  let noise = 0
  const noisy: Side = (text) => echo()(text)?.replaceAll('E.sum(', `E.sum${noise++}(`)
  expect(compare(noisy, echo(), seeded(2), { count: 50 }).differences).toEqual([])
})

test('programs on which the real interpreter crashes are told apart, the others compared', () => {
  const crash: Side = (text) => (programsOf(text).some(usesSum) ? undefined : echo()(text))
  const { differences, skipped } = compare(
    crash,
    echo((each) => each.includes('E.CRC32(')),
    seeded(1),
    { count: 100 },
  )
  expect(skipped.length).toBeGreaterThan(0)
  expect(skipped.every(({ program }) => usesSum(program))).toBe(true)
  expect(differences[0].program).toContain('E.CRC32(')
})

test('smaller trees: simplest texts, parts of the same kind, blocks without a statement', () => {
  const inner = tree('number', '3')
  const sum = tree('number', '(', inner, '+', tree('text', '"b"'), ')')
  const texts = ['0', '1', '0.5', '3', '(0+"b")', '(1+"b")', '(0.5+"b")', '(3+"")', '(3+"a")']
  expect([...smaller(sum)].map(render)).toEqual(texts)
  const block = tree('block', tree('statement', 'a;'), tree('statement', 'b;'))
  expect([...smaller(block)].map(render)).toEqual(['', 'b;', ';b;', 'a;', 'a;;'])
})

test('shrinking keeps what fails and stops when the tries are used up', () => {
  const program = tree('block', ...Array.from('abcdefgh', (name) => tree('statement', `${name}();`)))
  expect(render(shrink(program, (variant) => render(variant).includes('f')))).toBe('f();')
  expect(render(shrink(program, () => true, 0))).toBe(render(program))
})
