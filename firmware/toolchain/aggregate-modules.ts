/**
 * The virtual modules `aggregates` and `ringColumns`: the columns that a window or ring keeps, one instance of
 * `window-column.ts` or `ring-column.ts` a field, and its outputs in the order of the pipeline. Where another stage reads the
 * results, output `i` also stays in the variable `v<i>`.
 */
import type { Aggregate, Stage } from '../../shared/pipeline/pipeline.ts'
import type { Bindings } from './bindings.ts'
import { gathers } from './column-module.ts'
import { columnsOf } from './sizes.ts'
import { callAll, callEach } from './text.ts'

const RESULTS = './firmware/runtime/results.ts'

export type WindowStage = Extract<Stage, { aggregates: readonly Aggregate[] }>

const GETTER: Record<Aggregate['fn'], string> = {
  count: 'count',
  sum: 'total',
  mean: 'mean',
  stddev: 'deviation',
  min: 'lowest',
  max: 'highest',
  first: 'first',
  last: 'last',
}

/** The columns of a window or ring: fields of its aggregates, then those that a dump shows. */
export function columnNames(stage: WindowStage): string[] {
  const names = columnsOf(stage.aggregates)
  if (stage.kind === 'buffer' && stage.dumpOn !== null)
    for (const name of stage.keeps) if (!names.includes(name)) names.push(name)
  return names
}

/** `aggregates`. */
export function aggregatesText(bindings: Bindings, stage: WindowStage): string {
  const used = bindings.usedOf(stage)
  const names = columnsOf(stage.aggregates)
  const modules = names.map((_, i) => `./firmware/stages/window-column.ts?stage=${stage.index}&column=${i}`)
  const gaps = names.map((_, i) => `import {mayMiss as gap${i}} from ${JSON.stringify(modules[i])}`)
  return `import {put} from '${RESULTS}'
import {N} from './firmware/stages/counts.ts?stage=${stage.index}'
${callEach(modules, 'add', 'addAll', 's')}
${callEach(modules, 'addFrame', 'addFrame', 's,m')}
${callEach(modules, 'merge', 'mergeAll', 'to,from')}
${callEach(modules, 'clear', 'clearAll', 's')}
${callEach(modules, 'gather', 'gatherAll')}
${callEach(modules, 'settle', 'settleAll', 's,m,c')}
${callEach(modules, 'mergeEven', 'mergeEvenAll', 's,m')}
${modules.map((module, i) => `import {isExact as exact${i}} from ${JSON.stringify(module)}`).join('\n')}
export const GATHERS=${gathers(bindings, stage)}
export function allExact(){return ${names.map((_, i) => `exact${i}()`).join('&&') || 'true'}}
${gaps.join('\n')}
export function anyGaps(){return ${names.map((_, i) => `gap${i}()`).join('||') || 'false'}}
${putAll(stage, names, modules, 's', 'N[s]', used)}`
}

/** `ringColumns`. */
export function ringColumnsText(stage: WindowStage, used: ReadonlySet<string>): string {
  const names = columnNames(stage)
  const modules = names.map((_, i) => `./firmware/stages/ring-column.ts?stage=${stage.index}&column=${i}`)
  const read = columnsOf(stage.aggregates)
  const kept = stage.kind === 'buffer' && stage.dumpOn !== null ? stage.keeps : []
  const values = kept.map((name, i) => `import {at as at${i}} from ${JSON.stringify(modules[names.indexOf(name)])}`)
  const summarise = read.map((name) => ({ module: modules[names.indexOf(name)], name: 'summarise' }))
  const choice = kept.map((_, i) => (i < kept.length - 1 ? `column===${i}?at${i}(p):` : `at${i}(p)`)).join('')
  return `import {put} from '${RESULTS}'
${callEach(modules, 'store', 'storeAll', 'p')}
let seen=0
${callAll(summarise, 'summariseAll', 'from,n,newest')}
export function summarise(from,n,newest){seen=n
summariseAll(from,n,newest)}
${putAll(stage, names, modules, '', 'seen', used)}
export const KEPT=${kept.length}
${values.join('\n')}
let column=0
export function selectKept(i){column=i}
export function keptAt(p){return ${choice || 'NaN'}}`
}

/** One `put` an aggregate, in the order of the pipeline. */
function putAll(
  stage: WindowStage,
  names: readonly string[],
  modules: readonly string[],
  params: string,
  count: string,
  used: ReadonlySet<string>,
): string {
  const imports: string[] = []
  const puts = stage.aggregates.map(({ out, fn, field }, i) => {
    if (field !== null)
      imports.push(`import {${GETTER[fn]} as get${i}} from ${JSON.stringify(modules[names.indexOf(field)])}`)
    const value = field === null ? count : `get${i}(${params})`
    if (!used.has(out)) return `put(${value})`
    imports.push(`export let v${i}=0`)
    return `put(v${i}=${value})`
  })
  return `${imports.join('\n')}\nexport function putAll(${params}){${puts.join('\n')}}`
}
