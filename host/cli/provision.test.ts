/** `rivulet provision`: what it needs, what it refuses, and that secrets are told nowhere. */
import { describe, expect, test } from 'vitest'
import { run, runIn } from './testing.ts'

const env = { RIVULET_MQTT_USER: 'somebody', RIVULET_MQTT_PASSWORD: 'planted-1', RIVULET_WIFI_PASSWORD: 'planted-2' }
const usual = ['-p', 'emu:', '--broker', 'mqtt://broker.lab', '--device', 'lab-01', '--ssid', 'lab']

test('a board is told; nothing else is', async () => {
  const ran = await runIn({ env }, 'provision', ...usual, '-v')
  expect([ran.code, ran.err]).toEqual([0, ''])
  expect(ran.out).toBe('lab-01 knows its broker; a program with "link": "mqtt" connects to it\n')
  const json = await runIn({ env }, 'provision', ...usual, '--json', '-v')
  expect([json.code, json.lines]).toEqual([0, [{ type: 'provisioned', device: 'lab-01' }]])
  for (const text of [ran.out, ran.err, json.out, json.err]) expect(text).not.toContain('planted')
})

test('it is forgotten', async () => {
  const ran = await run('provision', '-p', 'emu:', '--forget')
  expect([ran.code, ran.out]).toEqual([0, 'forgotten\n'])
})

test('this computer as a board would reach it: not by its own name', async () => {
  const ran = await run('provision', '-p', 'emu:', '--broker', 'mqtt://localhost', '--device', 'lab-01')
  expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('localhost is the board itself')])
})

describe('refused', () => {
  const bad = (flag: string, value?: string): string[] => {
    const at = usual.indexOf(flag)
    return [...usual.slice(0, at), ...(value === undefined ? [] : [flag, value]), ...usual.slice(at + 2)]
  }
  test.each([
    [bad('-p'), 'E_PORT', 'no device is named'],
    [bad('-p', 'mqtt://broker/lab-01'), 'E_USAGE', 'settings are told over the cable'],
    [bad('-p', 'mqtts://broker/lab-01'), 'E_USAGE', 'settings are told over the cable'],
    [bad('--broker'), 'E_USAGE', 'no broker is named'],
    [bad('--broker', 'broker.lab'), 'E_BROKER', 'is no broker'],
    [bad('--broker', 'mqtt://me:planted-3@broker'), 'E_BROKER', 'holds no user or password'],
    [bad('--broker', 'mqtt://broker/lab-01'), 'E_USAGE', 'behind the broker means nothing'],
    [bad('--broker', 'mqtts://broker.lab'), 'E_UNSUPPORTED', "a board's own connection is not encrypted"],
    [bad('--device'), 'E_USAGE', 'the device has no name'],
    [bad('--device', 'Lab 1'), 'E_MQTT_ID', 'is no id of a device'],
    [bad('--ssid', 'x'.repeat(33)), 'E_PROVISION', 'the name of the Wi-Fi is longer than 32 bytes'],
    [[...usual, '--keepalive', '1s'], 'E_USAGE', 'Write whole seconds from 2s to 1h.'],
  ])('%j', async (args, code, message) => {
    const ran = await runIn({ env }, 'provision', ...args)
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(message)])
    expect(ran.err).toMatch(new RegExp(`^${code}\\b[^]*\n {2}cure: `))
    expect(ran.out + ran.err).not.toContain('planted')
  })

  test('a key that no Wi-Fi takes, without telling it', async () => {
    const long = { ...env, RIVULET_WIFI_PASSWORD: 'planted-'.repeat(9) }
    const ran = await runIn({ env: long }, 'provision', ...usual, '-v')
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('RIVULET_WIFI_PASSWORD is longer than 64 bytes')])
    expect(ran.err).not.toContain('planted')
  })
})
