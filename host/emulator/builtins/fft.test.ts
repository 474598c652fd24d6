/** `E.FFT` (FACTS 4). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import { measured } from '../golden/measured.ts'
import { transform } from './fft.ts'

measured('E.FFT', [
  [
    'magnitudes replace the numbers when there is one array',
    `
    function f(a) { E.FFT(a); return a; }
    print(f([1, 2, 3, 4]), f([1, 2, 3]), f([7]), f([]));
    print(f(new Float64Array([1, 5, 3, 7, 2, 8, 4, 1.5])));
    print(f(new Int16Array([100, -500, 300, 700, 200, 800, 400, 150])));
    print(f(new Uint32Array([4294967295, 3])));
    `,
    `
    [ 2.5, 0.70710678118, 0.5, 0.70710678118 ] [ 1.5, 0.70710678118, 0.5 ] [ 7 ] [  ]
    new Float64Array([3.9375, 0.88154054681, 0.75259962157, 0.71550590823, 1.4375, 0.71550590823, 0.75259962157, 0.88154054681])
    new Int16Array([268, 192, 85, 160, 18, 160, 85, 192])
    new Uint32Array([1, 2])
    `,
  ],
  [
    'two arrays hold the real and the imaginary part',
    `
    var a = [1, 2, 3, 4], b = [5];
    E.FFT(a, b);
    print(a, b);
    var x = new Float64Array([1, 5, 3, 7, 2, 8, 4, 1.5]), y = new Float64Array(8);
    E.FFT(x, y);
    print(x, y);
    E.FFT(x, y, true);
    print(x, y);
    `,
    `
    [ 2.5, -0.5, -0.5, -0.5 ] [ 1.25 ]
    new Float64Array([3.9375, -0.87630093097, -0.5, 0.62630093097, -1.4375, 0.62630093097, -0.5, -0.87630093097]) new Float64Array([0, -0.09597086906, -0.56249994039, -0.34597083926, 0, 0.34597086906, 0.56249994039, 0.09597083926])
    new Float64Array([1, 5, 3, 7, 2, 8, 4, 1.50000023841]) new Float64Array(8)
    `,
  ],
  [
    'an array that is longer than the other keeps its end',
    `
    var a = [1, 2], b = [5, 6, 7, 8];
    E.FFT(a, b);
    print(a, b);
    `,
    `
    [ 1.5, -0.5 ] [ 5.5, -0.5, 7, 8 ]
    `,
  ],
  [
    'what else can be transformed',
    `
    function f(a) { E.FFT(a); return a; }
    print(f([1, , 3, "5"]), f({ x: 1, y: 2 }), f([1, NaN]));
    var s = "abcd";
    E.FFT(s);
    print(s.charCodeAt(0), s.charCodeAt(1), s.length);
    `,
    `
    [ NaN, NaN, NaN, NaN ] { "x": 1.5, "y": 0.5 } [ NaN, NaN ]
    98 0 4
    `,
  ],
  [
    '32-bit floats',
    `
    var a = new Float64Array(16);
    a[1] = 1;
    E.FFT(a);
    print(a);
    var r = [], i = [];
    for (var n = 0; n < 64; n++) { r.push(n % 7); i.push(n % 5 - 2); }
    E.FFT(r, i);
    print(JSON.stringify(r), JSON.stringify(i));
    `,
    `
    new Float64Array([0.0625, 0.06249999813, 0.06249999813, 0.06249999813, 0.06249999627, 0.06249999441, 0.06249999441, 0.06249998882, 0.0625, 0.06249999813, 0.06249999813, 0.06249999813, 0.06249999627, 0.06249999441, 0.06249999441, 0.06249998882])
    [2.953125,-0.04417472332,-0.04220812395,-0.04106124490,-0.04099893569,-0.04265420883,-0.04761636257,-0.06073595583,-0.10479852557,-0.85752379894,0.17391639947,0.12706378102,0.21309155225,-0.79518020153,-0.14301660656,-0.09546566009,-0.09375005960,-0.13385482132,-0.54716408252,0.22086125612,0.10172110795,0.07689457386,0.07259716838,0.08116939663,0.11238104104,0.26915043592,-0.41342198848,-0.24058960378,0.09101752191,0.03676052019,0.03447014838,0.03912874683,0.046875,0.05793045461,0.07468986511,0.10525121539,0.20483142137,-0.02615822106,0.37505465745,-0.26311594247,-0.08270141482,-0.03156080842,0.00013009458,0.03057905286,0.07574088126,0.21311104297,-0.53628778457,-0.10118997097,-0.03124994039,0.01763861253,0.09548816084,0.77402269840,-0.20305359363,-0.06418632715,0.04948875308,-0.94850254058,-0.17488110065,-0.11599361896,-0.09143030643,-0.07707871496,-0.06734993308,-0.06019885465,-0.05468998104,-0.05033651366] [-0.03125,-0.02968855202,-0.02795385941,-0.02582429721,-0.02295184135,-0.01868599653,-0.01157350838,0.00253311917,0.04229855909,0.64919447898,-0.16226351261,-0.10120545327,-0.08406616747,-0.07702440023,-0.07431650161,-0.07451909780,-0.07812495529,-0.08992666006,-0.18679884076,-0.01441178098,-0.04523378610,-0.05567818135,-0.06332862377,-0.07153430581,-0.08270175009,-0.10146334022,-0.14433266222,-0.38021299242,0.20338040590,0.04134557023,0.00286868028,-0.01675343140,-0.03125,-0.04574674367,-0.06536896526,-0.10384573042,-0.26588070392,0.31771326065,0.08183293044,0.03896294906,0.02020144090,0.00903311371,0.00082861632,-0.00682202354,-0.01726638153,-0.04808837175,0.12429970502,0.02742674946,0.01562495902,0.01201906800,0.01181586831,0.01452467963,0.02156631648,0.03870546072,0.09976334869,-0.71169304847,-0.10479824990,-0.06503305584,-0.05092664062,-0.04381409287,-0.03954786807,-0.03667570278,-0.03454606235,-0.03281131759]
    `,
  ],
  [
    'mistakes',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.FFT());
    t(() => E.FFT(5));
    t(() => E.FFT([1], 5));
    t(() => E.FFT([1], null));
    `,
    `
    Error: Expecting first 2 arguments to be iterable or undefined, not undefined and undefined
    Error: Expecting first 2 arguments to be iterable or undefined, not Number and undefined
    Error: Expecting first 2 arguments to be iterable or undefined, not Array and Number
    Error: Expecting first 2 arguments to be iterable or undefined, not Array and null
    `,
  ],
])

/** The transform by its definition, in doubles. */
function slow(re: readonly number[], im: readonly number[], sign: number): [re: number[], im: number[]] {
  const size = re.length
  const outRe: number[] = []
  const outIm: number[] = []
  for (let k = 0; k < size; k++) {
    let [sumRe, sumIm] = [0, 0]
    for (let n = 0; n < size; n++) {
      const angle = (sign * 2 * Math.PI * k * n) / size
      sumRe += re[n] * Math.cos(angle) - im[n] * Math.sin(angle)
      sumIm += re[n] * Math.sin(angle) + im[n] * Math.cos(angle)
    }
    outRe.push(sumRe)
    outIm.push(sumIm)
  }
  return [outRe, outIm]
}

