import { buildFirmware } from '../firmware/toolchain/build.ts'
import { basicLab } from '../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { Cutter } from '../shared/protocol/cutter.ts'
import { Dictionary } from '../shared/protocol/dictionary.ts'
import { encodeNumbered } from '../shared/protocol/frames.ts'
import { encodeLine } from '../shared/protocol/line.ts'
import { Positions } from '../shared/protocol/positions.ts'
import { ReferenceEngine } from '../shared/reference/engine.ts'
import { ItemReader } from '../shared/stream/items.ts'
import { Board } from '../host/emulator/board/board.ts'
const pipeline = loadPipeline(basicLab)
const build = await buildFirmware(pipeline)
const engine = new ReferenceEngine(pipeline), reader = new ItemReader(pipeline), dictionary = new Dictionary(build.texts, true)
const cutter = new Cutter(pipeline, { fields: build.fields, dictionary, positions: new Positions() })
const lines: string[] = []
let f = parseInt(build.hash.slice(0, 6), 16)
for (let i = 0; i < 2000; i++) {
  const item = reader.read({ t: 1_700_000_000_000 + 5000 * Math.floor(i / 4), mote: (i % 4) + 1, humidity: Math.round(4500 + 100 * Math.sin(i / 90)) / 100, temperature: Math.round(2700 + 50 * Math.cos(i / 70)) / 100 })
  if (item.kind === 'refused') throw 1
  for (const frame of cutter.push(item, engine.push(item))) lines.push(encodeLine(encodeNumbered(f++, frame)) + '\n')
}
const board = new Board({ vars: 3000 })
let out = ''
board.onOutput((b) => (out += String.fromCharCode(...b)))
board.boot()
board.runUntilIdle(1000)
const b = Buffer.from(build.code, 'latin1')
for (let o = 0; o < b.length; o += 384) board.input(`\x10require("Storage").write(".bootcde",atob("${b.subarray(o, o + 384).toString('base64')}"),${o},${b.length})\n`), board.runUntilIdle(1000)
board.input('\x10load()\n'); board.runUntilIdle(2000)
console.log('idle', board.vars())
board.input(`\x10rivulet("${build.hash}")\n`); board.runUntilIdle(1000)
const i0 = board.instructions, t0=board.ms
let n = 0
for (const l of lines) { board.input(l); const x = board.instructions; board.advance(400); n++; if (n > 60 && n < 68) console.log(l.length, board.instructions - x, board.ms) }
console.log(lines.length, (board.instructions - i0) / 2000, board.ms - t0, board.vars(), out.length); console.log(out.slice(0,900))
