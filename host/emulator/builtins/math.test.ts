/**
 * Math and Number (FACTS 3.2), measured.
 */
import { measured } from '../golden/measured.ts'

measured('powers, roots and logarithms', [
  [
    'sqrt is exp(log(x) / 2): often the last bit is wrong, never the first eleven digits',
    `
    print(Math.sqrt(2) * 1e15);
    print(Math.sqrt(2) - Math.SQRT2);
    print(Math.sqrt(9) === 3, Math.sqrt(9));
    print(Math.sqrt(4) === 2);
    print(Math.sqrt(0), Math.sqrt(-0));
    print(Math.sqrt(-1), Math.sqrt(NaN));
    print(Math.sqrt(Infinity));
    print(Math.sqrt(1e-320));
    print(Math.sqrt("16"), Math.sqrt(true), Math.sqrt(null), Math.sqrt(undefined));
    `,
    `
    1414213562373095
    -2.22044604925e-16
    false 3
    true
    0 0
    NaN NaN
    Infinity
    9.99994433575e-161
    4 1 0 NaN
    `,
  ],
  [
    'whole powers below 10 are products, others are made of a logarithm',
    `
    print(Math.pow(2, 9), Math.pow(2, 10));
    print(Math.pow(3, 9) === 19683, Math.pow(3, 10) === 59049);
    print(Math.pow(10, -3) * 1000 - 1);
    print(Math.pow(-2, 3), Math.pow(-2, 11), Math.pow(-2, 10));
    print(Math.pow(-2, -3));
    print(Math.pow(-2, 0.5));
    print(Math.pow(0, 0), Math.pow(NaN, 0));
    print(Math.pow(0, 20), Math.pow(-0, 11), Math.pow(0, -1));
    print(Math.pow(2, NaN), Math.pow(2, Infinity), Math.pow(0.5, Infinity));
    print(Math.pow(Infinity, -1), Math.pow(1, Infinity));
    print(Math.pow(2, 1024));
    print(Math.pow(2, -1074));
    print(Math.pow(10, 308));
    `,
    `
    512 1024
    true false
    -6.66133814775e-16
    -8 -2048 1024
    -0.125
    NaN
    1 1
    0 0 Infinity
    NaN Infinity 0
    0 NaN
    1.79769313486e+308
    4.94065645841e-324
    1e+308
    `,
  ],
  [
    'exp and log',
    `
    print(Math.exp(0), Math.exp(1) - Math.E);
    print(Math.exp(-Infinity), Math.exp(710), Math.exp(-746));
    print(Math.log(1), Math.log(0), Math.log(-1));
    print(Math.log(10) - Math.LN10, Math.log(2) - Math.LN2);
    print(Math.log(1e-320), Math.log(1e308));
    print(Math.exp("1"), Math.log("x"));
    `,
    `
    1 0
    0 Infinity 0
    0 -Infinity NaN
    0 0
    -736.82724089097 709.19620864216
    2.71828182845 NaN
    `,
  ],
])
