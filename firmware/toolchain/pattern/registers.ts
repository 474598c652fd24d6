/**
 * What each thread keeps of the events it took, for conditions that look back (SEMANTICS 1.3): one number a function, step
 * and field, brought up to date as events are taken. So `sum` adds in the order taken, as the rule says.
 */
import type { Condition, Taken } from './conditions.ts'
import { takenOf } from './conditions.ts'

export interface Register {
  /** `size` counts the values that are present. */
  readonly fn: 'count' | 'size' | 'sum' | 'min' | 'max' | 'first' | 'last'
  readonly step: string
  readonly field: string | null
}

/** The registers that conditions need, each once. */
export function registersOf(conditions: readonly Condition[]): Register[] {
  const found: Register[] = []
  for (const condition of conditions) {
    if (condition.kind !== 'taken') continue
    for (const taken of takenOf(condition.expr)) {
      for (const register of needed(taken)) if (indexOf(found, register) < 0) found.push(register)
    }
  }
  return found
}

function needed({ name, step, field }: Taken): Register[] {
  if (name !== 'avg') return [{ fn: name, step, field }]
  return [
    { fn: 'sum', step, field },
    { fn: 'size', step, field },
  ]
}

function indexOf(list: readonly Register[], { fn, step, field }: Register): number {
  return list.findIndex((each) => each.fn === fn && each.step === step && each.field === field)
}

/** The value of a function over a step, for the thread in slot `slot`; what is missing is NaN. */
export function takenText(registers: readonly Register[], taken: Taken, slot: string): string {
  const parts = needed(taken).map((register) => `R${indexOf(registers, register)}[${slot}]`)
  return parts.length === 1 ? parts[0] : `(${parts.join('/')})`
}

/** Declarations: a slot for each thread, and at the end one of nothing taken, which is never written. */
export function registerState(registers: readonly Register[]): string[] {
  return registers.map(({ fn }, i) => {
    if (fn === 'count' || fn === 'size') return `const R${i}=new Uint8Array(EMPTY+1)`
    return `const R${i}=new Float64Array(EMPTY+1)${fn === 'sum' ? '' : '.fill(NaN)'}`
  })
}

/** Bodies of `copy(to,from)` and `learn(slot,step)`; `x` gives the variable of a field, `stepOf` the number of a step. */
export function copyText(registers: readonly Register[]): string {
  return registers.map((_, i) => `R${i}[to]=R${i}[from]`).join('\n')
}

export function learnText(
  registers: readonly Register[],
  x: (field: string) => string,
  stepOf: (name: string) => number,
): string {
  return registers
    .map((register, i) => `if(step===${stepOf(register.step)}){${update(register, `R${i}[slot]`, x)}}`)
    .join('\n')
}

function update({ fn, field }: Register, r: string, x: (field: string) => string): string {
  if (field === null) return `${r}++`
  const value = x(field)
  const present = `if(${value}===${value})`
  switch (fn) {
    case 'count':
    case 'size':
      return `${present}${r}++`
    case 'sum':
      return `${present}${r}+=${value}`
    case 'min':
      return `if(${r}!==${r}||${value}<${r})${r}=${value}`
    case 'max':
      return `if(${r}!==${r}||${value}>${r})${r}=${value}`
    case 'first':
      return `if(${r}!==${r})${r}=${value}`
    case 'last':
      return `${present}${r}=${value}`
  }
}
