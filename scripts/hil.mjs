/**
 * The suite for devices: `npm run hil -- -p DEVICE` (default `RIVULET_PORT`, else `emu:`). Further arguments go to vitest.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'

const root = path.resolve(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  options: { port: { type: 'string', short: 'p' } },
  allowPositionals: true,
  strict: false,
})
const port = values.port ?? process.env.RIVULET_PORT ?? 'emu:'

console.log(`device tests on ${port}`)
const vitest = path.join(root, 'node_modules', '.bin', 'vitest')
const child = spawn(vitest, ['run', '--config', 'scripts/vitest.config.ts', 'hil-tests', ...positionals], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, RIVULET_PORT: port },
})
child.on('close', (code) => {
  process.exitCode = code ?? 1
})
