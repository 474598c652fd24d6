/** Statements: declarations, changes, choices, loops, exceptions, functions, classes. */
import { Expressions } from './expressions.ts'
import { tree, type Tree } from './tree.ts'
import type { Held, Make } from './words.ts'

/** Deepest nesting of blocks. */
const BLOCKS = 2

const FAULTS = [
  'throw 5;',
  'throw new Error("x");',
  'throw new TypeError("long text of an error");',
  'throw {a:1,toString:()=>"own"};',
  'nowhere();',
  'nowhere.x=1;',
  'undefined.x;',
  '({}).f();',
  '({a:1}).a();',
  'null[0];',
  'new nothing();',
  'new 5();',
  '[].reduce((a,b)=>a);',
  'JSON.parse("{a:}");',
  'JSON.parse("[1,");',
  '"a".repeat(-1);',
  'new Array(-1);',
  'E.mapInPlace(1,2);',
  'eval("1+");',
  '',
  '',
]

/**
 * Text that this interpreter does not read (FACTS 3.1), evaluated so that the rest goes on. Heads that end behind their
 * condition and wrong lists of parameters are left out: the real interpreter loses a variable for good there.
 */
const UNSUPPORTED = [
  'var [a,b]=[1,2];',
  'var {a}={a:1};',
  'print(...[1,2]);',
  'print([...[1]]);',
  'print(2**3);',
  'var a;a??=1;',
  'print({a:1}?.a);',
  'print({["a"]:1});',
  'print(1;',
  'var 1a=2;',
  'print("a);',
  'x=;',
  '}',
  'return;;5',
  'a b',
  '1=2;',
]

export abstract class Statements extends Expressions {
  /** A statement that defines or uses something as firmware does; depth 0 only. */
  protected abstract shape(): Tree

  protected anyStatement(depth: number): Tree {
    const simple = [
      () => this.declare(),
      () => this.declare(),
      () => this.assign(),
      () => this.print(),
      () => this.change(),
      () => this.change(),
    ]
    if (depth >= BLOCKS) return this.one(simple)
    const nested = [
      () => this.choice(depth),
      () => this.loop(depth),
      () => this.loop(depth),
      () => this.attempt(depth),
      () => this.selection(depth),
      () => this.define(depth),
      () => this.statement('{', this.block(depth), '}'),
    ]
    // A class in code that is skipped stops debug builds of the real interpreter.
    const outer = depth === 0 ? [() => this.shape(), () => this.shape(), () => this.shape()] : []
    if (depth === 0 && this.chance(0.02)) return this.unsupported()
    return this.one([...simple, ...nested, ...outer])
  }

  private unsupported(): Tree {
    return this.statement(`try{eval(${JSON.stringify(this.pick(UNSUPPORTED))});}catch(e){print(e.toString(),e.stack)}`)
  }

  protected block(depth: number): Tree {
    return this.scoped(() =>
      tree('block', ...Array.from({ length: 1 + this.below(2) }, () => this.anyStatement(depth + 1))),
    )
  }

  protected declare(): Tree {
    const word = this.pick(['var ', 'var ', 'let ', 'let ', 'const ', ''])
    const [kind, make] = this.pick<[Held, Make]>([
      ['number', () => this.number()],
      ['number', () => this.integer()],
      ['text', () => this.text()],
      ['array', () => this.array()],
      ['array', () => this.array()],
      ['typed', () => this.typed()],
      ['object', () => this.object()],
      ['object', () => this.object()],
    ])
    const value = make()
    const name = this.fresh()
    if (word !== 'const ' || kind !== 'text')
      this.names[word === 'const ' && kind === 'number' ? 'fixed' : kind].push(name)
    if (kind === 'number' && word !== '' && this.chance(0.2)) {
      const second = this.fresh()
      this.names[word === 'const ' ? 'fixed' : kind].push(second)
      return this.statement(`${word}${name}=`, value, `,${second}=`, this.number(), ';')
    }
    return this.statement(`${word}${name}=`, value, ';')
  }

  private assign(): Tree {
    const name = this.known('number')
    if (!name) return this.declare()
    const fixed = this.known('fixed', 0.03)
    const operator = this.pick(['=', '+=', '-=', '*=', '|=', '&=', '^=', '<<=', '>>=', '>>>=', '%=', '/='])
    return this.statement(`${fixed ?? name}${operator}`, this.number(), ';')
  }

  private change(): Tree {
    const typed = this.known('typed')
    const array = this.known('array')
    const object = this.known('object')
    const text = this.known('text')
    const options: Make[] = []
    if (typed) options.push(...this.typedChanges(typed))
    if (array) options.push(...this.arrayChanges(array))
    if (object) options.push(...this.objectChanges(object))
    if (text) options.push(() => this.statement(`${text}+=`, this.value(1), ';'))
    return options.length > 0 ? this.one(options) : this.declare()
  }

