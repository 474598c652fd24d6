/**
 * A grammar of what firmware uses: integers and floats, bits, typed arrays, arrays as queues, text, JSON, closures,
 * classes, exceptions, natives for streams. Programs end by themselves and print what they compute.
 */
import { tree, type Kind, type Tree } from './tree.ts'

/** Names that hold values of each kind in the scope under construction. */
type Names = Record<'number' | 'text' | 'array' | 'typed' | 'object' | 'fn', string[]>

/** Deepest nesting of expressions and of blocks. */
const DEPTH = 3

export class Grammar {
  private names: Names = { number: [], text: [], array: [], typed: [], object: [], fn: [] }
  private count = 0

  /** `random` yields numbers from 0 to 1, 1 not included. */
  constructor(private readonly random: () => number) {}

  /** A program of its own: the body of a function, statements one after the other. */
  program(): Tree {
    this.names = { number: [], text: [], array: [], typed: [], object: [], fn: [] }
    this.count = 0
    const statements = Array.from({ length: 2 + this.below(5) }, () => this.statement(0))
    return tree('block', ...statements, this.printAll())
  }

  // ------------------------------------------------------------------------------------- statements

  private statement(depth: number): Tree {
    const simple = [() => this.declare(), () => this.assign(), () => this.print(), () => this.change()]
    const nested = [
      () => this.choice(depth),
      () => this.loop(depth),
      () => this.attempt(depth),
      () => this.selection(depth),
    ]
    // A class in code that is skipped stops debug builds of the real interpreter.
    const defining = [() => this.define(depth), () => (depth === 0 ? this.classUse() : this.declare())]
    const options = depth < 2 ? [...simple, ...simple, ...nested, ...defining] : simple
    return this.pick(options)()
  }

  private block(depth: number): Tree {
    const outer = structuredClone(this.names)
    const statements = Array.from({ length: 1 + this.below(2) }, () => this.statement(depth + 1))
    this.names = outer
    return tree('block', ...statements)
  }

  private declare(): Tree {
    const word = this.pick(['var', 'var', 'let', 'const'])
    const [kind, make] = this.pick<[keyof Names, () => Tree]>([
      ['number', () => this.number()],
      ['number', () => this.integer()],
      ['text', () => this.text()],
      ['array', () => this.array()],
      ['typed', () => this.typed()],
      ['object', () => this.object()],
    ])
    const value = make()
    const name = this.fresh()
    if (word !== 'const' || kind !== 'number') this.names[kind].push(name)
    return tree('statement', `${word} ${name}=`, value, ';')
  }

  private assign(): Tree {
    const name = this.known('number')
    if (!name) return this.declare()
    const operator = this.pick(['=', '+=', '-=', '*=', '|=', '&=', '^=', '<<=', '>>=', '>>>=', '%='])
    return tree('statement', `${name}${operator}`, this.number(), ';')
  }

  private change(): Tree {
    const typed = this.known('typed')
    const array = this.known('array')
    const object = this.known('object')
    const options: (() => Tree)[] = []
    if (typed) options.push(() => tree('statement', `${typed}[`, this.integer(), '&7]=', this.number(), ';'))
    if (typed) options.push(() => tree('statement', `${typed}.fill(`, this.number(), ',1,3);'))
    if (array)
      options.push(
        () => tree('statement', `${array}.push(`, this.number(), ');'),
        () => tree('statement', `print(${array}.${this.pick(['shift', 'pop'])}());`),
        () => tree('statement', `print(${array}.splice(1,1,`, this.number(), '));'),
        () => tree('statement', `${array}.${this.pick(['reverse()', 'sort()', 'unshift(3)'])};`),
      )
    if (object)
      options.push(
        () => tree('statement', `${object}.${this.pick(['a', 'bb', 'longer'])}=`, this.value(), ';'),
        () => tree('statement', `delete ${object}.${this.pick(['a', 'bb'])};`),
      )
    return options.length > 0 ? this.pick(options)() : this.declare()
  }

  private print(): Tree {
    return tree('statement', 'print(', this.value(), ',', this.value(), ');')
  }

  private printAll(): Tree {
    const all = Object.values(this.names).flat()
    return tree('statement', `print(${all.map((name) => `typeof ${name}`).join(',')});`)
  }

