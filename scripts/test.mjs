/**
 * All tests that need no hardware: types, lint, format, then every `*.test.ts`. Installs nothing.
 * The last line is `N passed, N failed, N skipped`; each static check counts as one test. Exit 1 if anything failed.
 * A test that never gives way would hang for ever: after a limit the run is ended, and told which files were at work.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const bin = (name) => path.join(root, 'node_modules', '.bin', name)
const failed = 1
/** Ends a run that takes many times as long as any has taken, in ms. */
const LIMIT_MS = Number(process.env.RIVULET_TEST_LIMIT_MS ?? 30 * 60_000)

/** What a check has found out about files is kept here for the next run. */
const cache = path.join(root, 'node_modules', '.cache', 'rivulet')
const remembering = (name) => ['--incremental', '--tsBuildInfoFile', path.join(cache, `${name}.tsbuildinfo`)]

/** Lint has no cache: its rules look at types, and so a file can become wrong by a change in another one. */
const checks = [
  ['types', 'tsc', ['--noEmit', ...remembering('types')]],
  ['types of the firmware', 'tsc', ['--noEmit', '-p', 'firmware', ...remembering('firmware')]],
  ['lint', 'eslint', ['--config', 'scripts/eslint.config.js', '.']],
  [
    'format',
    'prettier',
    ['--check', '--log-level', 'warn', '--cache', '--cache-location', path.join(cache, 'prettier'), '.'],
  ],
]

/** Runs a program; its output is shown at once, or given back when `quiet`. `onLimit` is called when it had to be ended. */
function run(command, args, quiet, { env = process.env, onLimit = () => undefined } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      // A group of its own, so that its workers end with it.
      detached: true,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    const end = () => process.kill(-child.pid, 'SIGKILL')
    const limit = setTimeout(() => {
      onLimit()
      end()
    }, LIMIT_MS)
    const interrupted = (signal) => {
      end()
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
    child.on('close', () => {
      clearTimeout(limit)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    })
    let output = ''
    child.stdout?.on('data', (text) => (output += text))
    child.stderr?.on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: failed, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? failed, output }))
  })
}

async function check([name, tool, args]) {
  const began = performance.now()
  const { code, output } = await run(bin(tool), args, true)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${tool}, ${seconds} s)`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

/** Counts of the test run; a file that could not be read as tests is a failure. */
async function vitest(args) {
  const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-test-'))
  const file = path.join(directory, 'results.json')
  const running = path.join(directory, 'running')
  const reporters = ['default', 'json', './scripts/running-tests.mjs'].map((name) => `--reporter=${name}`)
  const { code } = await run(
    bin('vitest'),
    ['run', '--config', 'scripts/vitest.config.ts', ...reporters, `--outputFile.json=${file}`, ...args],
    false,
    { env: { ...process.env, RIVULET_RUNNING: running }, onLimit: () => tellRunning(running) },
  )
  try {
    const results = JSON.parse(readFileSync(file, 'utf8'))
    const unreadable = results.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    )
    const broken = results.numFailedTests + unreadable.length
    return {
      passed: results.numPassedTests,
      failed: code !== 0 && broken === 0 ? 1 : broken,
      skipped: results.numPendingTests + results.numTodoTests,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function tellRunning(file) {
  let files = ''
  try {
    files = readFileSync(file, 'utf8')
  } catch {
    // No test file had begun.
  }
  console.log(`\nFAIL the tests did not end within ${LIMIT_MS / 60_000} min; at work were:\n${files || 'none'}`)
}

if (!process.env.ESPRUINO_BIN) {
  console.log('ESPRUINO_BIN is not set: tests against a real Espruino binary are skipped')
}
const statics = await Promise.all(checks.map(check))
const tests = await vitest(process.argv.slice(2))
const passed = statics.filter(Boolean).length + tests.passed
const broken = statics.filter((ok) => !ok).length + tests.failed
process.exitCode = broken > 0 ? 1 : 0
console.log(`${passed} passed, ${broken} failed, ${tests.skipped} skipped`)
