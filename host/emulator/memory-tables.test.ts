/**
 * Sizes by length and number (FACTS 2.1).
 */
import { measured } from './golden/measured.ts'

measured('sizes', [
  [
    'functions by the length of their body',
    `
    for (var n = 0; n <= 60; n += 3) {
      var f = eval("(function(){" + "a".repeat(n) + "})"),
        g = eval("(function(a,bb,ccc,dddd){return " + "b".repeat(n) + "})");
      print(n, E.getSizeOf(f), E.getSizeOf(g));
    }
    `,
    `
    0 1 6
    3 3 8
    6 3 8
    9 3 8
    12 4 9
    15 4 9
    18 4 9
    21 5 10
    24 5 10
    27 5 10
    30 6 11
    33 6 11
    36 6 11
    39 6 11
    42 6 11
    45 7 12
    48 7 12
    51 7 12
    54 7 12
    57 8 13
    60 8 13
    `,
  ],
  [
    'data of every kind',
    `
    for (var n of [0, 1, 2, 5, 10, 20, 50, 100]) {
      var a = [],
        b = [],
        o = {},
        t = [];
      for (var i = 0; i < n; i++) {
        a.push(i);
        b.push(i + 0.5);
        o["k" + i] = i;
        t.push("text" + i);
      }
      print(
        n,
        E.getSizeOf(a),
        E.getSizeOf(b),
        E.getSizeOf(o),
        E.getSizeOf(t),
        E.getSizeOf(new Float64Array(n)),
        E.getSizeOf("x".repeat(n)),
        E.getSizeOf(E.toString("x".repeat(n))),
        E.getSizeOf(JSON.stringify(a)),
      );
    }
    `,
    `
    0 1 1 1 1 3 1 1 1
    1 2 3 2 3 3 1 1 1
    2 3 5 3 5 4 1 1 1
    5 6 11 6 11 6 1 1 2
    10 11 21 11 21 9 2 2 3
    20 21 41 21 41 15 3 3 6
    50 51 101 51 101 32 6 6 15
    100 101 201 101 201 61 11 11 30
    `,
  ],
  [
    'what strings cost by how they are made',
    `
    for (var n of [0, 5, 9, 10, 19, 20, 29, 30, 60]) {
      var s = "x".repeat(n);
      print(
        n,
        [
          s,
          s + "",
          s.slice(0),
          s.toUpperCase(),
          s.concat(""),
          s.replace("x", "y"),
          s.split("y").join(),
          \`\${s}\`,
          String(s),
          E.toString(s),
          E.toString(s, ""),
          btoa(s),
          JSON.stringify(s),
          s.padEnd(n),
          s.trim(),
        ]
          .map((v) => E.getSizeOf(v))
          .join(" "),
      );
    }
    `,
    `
    0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
    5 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
    9 1 1 1 1 1 1 1 1 1 1 1 2 2 1 1
    10 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2
    19 2 2 2 2 2 2 2 2 2 2 2 3 3 2 2
    20 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3
    29 3 3 3 3 3 3 3 3 3 3 4 4 4 3 3
    30 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4
    60 7 7 7 7 7 7 7 7 7 7 6 7 7 7 7
    `,
  ],
  [
    'usage inside of nested calls',
    `
    function f(n, u) { return n ? f(n - 1, u) : process.memory().usage - u; }
    var u = process.memory().usage;
    for (var n = 0; n < 12; n++) print(n, f(n, u) - f(0, u));
    `,
    `
    0 -1
    1 4
    2 9
    3 14
    4 19
    5 24
    6 29
    7 34
    8 39
    9 44
    10 49
    11 54
    `,
  ],
])