  private choice(depth: number): Tree {
    const rest = this.random() < 0.5 ? [' else {', this.block(depth), '}'] : []
    return tree('statement', 'if(', this.truth(), '){', this.block(depth), '}', ...rest)
  }

  private loop(depth: number): Tree {
    const name = this.fresh()
    const bound = 1 + this.below(4)
    const step = this.pick(['++', '+=2', '+=1.5'])
    const escape = this.random() < 0.2 ? `if(${name}==1)${this.pick(['break', 'continue'])};` : ''
    const array = this.known('array')
    if (array && this.random() < 0.3)
      return tree(
        'statement',
        `for(var ${name} ${this.pick(['in', 'of'])} ${array}.slice(0,4)){print(${name});`,
        this.block(depth),
        '}',
      )
    if (this.random() < 0.2)
      return tree('statement', `var ${name}=${bound};while(${name}-->0){`, this.block(depth), '}')
    return tree('statement', `for(var ${name}=0;${name}<${bound};${name}${step}){${escape}`, this.block(depth), '}')
  }

  private selection(depth: number): Tree {
    const fall = this.random() < 0.3 ? '' : 'break;'
    return tree(
      'statement',
      'switch(',
      this.integer(),
      '&3){case 0:',
      this.block(depth),
      `${fall}case 1:case 2:`,
      this.block(depth),
      'break;default:',
      this.block(depth),
      '}',
    )
  }

  private attempt(depth: number): Tree {
    const fault = this.pick([
      'throw 5;',
      'throw new Error("x");',
      'nowhere();',
      'undefined.x;',
      '({}).f();',
      'null[0];',
      '',
    ])
    const last = this.random() < 0.3 ? [' finally{', this.block(depth), '}'] : []
    return tree(
      'statement',
      'try{',
      this.block(depth),
      fault,
      '}catch(e){print(e.toString());',
      this.block(depth),
      '}',
      ...last,
    )
  }

  private define(depth: number): Tree {
    const name = this.fresh()
    const outer = structuredClone(this.names)
    this.names.number.push('p', 'q')
    const body = this.block(depth)
    const result = this.number()
    this.names = outer
    this.names.fn.push(name)
    const form = this.pick(['function', 'expression', 'arrow'])
    if (form === 'function') return tree('statement', `function ${name}(p,q){`, body, 'return ', result, ';}')
    if (form === 'expression') return tree('statement', `var ${name}=function(p,q){`, body, 'return ', result, ';};')
    return tree('statement', `var ${name}=(p,q)=>{`, body, 'return ', result, ';};')
  }

  private classUse(): Tree {
    const name = this.fresh().toUpperCase()
    const base = this.random() < 0.3 ? ` extends ${name}B` : ''
    const head = base === '' ? '' : `class ${name}B{constructor(){this.b=1;}base(){return this.b+1;}}`
    const call = base === '' ? '' : 'super();'
    const extra = base === '' ? '' : `print(o.base(),o instanceof ${name}B);`
    return tree(
      'statement',
      `${head}class ${name}${base}{constructor(v){${call}this.v=v;}get(){return this.v*`,
      this.number(),
      `;}}{let o=new ${name}(`,
      this.number(),
      `);print(o.get(),o.v,o instanceof ${name});${extra}}`,
    )
  }

  // ------------------------------------------------------------------------------------- expressions

  private value(): Tree {
    return this.pick([
      () => this.number(),
      () => this.integer(),
      () => this.text(),
      () => this.truth(),
      () => this.array(),
    ])()
  }

