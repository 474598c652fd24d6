/**
 * The module that holds the compiled expressions of one stage: `test` and `until` of filters and detectors, `assign` and
 * the assigned variables (`m0`, `m1`, …) of a map, `remember` for `prev` and `dt`, `text` for tests on texts.
 */
import type { PatternStage, Pipeline, Stage } from '../../shared/pipeline/pipeline.ts'
import type { Bindings } from './bindings.ts'
import { sequenceFunctions } from './sequence.ts'
import { condition, value } from './expression.ts'
import type { Names } from './expression.ts'
import type { Taken } from './pattern/conditions.ts'
import { patternFunctions, takenOfPattern, threadsOf } from './pattern-module.ts'

const ARITHMETIC = './firmware/runtime/arithmetic.ts'

/** Collects what the expressions of a stage refer to while they are compiled. */
class Collector implements Names {
  readonly imports = new Map<string, string>()
  readonly previous: string[] = []
  readonly tables: { test: 'contains' | 'startsWith'; part: string }[] = []
  usesTime = false

  constructor(
    private readonly bindings: Bindings,
    private readonly stage: Stage,
    private readonly texts: string[],
  ) {}

  field(name: string): string {
    const binding = this.bindings.field(this.stage, name)
    if (binding.module === `expressions?stage=${this.stage.index}`) return binding.name
    return this.import(binding.module, binding.name)
  }

  prev(name: string): string {
    this.field(name)
    if (!this.previous.includes(name)) this.previous.push(name)
    return `P${this.previous.indexOf(name)}[${this.key()}]`
  }

  text(text: string): number {
    if (!this.texts.includes(text)) this.texts.push(text)
    return this.texts.indexOf(text)
  }

  textTest(test: 'contains' | 'startsWith', part: string): string {
    let i = this.tables.findIndex((t) => t.test === test && t.part === part)
    if (i < 0) i = this.tables.push({ test, part }) - 1
    return `T${i}`
  }

  helper(name: string): string {
    return this.import(ARITHMETIC, name)
  }

  dt(): string {
    this.usesTime = true
    return `(${this.time()}-PT[${this.key()}])`
  }

  taken(expr: Taken): string {
    const { pipeline } = this.bindings
    return takenOfPattern(pipeline, this.stage as PatternStage, expr, this.import(threadsOf(this.stage), 'i'))
  }

  key(): string {
    return this.import(this.bindings.now(this.stage), 'k')
  }

  time(): string {
    return this.import(this.bindings.now(this.stage), 't')
  }

  import(module: string, name: string): string {
    const known = [...this.imports].find(([, from]) => from === `${module}#${name}`)
    if (known) return known[0]
    const local = `i${this.imports.size}`
    this.imports.set(local, `${module}#${name}`)
    return local
  }
}

/** The exported functions of a stage's expressions, as text. */
function functions(pipeline: Pipeline, stage: Stage, names: Collector): string[] {
  switch (stage.kind) {
    case 'filter':
      return [`export function test(){return ${condition(stage.where, names)}}`]
    case 'detect': {
      const until = stage.until === null ? '!test()' : condition(stage.until, names)
      return [
        `export function test(){return ${condition(stage.when, names)}}`,
        `export function until(){return ${until}}`,
      ]
    }
    case 'map':
      return assignments(stage, names)
    case 'pattern':
      return sequenceFunctions(pipeline, stage, names) ?? patternFunctions(pipeline, stage, names)
    default:
      return []
  }
}

/** All expressions of a map see the fields before it: its own outputs are other variables than the fields they hide. */
function assignments(stage: Extract<Stage, { kind: 'map' }>, names: Collector): string[] {
  const values = stage.assign.map((a) => value(a.expr, names))
  return [
    ...stage.assign.map((_, i) => `export let m${i}=0`),
    `export function assign(){${values.map((v, i) => `m${i}=${v}`).join('\n')}}`,
  ]
}

/** State and update of `prev` and `dt`. */
function memory(names: Collector): string[] {
  const lines = names.previous.map((_, i) => `const P${i}=new Float64Array(KEYS).fill(NaN)`)
  if (names.usesTime) lines.push('const PT=new Float64Array(KEYS).fill(NaN)')
  const key = lines.length ? names.key() : ''
  const keep = names.previous.map((name, i) => `P${i}[${key}]=${names.field(name)}`)
  if (names.usesTime) keep.push(`PT[${key}]=${names.time()}`)
  const drop = [...names.previous.map((_, i) => `P${i}[k]=NaN`), ...(names.usesTime ? ['PT[k]=NaN'] : [])]
  return [...lines, `export function remember(){${keep.join('\n')}}`, `export function forget(k){${drop.join('\n')}}`]
}

/** Tables of the texts that fulfil a test, filled for the texts of expressions at boot and for others as they arrive. */
function textTables(names: Collector, texts: readonly string[]): string[] {
  if (!names.tables.length) return []
  const bytes = (text: string): string => JSON.stringify(String.fromCharCode(...new TextEncoder().encode(text)))
  const marks = names.tables.map((t, i) => `mark(T${i},i,bytes,${bytes(t.part)},${t.test === 'contains' ? -1 : 0})`)
  return [
    `import {mark} from './firmware/runtime/texts.ts'`,
    ...names.tables.map((_, i) => `const T${i}=new Uint8Array(TEXTS)`),
    `export function text(i,bytes){${marks.join('\n')}}`,
    ...texts.map((text, i) => `text(${i},${bytes(text)})`),
  ]
}

/** The text of the module. `texts` gathers the texts of all expressions; a text's place is its dictionary number. */
export function expressionModule(bindings: Bindings, stage: Stage, texts: string[]): string {
  const names = new Collector(bindings, stage, texts)
  const body = functions(bindings.pipeline, stage, names)
  body.push(...memory(names), ...textTables(names, texts))
  const imports = [...names.imports].map(([local, from]) => {
    const [module, name] = from.split('#')
    return `import {${name} as ${local}} from ${JSON.stringify(module)}`
  })
  return [`import {KEYS,TEXTS} from 'plan'`, ...imports, ...body].join('\n')
}