  private typedChanges(typed: string): Make[] {
    return [
      () => this.statement(`${typed}[`, this.integer(), '&7]=', this.number(), ';'),
      () => this.statement(`${typed}[`, this.integer(), `&3]${this.pick(['++', '+=2', '-=1.5', '|=256'])};`),
      () => this.statement(`${typed}.fill(`, this.number(), ',1,3);'),
      () => this.statement(`${typed}.set(`, this.array(1), `,${this.below(3)});`),
      () => this.statement(`${typed}.${this.pick(['sort()', 'reverse()', 'sort((a,b)=>b-a)'])};print(${typed});`),
      () =>
        this.statement(
          `new DataView(${typed}.buffer).${this.pick(['setInt16', 'setUint8', 'setFloat32', 'setUint32'])}(0,`,
          this.number(),
          `${this.pick(['', ',1'])});`,
        ),
      () => this.statement(`E.mapInPlace(${typed},${typed},${this.pick(['x=>x+1', '[9,8,7]', '(x,i)=>i'])});`),
    ]
  }

  private arrayChanges(array: string): Make[] {
    return [
      () => this.statement(`${array}.push(`, this.noArray(), ');'),
      () => this.statement(`print(${array}.${this.pick(['shift', 'pop'])}());`),
      () =>
        // without holes: at a length without an element before it the real interpreter adds elements beyond the length
        this.statement(
          `print(${array}.filter(x=>true).splice(${this.pick(['1,1', '0,1', '-1,1', '1', '0,0'])},`,
          this.number(),
          '));',
        ),
      () => this.statement(`print(${array}.splice(${this.pick(['1,1', '0,1', '-1,1', '1', '0,0'])}),${array});`),
      () =>
        this.statement(`${array}.${this.pick(['reverse()', 'sort()', 'unshift(3)', 'fill(0,1)', 'unshift(1,2)'])};`),
      () => this.statement(`${array}.sort(${this.comparator()});print(${array}.join());`),
      () => this.statement(`${array}[`, this.integer(), '&5]=', this.noArray(), ';'),
      () => this.statement(`delete ${array}[${this.below(3)}];print(${array});`),
      // the name goes again: behind it elements would be added in disorder (README, known deviations)
      () => this.statement(`${array}.name=`, this.noArray(), `;print(Object.keys(${array}));delete ${array}.name;`),
      () => this.statement(`${array}.forEach((x,i)=>{print(i,x);});`),
    ]
  }

  /**
   * A value that holds no array of the program: one that contained itself would be joined without end. Nor does it call
   * a function, which could remove the element that is being written.
   */
  private noArray(): Tree {
    return this.scoped(() => {
      this.names.array = []
      this.names.fn = []
      return this.value()
    })
  }

  private objectChanges(object: string): Make[] {
    return [
      () => this.statement(`${object}.${this.pick(['a', 'bb', 'longer'])}=`, this.value(), ';'),
      () => this.statement(`${object}[`, this.text(1), ']=', this.value(), ';'),
      () => this.statement(`${object}.a${this.pick(['++', '+=2', '|=1', '--'])};`),
      () => this.statement(`print(delete ${object}.${this.pick(['a', 'bb', 'none'])});`),
      () => this.statement(`print(Object.keys(${object}),${object});`),
      () => this.statement(`for(var k in ${object})print(k,typeof ${object}[k]);`),
      () =>
        this.statement(
          `print(${object}.${this.pick(['f(1)', 'a(2)', 'toString()', 'hasOwnProperty("a")', 'nope()'])});`,
        ),
      () =>
        this.statement(
          `Object.defineProperty(${object},"d",{${this.pick(['value:', 'get:()=>', 'writable:false,value:', 'enumerable:false,value:'])}`,
          this.number(2),
          `});print(${object}.d);`,
        ),
    ]
  }

  private print(): Tree {
    return this.statement('print(', this.value(), ',', this.value(), ');')
  }

  private choice(depth: number): Tree {
    const rest = this.chance(0.5) ? [' else {', this.block(depth), '}'] : []
    if (this.chance(0.2))
      return this.statement(
        'if(',
        this.truth(),
        ')',
        this.print(),
        ' else if(',
        this.truth(),
        '){',
        this.block(depth),
        '}',
      )
    return this.statement('if(', this.truth(), '){', this.block(depth), '}', ...rest)
  }

