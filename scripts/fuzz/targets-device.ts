/**
 * What is fuzzed of the device's end: the real program, in `node:vm` without its lowering (many inputs), and as built on
 * the emulator (few). An input is lines of the host: bodies that get a seal, or with `!` in front bytes as they are; `%` is the next
 * frame's number.
 */
import { Board, Stalled } from '../../host/emulator/board/board.ts'
import { bundled, built, type Program } from '../../firmware/tests/programs.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { encodeNumbered, type NumberedFrame } from '../../shared/protocol/frames.ts'
import { decodeLine, sealLine } from '../../shared/protocol/line.ts'
import { CompiledProgram } from './compiled-device.ts'
import type { Target } from './fuzzer.ts'
import { must } from './targets-host.ts'

const pipeline = loadPipeline({
  name: 'fuzzed',
  input: { fields: { k: 'string', v: 'double?', p: 'double', s: 'string?' }, key: 'k', packed: { p: 'int16/10' } },
  time: { mode: 'event', outOfOrdernessMs: 7 },
  stages: [
    { id: 'mean', window: { type: 'sliding', sizeMs: 20, slideMs: 10 }, aggregates: { n: 'count()', m: 'mean(v)' } },
    { id: 'hot', from: 'input', detect: { when: "v > 3 || contains(s, 'b')" } },
    { id: 'odd', from: 'input', anomaly: { zscore: { field: 'p', size: 3, threshold: 2 } } },
    { id: 'ring', from: 'input', buffer: { size: 3 }, aggregates: { n: 'count()' }, dumpOn: 'hot' },
  ],
  limits: { keys: 3, texts: 4, frame: 8, waiting: 8 },
})

/** Nothing waits in it, so that frames may go on from the one before (protocol, section 3). */
const windows = loadPipeline({
  name: 'windows',
  input: { fields: { k: 'string', v: 'double?', p: 'double' }, key: 'k', packed: { p: 'int16/10' } },
  time: { mode: 'event', outOfOrdernessMs: 7 },
  stages: [
    { id: 'mean', window: { type: 'sliding', sizeMs: 20, slideMs: 10 }, aggregates: { n: 'count()', m: 'mean(v)' } },
    { id: 'high', from: 'input', buffer: { size: 3 }, aggregates: { top: 'max(p)' } },
  ],
  limits: { keys: 3, frame: 8 },
})

/** A frame as a line of an input. */
function body(frame: NumberedFrame): string {
  return encodeNumbered(7, frame).replace(',7,', ',%,')
}

const key: NumberedFrame = { type: 'D', of: 'k', i: 0, text: 'x' }
const text: NumberedFrame = { type: 'D', of: 't', i: 1, text: 'abc' }
const event = (q: number, t: number, number = 0): NumberedFrame => ({
  type: 'e',
  ...{ q, key: number, w: t - 7, t },
  values: [
    [5 + q, 1],
    [15, 10],
    [1, 1],
  ],
})
const events: NumberedFrame = {
  type: 'E',
  ...{ q: 0, key: 0, w: null, t0: 10, dt: 2, n: 4, scales: [1, 10, 1] },
  bytes: new Uint8Array(new Int16Array([1, 2, 3, 9, 10, 20, 30, 40, 0, 1, 1, 1]).buffer),
}

const SEEDS = [
  [body(key), body(text), body(event(0, 10)), body(event(1, 12)), '["P"]'],
  [body(key), body(text), body(events), body({ type: 'W', q: 4, w: 50 }), '["S"]'],
  [body(key), body(event(0, 3, 2)), '["P"]', '!\x11~["A"\n["P"]@@@@@@@', '["Q"]'],
  [body({ type: 'T', q: 0, pt: 5 }), body({ type: 'W', q: 1, w: -5 }), '["e",1,0]', '["Z",%]', '["R",0]', '["K",0]'],
  ['["B",0]', '["H",2,"00abcdef",1]', '["K",3]', '["R",-1]', `!${'x'.repeat(900)}`],
].map((lines) => lines.join('\n'))

const BRIEF_SEEDS = [
  [
    body(key),
    body({ ...events, scales: [1, 10] }),
    '["G",%,-1,"AQACAAMABAAFAAYABwAIAA"]',
    '["G",%,7,"AQACAAMABAAFAAYABwAIAA"]',
  ],
  [body(key), '["G",%,0,"AQACAAMABAAFAAYABwAIAA"]', '["P"]'],
  [body(key), body(event(0, 10)), '["G",%,3,""]', body({ type: 'W', q: 1, w: 50 }), '["K",0]', '["G",%,-1,"AAAA"]'],
].map((lines) => lines.join('\n'))

