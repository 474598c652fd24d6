/**
 * Third step of the chain: short names and less text, since Espruino re-reads what it runs.
 * - no wrapper function (+7 % instructions, 13 variables);
 * - no `hoist_funs`: variables stay before functions (order.ts), and nothing calls a function above its declaration;
 * - `reduce_funcs: false`: functions used once must not become expressions inside a handler, parsed at every event;
 * - `sequences: false`: 2 % faster.
 * Names within reach of a spoilt console line are not taken (console-names.ts).
 * The `trace` form keeps names and lines, for people who read a device's stack traces.
 */
import { minify as terser } from 'terser'
import type { MinifyOptions } from 'terser'
import type { Text } from './bundle.ts'
import { shortName } from './console-names.ts'

const SHORT: MinifyOptions = {
  ecma: 2015,
  toplevel: true,
  compress: { passes: 3, pure_getters: true, hoist_funs: false, sequences: false, reduce_funcs: false },
  // Not `reserved`, which would leave a name that the source has.
  mangle: { toplevel: true, nth_identifier: { get: shortName } },
  format: { ascii_only: true },
}

const READABLE: MinifyOptions = {
  ...SHORT,
  mangle: false,
  format: { ascii_only: true, beautify: true },
}

async function run(input: Text, options: MinifyOptions): Promise<Text> {
  const result = await terser(input.code, { ...options, sourceMap: { content: input.map } })
  if (!result.code || typeof result.map !== 'string') throw new Error('terser gave no code')
  return { code: result.code, map: result.map }
}

/**
 * First less text, then short names: in one go, terser 5.51.2 gives a variable the name of one that `collapse_vars` has
 * just moved into its block (`let t=t[0]`).
 */
export async function minify(input: Text, trace: boolean): Promise<Text> {
  if (trace) return run(input, READABLE)
  return run(await run(input, { ...SHORT, mangle: false }), { ...SHORT, compress: false })
}
