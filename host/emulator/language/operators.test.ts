/**
 * Operators on, and conversions of, values of every type (FACTS 3.2), a line for each value.
 */
import { measured } from '../golden/measured.ts'

measured('operators', [
  [
    'addition: text wins over numbers',
    `
    var V = [0, 7, -1, 1.5, true, null, undefined, NaN, "", "5", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "+", V.map((b) => E.toJS(a + b)).join(" "));
    `,
    `
    0 + 0 7 -1 1.5 1 0 NaN NaN "0" "05" "0x" "0" "03" "01,2" "0[object Object]" 3
    7 + 7 14 6 8.5 8 7 NaN NaN "7" "75" "7x" "7" "73" "71,2" "7[object Object]" 10
    -1 + -1 6 -2 0.5 0 -1 NaN NaN "-1" "-15" "-1x" "-1" "-13" "-11,2" "-1[object Object]" 2
    1.5 + 1.5 8.5 0.5 3 2.5 1.5 NaN NaN "1.5" "1.55" "1.5x" "1.5" "1.53" "1.51,2" "1.5[object Object]" 4.5
    true + 1 8 0 2.5 2 1 NaN NaN "true" "true5" "truex" "true" "true3" "true1,2" "true[object Object]" 4
    null + 0 7 -1 1.5 1 0 NaN NaN "null" "null5" "nullx" "null" "null3" "null1,2" "null[object Object]" 3
    null + NaN NaN NaN NaN NaN NaN null NaN "undefined" "undefined5" "undefinedx" "undefined" "undefined3" "undefined1,2" "undefined[object Object]" NaN
    NaN + NaN NaN NaN NaN NaN NaN NaN NaN "NaN" "NaN5" "NaNx" "NaN" "NaN3" "NaN1,2" "NaN[object Object]" NaN
    "" + "0" "7" "-1" "1.5" "true" "null" "undefined" "NaN" "" "5" "x" "" "3" "1,2" "[object Object]" "D3"
    "5" + "50" "57" "5-1" "51.5" "5true" "5null" "5undefined" "5NaN" "5" "55" "5x" "5" "53" "51,2" "5[object Object]" "5D3"
    "x" + "x0" "x7" "x-1" "x1.5" "xtrue" "xnull" "xundefined" "xNaN" "x" "x5" "xx" "x" "x3" "x1,2" "x[object Object]" "xD3"
    [] + "0" "7" "-1" "1.5" "true" "null" "undefined" "NaN" "" "5" "x" "" "3" "1,2" "[object Object]" "D3"
    [3] + "30" "37" "3-1" "31.5" "3true" "3null" "3undefined" "3NaN" "3" "35" "3x" "3" "33" "31,2" "3[object Object]" "3D3"
    [1,2] + "1,20" "1,27" "1,2-1" "1,21.5" "1,2true" "1,2null" "1,2undefined" "1,2NaN" "1,2" "1,25" "1,2x" "1,2" "1,23" "1,21,2" "1,2[object Object]" "1,2D3"
    {} + "[object Object]0" "[object Object]7" "[object Object]-1" "[object Object]1.5" "[object Object]true" "[object Object]null" "[object Object]undefined" "[object Object]NaN" "[object Object]" "[object Object]5" "[object Object]x" "[object Object]" "[object Object]3" "[object Object]1,2" "[object Object][object Object]" "[object Object]D3"
    D3 + 3 10 2 4.5 4 3 NaN NaN "D3" "D35" "D3x" "D3" "D33" "D31,2" "D3[object Object]" 6
    `,
  ],
  [
    'subtraction',
    `
    var V = [0, 7, -1, 1.5, true, null, undefined, NaN, "", "5", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "-", V.map((b) => E.toJS(a - b)).join(" "));
    `,
    `
    0 - 0 -7 1 -1.5 -1 0 NaN NaN 0 -5 NaN 0 -3 NaN NaN -3
    7 - 7 0 8 5.5 6 7 NaN NaN 7 2 NaN 7 4 NaN NaN 4
    -1 - -1 -8 0 -2.5 -2 -1 NaN NaN -1 -6 NaN -1 -4 NaN NaN -4
    1.5 - 1.5 -5.5 2.5 0 0.5 1.5 NaN NaN 1.5 -3.5 NaN 1.5 -1.5 NaN NaN -1.5
    true - 1 -6 2 -0.5 0 1 NaN NaN 1 -4 NaN 1 -2 NaN NaN -2
    null - 0 -7 1 -1.5 -1 0 NaN NaN 0 -5 NaN 0 -3 NaN NaN -3
    null - NaN NaN NaN NaN NaN NaN null NaN NaN NaN NaN NaN NaN NaN NaN NaN
    NaN - NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    "" - 0 -7 1 -1.5 -1 0 NaN NaN 0 -5 NaN 0 -3 NaN NaN -3
    "5" - 5 -2 6 3.5 4 5 NaN NaN 5 0 NaN 5 2 NaN NaN 2
    "x" - NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    [] - 0 -7 1 -1.5 -1 0 NaN NaN 0 -5 NaN 0 -3 NaN NaN -3
    [3] - 3 -4 4 1.5 2 3 NaN NaN 3 -2 NaN 3 0 NaN NaN 0
    [1,2] - NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    {} - NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    D3 - 3 -4 4 1.5 2 3 NaN NaN 3 -2 NaN 3 0 NaN NaN 0
    `,
  ],
  [
    'multiplication',
    `
    var V = [0, 7, -1, 1.5, true, null, undefined, NaN, "", "5", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "*", V.map((b) => E.toJS(a * b)).join(" "));
    `,
    `
    0 * 0 0 0 0 0 0 NaN NaN 0 0 NaN 0 0 NaN NaN 0
    7 * 0 49 -7 10.5 7 0 NaN NaN 0 35 NaN 0 21 NaN NaN 21
    -1 * 0 -7 1 -1.5 -1 0 NaN NaN 0 -5 NaN 0 -3 NaN NaN -3
    1.5 * 0 10.5 -1.5 2.25 1.5 0 NaN NaN 0 7.5 NaN 0 4.5 NaN NaN 4.5
    true * 0 7 -1 1.5 1 0 NaN NaN 0 5 NaN 0 3 NaN NaN 3
    null * 0 0 0 0 0 0 NaN NaN 0 0 NaN 0 0 NaN NaN 0
    null * NaN NaN NaN NaN NaN NaN null NaN NaN NaN NaN NaN NaN NaN NaN NaN
    NaN * NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    "" * 0 0 0 0 0 0 NaN NaN 0 0 NaN 0 0 NaN NaN 0
    "5" * 0 35 -5 7.5 5 0 NaN NaN 0 25 NaN 0 15 NaN NaN 15
    "x" * NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    [] * 0 0 0 0 0 0 NaN NaN 0 0 NaN 0 0 NaN NaN 0
    [3] * 0 21 -3 4.5 3 0 NaN NaN 0 15 NaN 0 9 NaN NaN 9
    [1,2] * NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    {} * NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    D3 * 0 21 -3 4.5 3 0 NaN NaN 0 15 NaN 0 9 NaN NaN 9
    `,
  ],
  [
    'division',
    `
    var V = [0, 7, -1, 1.5, true, null, undefined, NaN, "", "5", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "/", V.map((b) => E.toJS(a / b)).join(" "));
    `,
    `
    0 / NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    7 / Infinity 1 -7 4.66666666666 7 Infinity NaN NaN Infinity 1.4 NaN Infinity 2.33333333333 NaN NaN 2.33333333333
    -1 / -Infinity -0.14285714285 1 -0.66666666666 -1 -Infinity NaN NaN -Infinity -0.2 NaN -Infinity -0.33333333333 NaN NaN -0.33333333333
    1.5 / Infinity 0.21428571428 -1.5 1 1.5 Infinity NaN NaN Infinity 0.3 NaN Infinity 0.5 NaN NaN 0.5
    true / Infinity 0.14285714285 -1 0.66666666666 1 Infinity NaN NaN Infinity 0.2 NaN Infinity 0.33333333333 NaN NaN 0.33333333333
    null / NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    null / NaN NaN NaN NaN NaN NaN null NaN NaN NaN NaN NaN NaN NaN NaN NaN
    NaN / NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    "" / NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    "5" / Infinity 0.71428571428 -5 3.33333333333 5 Infinity NaN NaN Infinity 1 NaN Infinity 1.66666666666 NaN NaN 1.66666666666
    "x" / NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    [] / NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    [3] / Infinity 0.42857142857 -3 2 3 Infinity NaN NaN Infinity 0.6 NaN Infinity 1 NaN NaN 1
    [1,2] / NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    {} / NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    D3 / Infinity 0.42857142857 -3 2 3 Infinity NaN NaN Infinity 0.6 NaN Infinity 1 NaN NaN 1
    `,
  ],
  [
    'remainder',
    `
    var V = [0, 7, -1, 1.5, true, null, undefined, NaN, "", "5", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "%", V.map((b) => E.toJS(a % b)).join(" "));
    `,
    `
    0 % NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    7 % NaN 0 0 1 0 NaN NaN NaN NaN 2 NaN NaN 1 NaN NaN 1
    -1 % NaN -1 0 -1 0 NaN NaN NaN NaN -1 NaN NaN -1 NaN NaN -1
    1.5 % NaN 1.5 0.5 0 0.5 NaN NaN NaN NaN 1.5 NaN NaN 1.5 NaN NaN 1.5
    true % NaN 1 0 1 0 NaN NaN NaN NaN 1 NaN NaN 1 NaN NaN 1
    null % NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    null % NaN NaN NaN NaN NaN NaN null NaN NaN NaN NaN NaN NaN NaN NaN NaN
    NaN % NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    "" % NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    "5" % NaN 5 0 0.5 0 NaN NaN NaN NaN 0 NaN NaN 2 NaN NaN 2
    "x" % NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    [] % NaN 0 0 0 0 NaN NaN NaN NaN 0 NaN NaN 0 NaN NaN 0
    [3] % NaN 3 0 0 0 NaN NaN NaN NaN 3 NaN NaN 0 NaN NaN 0
    [1,2] % NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    {} % NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    D3 % NaN 3 0 0 0 NaN NaN NaN NaN 3 NaN NaN 0 NaN NaN 0
    `,
  ],
  [
    'and of bits',
    `
    var V = [0, 7, -1, 1.5, 4294967295, 1e20, true, null, undefined, NaN, "", "5", "0x1f", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "&", V.map((b) => E.toJS(a & b)).join(" "));
    `,
    `
    0 & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    7 & 0 7 7 1 7 0 1 0 0 0 0 5 7 0 0 3 0 0 3
    -1 & 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    1.5 & 0 1 1 1 1 0 1 0 0 0 0 1 1 0 0 1 0 0 1
    4294967295 & 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    100000000000000000000 & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    true & 0 1 1 1 1 0 1 0 0 0 0 1 1 0 0 1 0 0 1
    null & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    null & 0 0 0 0 0 0 0 0 null 0 0 0 0 0 0 0 0 0 0
    NaN & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    "" & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    "5" & 0 5 5 1 5 0 1 0 0 0 0 5 5 0 0 1 0 0 1
    "0x1f" & 0 7 31 1 31 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    "x" & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    [] & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    [3] & 0 3 3 1 3 0 1 0 0 0 0 1 3 0 0 3 0 0 3
    [1,2] & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    {} & 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    D3 & 0 3 3 1 3 0 1 0 0 0 0 1 3 0 0 3 0 0 3
    `,
  ],
  [
    'or of bits',
    `
    var V = [0, 7, -1, 1.5, 4294967295, 1e20, true, null, undefined, NaN, "", "5", "0x1f", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "|", V.map((b) => E.toJS(a | b)).join(" "));
    `,
    `
    0 | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    7 | 7 7 -1 7 -1 7 7 7 7 7 7 7 31 7 7 7 7 7 7
    -1 | -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1
    1.5 | 1 7 -1 1 -1 1 1 1 1 1 1 5 31 1 1 3 1 1 3
    4294967295 | -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1
    100000000000000000000 | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    true | 1 7 -1 1 -1 1 1 1 1 1 1 5 31 1 1 3 1 1 3
    null | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    null | 0 7 -1 1 -1 0 1 0 null 0 0 5 31 0 0 3 0 0 3
    NaN | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    "" | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    "5" | 5 7 -1 5 -1 5 5 5 5 5 5 5 31 5 5 7 5 5 7
    "0x1f" | 31 31 -1 31 -1 31 31 31 31 31 31 31 31 31 31 31 31 31 31
    "x" | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    [] | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    [3] | 3 7 -1 3 -1 3 3 3 3 3 3 7 31 3 3 3 3 3 3
    [1,2] | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    {} | 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    D3 | 3 7 -1 3 -1 3 3 3 3 3 3 7 31 3 3 3 3 3 3
    `,
  ],
  [
    'exclusive or of bits',
    `
    var V = [0, 7, -1, 1.5, 4294967295, 1e20, true, null, undefined, NaN, "", "5", "0x1f", "x", [], [3], [1, 2], {}, D3];
    for (var a of V) print(E.toJS(a), "^", V.map((b) => E.toJS(a ^ b)).join(" "));
    `,
    `
    0 ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    7 ^ 7 0 -8 6 -8 7 6 7 7 7 7 2 24 7 7 4 7 7 4
    -1 ^ -1 -8 0 -2 0 -1 -2 -1 -1 -1 -1 -6 -32 -1 -1 -4 -1 -1 -4
    1.5 ^ 1 6 -2 0 -2 1 0 1 1 1 1 4 30 1 1 2 1 1 2
    4294967295 ^ -1 -8 0 -2 0 -1 -2 -1 -1 -1 -1 -6 -32 -1 -1 -4 -1 -1 -4
    100000000000000000000 ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    true ^ 1 6 -2 0 -2 1 0 1 1 1 1 4 30 1 1 2 1 1 2
    null ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    null ^ 0 7 -1 1 -1 0 1 0 null 0 0 5 31 0 0 3 0 0 3
    NaN ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    "" ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    "5" ^ 5 2 -6 4 -6 5 4 5 5 5 5 0 26 5 5 6 5 5 6
    "0x1f" ^ 31 24 -32 30 -32 31 30 31 31 31 31 26 0 31 31 28 31 31 28
    "x" ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    [] ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    [3] ^ 3 4 -4 2 -4 3 2 3 3 3 3 6 28 3 3 0 3 3 0
    [1,2] ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    {} ^ 0 7 -1 1 -1 0 1 0 0 0 0 5 31 0 0 3 0 0 3
    D3 ^ 3 4 -4 2 -4 3 2 3 3 3 3 6 28 3 3 0 3 3 0
    `,
  ],
  [
    'shifts to the left',
    `
    var V = [1, -1, 7, 2147483647, -2147483648, 4294967295, 1.9, "5", null, NaN];
    for (var a of V)
      print(
        E.toJS(a),
        "<<",
        [0, 1, 2, 8, 16, 30, 31, 32, 33, -1, 1.9, "4", null, NaN].map((b) => a << b).join(" "),
      );
    `,
    `
    1 << 1 2 4 256 65536 1073741824 -2147483648 1 2 -2147483648 2 16 1 1
    -1 << -1 -2 -4 -256 -65536 -1073741824 -2147483648 -1 -2 -2147483648 -2 -16 -1 -1
    7 << 7 14 28 1792 458752 -1073741824 -2147483648 7 14 -2147483648 14 112 7 7
    2147483647 << 2147483647 -2 -4 -256 -65536 -1073741824 -2147483648 2147483647 -2 -2147483648 -2 -16 2147483647 2147483647
    -2147483648 << -2147483648 0 0 0 0 0 0 -2147483648 0 0 0 0 -2147483648 -2147483648
    4294967295 << -1 -2 -4 -256 -65536 -1073741824 -2147483648 -1 -2 -2147483648 -2 -16 -1 -1
    1.9 << 1 2 4 256 65536 1073741824 -2147483648 1 2 -2147483648 2 16 1 1
    "5" << 5 10 20 1280 327680 1073741824 -2147483648 5 10 -2147483648 10 80 5 5
    null << 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    NaN << 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    `,
  ],
  [
    'shifts to the right',
    `
    var V = [1, -1, 7, 2147483647, -2147483648, 4294967295, 1.9, "5", null, NaN];
    for (var a of V)
      print(
        E.toJS(a),
        ">>",
        [0, 1, 2, 8, 16, 30, 31, 32, 33, -1, 1.9, "4", null, NaN].map((b) => a >> b).join(" "),
      );
    `,
    `
    1 >> 1 0 0 0 0 0 0 1 0 0 0 0 1 1
    -1 >> -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1
    7 >> 7 3 1 0 0 0 0 7 3 0 3 0 7 7
    2147483647 >> 2147483647 1073741823 536870911 8388607 32767 1 0 2147483647 1073741823 0 1073741823 134217727 2147483647 2147483647
    -2147483648 >> -2147483648 -1073741824 -536870912 -8388608 -32768 -2 -1 -2147483648 -1073741824 -1 -1073741824 -134217728 -2147483648 -2147483648
    4294967295 >> -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1
    1.9 >> 1 0 0 0 0 0 0 1 0 0 0 0 1 1
    "5" >> 5 2 1 0 0 0 0 5 2 0 2 0 5 5
    null >> 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    NaN >> 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    `,
  ],
  [
    'shifts without sign',
    `
    var V = [1, -1, 7, 2147483647, -2147483648, 4294967295, 1.9, "5", null, NaN];
    for (var a of V)
      print(
        E.toJS(a),
        ">>>",
        [0, 1, 2, 8, 16, 30, 31, 32, 33, -1, 1.9, "4", null, NaN].map((b) => a >>> b).join(" "),
      );
    `,
    `
    1 >>> 1 0 0 0 0 0 0 1 0 0 0 0 1 1
    -1 >>> 4294967295 2147483647 1073741823 16777215 65535 3 1 4294967295 2147483647 1 2147483647 268435455 4294967295 4294967295
    7 >>> 7 3 1 0 0 0 0 7 3 0 3 0 7 7
    2147483647 >>> 2147483647 1073741823 536870911 8388607 32767 1 0 2147483647 1073741823 0 1073741823 134217727 2147483647 2147483647
    -2147483648 >>> 2147483648 1073741824 536870912 8388608 32768 2 1 2147483648 1073741824 1 1073741824 134217728 2147483648 2147483648
    4294967295 >>> 4294967295 2147483647 1073741823 16777215 65535 3 1 4294967295 2147483647 1 2147483647 268435455 4294967295 4294967295
    1.9 >>> 1 0 0 0 0 0 0 1 0 0 0 0 1 1
    "5" >>> 5 2 1 0 0 0 0 5 2 0 2 0 5 5
    null >>> 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    NaN >>> 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    `,
  ],
  [
    'equal',
    `
    var V = [
      0,
      1,
      1.5,
      true,
      false,
      null,
      undefined,
      NaN,
      "",
      "0",
      "1",
      "x",
      [],
      [0],
      [1, 2],
      {},
      D1,
      print,
    ];
    for (var a of V) print(E.toJS(a), "==", V.map((b) => (a == b ? 1 : 0)).join(""));
    `,
    `
    0 == 100010001100010000
    1 == 010100000010000010
    1.5 == 001000000000000000
    true == 010100000010000010
    false == 100010001100000000
    null == 000001100000000000
    null == 000001100000000000
    NaN == 000000000000000000
    "" == 100010001000100000
    "0" == 100010000100010000
    "1" == 010100000010000010
    "x" == 000000000001000000
    [] == 000000001000100000
    [0] == 100000000100010000
    [1,2] == 000000000000001000
    {} == 000000000000000100
    D1 == 010100000010000010
    function () { [native code] } == 000000000000000001
    `,
  ],
  [
    'not equal',
    `
    var V = [
      0,
      1,
      1.5,
      true,
      false,
      null,
      undefined,
      NaN,
      "",
      "0",
      "1",
      "x",
      [],
      [0],
      [1, 2],
      {},
      D1,
      print,
    ];
    for (var a of V) print(E.toJS(a), "!=", V.map((b) => (a != b ? 1 : 0)).join(""));
    `,
    `
    0 != 011101110011101111
    1 != 101011111101111101
    1.5 != 110111111111111111
    true != 101011111101111101
    false != 011101110011111111
    null != 111110011111111111
    null != 111110011111111111
    NaN != 111111111111111111
    "" != 011101110111011111
    "0" != 011101111011101111
    "1" != 101011111101111101
    "x" != 111111111110111111
    [] != 111111110111011111
    [0] != 011111111011101111
    [1,2] != 111111111111110111
    {} != 111111111111111011
    D1 != 101011111101111101
    function () { [native code] } != 111111111111111110
    `,
  ],
  [
    'the same',
    `
    var V = [
      0,
      1,
      1.5,
      true,
      false,
      null,
      undefined,
      NaN,
      "",
      "0",
      "1",
      "x",
      [],
      [0],
      [1, 2],
      {},
      D1,
      print,
    ];
    for (var a of V) print(E.toJS(a), "===", V.map((b) => (a === b ? 1 : 0)).join(""));
    `,
    `
    0 === 100000000000000000
    1 === 010000000000000010
    1.5 === 001000000000000000
    true === 000100000000000000
    false === 000010000000000000
    null === 000001000000000000
    null === 000000100000000000
    NaN === 000000000000000000
    "" === 000000001000000000
    "0" === 000000000100000000
    "1" === 000000000010000000
    "x" === 000000000001000000
    [] === 000000000000100000
    [0] === 000000000000010000
    [1,2] === 000000000000001000
    {} === 000000000000000100
    D1 === 010000000000000010
    function () { [native code] } === 000000000000000001
    `,
  ],
  [
    'less',
    `
    var V = [0, 1, 1.5, -1, true, null, undefined, NaN, "", "0", "10", "9", "x", [], [0], [1, 2], {}, D1];
    for (var a of V) print(E.toJS(a), "<", V.map((b) => (a < b ? 1 : 0)).join(""));
    `,
    `
    0 < 011010000011000111
    1 < 001000000011000110
    1.5 < 000000000011000010
    -1 < 111011001111001111
    true < 001000000011000000
    null < 011010000000100001
    null < 000000000000100000
    NaN < 000000000000000010
    "" < 011011100111101111
    "0" < 011011100011100111
    "10" < 000001100001100010
    "9" < 000001100000100010
    "x" < 000000000000000000
    [] < 111111110111101111
    [0] < 011011110011100111
    [1,2] < 001011110011100011
    {} < 000011100000100000
    D1 < 001000000011000010
    `,
  ],
  [
    'less or equal',
    `
    var V = [0, 1, 1.5, -1, true, null, undefined, NaN, "", "0", "10", "9", "x", [], [0], [1, 2], {}, D1];
    for (var a of V) print(E.toJS(a), "<=", V.map((b) => (a <= b ? 1 : 0)).join(""));
    `,
    `
    0 <= 111011001111001111
    1 <= 011010000011000111
    1.5 <= 001000000011000010
    -1 <= 111111001111001111
    true <= 011010000011000001
    null <= 111011000000100001
    null <= 000000000000100000
    NaN <= 000000000000000010
    "" <= 111011101111111111
    "0" <= 111011100111101111
    "10" <= 000001100011100010
    "9" <= 000001100001100010
    "x" <= 000000000000100000
    [] <= 111111111111111111
    [0] <= 111011110111101111
    [1,2] <= 001011110011100111
    {} <= 000011100000100010
    D1 <= 011010000011000011
    `,
  ],
  [
    'greater',
    `
    var V = [0, 1, 1.5, -1, true, null, undefined, NaN, "", "0", "10", "9", "x", [], [0], [1, 2], {}, D1];
    for (var a of V) print(E.toJS(a), ">", V.map((b) => (a > b ? 1 : 0)).join(""));
    `,
    `
    0 > 000100000000010000
    1 > 100101001100011000
    1.5 > 110111001100011101
    -1 > 000000000000010000
    true > 100101001100011110
    null > 000100001111011110
    null > 000000001111011110
    NaN > 000000000000011100
    "" > 000100000000000000
    "0" > 000100001000010000
    "10" > 111110001100011101
    "9" > 111110001110011101
    "x" > 000001101111011110
    [] > 000000000000000000
    [0] > 000100001000010000
    [1,2] > 110100001100011000
    {} > 111100011111011101
    D1 > 100101001100011100
    `,
  ],
  [
    'greater or equal',
    `
    var V = [0, 1, 1.5, -1, true, null, undefined, NaN, "", "0", "10", "9", "x", [], [0], [1, 2], {}, D1];
    for (var a of V) print(E.toJS(a), ">=", V.map((b) => (a >= b ? 1 : 0)).join(""));
    `,
    `
    0 >= 100101001100011000
    1 >= 110111001100011001
    1.5 >= 111111001100011101
    -1 >= 000100000000010000
    true >= 110111001100011111
    null >= 100101001111011110
    null >= 000000001111011110
    NaN >= 000000000000011100
    "" >= 100100001000010000
    "0" >= 100100001100011000
    "10" >= 111110001110011101
    "9" >= 111110001111011101
    "x" >= 000001101111111110
    [] >= 000000001000010000
    [0] >= 100100001100011000
    [1,2] >= 110100001100011100
    {} >= 111100011111011111
    D1 >= 110111001100011101
    `,
  ],
  [
    'and, or, nullish',
    `
    var V = [0, 1, "", "x", null, undefined, NaN, false, true, [], {}];
    for (var a of V)
      print(
        E.toJS(a),
        V.map((b) => E.toJS(a && b)).join(" "),
        "|",
        V.map((b) => E.toJS(a || b)).join(" "),
        "|",
        V.map((b) => E.toJS(a ?? b)).join(" "),
      );
    `,
    `
    0 0 0 0 0 0 0 0 0 0 0 0 | 0 1 "" "x" null null NaN false true [] {} | 0 0 0 0 0 0 0 0 0 0 0
    1 0 1 "" "x" null null NaN false true [] {} | 1 1 1 1 1 1 1 1 1 1 1 | 1 1 1 1 1 1 1 1 1 1 1
    "" "" "" "" "" "" "" "" "" "" "" "" | 0 1 "" "x" null null NaN false true [] {} | "" "" "" "" "" "" "" "" "" "" ""
    "x" 0 1 "" "x" null null NaN false true [] {} | "x" "x" "x" "x" "x" "x" "x" "x" "x" "x" "x" | "x" "x" "x" "x" "x" "x" "x" "x" "x" "x" "x"
    null null null null null null null null null null null null | 0 1 "" "x" null null NaN false true [] {} | 0 1 "" "x" null null NaN false true [] {}
    null null null null null null null null null null null null | 0 1 "" "x" null null NaN false true [] {} | 0 1 "" "x" null null NaN false true [] {}
    NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN | 0 1 "" "x" null null NaN false true [] {} | NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
    false false false false false false false false false false false false | 0 1 "" "x" null null NaN false true [] {} | false false false false false false false false false false false
    true 0 1 "" "x" null null NaN false true [] {} | true true true true true true true true true true true | true true true true true true true true true true true
    [] 0 1 "" "x" null null NaN false true [] {} | [] [] [] [] [] [] [] [] [] [] [] | [] [] [] [] [] [] [] [] [] [] []
    {} 0 1 "" "x" null null NaN false true [] {} | {} {} {} {} {} {} {} {} {} {} {} | {} {} {} {} {} {} {} {} {} {} {}
    `,
  ],
  [
    'one operand',
    `
    var V = [
      0,
      7,
      -1,
      1.5,
      2147483648,
      1e20,
      true,
      false,
      null,
      undefined,
      NaN,
      Infinity,
      "",
      " ",
      "5",
      "-3.5",
      "0x1f",
      "1e3",
      "x",
      " 7",
      [],
      [4],
      [1, 2],
      {},
      D3,
      print,
      new Uint8Array([9]),
    ];
    for (var a of V) print(E.toJS(a), +a, -a, ~a, !a, typeof a, ~~a);
    `,
    `
    0 0 0 -1 true number 0
    7 7 -7 -8 false number 7
    -1 -1 1 0 false number -1
    1.5 1.5 -1.5 -2 false number 1
    2147483648 2147483648 -2147483648 2147483647 false number -2147483648
    100000000000000000000 100000000000000000000 -100000000000000000000 -1 false number 0
    true 1 -1 -2 false boolean 1
    false 0 0 -1 true boolean 0
    null 0 0 -1 true object 0
    null NaN NaN -1 true undefined 0
    NaN NaN NaN -1 true number 0
    Infinity Infinity -Infinity -1 false number 0
    "" 0 0 -1 true string 0
    " " NaN NaN -1 false string 0
    "5" 5 -5 -6 false string 5
    "-3.5" -3.5 3.5 2 false string -3
    "0x1f" 31 -31 -32 false string 31
    "1e3" 1000 -1000 -1 false string 0
    "x" NaN NaN -1 false string 0
    " 7" 7 -7 -8 false string 7
    [] 0 0 -1 false object 0
    [4] 4 -4 -5 false object 4
    [1,2] NaN NaN -1 false object 0
    {} NaN NaN -1 false object 0
    D3 D3 -3 -4 false number 3
    function () { [native code] } NaN NaN -1 false function 0
    [9] 9 -9 -10 false object 9
    `,
  ],
  [
    'increment keeps what it can',
    `
    var V = [0, 8191, 8192, 2147483647, -1, 1.5, true, null, undefined, "", "5", "x", [], [4], {}];
    for (var v of V) {
      var a = v,
        b = v,
        c = v,
        d = v;
      print(E.toJS(v), E.toJS(a++), E.toJS(a), E.toJS(++b), E.toJS(c--), E.toJS(c), E.toJS(--d));
    }
    `,
    `
    0 0 1 1 0 -1 -1
    8191 8191 8192 8192 8191 8190 8190
    8192 8192 8193 8193 8192 8191 8191
    2147483647 2147483647 2147483648 2147483648 2147483647 2147483646 2147483646
    -1 -1 0 0 -1 -2 -2
    1.5 1.5 2.5 2.5 1.5 0.5 0.5
    true 1 2 2 1 0 0
    null 0 1 1 0 -1 -1
    null NaN NaN NaN NaN NaN NaN
    "" 0 1 "1" 0 -1 -1
    "5" 5 6 "51" 5 4 4
    "x" NaN NaN "x1" NaN NaN NaN
    [] 0 1 "1" 0 -1 -1
    [4] 4 5 "41" 4 3 3
    {} NaN NaN "[object Object]1" NaN NaN NaN
    `,
  ],
])

