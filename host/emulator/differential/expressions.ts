/** Expressions of each kind: numbers and their edges, bits, text, truth, patterns. */
import { Collections } from './collections.ts'
import { tree, type Tree } from './tree.ts'

/** Deepest nesting of expressions. */
export const DEPTH = 3

/** Numbers at which integers, names that hold them, floats and the printer change their ways. */
const EDGES = [
  '(-1)',
  '255',
  '8191',
  '8192',
  '(-8192)',
  '(-8193)',
  '65536',
  '2147483647',
  '2147483648',
  '(-2147483647)',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '(-9007199254740991)',
  '0.1',
  '1e-7',
  '0.99999999',
  '123456.789',
  '1e21',
  '1e300',
  'NaN',
  '1/0',
  '(-1/0)',
  '(-0)',
  '0x1F',
  '0b101',
  '0o17',
  '1_000',
  '017',
  '.5',
  '5.',
]

const TEXTS = [
  '""',
  '"a"',
  '"hello world"',
  '"12"',
  '"-1.5"',
  '" 7 "',
  '"0x1f"',
  '"1e3"',
  '"\\x01\\xff\\n"',
  '"a,b,,c"',
  '\'it is "so"\'',
  '"The quick brown fox jumps over the lazy dog"',
  '"[1,2,{\\"a\\":3}]"',
  '"true"',
  '"abcdefghijklmnopqrstuvwxyz"',
]

const TEXT_CALLS = [
  'toUpperCase()',
  'toLowerCase()',
  'trim()',
  'slice(1)',
  'slice(-2)',
  'slice(1,-1)',
  'substr(1,3)',
  'substr(-3)',
  'substring(2,0)',
  'substring(1)',
  'repeat(2)',
  'padStart(6,"-")',
  'padEnd(12,"ab")',
  'charAt(1)',
  'concat("x",1)',
  'replace("a","b")',
  'replace("l","<$1>")',
  'replaceAll("o","0")',
  'split("").reverse().join("")',
  'replace(/[aeiou]/g,"*")',
  'replace(/(\\w)(\\w)/,"$2$1")',
  'replace(/\\d/g,d=>d*2)',
]

const PATTERNS = [
  '/a/',
  '/[a-e]+/g',
  '/^h/i',
  '/o$/',
  '/\\d+/',
  '/(\\w)o/',
  '/l*o/',
  '/[^a-z]/',
  '/\\s/g',
  '/x|y|o/',
  '/./',
  '/(a|b)c/',
]

export abstract class Expressions extends Collections {
  /** Something of any kind. */
  protected value(depth = 0): Tree {
    return this.one([
      () => this.number(depth),
      () => this.number(depth),
      () => this.integer(depth),
      () => this.text(depth),
      () => this.truth(depth),
      () => this.array(depth),
      () => this.object(depth),
      () => tree('number', this.pick(['null', 'undefined', 'true', 'NaN'])),
    ])
  }

  protected number(depth = 0): Tree {
    const leaf = [() => tree('number', this.literal()), () => tree('number', this.readable() ?? '2')]
    if (depth >= DEPTH) return this.one(leaf)
    const sub = (): Tree => this.number(depth + 1)
    return this.one([
      ...leaf,
      ...leaf,
      () => tree('number', '(', sub(), this.pick(['+', '-', '*', '/', '%']), sub(), ')'),
      () => tree('number', '(', sub(), this.pick(['+', '-', '*']), sub(), ')'),
      () => tree('number', `Math.${this.pick(['abs', 'floor', 'ceil', 'round', 'sign', 'sqrt'])}(`, sub(), ')'),
      () => tree('number', `Math.${this.pick(['min', 'max'])}(`, sub(), ',', sub(), ')'),
      () => tree('number', 'Math.wrap(', sub(), ',360)'),
      () => tree('number', '(', this.truth(depth + 1), '?', sub(), ':', sub(), ')'),
      () => tree('number', '(-', sub(), ')'),
      () => tree('number', 'E.clip(', sub(), ',-5,5.5)'),
      () => tree('number', this.pick(['Number(', 'parseFloat(', ' +(']), this.text(depth + 1), ')'),
      () => this.assigned(sub),
      () => this.call(sub),
      () => this.fromData(depth),
      () => this.integer(depth + 1),
    ])
  }

  protected integer(depth = 0): Tree {
    const leaf = (): Tree => tree('integer', this.pick(['0', '1', '2', '3', '7', ...EDGES]))
    if (depth >= DEPTH) return leaf()
    return this.one([
      leaf,
      () =>
        tree(
          'integer',
          '(',
          this.number(depth + 1),
          this.pick(['|0', '&255', '^1', '<<3', '>>2', '>>>1', '>>>0', '%7']),
          ')',
        ),
      () => tree('integer', '(~', this.number(depth + 1), ')'),
      () =>
        tree(
          'integer',
          '(',
          this.number(depth + 1),
          this.pick(['|', '&', '^', '<<', '>>', '>>>']),
          this.integer(depth + 1),
          ')',
        ),
      () => tree('integer', this.text(depth + 1), '.length'),
      () => tree('integer', 'parseInt(', this.text(depth + 1), this.pick(['', ',10', ',16', ',2']), ')'),
      () => tree('integer', this.text(depth + 1), '.charCodeAt(', leaf(), '&1)'),
      () => tree('integer', this.text(depth + 1), this.pick(['.indexOf("o")', '.lastIndexOf("o")', '.indexOf("l",3)'])),
      () => tree('integer', 'E.CRC32(', this.text(depth + 1), ')'),
    ])
  }

