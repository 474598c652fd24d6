/** The cost model against what a real interpreter executed, and the mechanisms behind its figures. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import { CALIBRATION } from './calibration.ts'
import { CHECK } from './check.ts'
import { countOf } from './count.ts'
import { deviationsOf, type Measured, summaryOf } from './deviations.ts'
import { COST } from './model.ts'
import { PROGRAMS } from './programs.ts'
import { snippet } from './snippets.ts'

const measured = JSON.parse(readFileSync(new URL('measured.json', import.meta.url), 'utf8')) as Measured

/** Instructions of a body in a loop, beyond those of the loop. */
function net(body: string, local = '', global = ''): number {
  return countOf(snippet(body, body, local, global, 20)) - countOf(snippet('', '', local, global, 20))
}

describe('against the real interpreter', () => {
  test.each([
    ['calibration', CALIBRATION, 300, 0.02, 0.05],
    ['check', CHECK, 80, 0.03, 0.08],
    ['programs', PROGRAMS, 8, 0.03, 0.08],
  ])('%s: median and nine of ten', (_set, list, least, median, p90) => {
    const found = deviationsOf(list, measured.counts)
    const summary = summaryOf(found)
    expect(found.length).toBeGreaterThanOrEqual(least)
    expect(summary.median, JSON.stringify(found.slice(0, 5))).toBeLessThan(median)
    expect(summary.p90, JSON.stringify(found.slice(0, 5))).toBeLessThan(p90)
  })

  test('every snippet was measured, and none is judged that was fitted to', () => {
    const names = [...CALIBRATION, ...CHECK, ...PROGRAMS].map(({ name }) => name)
    expect(names.filter((name) => !(name in measured.counts))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    const texts = new Set(CALIBRATION.map(({ body, local }) => `${body} ${local}`))
    expect([...CHECK, ...PROGRAMS].filter(({ body, local }) => texts.has(`${body} ${local}`))).toEqual([])
  })

  test.each([
    ['calibration', CALIBRATION],
    ['check', CHECK],
    ['programs', PROGRAMS],
  ])('the README tells the errors of %s', (set, list) => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
    const [, count, median, p90] = new RegExp(`\\| ${set} \\| (\\d+) \\| (\\d+) % \\| (\\d+) % \\|`)
      .exec(readme)!
      .map(Number)
    const summary = summaryOf(deviationsOf(list, measured.counts))
    expect(count).toBe(list.length)
    expect(Math.abs(summary.median - median / 100)).toBeLessThan(0.01)
    expect(Math.abs(summary.p90 - p90 / 100)).toBeLessThan(0.01)
  })

  test('the build is named by its empty loop, which is charged within a hundredth', () => {
    expect(measured.emptyLoop).toBe(measured.counts['empty loop'])
    expect(Math.abs(countOf(CALIBRATION[0]) / measured.emptyLoop - 1)).toBeLessThan(0.01)
  })

  test('the ranking of idioms is that of the real interpreter', () => {
    const counts = measured.counts
    const pairs = CHECK.flatMap((one) => CHECK.map((other) => [one, other] as const))
    const clear = pairs.filter(([one, other]) => counts[one.name] > 1.35 * counts[other.name])
    const charged = new Map(CHECK.map((each) => [each.name, countOf(each)]))
    expect(clear.length).toBeGreaterThan(1000)
    expect(clear.filter(([one, other]) => charged.get(one.name)! <= charged.get(other.name)!)).toEqual([])
  })
})

describe('reading the text', () => {
  test('names, numbers, blanks and comments cost by the character', () => {
    const [short, long] = [net('ab;', 'var ab=1;'), net('abcd;', 'var abcd=1;')]
    expect(long - short).toBe(2 * COST.letter)
    expect(net('a;/* 0123456789 */', 'var a=1;') - net('a;', 'var a=1;')).toBe(COST.gap + 16 * COST.blank)
    expect(net('a  ;', 'var a=1;') - net('a ;', 'var a=1;')).toBe(COST.blank)
    expect(net('1234567;') - net('123456;')).toBe(COST.digit + COST.digitValue)
    expect(net("'abcd';") - net("'abc';")).toBe(COST.character)
  })

  test('a comment in a loop is paid each turn, one before the loop once', () => {
    const inside = net('a=1;// the value\n', 'var a;')
    const before = net('a=1;', 'var a;// the value\n')
    expect(inside - before).toBeGreaterThan(12 * COST.blank)
  })

  test('names that begin like reserved words cost more', () => {
    expect(net('ca;', 'var ca=1;')).toBeGreaterThan(net('ga;', 'var ga=1;'))
    expect(net('c;', 'var c=1;')).toBe(net('g;', 'var g=1;'))
  })

  test('pretokenised code costs less when it has comments, hardly less when it has none', () => {
    const run = (code: string): number => emulate(`function f(){${code}}for(var i=0;i<50;i++)f()`).instructions
    const [plain, commented] = [
      'a=1;b=2;c=a+b;',
      'a = 1; // one of the values that it sets\n b = 2; /* and the other of them, too */\n c = a + b;',
    ]
    expect(Math.abs(run(`"ram";${plain}`) / run(plain) - 1)).toBeLessThan(0.03)
    expect(run(`"ram";${commented}`)).toBeLessThan(0.95 * run(commented))
  })
})

