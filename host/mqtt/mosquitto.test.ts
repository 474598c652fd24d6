/**
 * The same through Mosquitto: passwords, an access list, TLS. A gateway knows its device's topics, a host may write down and
 * command only; each has its own password, from the environment.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildFirmware } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import type { Item } from '../../shared/stream/event.ts'
import { folder, runIn, type Ran } from '../cli/testing.ts'
import { portOf } from '../devices/address.ts'
import { Device } from '../devices/device.ts'
import { verify } from '../run/verify.ts'
import { missing, Mosquitto } from './testing/mosquitto.ts'
import { until } from './testing.ts'

const ROOT = 'rivulet/1/lab-01'
const HOST = 'correct horse'
const BOARD = 'battery staple'
const T = 1_700_000_000_000

const spec = {
  name: 'carried',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'second', window: { type: 'tumbling', sizeMs: 1000 }, aggregates: { n: 'count()', sum: 'sum(v)' } }],
}

const { file } = folder()
const reason = missing()

describe.skipIf(reason !== null)(`Mosquitto${reason === null ? '' : `: ${reason}`}`, () => {
  let broker: Mosquitto
  beforeAll(async () => {
    broker = await Mosquitto.start([
      { name: 'board', password: BOARD, access: [`topic readwrite ${ROOT}/#`] },
      {
        name: 'host',
        password: HOST,
        access: [`topic read ${ROOT}/#`, `topic write ${ROOT}/link/down`, `topic write ${ROOT}/cmd`],
      },
    ])
  })
  afterAll(() => broker.close())

  const board = (): Record<string, string> => ({
    RIVULET_MQTT_USER: 'board',
    RIVULET_MQTT_PASSWORD: BOARD,
    RIVULET_MQTT_CA: broker.ca,
  })
  const host = (): Record<string, string> => ({ ...board(), RIVULET_MQTT_USER: 'host', RIVULET_MQTT_PASSWORD: HOST })

  /** A gateway while something is done; gives what it said in the end. */
  async function carried(url: string, work: (address: string) => Promise<void>): Promise<Ran> {
    const interrupt = new AbortController()
    let text = ''
    const around = { env: board(), signal: interrupt.signal, onWrite: (part: string): void => void (text += part) }
    const bridge = runIn(around, 'bridge', '-p', 'emu:', '--broker', url, '--device', 'lab-01')
    try {
      await Promise.race([until(() => text.includes('bridge at')), bridge])
      await work(`${url}/lab-01`)
    } finally {
      interrupt.abort()
    }
    return bridge
  }

  const input = (): string =>
    file('x.ndjson', Array.from({ length: 300 }, (_, i) => `{"t":${T + 100 * i},"v":${i}}`).join('\n'))

  test.each(['url', 'secureUrl'] as const)('verify by %s', async (kind) => {
    await carried(broker[kind], async (address) => {
      const ran = await runIn({ env: host() }, 'verify', file('p.json', spec), '-i', input(), '-p', address)
      expect([ran.code, ran.out, ran.err]).toEqual([0, 'verdict: 29 results, 0 differ\n', ''])
    })
  })

  test('killed and started again in the middle', async () => {
    const pipeline = loadPipeline(spec)
    const build = await buildFirmware(pipeline)
    const items = async function* (): AsyncGenerator<Item> {
      for (let i = 0; i < 2000; i++) {
        if (i === 700) {
          await broker.kill()
          await broker.restart()
        }
        yield { kind: 'event', t: T + 100 * i, ref: String(i), key: null, values: { v: i % 100 } }
      }
    }
    await carried(broker.secureUrl, async (address) => {
      const device = new Device(await portOf(address, host()))
      await device.open()
      try {
        const { verdict, items: taken } = await verify(device, pipeline, build, items())
        expect([taken, verdict.first?.why, verdict.differ]).toEqual([2000, undefined, 0])
        expect(verdict.results).toBe(199)
      } finally {
        await device.close()
      }
    })
  })

  describe('who is not let in is told so, without the password', () => {
    const attempt = async (url: string, env: Record<string, string>): Promise<Ran> =>
      runIn({ env }, 'run', file('p.json', spec), '-i', input(), '-p', `${url}/lab-01`)

    test('a wrong password', async () => {
      const { code, err } = await attempt(broker.url, { ...host(), RIVULET_MQTT_PASSWORD: 'incorrect horse' })
      expect([code, err]).toEqual([
        4,
        expect.stringMatching(/^E_BROKER_DENIED .* does not know this user and password\n/),
      ])
      expect(err).not.toContain('incorrect')
    })

    test('no password', async () => {
      const { code, err } = await attempt(broker.url, {})
      expect([code, err]).toEqual([4, expect.stringMatching(/^E_BROKER_DENIED .*\n {2}cure: set RIVULET_MQTT_USER/)])
    })

    test('a certificate of nobody we trust', async () => {
      const env = { ...host() }
      delete env['RIVULET_MQTT_CA']
      const { code, err } = await attempt(broker.secureUrl, env)
      expect([code, err]).toEqual([4, expect.stringMatching(/^E_BROKER_TLS .*\n {2}cure: name the certificate of its/)])
    })

    test('a certificate for another name', async () => {
      const url = broker.secureUrl.replace('127.0.0.1', '127.0.0.2')
      const { code, err } = await attempt(url, host())
      // It listens on one address only; where a system routes the other to it, the name does not fit.
      expect([code, err]).toEqual([4, expect.stringMatching(/^E_BROKER_(TLS|AWAY) /)])
    })

    test('a device that is not ours', async () => {
      const { code, err } = await runIn(
        { env: host() },
        'run',
        ...[file('p.json', spec), '-i', input(), '-p', `${broker.url}/lab-02`],
      )
      expect(code).toBe(4)
      expect(err).toMatch(/^E_(BROKER_DENIED|NO_DEVICE) /)
    })
  })
})
