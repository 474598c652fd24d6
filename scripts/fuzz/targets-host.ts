/** What is fuzzed of the host's end: everything that reads what came from outside. */
import { LineReader, isPrompt, troubleIn } from '../../host/devices/console.ts'
import { RivuletError } from '../../shared/error.ts'
import { compileCondition, compileExpression, type Compiled } from '../../shared/pipeline/expr/type.ts'
import type { Scope } from '../../shared/pipeline/expr/scope.ts'
import { loadPipeline } from '../../shared/pipeline/resolve.ts'
import { validate } from '../../shared/pipeline/validate.ts'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import { decodeDevice, encodeWords, type DeviceFrame } from '../../shared/protocol/frames.ts'
import { decodeLine, encodeLine, openLine, sealLine } from '../../shared/protocol/line.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { RecordReader } from '../../shared/protocol/records.ts'
import { Sender } from '../../shared/protocol/sender.ts'
import { compile } from '../../shared/reference/evaluate.ts'
import { isRefusal, ItemReader } from '../../shared/stream/items.ts'
import { printResult } from '../../shared/stream/print.ts'
import { isFault, readSenml } from '../../shared/stream/senml.ts'
import { SenmlItems } from '../../shared/stream/senml-items.ts'
import type { Target } from './fuzzer.ts'
import { readings, wide } from './pipelines.ts'

/** Throws unless it holds. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it does not hold: ${what}`)
}

/** An error of ours is an answer; everything else is a find. */
export function refuses(run: () => void): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof RivuletError)) throw error
    must(error.message.length < 4000, 'messages are short')
  }
}

const WORDS_OF_FRAMES = [
  ...['["H",', '["A",', '["N",', '["R",', '["X",', '["S",', '["C",', '["L",', '["B",', 'null', 'true', '{}', '[]'],
  ...['"AAAAAAAAAAA="', '"fates":', '"m":[', '__proto__', '\\u0000', '1e999', '-9007199254740991', '~["', '*'],
]

const BODIES = [
  '["H",2,"cafe0123",1,2048,13303297,0,0,null]',
  '["A",13303300,12,-5,40]',
  '["N",13303300,"crc"]',
  `["R",0,"${encodeWords([0, 1, 2.5, NaN])}"]`,
  '["X",13303300,4,"exception","bm8=","ICAgIGF0IGYK",3]',
  '["S",{"m":[900,3000,14],"fates":[[1,2,3,4]],"refused":0,"crc":0,"gap":0,"dup":0,"long":0}]',
  '["C",13303300,40,3,800,2]',
  '["L",12]',
  '["B",0,"AAECAw=="]',
]

const line: Target = {
  name: 'line',
  covers: /shared\/protocol\/(line|frames|base64)\.ts/,
  seeds: [...BODIES.map(encodeLine), '>', '~', '~*', '~[]*0', encodeLine(BODIES[1]).replace('~', '~\x11') + '\r'],
  words: WORDS_OF_FRAMES,
  run: (input) => {
    const decoded = decodeLine(input)
    if (decoded.kind === 'frame') decodeDevice(decoded.body)
    const body = openLine(input)
    if (body !== null) must(openLine(sealLine(body)) === body, 'a sealed body opens')
    const clean = input.replace(/[\x11\x13\r\n]/g, '')
    must(openLine(sealLine(clean)) === clean, 'what is sealed opens')
    const again = decodeLine(encodeLine(clean))
    must(again.kind === 'frame' && again.body === clean, 'what is encoded decodes')
  },
}

const frames: Target = {
  name: 'frames',
  covers: /shared\/protocol\/(frames|base64)\.ts/,
  seeds: BODIES,
  words: WORDS_OF_FRAMES,
  run: (input) => checkFrame(decodeDevice(input), input),
}

