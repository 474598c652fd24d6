/**
 * Second step of the chain: takes out the syntax that Espruino lacks and keeps the ES6 that it runs fastest (classes, let,
 * arrows, for-of). A pattern, default, spread or optional chain that slipped into firmware becomes plain code here; what
 * cannot be lowered is refused by the gate.
 */
import { transformAsync } from '@babel/core'
import type { NodePath, PluginObj, TransformOptions } from '@babel/core'
import type { Text } from './bundle.ts'
import { inlineCalls } from './inline.ts'
import { orderNames } from './order.ts'
import { pruneDead } from './prune.ts'
import { stateOfProgram } from './state.ts'

const PLUGINS = [
  '@babel/plugin-transform-class-properties',
  '@babel/plugin-transform-parameters',
  '@babel/plugin-transform-destructuring',
  '@babel/plugin-transform-spread',
  '@babel/plugin-transform-optional-chaining',
  '@babel/plugin-transform-computed-properties',
  '@babel/plugin-transform-object-rest-spread',
]

const ASSUMPTIONS = {
  iterableIsArray: true,
  setPublicClassFields: true,
  setSpreadProperties: true,
  ignoreFunctionLength: true,
  objectRestNoSymbols: true,
  noDocumentAll: true,
  setComputedProperties: true,
}

/** `var X = class X {…}`: Espruino does not bind the inner name, so that minifying would part the two. */
function anonymousClasses(): PluginObj {
  return {
    name: 'anonymous-classes',
    visitor: {
      Program: {
        enter(program: NodePath) {
          program.traverse({
            ClassExpression(path) {
              path.node.id = null
            },
          })
          program.scope.crawl()
        },
      },
    },
  }
}

/** The program as bundled, with its state filled in and nothing else done: for tests that run it in another engine. */
export async function withState(code: string): Promise<string> {
  const state = stateOfProgram()
  const plugins = [state.marks, pruneDead, state.hooks]
  const result = await transformAsync(code, { babelrc: false, configFile: false, sourceType: 'module', plugins })
  if (!result?.code) throw new Error('babel gave no code')
  return result.code
}

export async function lower(input: Text): Promise<Text> {
  const state = stateOfProgram()
  const result = await transformAsync(input.code, {
    // where plugins are looked for: not where the user happens to be
    cwd: import.meta.dirname,
    babelrc: false,
    configFile: false,
    sourceType: 'module',
    compact: false,
    sourceMaps: true,
    inputSourceMap: JSON.parse(input.map) as TransformOptions['inputSourceMap'],
    assumptions: ASSUMPTIONS,
    plugins: [anonymousClasses, state.marks, ...PLUGINS, pruneDead, inlineCalls, orderNames, state.hooks],
  })
  if (!result?.code) throw new Error('babel gave no code')
  return { code: result.code, map: JSON.stringify(result.map) }
}
