/**
 * Numbers as programs see them: printing, reading, members (FACTS 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('printing', [
  [
    'eleven digits behind the point, cut and not rounded',
    `
    print(1 / 3, 2 / 3, -2 / 3, 10 / 3, 1e5 / 3, 1e9 / 3, 0.1, 0.12345678901234);
    print(1.00000000001, 1.000000000001, 0.99999999, 0.9999999, 0.999999, 5.99999999999);
    print(123456789.123, 1234567.891, 33.333333333, 0.001, 0.0001, 0.00001, 0.000001, 0.0000001);
    `,
    `
    0.33333333333 0.66666666666 -0.66666666666 3.33333333333 33333.33333333333 333333333.33333331346 0.1 0.12345678901
    1 1 1 1 0.999999 6
    123456789.12299999594 1234567.89100000006 33.33333333300 0.001 0.0001 0.00001 0.000001 1e-7
    `,
  ],
  [
    'exponents',
    `
    print(1e20, 1e21, 1e22, 1.5e300, 1e-6, 1e-7, 1.5e-7, 5e-324, 1e100, -1e21, 123e21);
    print(12345678901234567890, 0.1e-5, 1e15 / 3);
    `,
    `
    100000000000000000000 10e+20 10e+21 1.5e+300 0.000001 1e-7 1.5e-7 4.94065645841e-324 1e+100 -10e+20 1.23e+23
    -6101065172474983424 0.000001 333333333333333.3125
    `,
  ],
  [
    'special values',
    `
    print(NaN, Infinity, -Infinity, -0, 0, 1 / -0, 0 / 0);
    `,
    `
    NaN Infinity -Infinity 0 0 Infinity NaN
    `,
  ],
  [
    'literals',
    `
    print(0x1F, 0b101, 0o17, 017, 09, 1_000, .5, 5., 1e3, 1E3, 1e+3, 2.5e-3, 0x, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000);
    print(2147483647, 2147483648, 4294967296, -2147483648, 99999999999999999999);
    `,
    `
    31 5 15 15 9 1000 0.5 5 1000 1000 1000 0.0025 0 4294967295 2147483647 2147483648
    2147483647 2147483648 4294967296 -2147483648 7766279631452241920
    `,
  ],
  [
    'toString with a radix',
    `
    print(
      (255).toString(16),
      (255).toString(2),
      (-255).toString(16),
      (35).toString(36),
      (0.5).toString(2),
      (3e9).toString(16),
      (10).toString(),
      (10).toString(1),
      (10).toString(99),
    );
    print((4294967295).toString(2), (1.5).toString(10), (1 / 3).toString(3));
    `,
    `
    ff 11111111 -ff z 0.1 b2d05e00 10 10 10
    11111111111111111111111111111111 1.5 0.1
    `,
  ],
  [
    'toFixed',
    `
    print(
      (1.005).toFixed(2),
      (1.45).toFixed(1),
      (2.5).toFixed(0),
      (99.995).toFixed(2),
      (0).toFixed(2),
      (-1.5).toFixed(0),
      (1e21).toFixed(1),
      (5).toFixed(),
    );
    print(
      (1 / 3).toFixed(20),
      (1 / 3).toFixed(25),
      (1.5).toFixed(-1),
      NaN.toFixed(2),
      Infinity.toFixed(1),
      (123.456).toFixed(1),
    );
    try {
      Number.prototype.toFixed.call("a", 1);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    1.00 1.5 2 99.99 0.00 -1 1000000000000000000000.0 5
    0.33333333333333330373 0.33333333333333330373 1 NaN Infinity 123.5
    Error: Can't read property 'call' of undefined
    `,
  ],
  [
    'what is missing',
    `
    print(
      (1).toPrecision,
      (1).toExponential,
      Number.isFinite,
      Number.MAX_SAFE_INTEGER,
      Math.trunc,
      Math.hypot,
      Math.log10,
      Math.log2,
      Math.cbrt,
      Math.fround,
      Math.imul,
      Math.clz32,
      Math.sinh,
    );
    `,
    `
    undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined
    `,
  ],
])

measured('Math', [
  [
    'rounding',
    `
    print(
      Math.floor(1.7),
      Math.floor(-1.2),
      Math.ceil(1.2),
      Math.ceil(-1.7),
      Math.round(1.5),
      Math.round(2.5),
      Math.round(-1.5),
      Math.round(-2.5),
      Math.round(0.49999999999999994),
    );
    print(
      Math.round(1e300),
      Math.round(-1e300),
      Math.round(3e9),
      1 / Math.round(-0.2),
      Math.round(NaN),
      Math.round(Infinity),
      Math.round("2.5"),
      Math.round(),
    );
    `,
    `
    1 -2 2 -1 2 3 -2 -3 1
    -9223372036854775808 -9223372036854775808 3000000000 -Infinity NaN Infinity 3 NaN
    `,
  ],
  [
    'sign and abs',
    `
    print(
      Math.sign(5),
      Math.sign(-5),
      Math.sign(0),
      Math.sign(-0),
      Math.sign(NaN),
      Math.sign(undefined),
      Math.sign("x"),
      Math.sign(null),
      Math.sign(0.1),
    );
    print(Math.abs(-5), Math.abs(-1.5), Math.abs("x"), Math.abs(-2147483648), Math.abs(null));
    `,
    `
    1 -1 0 0 -1 -1 -1 0 1
    5 1.5 NaN 2147483648 0
    `,
  ],
  [
    'min and max',
    `
    print(
      Math.min(1, 2),
      Math.max(1, 2),
      Math.min(),
      Math.max(),
      Math.min(1, NaN),
      Math.max("5", 3),
      Math.max(1, undefined),
      Math.min(-0, 0),
      Math.max([4]),
    );
    `,
    `
    1 2 Infinity -Infinity NaN 5 NaN 0 4
    `,
  ],
  [
    'angles',
    `
    print(
      Math.sin(0),
      Math.cos(0),
      Math.tan(0),
      Math.sin(1),
      Math.cos(1),
      Math.tan(1),
      Math.asin(1),
      Math.acos(0),
      Math.atan(1),
      Math.atan2(1, -1),
    );
    print(
      Math.asin(2),
      Math.acos(1),
      Math.acos(-1),
      Math.asin(0.5),
      Math.cos(Math.PI / 2),
      Math.tan(Math.PI / 2),
      Math.sin(Math.PI),
    );
    `,
    `
    0 1 0 0.84147098480 0.54030230586 1.55740772465 1.57079632679 1.57079632679 0.78539816339 2.35619449019
    NaN 0 3.14159265358 0.52359877559 1.22464679914e-16 8165619676597685 1.22464679914e-16
    `,
  ],
  [
    'constants',
    `
    print(Math.PI, Math.E, Math.LN2, Math.LN10, Math.LOG2E, Math.LOG10E, Math.SQRT2, Math.SQRT1_2);
    `,
    `
    3.14159265358 2.71828182845 0.69314718055 2.30258509299 1.44269504088 0.43429448190 1.41421356237 0.70710678118
    `,
  ],
  [
    'clip, wrap and randInt belong to this interpreter',
    `
    print(
      Math.clip(5, 0, 3),
      Math.clip(-5, 0, 3),
      Math.clip(NaN, 0, 1),
      Math.wrap(370, 360),
      Math.wrap(-10, 360),
      Math.wrap(5, 0),
    );
    var r = Math.randInt(10);
    print(r >= 0 && r < 10, typeof Math.randInt(), Math.randInt(1), Math.random() < 1);
    `,
    `
    3 0 NaN 10 -10 NaN
    true number 0 true
    `,
  ],
  [
    'integers that fit are integers again',
    `
    print(Math.floor(2.5) === 2, [1, 2, 3][Math.floor(1.9)], Math.round(2.4) === 2);
    var u = process.memory().usage;
    var i = Math.round(5.2), f = Math.floor(5.2);
    print(process.memory().usage - u);
    `,
    `
    true 2 true
    4
    `,
  ],
])
