/**
 * What a verified run leaves behind (CONVENTIONS 6): `events.ndjson` (results of the device), `<board>.log`,
 * `summary.json` (schema `rivulet.report/1`) and `junit.xml`. Files grow while the run goes on.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { Build } from '../../firmware/toolchain/build.ts'
import type { RivuletError } from '../../shared/error.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import { printResult } from '../../shared/stream/print.ts'
import type { Result } from '../../shared/stream/result.ts'
import { junit, type Check } from './junit.ts'
import type { Verification } from './verify.ts'

export interface ReportSubject {
  readonly pipeline: Pipeline
  readonly build: Build
  /** The device's address. */
  readonly device: string
  /** The command that repeats the run. */
  readonly command: string
  /** ISO time of a log line; the present unless given. */
  readonly now?: () => Date
}

/** Lines of the log shown in junit.xml. */
const LAST_LINES = 200

export class Report {
  readonly #directory: string
  readonly #subject: ReportSubject
  readonly #events: number
  readonly #board: number
  readonly #lastLines: string[] = []

  constructor(directory: string, subject: ReportSubject) {
    this.#directory = directory
    this.#subject = subject
    mkdirSync(directory, { recursive: true })
    this.#events = openSync(path.join(directory, 'events.ndjson'), 'w')
    this.#board = openSync(path.join(directory, `${boardId(subject.device)}.log`), 'w')
  }

  /** A result of the device. */
  result(result: Result): void {
    writeSync(this.#events, printResult(result) + '\n')
  }

  /** A line to or from the device: host time, device ms, direction, text. */
  readonly log = (direction: '<' | '>' | '#', text: string, deviceMs: number): void => {
    const now = (this.#subject.now?.() ?? new Date()).toISOString()
    const line = `${now} ${deviceMs.toFixed(1)} ${direction} ${printable(text)}`
    this.#lastLines.push(line)
    if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift()
    writeSync(this.#board, line + '\n')
  }

  /** The run came to its end; `refused`: input lines that were no items. */
  finish(verification: Verification, refused: number): void {
    const { verdict, items, fates, device, line, wallMs, deviceMs, instructions } = verification
    const memory = device.memory === null ? null : { used: device.memory[0], total: device.memory[1] }
    this.#summary({
      ...{
        results: verdict.results,
        differ: verdict.differ,
        ties: verdict.ties,
        lost: verdict.lost,
        items,
        refused,
        fates,
      },
      line: { ...line, ...device.faults },
      ...{ memory, plan: this.#subject.build.plan, wallMs, deviceMs, instructions },
    })
    const first = verdict.first
    const mismatch = first && {
      type: 'mismatch',
      message: first.why,
      text: this.#repeat(JSON.stringify(first, null, 2)),
    }
    this.#junit([
      { name: 'every input line is an item', seconds: 0, ...(refused > 0 ? { failure: refusal(refused) } : {}) },
      { name: 'device equals reference', seconds: wallMs / 1000, ...(mismatch ? { failure: mismatch } : {}) },
    ])
  }

  /** The run ended early. */
  fail(error: RivuletError): void {
    const type = error.kind === 'timeout' ? 'timeout' : error.code
    const { code, message, place, cure, more } = error
    this.#summary({ error: { code, message, place, cure, ...more } })
    const where = place === undefined ? '' : `${place}: `
    const text = this.#repeat(`${where}${message}${cure === undefined ? '' : `\ncure: ${cure}`}`)
    this.#junit([
      { name: 'device equals reference', seconds: 0, error: { type, message: firstLine(error.message), text } },
    ])
  }

  close(): void {
    closeSync(this.#events)
    closeSync(this.#board)
  }

  #repeat(text: string): string {
    return `${text}\nrepeat with: ${this.#subject.command}`
  }

  #summary(content: Record<string, unknown>): void {
    const { pipeline, build, device, command } = this.#subject
    const head = { schema: 'rivulet.report/1', pipeline: pipeline.name, program: build.hash, device, command }
    const text = JSON.stringify({ ...head, ...content, versions: { node: process.version } }, null, 2)
    writeFileSync(path.join(this.#directory, 'summary.json'), text + '\n')
  }

  #junit(checks: readonly Check[]): void {
    const { pipeline, build, device } = this.#subject
    const properties = {
      board: boardId(device),
      firmware: build.hash,
      pipeline: pipeline.name,
      'device-kind': kindOf(device),
    }
    const suite = { name: pipeline.name, hostname: boardId(device), properties, checks, output: this.#lastLines }
    writeFileSync(path.join(this.#directory, 'junit.xml'), junit(suite))
  }
}

/** A device's address as a file name. */
export function boardId(address: string): string {
  const id = address
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return id.slice(-32).replace(/^-/, '') || 'board'
}

function kindOf(address: string): string {
  return /^[a-z0-9]+(?=:)/.exec(address)?.[0] ?? 'serial'
}

function refusal(count: number): { type: string; message: string; text: string } {
  return { type: 'refused', message: `${count} input lines were refused`, text: '' }
}

/** Bytes that are no text are shown as hex. */
function printable(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\xff]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]
}
