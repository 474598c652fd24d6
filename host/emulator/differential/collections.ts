/** Arrays, objects, typed arrays and views: making them and reading from them. */
import { tree, type Tree } from './tree.ts'
import { Words, type Make } from './words.ts'

export const TYPES = [
  'Uint8Array',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'Uint8ClampedArray',
] as const

const CALLBACKS = [
  'x=>x*2',
  '(x,i)=>x+i',
  'function(x){return x>1}',
  'x=>typeof x',
  'x=>({x:x})',
  '(x,i,a)=>a.length-i',
]

const PREDICATES = ['x=>x>1', '(x,i)=>i&1', 'function(x){return x==x}', 'x=>x', 'x=>typeof x=="number"']

/** Comparators: total orders and one that is none. */
const COMPARATORS = [
  '',
  '(a,b)=>a-b',
  '(a,b)=>b-a',
  '(a,b)=>(a>b)-(a<b)',
  '(a,b)=>(""+a).length-(""+b).length',
  '(a,b)=>a>b',
]

export abstract class Collections extends Words {
  protected abstract number(depth?: number): Tree
  protected abstract integer(depth?: number): Tree
  protected abstract text(depth?: number): Tree
  protected abstract truth(depth?: number): Tree
  protected abstract value(depth?: number): Tree

  protected array(depth = 0): Tree {
    const leaf = [
      () => tree('array', '[', this.number(depth + 1), ',', this.number(depth + 1), ']'),
      () => tree('array', this.known('array') ?? this.pick(['[3,1,2]', '["b","a"]', '[]', '[1.5,[2,[3]]]'])),
    ]
    if (depth >= 3) return tree('array', '[1,2]')
    const sub = (): Tree => this.array(depth + 1)
    return this.one([
      ...leaf,
      ...leaf,
      () =>
        tree(
          'array',
          sub(),
          `.${this.pick(['slice(1)', 'slice(-1)', 'slice(0,2)', 'slice()', 'concat([9])', 'concat(8,[7])'])}`,
        ),
      () => tree('array', sub(), `.map(${this.pick(CALLBACKS)})`),
      () => tree('array', sub(), `.filter(${this.pick(PREDICATES)})`),
      () => tree('array', sub(), `.slice().sort(${this.pick(COMPARATORS)})`),
      () => tree('array', sub(), `.slice().${this.pick(['reverse()', 'fill(7,1)', 'splice(1,1)'])}`),
      () => tree('array', this.text(depth + 1), `.split(${this.pick(['","', '""', '"l"', ''])})`),
      () => tree('array', '[', this.text(depth + 1), ',', this.truth(depth + 1), ',', this.value(depth + 1), ']'),
      () => tree('array', `Object.${this.pick(['keys', 'values', 'entries'])}(`, this.object(depth + 1), ')'),
      () => tree('array', 'JSON.parse(JSON.stringify(', sub(), '))'),
      () => tree('array', `new Array(${this.pick(['3', '2).fill(1', '1,2'])})`),
      () => tree('array', this.typed(), this.pick(['.slice(0,3)', '.filter(x=>x>1)'])),
    ])
  }

  protected object(depth = 0): Tree {
    const names = ['bb', 'longer', '"x y"', '3', '"12"', 'aVeryLongNameIndeed']
    if (depth >= 3) return tree('object', '{a:1}')
    return this.one([
      () => tree('object', '{a:', this.number(depth + 1), `,${this.pick(names)}:`, this.text(depth + 1), '}'),
      () => tree('object', '{a:', this.value(depth + 1), '}'),
      () => tree('object', '{a:', this.array(depth + 1), `,${this.pick(names)}:`, this.object(depth + 1), ',}'),
      () => tree('object', this.known('object') ?? '{}'),
      () => tree('object', 'Object.assign({b:1},', this.object(depth + 1), ')'),
      () => tree('object', '{get a(){return ', this.number(depth + 1), '},set a(x){print("set",x)}}'),
      () => tree('object', '{n:2,a(x){return this.n+x},f:x=>x}'),
      () => tree('object', 'Object.create(', this.object(depth + 1), ')'),
      () => tree('object', 'JSON.parse(JSON.stringify(', this.object(depth + 1), '))'),
    ])
  }

