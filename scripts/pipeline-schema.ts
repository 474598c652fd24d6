/**
 * The JSON Schema of pipelines, `shared/pipeline/pipeline.schema.json`, made from the valibot schema for editors.
 *
 *     npx tsx scripts/pipeline-schema.ts           writes the file
 *     npx tsx scripts/pipeline-schema.ts --check   exits 1 when it is stale
 */
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { toJsonSchema, type JsonSchema } from '@valibot/to-json-schema'
import prettier from 'prettier'
import { definitions, specSchema } from '../shared/pipeline/schema.ts'

const root = path.resolve(import.meta.dirname, '..')
export const SCHEMA_FILE = path.join(root, 'shared/pipeline/pipeline.schema.json')

/** The schema as it has to stand in the file. */
export async function pipelineSchemaText(): Promise<string> {
  const schema = toJsonSchema(specSchema, {
    target: 'draft-2020-12',
    definitions,
    overrideSchema: ({ jsonSchema }) =>
      refusesOthers(jsonSchema) ? { ...jsonSchema, additionalProperties: false } : undefined,
  })
  const titled = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Rivulet pipeline', ...schema }
  const options = await prettier.resolveConfig(SCHEMA_FILE)
  return prettier.format(JSON.stringify(titled, withoutSafeBounds), { ...options, parser: 'json' })
}

/** valibot knows "no other keys" as a rest that matches nothing. */
function refusesOthers({ additionalProperties }: JsonSchema): boolean {
  return typeof additionalProperties === 'object' && 'not' in additionalProperties
}

/** That a whole number is a safe one goes without saying. */
function withoutSafeBounds(_key: string, value: unknown): unknown {
  return typeof value === 'number' && Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value
}

async function main(args: readonly string[]): Promise<void> {
  const text = await pipelineSchemaText()
  if (!args.includes('--check')) return fs.writeFileSync(SCHEMA_FILE, text)
  if (fs.readFileSync(SCHEMA_FILE, 'utf8') === text) return
  console.error('pipeline.schema.json is stale; run: npx tsx scripts/pipeline-schema.ts')
  process.exitCode = 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2))