function checkFrame(frame: DeviceFrame | null, input: string): void {
  if (frame === null) return
  for (const [name, value] of Object.entries(frame)) {
    if (typeof value === 'number') must(Number.isSafeInteger(value), `${name} is a whole number`)
    if (typeof value === 'string') must(value.length <= input.length, `${name} is no longer than what came`)
  }
  if (frame.type === 'R') must(8 * frame.words.length <= input.length, 'no more words than came')
  if (frame.type === 'S')
    must(
      frame.counters.fates.every((list) => list.every((n) => Number.isSafeInteger(n))),
      'fates are whole numbers',
    )
}

/** Numbers with commas between, as result words; `|` is where they are cut. */
const records: Target = {
  name: 'records',
  covers: /shared\/protocol\/(records|positions|dictionary)\.ts/,
  seeds: [
    ...['-9,0,0,0,0,1', '-3,1', '7,0,1,2,0,1', '0,0,3,20,0,0,1,2,3,4,5,6,7,8'],
    ...wide.stages.flatMap(({ index }) =>
      Array.from({ length: 14 }, (_, kind) => `${16 * index + kind},0,3,${kind},1,2,1,3,2|,1,0,4,5,6,7,8,9,10,11,12`),
    ),
  ],
  words: ['NaN', '1e9', '-1', '-6', '0.5', 'Infinity', ',', '|', '16', '32', ',2,1,3,2,4', '4294967296'],
  run: (input) => {
    const positions = new Positions()
    const dictionary = new Dictionary(['a', 'b'], true)
    for (let q = 0; q < 32; q++) positions.add({ at: q, ref: `e${q}`, t: q })
    for (const key of ['x', 'y', 'z']) dictionary.key(key)
    dictionary.text('c')
    const reader = new RecordReader(wide, dictionary, positions)
    refuses(() => {
      for (const piece of input.split('|')) {
        const words = piece.split(',').map((word) => (word === '' ? 0 : Number(word)))
        for (const result of reader.push(words)) must(printResult(result).length < 1e6, 'results are short')
      }
    })
    must(reader.pending <= input.length + 1, 'no more is kept than came')
  },
}

/** Lines of a device: bodies that get a check sum, or with `!` in front as they are; `%` is the next frame's number. */
const sender: Target = {
  name: 'sender',
  covers: /shared\/protocol\/(sender|frames|line|trouble)\.ts/,
  seeds: [
    '["A",%,3,null,0]',
    '["N",%,"crc"]\n["N",%,"gap"]\n["A",%,3,5,0]',
    `["R",0,"${encodeWords([0, 1])}"]\n["R",1,"${encodeWords([1, 2])}"]\n["A",%,1,null,3]`,
    '!~["A",1]*0\n!>\n!Uncaught Error: no\n["X",%,1,"exception","bm8=","",1]',
    '["S",{"m":[1,2,3],"fates":[]}]\n["L",0]\n["C",%,0,1,10,2]\n["B",0,""]',
    '["H",2,"00abcdef",1,2048,%,0,0,null]\n["R",99,"AAAAAAAAAAA="]',
  ],
  words: [...WORDS_OF_FRAMES, '\n["A",%,1,null,0]', '\n["N",%,"crc"]', '%', '\n!'],
  weight: 0.1,
  run: (input) => {
    const clock = new SimulatedClock()
    let written = 0
    const sender = new Sender({
      clock,
      hello: { grant: 300, f: 100, n: 0 },
      write: (text) => (written += text.length),
      onWords: () => undefined,
    })
    let f = 100
    refuses(() => {
      for (let q = 0; q < 6; q++) sender.send({ type: 'W', q, w: q })
      for (const text of input.split('\n').slice(0, 40)) {
        const body = text.replaceAll('%', String(f++))
        sender.onLine(body.startsWith('!') ? body.slice(1) : encodeLine(body))
        clock.advance(30)
        must(sender.credit >= 0 && sender.credit <= 300, 'the credit is within the window')
      }
      if (sender.failure === null) sender.ask({ type: 'S' })
    })
    for (let steps = 0; clock.step(); steps++) must(steps < 2000, 'it comes to an end')
    must(sender.failure !== null || sender.settled, 'it ends settled or with a failure')
    must(written < 1e6, 'it does not write without end')
  },
}

