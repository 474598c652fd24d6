/**
 * Records a run of the basic lab's firmware as it is today for the emulator's tests of determinism: the program, the
 * lines that it is fed with, and nothing else, so that a later firmware does not change what those tests hold.
 *
 *     npx tsx scripts/record-firmware-run.ts && npx vitest run --config scripts/vitest.config.ts host/emulator/determinism -u
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { basicLabFirmware } from './speed-programs.ts'

const EVENTS = 160

const { code, rounds, setup } = await basicLabFirmware(EVENTS / 2)
const file = path.resolve(import.meta.dirname, '../host/emulator/golden/firmware-run.json')
writeFileSync(file, JSON.stringify({ setup, code: code(2 * rounds) }, null, 2) + '\n')