describe('what is skipped', () => {
  const LOCAL = 'var a=5,b=7,c;'

  test('an untaken branch costs a fraction of a taken one', () => {
    const body = 'c=a+b*2;'.repeat(6)
    const [skipped, run] = [net(`if(a>b){${body}}`, LOCAL), net(`if(a<b){${body}}`, LOCAL)]
    expect(run / skipped).toBeGreaterThan(4)
  })

  test('in braces it costs less than without', () => {
    expect(net('if(a>b){c=a+b*a-b}', LOCAL)).toBeLessThan(net('if(a>b)c=a+b*a-b;', LOCAL))
  })

  test('operands that && and ? leave out are paid as skipped', () => {
    expect(net('c&&a+b*a;', LOCAL)).toBeLessThan(0.6 * net('a&&a+b*a;', LOCAL))
    expect(net('c?a+b*a:1;', LOCAL)).toBeLessThan(net('a?a+b*a:1;', LOCAL))
  })

  test('what follows a return is passed, and longer code is passed longer', () => {
    const call = (rest: string): number => net('f(1);', '', `function f(a){if(a)return a;${rest}}`)
    const [none, some, much] = [call(''), call('a=a+1;'), call('a=a+1;'.repeat(9))]
    expect([some > none, much > some]).toEqual([true, true])
    expect(much - none).toBeLessThan(9 * net('a=a+1;', 'var a=1;'))
  })

  test('break and continue pass the rest of the body', () => {
    const loop = (rest: string): number => net(`for(var j=0;j<3;j++){if(a)continue;${rest}}`, LOCAL)
    expect(loop('c=1;c=2;')).toBeGreaterThan(loop('c=1;'))
  })

  test('a loop that never runs skips its body once', () => {
    expect(net('for(;c;)a=b;', LOCAL) - net('for(;c;);', LOCAL)).toBeGreaterThan(5 * COST.token)
  })

  test('a switch compares with all cases, also behind the one that matched', () => {
    const of = (more: string): number => net(`switch(a){case 5:c=1;break;${more}}`, LOCAL)
    expect(of('case 6:case 7:') - of('case 6:')).toBeGreaterThan(COST.case)
  })
})

describe('names', () => {
  const globals = (count: number): string => Array.from({ length: count }, (_, at) => `var g${at}=0;`).join('')

  test('a global costs a step for each global before it', () => {
    const [first, later] = [net('A;', '', 'var A=1;'), net('A;', '', `${globals(100)}var A=1;`)]
    expect(later - first).toBe(100 * COST.step)
    expect(net('A;', '', `var A=1;${globals(100)}`)).toBe(first)
  })

  test('the same holds for writing, for locals, and for members', () => {
    const write = (before: string): number => net('A=1;', '', `${before}var A=1;`)
    expect(write(globals(50)) - write('')).toBe(50 * COST.step)
    expect(net('d;', 'var a=1,b=1,c=1,d=1;') - net('a;', 'var a=1,b=1,c=1,d=1;')).toBe(3 * COST.step)
    expect(net('o.d;', 'var o={a:1,b:1,c:1,d:1};') - net('o.a;', 'var o={a:1,b:1,c:1,d:1};')).toBe(3 * COST.step)
  })

  test('after a removal the later ones are nearer', () => {
    const setup = 'var o={a:1,b:1,c:1,d:1};'
    expect(net('o.d;', setup) - net('o.d;', `${setup}delete o.b;`)).toBe(COST.step)
  })

  test('a name in brackets is compared as a value', () => {
    const setup = "var k='d',o={a:1,b:1,c:1,d:1};"
    expect(net('x=o[k];', `${setup}var x;`)).toBeGreaterThan(net('x=o.d;', `${setup}var x;`) + 3 * 400)
  })

  test('an element costs by its index, one of a typed array does not', () => {
    const list = 'var r=[];for(var j=0;j<40;j++)r.push(j);'
    expect(net('r[39];', list) - net('r[9];', list)).toBe(30 * COST.arrayStep + COST.digit + COST.digitValue)
    const typed = 'var t=new Uint8Array(40);'
    expect(net('t[39];', typed)).toBe(net('t[10];', typed))
  })

  test('an inherited method costs by the prototypes on the way', () => {
    const classes = 'class A{f(){}}class B extends A{g(){}}class C extends B{h(){}}var o=new C();'
    const [own, once, twice] = ['h', 'g', 'f'].map((name) => net(`o.${name};`, '', classes))
    expect([once > own, twice > once]).toEqual([true, true])
  })
})

