/** A pipeline from a file: JSON or a module; whatever is wrong names the file and a cure. */
import { describe, expect, test } from 'vitest'
import { basicLab } from '../../shared/pipeline/labs/basic-lab.ts'
import { readPipeline } from './pipeline-file.ts'
import { folder } from './testing.ts'

const { file } = folder()
const spec = {
  name: 'file',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ filter: 'v > 1' }],
}
const text = JSON.stringify(spec)

describe('is read', () => {
  test.each([
    ['a.json', text],
    ['a.pipeline.json', JSON.stringify(spec, null, 2)],
    ['a.txt', text],
    ['default.mjs', `export default ${text}`],
    ['named.mjs', `export const pipeline = ${text}; export const other = 1`],
    ['only.mjs', `export const lab = ${text}`],
    ['both.mjs', `export default ${text}; export const pipeline = { name: 'other' }`],
    ['late.mjs', `export default await Promise.resolve(${text})`],
  ])('%s', async (name, content) => {
    expect((await readPipeline(file(name, content))).name).toBe('file')
  })

  test('the basic lab, from its file and from its module alike', async () => {
    const labs = 'shared/pipeline/labs'
    const [json, module] = await Promise.all(
      [`${labs}/basic-lab.pipeline.json`, `${labs}/basic-lab.ts`].map((name) => readPipeline(name)),
    )
    expect(json).toEqual(module)
    expect(json.name).toBe(basicLab.name)
  })
})

describe('is refused', () => {
  test.each([
    ['half.json', '{"name": "x"', 'E_PIPELINE', 'cannot be read'],
    ['empty.json', '', 'E_PIPELINE', 'cannot be read'],
    ['broken.mjs', 'export default {', 'E_PIPELINE', 'cannot be read'],
    ['throws.mjs', 'throw new Error("no lab today")', 'E_PIPELINE', 'no lab today'],
    ['two.mjs', 'export const a = 1, b = 2', 'E_PIPELINE', 'exports no pipeline'],
    ['nothing.mjs', '', 'E_PIPELINE', 'exports no pipeline'],
    ['list.json', '[1, 2]', 'E_SPEC', 'but is a list'],
    ['number.json', '5', 'E_SPEC', 'but is 5'],
    ['stages.json', JSON.stringify({ ...spec, stages: [{ filter: 'w > 1' }] }), 'E_SPEC', 'w'],
  ])('%s', async (name, content, code, message) => {
    const full = file(name, content)
    const failing = readPipeline(full)
    await expect(failing).rejects.toMatchObject({ code, kind: 'usage', place: expect.stringContaining(full) })
    await expect(failing).rejects.toThrow(message)
    await expect(failing).rejects.toHaveProperty('cure')
  })

  test('a file that is not there', async () => {
    await expect(readPipeline('/no/such/a.json')).rejects.toMatchObject({
      code: 'E_PIPELINE',
      place: '/no/such/a.json',
    })
    await expect(readPipeline('/no/such/a.ts')).rejects.toMatchObject({ code: 'E_PIPELINE' })
  })
})