/** Bytes of a console; NUL is where they are cut. */
const console_: Target = {
  name: 'console',
  covers: /host\/devices\/console\.ts|shared\/protocol\/(trouble|line)\.ts/,
  seeds: [
    '\r\n ____ \r\n|  __|\r\n 2v29 (c) 2025\r\n\r\n>',
    `>${encodeLine(BODIES[1])}\n${encodeLine(BODIES[3])}\r\n`,
    `te\0xt${encodeLine(BODIES[2])}\n>>>\x1b[2K~["A",1`,
    'Uncaught Error: no\n    at f (:1:33)\n    ^\nNew interpreter error: LOW_MEMORY\n\x11\x13>',
    '\x1b[J\x1b[1;1H\x07\r~["A",1,2]*\0\x11ab\x13cd\n',
  ],
  words: ['\x1b[', '\x1b[999;1H', '~["A",', '>~["A",', '\r\n', '\0', 'Uncaught ', '\x11', '\x13', 'debug>'],
  run: (input) => {
    const whole = new LineReader()
    const pieces = new LineReader()
    const lines = whole.push(input.replaceAll('\0', ''))
    const same = input.split('\0').flatMap((piece) => pieces.push(piece))
    must(JSON.stringify(lines) === JSON.stringify(same), 'where bytes are cut cannot be seen')
    must(whole.partial === pieces.partial, 'nor in what is left')
    must(!lines.some((text) => /[\n\r\x11\x13]/.test(text)), 'lines have no line ends and no flow control')
    isPrompt(whole.partial)
    for (const text of lines) {
      troubleIn(text)
      decodeLine(text)
    }
  },
}

const senml: Target = {
  name: 'senml',
  covers: /shared\/stream\/senml/,
  seeds: [
    '[{"bn":"lab-07/","bt":1700000059.999,"n":"v","u":"Cel","v":21.4},{"n":"w","v":3},{"t":1,"n":"v","v":2}]',
    '[{"bn":"a/x/","bt":1700000000,"bv":1,"bs":2,"bu":"V","bver":10,"n":"v","v":1,"s":3,"ut":9}]',
    '[{"n":"a/s","t":1700000001,"vs":"text"},{"n":"a/b","t":1700000001,"vb":true},{"n":"a/d","t":1700000001,"vd":"QUJD"}]',
    '{"n":"k/left/v","t":1700000002,"v":-1e3}',
    '[{"n":"v_","t":1,"v":1,"x_":1}]',
  ],
  words: [
    ...['"bn":', '"bt":', '"bu":', '"bv":', '"bs":', '"bver":', '"n":', '"u":', '"v":', '"vs":', '"vb":', '"vd":'],
    ...['"s":', '"t":', '"ut":', '{', '},{', '[', ']', '1700000000', '268435456', '"a/b/c"', 'null', '"__proto__":'],
  ],
  run: (input) => {
    const read = readSenml(input)
    if (isFault(read)) {
      must(read.reason.length < 1000 && read.cure !== '', 'a fault has a short reason and a cure')
      return
    }
    for (const pipeline of readings) {
      const items = new SenmlItems<number>(pipeline)
      const all = [...read.flatMap((record, i) => items.push(record, i)), ...items.flush()]
      must(all.length <= 2 * read.length, 'no more items than records and ticks')
      for (const each of all) {
        if (!('item' in each) || each.item.kind !== 'event') continue
        const { t } = each.item
        must(t === null || Number.isSafeInteger(t), 'times are whole')
      }
    }
  },
}

