/**
 * Random programs as trees: text with nested parts of known kinds, so that a failing program can be made smaller
 * without becoming nonsense.
 */

/** What a part is, and so what may stand in its place. */
export type Kind =
  | 'number'
  | 'integer'
  | 'text'
  | 'truth'
  | 'array'
  | 'typed'
  | 'object'
  | 'pattern'
  | 'function'
  | 'statement'
  | 'block'

export interface Tree {
  readonly kind: Kind
  readonly parts: readonly (string | Tree)[]
}

export function tree(kind: Kind, ...parts: (string | Tree)[]): Tree {
  return { kind, parts }
}

/** The program text of a tree. */
export function render(node: Tree): string {
  return node.parts.map((part) => (typeof part === 'string' ? part : render(part))).join('')
}

/** The smallest text of a kind; statements and blocks can be empty. */
const SMALLEST: Readonly<Record<Kind, readonly string[]>> = {
  number: ['0', '1', '0.5'],
  integer: ['0', '1'],
  text: ['""', '"a"'],
  truth: ['true', 'false'],
  array: ['[]', '[1]'],
  typed: ['new Uint8Array(1)', 'new Float64Array(2)'],
  object: ['{}', '{a:1}'],
  pattern: ['/a/'],
  function: ['()=>0', 'function(){}'],
  statement: [';'],
  block: [''],
}

/** Every tree that is one step smaller, the most promising first. */
export function* smaller(node: Tree): Generator<Tree> {
  yield* replacements(node)
  for (const [at, part] of node.parts.entries()) {
    if (typeof part === 'string') continue
    if (node.kind === 'block') yield { ...node, parts: node.parts.filter((_, index) => index !== at) }
    for (const less of smaller(part))
      yield { ...node, parts: node.parts.map((each, index) => (index === at ? less : each)) }
  }
}

/** Parts of the same kind deeper in, then the smallest of the kind. */
function* replacements(node: Tree): Generator<Tree> {
  for (const text of SMALLEST[node.kind]) {
    if (render(node) === text) return
    yield tree(node.kind, text)
  }
  for (const part of node.parts) if (typeof part !== 'string') yield* ofKind(part, node.kind)
}

function* ofKind(node: Tree, kind: Kind): Generator<Tree> {
  if (node.kind === kind) yield node
  else for (const part of node.parts) if (typeof part !== 'string') yield* ofKind(part, kind)
}

/**
 * Makes a tree smaller as long as it still fails, trying at most `tries` variants.
 * `fails` tells whether a variant shows the difference that is looked for.
 */
export function shrink(node: Tree, fails: (variant: Tree) => boolean, tries = 400): Tree {
  let best = node
  for (let left = tries; left > 0;) {
    let found: Tree | undefined
    for (const variant of smaller(best)) {
      if (left-- <= 0) break
      if (render(variant).length < render(best).length && fails(variant)) {
        found = variant
        break
      }
    }
    if (!found) return best
    best = found
  }
  return best
}