  private number(depth = 0): Tree {
    const kind: Kind = 'number'
    const leaf = [() => tree(kind, this.literal()), () => tree(kind, this.known('number') ?? '2')]
    if (depth >= DEPTH) return this.pick(leaf)()
    const sub = (): Tree => this.number(depth + 1)
    return this.pick([
      ...leaf,
      ...leaf,
      () => tree(kind, '(', sub(), this.pick(['+', '-', '*', '/', '%']), sub(), ')'),
      () => tree(kind, '(', sub(), this.pick(['+', '-', '*']), sub(), ')'),
      () => tree(kind, `Math.${this.pick(['abs', 'floor', 'ceil', 'round', 'sign'])}(`, sub(), ')'),
      () => tree(kind, `Math.${this.pick(['min', 'max'])}(`, sub(), ',', sub(), ')'),
      // the last bit of a root may differ (see the README)
      () => tree(kind, '(Math.round(Math.sqrt(Math.abs(', sub(), '))*1e3)/1e3)'),
      () => tree(kind, '(', this.truth(depth + 1), '?', sub(), ':', sub(), ')'),
      () => tree(kind, '(-', sub(), ')'),
      () => tree(kind, 'E.clip(', sub(), ',-5,5.5)'),
      () => this.call(sub),
      () => this.fromData(depth),
      () => this.integer(depth + 1),
    ])()
  }

  private integer(depth = 0): Tree {
    const kind: Kind = 'integer'
    const leaf = (): Tree =>
      tree(
        kind,
        this.pick(['0', '1', '(-1)', '7', '255', '(-8193)', '8191', '65536', '2147483647', '(-2147483648)', '0x1F']),
      )
    if (depth >= DEPTH) return leaf()
    return this.pick([
      leaf,
      () => tree(kind, '(', this.number(depth + 1), this.pick(['|0', '&255', '^1', '<<3', '>>2', '>>>1', '>>>0']), ')'),
      () => tree(kind, '(~', this.number(depth + 1), ')'),
      () =>
        tree(
          kind,
          '(',
          this.number(depth + 1),
          this.pick(['|', '&', '^', '<<', '>>', '>>>']),
          this.integer(depth + 1),
          ')',
        ),
      () => tree(kind, this.text(depth + 1), '.length'),
      () => tree(kind, 'parseInt(', this.text(depth + 1), ')'),
      () => tree(kind, this.text(depth + 1), '.charCodeAt(', leaf(), '&1)'),
      () => tree(kind, 'E.CRC32(', this.text(depth + 1), ')'),
    ])()
  }

  /** A number out of an array, typed array or object. */
  private fromData(depth: number): Tree {
    const typed = this.known('typed')
    const array = this.known('array')
    const options = [() => tree('number', 'E.sum(', this.array(depth + 1), ')')]
    if (typed)
      options.push(
        () => tree('number', `${typed}[`, this.integer(depth + 1), '&7]'),
        () => tree('number', `E.sum(${typed})`),
        () => tree('number', `E.variance(${typed},`, this.number(depth + 1), ')'),
        () => tree('number', `E.convolve(${typed},${typed},`, this.integer(depth + 1), '&3)'),
        () => tree('number', `${typed}.${this.pick(['length', 'byteLength', 'indexOf(1)'])}`),
        () =>
          tree(
            'number',
            `new DataView(${typed}.buffer).${this.pick(['getUint8(0)', 'getInt16(0,1)', 'getUint32(0)'])}`,
          ),
      )
    if (array)
      options.push(
        () => tree('number', `${array}.length`),
        () => tree('number', `${array}.indexOf(`, this.number(depth + 1), ')'),
        () => tree('number', `${array}.reduce((a,b)=>a+b,0)`),
        () => tree('number', `${array}[`, this.integer(depth + 1), '&3]'),
      )
    return this.pick(options)()
  }

  private call(argument: () => Tree): Tree {
    const name = this.known('fn')
    return name ? tree('number', `${name}(`, argument(), ',', argument(), ')') : argument()
  }