  /** An assignment or step as part of an expression. */
  private assigned(sub: () => Tree): Tree {
    const name = this.known('number')
    if (!name) return sub()
    return this.one([
      () => tree('number', `(${name}${this.pick(['=', '+=', '-=', '*=', '|='])}`, sub(), ')'),
      () => tree('number', `(${name}${this.pick(['++', '--'])})`),
      // in brackets: behind an operator the signs would run together
      () => tree('number', `(${this.pick(['++', '--'])}${name})`),
      () => tree('number', '(', sub(), ',', sub(), ')'),
    ])
  }

  private call(argument: () => Tree): Tree {
    const name = this.known('fn')
    if (!name) return argument()
    return this.one([
      () => tree('number', `${name}(`, argument(), ',', argument(), ')'),
      () => tree('number', `${name}(`, argument(), ')'),
      () => tree('number', `${name}.call(`, this.pick(['null', 'this', '{b:2}']), ',', argument(), ',1)'),
      () => tree('number', `${name}.apply(null,[`, argument(), ',', argument(), '])'),
      () => tree('number', `${name}.bind(null,`, argument(), ')(', argument(), ')'),
    ])
  }

  protected text(depth = 0): Tree {
    const leaf = [() => tree('text', this.pick(TEXTS)), () => tree('text', this.known('text') ?? '"q"')]
    if (depth >= DEPTH) return this.one(leaf)
    const sub = (): Tree => this.text(depth + 1)
    return this.one([
      ...leaf,
      ...leaf,
      () => tree('text', '(', sub(), '+', this.value(depth + 1), ')'),
      () => tree('text', '(""+', this.number(depth + 1), ')'),
      () => tree('text', sub(), `.${this.pick(TEXT_CALLS)}`),
      () => tree('text', sub(), `.${this.pick(TEXT_CALLS)}`),
      () => tree('text', '(', sub(), '[', this.integer(depth + 1), '&3]+"")'),
      () => tree('text', 'String.fromCharCode(65+(', this.integer(depth + 1), '&15))'),
      () => tree('text', 'JSON.stringify(', this.value(depth + 1), this.pick(['', '', ',null,2']), ')'),
      () => tree('text', 'JSON.stringify(JSON.parse(JSON.stringify(', this.object(depth + 1), ')))'),
      () => tree('text', 'E.toJS(', this.value(depth + 1), ')'),
      () => tree('text', this.array(depth + 1), `.join(${this.pick(['";"', '""', ''])})`),
      () => tree('text', 'btoa(', sub(), ')'),
      () => tree('text', 'atob(btoa(', sub(), '))'),
      () => tree('text', 'E.toString(', this.array(depth + 1), '.concat(65))'),
      () => tree('text', '`<${', this.value(depth + 1), '}|${', sub(), '}>`'),
      () =>
        tree(
          'text',
          '(',
          this.number(depth + 1),
          `).${this.pick(['toFixed(0)', 'toFixed(1)', 'toFixed(3)', 'toString()'])}`,
        ),
      () => tree('text', '(', this.integer(depth + 1), `|0).toString(${this.pick(['16', '2', '10', '36'])})`),
      () => tree('text', '(typeof ', this.value(depth + 1), ')'),
      () => tree('text', 'JSON.stringify(', sub(), '.match(', this.pattern(), '))'),
      () => tree('text', 'encodeURIComponent(', sub(), ')'),
    ])
  }

  protected pattern(): Tree {
    return tree('pattern', this.pick(PATTERNS))
  }

  protected truth(depth = 0): Tree {
    if (depth >= DEPTH) return tree('truth', this.pick(['true', 'false']))
    const number = (): Tree => this.number(depth + 1)
    const compare = (): string => this.pick(['<', '>', '<=', '>=', '==', '!=', '===', '!=='])
    return this.one([
      () => tree('truth', this.pick(['true', 'false'])),
      () => tree('truth', '(', number(), compare(), number(), ')'),
      () => tree('truth', '(', number(), compare(), number(), ')'),
      () =>
        tree('truth', '(', this.text(depth + 1), this.pick(['<', '==', '===', '!=', '>']), this.text(depth + 1), ')'),
      () => tree('truth', '(', this.value(depth + 1), this.pick(['==', '===', '!=']), this.value(depth + 1), ')'),
      () =>
        tree('truth', '(', this.truth(depth + 1), this.pick(['&&', '||', '==', '&', '|']), this.truth(depth + 1), ')'),
      () => tree('truth', '!', this.truth(depth + 1)),
      () => tree('truth', '!!', this.value(depth + 1)),
      () => tree('truth', 'isNaN(', this.value(depth + 1), ')'),
      () => tree('truth', this.text(depth + 1), this.pick(['.includes("a")', '.startsWith("a")', '.endsWith("o")'])),
      // in brackets: behind | and ^ the device reads no pattern
      () => tree('truth', '(', this.pattern(), '.test(', this.text(depth + 1), '))'),
      () => tree('truth', '("a" in ', this.object(depth + 1), ')'),
      () => tree('truth', 'Array.isArray(', this.value(depth + 1), ')'),
      () =>
        tree(
          'truth',
          '(',
          this.value(depth + 1),
          this.pick([' instanceof Array', ' instanceof Object', '==null', '===undefined']),
          ')',
        ),
    ])
  }

  private literal(): string {
    const whole = this.below(this.pick([3, 10, 1000, 20000, 3000000]))
    return this.pick([
      String(whole),
      `${whole}.${this.below(1000)}`,
      `${this.below(10)}.5`,
      `${this.below(10)}e${this.below(8)}`,
      `0.${'0'.repeat(this.below(4))}${1 + this.below(999)}`,
      this.pick(EDGES),
    ])
  }
}
