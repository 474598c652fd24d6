/** The model is what tests of the host believe a device to be: whatever comes down the line, it answers as a real program does. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { bundled, type Program } from '../../../firmware/tests/programs.ts'
import { loadPipeline } from '../../pipeline/resolve.ts'
import { encodeHandshake } from '../frames.ts'
import { sealLine } from '../line.ts'
import { modelBoard, PIPELINE, programBoard, said } from './boards.ts'
import { HASH, type Board } from './story.ts'

const FIRST = 0x00abcd

/** Frames in a burst: their bytes are more than what a device takes before it acknowledges, their words more than it keeps. */
const BURST = 35

/** Frame `i`, item `q`: a measurement, or now and then a watermark. */
const body = (i: number, q: number): readonly unknown[] =>
  i % 5 === 4 ? ['W', FIRST + i, q, 1000 * q] : ['e', FIRST + i, q, 0, 1000 * (q - 5), 1000 * q, 1, 10 * q]

/** Two measurements, whole and brief. */
const two = (i: number, q: number): readonly unknown[] => [
  'E',
  FIRST + i,
  q,
  0,
  1000 * (q - 5),
  1000 * q,
  1000,
  2,
  100,
  'AQACAA==',
]
const twoMore = (i: number, lag: number): readonly unknown[] => ['G', FIRST + i, lag, 'AwAEAA']

type Act =
  | { readonly act: 'next' | 'burst' | 'events' | 'brief' | 'tear' | 'restart' | 'spoilt' | 'cut' | 'K' }
  | { readonly act: 'away' | 'R' | 'K-away' | 'connect' | 'hello'; readonly by: number }
  | { readonly act: 'P' | 'Q' | 'strange' }

const plain = (...list: readonly Act['act'][]): fc.Arbitrary<Act> =>
  fc.constantFrom(...list).map((act) => ({ act }) as Act)
const by = (act: 'away' | 'R' | 'K-away' | 'connect' | 'hello', min: number, max: number): fc.Arbitrary<Act> =>
  fc.integer({ min, max }).map((n) => ({ act, by: n }))

const acts = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: plain('next') },
    { weight: 3, arbitrary: plain('burst', 'events') },
    { weight: 1, arbitrary: plain('brief') },
    { weight: 4, arbitrary: plain('K') },
    { weight: 3, arbitrary: by('R', -80, 3) },
    { weight: 2, arbitrary: plain('P', 'spoilt', 'cut', 'strange') },
    { weight: 2, arbitrary: by('away', -4, 4) },
    { weight: 1, arbitrary: by('away', -1_100_000, 1_100_000) },
    { weight: 1, arbitrary: by('K-away', -3, 3) },
    { weight: 5, arbitrary: fc.oneof(by('connect', 0, 0), by('connect', 0, 2), by('hello', 0, 2)) },
    { weight: 2, arbitrary: plain('restart') },
    { weight: 1, arbitrary: plain('tear', 'Q') },
  ),
  { minLength: 40, maxLength: 120, size: 'max' },
)

/** Says the same to a board; what it answers, act by act. */
class Host {
  readonly heard: string[][] = []
  readonly #board: Board
  #next = 0
  #item = 0
  /** Since its last start no frame was sent that a brief one could go on from. */
  #fresh = true
  #words = 0
  #attached = false

  constructor(board: Board) {
    this.#board = board
  }

  do(act: Act): void {
    this.#say(act)
    const lines = this.#board.takeLines()
    for (const line of lines) this.#read(line)
    this.heard.push([act.act, ...lines.map((line) => said(`<  ${line}`))])
  }

  #say(one: Act): void {
    switch (one.act) {
      case 'next':
        return this.#send(body(this.#next, this.#item))
      case 'burst':
        for (let i = 0; i < BURST; i++) this.#send(body(this.#next + i, this.#item + i))
        return
      case 'events':
        this.#fresh = false
        this.#send(two(this.#next, this.#item))
        this.#send(twoMore(this.#next + 1, -1))
        return this.#send(twoMore(this.#next + 2, 100))
      case 'brief':
        return this.#fresh ? this.#send(twoMore(this.#next, -1)) : undefined
      case 'away':
        return this.#send(['W', FIRST + this.#next + one.by, 0, 0])
      case 'R':
        return this.#send(['R', Math.max(0, this.#words + one.by)])
      case 'K':
        return this.#send(['K', this.#words])
      case 'K-away':
        return this.#send(['K', this.#words + one.by])
      case 'spoilt':
        return this.#board.receive(sealLine(JSON.stringify(body(this.#next, this.#item))).replace('"', "'") + '\n')
      case 'cut':
        return this.#board.receive(sealLine('["P"]').slice(0, 4))
      case 'strange':
        return this.#send(['Y', 1])
      case 'hello':
        if (this.#attached) this.#board.receive(sealLine(encodeHandshake(HASH, 7 + (one.by >> 1))) + '\n')
        return
      case 'connect':
        return this.#board.handshake(one.by === 2 ? 'ffffffff' : HASH, 7 + one.by)
      case 'restart':
        this.#attached = false
        this.#fresh = true
        return this.#board.restart()
      case 'tear':
        if (!this.#attached) return
        this.#attached = false
        this.#fresh = true
        // Behind what was cut off before.
        this.#board.receive('\n')
        this.#board.tear()
        return this.#send(['K', this.#words])
      case 'Q':
        this.#attached = false
        return this.#send(['Q'])
      default:
        return this.#send([one.act])
    }
  }

  #send(frame: readonly unknown[]): void {
    this.#board.receive(sealLine(JSON.stringify(frame)) + '\n')
  }

  #read(line: string): void {
    const [type, ...rest] = JSON.parse(line.slice(1, line.lastIndexOf('*'))) as [string, ...number[]]
    if (type === 'H') {
      this.#attached = true
      this.#next = rest[4] - FIRST
      this.#item = rest[5]
      this.#words = rest[6]
    }
    if (type === 'A') {
      this.#next = rest[0] - FIRST
      this.#item = rest[1]
      this.#words = rest[3]
    }
  }
}

let program: Program
beforeAll(async () => {
  program = await bundled(loadPipeline(PIPELINE))
})

test('the model answers as a program of the toolchain does', () => {
  let checkpoints = 0
  let repeated = 0
  fc.assert(
    fc.property(acts, (list) => {
      const [model, real] = [new Host(modelBoard()), new Host(programBoard(program))]
      for (const act of [{ act: 'connect', by: 0 } as const, ...list]) {
        for (const host of [model, real]) {
          host.do(act)
          // Where it stands: the next act refers to it.
          host.do({ act: 'P' })
        }
        expect(model.heard.at(-2)).toEqual(real.heard.at(-2))
        expect(model.heard.at(-1)).toEqual(real.heard.at(-1))
      }
      const lines = model.heard.flat()
      checkpoints += lines.filter((line) => line.startsWith('<  ["C"')).length
      repeated += model.heard.filter(([act, line]) => act === 'R' && line?.startsWith('<  ["R"')).length
    }),
    { numRuns: 60 },
  )
  expect([checkpoints > 200, repeated > 50]).toEqual([true, true])
})
