/**
 * The programs by which the speed of the emulator is compared with that of the plain Linux build: what programs for
 * Espruino do most. Each takes the number of rounds, so that the difference between n and 2 n rounds has no start-up in it.
 */
import { buildFirmware } from '../firmware/toolchain/build.ts'
import { basicLab } from '../shared/pipeline/labs/basic-lab.ts'
import { loadPipeline } from '../shared/pipeline/resolve.ts'
import { driven, linesOf, setupPrograms } from './driven-firmware.ts'

export interface SpeedProgram {
  readonly name: string
  /** Rounds that take the plain Linux build some 0.4 s on a PC. */
  readonly rounds: number
  /** The program that works so many rounds. It prints something that depends on all of them. */
  readonly code: (rounds: number) => string
  /** Programs that run before, to fill Storage. */
  readonly setup: readonly string[]
}

const loop = `function run(n) {
  for (var i = 0; i < n; i++) {}
  return i;
}`

const quicksort = `function sort(a, l, r) {
  while (l < r) {
    var p = a[(l + r) >> 1], i = l, j = r;
    while (i <= j) {
      while (a[i] < p) i++;
      while (a[j] > p) j--;
      if (i <= j) { var t = a[i]; a[i] = a[j]; a[j] = t; i++; j--; }
    }
    if (j - l < r - i) { sort(a, l, j); l = i; } else { sort(a, i, r); r = j; }
  }
}
function run(n) {
  var s = 1, sum = 0;
  for (var k = 0; k < n; k++) {
    var a = [];
    for (var i = 0; i < 100; i++) { s = (s * 1103 + 12345) % 65536; a.push(s); }
    sort(a, 0, 99);
    sum = (sum + a[0] + 2 * a[50] + 3 * a[99]) % 1000003;
  }
  return sum;
}`

const mandelbrot = `function run(n) {
  var inside = 0;
  for (var k = 0; k < n; k++) for (var py = 0; py < 8; py++) for (var px = 0; px < 12; px++) {
    var y = py / 4 - 1, x = px / 4 - 2, a = 0, b = 0, i = 0;
    while (i < 32 && a * a + b * b < 4) { var t = a * a - b * b + x; b = 2 * a * b + y; a = t; i++; }
    if (i == 32) inside++;
  }
  return inside;
}`

const append = `function run(n) {
  var total = 0;
  for (var k = 0; k < n; k++) {
    var s = "";
    for (var i = 0; i < 200; i++) s += "abc";
    total += s.length;
  }
  return total;
}`

const sumByIndex = `var a = new Float64Array(256);
for (var i = 0; i < 256; i++) a[i] = i / 8;
function run(n) {
  var s = 0;
  for (var k = 0; k < n; k++) for (var i = 0; i < a.length; i++) s += a[i];
  return s;
}`

const sumOf = `var a = new Float64Array(256);
for (var i = 0; i < 256; i++) a[i] = i / 8;
function run(n) {
  var s = 0;
  for (var k = 0; k < n; k++) for (var v of a) s += v;
  return s;
}`

const sumNative = `var a = new Float64Array(256), sum = E.sum;
for (var i = 0; i < 256; i++) a[i] = i / 8;
function run(n) {
  var s = 0;
  for (var k = 0; k < n; k++) s += sum(a);
  return s;
}`

function calling(name: string, rounds: number, body: string): SpeedProgram {
  return { name, rounds, code: (n) => `${body}\nprint(run(${n}))\n`, setup: [] }
}

/** Four motes in turn, as the basic lab reads them. */
function mote(i: number): Record<string, unknown> {
  const humidity = Math.round(4500 + 100 * Math.sin(i / 90)) / 100
  const temperature = Math.round(2700 + 50 * Math.cos(i / 70)) / 100
  return { t: 1_700_000_000_000 + 5000 * Math.floor(i / 4), mote: (i % 4) + 1, humidity, temperature }
}

/** The firmware of the basic lab over so many events, or twice as many; what it sends is what it prints. */
export async function basicLabFirmware(events: number): Promise<SpeedProgram> {
  const pipeline = loadPipeline(basicLab)
  const build = await buildFirmware(pipeline)
  const { lines, parts } = linesOf({ item: mote, ends: [events, 2 * events] }, pipeline, build)
  const code = (rounds: number): string => {
    const end = rounds === events ? parts[0] : parts[1]
    return driven(build, lines.slice(0, end), { parts: [end] })
  }
  return { name: 'basic lab firmware', rounds: events, code, setup: setupPrograms(lines) }
}

/** Programs that only compute. */
export const PROGRAMS: readonly SpeedProgram[] = [
  calling('loop', 200_000, loop),
  calling('quicksort', 40, quicksort),
  calling('mandelbrot', 16, mandelbrot),
  calling('string append', 300, append),
  calling('typed-array sum, by index', 150, sumByIndex),
  calling('typed-array sum, for of', 500, sumOf),
  calling('typed-array sum, E.sum', 10_000, sumNative),
]

/** All of them; building the firmware takes a second. */
export async function speedPrograms(): Promise<SpeedProgram[]> {
  return [...PROGRAMS, await basicLabFirmware(1200)]
}