  protected typed(): Tree {
    const type = this.pick(TYPES)
    const name = this.known('typed')
    const options: Make[] = [
      () => tree('typed', `new ${type}(${this.pick(['8', '4', '0', '20'])})`),
      () => tree('typed', `new ${type}([`, this.number(2), ',', this.number(2), ',', this.integer(2), ',4])'),
      () => tree('typed', `new ${type}(`, this.array(2), ')'),
      () => tree('typed', 'E.toUint8Array(', this.text(2), ')'),
      () => tree('typed', `new ${type}(E.toArrayBuffer(atob(btoa("abcdefghijklmnopqrstuvwxyz"))),8,2)`),
    ]
    if (name)
      options.push(
        () => tree('typed', `new ${type}(${name}.buffer${this.pick(['', ',0', ',8'])})`),
        () => tree('typed', `${name}.subarray(${this.pick(['1', '1,3', '-2'])})`),
        () => tree('typed', `${name}.map(${this.pick(['x=>x+1', '(x,i)=>i', 'x=>x*1.5'])})`),
        () => tree('typed', `new ${type}(${name})`),
      )
    return this.one(options)
  }

  /** A number out of an array, typed array or object. */
  protected fromData(depth: number): Tree {
    const typed = this.known('typed')
    const array = this.known('array')
    const object = this.known('object')
    const options: Make[] = [
      () => tree('number', 'E.sum(', this.array(depth + 1), ')'),
      () => tree('number', this.array(depth + 1), '.length'),
      () => tree('number', this.object(depth + 1), '.a'),
    ]
    if (typed) options.push(...this.fromTyped(typed, depth))
    if (array) options.push(...this.fromArray(array, depth))
    if (object)
      options.push(
        () => tree('number', `${object}.a`),
        () => tree('number', `${object}[`, this.text(depth + 1), ']'),
        () => tree('number', `Object.keys(${object}).length`),
      )
    return this.one(options)
  }

  private fromTyped(typed: string, depth: number): Make[] {
    const get = this.pick([
      'getUint8(0)',
      'getInt16(0,1)',
      'getUint32(0)',
      'getFloat32(0,true)',
      'getFloat64(0,1)',
      'getInt8(1)',
    ])
    return [
      () => tree('number', `${typed}[`, this.integer(depth + 1), '&7]'),
      () => tree('number', `E.sum(${typed})`),
      () => tree('number', `E.variance(${typed},`, this.number(depth + 1), ')'),
      () => tree('number', `E.convolve(${typed},${typed},`, this.integer(depth + 1), '&3)'),
      () =>
        tree(
          'number',
          `${typed}.${this.pick(['length', 'byteLength', 'byteOffset', 'indexOf(1)', 'buffer.byteLength'])}`,
        ),
      () => tree('number', `new DataView(${typed}.buffer).${get}`),
      () => tree('number', `${typed}.reduce((a,b)=>a+b${this.pick(['', ',0'])})`),
      () => tree('number', `Math.${this.pick(['min', 'max'])}.apply(0,${typed})`),
    ]
  }

  private fromArray(array: string, depth: number): Make[] {
    return [
      () => tree('number', `${array}.length`),
      () =>
        tree(
          'number',
          `${array}.${this.pick(['indexOf(', 'findIndex(x=>x>', 'includes('])}`,
          this.number(depth + 1),
          ')',
        ),
      () => tree('number', `${array}.reduce((a,b)=>a+b,0)`),
      () => tree('number', `${array}[`, this.integer(depth + 1), '&3]'),
      () => tree('number', `${array}.find(${this.pick(PREDICATES)})`),
      () => tree('number', `${array}.${this.pick(['some', 'every'])}(${this.pick(PREDICATES)})`),
    ]
  }

  /** A comparator or nothing, for `sort`. */
  protected comparator(): string {
    return this.pick(COMPARATORS)
  }
}
