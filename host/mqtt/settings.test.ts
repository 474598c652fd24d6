import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isLoopback, parseBroker, secretsFrom, wifiKeyFrom } from './settings.ts'

describe('the address of a broker', () => {
  test.each([
    ['mqtt://host', { tls: false, host: 'host', port: 1883, url: 'mqtt://host' }, ''],
    ['mqtt://host:1883', { tls: false, host: 'host', port: 1883, url: 'mqtt://host' }, ''],
    ['mqtt://host:2000/x', { tls: false, host: 'host', port: 2000, url: 'mqtt://host:2000' }, '/x'],
    ['mqtts://host/', { tls: true, host: 'host', port: 8883, url: 'mqtts://host' }, '/'],
    ['mqtt://[::1]:1884', { tls: false, host: '::1', port: 1884, url: 'mqtt://[::1]:1884' }, ''],
  ])('%s', (url, broker, rest) => {
    expect(parseBroker(url)).toEqual({ broker, path: rest })
  })

  test.each([
    '',
    'host',
    'http://host',
    'mqtt:host',
    'mqtt://',
    'mqtt://:1883',
    'mqtt://h:0',
    'mqtt://h:65536',
    'mqtt://h:x',
  ])('%j is none', (url) => {
    expect(() => parseBroker(url)).toThrow(
      expect.objectContaining({
        code: 'E_BROKER',
        kind: 'usage',
        cure: expect.stringContaining('mqtt://') as string,
      }) as Error,
    )
  })

  test.each(['mqtt://me:geheim@host', 'mqtts://geheim@host/x', 'mqtt://me:a@geheim@host', 'mqtt://me:geheim@ho st'])(
    'a password in it is refused and not repeated: %s',
    (url) => {
      let told = ''
      try {
        parseBroker(url)
      } catch (error) {
        told = JSON.stringify(error) + String(error)
      }
      expect(told).toContain('E_BROKER')
      expect(told).not.toContain('geheim')
    },
  )
})

describe('secrets', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'rivulet-secrets-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))
  const dotEnv = (text: string): void => writeFileSync(path.join(directory, '.env'), text)

  test('none', () => {
    dotEnv('')
    expect(secretsFrom({}, directory)).toEqual({})
    expect(secretsFrom({}, path.join(directory, 'nowhere'))).toEqual({})
  })

  test('the environment', () => {
    dotEnv('')
    expect(secretsFrom({ RIVULET_MQTT_USER: 'me', RIVULET_MQTT_PASSWORD: 'x' }, directory)).toEqual({
      user: 'me',
      password: 'x',
    })
  })

  test('a file .env, behind the environment; what else is in it is not read', () => {
    writeFileSync(path.join(directory, 'ca.pem'), 'PEM')
    dotEnv('# ours\nexport RIVULET_MQTT_USER = "me"\r\nRIVULET_MQTT_PASSWORD=a=b#c\nOTHER=1\nRIVULET_MQTT_CA=ca.pem\n')
    expect(secretsFrom({}, directory)).toEqual({ user: 'me', password: 'a=b#c', ca: 'PEM' })
    expect(secretsFrom({ RIVULET_MQTT_USER: 'you' }, directory)).toMatchObject({ user: 'you' })
  })

  test('the key of a Wi-Fi, from the same places, and to nobody who asks for a broker', () => {
    dotEnv('RIVULET_WIFI_PASSWORD="from the file"\n')
    expect([wifiKeyFrom({}, directory), secretsFrom({}, directory)]).toEqual(['from the file', {}])
    expect(wifiKeyFrom({ RIVULET_WIFI_PASSWORD: 'from around' }, directory)).toBe('from around')
    dotEnv('')
    expect(wifiKeyFrom({}, directory)).toBeUndefined()
  })

  test('what is missing is told with a cure', () => {
    dotEnv('')
    expect(() => secretsFrom({ RIVULET_MQTT_PASSWORD: 'geheim' }, directory)).toThrow(
      expect.objectContaining({ code: 'E_BROKER', message: 'a password without a user' }) as Error,
    )
    expect(() => secretsFrom({ RIVULET_MQTT_CA: 'no.pem' }, directory)).toThrow('RIVULET_MQTT_CA cannot be read')
  })
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.0.7', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
])('%s is this computer alone: %s', (host, yes) => {
  expect(isLoopback(host)).toBe(yes)
})