measured('conversions', [
  [
    'to numbers',
    String.raw`
    var V = [
      "",
      " ",
      "0",
      "-0",
      "5",
      "+5",
      "-5",
      "5.",
      ".5",
      "-.5",
      "1e3",
      "1e-3",
      "1E3",
      "1e",
      "0x1F",
      "0b101",
      "0o17",
      "017",
      "09",
      "1_000",
      "1,5",
      "1.2.3",
      "Infinity",
      "-Infinity",
      "NaN",
      "x",
      "5x",
      " 5",
      "5 ",
      "\t5",
      "--5",
      "+-5",
      "2147483648",
      "99999999999",
      "1e400",
    ];
    for (var s of V)
      print(
        JSON.stringify(s),
        Number(s),
        +s,
        s * 1,
        s | 0,
        s >>> 0,
        parseInt(s),
        parseFloat(s),
        isNaN(s),
        Math.floor(s),
      );
    `,
    `
    "" 0 0 0 0 0 NaN NaN false 0
    " " NaN NaN NaN 0 0 NaN NaN false NaN
    "0" 0 0 0 0 0 0 0 false 0
    "-0" 0 0 0 0 0 0 0 false 0
    "5" 5 5 5 5 5 5 5 false 5
    "+5" 5 5 5 5 5 5 5 false 5
    "-5" -5 -5 -5 -5 4294967291 -5 -5 false -5
    "5." 5 5 5 5 5 5 5 false 5
    ".5" 0.5 0.5 0.5 0 0 NaN 0.5 false 0
    "-.5" -0.5 -0.5 -0.5 0 0 NaN -0.5 false -1
    "1e3" 1000 1000 1000 0 0 1 1000 false 1000
    "1e-3" 0.001 0.001 0.001 0 0 1 0.001 false 0
    "1E3" 1000 1000 1000 0 0 1 1000 false 1000
    "1e" 1 1 1 0 0 1 1 false 1
    "0x1F" 31 31 31 31 31 31 31 false 31
    "0b101" 5 5 5 5 5 0 5 false 5
    "0o17" 15 15 15 15 15 0 15 false 15
    "017" 15 15 15 15 15 17 15 false 15
    "09" 9 9 9 9 9 9 9 false 9
    "1_000" NaN NaN NaN 0 0 1 1 true NaN
    "1,5" NaN NaN NaN 0 0 1 1 true NaN
    "1.2.3" NaN NaN NaN 0 0 1 1.2 true NaN
    "Infinity" Infinity Infinity Infinity 0 0 NaN Infinity false Infinity
    "-Infinity" -Infinity -Infinity -Infinity 0 0 NaN -Infinity false -Infinity
    "NaN" NaN NaN NaN 0 0 NaN NaN true NaN
    "x" NaN NaN NaN 0 0 NaN NaN true NaN
    "5x" NaN NaN NaN 0 0 5 5 true NaN
    " 5" 5 5 5 5 5 5 5 false 5
    "5 " NaN NaN NaN 0 0 5 5 true NaN
    "\\t5" 5 5 5 5 5 5 5 false 5
    "--5" NaN NaN NaN 0 0 NaN NaN true NaN
    "+-5" NaN NaN NaN 0 0 NaN NaN true NaN
    "2147483648" 2147483648 2147483648 2147483648 -2147483648 2147483648 2147483648 2147483648 false 2147483648
    "99999999999" 99999999999 99999999999 99999999999 1215752191 1215752191 99999999999 99999999999 false 99999999999
    "1e400" Infinity Infinity Infinity 0 0 1 Infinity false Infinity
    `,
  ],
  [
    'values to numbers in natives',
    `
    var V = [
      true,
      false,
      null,
      undefined,
      [],
      [5],
      ["6"],
      [1, 2],
      {},
      "7",
      "x",
      1.9,
      -1.9,
      4294967295,
      1e20,
      NaN,
      Infinity,
    ];
    for (var v of V)
      print(
        E.toJS(v),
        Number(v),
        Math.abs(v),
        Math.floor(v),
        Math.max(v),
        E.clip(v, -3, 3),
        E.reverseByte(v),
        String.fromCharCode(v).length,
        new Uint8Array([v])[0],
        new Int32Array([v])[0],
        new Float32Array([v])[0],
      );
    `,
    `
    true 1 1 1 1 1 128 1 1 1 1
    false 0 0 0 0 0 0 1 0 0 0
    null 0 0 0 0 0 0 1 0 0 0
    null NaN NaN NaN NaN NaN 0 1 0 0 NaN
    [] 0 0 0 0 0 0 1 0 0 0
    [5] 5 5 5 5 3 160 1 5 5 5
    ["6"] 6 6 6 6 3 96 1 6 6 6
    [1,2] NaN NaN NaN NaN NaN 0 1 0 0 NaN
    {} NaN NaN NaN NaN NaN 0 1 0 0 NaN
    "7" 7 7 7 7 3 224 1 7 7 7
    "x" NaN NaN NaN NaN NaN 0 1 0 0 NaN
    1.9 1.9 1.9 1 1.9 1.9 128 1 1 1 1.89999997615
    -1.9 -1.9 1.9 -2 -1.9 -1.9 255 1 255 -1 -1.89999997615
    4294967295 4294967295 4294967295 4294967295 4294967295 3 255 1 255 -1 4294967296
    100000000000000000000 100000000000000000000 100000000000000000000 100000000000000000000 100000000000000000000 3 0 1 0 0 100000002004087734272
    NaN NaN NaN NaN NaN NaN 0 1 0 0 NaN
    Infinity Infinity Infinity Infinity Infinity 3 0 1 0 0 Infinity
    `,
  ],
  [
    'values to text',
    `
    var V = [
      0,
      -0,
      1.5,
      1e21,
      true,
      null,
      undefined,
      NaN,
      -Infinity,
      "a",
      "",
      [],
      [1],
      [1, [2, 3]],
      [null, undefined],
      {},
      { a: 1 },
      D3,
      print,
      function (a) {
        return a;
      },
      new Uint8Array([1, 2]),
      new Date(0),
      /a/g,
      new Error("m"),
    ];
    for (var v of V)
      print(
        E.toJS("" + v),
        E.toJS(String(v)),
        E.toJS(\`\${v}\`),
        E.toJS([v].join()),
        E.toJS("<".concat(v)),
      );
    `,
    `
    "0" "0" "0" "0" "<0"
    "0" "0" "0" "0" "<0"
    "1.5" "1.5" "1.5" "1.5" "<1.5"
    "10e+20" "10e+20" "10e+20" "10e+20" "<10e+20"
    "true" "true" "true" "true" "<true"
    "null" "null" "null" "" "<null"
    "undefined" "undefined" "undefined" "" "<"
    "NaN" "NaN" "NaN" "NaN" "<NaN"
    "-Infinity" "-Infinity" "-Infinity" "-Infinity" "<-Infinity"
    "a" "a" "a" "a" "<a"
    "" "" "" "" "<"
    "" "" "" "" "<"
    "1" "1" "1" "1" "<1"
    "1,2,3" "1,2,3" "1,2,3" "1,2,3" "<1,2,3"
    "," "," "," "," "<,"
    "[object Object]" "[object Object]" "[object Object]" "[object Object]" "<[object Object]"
    "[object Object]" "[object Object]" "[object Object]" "[object Object]" "<[object Object]"
    "D3" "D3" "D3" "D3" "<D3"
    "function () { [native code] }" "function () { [native code] }" "function () { [native code] }" "function () { [native code] }" "<function () { [native code] }"
    "function (a) {return a;}" "function (a) {return a;}" "function (a) {return a;}" "function (a) {return a;}" "<function (a) {return a;}"
    "1,2" "1,2" "1,2" "1,2" "<1,2"
    "0" "Thu Jan 1 1970 00:00:00 GMT+0000" "Thu Jan 1 1970 00:00:00 GMT+0000" "Thu Jan 1 1970 00:00:00 GMT+0000" "<Thu Jan 1 1970 00:00:00 GMT+0000"
    "[object Object]" "[object Object]" "[object Object]" "[object Object]" "<[object Object]"
    "Error: m" "Error: m" "Error: m" "Error: m" "<Error: m"
    `,
  ],
  [
    'text as a position',
    `
    var V = [0, 2, -2, 9, "1", "x", null, undefined, true, 1.9, NaN, -1.5];
    for (var v of V)
      print(
        E.toJS(v),
        E.toJS("hello".charAt(v)),
        "hello".charCodeAt(v),
        E.toJS("hello".slice(v)),
        E.toJS("hello".substring(v)),
        E.toJS("hello".substr(v)),
        "hello".indexOf("l", v),
        "hello".lastIndexOf("l", v),
        "hello".startsWith("l", v),
        "hello".endsWith("l", v),
        "hello".includes("l", v),
      );
    `,
    `
    0 "h" 104 "hello" "hello" "hello" 2 -1 false false true
    2 "l" 108 "llo" "llo" "llo" 2 2 true false true
    -2 "" NaN "lo" "hello" "lo" 2 -1 false false true
    9 "" NaN "" "" "" -1 3 false false false
    "1" "e" 101 "ello" "ello" "ello" 2 3 false false true
    "x" "h" 104 "hello" "hello" "hello" 2 3 false false true
    null "h" 104 "hello" "hello" "hello" 2 3 false false true
    null "h" 104 "hello" "hello" "hello" 2 3 false false true
    true "e" 101 "ello" "ello" "ello" 2 -1 false false true
    1.9 "e" 101 "ello" "ello" "ello" 2 -1 false false true
    NaN "h" 104 "hello" "hello" "hello" 2 -1 false false true
    -1.5 "" NaN "o" "hello" "o" 2 -1 false false true
    `,
  ],
  [
    'two positions',
    `
    var V = [0, 1, 3, 9, -1, -3, -9, undefined, null];
    for (var a of V)
      print(
        E.toJS(a),
        V.map(
          (b) => "hello".slice(a, b) + "," + "hello".substring(a, b) + "," + "hello".substr(a, b),
        ).join(" "),
      );
    `,
    `
    0 ,, h,h,h hel,hel,hel hello,hello,hello hell,, he,, ,, hello,hello,hello ,,
    1 ,h, ,,e el,el,ell ello,ello,ello ell,h, e,h, ,h, ello,ello,ello ,h,
    3 ,hel, ,el,l ,,lo lo,lo,lo l,hel, ,hel, ,hel, lo,lo,lo ,hel,
    9 ,hello, ,ello, ,lo, ,, ,hello, ,hello, ,hello, ,, ,hello,
    -1 ,, ,h,o ,hel,o o,hello,o ,, ,, ,, o,hello,o ,,
    -3 ,, ,h,l l,hel,llo llo,hello,llo ll,, ,, ,, llo,hello,llo ,,
    -9 ,, h,h,h hel,hel,hel hello,hello,hello hell,, he,, ,, hello,hello,hello ,,
    null ,, h,h,h hel,hel,hel hello,hello,hello hell,, he,, ,, hello,hello,hello ,,
    null ,, h,h,h hel,hel,hel hello,hello,hello hell,, he,, ,, hello,hello,hello ,,
    `,
  ],
  [
    'positions in arrays',
    `
    var V = [0, 1, 3, 9, -1, -3, -9, "2", undefined, null];
    for (var a of V) print(E.toJS(a), V.map((b) => "[" + [1, 2, 3, 4].slice(a, b) + "]").join(" "));
    `,
    `
    0 [] [1] [1,2,3] [1,2,3,4] [1,2,3] [1] [] [1,2] [1,2,3,4] []
    1 [] [] [2,3] [2,3,4] [2,3] [] [] [2] [2,3,4] []
    3 [] [] [] [4] [] [] [] [] [4] []
    9 [] [] [] [] [] [] [] [] [] []
    -1 [] [] [] [4] [] [] [] [] [4] []
    -3 [] [] [2,3] [2,3,4] [2,3] [] [] [2] [2,3,4] []
    -9 [] [1] [1,2,3] [1,2,3,4] [1,2,3] [1] [] [1,2] [1,2,3,4] []
    "2" [] [] [3] [3,4] [3] [] [] [] [3,4] []
    null [] [1] [1,2,3] [1,2,3,4] [1,2,3] [1] [] [1,2] [1,2,3,4] []
    null [] [1] [1,2,3] [1,2,3,4] [1,2,3] [1] [] [1,2] [1,2,3,4] []
    `,
  ],
  [
    'positions in splice',
    `
    var V = [0, 1, 3, 9, -1, -9];
    for (var a of V)
      for (var b of [0, 1, 2, 9]) {
        var l = [1, 2, 3, 4];
        var r = l.splice(a, b, "n");
        print(a, b, E.toJS(r), E.toJS(l));
      }
    `,
    `
    0 0 [] ["n",1,2,3,4]
    0 1 [1] ["n",2,3,4]
    0 2 [1,2] ["n",3,4]
    0 9 [1,2,3,4] ["n"]
    1 0 [] [1,"n",2,3,4]
    1 1 [2] [1,"n",3,4]
    1 2 [2,3] [1,"n",4]
    1 9 [2,3,4] [1,"n"]
    3 0 [] [1,2,3,"n",4]
    3 1 [4] [1,2,3,"n"]
    3 2 [4] [1,2,3,"n"]
    3 9 [4] [1,2,3,"n"]
    9 0 [] [1,2,3,4,"n"]
    9 1 [] [1,2,3,4,"n"]
    9 2 [] [1,2,3,4,"n"]
    9 9 [] [1,2,3,4,"n"]
    -1 0 [] [1,2,3,"n",4]
    -1 1 [4] [1,2,3,"n"]
    -1 2 [4] [1,2,3,"n"]
    -1 9 [4] [1,2,3,"n"]
    -9 0 [] ["n",1,2,3,4]
    -9 1 [1] ["n",2,3,4]
    -9 2 [1,2] ["n",3,4]
    -9 9 [1,2,3,4] ["n"]
    `,
  ],
  [
    'positions in fill',
    `
    var V = [0, 1, 3, 9, -1, -3, -9, undefined];
    for (var a of V) print(E.toJS(a), V.map((b) => E.toJS([1, 2, 3, 4].fill(0, a, b))).join(" "));
    `,
    `
    0 [1,2,3,4] [0,2,3,4] [0,0,0,4] [0,0,0,0] [0,0,0,4] [0,2,3,4] null [0,0,0,0]
    1 [1,2,3,4] [1,2,3,4] [1,0,0,4] [1,0,0,0] [1,0,0,4] [1,2,3,4] null [1,0,0,0]
    3 [1,2,3,4] [1,2,3,4] [1,2,3,4] [1,2,3,0] [1,2,3,4] [1,2,3,4] null [1,2,3,0]
    9 [1,2,3,4] [1,2,3,4] [1,2,3,4] [1,2,3,4] [1,2,3,4] [1,2,3,4] null [1,2,3,4]
    -1 [1,2,3,4] [1,2,3,4] [1,2,3,4] [1,2,3,0] [1,2,3,4] [1,2,3,4] null [1,2,3,0]
    -3 [1,2,3,4] [1,2,3,4] [1,0,0,4] [1,0,0,0] [1,0,0,4] [1,2,3,4] null [1,0,0,0]
    -9 null null null null null null null null
    null [1,2,3,4] [0,2,3,4] [0,0,0,4] [0,0,0,0] [0,0,0,4] [0,2,3,4] null [0,0,0,0]
    `,
  ],
  [
    'positions in typed arrays',
    `
    var V = [0, 1, 3, 9, -1, -3, -9, "2", undefined];
    for (var a of V)
      print(E.toJS(a), V.map((b) => E.toJS(new Uint8Array([1, 2, 3, 4]).subarray(a, b))).join(" "));
    for (var a of V)
      print(E.toJS(a), V.map((b) => E.toJS(new Uint8Array([1, 2, 3, 4]).fill(0, a, b))).join(" "));
    `,
    `
    0 [] [1] [1,2,3] [1,2,3,4,0,0,0,0,0] [1,2,3] [1] [] [1,2,3,4] [1,2,3,4]
    1 [] [] [2,3] [2,3,4,0,0,0,0,0] [2,3] [] [] [2,3,4] [2,3,4]
    3 [] [] [] [4,0,0,0,0,0] [] [] [] [4] [4]
    9 [] [] [] [] [] [] [] [] []
    -1 [] [] [] [4,0,0,0,0,0] [] [] [] [4] [4]
    -3 [] [] [2,3] [2,3,4,0,0,0,0,0] [2,3] [] [] [2,3,4] [2,3,4]
    Uncaught Error: byteOffset too large (or negative)
        at :1:50
    E.toJS(new Uint8Array([1, 2, 3, 4]).subarray(a, b))
                                                     ^
        at [raw] (:3:84)
    ...([1, 2, 3, 4]).subarray(a, b))).join(" "));
                                     ^
    `,
  ],
  [
    'what typed arrays keep of a number',
    `
    var V = [0, 1, -1, 127, 128, 255, 256, 1.5, -1.5, 32767, 32768, 65535, 65536, 2147483647, 2147483648, 4294967295, 4294967296, 1e10, 1e20, NaN, Infinity, "7", "x", true, null, undefined, [5], {}];
    for (var v of V) print(E.toJS(v), [Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint24Array, Uint32Array, Int32Array, Float32Array, Float64Array].map((T) => new T([v])[0]).join(" "));
    `,
    `
    0 0 0 0 0 0 0 0 0 0 0
    1 1 1 1 1 1 1 1 1 1 1
    -1 255 -1 0 65535 -1 16777215 4294967295 -1 -1 -1
    127 127 127 127 127 127 127 127 127 127 127
    128 128 -128 128 128 128 128 128 128 128 128
    255 255 -1 255 255 255 255 255 255 255 255
    256 0 0 255 256 256 256 256 256 256 256
    1.5 1 1 1 1 1 1 1 1 1.5 1.5
    -1.5 255 -1 0 65535 -1 16777215 4294967295 -1 -1.5 -1.5
    32767 255 -1 255 32767 32767 32767 32767 32767 32767 32767
    32768 0 0 255 32768 -32768 32768 32768 32768 32768 32768
    65535 255 -1 255 65535 -1 65535 65535 65535 65535 65535
    65536 0 0 255 0 0 65536 65536 65536 65536 65536
    2147483647 255 -1 255 65535 -1 16777215 2147483647 2147483647 2147483648 2147483647
    2147483648 0 0 0 0 0 0 2147483648 -2147483648 2147483648 2147483648
    4294967295 255 -1 0 65535 -1 16777215 4294967295 -1 4294967296 4294967295
    4294967296 0 0 0 0 0 0 0 0 4294967296 4294967296
    10000000000 0 0 255 58368 -7168 779264 1410065408 1410065408 10000000000 10000000000
    100000000000000000000 0 0 0 0 0 0 0 0 100000002004087734272 100000000000000000000
    NaN 0 0 0 0 0 0 0 0 NaN NaN
    Infinity 0 0 0 0 0 0 0 0 Infinity Infinity
    "7" 7 7 7 7 7 7 7 7 7 7
    "x" 0 0 0 0 0 0 0 0 NaN NaN
    true 1 1 1 1 1 1 1 1 1 1
    null 0 0 0 0 0 0 0 0 0 0
    null 0 0 0 0 0 0 0 0 NaN NaN
    [5] 5 5 5 5 5 5 5 5 5 5
    {} 0 0 0 0 0 0 0 0 NaN NaN
    `,
  ],
  [
    'what is equal to find',
    `
    var V = [0, 1, 1.5, "1", "", null, undefined, NaN, true, false];
    for (var v of V)
      print(
        E.toJS(v),
        [0, 1, 1.5, "1", "", null, undefined, NaN, true, false].indexOf(v),
        [0, 1, 1.5, "1", "", null, undefined, NaN, true, false].includes(v),
        new Float64Array([0, 1, 1.5]).indexOf(v),
        "01.5".indexOf(v),
      );
    `,
    `
    0 0 true 0 0
    1 1 true 1 1
    1.5 2 true 2 1
    "1" 3 true -1 1
    "" 4 true -1 0
    null 5 true -1 -1
    null 6 true -1 -1
    NaN -1 true -1 -1
    true 8 true -1 -1
    false 9 true -1 -1
    `,
  ],
])

measured('found by random programs', [
  [
    'the remainder by infinity',
    `
    var i = 1 / 0;
    print(1 % -i, 1.5 % -i, -2 % -i, 1 % i, -1.5 % i, i % 2, 5 % 1e300, 2.5 % -1e10);
    `,
    `
    0 0 0 1 -1.5 NaN 5 2.5
    `,
  ],
  [
    'behind a bit operator a slash is no pattern',
    `
    print(true | /a/.test("a"));
    `,
    `
    Uncaught SyntaxError: Got '/' expected EOF
        at [raw] (:1:14)
    print(true | /a/.test("a"));
                 ^
    `,
  ],
])

measured('conversions that fail', [
  [
    'the plus is told behind its operand',
    `
    print( +("1".repeat(70)));
    `,
    `
    Uncaught Error: String too big to convert to number
        at [raw] (:1:24)
    print( +("1".repeat(70)));
                           ^
    `,
  ],
  [
    'the sign of NaN that a remainder yields',
    `
    var f = new Float64Array(1);
    f[0] = 0.5 % 0;
    print(new Uint8Array(f.buffer));
    `,
    `
    new Uint8Array([0, 0, 0, 0, 0, 0, 248, 127])
    `,
  ],
])