describe('calls', () => {
  const of = (args: string, params: string): number => net(`f(${args});`, '', `function f(${params}){}`)

  test('each argument, each parameter without one, and each argument too many costs', () => {
    expect(of('1', 'a')).toBeGreaterThan(of('', '') + COST.parameter)
    expect(of('', 'a') - of('', '')).toBe(COST.missing)
    expect(of('1,2', '')).toBeGreaterThan(of('1', '') + COST.surplus)
    expect(of('1', 'longer') - of('1', 'a')).toBe(5 * COST.parameterCharacter)
  })

  test('a closure pays for each scope around it', () => {
    const outer = net('f();', '', 'var make;function f(){;}')
    const one = net('f();', '', 'function make(){return function(){;}}var f=make();')
    const two = net('f();', '', 'function make(){return (function(){return function(){;}})()}var f=make();')
    expect([one - outer, two - one]).toEqual([COST.closure + COST.closureScope, COST.closureScope])
  })
})

describe('texts', () => {
  test('joining costs by the length of both', () => {
    const join = (left: number, right: number): number =>
      net('s=a+b;', `var s,a='${'x'.repeat(left)}',b='${'y'.repeat(right)}';`)
    expect(join(50, 5) - join(10, 5)).toBe(40 * (COST.copyCharacter + COST.walkCharacter))
    expect(join(5, 50) - join(5, 10)).toBe(40 * COST.appendCharacter)
  })

  test('comparing costs as far as they are equal', () => {
    const compare = (a: string, b: string): number => net('a==b;', `var a='${a}',b='${b}';`)
    expect(compare('aaaa', 'aaab') - compare('abbb', 'aaab')).toBe(2 * COST.compareCharacter)
  })
})

describe('whatever the program', () => {
  const STATEMENTS = ['a=a+1;', 'if(a>9)b=2;', 'o.v=a;', 'for(var j=0;j<2;j++)b=j;', 'r[1]=b;', "s='x'+a;", 'f(a);']
  const GLOBAL = "var a=1,b=2,o={v:1},r=[1,2,3],s='';function f(x){return x}"
  const statements = fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 6 })
  const run = (code: string): number => emulate(GLOBAL + code).instructions

  test('more statements cost more', () => {
    fc.assert(
      fc.property(statements, fc.constantFrom(...STATEMENTS), (list, more) => {
        const code = list.join('')
        expect(run(code + more)).toBeGreaterThan(run(code))
      }),
      { numRuns: 60 },
    )
  })

  test('a blank, a longer name or a block never makes it cheaper', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const code = list.join('')
        expect(run(list.join(' ') + ' ')).toBeGreaterThan(run(code))
        expect(run(`{${code}}`)).toBeGreaterThan(run(code))
      }),
      { numRuns: 40 },
    )
  })

  test('the count is whole and grows linearly with the turns of a loop', () => {
    fc.assert(
      fc.property(statements, fc.integer({ min: 3, max: 9 }), (list, turns) => {
        const code = list.join('')
        const [once, twice, thrice] = [1, 2, 3].map((times) =>
          run(`for(var i=0;i<${turns * times};i++){a=1;s='';${code}}`),
        )
        expect([once, twice, thrice].every(Number.isInteger)).toBe(true)
        expect(Math.abs((thrice - twice) / (twice - once) - 1)).toBeLessThan(0.05)
      }),
      { numRuns: 40 },
    )
  })
})
