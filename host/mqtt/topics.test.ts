import { expect, test } from 'vitest'
import { requireId, topicsOf } from './topics.ts'

test('the topics of a device', () => {
  const topics = topicsOf('lab-07')
  expect(topics).toMatchObject({
    state: 'rivulet/1/lab-07/$state',
    info: 'rivulet/1/lab-07/$info',
    down: 'rivulet/1/lab-07/link/down',
    up: 'rivulet/1/lab-07/link/up',
    stat: 'rivulet/1/lab-07/stat',
    err: 'rivulet/1/lab-07/err',
    cmd: 'rivulet/1/lab-07/cmd',
    ack: 'rivulet/1/lab-07/cmd/ack',
  })
  expect([topics.in('temp'), topics.out('alarms'), topics.late('temp')]).toEqual([
    'rivulet/1/lab-07/in/temp',
    'rivulet/1/lab-07/out/alarms',
    'rivulet/1/lab-07/late/temp',
  ])
})

test.each(['', 'Lab', 'a/b', '+', '#', '$state', 'a b', 'ä', 'x'.repeat(33)])('%j is no id', (id) => {
  for (const use of [() => requireId(id), () => topicsOf(id), () => topicsOf('lab').in(id)])
    expect(use).toThrow(expect.objectContaining({ code: 'E_MQTT_ID', kind: 'usage' }) as Error)
})

test.each(['a', '-', '0', 'x'.repeat(32), 'lab-07'])('%j is an id', (id) => {
  expect(requireId(id)).toBe(id)
})
