/** The example of a virtual sensor in the README is run, and what it is said to show is compared. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Unimplemented } from '../errors.ts'
import { Board } from './board.ts'
import { recorded, VirtualSensor } from './pins/sensor.ts'
import { Bench } from './testing.ts'

const readme = readFileSync(path.join(import.meta.dirname, '../README.md'), 'utf8')
const section = readme.slice(readme.indexOf('## Peripherals'))

test('the virtual sensor', () => {
  const [, code] = /```ts\n([^]*?)```/.exec(section)!
  const body = code.replaceAll(/^import .*\n/gm, '')
  let shown = ''
  // the example is plain JavaScript but for its imports, which are handed in
  // eslint-disable-next-line no-new-func, @typescript-eslint/no-implied-eval -- it is our own text, run as it stands
  const run = new Function('Board', 'VirtualSensor', 'recorded', 'show', body) as (...parts: unknown[]) => void
  run(Board, VirtualSensor, recorded, (text: string) => (shown += text))
  const lines = shown.split('Donate')[1].match(/\d+\.\d|pin.*/g)
  expect([...lines!].sort()).toEqual(['25.0', '30.0', 'pin 2 is true', 'pin 2 is true'])
  expect(section).toContain('It shows `25.0`, `30.0`, and after each that pin 2 is true.')
})

test.each([
  ['require("tls").connect({})', 'tls.connect'],
  ['require("dgram").createSocket("udp4")', 'dgram.createSocket'],
  ['require("TelnetServer").setOptions({})', 'TelnetServer.setOptions'],
  ['ESP32.setBLE_Debug(1)', 'ESP32.setBLE_Debug'],
  ['ESP32.setOTAValid(true)', 'ESP32.setOTAValid'],
  ['NRF.setScan(print)', 'NRF.setScan'],
  ['require("Wifi").setSNTP("a","0")', 'Wifi.setSNTP'],
  ['pinMode(D4,"af_output")', 'pinMode af_output'],
  ['new I2C()', 'I2C in software'],
  ['setWatch(print,D4,{irq:true})', 'setWatch with irq'],
])('%s, not modelled, is refused by name', (program, name) => {
  expect(() => new Bench().run(program)).toThrow(new Unimplemented(name))
})