  private loop(depth: number): Tree {
    const name = this.fresh()
    const bound = 1 + this.below(4)
    const step = this.pick(['++', '+=2', '+=1.5'])
    const word = this.pick(['var ', 'let ', 'let '])
    const escape = this.chance(0.2) ? `if(${name}==1)${this.pick(['break', 'continue'])};` : ''
    const count = (): Tree =>
      this.statement(`for(${word}${name}=0;${name}<${bound};${name}${step}){${escape}`, this.block(depth), '}')
    return this.one([
      count,
      count,
      () => this.walk(depth, name),
      () => this.walk(depth, name),
      () => this.statement(`var ${name}=${bound};while(${name}-->0){${escape}`, this.block(depth), '}'),
      // inside of others it could be skipped, and then the real interpreter runs its condition
      depth > 0 ? count : () => this.statement(`var ${name}=0;do{`, this.block(depth), `}while(++${name}<${bound});`),
      () => this.closures(name, bound),
    ])
  }

  /** for-in and for-of, now and then with a change of what is walked. */
  private walk(depth: number, name: string): Tree {
    const array = this.known('array')
    const object = this.known('object')
    const what = this.one([
      () => tree('array', array ? `${array}.slice(0,4)` : '[1,2]'),
      () => this.text(2),
      () => this.typed(),
      () => tree('object', object ?? '{a:1,b:2}'),
    ])
    const word = this.pick(['var ', 'let ', 'const '])
    if (array && this.chance(0.3)) {
      const change = this.pick(['push(1)', 'unshift(0)'])
      return this.statement(
        `var ${name}n=0;for(${word}${name} ${this.pick(['in', 'of'])} ${array}){if(${name}n++>3)break;${array}.${change};print(${name});}`,
      )
    }
    const way = this.pick(['in', 'of'])
    return this.statement(`for(${word}${name} ${way} `, what, `){print(${name});`, this.block(depth), '}')
  }

  private closures(name: string, bound: number): Tree {
    return this.statement(
      `var ${name}f=[];for(${this.pick(['var', 'let'])} ${name}=0;${name}<${bound};${name}++){let w=`,
      this.number(2),
      `;${name}f.push(${this.pick([`()=>${name}`, `()=>w+${name}`, `function(x){w+=x;return w}`])});}print(${name}f.map(f=>f(1)));`,
    )
  }

  private selection(depth: number): Tree {
    const fall = this.chance(0.3) ? '' : 'break;'
    const subject = this.chance(0.3) ? this.text(1) : tree('integer', this.integer(), '&3')
    return this.statement(
      'switch(',
      subject,
      `){case 0:`,
      this.block(depth),
      `${fall}case 1:case "a":`,
      this.block(depth),
      `break;${this.chance(0.7) ? 'default:' : 'case 2:'}`,
      this.block(depth),
      '}',
    )
  }

  private attempt(depth: number): Tree {
    // nothing in finally throws: the real interpreter forgets that exception, and its place in the text
    const last = this.chance(0.3) ? [` finally{print("finally",${this.namesTold()});}`] : []
    const tell = this.pick([
      'e.toString()',
      'e.toString()',
      'e.stack',
      'e.message',
      'e',
      'e.type',
      'JSON.stringify(e.message)',
    ])
    const handler = this.chance(0.9) ? `catch(e){print(${tell});` : 'catch{print("caught");'
    return this.statement('try{', this.block(depth), this.pick(FAULTS), `}${handler}`, this.block(depth), '}', ...last)
  }

  /** Types of what is in scope. */
  private namesTold(): string {
    const { number, text, array } = this.names
    return [...number, ...text, ...array].map((name) => `typeof ${name}`).join(',') || '0'
  }

  protected define(depth: number): Tree {
    const name = this.fresh('f')
    const [body, result] = this.scoped(() => {
      this.names.number.push('p', 'q')
      return [this.block(depth), this.value(1)]
    })
    this.names.fn.push(name)
    return this.one([
      () => this.statement(`function ${name}(p,q){`, body, 'return ', result, ';}'),
      () => this.statement(`var ${name}=function(p,q){`, body, 'return ', result, ';};'),
      () =>
        this.statement(
          `let ${name}=function inner(p,q){`,
          body,
          'if(arguments.length>9)return inner(1);return ',
          result,
          ';};',
        ),
      () => this.statement(`const ${name}=(p,q)=>{`, body, 'return ', result, ';};'),
      () => this.statement(`var ${name}=(p,q)=>`, tree('number', '(', result, ')'), ';'),
      () =>
        this.statement(
          `function ${name}(p){var q=arguments.length;`,
          body,
          'if(q)return arguments[0];return ',
          result,
          '}',
        ),
      () =>
        this.statement(
          `var ${name}=function(p,q){`,
          body,
          'return ',
          result,
          `;}.bind(${this.pick(['null', '{z:1}', 'null,3'])});`,
        ),
    ])
  }
}
