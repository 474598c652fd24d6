/**
 * A vitest reporter that keeps a file with the names of the test files that are running, one a line: what it holds when a
 * run had to be ended names those that hang. The file is named by `RIVULET_RUNNING`.
 */
import { writeFileSync } from 'node:fs'

export default class RunningTests {
  #running = new Set()

  onTestModuleStart({ relativeModuleId, moduleId }) {
    this.#running.add(relativeModuleId ?? moduleId)
    this.#write()
  }

  onTestModuleEnd({ relativeModuleId, moduleId }) {
    this.#running.delete(relativeModuleId ?? moduleId)
    this.#write()
  }

  #write() {
    const file = process.env.RIVULET_RUNNING
    if (file) writeFileSync(file, [...this.#running].join('\n'))
  }
}
