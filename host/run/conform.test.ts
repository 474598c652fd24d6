/** Every window case of the conformance files, on the emulator: one event a frame, and batched. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { portOf } from '../devices/address.ts'
import { Device } from '../devices/device.ts'
import { conform } from './conform.ts'

const FILE = path.join(import.meta.dirname, '..', '..', 'shared', 'reference', 'cases', 'window.json')
const count = (JSON.parse(readFileSync(FILE, 'utf8')) as { cases: unknown[] }).cases.length

let device: Device
beforeAll(async () => {
  device = new Device(await portOf('emu:'))
  await device.open()
})
afterAll(() => device.close())

test('the device does as the text says', async () => {
  const failed: string[] = []
  let passed = 0
  for await (const { id, pass, why } of conform([FILE], device)) {
    if (pass) passed += 1
    else failed.push(`${id}: ${why}`)
  }
  expect(failed).toEqual([])
  expect(passed).toBe(count)
}, 240_000)

test('cases that concern no device run without one', async () => {
  const verdicts = []
  for await (const verdict of conform([path.join(path.dirname(FILE), 'watermark.json')], device)) verdicts.push(verdict)
  expect(verdicts.length).toBeGreaterThan(0)
  expect(verdicts.every(({ pass }) => pass)).toBe(true)
})