/** Items of NDJSON, a line each. */
const items: Target = {
  name: 'items',
  covers: /shared\/stream\/items\.ts/,
  seeds: [
    '{"t":1,"ref":"a","k":"x","v":1.5,"p":0.1,"on":true}',
    '{"wm":5}\n{"pt":7}\n{"wm":5,"in":"left"}',
    '{"t":-1,"v":null,"name":"é","in":"right"}\n[]\n3\nnull',
  ],
  words: ['"t":', '"wm":', '"pt":', '"ref":', '"in":"left"', '__proto__', 'constructor', 'null', '1e999', '\n{'],
  run: (input) => {
    for (const pipeline of [wide, ...readings]) {
      const reader = new ItemReader(pipeline)
      for (const text of input.split('\n')) {
        const item = reader.read(parsed(text))
        if (isRefusal(item)) must(item.reason.length < 1000, 'a refusal is short')
        else if (item.kind === 'event')
          for (const value of Object.values(item.values))
            must(typeof value !== 'number' || Number.isFinite(value), 'numbers are finite')
      }
    }
  },
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const spec: Target = {
  name: 'pipeline',
  covers: /shared\/pipeline\//,
  seeds: [JSON.stringify(wide.spec), ...readings.map(({ spec: each }) => JSON.stringify(each))],
  words: [
    ...['"filter":', '"map":{', '"window":{"type":"session","gapMs":5}', '"anomaly":', '"detect":{', '"pattern":'],
    ...['"priority":', '"from":', '"limits":{', '"ttlMs":', '"join":', '__proto__', '"v > 3"', 'null', '1e999', '[['],
  ],
  most: 8000,
  weight: 0.02,
  run: (input) => {
    const data = parsed(input)
    const faults = validate(data)
    for (const { path, message, cure } of faults) {
      must(message !== '' && cure !== '', 'a fault has a reason and a cure')
      must(path.length + message.length + cure.length < 4000, 'a fault is short')
    }
    if (faults.length > 0) refuses(() => loadPipeline(data))
    else must(Object.isFrozen(loadPipeline(data)), 'what is valid loads')
  },
}

const SCOPES: readonly Scope[] = [
  { fields: wide.fields, history: true, steps: null },
  { fields: wide.fields, history: false, steps: ['a', 'b'] },
]

const expression: Target = {
  name: 'expression',
  covers: /shared\/pipeline\/expr\/|shared\/reference\/evaluate\.ts/,
  seeds: [
    "on && (v > 0.3 || contains(name, 'b')) && p < 1.7e1 && min(p, 90) >= -90",
    "v - prev('v') > 3 && dt() < 5",
    "abs(v - prev('v')) / dt() * 1000 != null",
    "count(a) >= 3 && avg(a, 'v') < v || first(b, 'name') == 'x'",
    "!has(volume) && startsWith(name, 'q') == true",
    'round(-2.5) % 2 == -(2 + 3 * 4) / sqrt(max(v, p, 3))',
  ],
  words: [
    ...[
      "prev('v')",
      'dt()',
      'has(v)',
      "contains(name, 'b')",
      'min(',
      "max('a', 'v')",
      '==',
      '!=',
      '&&',
      '||',
      '!',
      '(',
    ],
    ...[')', "'", '"', '`', '${', '=>', '===', '?.', '...', 'new ', '/*', '//', 'async ', 'await ', '\\u0041', '#!'],
    ...['null', 'true', 'v', 'p', 'name', 'on', '%', '**', '0x10', '1_0', '1n', '/a/', '\u2028'],
  ],
  most: 2400,
  weight: 0.25,
  run: (input) => {
    for (const scope of SCOPES)
      for (const compiled of [compileExpression(input, scope), compileCondition(input, scope)]) checked(compiled, scope)
  },
}

function checked({ expr, faults }: Compiled, { steps }: Scope): void {
  for (const { message, cure } of faults) must(message !== '' && cure !== '', 'a fault has a reason and a cure')
  if (faults.length > 0) return
  const evaluate = compile(expr)
  if (steps !== null) return
  const values = { k: 'x', v: null, p: 1.5, name: 'abc', on: true }
  for (const previous of [null, { t: 5, values }]) {
    const value = evaluate(values, 7, previous)
    must(typeof value !== 'number' || Number.isFinite(value), 'a number is finite')
  }
}

export const hostTargets: readonly Target[] = [
  ...[line, frames, records, sender, console_, senml, items, spec, expression],
]
