/** Values of flags, and the address with what other flags say about it. */
import { expect, test } from 'vitest'
import { addressOf, inputOf, readDuration, readWhole } from './flags.ts'

test.each([
  ['200ms', 200],
  ['5s', 5000],
  ['1.5s', 1500],
  ['2min', 120_000],
  ['1h', 3_600_000],
  ['0s', 0],
])('%s is %d ms', (text, ms) => {
  expect(readDuration(text)).toBe(ms)
})

test.each(['5', '', 's', '-1s', '1 s', '1.s', '.5s', '1m', '1d', '5S', '1e3s', '5s5s'])('%j is no duration', (text) => {
  expect(() => readDuration(text)).toThrow('Write a number and a unit')
})

test.each([
  ['0', 0],
  ['42', 42],
  ['007', 7],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('%s is the whole number %d', (text, value) => {
  expect(readWhole(text)).toBe(value)
})

test.each(['', '-1', '1.5', '1e3', '0x10', 'ten', ' 1', '9007199254740992'])('%j is no whole number', (text) => {
  expect(() => readWhole(text)).toThrow('Write a whole number.')
})

test.each([
  [{}, undefined],
  [{ baud: 9600 }, undefined],
  [{ port: 'emu:' }, 'emu:'],
  [{ port: 'emu:', baud: 9600 }, 'emu:?baud=9600'],
  [{ port: 'emu:?vars=2000', baud: 9600 }, 'emu:?vars=2000&baud=9600'],
  [{ port: 'espruino:/bin/e', baud: 9600 }, 'espruino:/bin/e'],
])('%j is the address %s', (flags, address) => {
  expect(addressOf(flags)).toBe(address)
})

test.each([
  [{}, undefined],
  [{ port: 'emu:' }, 'emu:?ns=14'],
  [{ port: 'emu:?seed=2', baud: 9600 }, 'emu:?seed=2&baud=9600&ns=14'],
  [{ port: 'emu:?ns=7' }, 'emu:?ns=7'],
  [{ port: 'emu:?seed=2&ns=7' }, 'emu:?seed=2&ns=7'],
  [{ port: 'espruino:/bin/e' }, 'espruino:/bin/e'],
])('on a board that was timed %j is %s', (flags, address) => {
  expect(addressOf(flags, 14)).toBe(address)
})

test('an input must be named', () => {
  expect(inputOf({ input: 'a.csv' })).toBe('a.csv')
  expect(() => inputOf({})).toThrow('no input is named')
})
