/**
 * First step of the chain (toolchain README): one flat ES module from the runtime, the operator instances and the virtual
 * modules of a pipeline. An instance is a module file with a query (`window.ts?stage=2`): loaded once a query, so its state
 * and constants are its own. Numeric constants are inlined and dead branches dropped here.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { rolldown } from 'rolldown'
import type { Plugin } from 'rolldown'
import type { Modules } from './modules.ts'

export interface Text {
  readonly code: string
  /** Source map, JSON. */
  readonly map: string
}

const ROOT = path.resolve(import.meta.dirname, '../..')
const VIRTUAL = 'rivulet:'
const ENTRY = './firmware/runtime/link.ts'
/** Of a program with a connection to a broker of its own, which stands around the link. */
const MQTT_ENTRY = './firmware/runtime/mqtt.ts'

function splitQuery(id: string): [string, string] {
  const at = id.indexOf('?')
  return at < 0 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)]
}

/** Resolves instances and virtual modules; a virtual module inherits the query of the module that asks for it. */
function instances(modules: Modules): Plugin {
  return {
    name: 'rivulet-instances',
    resolveId(source, importer) {
      const [name, query] = splitQuery(source)
      const [from, inherited] = splitQuery(importer ?? '')
      if (name.startsWith('./firmware/')) return path.join(ROOT, name) + (query && '?' + query)
      if (name.startsWith('.')) return path.resolve(path.dirname(from), name)
      const id = VIRTUAL + name
      const asks = query || inherited
      return modules.source(name, new URLSearchParams(asks)) === undefined ? null : id + (asks && '?' + asks)
    },
    async load(id) {
      const [name, query] = splitQuery(id)
      if (!name.startsWith(VIRTUAL)) return { code: await readFile(name, 'utf8'), moduleType: 'ts' }
      return modules.source(name.slice(VIRTUAL.length), new URLSearchParams(query))
    },
  }
}

/** The whole program as one unminified ES module; names of sources are relative to the project. */
export async function bundle(modules: Modules): Promise<Text> {
  const build = await rolldown({
    input: modules.pipeline.link === 'mqtt' ? MQTT_ENTRY : ENTRY,
    cwd: ROOT,
    plugins: [instances(modules)],
    treeshake: { moduleSideEffects: false },
    // What modules around the link need of it is nothing that a program exports.
    preserveEntrySignatures: false,
    optimization: { inlineConst: { mode: 'all', pass: 2 } },
    transform: {
      target: 'es2020',
      assumptions: { setPublicClassFields: true },
      typescript: { removeClassFieldsWithoutInitializer: true },
    },
    logLevel: 'silent',
  })
  try {
    const { output } = await build.generate({ format: 'esm', comments: false, minify: false, sourcemap: true })
    const chunk = output[0]
    return { code: chunk.code, map: chunk.map ? chunk.map.toString() : '' }
  } finally {
    await build.close()
  }
}
