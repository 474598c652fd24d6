/** The words and the picture of the demonstration. */
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Pipeline } from '../../shared/pipeline/pipeline.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { Device } from '../devices/device.ts'
import type { DemoLog } from './demo-log.ts'
import { episodesOf, score, type Finding, type Labelled } from './episodes.ts'
import { blocks, hours, marks, type Span } from './picture.ts'
import type { Verification } from './verify.ts'

type Say = (line: string) => void

/** Labelled readings further apart than this belong to two episodes. */
const EPISODE_GAP_MS = 10 * 60_000

/** A stretch of time as `h:mm:ss`. */
export function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const pad = (n: number): string => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`
}

export function describeRun(
  say: Say,
  { style }: Terminal,
  {
    device,
    pipeline,
    build,
    events,
    seed,
  }: { device: Device; pipeline: Pipeline; build: Build; events: number; seed: number },
): void {
  const stages = pipeline.stages.map(({ id }) => id).join(', ')
  say(`${style('bold', `Rivulet: ${pipeline.name}`)} on ${device.address}`)
  say(
    `  ${events.toLocaleString('en')} readings of four motes, shuffled with seed ${seed}: most within 20 s, some late`,
  )
  say(`  stages ${stages}; program ${build.hash}, ${build.code.length.toLocaleString('en')} bytes`)
  say('')
}

export function drawPicture(
  say: Say,
  { style }: Terminal,
  log: DemoLog,
  recording: { span: Span; labelled: readonly Labelled[] },
  columns: number,
): void {
  const keys = [...log.humidity.keys()].sort((a, b) => Number(a) - Number(b))
  const rows = keys.map((key) => ({ key, slices: log.humidity.get(key)!, means: log.humidity.get(key)!.means() }))
  const all = rows.flatMap(({ means }) => means.filter((mean) => mean !== null))
  if (all.length === 0) return
  const low = Math.min(...all)
  const high = Math.max(...all)
  say('')
  say(
    `humidity as the device saw it, ${low.toFixed(0)} to ${high.toFixed(0)} %RH; below: ${style('red', 'S')} steam, ${style('yellow', '!')} odd temperature, = labelled`,
  )
  for (const { key, slices, means } of rows) {
    say(`  mote ${String(key)} ${style('cyan', blocks(means, low, high))}`)
    const of = (list: readonly { key: unknown; from: number }[], mark: string): { column: number; mark: string }[] =>
      list.filter((each) => each.key === key).map(({ from }) => ({ column: slices.column(from), mark }))
    const labelled = recording.labelled.map(({ key: of, t }) => ({ key: of, from: t }))
    const found = marks(columns, [...of(log.hot, '!'), ...of(log.steam, 'S')])
    const truth = marks(columns, of(labelled, '='))
    if (found !== '') say(`         ${found.replaceAll('S', style('red', 'S')).replaceAll('!', style('yellow', '!'))}`)
    if (truth !== '') say(`         ${truth}`)
  }
  say(`         ${style('dim', hours(recording.span, columns))}`)
}

export interface Report {
  readonly log: DemoLog
  readonly verification: Verification
  readonly build: Build
  readonly labelled: readonly Labelled[]
  readonly device: Device
}

export function tellReport(say: Say, terminal: Terminal, report: Report): void {
  tellDetectors(say, terminal, report)
  tellLate(say, terminal, report)
  tellFates(say, terminal, report)
  tellCost(say, terminal, report)
  const { first } = report.verification.verdict
  if (first !== undefined) say(`\n${terminal.style('red', 'first difference')}: ${first.why}`)
  say('')
}

function tellDetectors(say: Say, { style }: Terminal, { log, labelled }: Report): void {
  const episodes = episodesOf(labelled, EPISODE_GAP_MS)
  say(`\n${style('bold', 'steam')}: ${episodes.length} labelled episodes`)
  for (const [name, findings] of [
    ['steam detector', log.steam],
    ['odd temperature', log.hot],
  ] as [string, Finding[]][]) {
    const { scores, falseAlarms } = score(episodes, findings)
    const parts = scores.map(({ episode, hits, afterMs }) => {
      const said =
        afterMs === null ? style('red', 'missed') : `${style('green', 'found')} after ${elapsed(afterMs)} (${hits})`
      return `mote ${String(episode.key)} ${said}`
    })
    say(`  ${name.padEnd(16)} ${parts.join(', ')}; ${falseAlarms} false ${falseAlarms === 1 ? 'alarm' : 'alarms'}`)
  }
}

function tellLate(say: Say, { style }: Terminal, { log }: Report): void {
  say(`\n${style('bold', 'late')}: ${log.late} readings came too late for a stage and were set aside`)
  for (const { ref, key, stage } of log.firstLate)
    say(`  reading ${ref} of mote ${String(key)}, first refused by ${stage}`)
  if (log.late > log.firstLate.length) say(`  … and ${log.late - log.firstLate.length} more`)
  for (const { stage, overflow, key, action } of log.overflows.slice(0, 3)) {
    say(`  ${style('yellow', 'limit')} ${overflow} of ${stage} touched by key ${String(key)}: ${action}`)
  }
}

function tellFates(say: Say, { style }: Terminal, { verification }: Report): void {
  say(
    `\n${style('bold', 'fates')}   ${['inputs', 'on time', 'refired', 'late', 'outside', 'refused'].map((name) => name.padStart(8)).join('')}`,
  )
  for (const [stage, fates] of Object.entries(verification.fates)) {
    const { inputs, onTime, refired, late, outside, refused } = fates
    say(
      `  ${stage.padEnd(6)}${[inputs, onTime, refired, late, outside, refused].map((n) => String(n).padStart(8)).join('')}`,
    )
  }
}

function tellCost(say: Say, { style }: Terminal, { verification, build, device }: Report): void {
  const { items, wallMs, device: counters, line } = verification
  say(`\n${style('bold', 'cost')}`)
  const { vars, eventsPerSecond, instructionsPerEvent } = build.plan
  if (counters.memory !== null) {
    const [used, total, blockSize] = counters.memory
    const plan =
      blockSize === 14
        ? ` (plan: ${vars.code + vars.state} at rest, ${vars.peak} at most)`
        : ` of ${blockSize} bytes (an ESP32 has 14)`
    say(`  variables        ${used.toLocaleString('en')} of ${total.toLocaleString('en')}${plan}`)
  }
  say(
    `  here             ${perSecond(items, wallMs)} events a second on ${device.address} (${(wallMs / 1000).toFixed(1)} s)`,
  )
  const { low, high } = eventsPerSecond
  say(
    `  on an ESP32      ${whole(low)} to ${whole(high)} events a second, as the plan estimates: ${whole(instructionsPerEvent / 1000)} kI an event`,
  )
  say(`  line             ${line.frames} frames, ${line.bytes.toLocaleString('en')} bytes, ${line.repeats} repeats`)
}

function perSecond(count: number, ms: number): string {
  return whole((count * 1000) / Math.max(1, ms))
}

function whole(n: number): string {
  return Math.round(n).toLocaleString('en')
}
