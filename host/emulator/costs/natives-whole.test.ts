/**
 * Statements that call natives, as a whole: what the emulator charges for finding the native, for its arguments, for
 * itself and for the release of what it made, against what a real interpreter spent.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import type { MeasuredRow } from './natives-measured.ts'

const rows = readFileSync(new URL('natives.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as MeasuredRow)

/** Instructions of one turn of the loop in which the call stands, as scripts/native-cost.ts measures them. */
function spent({ setup, call }: MeasuredRow): number {
  const program = (turns: number): string =>
    `${setup}\nfunction run_(n_){for(var i_=0;i_<n_;i_++){${call}}}\nrun_(3);run_(${turns});clearTimeout();`
  const run = (turns: number): number => emulate(program(turns), { vars: 16383, limitMs: 1e6 }).instructions
  return (run(4) - run(2)) / 2
}

/** The deviations of some rows from what was measured, in order of size. */
function deviations(some: readonly MeasuredRow[]): { size: number; row: string }[] {
  return some
    .map((row) => {
      const found = spent(row)
      const measured = row.ir + row.rest
      return { size: Math.abs(found / measured - 1), row: `${row.setup} | ${row.call}: ${measured}, here ${found}` }
    })
    .sort((a, b) => a.size - b.size)
}

describe('whole statements', () => {
  test.each([
    ['every eighth', rows.filter((_, at) => at % 8 === 3)],
    ['those in which natives take most', rows.filter(({ ir, rest }) => ir > 3 * rest).filter((_, at) => at % 5 === 2)],
  ])('%s: half of them within a twentieth, nine of ten within a fifth', (_title, some) => {
    const found = deviations(some)
    expect(found.length).toBeGreaterThan(30)
    const at = (part: number): { size: number; row: string } => found[Math.floor(part * (found.length - 1))]
    expect(at(0.5).size, at(0.5).row).toBeLessThan(0.05)
    expect(at(0.9).size, at(0.9).row).toBeLessThan(0.2)
  })

  test.each([
    // measured in a loop of a function that the program calls
    ["new Error('abc')", 107_694],
    ["try{throw new Error('abc')}catch(e){}", 124_815],
    ['try{nope}catch(e){}', 113_687],
    ["try{JSON.parse('{')}catch(e){}", 49_493],
    ['try{throw 1}catch(e){}', 18_134],
  ])('%s within a quarter', (body, measured) => {
    const program = (last: string): string =>
      `function run_(n_){for(var i_=0;i_<n_;i_++){${body}}}\nrun_(4);E.getErrorFlags();run_(10);E.getErrorFlags();${last}`
    const found = (emulate(program('run_(20);')).instructions - emulate(program('')).instructions) / 20
    expect(Math.abs(found / measured - 1), String(found)).toBeLessThan(0.25)
  })

  test.each([
    // section 3 of PERFORMANCE.md: thousands of instructions for each of 128 elements, with the call
    ['E.sum(r)', 0.41],
    ['E.variance(r,3)', 0.42],
    ['E.convolve(r,r,0)', 0.81],
    ['E.mapInPlace(r,w)', 0.79],
    ['r.fill(0)', 1.5],
    ['w.set(r)', 1.6],
    ['r.indexOf(99)', 2.8],
    ['r.forEach(v=>{})', 9.9],
  ])('%s as the tables of the lab have it', (call, kilo) => {
    const setup = 'var r=new Float64Array(128),w=new Float64Array(128);for(var j=0;j<128;j++)r[j]=j*0.37%7;'
    const net = spent({ use: 'check', setup, call, ir: 0, rest: 0 }) - 8300
    expect(Math.abs(net / 128000 / kilo - 1)).toBeLessThan(0.25)
  })
})
