/** A planted password is looked for in everything that the command line writes: both streams, reports, logs, the program. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { folder, runIn, type Ran } from './testing.ts'

const { directory, file } = folder()

const PLANTED = 'hunter2-planted'
/** As the environment of somebody who uses a broker. */
const env = { RIVULET_MQTT_USER: 'somebody-planted', RIVULET_MQTT_PASSWORD: PLANTED, RIVULET_WIFI_PASSWORD: PLANTED }

const spec = {
  name: 'secrets',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ window: { type: 'count', size: 2 }, aggregates: { n: 'count()' } }],
}

const input = (): string[] => [
  file('secrets.pipeline.json', spec),
  '--input',
  file('secrets.ndjson', '{"t":1,"v":1}\n{"t":2,"v":2}\n{"broken\n'),
]

function leaks(...texts: readonly string[]): string[] {
  return texts.filter((text) => /planted/.test(text))
}

function everyFile(folderName: string): string[] {
  return readdirSync(folderName, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
}

const spoken = ({ out, err }: Ran): string[] => [out, err]

describe('nothing of the environment is written', () => {
  test('by a run with every report there is', async () => {
    const reports = path.join(directory(), 'reports')
    const flags = ['-p', 'emu:', '--report', reports, '--json', '-v', '--metrics', path.join(directory(), 'metrics')]
    const ran = await runIn({ env }, 'verify', ...input(), ...flags)
    expect(ran.code).toBe(0)
    expect(everyFile(reports).length).toBeGreaterThanOrEqual(4)
    expect(leaks(...spoken(ran), ...everyFile(directory()))).toEqual([])
  })

  test('into a program', async () => {
    const out = path.join(directory(), 'built')
    mkdirSync(out, { recursive: true })
    const ran = await runIn({ env }, 'build', input()[0], '-o', path.join(out, 'firmware.js'), '-v')
    expect(ran.code).toBe(0)
    expect(everyFile(out).join('').length).toBeGreaterThan(1000)
    expect(leaks(...spoken(ran), ...everyFile(out))).toEqual([])
  })

  test('into a program that has a connection of its own, or anywhere while a board is told', async () => {
    const out = path.join(directory(), 'own')
    mkdirSync(out, { recursive: true })
    const built = await runIn(
      { env },
      'build',
      file('own.pipeline.json', { ...spec, link: 'mqtt' }),
      ...['-o', path.join(out, 'firmware.js'), '-v'],
    )
    const told = ['--broker', 'mqtt://broker', '--device', 'lab-01', '--ssid', 'lab', '--json', '-v']
    const ran = await runIn({ env }, 'provision', '-p', 'emu:', ...told)
    expect([built.code, ran.code]).toEqual([0, 0])
    expect(everyFile(out).join('')).toContain('rvnet')
    expect(leaks(...spoken(built), ...spoken(ran), ...everyFile(out))).toEqual([])
  })

  test.each(['mqtt://127.0.0.1:1/lab', 'mqtts://127.0.0.1:1/lab'])(
    'when the broker at %s is not there',
    async (port) => {
      const ran = await runIn({ env }, 'run', ...input(), '-p', port, '--timeout', '3s', '--json', '-v')
      expect([4, 42]).toContain(ran.code)
      expect(ran.err).not.toBe('')
      expect(leaks(...spoken(ran))).toEqual([])
    },
  )
})

describe('a password in an address is refused, and not repeated', () => {
  test.each([
    'mqtt://me:hunter2-planted@broker/lab',
    'mqtts://hunter2-planted@broker/lab',
    'mqtt://me:hunter2-planted@broker:99999/lab',
    'mqtt://me:hunter2/planted@/lab',
    'mqtt://me:hunter2@planted@broker/lab',
    'MQTT://me:hunter2-planted@broker/lab',
    'tcp://me:hunter2-planted@board:23',
    'rfc2217://me:hunter2-planted@board:23',
    'http://me:hunter2-planted@board/',
  ])('%s', async (port) => {
    const ran = await runIn({}, 'run', ...input(), '-p', port, '--json', '-v')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('holds no user or password')
    expect(leaks(...spoken(ran))).toEqual([])
  })
})
