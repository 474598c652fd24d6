/**
 * Conversions of values of every type (FACTS 3.2), as natives and members do them.
 */
import { measured } from '../golden/measured.ts'

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
    var V = [
      0,
      1,
      -1,
      127,
      128,
      255,
      256,
      1.5,
      -1.5,
      32767,
      32768,
      65535,
      65536,
      2147483647,
      2147483648,
      4294967295,
      4294967296,
      1e10,
      1e20,
      NaN,
      Infinity,
      "7",
      "x",
      true,
      null,
      undefined,
      [5],
      {},
    ];
    for (var v of V)
      print(
        E.toJS(v),
        [
          Uint8Array,
          Int8Array,
          Uint8ClampedArray,
          Uint16Array,
          Int16Array,
          Uint24Array,
          Uint32Array,
          Int32Array,
          Float32Array,
          Float64Array,
        ]
          .map((T) => new T([v])[0])
          .join(" "),
      );
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