const part = fc.integer({ min: -1000, max: 1000 })
const signal = fc
  .constantFrom(1, 2, 4, 8, 16, 32, 64)
  .chain((size) => fc.array(fc.tuple(part, part), { minLength: size, maxLength: size }))

test('the transform is what its definition says, within 32-bit floats', () => {
  fc.assert(
    fc.property(signal, (points) => {
      const size = points.length
      const re = points.map(([x]) => x)
      const im = points.map(([, y]) => y)
      const fast = [Float32Array.from(re), Float32Array.from(im)] as const
      transform(fast[0], fast[1], false)
      const [wantRe, wantIm] = slow(re, im, -1)
      for (let k = 0; k < size; k++) {
        expect(Math.abs(fast[0][k] - wantRe[k] / size)).toBeLessThan(0.01)
        expect(Math.abs(fast[1][k] - wantIm[k] / size)).toBeLessThan(0.01)
      }
      transform(fast[0], fast[1], true)
      for (let n = 0; n < size; n++) expect(Math.abs(fast[0][n] - re[n])).toBeLessThan(0.1)
    }),
    { seed: 6, numRuns: 100 },
  )
})

test('data that do not fit on the stack of an ESP32 are refused', () => {
  const run = (size: number): string => emulate(`var a=new Uint8Array(${size});E.FFT(a);print(a[0])`).error ?? 'done'
  expect([run(1024), run(2048), run(4096)]).toEqual(['done', 'done', 'Error: Insufficient stack for computing FFT'])
})