const WORDS = [
  ...[
    '["E",%,',
    '["e",%,',
    '["F",%,',
    '["G",%,',
    '1e999',
    '["f",%,',
    '["W",%,',
    '["T",%,',
    '["D",%,"k",',
    '["D",%,"t",',
    '["P"]\n',
    '["S"]\n',
  ],
  ...[
    '["R",',
    '["K",',
    '["B",',
    '["H",2,',
    '\n',
    '\n!',
    '%',
    'null',
    '"AAAA"',
    '"',
    '[',
    ']',
    ',,',
    '-9007199254740991',
  ],
  ...['{}', '[[[[', '__proto__', '\x10', '\x03', '!\x10print(1)\n'],
]

/** The lines of an input as they go over the wire. */
function* wire(input: string, first: number): Generator<string> {
  let f = first
  for (const text of input.split('\n').slice(0, 24)) {
    if (text.startsWith('!')) yield text.slice(1)
    else yield sealLine(text.replace(/%/g, () => String(f++)).replace(/[^\x20-\x7e]/g, ' ')) + '\n'
  }
}

/**
 * What a device says must arrive whole. Numbers in it may be no numbers where those of the host were none: such frames the host
 * passes over.
 */
function checkSaid(lines: readonly string[]): void {
  for (const line of lines) {
    must(decodeLine(line).kind === 'frame', `the device sends whole frames: ${line.slice(0, 200)}`)
  }
}

function firstOf({ hash }: Program): number {
  return parseInt(hash.slice(0, 6), 16)
}

function inVm(name: string, program: Program, seeds: readonly string[]): Target {
  const compiled = new CompiledProgram(program.code, `${name}.js`)
  return {
    name,
    covers: new RegExp(`^${name}\\.js$`),
    seeds,
    words: WORDS,
    weight: 0.1,
    run: (input) => {
      const device = compiled.device()
      device.handshake(program.hash)
      for (const line of wire(input, firstOf(program))) device.receive(line)
      checkSaid(device.takeLines())
      // What was left without its end must not spoil the question.
      device.receive('\n')
      device.receive(sealLine('["P"]') + '\n')
      const said = device.takeLines()
      checkSaid(said)
      must(said.length > 0 || device.console === 'port', 'an attached device answers')
    },
  }
}

/** Virtual ms that the lines of an input may take. */
const PATIENCE_MS = 5000

function onEmulator(program: Program): Target {
  return {
    name: 'emulated',
    covers: /host\/emulator\/(interpreter|natives|board|language|builtins)/,
    seeds: SEEDS,
    words: WORDS,
    weight: 0.0005,
    limitMs: 20_000,
    run: (input) => {
      const board = new Board({ vars: 4000, seed: 1 })
      let said = ''
      board.onOutput((bytes) => (said += Buffer.from(bytes).toString('latin1')))
      board.boot(false)
      const { error } = board.execute(program.code, 'firmware.js', PATIENCE_MS)
      must(error === undefined, `the program starts: ${error ?? ''}`)
      const rests = (): void => must(board.runUntilIdle(PATIENCE_MS), 'the board comes to rest')
      try {
        rests()
        board.input(`\x10rivulet(${JSON.stringify(program.hash)},1)\n`)
        rests()
        for (const line of wire(input, firstOf(program))) {
          board.input(line)
          rests()
        }
        said = ''
        board.input('\n' + sealLine('["P"]') + '\n')
        rests()
      } catch (error) {
        if (!(error instanceof Stalled)) throw error
        must(false, 'no line makes the board stall')
      }
      const lines = said.replace(/[\x11\x13\r]/g, '').split('\n')
      must(lines.some((line) => line.startsWith('~')) || /[>=:]/.test(said), `the board answers: ${said.slice(0, 200)}`)
    },
  }
}

export async function deviceTargets(): Promise<readonly Target[]> {
  const brief = inVm('brief', await bundled(windows), [...BRIEF_SEEDS, ...SEEDS])
  return [inVm('device', await bundled(pipeline), SEEDS), brief, onEmulator(await built(pipeline))]
}
