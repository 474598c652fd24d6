/**
 * How long an instruction takes on a device: small loops are timed there by its own clock, and their time is divided by
 * the instructions that the emulator's cost model counts for the same text. Each loop gives a factor; the median of them
 * is the factor of the device, and the least and the most are its spread.
 */
import { RivuletError } from '../../shared/error.ts'
import type { Device } from '../devices/device.ts'
import { emulate } from '../emulator/emulate.ts'

/** A loop to time: what stands before it, and its body. */
export interface Snippet {
  readonly name: string
  readonly setup: string
  readonly body: string
}

/** What programs do most, and one native. */
export const SNIPPETS: readonly Snippet[] = [
  { name: 'empty loop', setup: '', body: '' },
  { name: 'local assignment', setup: 'var a;', body: 'a=1;' },
  { name: 'call', setup: 'var f=function(a){};', body: 'f(1);' },
  { name: 'typed-array read', setup: 'var a,r=new Float64Array(8);', body: 'a=r[3];' },
  { name: 'property assignment', setup: 'var o={};', body: 'o.v=1;' },
  { name: 'E.sum', setup: 'var s=E.sum,r=new Float64Array(128);', body: 's(r);' },
]

export interface CalibrateOptions {
  /** How often each loop is timed; the median counts. */
  readonly repeat?: number
  /** Turns are added until a loop takes so many milliseconds. */
  readonly leastMs?: number
  /** Hears every loop that has been timed. */
  readonly onTimed?: (timed: Timed) => void
}

/** One loop on one device. */
export interface Timed {
  readonly name: string
  readonly turns: number
  /** Milliseconds of all turns by the clock of the device, the median of the repetitions. */
  readonly ms: number
  /** Instructions of one turn by the cost model. */
  readonly instructions: number
  readonly nsPerInstruction: number
}

export interface Factor {
  /** Nanoseconds an instruction: the median of the loops, the least and the most. */
  readonly nsPerInstruction: number
  readonly low: number
  readonly high: number
  readonly board: string
  readonly firmware: string
  readonly commit?: string
  /** Time by the host's clock over time by the device's; above 1 by what the line takes. */
  readonly clockRatio: number
}

const FIRST_TURNS = 16
/** The most that one measurement adds, so that a first time of nearly nothing does no harm. */
const GROWTH = 16
const MOST_TURNS = 1e8
/** Turns for which the emulator counts; a turn costs the same every time. */
const COUNTED_TURNS = 64

/** The loop as an expression whose value is its time in seconds. Nothing of it stays on the device. */
export function loopText({ setup, body }: Snippet, turns: number): string {
  return `(function(n){${setup}var t=getTime();for(var i=0;i<n;i++){${body}}return getTime()-t})(${turns})`
}

/** Instructions of one turn, counted by the emulator. */
export function instructionsOf(snippet: Snippet): number {
  const count = (turns: number): number => {
    const { error, instructions } = emulate(`print(${loopText(snippet, turns)})`)
    if (error !== undefined) throw new Error(`${snippet.name}: ${error}`)
    return instructions
  }
  return (count(2 * COUNTED_TURNS) - count(COUNTED_TURNS)) / COUNTED_TURNS
}

interface Times {
  readonly device: number
  readonly host: number
}

/** Runs a loop once; milliseconds by both clocks. */
async function time(device: Device, snippet: Snippet, turns: number): Promise<Times> {
  const began = device.port.clock.now()
  const text = await device.evaluate(loopText(snippet, turns), `the time of ${turns} turns of ${snippet.name}`)
  const ms = Number(text) * 1000
  if (text === '' || !(ms >= 0)) throw badTime(device, snippet, text)
  return { device: ms, host: device.port.clock.now() - began }
}

/** The number of turns that take long enough to be timed. */
async function enoughTurns(device: Device, snippet: Snippet, leastMs: number): Promise<number> {
  let turns = FIRST_TURNS
  while (turns <= MOST_TURNS) {
    const { device: ms } = await time(device, snippet, turns)
    if (ms >= leastMs) return turns
    const wanted = ms > 0 ? (1.2 * leastMs) / ms : GROWTH
    turns = Math.ceil(turns * Math.min(GROWTH, Math.max(1.2, wanted)))
  }
  throw badTime(device, snippet, 'nothing')
}

/**
 * Times all loops on a device that is open. The repetitions go through all loops in turn, so that whatever slows a
 * device down for a while (a computer has other work, too) does not hit one of them alone.
 */
export async function calibrate(device: Device, options: CalibrateOptions = {}): Promise<Factor> {
  const { repeat = 5, leastMs = 200, onTimed } = options
  const named = await device.evaluate(
    'JSON.stringify([process.env.BOARD,process.version,process.env.GIT_COMMIT])',
    'what the device calls itself',
  )
  const names = /^\["([^"]{0,64})","([^"]{0,64})",(?:"([^"]{0,64})"|null)\]$/.exec(named)
  if (names === null) throw nameless(device)
  const [, board, firmware, commit = null] = names
  const loops = SNIPPETS.map((snippet) => ({ snippet, turns: 0, times: [] as Times[] }))
  for (const loop of loops) loop.turns = await enoughTurns(device, loop.snippet, leastMs)
  for (let i = 0; i < repeat; i++)
    for (const { snippet, turns, times } of loops) times.push(await time(device, snippet, turns))
  const timed = loops.map(({ snippet, turns, times }): Timed => {
    const ms = median(times.map((each) => each.device))
    const instructions = instructionsOf(snippet)
    return { name: snippet.name, turns, ms, instructions, nsPerInstruction: (ms * 1e6) / (turns * instructions) }
  })
  for (const each of timed) onTimed?.(each)
  const factors = timed.map(({ nsPerInstruction }) => nsPerInstruction)
  return {
    nsPerInstruction: median(factors),
    low: Math.min(...factors),
    high: Math.max(...factors),
    board,
    firmware,
    ...(commit ? { commit } : {}),
    clockRatio: median(loops.flatMap(({ times }) => times.map((each) => each.host / each.device))),
  }
}

/** The middle of numbers, of which there is at least one; of an even count the mean of both middles. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function nameless(device: Device): RivuletError {
  return new RivuletError('E_CALIBRATION', 'the device does not say what it is', {
    kind: 'device-failed',
    place: device.address,
    cure: 'reset the device; process.env must tell board and version',
  })
}

function badTime(device: Device, { name }: Snippet, said: string): RivuletError {
  return new RivuletError('E_CALIBRATION', `the clock of the device showed ${said || 'nothing'} for ${name}`, {
    kind: 'device-failed',
    place: device.address,
    cure: 'reset the device; its getTime() must count seconds',
  })
}
