/**
 * Installs the dependencies when they are missing or older than the lock file, so that
 * `npm start` and `npm test` work on a fresh clone. Silent and immediate otherwise.
 * Plain JavaScript without imports from npm: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const lock = path.join(root, 'package-lock.json')
const installed = path.join(root, 'node_modules', '.package-lock.json')

const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
if (!fresh) {
  console.error('rivulet: installing dependencies (npm ci) …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const run = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (run.status !== 0) {
    console.error('rivulet: npm ci failed; check the network and Node >= 20.19, then run the command again')
    process.exitCode = 2
    process.exit()
  }
}