  private text(depth = 0): Tree {
    const kind: Kind = 'text'
    const leaf = [
      () =>
        tree(
          kind,
          this.pick(['""', '"a"', '"hello world"', '"12"', '"-1.5"', '"0x1f"', '"\\x01\\xff\\n"', '"a,b,,c"']),
        ),
      () => tree(kind, this.known('text') ?? '"q"'),
    ]
    if (depth >= DEPTH) return this.pick(leaf)()
    const sub = (): Tree => this.text(depth + 1)
    return this.pick([
      ...leaf,
      ...leaf,
      () => tree(kind, '(', sub(), '+', this.value(), ')'),
      () => tree(kind, '(""+', this.number(depth + 1), ')'),
      () =>
        tree(
          kind,
          sub(),
          `.${this.pick(['toUpperCase()', 'trim()', 'slice(1)', 'slice(-2)', 'substr(1,3)', 'substring(2,0)', 'repeat(2)', 'padStart(6,"-")'])}`,
        ),
      () => tree(kind, 'String.fromCharCode(65+(', this.integer(depth + 1), '&15))'),
      () => tree(kind, 'JSON.stringify(', this.value(), ')'),
      () => tree(kind, 'JSON.stringify(', this.object(), ')'),
      () => tree(kind, this.array(depth + 1), '.join(";")'),
      () => tree(kind, 'btoa(', sub(), ')'),
      () => tree(kind, 'E.toString(', this.array(depth + 1), '.concat(65))'),
      () => tree(kind, '`<${', this.number(depth + 1), '}>`'),
      () => tree(kind, '(', this.number(depth + 1), ').toFixed(', this.pick(['0', '1', '3']), ')'),
      () => tree(kind, '(typeof ', this.value(), ')'),
    ])()
  }

  private truth(depth = 0): Tree {
    const kind: Kind = 'truth'
    if (depth >= DEPTH) return tree(kind, this.pick(['true', 'false']))
    const number = (): Tree => this.number(depth + 1)
    return this.pick([
      () => tree(kind, this.pick(['true', 'false'])),
      () => tree(kind, '(', number(), this.pick(['<', '>', '<=', '>=', '==', '!=', '===', '!==']), number(), ')'),
      () => tree(kind, '(', this.text(depth + 1), this.pick(['<', '==', '===', '!=']), this.text(depth + 1), ')'),
      () => tree(kind, '(', this.truth(depth + 1), this.pick(['&&', '||']), this.truth(depth + 1), ')'),
      () => tree(kind, '!', this.truth(depth + 1)),
      () => tree(kind, 'isNaN(', number(), ')'),
      () => tree(kind, this.text(depth + 1), '.includes("a")'),
    ])()
  }

  private array(depth = 0): Tree {
    const kind: Kind = 'array'
    const leaf = [
      () => tree(kind, '[', this.number(depth + 1), ',', this.number(depth + 1), ']'),
      () => tree(kind, this.known('array') ?? '[3,1,2]'),
    ]
    if (depth >= DEPTH) return tree(kind, '[1,2]')
    const sub = (): Tree => this.array(depth + 1)
    return this.pick([
      ...leaf,
      ...leaf,
      () =>
        tree(kind, sub(), `.${this.pick(['slice(1)', 'map(x=>x*2)', 'filter(x=>x>1)', 'concat([9])', 'slice(-1)'])}`),
      () => tree(kind, this.text(depth + 1), '.split(",")'),
      () => tree(kind, '[', this.text(depth + 1), ',', this.truth(depth + 1), ']'),
      () => tree(kind, 'Object.keys(', this.object(), ')'),
    ])()
  }

  private object(): Tree {
    return tree('array', '{a:', this.number(3), `,${this.pick(['bb', 'longer', '"x y"', '3'])}:`, this.text(3), '}')
  }

  private typed(): Tree {
    const type = this.pick([
      'Uint8Array',
      'Int8Array',
      'Uint16Array',
      'Int16Array',
      'Int32Array',
      'Uint32Array',
      'Float32Array',
      'Float64Array',
      'Uint8ClampedArray',
    ])
    if (this.random() < 0.4) return tree('array', `new ${type}(8)`)
    return tree('array', `new ${type}([`, this.number(2), ',', this.number(2), ',', this.integer(2), ',4])')
  }

  // ------------------------------------------------------------------------------------------ chance

  private literal(): string {
    const whole = this.below(this.pick([3, 10, 1000, 20000, 3000000]))
    return this.pick([
      () => String(whole),
      () => `${whole}.${this.below(1000)}`,
      () => `${this.below(10)}.5`,
      () => `${this.below(10)}e${this.below(8)}`,
      () => `0.${'0'.repeat(this.below(4))}${1 + this.below(999)}`,
    ])()
  }

  private known(kind: keyof Names): string | undefined {
    const names = this.names[kind]
    return names.length > 0 ? this.pick(names) : undefined
  }

  private fresh(): string {
    return `v${this.count++}`
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit)
  }

  private pick<T>(options: readonly T[]): T {
    return options[this.below(options.length)]
  }
}
