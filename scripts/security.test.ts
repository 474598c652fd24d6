/** What no source of the product may do (SECURITY.md), held against the text of every file. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import typescript from 'typescript'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
/** Tests and what only tests use; the emulator's own texts of JavaScript are data. */
const ASIDE = /\.test\.ts$|\.d\.ts$|(^|\/)(testing|tests|testkit|differential|golden|costs)(\/|\.ts$)/

interface Source {
  readonly file: string
  readonly tree: typescript.SourceFile
}

const sources: readonly Source[] = ['shared', 'firmware', 'host'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((file) => /\.(ts|mjs)$/.test(file) && !ASIDE.test(file))
    .map((file) => parse(file, readFileSync(path.join(root, file), 'utf8'))),
)

function parse(file: string, text: string): Source {
  return { file, tree: typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true) }
}

/** Every node of a source for which `found` holds, as `file: text`. */
function nodes(of: readonly Source[], found: (node: typescript.Node) => boolean): string[] {
  const all: string[] = []
  for (const { file, tree } of of) {
    const visit = (node: typescript.Node): void => {
      if (found(node)) all.push(`${file}: ${node.getText(tree).slice(0, 80)}`)
      typescript.forEachChild(node, visit)
    }
    visit(tree)
  }
  return all
}

/** The name that is called: the last one of `a.b.c()`. */
function called(node: typescript.Node): string | null {
  if (!typescript.isCallExpression(node) && !typescript.isNewExpression(node)) return null
  const { expression } = node
  if (typescript.isIdentifier(expression)) return expression.text
  return typescript.isPropertyAccessExpression(expression) ? expression.name.text : null
}

/** What makes code of a text, whoever wrote it. */
function evaluates(node: typescript.Node): boolean {
  if (typescript.isImportDeclaration(node)) return /^'node:(vm|repl)'$/.test(node.moduleSpecifier.getText())
  const name = called(node)
  if (name === 'Function' || name === 'eval') return true
  if (name !== 'setTimeout' && name !== 'setInterval') return false
  const [first] = (node as typescript.CallExpression).arguments
  return first !== undefined && typescript.isStringLiteralLike(first)
}

/** Modules that are loaded by a name that is not written there. */
function loads(node: typescript.Node): boolean {
  if (!typescript.isCallExpression(node) || node.expression.kind !== typescript.SyntaxKind.ImportKeyword) return false
  return !typescript.isStringLiteralLike(node.arguments[0])
}

/** Listeners that do not say on which address: they would take all. */
function listensAnywhere(node: typescript.Node): boolean {
  if (called(node) !== 'listen') return false
  const { arguments: given } = node as typescript.CallExpression
  return given.length === 0 || given.length === 1 || typescript.isArrowFunction(given[1])
}

const importing = (module: RegExp): Source[] =>
  sources.filter(({ tree }) =>
    tree.statements.some(
      (each) => typescript.isImportDeclaration(each) && module.test((each.moduleSpecifier as { text?: string }).text!),
    ),
  )

describe('the product', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(200)
  })

  test('evaluates nothing', () => {
    expect(nodes(sources, evaluates)).toEqual([])
  })

  test('loads modules by names that are written there; the one that it does not is the file that the user named', () => {
    const found = nodes(sources, loads).map((each) => each.split(':')[0])
    expect(found.filter((file) => !file.startsWith('host/cli/') && !file.startsWith('host/mqtt/broker'))).toEqual([])
  })

  test('starts other programs without a shell, and only those that the user named or the console needs', () => {
    const files = importing(/^(node:)?child_process$/).map(({ file }) => file)
    expect(files).toEqual(['host/devices/espruino.ts', 'host/devices/pseudo-terminal.ts'])
    expect(nodes(sources, (node) => typescript.isPropertyAssignment(node) && node.name.getText() === 'shell')).toEqual(
      [],
    )
    expect(nodes(importing(/child_process$/), (node) => /^(exec|execSync|execFile)$/.test(called(node) ?? ''))).toEqual(
      [],
    )
  })

  test('listens on an address that is written or told', () => {
    const listening = importing(/^(node:)?(net|http|https|tls|http2|dgram)$/)
    expect(listening.map(({ file }) => file)).toEqual(expect.arrayContaining(['host/devices/board-server.ts']))
    expect(nodes(listening, listensAnywhere)).toEqual([])
  })

  test('verifies whom it speaks to over TLS', () => {
    const unverified = (node: typescript.Node): boolean =>
      (typescript.isPropertyAssignment(node) &&
        /^(rejectUnauthorized|checkServerIdentity)$/.test(node.name.getText()) &&
        node.initializer.kind !== typescript.SyntaxKind.TrueKeyword) ||
      (typescript.isStringLiteralLike(node) && node.text === 'NODE_TLS_REJECT_UNAUTHORIZED')
    expect(nodes(sources, unverified)).toEqual([])
  })
})

test('each of these is seen where it is', () => {
  const bad = parse(
    'bad.ts',
    [
      `import vm from 'node:vm'`,
      `eval('1')`,
      `new Function('a', 'b')`,
      `globalThis.eval(x)`,
      `setTimeout('f()', 1)`,
      `import(name)`,
      `server.listen(80)`,
      `server.listen(80, () => 1)`,
      `server.listen(80, host)`,
      `setTimeout(f, 1)`,
      `import('./a.ts')`,
    ].join('\n'),
  )
  expect(nodes([bad], evaluates).length).toBe(5)
  expect(nodes([bad], loads)).toEqual(['bad.ts: import(name)'])
  expect(nodes([bad], listensAnywhere).length).toBe(2)
})
