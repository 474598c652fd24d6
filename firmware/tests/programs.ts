/** Programs for tests: the quick form, bundled only, or the one that a device gets. */
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { buildFirmware } from '../toolchain/build.ts'
import { bundle } from '../toolchain/bundle.ts'
import { withState } from '../toolchain/lower.ts'
import { Modules } from '../toolchain/modules.ts'

/** What a host has to know of a program. */
export interface Program {
  readonly code: string
  readonly hash: string
  readonly texts: readonly string[]
  readonly fields: readonly string[]
}

export const TEST_HASH = '00abcdef'

/** The program before it is lowered and minified: made in some 50 ms, and of the same meaning. */
export async function bundled(pipeline: Pipeline): Promise<Program> {
  const modules = new Modules(pipeline, TEST_HASH)
  const { code } = await bundle(modules)
  return {
    code: await withState(code),
    hash: TEST_HASH,
    texts: [...modules.texts],
    fields: modules.bindings.travelling.map(({ name }) => name),
  }
}

export async function built(pipeline: Pipeline): Promise<Program> {
  return buildFirmware(pipeline)
}
