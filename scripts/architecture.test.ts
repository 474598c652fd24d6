/** Who may import what (DESIGN 2), held against the text of every source file. */
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import typescript from 'typescript'
import { describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

interface Source {
  /** From the root, with `/`. */
  readonly file: string
  readonly text: string
  readonly imports: readonly string[]
}

/** Import and export declarations, `import()` of types and modules, and imports for their effect. */
function importsOf(text: string): string[] {
  return typescript.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => {
      const text = readFileSync(path.join(root, file), 'utf8')
      return { file, text, imports: importsOf(text) }
    })
}

const all = ['shared', 'firmware', 'host', 'hil-tests', 'scripts'].flatMap(sourcesIn)
/** Tests and what only tests use may import more: vitest, Node, and what they compare with. */
const isTest = ({ file }: Source): boolean =>
  /\.test\.ts$|(^|\/)(testing|tests|testkit|differential|golden)(\/|\.ts$)/.test(file)
const product = all.filter((source) => !isTest(source))

/** A relative import as a file from the root; any other as it is. */
function target({ file }: Source, name: string): string {
  return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name
}

/** Imports of the files below `folders` that `may` does not allow, as `file -> import`. */
function strays(folders: readonly string[], may: (to: string) => boolean, sources = product): string[] {
  return sources
    .filter(({ file }) => folders.some((folder) => file.startsWith(folder)))
    .flatMap((source) =>
      source.imports
        .map((name) => target(source, name))
        .filter((to) => !may(to))
        .map((to) => `${source.file} -> ${to}`),
    )
}

const within =
  (...folders: string[]) =>
  (to: string): boolean =>
    folders.some((folder) => to.startsWith(folder))
const isNpm = (to: string): boolean => !to.includes('.ts') && !isBuiltin(to) && !to.startsWith('.')

describe('imports', () => {
  test('there is something to look at, and every kind of import is seen', () => {
    expect(product.length).toBeGreaterThan(150)
    const text = `import a from 'one'\nimport type { B } from "two"\nexport * from './three.ts'\nawait import('four')\nimport 'five'\nlet t: import('six').T\n// import x from 'no'\n`
    expect(importsOf(text)).toEqual(['one', 'two', './three.ts', 'four', 'five', 'six'])
  })

  test('shared: itself, acorn and valibot; no Node', () => {
    const may = (to: string): boolean => within('shared/')(to) || ['acorn', 'valibot'].includes(to)
    expect(strays(['shared/'], may)).toEqual([])
  })

  test('host/emulator: itself alone; nothing of Node', () => {
    expect(strays(['host/emulator/'], within('host/emulator/'))).toEqual([])
  })

  test('what becomes firmware: stages, runtime, the modules that the toolchain makes, and figures that both ends share', () => {
    const made = new Set(
      [...readFileSync(path.join(root, 'firmware/virtual.d.ts'), 'utf8').matchAll(/^declare module '([^']+)'/gm)].map(
        ([, name]) => name,
      ),
    )
    expect(made.size).toBeGreaterThan(3)
    const figures = 'shared/protocol/checkpoint-layout.ts'
    const may = (to: string): boolean =>
      within('firmware/stages/', 'firmware/runtime/')(to) || made.has(to) || to === figures
    expect(strays(['firmware/stages/', 'firmware/runtime/'], may)).toEqual([])
  })

  test('the toolchain: shared, itself, packages and Node', () => {
    const may = (to: string): boolean => within('firmware/toolchain/', 'shared/')(to) || isNpm(to) || isBuiltin(to)
    expect(strays(['firmware/toolchain/'], may)).toEqual([])
  })

  test('host: shared, the toolchain, itself; nothing from the tests or scripts', () => {
    const may = (to: string): boolean =>
      within('host/', 'shared/', 'firmware/toolchain/', 'package.json')(to) || isNpm(to) || isBuiltin(to)
    expect(strays(['host/'], may)).toEqual([])
  })

  test('nothing that runs imports a test', () => {
    const tests = all.filter(isTest).map(({ file }) => file)
    expect(strays(['shared/', 'host/', 'firmware/'], (to) => !tests.includes(to))).toEqual([])
  })

  test('files of ours are imported with their extension, and exist', () => {
    const files = new Set(all.map(({ file }) => file))
    const missing = all.flatMap((source) =>
      source.imports
        .filter((name) => name.startsWith('.'))
        .map((name) => target(source, name))
        .filter((to) => !files.has(to))
        .map((to) => `${source.file} -> ${to}`),
    )
    expect(missing).toEqual([])
  })

  test('packages that are imported are dependencies', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'devDependencies', Record<string, string>>
    const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/')
    const used = (sources: readonly Source[]): Set<string> =>
      new Set(
        sources
          .flatMap(({ imports }) => imports)
          .filter((name) => /^[@a-z]/.test(name) && !isBuiltin(name))
          .map(packageOf),
      )
    const shipped = used(product.filter(({ file }) => /^(host|shared|firmware\/toolchain)\//.test(file)))
    expect([...shipped].filter((name) => !(name in dependencies))).toEqual([])
    for (const name of ['vitest', 'fast-check']) expect(name in devDependencies).toBe(true)
  })
})

describe('words', () => {
  test('no file names a place of one machine', () => {
    const places = /(?<![\w.-])\/(?:home|Users|root|work|opt)\/\w+/
    expect(product.filter(({ text }) => places.test(text)).map(({ file }) => file)).toEqual([])
  })

  test('no file names a package registry', () => {
    const registry = new RegExp(['registry', 'npmjs'].join('\\.') + '|artifactory|verdaccio', 'i')
    const lock = readFileSync(path.join(root, '.npmrc'), 'utf8')
    expect(
      all
        .filter(({ text }) => registry.test(text))
        .map(({ file }) => file)
        .filter((file) => file !== 'scripts/architecture.test.ts'),
    ).toEqual([])
    expect(lock).not.toMatch(/\/\/|_auth/)
  })

  test('nothing is left for later', () => {
    const left = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
    expect(all.filter(({ text }) => left.test(text)).map(({ file }) => file)).toEqual([])
  })

  test('only the command sets the exit code, and nothing ends the process', () => {
    const setters = product.filter(({ file, text }) => file.startsWith('host/') && /process\.exit(Code)?\b/.test(text))
    expect(setters.map(({ file }) => file)).toEqual(['host/cli/bin.mjs'])
  })
})
