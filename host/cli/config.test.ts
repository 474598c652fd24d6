/** The configuration: what is read from it, what is refused, and what a calibration leaves in it. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { UNCALIBRATED } from '../../shared/pipeline/plan.ts'
import { CONFIG_FILE, nsOf, readConfig, writeCalibration } from './config.ts'
import { folder } from './testing.ts'

const { file, directory } = folder()

const calibration = {
  nsPerInstruction: 11,
  low: 10,
  high: 13.5,
  board: 'ESP32',
  firmware: '2v29',
  date: '2026-11-22',
}

describe('reading', () => {
  test.each([
    ['the least', { version: 1 }],
    ['all of it', { $schema: 'https://example.org/rivulet.json', version: 1, calibration }],
    ['the commit of a build', { version: 1, calibration: { ...calibration, commit: 'c5ff787b1' } }],
    ['no spread', { version: 1, calibration: { ...calibration, low: 11, high: 11 } }],
  ])('%s', (name, config) => {
    expect(readConfig(file(`${name}.json`, config))).toEqual(config)
  })

  test('without a file what is customary holds', () => {
    expect(existsSync(CONFIG_FILE)).toBe(false)
    expect(readConfig()).toEqual({ version: 1 })
  })

  test.each([
    ['no JSON', '{', 'cannot be read', 'is JSON'],
    ['a text', '"x"', 'the configuration is not an object', 'its keys are'],
    ['nothing', {}, 'version is missing', 'its keys are $schema, version, calibration'],
    ['another version', { version: 2 }, 'version is not 1', ''],
    ['version as text', { version: '1' }, 'version is not 1', ''],
    ['a key too many', { version: 1, colour: 1 }, 'colour is no key', 'its keys are'],
    ['a key misspelt', { version: 1, calibratoin: {} }, 'calibratoin is no key', 'did you mean calibration?'],
    ['half a calibration', { version: 1, calibration: { board: 'x' } }, 'calibration.nsPerInstruction is missing', ''],
    [
      'a key too many in it',
      { version: 1, calibration: { ...calibration, bord: 'x' } },
      'calibration.bord is no key',
      'did you mean board?',
    ],
    ['no time', { version: 1, calibration: { ...calibration, low: 0 } }, 'calibration.low is not above 0', ''],
    ['a time as text', { version: 1, calibration: { ...calibration, high: '9' } }, 'calibration.high is not a num', ''],
    ['a day as it is spoken', { version: 1, calibration: { ...calibration, date: 'today' } }, 'is not a day', ''],
    ['low above high', { version: 1, calibration: { ...calibration, low: 12 } }, 'calibration has no order', ''],
  ])('%s is refused', (name, config, message, cure) => {
    const place = file(`${name}.json`, config)
    const read = (): unknown => readConfig(place)
    expect(read).toThrow(message)
    expect(read).toThrow(expect.objectContaining({ code: 'E_CONFIG', kind: 'usage', place }))
    expect(read).toThrow(expect.objectContaining({ cure: expect.stringContaining(cure) }))
  })

  test('a file that was named must exist', () => {
    expect(() => readConfig(path.join(directory(), 'none.json'))).toThrow('cannot be read')
  })
})

describe('writing a calibration', () => {
  test('a new file is whole and can be read', () => {
    const name = path.join(directory(), 'new.json')
    expect(writeCalibration(calibration, name)).toBe(name)
    expect(readConfig(name)).toEqual({ version: 1, calibration })
    expect(readFileSync(name, 'utf8')).toMatch(/^\{\n {2}"version": 1,\n[^]*\}\n$/)
    expect(existsSync(`${name}.new`)).toBe(false)
  })

  test('an old one keeps what else it holds', () => {
    const name = file('old.json', { $schema: 'x', version: 1, calibration: { ...calibration, commit: 'abc' } })
    writeCalibration({ ...calibration, low: 5 }, name)
    expect(readConfig(name)).toEqual({ $schema: 'x', version: 1, calibration: { ...calibration, low: 5 } })
  })

  test('one that is faulty is left as it is', () => {
    const name = file('faulty.json', '{"version": 3}')
    expect(() => writeCalibration(calibration, name)).toThrow('version is not 1')
    expect(readFileSync(name, 'utf8')).toBe('{"version": 3}')
  })

  test('a folder that does not exist is told', () => {
    expect(() => writeCalibration(calibration, path.join(directory(), 'no', 'x.json'))).toThrow('cannot be written')
  })
})

test('an instruction takes what was measured, or what an ESP32 is thought to need', () => {
  expect(nsOf({ version: 1, calibration })).toEqual({ low: 10, mid: 11, high: 13.5 })
  expect(nsOf({ version: 1 })).toBe(UNCALIBRATED)
  expect(UNCALIBRATED).toEqual({ low: 6.5, mid: 10, high: 20 })
})
