/** The console over TCP: it can be turned off, and nothing else. */
import { expect, test } from 'vitest'
import { Unimplemented } from '../../errors.ts'
import { Bench } from '../testing.ts'

test('it is off, and may be turned off as often as wanted', () => {
  const bench = new Bench()
  const off = 'require("TelnetServer").setOptions({mode:"off"})'
  expect(bench.run(`print(${off});print(${off});print("goes on")`)).toBe('undefined\nundefined\ngoes on\n')
})

test.each(['{mode:"on"}', '{}', '{mode:0}', '"off"', ''])('setOptions(%s) is not modelled', (options) => {
  expect(() => new Bench().run(`require("TelnetServer").setOptions(${options})`)).toThrow(
    new Unimplemented('TelnetServer.setOptions'),
  )
})
