/**
 * A pipeline on a device of tests, beside the reference engine: put together as the host does it (`host/run/session.ts`),
 * but in one go and without a clock.
 */
import { compareOptions } from '../../host/run/inexact.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { Cutter } from '../../shared/protocol/cutter.ts'
import { Dictionary } from '../../shared/protocol/dictionary.ts'
import {
  decodeDevice,
  encodeControl,
  encodeNumbered,
  type Counters,
  type DeviceFrame,
  type HelloFrame,
  type NumberedFrame,
} from '../../shared/protocol/frames.ts'
import { decodeLine, sealLine } from '../../shared/protocol/line.ts'
import { Positions } from '../../shared/protocol/positions.ts'
import { RecordReader } from '../../shared/protocol/records.ts'
import { ReferenceEngine } from '../../shared/reference/engine.ts'
import { Comparison, type Verdict } from '../../shared/stream/compare.ts'
import type { Item } from '../../shared/stream/event.ts'
import type { Fates, Result } from '../../shared/stream/result.ts'
import type { Program } from './programs.ts'
import type { TestFlash } from './natives.ts'
import { VmDevice, type TestDevice } from './vm-device.ts'

/** How the input is cut into frames, and lines into pieces. */
export interface Cut {
  /** One event a frame. */
  readonly single?: boolean
  /** Events in a frame at most; default: the pipeline's limit. */
  readonly frame?: number
  /** Events in a segment at most. */
  readonly segment?: number
  /** Bytes that the port hands over at a time; default: whole lines. */
  readonly bytes?: number
  /** Frames between checkpoints, and after each of them until the power fails; then all is sent again. */
  readonly restart?: { readonly every: number; readonly lag: number }
}

export interface Outcome {
  readonly verdict: Verdict
  readonly reference: readonly Result[]
  readonly device: readonly Result[]
  readonly fates: Readonly<Record<string, Fates>>
  readonly counters: Counters
}

/** The frame of a line, which must be one. */
export function frameOf(line: string): DeviceFrame {
  const decoded = decodeLine(line)
  const frame = decoded.kind === 'frame' ? decodeDevice(decoded.body) : null
  if (frame === null) throw new Error(`the device sent no frame: ${line}`)
  return frame
}

/** Starts a program on a new device, or on the one before once it was switched off: its flash is the same. */
export type Start = (code: string, before?: TestDevice) => TestDevice

const inVm: Start = (code, before) => new VmDevice(code, { flash: before?.flash as TestFlash | undefined })

/** A connected device: numbers frames and collects what comes back. */
export class Connection {
  device: TestDevice
  readonly words: number[] = []
  counters: Counters | null = null
  /** Every numbered frame so far. */
  readonly #frames: string[] = []
  readonly #first: number
  #next: number
  /** Words that are there already and come once more after a restart: up to here they must be the same. */
  #word = 0
  readonly #program: Program
  readonly #start: Start
  readonly #cut: Cut

  constructor(program: Program, cut: Cut = {}, start: Start = inVm) {
    this.#program = program
    this.#start = start
    this.#cut = cut
    this.device = start(program.code)
    this.#next = this.#first = this.#greet().f
  }

  send(frame: NumberedFrame): void {
    const body = encodeNumbered(this.#next++, frame)
    this.#frames.push(body)
    this.#line(body)
    const { restart } = this.#cut
    if (restart === undefined) return
    const since = this.#frames.length % restart.every
    if (since === 0) this.#checkpoint()
    if (since === restart.lag % restart.every && this.#frames.length > restart.every) this.#restart()
  }

  #greet(): HelloFrame {
    this.device.handshake(this.#program.hash)
    const hello = frameOf(this.device.takeLines()[0])
    if (hello.type !== 'H') throw new Error(`the device answered ${hello.type} to the handshake`)
    return hello
  }

  #checkpoint(): void {
    this.device.receive(sealLine(encodeControl({ type: 'K', n: this.#word })) + '\n')
    const answer = frameOf(this.device.takeLines()[0])
    if (answer.type !== 'C' || answer.serial === 0) throw new Error(`no checkpoint: ${JSON.stringify(answer)}`)
    if (answer.f !== this.#next || answer.n !== this.#word) throw new Error(`checkpoint of ${JSON.stringify(answer)}`)
  }

  #restart(): void {
    this.device = this.#start(this.#program.code, this.device)
    const { f, n } = this.#greet()
    this.#word = n
    for (const body of this.#frames.slice(f - this.#first)) this.#line(body)
  }

  /** Asks for the counters; everything sent must have been taken. */
  settle(): Counters {
    this.#line(encodeControl({ type: 'P' }))
    this.#line(encodeControl({ type: 'S' }))
    if (this.counters === null) throw new Error('the device gave no counters')
    return this.counters
  }

  #line(body: string): void {
    const text = sealLine(body) + '\n'
    const { bytes = Infinity } = this.#cut
    for (let i = 0; i < text.length; i += bytes) this.device.receive(text.slice(i, i + bytes))
    for (const line of this.device.takeLines()) this.#take(frameOf(line))
  }

  #take(frame: DeviceFrame): void {
    switch (frame.type) {
      case 'R':
        if (frame.n !== this.#word) throw new Error(`word ${frame.n} came instead of ${this.#word}`)
        for (const word of frame.words) this.#takeWord(word)
        break
      case 'S':
        this.counters = frame.counters
        break
      case 'A':
        if (frame.n !== this.#word) throw new Error(`${frame.n} words were sent, ${this.#word} came`)
        if (frame.f > this.#next) throw new Error(`frame ${frame.f} was never sent`)
        break
      default:
        throw new Error(`the device sent ${JSON.stringify(frame)}`)
    }
  }

  #takeWord(word: number): void {
    const at = this.#word++
    if (at === this.words.length) this.words.push(word)
    else if (!Object.is(word, this.words[at]))
      throw new Error(`word ${at} was ${this.words[at]}, and is ${word} after a restart`)
  }
}

/** Runs the items on both and compares. */
export function runBoth(
  program: Program,
  pipeline: Pipeline,
  items: readonly Item[],
  cut: Cut = {},
  start: Start = inVm,
): Outcome {
  const dictionary = new Dictionary(program.texts, pipeline.key !== null)
  const positions = new Positions()
  const cutter = new Cutter(pipeline, { ...cut, fields: program.fields, dictionary, positions })
  const connection = new Connection(program, cut, start)
  const engine = new ReferenceEngine(pipeline)
  const reference: Result[] = []
  for (const item of items) {
    const step = engine.push(item)
    reference.push(...step.results)
    for (const frame of cutter.push(item, step)) connection.send(frame)
  }
  for (const frame of cutter.flush()) connection.send(frame)
  const counters = connection.settle()
  const records = new RecordReader(pipeline, dictionary, positions)
  const device = records.push(connection.words)
  if (records.pending > 0) throw new Error('the last record is not whole')
  const verdict = compare(pipeline, reference, device)
  return { verdict, reference, device, fates: engine.fates(), counters }
}

/** As the host compares. */
function compare(pipeline: Pipeline, reference: readonly Result[], device: readonly Result[]): Verdict {
  const comparison = new Comparison(compareOptions(pipeline))
  for (const result of device) comparison.device(result)
  for (const result of reference) comparison.reference(result)
  return comparison.finish()
}
