/** How the unit and scenario tests run: every `*.test.ts` of the five folders, two workers, no retries. */
import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: ['{firmware,host,shared,hil-tests,scripts}/**/*.test.ts'],
    setupFiles: [path.resolve(import.meta.dirname, 'fixed-seed.ts')],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Files share a process: what the host's compiler has learnt of the emulator stays, two fifths of the time is saved.
    // No test may rest on state of a module, or leave any.
    isolate: false,
    coverage: { provider: 'v8', include: ['{firmware,host,shared}/**/*.ts'], exclude: ['**/*.test.ts', '**/*.d.ts'] },
  },
})
