/** A pipeline may come from anybody: its names and texts become a program's data, and nothing of them its code. */
import { describe, expect, test } from 'vitest'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { EmulatedDevice } from './emulated-device.ts'
import { built, bundled } from './programs.ts'
import { frameOf } from './run.ts'
import { VmDevice } from './vm-device.ts'

/** Would leave a trace if it ever ran. */
const EVIL = 'global.evil=1'
const TEXTS = [
  `");${EVIL};("`,
  `\\");${EVIL};("`,
  `*/${EVIL}/*`,
  `\${${EVIL}}`,
  `\`+(${EVIL})+\``,
  `\\u0022);${EVIL}//`,
  `\n${EVIL}\n`,
  `\u2028${EVIL}\u2029`,
  `</script>${EVIL}`,
]

function pipelineWith(text: string): ReturnType<typeof loadPipeline> {
  const quoted = `'${text.replace(/[\\'\n\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`
  return loadPipeline({
    name: text,
    input: { fields: { k: 'string', s: 'string?', v: 'double' }, key: 'k' },
    time: { mode: 'event', outOfOrdernessMs: 0 },
    stages: [
      { id: 'has', filter: `contains(s, ${quoted}) || s == ${quoted}` },
      { id: 'seen', from: 'input', detect: { when: `s == ${quoted}` } },
      {
        id: 'steps',
        from: 'input',
        pattern: { steps: [{ name: text.replace(/[:'"`]/g, ' ') }, { name: 'b', contiguity: 'next' }] },
      },
    ],
  })
}

describe.each(TEXTS)('%j', (text) => {
  test('as name, text and step: the program starts and does nothing else', async () => {
    const program = await bundled(pipelineWith(text))
    const device = new VmDevice(program.code)
    device.handshake(program.hash)
    expect(frameOf(device.takeLines()[0])).toMatchObject({ type: 'H', hash: program.hash })
    expect(device.evaluate('typeof global.evil')).toBe('undefined')
  })
})

test('some of them together, minified, on the emulator', async () => {
  const program = await built(pipelineWith(TEXTS.slice(0, 3).join('').slice(0, 60)))
  const device = new EmulatedDevice(program.code)
  const { error } = device.board.execute('if(global.evil)throw "it ran"', 'test.js', 1000)
  expect(error).toBeUndefined()
  device.handshake(program.hash)
  expect(frameOf(device.takeLines()[0]).type).toBe('H')
})
