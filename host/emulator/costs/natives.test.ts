/** Costs of natives against what a real interpreter spent on them, and the mechanisms behind the figures. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Board } from '../board/board.ts'
import { emulate } from '../emulate.ts'
import { Source } from '../language/source.ts'
import { Arr, int, Native } from '../values.ts'
import { costOf, paysRelease, placesWithCost } from './natives.ts'
import { callbackCost, errorCost } from './natives-callbacks.ts'
import { chargeOf, measuredBoard, type MeasuredRow } from './natives-measured.ts'
import { makesNew, releaseCost } from './natives-release.ts'

const rows = readFileSync(new URL('natives.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as MeasuredRow)

/** Rows that leave timers, files, listeners or scattered memory behind need a board of their own. */
const ALONE =
  /set(Timeout|Interval)|Promise|Storage|memory|Loopback|emit|\.on\(|new \w+(Array|Buffer)\(|r\.map|Flat|toUint8|E.toString|atob\(|btoa\(/

/** Relative deviations from the measured figures, in order of size, with what they belong to. */
function deviations(use: MeasuredRow['use']): { size: number; row: string }[] {
  const board = measuredBoard()
  return rows
    .filter((row) => row.use === use)
    .map((row) => {
      const charged = chargeOf(row, ALONE.test(row.setup + row.call) ? measuredBoard() : board)
      return {
        size: Math.abs(charged / row.ir - 1),
        row: `${row.setup} | ${row.call}: measured ${row.ir}, charged ${charged}`,
      }
    })
    .sort((a, b) => a.size - b.size)
}

describe('measured natives', () => {
  test.each(['fit', 'check'] as const)(
    '%s rows: half of them within a twentieth, nine of ten within a fifth',
    (use) => {
      const found = deviations(use)
      expect(found.length).toBeGreaterThanOrEqual(40)
      const at = (part: number): { size: number; row: string } => found[Math.floor(part * (found.length - 1))]
      expect(at(0.5).size, at(0.5).row).toBeLessThanOrEqual(0.05)
      expect(at(0.9).size, at(0.9).row).toBeLessThanOrEqual(0.2)
      expect(at(1).size, at(1).row).toBeLessThan(0.5)
    },
  )

  test('no call was used twice, and none both to fit and to check', () => {
    const calls = rows.map(({ setup, call }) => `${setup}|${call}`)
    expect(calls.filter((call, at) => calls.indexOf(call) !== at)).toEqual([])
  })

  test.each(
    rows.filter(({ setup, call }) => /^E\.(sum|CRC32)|^s\.split\(','\)|^x\.forEach/.test(call) && setup !== ''),
  )('within a quarter: $setup | $call', (row) => {
    const charged = chargeOf(row)
    expect(charged).toBeGreaterThan(0.75 * row.ir)
    expect(charged).toBeLessThan(1.25 * row.ir)
  })
})

describe('the table', () => {
  const board = new Board()
  board.boot(false)
  const { natives } = board.vm

  function exists(place: string): boolean {
    const [, object, kind, name] = /^(\w+)(?:([.#])(\w+))?$/.exec(place) ?? []
    if (object === undefined) return place.startsWith('Promise: ')
    if (kind === undefined) return natives.findGlobal(object) !== undefined
    const def = natives.findObject(object) ?? natives.findLibrary(object)
    return (kind === '.' ? def?.statics : def?.prototype)?.has(name) === true
  }

  test('every place in it is that of a native', () => {
    expect(placesWithCost().filter((place) => !exists(place))).toEqual([])
  })

  test('a native gets its cost when it is registered', () => {
    expect(natives.findObject('Math')?.statics.get('abs')?.def.cost).toBe(costOf('Math.abs'))
    expect(natives.findObject('String')?.prototype.get('split')?.def.cost).toBe(costOf('String#split'))
    expect(natives.findGlobal('parseInt')?.def.cost).toBe(costOf('parseInt'))
    expect(natives.findLibrary('Storage')?.statics.get('read')?.def.cost).toBe(costOf('Storage.read'))
  })

  test('one without an entry costs what is the default', () => {
    expect(costOf('E.nobodyKnowsThis')).toBe(costOf('norThis'))
    expect(costOf('norThis')(board.vm, undefined, [], undefined)).toBe(1500)
  })

  test('all are numbers for any arguments, also wrong ones', () => {
    const texts = ['"x"', '1.5', '({a:1})', 'new Uint8Array(4)']
    const values = [undefined, 5, new Arr(), new Arr([1, 2]), ...texts.map(valueOf)]
    const wrong = placesWithCost().filter((place) => {
      const cost = costOf(place)
      return values.some((self) =>
        values.some((arg) =>
          values.some((result) => {
            const instructions = cost(board.vm, self, [arg, arg], result)
            return !(Number.isFinite(instructions) && instructions >= 0)
          }),
        ),
      )
    })
    expect(wrong).toEqual([])
  })

  function valueOf(text: string): never {
    return board.vm.evaluate(text).value as never
  }
})

describe('mechanisms', () => {
  const charge = (setup: string, call: string): number => chargeOf({ setup, call })
  const fields = (count: number): string => `var s='1234567'+',1234567'.repeat(${count - 1})`
  const letters = (count: number): string => `var s='x'.repeat(${count})`

  test('split grows faster than its text: four times the fields, twelve times the cost', () => {
    const factor = charge(fields(128), "s.split(',')") / charge(fields(32), "s.split(',')")
    expect(factor).toBeGreaterThan(10)
    expect(factor).toBeLessThan(14)
  })

  test('split of a string in one piece does not', () => {
    const flat = (count: number): string => `${fields(count)};s=E.toFlatString(s)`
    const factor = charge(flat(128), "s.split(',')") / charge(flat(32), "s.split(',')")
    expect(factor).toBeGreaterThan(3.5)
    expect(factor).toBeLessThan(4.5)
  })

  test('CRC32 costs the same for each further byte', () => {
    const of = (count: number): number => charge(letters(count), 'E.CRC32(s)')
    expect(of(300) - of(200)).toBe(of(200) - of(100))
    expect((of(200) - of(100)) / 100).toBeCloseTo(184, 0)
  })

  test.each([
    // a comparator without an answer says `greater`: all pairs of a short array are compared
    [4, 6],
    [6, 15],
    [10, 45],
    // from eleven elements on, three comparisons choose the pivot of each part that long
    [12, 66 + 6],
  ])('sort of %i elements pays for %i comparisons', (count, comparisons) => {
    const setup = `var x=[];for(var j=0;j<${count};j++)x.push(j);var `
    const byNative = charge(`${setup}f=function(a,b){}`, 'x.sort(f)') - 1500
    const each = byNative / comparisons
    expect(each).toBeCloseTo(charge(`${setup}f=function(a,b){}`, 'f.call(0,1,2)') - 530 - 2 * 2330 + 414, 6)
  })

  test('sorted input costs a comparison for each pair, mixed input fewer', () => {
    const sort = (list: string): number =>
      charge(`var r=new Float64Array([${list}]),w=new Float64Array(10)`, 'w.set(r);w.sort()')
    expect(sort('5,2,8,1,4,7,9,0,3,6')).toBeLessThan(0.85 * sort('0,1,2,3,4,5,6,7,8,9'))
  })

  test('a character further back in a linked string costs more, in one piece it does not', () => {
    expect(charge(letters(200), 's.charCodeAt(190)')).toBeGreaterThan(5 * charge(letters(200), 's.charCodeAt(0)'))
    const flat = `${letters(200)};s=E.toFlatString(s)`
    expect(charge(flat, 's.charCodeAt(190)')).toBe(charge(flat, 's.charCodeAt(0)'))
  })

  test('a search pays up to what it finds', () => {
    const setup = 'var x=[];for(var j=0;j<100;j++)x.push(j)'
    expect(charge(setup, 'x.indexOf(9)') * 8).toBeLessThan(charge(setup, 'x.indexOf(99)'))
    expect(charge(setup, 'x.indexOf(99)')).toBe(charge(setup, 'x.indexOf(-1)'))
  })

  test.each([
    ['a float costs more to print than an integer', 'var a=5', 'var a=23.517', 'a.toString()'],
    ['many digits cost more than few', 'var a=2.5', 'var a=1690000000123', 'a.toString()'],
    ['a longer text costs more to read', "var a='5'", "var a='1690000000000'", 'parseFloat(a)'],
    ['each argument of Math.max costs', 'var a=[1]', 'var a=[1,2,3,4,5]', 'Math.max.apply(0,a)'],
    [
      'floats of eight bytes cost more to add than bytes',
      'var a=new Uint8Array(64)',
      'var a=new Float64Array(64)',
      'E.sum(a)',
    ],
    ['a member costs more than an element', 'var a=[1,2,3]', 'var a={x:1,y:2,z:3}', 'JSON.stringify(a)'],
    ['taking the first element renumbers the others', 'var a=[1,2]', 'var a=[1,2,3,4,5,6,7,8]', 'a.shift()'],
    ['a longer buffer takes longer to get', 'var a=10', 'var a=4000', 'new Uint8Array(a)'],
    ['names are compared with all others', 'var a={b:1}', 'var a={b:1,c:2,d:3,e:4}', 'Object.keys(a)'],
    [
      'a timer is put behind the others',
      'var a=1',
      'for(var a=0;a<9;a++)setTimeout(print,1e6)',
      'setTimeout(print,1e5)',
    ],
    ['with a listener the call is queued', 'var a={}', 'var a={};a.on("x",print)', 'a.emit("x",1)'],
    [
      'of flash the size is written',
      'var S=require("Storage"),a="x"',
      'var S=require("Storage"),a="x".repeat(300)',
      'S.write("f",a)',
    ],
  ])('%s', (_title, cheap, dear, call) => {
    expect(charge(dear, call)).toBeGreaterThan(charge(cheap, call))
  })

  test('a property that is computed when it is read costs, too', () => {
    expect(charge(letters(200), 's.length')).toBeGreaterThan(charge(letters(5), 's.length') + 1500)
    expect(charge('', 'Math.PI')).toBe(167)
  })

  test('collecting garbage takes time for every variable there is, counting much less', () => {
    const spent = (vars: number, args: string): number => {
      const run = (code: string): number => emulate(code, { vars }).instructions
      return run(`process.memory(${args})`) - run('')
    }
    expect(spent(6000, '') - spent(3000, '')).toBe(3000 * 93)
    expect(spent(6000, 'false') - spent(3000, 'false')).toBe(3000 * 11)
  })

  test('a native that throws is not charged', () => {
    const board = new Board()
    board.boot(false)
    const { vm } = board
    vm.execute('var f=function(){}', 'setup')
    const apply = vm.member(vm.root.find('f')?.value as never, 'apply')
    const before = vm.instructions
    expect(() => vm.call(apply, undefined, [undefined, int(1)])).toThrow()
    const error = vm.instructions - before - callbackCost(apply, [])
    expect(error).toBe(0)
  })
})

describe('callbacks', () => {
  const board = new Board()
  board.boot(false)
  const made = (text: string): never => board.vm.evaluate(`(${text})`).value as never

  test.each([
    // measured with forEach over 20 elements, three arguments each
    ['function(){}', 149213],
    ['function(v){}', 167473],
    ['function(abc){}', 173753],
    ['function(abcd){}', 179673],
    ['function(abcde){}', 204393],
    ['function(abcdefghijklmnop){}', 258233],
    ['function(a,b,c){}', 196513],
  ])('%s', (text, measured) => {
    const array = new Arr(Array.from({ length: 20 }, (_, at) => at))
    const charged = 413 + 20 * (1210 + callbackCost(made(text), [1, 2, array]))
    expect(Math.abs(charged / measured - 1)).toBeLessThan(0.03)
  })

  test('parameters without an argument are dearer than those with one', () => {
    const fn = made('function(a,b,c){}')
    expect(callbackCost(fn, [])).toBeGreaterThan(callbackCost(fn, [1, 2, 3]))
  })

  test('a native called back has no scope to make, and pays for itself', () => {
    const abs = made('Math.abs') as Native
    expect(callbackCost(abs, [1, 2, 3])).toBe(650)
    const spent = (call: string): number => chargeOf({ setup: 'var x=[1,2,3,4],f=function(v){},g=Math.abs', call })
    expect(spent('x.forEach(g)')).toBeGreaterThan(4 * (650 + 201))
    expect(spent('x.forEach(g)')).toBeLessThan(spent('x.forEach(f)') / 2)
  })

  test('what is no function costs nothing', () => {
    expect(callbackCost(undefined, [])).toBe(0)
  })

  test('visited elements are counted, not the length', () => {
    const setup = 'var x=[];for(var j=0;j<40;j++)x.push(j);var f=function(v){}'
    expect(chargeOf({ setup, call: 'x.every(f)' })).toBeLessThan(chargeOf({ setup, call: 'x.some(f)' }) / 20)
  })

  test('an error costs the more the longer its stack trace is, and the text that is passed to make it', () => {
    const passed = (count: number): number => errorCost(232, [{ passed: count, leftOut: 0 }])
    // measured: 1,600 characters of earlier text are passed four times and take 345,000
    expect(Math.abs((passed(6400) - passed(0)) / 345_000 - 1)).toBeLessThan(0.03)
    const body = (count: number): number =>
      errorCost(232, [
        { passed: 100, leftOut: count },
        { passed: 100, leftOut: 0 },
      ])
    expect(body(1000)).toBeGreaterThan(body(0))
    expect(errorCost(281, [])).toBeGreaterThan(errorCost(232, []))
    const thrown = (depth: string): number => emulate(`try{${depth}}catch(e){}`).instructions
    const shallow = thrown('a=new Error()')
    expect(thrown('(function(){(function(){a=new Error()})()})()')).toBeGreaterThan(shallow + 10_000)
  })
})

describe('places and patterns', () => {
  const spent = (text: string): number => emulate(text).instructions

  test.each([
    // text, position, what is passed: twice up to the position, up to the line, up to the end of the line
    ['abc', 1, 2 + 0 + 3, 0],
    ['abc\ndefg\nh', 5, 10 + 4 + 8, 0],
    ['abc\ndefg\nh', 99, 20 + 9 + 10, 0],
    ['', 0, 0, 0],
    ['x'.repeat(80), 50, 100 + 0 + 80, 20],
    ['x'.repeat(60), 50, 100 + 0 + 60, 0],
  ])('telling a place in %j at %d passes %d characters', (text, pos, passed, leftOut) => {
    expect(new Source(text).walk(pos)).toEqual({ passed, leftOut })
  })

  test('a match that ends in a repetition is made once for each character of it', () => {
    const exec = (pattern: string, text: string): number => spent(`/${pattern}/.exec('${text}')`)
    const longer = (pattern: string): number => exec(pattern, 'a123456') - exec(pattern, 'a123')
    // measured: 7,260 for each
    expect(longer('a\\d+')).toBeGreaterThan(3 * 7000)
    expect(longer('a(\\d+)')).toBeGreaterThan(longer('a\\d+') + 3 * 2000)
    expect(longer('a\\d+$')).toBeLessThan(3 * 3000)
  })
})

describe('release', () => {
  const board = new Board()
  board.boot(false)
  const cost = (text: string): number => releaseCost(board.vm.evaluate(text).value)

  test.each([
    // instructions outside of the native for the longer result less those for the shorter one, measured
    ['[1,2,3,4].slice()', 'x.slice()', 56 * 392],
    ["'1234567,1234567'.split(',')", "y.split(',')", 62 * 795],
    ['new Float64Array(4)', 'new Float64Array(512)', 18_600],
  ])('of %s and %s', (small, large, measured) => {
    board.vm.execute("var x=[];for(var j=0;j<60;j++)x.push(j);var y='1234567'+',1234567'.repeat(63)", 'setup')
    const difference = cost(large) - cost(small)
    expect(difference).toBeGreaterThan(0.75 * measured)
    expect(difference).toBeLessThan(1.25 * measured)
  })

  test('is paid by natives that make something, not by those that hand on what there was', () => {
    expect(paysRelease(costOf('Array#slice'))).toBe(true)
    expect(paysRelease(costOf('Array#fill'))).toBe(false)
    expect(makesNew('JSON.parse')).toBe(true)
    expect(makesNew('Array#find')).toBe(false)
  })

  test.each(['new Float64Array(r.buffer)', 'E.toString(r)', 'E.toString(r.buffer)', 'E.toString("abc")'])(
    'is not paid for what shares its bytes: %s',
    (call) => {
      const spent = (size: number): number => {
        const before = `var r=new Uint8Array(${size});E.toString(r);`
        const run = (code: string): number => emulate(before + code).instructions
        return run(call) - run('')
      }
      expect(spent(2000)).toBe(spent(200))
    },
  )

  test('ends with what contains itself', () => {
    expect(cost('(()=>{var a=[];a.push(a);return a})()')).toBeLessThan(10_000)
  })
})

describe('properties', () => {
  const board = measuredBoard()
  const numbers = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 30 })
  const calls = fc.constantFrom(
    'E.sum(x)',
    'x.join()',
    'x.slice()',
    'x.fill(1)',
    'x.indexOf(1000)',
    'JSON.stringify(x)',
  )

  test('more elements never cost less', () => {
    fc.assert(
      fc.property(numbers, numbers, calls, (some, more, call) => {
        const charge = (list: readonly number[]): number => chargeOf({ setup: `var x=[${list.join()}]`, call }, board)
        expect(charge([...some, ...more])).toBeGreaterThan(charge(some))
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  test('the same call costs the same again', () => {
    fc.assert(
      fc.property(numbers, calls, (list, call) => {
        const row = { setup: `var x=[${list.join()}]`, call }
        expect(chargeOf(row, board)).toBe(chargeOf(row, board))
      }),
      { seed: 2, numRuns: 30 },
    )
  })
})
