import { beforeAll, describe, expect, test } from 'vitest'
import { buildFirmware, type Build } from '../../firmware/toolchain/build.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { DeviceError, type Trouble } from '../../shared/protocol/trouble.ts'
import { explain, type Circumstances } from './failure.ts'

const pipeline = loadPipeline({
  name: 'failing',
  input: { fields: { v: 'double' } },
  time: { mode: 'event', outOfOrdernessMs: 0 },
  stages: [{ id: 'hot', detect: { when: 'v > 90', until: 'v < 80' } }],
})

let build: Build
beforeAll(async () => {
  build = await buildFirmware(pipeline, { trace: true })
})

/** A frame as the device prints it for a text of the program: its first place behind the beginning of a function. */
function frameAt(name: string, text: string): string {
  const fn = build.functions.find(
    ({ names, start, end }) => names.includes(name) && build.code.slice(start, end).includes(text),
  )
  if (fn === undefined) throw new Error(`${name} has no ${text}`)
  const before = build.code.slice(fn.start, build.code.indexOf(text, fn.start)).split('\n')
  return `    at ${name} (:${before.length}:${before[before.length - 1].length + 1})\n`
}

async function explained(trouble: Partial<Trouble>, more: Partial<Circumstances> = {}): Promise<DeviceError> {
  const whole: Trouble = { kind: 'exception', message: 'no', printed: 'Uncaught no\n', f: 1, at: null, ...trouble }
  const circumstances = { pipeline, build, told: [], items: null, variables: null, ...more }
  return explain(new DeviceError(whole, 'the device reports: no'), circumstances)
}

describe('an exception', () => {
  test('in an expression is named by it, with the operator that it was pasted into', async () => {
    const error = await explained({ printed: `Uncaught no\n${frameAt('watch', '> 90')}` })
    expect(error.place).toBe('stage 1 "hot": when "v > 90"')
    expect(error.message).toMatch(
      /\n {2}at watch \(firmware\/stages\/detect\.ts:\d+:\d+\), stage 1 "hot": when "v > 90"$/,
    )
    expect(error.cure).toContain('check when "v > 90"')
    expect(error.more).toMatchObject({
      frames: [{ file: 'rivulet:expressions', stage: 'hot', operator: { file: 'firmware/stages/detect.ts' } }],
      item: null,
    })
  })

  test('in the link is named by its line', async () => {
    const error = await explained({ printed: `Uncaught no\n${frameAt('line', 'parse(')}` })
    expect(error.place).toMatch(/^firmware\/runtime\/link\.ts:\d+$/)
    expect(error.cure).toContain('the operators are at fault')
  })

  test('of another program is shown as printed', async () => {
    const error = await explained({ printed: 'Uncaught no\n    at nobody (:1:1)\n' })
    expect(error.message).toContain('at nobody:1:1 (not in this program)')
    expect(error.more).toMatchObject({ frames: [{ printed: 'nobody:1:1' }] })
  })

  test('that fits several functions is told with all of them', async () => {
    const error = await explained({ printed: 'Uncaught no\n    at :1:1\n' })
    expect(error.message).toMatch(/at one of .*, .* \(the trace fits each\)/)
    const [frame] = (error.more as { frames: { others: unknown[] }[] }).frames
    expect(frame.others.length).toBeGreaterThan(3)
  })

  test('deep in the program shows the innermost eight functions', async () => {
    const frame = frameAt('line', 'parse(')
    const { message } = await explained({ printed: `Uncaught no\n${frame.repeat(11)}` })
    expect(message.match(/\n {2}at /g)).toHaveLength(8)
    expect(message).toContain('\n  and 3 more')
  })
})

describe('the item', () => {
  const item = { index: 3, ref: 'r', item: null }

  test.each([
    ['in a stage', (): string => frameAt('watch', '> 90'), true],
    ['in the link', (): string => frameAt('rare', 'case'), false],
  ])('is one where code has one in hand: %s', async (_, frame, expected) => {
    let asked: boolean | null = null
    await explained(
      {
        printed: `Uncaught no\n${frame()}${frameAt('line', 'parse(')}`.replace(/ {4}at line.*\n/, expected ? '$&' : ''),
      },
      { items: (__, single) => ((asked = single), { frame: 1, items: [item] }) },
    )
    expect(asked).toBe(expected)
  })

  test('may have waited when it comes from the waiting room', async () => {
    const printed = `Uncaught no\n${frameAt('watch', '> 90')}${frameAt('releaseAll', 'for')}`
    const error = await explained({ printed }, { items: () => ({ frame: 1, items: [item] }) })
    expect(error.more).toMatchObject({ item: { frame: 1, exact: false, waited: true } })
    expect(error.message).toContain('or an earlier one')
  })
})

describe('lack of memory', () => {
  const memory: Partial<Trouble> = {
    kind: 'memory',
    message: 'LOW_MEMORY MEMORY',
    printed: 'Uncaught LOW_MEMORY MEMORY\n',
  }
  const told = (): string[] => `OUT OF MEMORY${frameAt('line', 'parse(')}Execution Interrupted`.split('\n')

  test('takes its place from what was printed', async () => {
    const error = await explained(memory, { told: told(), variables: { used: 90, total: 100 } })
    expect(error.code).toBe('E_DEVICE_MEMORY')
    expect(error.message).toMatch(/^the device reports: OUT OF MEMORY\n {2}at line \(firmware\/runtime\/link\.ts:/)
    expect(error.message).toContain(`90 of 100 variables in use; the plan asks for ${build.plan.vars.peak} at peak`)
    expect(error.cure).toContain(`use a device that has ${build.plan.vars.peak} variables or more`)
  })

  test('on a device that does not say how much it has', async () => {
    const error = await explained(memory, { told: told() })
    expect(error.message).toContain(`memory: the plan asks for ${build.plan.vars.peak} at peak`)
    expect(error.cure).toContain('use a device with more memory')
  })

  test('without any trace', async () => {
    expect((await explained(memory)).message).toBe(
      `the device reports: LOW_MEMORY MEMORY\n  memory: the plan asks for ${build.plan.vars.peak} at peak`,
    )
  })
})

test('a failure while loading says what was awaited, and shows no line of the host', async () => {
  const printed = `OUT OF MEMORY${frameAt('line', 'parse(')}    at REPL (:1:19)\n`
  const trouble = { kind: 'memory', message: 'OUT OF MEMORY', printed, f: null, at: null }
  const error = new DeviceError(trouble, 'the device failed while the greeting was awaited: OUT', {
    code: 'E_DEVICE_ERROR',
  })
  const { code, message } = await explain(error, { pipeline, build, told: [], items: null, variables: null })
  expect(code).toBe('E_DEVICE_ERROR')
  expect(message).toContain('the device failed while the greeting was awaited: OUT OF MEMORY\n  at line')
  expect(message).not.toContain('REPL')
})
